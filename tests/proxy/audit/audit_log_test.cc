#include "proxy/audit/audit_log.h"

#include <sys/stat.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "tests/proxy/audit/faulty_files.h"
#include "tests/proxy/audit/log_folder.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(AuditLogTest, KeepsWhatWasAppendedInTheOrderOfTheCalls) {
  LogFolder folder;
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(folder.options()));
    auto first = log->Append(IntentOf("a"));
    auto second = log->Append(IntentOf("b"));
    EXPECT_THAT(second->Wait(), IsOk());
    EXPECT_THAT(first->Wait(), IsOk());
    EXPECT_THAT(log->AppendDurably(IntentOf("c")), IsOk());
    EXPECT_THAT(log->Health(), IsOk());
  }
  EXPECT_THAT(folder.Ids(), ElementsAre("a", "b", "c"));
}

TEST(AuditLogTest, RecordsThatNobodyWaitsForShareTheNextSync) {
  constexpr int kPairs = 50;
  LogFolder folder;
  FaultyFiles files;
  AuditLogOptions options = folder.options();
  options.files = &files;
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
  const int before = files.calls();
  for (int i = 0; i < kPairs; ++i) {
    log->AppendSoon(IntentOf("soon"));
    ASSERT_THAT(log->AppendDurably(IntentOf("now")), IsOk());
  }
  // A write and a sync for each pair, and some room for a machine that stands still in between.
  EXPECT_LT(files.calls() - before, kPairs * 3);
  EXPECT_THAT(folder.Ids(), SizeIs(2 * kPairs));
}

TEST(AuditLogTest, RecordsThatNobodyWaitsForBecomeDurableByThemselves) {
  LogFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(folder.options()));
  for (int round = 1; round <= 2; ++round) {
    log->AppendSoon(IntentOf("a"));
    const absl::Time start = absl::Now();
    while (static_cast<int>(folder.Ids().size()) < round) {
      ASSERT_LT(absl::Now() - start, absl::Seconds(10));
      absl::SleepFor(absl::Milliseconds(5));
    }
    // Long enough for the writer to go to sleep.
    absl::SleepFor(absl::Milliseconds(100));
  }
}

TEST(AuditLogTest, ADurableRecordCanBeReadWhileTheLogIsOpen) {
  LogFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(folder.options()));
  ASSERT_THAT(log->AppendDurably(IntentOf("a")), IsOk());
  EXPECT_THAT(folder.Ids(), ElementsAre("a"));
}

TEST(AuditLogTest, SetsSequenceTimeAndLinkItself) {
  LogFolder folder;
  AuditLogOptions options = folder.options();
  options.clock = [] { return absl::FromUnixMillis(1'770'000'000'123); };
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
    sudare::v1::AuditRecord forged = IntentOf("a");
    forged.set_sequence(77);
    forged.set_previous_hash("mine");
    ASSERT_THAT(log->AppendDurably(forged), IsOk());
  }
  std::vector<sudare::v1::AuditRecord> records;
  ASSERT_THAT(VerifyAuditLog(folder.path(), {}, [&](const auto& r) { records.push_back(r); }),
              IsOk());
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(records[0].sequence(), 1u);
  EXPECT_EQ(records[0].time().seconds(), 1'770'000'000);
  EXPECT_EQ(records[0].time().nanos(), 123'000'000);
  EXPECT_EQ(records[0].previous_hash(), std::string(32, '\0'));
}

TEST(AuditLogTest, ContinuesTheChainAfterItWasClosed) {
  LogFolder folder;
  for (int i = 0; i < 4; ++i) folder.Write(3);
  ASSERT_OK_AND_ASSIGN(const AuditVerification verification, VerifyAuditLog(folder.path()));
  EXPECT_EQ(verification.records, 12u);
  EXPECT_EQ(verification.segments, 1u);
  EXPECT_FALSE(verification.torn_tail);
}

TEST(AuditLogTest, ALogWithoutRecordsIsSound) {
  LogFolder folder;
  folder.Write(0);
  folder.Write(0);
  ASSERT_OK_AND_ASSIGN(const AuditVerification verification, VerifyAuditLog(folder.path()));
  EXPECT_EQ(verification.records, 0u);
  EXPECT_EQ(verification.head, std::string(64, '0'));
}

