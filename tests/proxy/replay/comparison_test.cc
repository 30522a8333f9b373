#include "proxy/replay/comparison.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare::replay {
namespace {

using sudare::v1::Outcome;
using sudare::v1::ReplayedQuery;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Outcome Ended(const std::string& status, uint64_t rows, const std::string& in_order = "o",
              const std::string& as_set = "s") {
  Outcome outcome;
  outcome.set_status(status);
  outcome.set_rows(rows);
  outcome.set_digest_key(1);
  outcome.set_result_digest(in_order);
  outcome.set_row_set_digest(as_set);
  return outcome;
}

ReplayedQuery::Verdict Compared(const Outcome& recorded, const Outcome& replayed,
                                const std::string& unrepeatable = "") {
  ReplayedQuery query;
  Compare(recorded, replayed, unrepeatable, &query);
  return query.verdict();
}

TEST(ComparisonTest, RowsAreTheSameOrNot) {
  const Outcome recorded = Ended("OK", 3);
  EXPECT_EQ(Compared(recorded, Ended("OK", 3)), ReplayedQuery::SAME);
  EXPECT_EQ(Compared(recorded, Ended("OK", 3, "p")), ReplayedQuery::SAME_IN_OTHER_ORDER);
  EXPECT_EQ(Compared(recorded, Ended("OK", 3, "p", "t")), ReplayedQuery::OTHER_ROWS);
  EXPECT_EQ(Compared(recorded, Ended("OK", 2)), ReplayedQuery::OTHER_ROW_COUNT);
}

TEST(ComparisonTest, OfVeryManyRowsTheOrderCounts) {
  const Outcome recorded = Ended("OK", 3, "o", "");
  EXPECT_EQ(Compared(recorded, Ended("OK", 3, "o", "")), ReplayedQuery::SAME);
  EXPECT_EQ(Compared(recorded, Ended("OK", 3, "p", "")), ReplayedQuery::OTHER_ROWS_OR_ORDER);
  EXPECT_EQ(Compared(recorded, Ended("OK", 2, "p", "")), ReplayedQuery::OTHER_ROW_COUNT);
}

TEST(ComparisonTest, EndsAreTheSameOrNot) {
  Outcome divided = Ended("INVALID_ARGUMENT", 1);
  divided.set_sqlstate("22012");
  Outcome cast = divided;
  cast.set_sqlstate("22P02");
  EXPECT_EQ(Compared(divided, divided), ReplayedQuery::SAME);
  EXPECT_EQ(Compared(divided, cast), ReplayedQuery::OTHER_END);
  EXPECT_EQ(Compared(Ended("OK", 3), divided), ReplayedQuery::OTHER_END);
  // Nothing that the data did.
  EXPECT_EQ(Compared(Ended("OK", 3), Ended("UNAVAILABLE", 0)), ReplayedQuery::NOT_RUN);
  EXPECT_EQ(Compared(Ended("RESOURCE_EXHAUSTED", 3), Ended("OK", 9)), ReplayedQuery::INTERRUPTED);
  EXPECT_EQ(Compared(Ended("RESOURCE_EXHAUSTED", 3), Ended("RESOURCE_EXHAUSTED", 3)),
            ReplayedQuery::SAME);
}

TEST(ComparisonTest, WithoutADigestEqualRowsSayNothing) {
  Outcome none = Ended("OK", 3);
  none.set_digest_key(0);
  EXPECT_EQ(Compared(none, Ended("OK", 3)), ReplayedQuery::NO_DIGEST);
  EXPECT_EQ(Compared(none, Ended("OK", 4)), ReplayedQuery::OTHER_ROW_COUNT);
  EXPECT_EQ(Compared(Ended("OK", 3), none), ReplayedQuery::NO_DIGEST);
}

TEST(ComparisonTest, TheTimeExcusesADifferenceOnly) {
  EXPECT_EQ(Compared(Ended("OK", 3), Ended("OK", 3), "now"), ReplayedQuery::SAME);
  EXPECT_EQ(Compared(Ended("OK", 3), Ended("OK", 2), "now"), ReplayedQuery::NOT_REPEATABLE);
}

TEST(ComparisonTest, OneDifferenceOrNothingAtAllIsNotAllTheSame) {
  Tally tally("hash");
  EXPECT_FALSE(tally.Summary().all_same());
  ReplayedQuery same;
  SetVerdict(ReplayedQuery::SAME, "", &same);
  same.set_wal_position("1/0000FFFF");
  tally.Add(same);
  same.set_wal_position("0/FFFF0000");
  tally.Add(same);
  EXPECT_TRUE(tally.Summary().all_same());
  EXPECT_EQ(tally.Summary().first_wal_position(), "0/FFFF0000");
  EXPECT_EQ(tally.Summary().last_wal_position(), "1/0000FFFF");
  EXPECT_THAT(LineOf(same), IsEmpty());
  ReplayedQuery other;
  other.set_policy_hash("abcd");
  SetVerdict(ReplayedQuery::OTHER_POLICY, "abcd", &other);
  tally.Add(other);
  EXPECT_FALSE(tally.Summary().all_same());
  EXPECT_THAT(TextOf(tally.Summary()), AllOf(HasSubstr("  2  the same / 一致"),
                                             HasSubstr("needs policy / 必要なポリシー abcd: 1")));
  EXPECT_THAT(LineOf(other), AllOf(HasSubstr("abcd"), HasSubstr("ポリシー")));
}

// A verdict without words would be shown as "the same".
TEST(ComparisonTest, EveryVerdictHasWordsOfItsOwn) {
  const auto* const verdicts = ReplayedQuery::Verdict_descriptor();
  for (int i = 0; i < verdicts->value_count(); ++i) {
    const auto verdict = static_cast<ReplayedQuery::Verdict>(verdicts->value(i)->number());
    if (verdict == ReplayedQuery::VERDICT_UNSPECIFIED || IsSame(verdict)) continue;
    ReplayedQuery query;
    SetVerdict(verdict, "x", &query);
    EXPECT_FALSE(query.remark().empty()) << verdicts->value(i)->name();
    EXPECT_FALSE(query.remark_ja().empty()) << verdicts->value(i)->name();
  }
}

}  // namespace
}  // namespace sudare::replay
