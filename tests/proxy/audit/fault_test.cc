// What the log does when the disk doesn't.
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/audit/audit_log.h"
#include "proxy/error.h"
#include "tests/proxy/audit/faulty_files.h"
#include "tests/proxy/audit/log_folder.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::Not;
using Call = FaultyFiles::Call;

constexpr auto kUnavailable = absl::StatusCode::kUnavailable;

// Until the log takes records again; false if it doesn't within 5 seconds.
bool Recovers(const AuditLog& log) {
  for (int i = 0; i < 500 && !log.Health().ok(); ++i) absl::SleepFor(absl::Milliseconds(10));
  return log.Health().ok();
}

class FaultTest : public ::testing::TestWithParam<Call> {
 protected:
  AuditLogOptions Options(uint64_t segment_bytes = 64 << 20) {
    AuditLogOptions options = folder_.options();
    options.segment_bytes = segment_bytes;
    options.files = &files_;
    return options;
  }

  LogFolder folder_;
  FaultyFiles files_;
};

TEST_P(FaultTest, FailsWhatCannotBeWrittenAndResumesByItself) {
  {
    // Small segments, so that every kind of call comes along.
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options(1000)));
    for (int i = 0; i < 5; ++i) {
      ASSERT_THAT(log->AppendDurably(IntentOf(absl::StrCat("before", i))), IsOk());
    }
    files_.Break(GetParam());
    // A segment has room for a few records, so the fault may come a little later.
    absl::Status status;
    int kept = 0;
    while (status.ok() && kept < 10) {
      status = log->AppendDurably(IntentOf(absl::StrCat("kept", kept++)));
    }
    EXPECT_THAT(status, StatusIs(kUnavailable, HasSubstr("the audit log can't be written")));
    EXPECT_EQ(DetailOf(status).reason(), "AUDIT_UNAVAILABLE");
    EXPECT_THAT(log->Health(), StatusIs(kUnavailable));
    EXPECT_THAT(log->AppendDurably(IntentOf("lost")), StatusIs(kUnavailable));
    absl::SleepFor(absl::Milliseconds(250));
    EXPECT_THAT(log->AppendDurably(IntentOf("lost")), StatusIs(kUnavailable));
    files_.Heal();
    ASSERT_TRUE(Recovers(*log));
    EXPECT_THAT(log->AppendDurably(IntentOf("after")), IsOk());
  }
  const std::vector<std::string> ids = folder_.Ids();
  EXPECT_THAT(ids, Not(::testing::Contains("lost")));
  EXPECT_EQ(ids.back(), "after");
}

// Opening truncates, but nothing does after that while all is well.
INSTANTIATE_TEST_SUITE_P(Calls, FaultTest,
                         ::testing::Values(Call::kWrite, Call::kSync, Call::kCreate, Call::kRename,
                                           Call::kSyncFolder, Call::kTruncate));

TEST_F(FaultTest, AFullDiskLosesNothingThatWasAcknowledged) {
  std::vector<std::string> acknowledged;
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options(5000)));
    for (int round = 0; round < 6; ++round) {
      files_.LimitSpace(static_cast<uint64_t>(500 + 333 * round));
      for (int i = 0;; ++i) {
        const std::string id = absl::StrCat(round, "/", i);
        if (!log->AppendDurably(IntentOf(id)).ok()) break;
        acknowledged.push_back(id);
      }
      files_.Heal();
      ASSERT_TRUE(Recovers(*log));
    }
    ASSERT_THAT(log->AppendDurably(IntentOf("end")), IsOk());
    acknowledged.push_back("end");
  }
  EXPECT_THAT(folder_.Ids(), ElementsAreArray(acknowledged));
}

TEST_F(FaultTest, EverySingleFailingCallIsSurvived) {
  int calls = 0;
  for (int at = 0; at == 0 || at <= calls; ++at) {
    LogFolder folder;
    FaultyFiles files;
    AuditLogOptions options = folder.options();
    options.segment_bytes = 600;
    options.files = &files;
    std::vector<std::string> acknowledged;
    files.BreakOnce(at);
    auto log = OpenAuditLog(options);
    if (!log.ok()) {
      EXPECT_THAT(log, StatusIs(kUnavailable));
      log = OpenAuditLog(options);
    }
    ASSERT_THAT(log, IsOk());
    for (int i = 0; i < 6; ++i) {
      const std::string id = absl::StrCat(i);
      if ((*log)->AppendDurably(IntentOf(id)).ok()) {
        acknowledged.push_back(id);
      } else {
        ASSERT_TRUE(Recovers(**log)) << at;
      }
    }
    log->reset();
    calls = std::max(calls, files.calls() - 2);
    ASSERT_THAT(folder.Ids(), ElementsAreArray(acknowledged)) << at;
  }
  EXPECT_GT(calls, 20);
}

