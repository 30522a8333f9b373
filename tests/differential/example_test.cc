// The example's thirteen errors, looked for by the vendor through the pipeline: each scenario finds
// those planted, and its answer is that of the masked twin.
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/differential/masked_database.h"
#include "tests/examples/example_database.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using Rows = std::vector<std::vector<Value>>;

constexpr char kVendor[] = "payroll-vendor-01";

class ExampleTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_OK_AND_ASSIGN(auto database, ExampleDatabase::Create());
    database_ = database.release();
    ASSERT_OK_AND_ASSIGN(auto masked,
                         MaskedDatabase::Create(database_->server(), ExampleOptions()));
    masked_ = masked.release();
  }

  static void TearDownTestSuite() {
    delete masked_;
    delete database_;
  }

  static std::string Scenario(int number) {
    std::string text =
        ReadText(absl::StrFormat("examples/payroll/scenarios/S%02d.sql", number)).value();
    absl::string_view sql = absl::StripTrailingAsciiWhitespace(text);
    absl::ConsumeSuffix(&sql, ";");
    return std::string(sql);
  }

  static ExampleDatabase* database_;
  static MaskedDatabase* masked_;
};

ExampleDatabase* ExampleTest::database_ = nullptr;
MaskedDatabase* ExampleTest::masked_ = nullptr;

TEST_F(ExampleTest, TheVendorFindsExactlyThePlantedEmployees) {
  for (int i = 1; i <= 13; ++i) {
    SCOPED_TRACE(i);
    const Observation seen = masked_->AskPipeline(kVendor, Scenario(i));
    ASSERT_THAT(seen.status, IsOk()) << seen.Text();
    const auto& names = seen.answer.names;
    const size_t column = std::find(names.begin(), names.end(), "employee_no") - names.begin();
    ASSERT_LT(column, names.size());
    std::set<std::string> employees;
    for (const auto& row : seen.answer.rows) employees.insert(row[column].value_or("NULL"));
    EXPECT_EQ(employees, database_->Employees(absl::StrFormat("S%02d", i), "planted"));
    EXPECT_TRUE(database_->IdentitiesIn(seen.Text()).empty());
  }
}

TEST_F(ExampleTest, EveryScenariosAnswerIsThatOfTheMaskedTwin) {
  for (int i = 1; i <= 13; ++i) {
    SCOPED_TRACE(i);
    ASSERT_OK_AND_ASSIGN(Rows expected, masked_->AskTwin(kVendor, Scenario(i)));
    Observation seen = masked_->AskPipeline(kVendor, Scenario(i));
    ASSERT_THAT(seen.status, IsOk()) << seen.Text();
    EXPECT_FALSE(expected.empty());
    std::sort(expected.begin(), expected.end());
    std::sort(seen.answer.rows.begin(), seen.answer.rows.end());
    EXPECT_EQ(TextOf(seen.answer.rows), TextOf(expected));
  }
}

}  // namespace
}  // namespace sudare::testing
