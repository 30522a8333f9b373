// Every way to alter a log must be found by VerifyAuditLog, and what concerns its end by
// OpenAuditLog too.
#include <algorithm>
#include <random>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/audit/audit_log.h"
#include "proxy/audit/files.h"
#include "proxy/audit/frame.h"
#include "tests/proxy/audit/log_folder.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr auto kDataLoss = absl::StatusCode::kDataLoss;

TEST(VerifyTest, AMissingFolderIsNoSoundLog) {
  EXPECT_THAT(VerifyAuditLog("/no/such/folder"), StatusIs(absl::StatusCode::kNotFound));
}

TEST(VerifyTest, FindsTheExpectedHeadWhereverItIs) {
  LogFolder folder;
  folder.Write(5);
  ASSERT_OK_AND_ASSIGN(const AuditVerification before, VerifyAuditLog(folder.path()));
  folder.Write(5, 1000);
  EXPECT_THAT(VerifyAuditLog(folder.path(), before.head), IsOk());
  EXPECT_THAT(VerifyAuditLog(folder.path(), std::string(64, 'a')),
              StatusIs(kDataLoss, HasSubstr("none of its 10 records has the expected head")));
  EXPECT_THAT(VerifyAuditLog(folder.path(), "abc"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(VerifyTest, RecordsCutOffTheEndAreMissedByTheHeadAlone) {
  LogFolder folder;
  folder.Write(5);
  ASSERT_OK_AND_ASSIGN(const AuditVerification before, VerifyAuditLog(folder.path()));
  const std::string bytes = folder.Read(1);
  folder.Overwrite(1, bytes.substr(0, folder.FrameOffsets(1)[4]));
  // A chain without key can't tell this from a log that is one record younger...
  EXPECT_THAT(VerifyAuditLog(folder.path()), IsOk());
  // ...which is why its head is to be written down elsewhere.
  EXPECT_THAT(VerifyAuditLog(folder.path(), before.head), StatusIs(kDataLoss));
}

// Each byte of a log of three segments, set to other values. What may pass is what looks like an
// unfinished write, in the last record, and is reported as such.
TEST(VerifyTest, FindsEveryChangedByte) {
  LogFolder folder;
  folder.Write(9, 1000);
  ASSERT_GE(folder.SegmentSizes().size(), 3u);
  int torn = 0;
  const size_t segments = folder.SegmentSizes().size();
  for (uint64_t segment = 1; segment <= segments; ++segment) {
    const std::string bytes = folder.Read(segment);
    const std::vector<size_t> frames = folder.FrameOffsets(segment);
    const size_t last_record = frames[frames.size() - 2];
    for (size_t i = 0; i < bytes.size(); ++i) {
      for (const char value :
           {static_cast<char>(bytes[i] ^ 1), '\0', static_cast<char>(~bytes[i])}) {
        if (value == bytes[i]) continue;
        std::string changed = bytes;
        changed[i] = value;
        folder.Overwrite(segment, changed);
        const auto result = VerifyAuditLog(folder.path());
        if (result.ok()) {
          ASSERT_TRUE(result->torn_tail) << "segment " << segment << ", byte " << i;
          ASSERT_EQ(segment, segments);
          ASSERT_GE(i, last_record);
          ASSERT_EQ(value, '\0');
          ++torn;
        } else {
          ASSERT_THAT(result, StatusIs(kDataLoss, HasSubstr(audit::SegmentName(segment))));
        }
      }
    }
    folder.Overwrite(segment, bytes);
  }
  EXPECT_THAT(VerifyAuditLog(folder.path()), IsOk());
  // The last byte set to zero, and one at a sector's end.
  EXPECT_LE(torn, 2);
}

TEST(VerifyTest, NamesTheRecordThatWasChanged) {
  LogFolder folder;
  folder.Write(5);
  std::string bytes = folder.Read(1);
  bytes[folder.FrameOffsets(1)[2] + 60] ^= 1;
  folder.Overwrite(1, bytes);
  EXPECT_THAT(VerifyAuditLog(folder.path()),
              StatusIs(kDataLoss, HasSubstr("segment `00000001.audit`, record 3: changed")));
}

// Takes a log of 6 records apart, and puts together the frames at `order`.
std::string Rearranged(const LogFolder& folder, const std::vector<size_t>& order) {
  const std::string bytes = folder.Read(1);
  const std::vector<size_t> frames = folder.FrameOffsets(1);
  std::string result = bytes.substr(0, frames[0]);
  for (size_t i : order) result += bytes.substr(frames[i], frames[i + 1] - frames[i]);
  return result;
}

TEST(VerifyTest, FindsRemovedReorderedAndRepeatedRecords) {
  LogFolder folder;
  folder.Write(6);
  const struct {
    std::vector<size_t> order;
    const char* found;
  } kCases[] = {
      {{0, 1, 3, 4, 5}, "record 3: removed or moved: record 4 stands here"},
      {{1, 2, 3, 4, 5}, "record 1: removed or moved: record 2 stands here"},
      {{0, 2, 1, 3, 4, 5}, "record 2: removed or moved: record 3 stands here"},
      {{0, 1, 1, 2, 3, 4, 5}, "record 3: record 2 stands here, repeated or moved"},
      {{0, 1, 2, 3, 4, 5, 5}, "record 7: record 6 stands here, repeated or moved"},
      {{5, 4, 3, 2, 1, 0}, "record 1: removed or moved: record 6 stands here"},
  };
  for (const auto& c : kCases) {
    LogFolder altered;
    altered.Overwrite(1, Rearranged(folder, c.order));
    EXPECT_THAT(VerifyAuditLog(altered.path()), StatusIs(kDataLoss, HasSubstr(c.found)));
    EXPECT_THAT(OpenAuditLog(altered.options()), StatusIs(kDataLoss, HasSubstr(c.found)));
  }
}

TEST(VerifyTest, FindsARecordOfAnotherLogWithTheRightNumber) {
  LogFolder folder;
  LogFolder other;
  folder.Write(6);
  other.Write(6);
  const std::vector<size_t> frames = folder.FrameOffsets(1);
  const std::vector<size_t> other_frames = other.FrameOffsets(1);
  const std::string spliced =
      folder.Read(1).substr(0, frames[3]) +
      other.Read(1).substr(other_frames[3], other_frames[4] - other_frames[3]) +
      folder.Read(1).substr(frames[4]);
  folder.Overwrite(1, spliced);
  EXPECT_THAT(VerifyAuditLog(folder.path()),
              StatusIs(kDataLoss, HasSubstr("record 4: doesn't follow the record before it")));
}

class SegmentTamperingTest : public ::testing::Test {
 protected:
  SegmentTamperingTest() {
    folder_.Write(12, 1000);
    segments_ = folder_.SegmentSizes().size();
  }

  void ExpectFound(absl::string_view found) {
    EXPECT_THAT(VerifyAuditLog(folder_.path()), StatusIs(kDataLoss, HasSubstr(std::string(found))));
  }
  // Opening looks at the end only.
  void ExpectFoundAtOpen(absl::string_view found) {
    EXPECT_THAT(OpenAuditLog(folder_.options()),
                StatusIs(kDataLoss, HasSubstr(std::string(found))));
  }

  LogFolder folder_;
  uint64_t segments_ = 0;
};

TEST_F(SegmentTamperingTest, FindsTheFirstSegmentMissing) {
  folder_.Remove(1);
  ExpectFound("`00000001.audit`: is missing");
  ExpectFoundAtOpen("`00000001.audit`: is missing");
}

TEST_F(SegmentTamperingTest, FindsAMiddleSegmentMissing) {
  folder_.Remove(2);
  ExpectFound("`00000002.audit`: is missing");
  ExpectFoundAtOpen("`00000002.audit`: is missing");
}

TEST_F(SegmentTamperingTest, FindsTheLastSegmentMissing) {
  folder_.Remove(segments_);
  ExpectFound("is missing");
  ExpectFoundAtOpen("is missing");
}

TEST_F(SegmentTamperingTest, FindsAllSegmentsMissingByTheHead) {
  ASSERT_OK_AND_ASSIGN(const AuditVerification before, VerifyAuditLog(folder_.path()));
  for (uint64_t segment = 1; segment <= segments_; ++segment) folder_.Remove(segment);
  EXPECT_THAT(VerifyAuditLog(folder_.path(), before.head), StatusIs(kDataLoss));
}

TEST_F(SegmentTamperingTest, FindsSegmentsSwapped) {
  folder_.Rename(2, 99);
  folder_.Rename(3, 2);
  folder_.Rename(99, 3);
  ExpectFound("`00000002.audit`: holds segment 3");
}

TEST_F(SegmentTamperingTest, FindsASegmentTakenOutAndTheRestMovedUp) {
  for (uint64_t segment = 3; segment <= segments_; ++segment) folder_.Rename(segment, segment - 1);
  ExpectFound("`00000002.audit`: holds segment 3");
  ExpectFoundAtOpen("holds segment");
}

TEST_F(SegmentTamperingTest, FindsASegmentRepeated) {
  folder_.Overwrite(segments_ + 1, folder_.Read(segments_));
  ExpectFound("truncated after record 12: other segments follow");
  ExpectFoundAtOpen("truncated");
}

TEST_F(SegmentTamperingTest, FindsASegmentOfAnotherLog) {
  LogFolder other;
  other.Write(12, 1000);
  folder_.Overwrite(2, other.Read(2));
  ExpectFound("`00000002.audit`: starts after record");
}

TEST_F(SegmentTamperingTest, FindsAMiddleSegmentTruncatedAnywhere) {
  const std::string bytes = folder_.Read(2);
  for (size_t size = 0; size < bytes.size(); ++size) {
    folder_.Overwrite(2, bytes.substr(0, size));
    ExpectFound("`00000002.audit`");
  }
}

TEST_F(SegmentTamperingTest, FindsTheSegmentBeforeTheLastTruncatedAnywhereAtOpenToo) {
  const std::string bytes = folder_.Read(segments_ - 1);
  for (size_t size = 0; size < bytes.size(); ++size) {
    folder_.Overwrite(segments_ - 1, bytes.substr(0, size));
    ExpectFoundAtOpen(audit::SegmentName(segments_ - 1));
  }
}

TEST_F(SegmentTamperingTest, FindsBytesAddedToASealedSegment) {
  const std::string bytes = folder_.Read(2);
  for (const std::string& added :
       {std::string(1, '\0'), std::string(600, '\0'), std::string("x")}) {
    folder_.Overwrite(2, bytes + added);
    ExpectFound("were added after its seal");
  }
}

TEST_F(SegmentTamperingTest, FindsBytesAddedToTheLastSegment) {
  const std::string bytes = folder_.Read(segments_);
  folder_.Overwrite(segments_, bytes + "one more record, believe me");
  ExpectFound("added by another hand");
  ExpectFoundAtOpen("added by another hand");
  // Behind lost sectors, anything may be what is left of a write; it is reported, and dropped on
  // the record.
  folder_.Overwrite(segments_, bytes + std::string(5000, '\0') + std::string(700, 'x'));
  ASSERT_OK_AND_ASSIGN(const AuditVerification found, VerifyAuditLog(folder_.path()));
  EXPECT_TRUE(found.torn_tail);
}

TEST_F(SegmentTamperingTest, FindsWholeRecordsWipedInTheMidst) {
  const std::string bytes = folder_.Read(segments_);
  LogFolder single;
  single.Write(40);
  std::string wiped = single.Read(1);
  const std::vector<size_t> frames = single.FrameOffsets(1);
  std::fill(wiped.begin() + static_cast<long>(frames[5]),
            wiped.begin() + static_cast<long>(frames[15]), '\0');
  single.Overwrite(1, wiped);
  // Sectors are missing as after a power cut, but a later write follows.
  EXPECT_THAT(VerifyAuditLog(single.path()), StatusIs(kDataLoss, HasSubstr("record 6")));
  EXPECT_THAT(OpenAuditLog(single.options()), StatusIs(kDataLoss, HasSubstr("record 6")));
}

TEST_F(SegmentTamperingTest, LeavesAnAlteredLogAsItIs) {
  std::string bytes = folder_.Read(segments_);
  bytes[70] ^= 1;
  folder_.Overwrite(segments_, bytes);
  EXPECT_THAT(OpenAuditLog(folder_.options()), StatusIs(kDataLoss));
  EXPECT_EQ(folder_.Read(segments_), bytes);
}

TEST(VerifyTest, ATornTailIsReportedAndDroppedAndRecorded) {
  LogFolder folder;
  folder.Write(4);
  const std::string bytes = folder.Read(1);
  const std::vector<size_t> frames = folder.FrameOffsets(1);
  for (size_t size = frames[3] + 1; size < frames[4]; ++size) {
    LogFolder torn;
    torn.Overwrite(1, bytes.substr(0, size));
    ASSERT_OK_AND_ASSIGN(const AuditVerification found, VerifyAuditLog(torn.path()));
    ASSERT_TRUE(found.torn_tail);
    ASSERT_EQ(found.records, 3u);
    torn.Write(1);
    std::vector<std::string> seen;
    ASSERT_OK_AND_ASSIGN(const AuditVerification after,
                         VerifyAuditLog(torn.path(), found.head, [&](const auto& record) {
                           seen.push_back(record.has_server() ? record.server().detail()
                                                              : record.intent().query_id());
                         }));
    ASSERT_FALSE(after.torn_tail);
    ASSERT_THAT(seen, ElementsAre("q0", "q1", "q2",
                                  absl::StrCat("dropped ", size - frames[3],
                                               " bytes after record 3 in segment 00000001.audit: "
                                               "a write that was never finished"),
                                  "q0"));
  }
}

TEST(VerifyTest, RoomKeptReadyIsNoDamage) {
  LogFolder folder;
  folder.Write(4);
  folder.Overwrite(1, folder.Read(1) + std::string(300'000, '\0'));
  ASSERT_OK_AND_ASSIGN(const AuditVerification found, VerifyAuditLog(folder.path()));
  EXPECT_EQ(found.records, 4u);
  EXPECT_FALSE(found.torn_tail);
  folder.Write(1);
  EXPECT_EQ(folder.Ids().size(), 5u);
}

TEST(VerifyTest, ACrashBetweenTwoSegmentsIsNoDamage) {
  LogFolder folder;
  folder.Write(12, 1000);
  const uint64_t last = folder.SegmentSizes().size();
  // The segment before the last loses its seal, the last its records: as between making the one and
  // sealing the other.
  const std::string sealed = folder.Read(last - 1);
  const std::vector<size_t> frames = folder.FrameOffsets(last - 1);
  const std::string header = folder.Read(last).substr(0, audit::kSegmentHeaderBytes);
  for (size_t size = frames[frames.size() - 2]; size < sealed.size(); ++size) {
    folder.Overwrite(last - 1, sealed.substr(0, size));
    folder.Overwrite(last, header);
    ASSERT_THAT(VerifyAuditLog(folder.path()), IsOk());
    folder.Write(1, 1000);
    ASSERT_EQ(folder.Read(last - 1), sealed);
    ASSERT_THAT(VerifyAuditLog(folder.path()), IsOk());
  }
}

TEST(VerifyTest, RandomBytesNeverCrashTheReader) {
  std::mt19937 random(7);
  LogFolder folder;
  folder.Write(3);
  const std::string sound = folder.Read(1);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = sound;
    // Some keep the header, some begin as a frame does, some are noise from the start.
    bytes.resize(round % 3 == 0 ? 0 : 64 + random() % 40);
    const size_t size = bytes.size() + random() % 600;
    while (bytes.size() < size)
      bytes.push_back(static_cast<char>(random() % (round % 2 ? 256 : 3)));
    folder.Overwrite(1, bytes);
    const auto result = VerifyAuditLog(folder.path());
    if (result.ok()) {
      ASSERT_EQ(result->records, 0u);
    } else {
      ASSERT_THAT(result, StatusIs(kDataLoss));
    }
  }
}

TEST(VerifyTest, RandomPayloadInARightFrameIsNoRecord) {
  std::mt19937 random(8);
  LogFolder folder;
  folder.Write(0);
  const std::string header = folder.Read(1);
  for (int round = 0; round < 500; ++round) {
    std::string payload;
    const size_t size = 1 + random() % 200;
    while (payload.size() < size) payload.push_back(static_cast<char>(random()));
    std::string bytes = header;
    audit::AppendFrame(audit::FrameKind::kRecord, payload, {}, &bytes);
    folder.Overwrite(1, bytes);
    ASSERT_THAT(VerifyAuditLog(folder.path()), StatusIs(kDataLoss));
  }
}

TEST(VerifyTest, RaisesNoFalseAlarmWhileTheLogIsWritten) {
  LogFolder folder;
  AuditLogOptions options = folder.options();
  options.segment_bytes = 20'000;
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&log] {
      for (int i = 0; i < 400; ++i) EXPECT_THAT(log->AppendDurably(IntentOf("x")), IsOk());
    });
  }
  for (int i = 0; i < 40; ++i) {
    const auto result = VerifyAuditLog(folder.path());
    EXPECT_THAT(result, IsOk());
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(folder.Ids().size(), 1600u);
}

}  // namespace
}  // namespace sudare::testing
