// Non-interference: databases that differ in what the masks hide, and in nothing else, look the
// same through the pipeline, whatever is asked: rows and their order, headings, errors.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tests/attack/attack_case.h"
#include "tests/differential/look_alikes.h"
#include "tests/differential/masked_database.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

// Enough of an answer to see what is wrong.
constexpr size_t kShown = 800;

class IndistinguishableTest : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { ASSERT_OK_AND_ASSIGN(databases_, LookAlikes::Create(GetParam())); }

  void ExpectTheSame(const std::string& sql) {
    const std::string aimed = databases_->Aimed(sql);
    const std::string one = databases_->one().AskPipeline(GetParam(), aimed).Text();
    for (MaskedDatabase* database : {&databases_->other(), &databases_->renamed()}) {
      if (database == &databases_->renamed() && databases_->Salted(aimed)) continue;
      const std::string other = database->AskPipeline(GetParam(), aimed).Text();
      EXPECT_TRUE(one == other) << aimed << "\none:\n"
                                << one.substr(0, kShown) << "\nother:\n"
                                << other.substr(0, kShown);
    }
    ++asked_;
  }

  void ExpectTheSameFor(const std::string& path) {
    for (absl::string_view block :
         absl::StrSplit(ReadTestFile(path), "\n\n", absl::SkipWhitespace())) {
      ExpectTheSame(std::string(block));
    }
  }

  std::unique_ptr<LookAlikes> databases_;
  int asked_ = 0;
};

TEST_P(IndistinguishableTest, RawDatabasesDiffer) {
  int different = 0;
  for (const char* sql :
       {"SELECT * FROM payroll.employees", "SELECT personal_number FROM payroll.employees",
        "SELECT birth_date, phone, note FROM payroll.employees ORDER BY birth_date",
        "SELECT count(*) FROM payroll.employees WHERE employment_kind = 'special'",
        "SELECT full_name FROM payroll.employees", "SELECT full_name FROM attendance.employees"}) {
    const auto one = databases_->server().Query(sql, "one");
    const auto other = databases_->server().Query(sql, "renamed");
    ASSERT_THAT(one, IsOk());
    ASSERT_THAT(other, IsOk());
    if (*one != *other) ++different;
  }
  EXPECT_EQ(different, 6);
}

TEST_P(IndistinguishableTest, LookTheSameInEveryAnswer) {
  ExpectTheSameFor("tests/differential/open_order.sql");
  ExpectTheSameFor("tests/differential/corpus.sql");
  EXPECT_GT(asked_, 100);
}

TEST_P(IndistinguishableTest, LookTheSameToEveryAttack) {
  ASSERT_OK_AND_ASSIGN(const auto cases, ReadAttackCases("tests/attack/corpus"));
  // Of an employee whom the filter hides in one of the databases, and of one it shows in both.
  Victim victim = {{"employee_no", "385084"},
                   {"special_employee_no", "115838"},
                   {"personal_number", "123456789012"},
                   {"full_name", "鈴木 花子3"},
                   {"phone", "090-1332-1234"},
                   {"middle_of_phone", "1332"},
                   {"birth_date", "1973-07-03"},
                   {"password", "0123456789abcdef"},
                   {"personal_number_hex", "00"},
                   {"bank_account", "9"},
                   {"hidden_payslip", "1"},
                   {"smallest_name", "a"},
                   {"order_by_number", "1"},
                   {"order_by_number_list", "1"},
                   {"order_by_password", "1"},
                   {"order_by_name", "1"},
                   {"order_by_birth", "1"}};
  for (const AttackCase& one : cases) {
    SCOPED_TRACE(one.attack.name);
    ASSERT_OK_AND_ASSIGN(const Attack attack, Aim(one.attack, victim));
    ExpectTheSame(attack.sql);
  }
  EXPECT_GT(asked_, 150);
}

INSTANTIATE_TEST_SUITE_P(Accounts, IndistinguishableTest, ::testing::Values("vendor", "filtered"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace sudare::testing