TEST_F(FaultTest, TheRecordOfARecoveryWaitsForSpace) {
  folder_.Write(3);
  const std::string bytes = folder_.Read(1);
  folder_.Overwrite(1, bytes.substr(0, bytes.size() - 10));
  std::vector<bool> is_recovery;
  {
    files_.Break(Call::kWrite);
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options()));
    EXPECT_THAT(log->AppendDurably(IntentOf("lost")), StatusIs(kUnavailable));
    files_.Heal();
    ASSERT_TRUE(Recovers(*log));
    ASSERT_THAT(log->AppendDurably(IntentOf("after")), IsOk());
  }
  ASSERT_THAT(
      VerifyAuditLog(folder_.path(), {},
                     [&](const auto& record) { is_recovery.push_back(record.has_server()); }),
      IsOk());
  EXPECT_THAT(is_recovery, ElementsAre(false, false, true, false));
}

sudare::v1::AuditRecord LongIntentOf(absl::string_view id) {
  sudare::v1::AuditRecord record = IntentOf(id);
  record.mutable_intent()->set_purpose(std::string(2000, 'x'));
  return record;
}

TEST_F(FaultTest, NothingOfAFailedWriteStaysBehindAShorterOne) {
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options()));
  files_.Break(Call::kWrite);
  EXPECT_THAT(log->AppendDurably(LongIntentOf("lost")), StatusIs(kUnavailable));
  files_.Heal();
  files_.Break(Call::kSync);
  absl::SleepFor(absl::Milliseconds(150));
  EXPECT_THAT(log->AppendDurably(LongIntentOf("lost")), StatusIs(kUnavailable));
  files_.Heal();
  ASSERT_TRUE(Recovers(*log));
  ASSERT_THAT(log->AppendDurably(LongIntentOf("a")), IsOk());
  files_.Break(Call::kSync);
  EXPECT_THAT(log->AppendDurably(LongIntentOf("lost")), StatusIs(kUnavailable));
  files_.Heal();
  ASSERT_TRUE(Recovers(*log));
  ASSERT_THAT(log->AppendDurably(IntentOf("b")), IsOk());
  // Closing would tidy up; a crash now must find nothing to tidy.
  ASSERT_OK_AND_ASSIGN(const AuditVerification found, VerifyAuditLog(folder_.path()));
  EXPECT_FALSE(found.torn_tail);
  EXPECT_THAT(folder_.Ids(), ElementsAre("a", "b"));
}

TEST_F(FaultTest, ASegmentThatWasBegunInVainIsFinishedBeforeAnythingElse) {
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options(2000)));
  ASSERT_THAT(log->AppendDurably(IntentOf("a")), IsOk());
  // Too long for the segment, so the next one is made, and there it fails.
  files_.Break(Call::kSyncFolder);
  EXPECT_THAT(log->AppendDurably(LongIntentOf("lost")), StatusIs(kUnavailable));
  files_.Heal();
  ASSERT_TRUE(Recovers(*log));
  // The old segment had room for this one, but the new one's header names its end already.
  ASSERT_THAT(log->AppendDurably(IntentOf("b")), IsOk());
  EXPECT_THAT(folder_.Ids(), ElementsAre("a", "b"));
  EXPECT_EQ(folder_.FrameOffsets(1).size(), 3u) << "one record, seal, end";
}

TEST_F(FaultTest, AnUnwritableLogClosesWithoutHanging) {
  ASSERT_OK_AND_ASSIGN(auto log, OpenAuditLog(Options()));
  for (Call call : {Call::kWrite, Call::kSync, Call::kTruncate}) files_.Break(call);
  auto ticket = log->Append(IntentOf("lost"));
  log.reset();
  EXPECT_THAT(ticket->Wait(), StatusIs(kUnavailable));
}

TEST_F(FaultTest, NoticesThatItsFileWasRemoved) {
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(folder_.options()));
  ASSERT_THAT(log->AppendDurably(IntentOf("a")), IsOk());
  folder_.Remove(1);
  EXPECT_THAT(log->AppendDurably(IntentOf("b")), StatusIs(kUnavailable));
  EXPECT_THAT(log->Health(), StatusIs(kUnavailable, HasSubstr("removed while in use")));
}

