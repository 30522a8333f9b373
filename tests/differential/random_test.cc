// Random statements: the pipeline's answer is that of the masked twin, or a refusal.
//
// A long run, with a seed of one's own (the test's runs share the statements among them), in one
// line:
//   SUDARE_RANDOM_QUERIES=20000 SUDARE_RANDOM_SEED=7
//   bazel run --test_sharding_strategy=disabled //tests/differential:random_test
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "tests/differential/comparison.h"
#include "tests/differential/masked_database.h"
#include "tests/differential/random_queries.h"
#include "tests/support/golden.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using Verdict = Comparison::Verdict;

constexpr int kQueries = 2000;
constexpr uint64_t kSeed = 1;
constexpr int kParts = 4;
// Enough to work on; the rest are likely of the same kinds.
constexpr int kShrunk = 12;

class RandomTest : public ::testing::TestWithParam<std::tuple<const char*, int>> {
 protected:
  static void SetUpTestSuite() {
    server_ = PostgresServer::Start().value().release();
    for (const char* file : {"tests/differential/fixture_data.sql", "tests/attack/odd.sql"}) {
      ASSERT_THAT(server_->Run(ReadTestFile(file)), IsOk());
    }
    MaskedDatabase::Options options;
    options.policies = {"tests/attack/policy.textproto"};
    ASSERT_OK_AND_ASSIGN(auto masked, MaskedDatabase::Create(*server_, options));
    masked_ = masked.release();
  }

  static void TearDownTestSuite() {
    delete masked_;
    delete server_;
  }

  static void Report(const std::string& account, const prove::GeneratedQuery& query,
                     const Comparison& found) {
    const std::string small = SmallestDifference(*masked_, account, query, found.what);
    const Comparison again = CompareWithTwin(*masked_, account, WithText(query, small));
    const auto sent = masked_->Compile(account, small, WithText(query, small).parameters);
    ADD_FAILURE() << "as " << account << ": " << query.sql << "\n\nsmallest: " << small << "\n"
                  << again.Text() << "rewritten: " << (sent.ok() ? sent->sql : "nothing") << "\n";
  }

  static PostgresServer* server_;
  static MaskedDatabase* masked_;
};

PostgresServer* RandomTest::server_ = nullptr;
MaskedDatabase* RandomTest::masked_ = nullptr;

TEST_P(RandomTest, EveryAnswerIsThatOfTheMaskedTwin) {
  const std::string account = std::get<0>(GetParam());
  const RandomRun run = ThisRun(kQueries, kSeed, std::get<1>(GetParam()), 2 * kParts);
  prove::QueryGenerator::Options options;
  prove::QueryGenerator generator(masked_->SchemaOf(account), SamplesOf(*masked_, account), options,
                                  run.seed);
  std::map<Verdict, int> verdicts;
  std::map<std::string, int> refusals;
  std::map<std::string, int> skipped;
  int reported = 0;
  int rows = 0;
  for (int i = 0; i < run.count; ++i) {
    const prove::GeneratedQuery query = generator.Next();
    const Comparison one = CompareWithTwin(*masked_, account, query);
    ++verdicts[one.verdict];
    if (one.verdict == Verdict::kSame && !one.actual.answer.rows.empty()) ++rows;
    if (one.verdict == Verdict::kRefused && refusals[one.what]++ < 3) {
      std::cout << "refused: " << one.actual.status.message() << "\n  "
                << SmallestDifference(*masked_, account, query, one.what) << "\n";
    }
    if (one.verdict == Verdict::kSkipped && skipped[one.what]++ < 3) {
      std::cout << "skipped: " << one.what << " " << one.expected.status.message() << "\n  "
                << query.sql << "\n";
    }
    if (one.verdict == Verdict::kTooSlow) std::cout << "too slow: " << query.sql << "\n";
    if (one.verdict == Verdict::kDifferent && reported++ < kShrunk) Report(account, query, one);
  }
  const int asked = run.count - verdicts[Verdict::kSkipped];
  std::cout << absl::StreamFormat(
      "%s, seed %d: %d asked, %d the same (%d with rows), %d refused, %d failed, %d too slow, %d "
      "different, %d skipped\n",
      account, run.seed, asked, verdicts[Verdict::kSame], rows, verdicts[Verdict::kRefused],
      verdicts[Verdict::kFailed], verdicts[Verdict::kTooSlow], verdicts[Verdict::kDifferent],
      verdicts[Verdict::kSkipped]);
  for (const auto& [reason, count] : refusals) std::cout << "  " << reason << " " << count << "\n";
  EXPECT_EQ(verdicts[Verdict::kDifferent], 0);
  EXPECT_LE(verdicts[Verdict::kTooSlow], run.count / 1000 + 1);
  // The generator writes what PostgreSQL understands, and what finds something.
  EXPECT_LT(verdicts[Verdict::kSkipped], run.count / 20 + 2);
  EXPECT_GT(rows, run.count / 4);
  EXPECT_GT(verdicts[Verdict::kSame], asked * 9 / 10);
}

INSTANTIATE_TEST_SUITE_P(Accounts, RandomTest,
                         ::testing::Combine(::testing::Values("vendor", "filtered"),
                                            ::testing::Range(0, kParts)),
                         [](const auto& info) {
                           return absl::StrCat(std::get<0>(info.param), "_",
                                               std::get<1>(info.param));
                         });

}  // namespace
}  // namespace sudare::testing
