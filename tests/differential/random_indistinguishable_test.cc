// Non-interference, at random: databases that differ in what the masks hide give every random
// statement the same rows, order, headings, errors and refusals. Statements may leave open what
// they ask for: then the choice must not hang on a hidden value either.
//
// A long run, in one line:
//   SUDARE_RANDOM_QUERIES=20000 SUDARE_RANDOM_SEED=7
//   bazel run --test_sharding_strategy=disabled
//   //tests/differential:random_indistinguishable_test
// SUDARE_SHOW_PLANS=1 adds PostgreSQL's plans.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "proxy/prove/shrink.h"
#include "tests/differential/comparison.h"
#include "tests/differential/look_alikes.h"
#include "tests/differential/masked_database.h"
#include "tests/differential/random_queries.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

constexpr int kQueries = 2000;
constexpr uint64_t kSeed = 1;
constexpr int kParts = 2;
constexpr int kShrinkBudget = 300;
constexpr int kShrunk = 12;
constexpr size_t kShown = 800;
constexpr absl::Duration kTimeout = absl::Seconds(5);

bool IsSet(const char* name) { return std::getenv(name) != nullptr; }

enum class Difference {
  kNone,
  // It takes too long in one of them.
  kSlow,
  // Rows are the same, in another order.
  kOrder,
  kOther,
};

class RandomIndistinguishableTest : public ::testing::TestWithParam<std::tuple<const char*, int>> {
 protected:
  void SetUp() override {
    std::vector<std::pair<std::string, std::string>> settings;
    if (IsSet("SUDARE_SHOW_PLANS")) {
      settings = {{"session_preload_libraries", "auto_explain"},
                  {"auto_explain.log_min_duration", "0"},
                  {"auto_explain.log_level", "log"}};
    }
    ASSERT_OK_AND_ASSIGN(databases_, LookAlikes::Create(Account(), settings));
  }

  static std::string Account() { return std::get<0>(GetParam()); }

  Observation Ask(MaskedDatabase& database, const prove::GeneratedQuery& query,
                  absl::Duration* elapsed) {
    const absl::Time start = absl::Now();
    Observation seen =
        database.AskPipeline(Account(), query.sql, query.parameters, {start + kTimeout, nullptr});
    *elapsed += absl::Now() - start;
    return seen;
  }

  // `salted`: its order of rows tells nothing, see LookAlikes.
  Difference CompareWith(MaskedDatabase& database, const prove::GeneratedQuery& query,
                         bool salted) {
    other_ = Ask(database, query, &other_took_);
    if (one_.Text() == other_.Text()) return Difference::kNone;
    for (const Observation* seen : {&one_, &other_}) {
      if (absl::IsDeadlineExceeded(seen->status)) return Difference::kSlow;
    }
    Observation one = one_;
    Observation other = other_;
    std::sort(one.answer.rows.begin(), one.answer.rows.end());
    std::sort(other.answer.rows.begin(), other.answer.rows.end());
    const bool open = salted && !query.is_ordered;
    if (one.Text() == other.Text()) return open ? Difference::kNone : Difference::kOrder;
    // Which rows there are may hang on their order.
    const bool chosen = salted && query.is_undetermined && one.status.ok() && other.status.ok();
    return chosen && one.answer.names == other.answer.names ? Difference::kNone
                                                            : Difference::kOther;
  }

  Difference Compare(const prove::GeneratedQuery& query) {
    one_ = Ask(databases_->one(), query, &one_took_);
    const Difference hidden = CompareWith(databases_->other(), query, false);
    if (hidden != Difference::kNone) return hidden;
    return CompareWith(databases_->renamed(), query,
                       databases_->Salted(query.sql, query.parameters));
  }

  // What PostgreSQL logged while it ran the statement.
  std::string PlansOf(const prove::GeneratedQuery& query, MaskedDatabase& database) {
    if (!IsSet("SUDARE_SHOW_PLANS")) return "";
    const size_t before = databases_->server().Log().size();
    database.AskPipeline(Account(), query.sql, query.parameters);
    const std::string log = databases_->server().Log().substr(before);
    const size_t plan = log.rfind("Query Text:");
    return plan == std::string::npos ? "" : log.substr(plan);
  }

  std::string Report(const prove::GeneratedQuery& query, Difference difference) {
    const auto differs = [&](const std::string& sql) {
      return Compare(WithText(query, sql)) == difference;
    };
    const std::string sql = prove::Shrink(query.sql, differs, kShrinkBudget);
    const prove::GeneratedQuery small = WithText(query, sql);
    Compare(small);
    const auto sent = databases_->one().Compile(Account(), sql, small.parameters);
    return absl::StrCat(
        "as ", Account(), ": ", query.sql, "\nsmallest: ", sql, "\none:\n",
        one_.Text().substr(0, kShown), "\nother:\n", other_.Text().substr(0, kShown),
        "\nsent: ", sent.ok() ? sent->sql : "nothing", "\n", PlansOf(small, databases_->one()),
        PlansOf(small, databases_->other()), PlansOf(small, databases_->renamed()));
  }

  std::unique_ptr<LookAlikes> databases_;
  Observation one_;
  Observation other_;
  absl::Duration one_took_;
  absl::Duration other_took_;
};

TEST_P(RandomIndistinguishableTest, LookTheSameInEveryAnswer) {
  const RandomRun run = ThisRun(kQueries, kSeed, std::get<1>(GetParam()), 2 * kParts);
  prove::QueryGenerator::Options options;
  options.undetermined = true;
  MaskedDatabase& one = databases_->one();
  prove::QueryGenerator generator(one.SchemaOf(Account()), SamplesOf(one, Account()), options,
                                  run.seed);
  std::map<Difference, int> found;
  int answered = 0;
  int reported = 0;
  for (int i = 0; i < run.count; ++i) {
    const prove::GeneratedQuery query = generator.Next();
    const Difference difference = Compare(query);
    ++found[difference];
    if (one_.status.ok()) ++answered;
    if (difference == Difference::kNone || difference == Difference::kSlow) continue;
    ADD_FAILURE() << (reported++ < kShrunk ? Report(query, difference) : query.sql);
  }
  std::cout << absl::StreamFormat(
      "%s, seed %d: %d asked, %d answered, %d in another order, %d slow, %d different; time in one "
      "%s, in an other %s\n",
      Account(), run.seed, run.count, answered, found[Difference::kOrder], found[Difference::kSlow],
      found[Difference::kOther], absl::FormatDuration(one_took_),
      absl::FormatDuration(other_took_ / 2));
  EXPECT_GT(answered, run.count * 8 / 10);
}

INSTANTIATE_TEST_SUITE_P(Accounts, RandomIndistinguishableTest,
                         ::testing::Combine(::testing::Values("vendor", "filtered"),
                                            ::testing::Range(0, kParts)),
                         [](const auto& info) {
                           return absl::StrCat(std::get<0>(info.param), "_",
                                               std::get<1>(info.param));
                         });

}  // namespace
}  // namespace sudare::testing