// No fake: the kernel itself refuses to let files grow, and sends SIGXFSZ, which ends a process
// that doesn't care.
TEST_F(FaultTest, TheKernelsOwnRefusalIsSurvived) {
  struct rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  std::vector<std::string> acknowledged;
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(folder_.options()));
    struct rlimit tight = before;
    tight.rlim_cur = 3000;
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
    for (int i = 0;; ++i) {
      const absl::Status status = log->AppendDurably(IntentOf(absl::StrCat(i)));
      if (!status.ok()) break;
      acknowledged.push_back(absl::StrCat(i));
    }
    EXPECT_THAT(log->Health(), StatusIs(kUnavailable, HasSubstr("File too large")));
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
    ASSERT_TRUE(Recovers(*log));
    ASSERT_THAT(log->AppendDurably(IntentOf("end")), IsOk());
    acknowledged.push_back("end");
  }
  EXPECT_GT(acknowledged.size(), 5u);
  EXPECT_THAT(folder_.Ids(), ElementsAreArray(acknowledged));
}

TEST_F(FaultTest, ASlowDiskIsWaitedForAndItsSyncsAreShared) {
  constexpr absl::Duration kSync = absl::Milliseconds(100);
  constexpr int kThreads = 16;
  constexpr int kRecords = 4;
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options()));
    files_.SlowDown(kSync);
    std::atomic<int> early{0};
    std::vector<std::thread> threads;
    const absl::Time begin = absl::Now();
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < kRecords; ++i) {
          const absl::Time asked = absl::Now();
          const auto ticket = log->Append(IntentOf("x"));
          ticket->Start();
          // Started or not, it is durable when Wait says so, and never before a sync has ended.
          EXPECT_THAT(ticket->Wait(), IsOk());
          early += absl::Now() - asked < kSync;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(early.load(), 0);
    // Each on its own they would take kThreads times as long as these, which share.
    EXPECT_LT(absl::Now() - begin, kSync * kRecords * kThreads / 4);
    EXPECT_THAT(log->Health(), IsOk());
    files_.SlowDown(absl::ZeroDuration());
  }
  EXPECT_EQ(folder_.Ids().size(), static_cast<size_t>(kThreads * kRecords));
}

TEST_F(FaultTest, StartWritesWhileNobodyElseDoes) {
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options()));
  const auto ticket = log->Append(IntentOf("x"));
  const int before = files_.calls();
  ticket->Start();
  EXPECT_GT(files_.calls(), before);
  EXPECT_THAT(folder_.Ids(), ElementsAre("x"));
  EXPECT_THAT(ticket->Wait(), IsOk());
}

TEST_F(FaultTest, StartNeverWaitsForAnother) {
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options()));
  files_.SlowDown(absl::Milliseconds(500));
  std::thread first([&] { EXPECT_THAT(log->AppendDurably(IntentOf("first")), IsOk()); });
  absl::SleepFor(absl::Milliseconds(100));
  const auto ticket = log->Append(IntentOf("second"));
  const absl::Time asked = absl::Now();
  ticket->Start();
  EXPECT_LT(absl::Now() - asked, absl::Milliseconds(300));
  EXPECT_THAT(ticket->Wait(), IsOk());
  EXPECT_GE(absl::Now() - asked, absl::Milliseconds(500));
  first.join();
}

TEST_F(FaultTest, QueriesOfManyThreadsStopAndGoOn) {
  std::atomic<int> failed{0};
  std::atomic<int> kept{0};
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options(10'000)));
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (int t = 0; t < 6; ++t) {
      threads.emplace_back([&] {
        while (!stop) {
          if (log->AppendDurably(IntentOf("x")).ok()) {
            ++kept;
          } else {
            ++failed;
            absl::SleepFor(absl::Milliseconds(1));
          }
        }
      });
    }
    for (int round = 0; round < 3; ++round) {
      absl::SleepFor(absl::Milliseconds(30));
      files_.Break(round % 2 == 0 ? Call::kWrite : Call::kSync);
      absl::SleepFor(absl::Milliseconds(30));
      files_.Heal();
      EXPECT_TRUE(Recovers(*log));
    }
    stop = true;
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_GT(failed.load(), 0);
  EXPECT_EQ(folder_.Ids().size(), static_cast<size_t>(kept.load()));
}

}  // namespace
}  // namespace sudare::testing
