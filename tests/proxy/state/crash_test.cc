// kill -9 while others are told that their changes are durable.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <future>
#include <random>
#include <set>
#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/base/status_macros.h"
#include "tests/proxy/state/state_under_test.h"
#include "tests/support/child_process.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

// What tests/proxy/state/putter was told to be durable until it was killed, some time `after` it
// had said so of `entries`. With none of them the end may come in recovery.
std::vector<std::string> PutAndKill(const StateUnderTest& state, int round, int entries,
                                    absl::Duration after) {
  int pipe_ends[2];
  EXPECT_EQ(pipe2(pipe_ends, O_CLOEXEC), 0);
  ChildOptions options;
  options.arguments = {std::filesystem::absolute("tests/proxy/state/putter")};
  for (const std::string& argument : state.Arguments()) options.arguments.push_back(argument);
  options.arguments.push_back(absl::StrCat("r", round));
  options.output = pipe_ends[1];
  options.dies_with_parent = true;
  auto child = ChildProcess::Start(options);
  EXPECT_THAT(child, IsOk());
  close(pipe_ends[1]);
  std::string text;
  std::promise<void> enough;
  std::future<void> enough_said = enough.get_future();
  std::thread reader([&, entries]() mutable {
    char buffer[4096];
    for (ssize_t got; (got = read(pipe_ends[0], buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<size_t>(got));
      const auto lines = std::count(text.begin(), text.end(), '\n');
      if (lines >= entries && entries > 0) {
        enough.set_value();
        entries = 0;
      }
    }
  });
  if (entries > 0) enough_said.wait_for(std::chrono::seconds(60));
  absl::SleepFor(after);
  child->Signal(SIGKILL);
  EXPECT_THAT(child->Wait(absl::Seconds(10)), IsOk());
  reader.join();
  close(pipe_ends[0]);
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  // After the last line break: nothing, or a line cut in two.
  lines.pop_back();
  return lines;
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