TEST(AuditLogTest, BeginsNewSegmentsAndStaysWithinTheirSize) {
  LogFolder folder;
  folder.Write(30, 2000);
  folder.Write(30, 2000);
  ASSERT_OK_AND_ASSIGN(const AuditVerification verification, VerifyAuditLog(folder.path()));
  EXPECT_EQ(verification.records, 60u);
  EXPECT_GT(verification.segments, 5u);
  // A seal may come on top.
  for (uint64_t size : folder.SegmentSizes()) EXPECT_LE(size, 2000u + 80u);
}

TEST(AuditLogTest, ARecordLargerThanASegmentGetsOneForItself) {
  LogFolder folder;
  AuditLogOptions options = folder.options();
  options.segment_bytes = 1000;
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
    for (int i = 0; i < 3; ++i) {
      sudare::v1::AuditRecord record = IntentOf(absl::StrCat(i));
      record.mutable_intent()->set_purpose(std::string(3'000'000, 'x'));
      ASSERT_THAT(log->AppendDurably(record), IsOk());
      ASSERT_THAT(log->AppendDurably(IntentOf("small")), IsOk());
    }
  }
  EXPECT_THAT(folder.Ids(), ElementsAre("0", "small", "1", "small", "2", "small"));
}

TEST(AuditLogTest, RefusesARecordThatNoReaderWouldTake) {
  LogFolder folder;
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(folder.options()));
    sudare::v1::AuditRecord record = IntentOf("a");
    record.mutable_intent()->set_purpose(std::string(17 << 20, 'x'));
    const absl::Status status = log->AppendDurably(record);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted));
    EXPECT_EQ(DetailOf(status).reason(), "AUDIT_RECORD_TOO_LARGE");
    EXPECT_THAT(log->AppendDurably(IntentOf("b")), IsOk());
  }
  EXPECT_THAT(folder.Ids(), ElementsAre("b"));
}

TEST(AuditLogTest, TextThatIsNoUtf8DoesNotSpoilTheLog) {
  LogFolder folder;
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(folder.options()));
    ASSERT_THAT(log->AppendDurably(IntentOf("bad \xff\xc3 byte")), IsOk());
  }
  EXPECT_THAT(folder.Ids(), ElementsAre("bad \uFFFD\uFFFD byte"));
}

TEST(AuditLogTest, ManyThreadsShareTheLog) {
  LogFolder folder;
  AuditLogOptions options = folder.options();
  options.segment_bytes = 20'000;
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&log, t] {
        for (int i = 0; i < 50; ++i) {
          EXPECT_THAT(log->AppendDurably(IntentOf(absl::StrCat(t, "/", i))), IsOk());
          EXPECT_THAT(log->Health(), IsOk());
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  std::vector<std::string> ids = folder.Ids();
  EXPECT_THAT(ids, SizeIs(400));
  // Each thread's records are in its own order.
  std::vector<int> next(8, 0);
  for (const std::string& id : ids) {
    const int thread = id[0] - '0';
    EXPECT_EQ(id, absl::StrCat(thread, "/", next[static_cast<size_t>(thread)]++));
  }
}

TEST(AuditLogTest, WritesWhatNobodyWaitedForBeforeItCloses) {
  LogFolder folder;
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(folder.options()));
    for (int i = 0; i < 100; ++i) log->Append(IntentOf(absl::StrCat(i)));
  }
  EXPECT_THAT(folder.Ids(), SizeIs(100));
}

TEST(AuditLogTest, HasOneWriterOnly) {
  LogFolder folder;
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(folder.options()));
    EXPECT_THAT(OpenAuditLog(folder.options()),
                StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("another process")));
    EXPECT_THAT(log->AppendDurably(IntentOf("a")), IsOk());
  }
  EXPECT_THAT(OpenAuditLog(folder.options()), IsOk());
}

TEST(AuditLogTest, OthersCannotReadIt) {
  LogFolder folder;
  AuditLogOptions options = folder.options();
  options.folder = folder.path() + "/log";
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
  struct stat status;
  ASSERT_EQ(stat(options.folder.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  ASSERT_EQ(stat((options.folder + "/00000001.audit").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST(AuditLogTest, SaysWhyItCannotOpen) {
  LogFolder folder;
  AuditLogOptions options = folder.options();
  options.folder = folder.path() + "/no/such";
  EXPECT_THAT(OpenAuditLog(options),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("can't make the audit folder")));
}

}  // namespace
}  // namespace sudare::testing
