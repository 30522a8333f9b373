// The thirteen errors: each scenario finds exactly those planted, on the raw database and on what
// the vendor sees.
#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "tests/examples/example_database.h"
#include "tests/examples/masked_twin.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

class ScenariosTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_OK_AND_ASSIGN(auto database, ExampleDatabase::Create());
    database_ = database.release();
    const LoadResult loaded = LoadPolicy("examples/payroll/policy");
    ASSERT_NE(loaded.policy, nullptr);
    ASSERT_THAT(MakeMaskedTwin(database_->server(), *loaded.policy, "payroll-vendor-01"), IsOk());
  }

  static void TearDownTestSuite() { delete database_; }

  static std::string Name(int number) { return absl::StrFormat("S%02d", number); }

  static std::string Sql(int number) {
    const auto text = ReadText("examples/payroll/scenarios/" + Name(number) + ".sql");
    EXPECT_THAT(text, IsOk());
    return text.ok() ? *text : "";
  }

  static ExampleDatabase* database_;
};

ExampleDatabase* ScenariosTest::database_ = nullptr;

TEST_F(ScenariosTest, FindExactlyThePlantedEmployeesOnTheRawDatabase) {
  for (int i = 1; i <= 13; ++i) {
    SCOPED_TRACE(Name(i));
    const auto planted = database_->Employees(Name(i), "planted");
    EXPECT_THAT(planted, Not(IsEmpty()));
    ASSERT_OK_AND_ASSIGN(const auto answer, database_->Ask(Sql(i)));
    EXPECT_EQ(answer.employees, planted);
  }
}

TEST_F(ScenariosTest, FindExactlyThePlantedEmployeesUnderTheVendorsMasks) {
  for (int i = 1; i <= 13; ++i) {
    SCOPED_TRACE(Name(i));
    ASSERT_OK_AND_ASSIGN(const auto answer, database_->Ask(ForTwin(Sql(i))));
    EXPECT_EQ(answer.employees, database_->Employees(Name(i), "planted"));
  }
}

TEST_F(ScenariosTest, ShowNoIdentityUnderTheVendorsMasks) {
  std::string text;
  for (int i = 1; i <= 13; ++i) {
    ASSERT_OK_AND_ASSIGN(const auto answer, database_->Ask(ForTwin(Sql(i))));
    text += answer.text;
  }
  EXPECT_THAT(text, Not(IsEmpty()));
  EXPECT_THAT(database_->IdentitiesIn(text), IsEmpty());
}

TEST_F(ScenariosTest, ShowIdentitiesOnTheRawDatabase) {
  ASSERT_OK_AND_ASSIGN(const auto answer, database_->Ask(Sql(12)));
  EXPECT_THAT(database_->IdentitiesIn(answer.text), Not(IsEmpty()));
}

TEST_F(ScenariosTest, HaveDecoysThatLookLikeErrors) {
  for (int i : {1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12}) {
    EXPECT_THAT(database_->Employees(Name(i), "decoy"), Not(IsEmpty())) << Name(i);
  }
}

}  // namespace
}  // namespace sudare::testing
