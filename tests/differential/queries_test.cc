// Ordinary debugging queries over the example (examples/payroll/queries): how many are answered,
// and that each answer is the masked twin's. `examples/payroll/answered` prints the same as a
// table.
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/differential/masked_database.h"
#include "tests/differential/ordinary_queries.h"
#include "tests/examples/example_database.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using Outcome = Verdict::Outcome;

class QueriesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_OK_AND_ASSIGN(auto database, ExampleDatabase::Create());
    ASSERT_OK_AND_ASSIGN(auto masked, MaskedDatabase::Create(database->server(), ExampleOptions()));
    ASSERT_OK_AND_ASSIGN(auto verdicts, AskOrdinaryQueries(*masked, "examples/payroll/queries"));
    verdicts_ = new std::vector<Verdict>(std::move(verdicts));
  }

  static void TearDownTestSuite() { delete verdicts_; }

  void SetUp() override { ASSERT_NE(verdicts_, nullptr); }

  static std::vector<Verdict>* verdicts_;
};

std::vector<Verdict>* QueriesTest::verdicts_ = nullptr;

TEST_F(QueriesTest, ThereAreAtLeastFourHundredQueriesAndNoneTwice) {
  EXPECT_GE(verdicts_->size(), 400u);
  std::set<std::string> titles;
  std::set<std::string> statements;
  for (const Verdict& verdict : *verdicts_) {
    EXPECT_TRUE(titles.insert(verdict.query.title).second) << verdict.Place();
    EXPECT_TRUE(statements.insert(verdict.query.sql).second) << verdict.Place();
  }
}

TEST_F(QueriesTest, EveryQueryIsRightOverTheTwin) {
  for (const Verdict& verdict : *verdicts_) {
    EXPECT_NE(verdict.outcome, Outcome::kWrongQuery) << verdict.Place() << "\n" << verdict.detail;
  }
}

TEST_F(QueriesTest, EveryAnswerIsThatOfTheMaskedTwin) {
  for (const Verdict& verdict : *verdicts_) {
    EXPECT_NE(verdict.outcome, Outcome::kDiffers) << verdict.Place() << "\n" << verdict.detail;
  }
}

TEST_F(QueriesTest, NearlyEveryQueryIsAnswered) {
  size_t answered = 0;
  std::string refusals;
  for (const Verdict& verdict : *verdicts_) {
    if (verdict.outcome == Outcome::kAnswered) ++answered;
    if (verdict.outcome != Outcome::kRefused) continue;
    refusals += verdict.Place() + ": " + verdict.reason + ": " + verdict.detail + "\n";
  }
  RecordProperty("answered", static_cast<int>(answered));
  EXPECT_GE(answered * 100, verdicts_->size() * 99) << refusals;
}

TEST_F(QueriesTest, MostAnswersHaveRows) {
  size_t empty = 0;
  for (const Verdict& verdict : *verdicts_) {
    if (verdict.outcome == Outcome::kAnswered && verdict.rows == 0) ++empty;
  }
  // Checks of data that is right find nothing, and this city is small.
  EXPECT_LT(empty * 5, verdicts_->size());
}

}  // namespace
}  // namespace sudare::testing
