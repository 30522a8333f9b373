// Non-interference: databases that differ in what the masks hide, and in nothing else, look the
// same through the pipeline, whatever is asked: rows and their order, headings, errors.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tests/attack/attack_case.h"
#include "tests/differential/masked_database.h"
#include "tests/support/golden.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

// Enough of an answer to see what is wrong.
constexpr size_t kShown = 800;

class IndistinguishableTest : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, PostgresServer::Start());
    Make("one", "");
    Make("other", absl::StrCat("tests/differential/different_for_", GetParam(), ".sql"));
  }

  void Make(const std::string& name, const std::string& difference) {
    ASSERT_THAT(server_->Run(absl::StrCat("CREATE DATABASE ", name)), IsOk());
    for (const std::string& file :
         {std::string("tests/differential/fixture_data.sql"), std::string("tests/attack/odd.sql"),
          std::string("tests/differential/same_for_all.sql"), difference,
          std::string("tests/differential/rows_again.sql")}) {
      if (file.empty()) continue;
      ASSERT_THAT(server_->Run(ReadTestFile(file), name), IsOk());
    }
    MaskedDatabase::Options options;
    options.database = name;
    options.policies = {"tests/attack/policy.textproto"};
    ASSERT_OK_AND_ASSIGN(databases_[name], MaskedDatabase::Create(*server_, options));
  }

  // {{value}} becomes the account's token of a name, {word} of an attack some value.
  std::string Aimed(std::string sql) {
    const auto& tokenizer = databases_["one"]
                                ->SchemaOf(GetParam())
                                .Find("payroll", "employees")
                                ->FindColumn("full_name")
                                ->tokenizer;
    for (size_t open = sql.find("{{"); open != std::string::npos; open = sql.find("{{")) {
      const size_t close = sql.find("}}", open);
      sql.replace(open, close + 2 - open,
                  tokenizer->Tokenize(sql.substr(open + 2, close - open - 2)));
    }
    return sql;
  }

  std::string Look(const std::string& database, const std::string& sql) {
    return databases_[database]->AskPipeline(GetParam(), sql).Text();
  }

  void ExpectTheSame(const std::string& sql) {
    const std::string aimed = Aimed(sql);
    const std::string one = Look("one", aimed);
    const std::string other = Look("other", aimed);
    EXPECT_TRUE(one == other) << aimed << "\none:\n"
                              << one.substr(0, kShown) << "\nother:\n"
                              << other.substr(0, kShown);
    ++asked_;
  }

  void ExpectTheSameFor(const std::string& path) {
    for (absl::string_view block :
         absl::StrSplit(ReadTestFile(path), "\n\n", absl::SkipWhitespace())) {
      ExpectTheSame(std::string(block));
    }
  }

  std::unique_ptr<PostgresServer> server_;
  std::map<std::string, std::unique_ptr<MaskedDatabase>> databases_;
  int asked_ = 0;
};

TEST_P(IndistinguishableTest, RawDatabasesDiffer) {
  int different = 0;
  for (const char* sql :
       {"SELECT * FROM payroll.employees", "SELECT personal_number FROM payroll.employees",
        "SELECT birth_date, phone, note FROM payroll.employees ORDER BY birth_date",
        "SELECT count(*) FROM payroll.employees WHERE employment_kind = 'special'"}) {
    const auto one = server_->Query(sql, "one");
    const auto other = server_->Query(sql, "other");
    ASSERT_THAT(one, IsOk());
    ASSERT_THAT(other, IsOk());
    if (*one != *other) ++different;
  }
  EXPECT_EQ(different, 4);
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
