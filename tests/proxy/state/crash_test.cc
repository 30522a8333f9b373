// kill -9 while others are told that their changes are durable.
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/base/status_macros.h"
#include "tests/proxy/state/state_under_test.h"
#include "tests/support/killed_program.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

// What tests/proxy/state/putter was told to be durable.
std::vector<std::string> PutAndKill(const StateUnderTest& state, int round, int entries,
                                    absl::Duration after) {
  std::vector<std::string> arguments = {std::filesystem::absolute("tests/proxy/state/putter")};
  for (const std::string& argument : state.Arguments()) arguments.push_back(argument);
  arguments.push_back(absl::StrCat("r", round));
  return LinesUntilKilled(std::move(arguments), entries, after);
}

absl::Status CheckPairs(StateReader& reader, const std::set<std::string>& acknowledged) {
  SUDARE_ASSIGN_OR_RETURN(const auto firsts, reader.Scan("first", ""));
  SUDARE_ASSIGN_OR_RETURN(const auto seconds, reader.Scan("second", ""));
  SUDARE_ASSIGN_OR_RETURN(const auto count, reader.Get("count", "pairs"));
  EXPECT_EQ(firsts.size(), seconds.size());
  EXPECT_EQ(count.value_or("0"), absl::StrCat(firsts.size()));
  std::set<std::string> kept;
  for (const StateEntry& entry : firsts) {
    EXPECT_EQ(entry.value, std::string(300, 'x'));
    kept.insert(entry.key);
  }
  for (const StateEntry& entry : seconds) EXPECT_EQ(kept.count(entry.key), 1u) << entry.key;
  for (const std::string& key : acknowledged) EXPECT_EQ(kept.count(key), 1u) << key;
  return absl::OkStatus();
}

// Returns how many entries were acknowledged in all.
size_t CrashLoop(StateUnderTest& state, int rounds) {
  std::mt19937 random(std::random_device{}());
  std::set<std::string> acknowledged;
  for (int round = 0; round < rounds && !::testing::Test::HasFailure(); ++round) {
    // Every other round may end at the start, in recovery.
    const int entries = round % 2 == 0 ? 1 + static_cast<int>(random() % 12) : 0;
    const absl::Duration after = absl::Microseconds(random() % 40'000);
    for (std::string& line : PutAndKill(state, round, entries, after)) {
      EXPECT_EQ(line.substr(0, 1), "r") << line;
      acknowledged.insert(std::move(line));
    }
    auto store = state.Open();
    EXPECT_THAT(store, IsOk());
    if (!store.ok()) break;
    EXPECT_THAT(
        (*store)->Read([&](StateReader& reader) { return CheckPairs(reader, acknowledged); }),
        IsOk());
  }
  return acknowledged.size();
}

TEST(CrashTest, SqliteLosesNothingThatWasAcknowledgedInAHundredKills) {
  const auto state = MakeSqliteState();
  EXPECT_GT(CrashLoop(*state, 120), 120u);
}

TEST(CrashTest, PostgresLosesNothingThatWasAcknowledgedWhenAProxyIsKilled) {
  const auto state = MakePostgresState();
  ASSERT_NE(state, nullptr);
  EXPECT_GT(CrashLoop(*state, 10), 10u);
}

}  // namespace
}  // namespace sudare::testing
