// What a crash leaves: of the process (kill -9), and of the machine (a power cut).
#include <filesystem>
#include <random>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/audit/audit_log.h"
#include "tests/proxy/audit/faulty_files.h"
#include "tests/proxy/audit/log_folder.h"
#include "tests/support/killed_program.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

// Runs tests/proxy/audit/appender on the folder for a while, kills it, and returns what it said was
// durable. Every other round the while begins at the first durable record, else at the start, so
// that it may end during recovery.
std::vector<std::string> AppendAndKill(const LogFolder& folder, int round, absl::Duration after) {
  return LinesUntilKilled({std::filesystem::absolute("tests/proxy/audit/appender"), folder.path(),
                           absl::StrCat("r", round)},
                          round % 2 == 0 ? 1 : 0, after);
}

TEST(CrashTest, AKilledProcessLosesNothingThatWasAcknowledged) {
  LogFolder folder;
  std::mt19937 random(std::random_device{}());
  std::set<std::string> acknowledged;
  for (int round = 0; round < 40; ++round) {
    const absl::Duration after = absl::Milliseconds(static_cast<int>(random() % 50));
    for (std::string& line : AppendAndKill(folder, round, after)) {
      ASSERT_EQ(line.substr(0, 1), "r") << line;
      acknowledged.insert(std::move(line));
    }
    const std::vector<std::string> ids = folder.Ids();
    const std::set<std::string> kept(ids.begin(), ids.end());
    ASSERT_EQ(kept.size(), ids.size()) << "a record is there twice";
    for (const std::string& id : acknowledged) ASSERT_EQ(kept.count(id), 1u) << id;
  }
  EXPECT_GT(acknowledged.size(), 100u);
  EXPECT_GT(folder.SegmentSizes().size(), 1u);
}

TEST(CrashTest, APowerCutLosesNothingThatWasAcknowledged) {
  std::mt19937 random(11);
  int torn = 0;
  for (int round = 0; round < 150; ++round) {
    LogFolder folder;
    std::set<std::string> acknowledged;
    // Several cuts for each log, so that recovery is followed by another crash.
    for (int cut = 0; cut < 3; ++cut) {
      FaultyFiles files;
      AuditLogOptions options = folder.options();
      options.segment_bytes = 2000 + random() % 4000;
      options.files = &files;
      ASSERT_OK_AND_ASSIGN(auto log, OpenAuditLog(options));
      std::vector<std::pair<std::string, std::unique_ptr<AuditLog::Ticket>>> tickets;
      const int calls = files.calls() + static_cast<int>(random() % 40);
      files.BreakOnce(calls - files.calls());
      for (int i = 0; i < 40; ++i) {
        const std::string id = absl::StrCat(cut, "/", i);
        tickets.emplace_back(id, log->Append(IntentOf(id)));
        // Some are written one by one, some many at once.
        if (random() % 3 == 0) tickets.back().second->Wait().IgnoreError();
      }
      std::mt19937 fate(random());
      files.CutPower(fate);
      for (auto& [id, ticket] : tickets) {
        if (ticket->Wait().ok()) acknowledged.insert(id);
      }
      log.reset();
      const auto found = VerifyAuditLog(folder.path());
      ASSERT_THAT(found, IsOk()) << round;
      torn += found->torn_tail;
    }
    folder.Write(1);
    const std::vector<std::string> ids = folder.Ids();
    const std::set<std::string> kept(ids.begin(), ids.end());
    for (const std::string& id : acknowledged) ASSERT_EQ(kept.count(id), 1u) << round << " " << id;
  }
  EXPECT_GT(torn, 5) << "the test cuts at harmless moments only";
}

}  // namespace
}  // namespace sudare::testing
