// Checkpoints on their way to anchors: away, back, altered, ahead; and the log meanwhile.
#include <atomic>
#include <filesystem>
#include <mutex>
#include <thread>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/audit/anchor.h"
#include "tests/proxy/audit/faulty_files.h"
#include "tests/proxy/audit/signed_log.h"
#include "tests/proxy/audit/signing_keys.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::ServerEvent;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

// An anchor in memory, which can be away.
class FakeAnchor : public audit::Anchor {
 public:
  const std::string& name() const override { return name_; }

  absl::StatusOr<audit::AnchorEnds> Ends() override {
    std::lock_guard<std::mutex> lock(mutex_);
    if (is_away_) return absl::UnavailableError("the cable is out");
    audit::AnchorEnds ends;
    if (held_.empty()) return ends;
    ends.first = held_.front().checkpoint.number;
    ends.last = held_.back();
    return ends;
  }

  absl::Status Append(const std::vector<audit::SignedCheckpoint>& checkpoints, bool) override {
    std::lock_guard<std::mutex> lock(mutex_);
    if (is_away_) return absl::UnavailableError("the cable is out");
    held_.insert(held_.end(), checkpoints.begin(), checkpoints.end());
    return absl::OkStatus();
  }

  void SetAway(bool is_away) {
    std::lock_guard<std::mutex> lock(mutex_);
    is_away_ = is_away;
  }
  std::vector<audit::SignedCheckpoint> held() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return held_;
  }
  void Lose(size_t keep) {
    std::lock_guard<std::mutex> lock(mutex_);
    held_.resize(keep);
  }

 private:
  const std::string name_ = "fake";
  mutable std::mutex mutex_;
  bool is_away_ = false;
  std::vector<audit::SignedCheckpoint> held_;
};

class AnchoringTest : public ::testing::Test {
 protected:
  AnchoringTest() : anchor_(std::make_shared<FakeAnchor>()) {}

  // A checkpoint for each record.
  AuditLogOptions Options() const {
    AuditLogOptions options = log_.options();
    options.signing.records = 1;
    options.signing.anchors = {anchor_};
    return options;
  }

  // Appends a record, and waits for its checkpoint.
  static void AppendAndSign(AuditLog& log) {
    const uint64_t before = log.Checkpoints().number;
    ASSERT_THAT(log.AppendDurably(IntentOf("x")), IsOk());
    ASSERT_TRUE(Until([&] { return log.Checkpoints().number > before; }));
  }

  static bool Until(const std::function<bool()>& condition) {
    for (int i = 0; i < 4000 && !condition(); ++i) absl::SleepFor(absl::Milliseconds(5));
    return condition();
  }

  static AuditAnchorStatus StatusOf(const AuditLog& log) { return log.Checkpoints().anchors.at(0); }

  std::vector<ServerEvent::Kind> Events() const {
    std::vector<ServerEvent::Kind> kinds;
    for (const auto& record : log_.Records()) {
      if (record.has_server()) kinds.push_back(record.server().kind());
    }
    return kinds;
  }

  void ExpectComplete() const {
    const auto held = anchor_->held();
    for (size_t i = 0; i < held.size(); ++i) EXPECT_EQ(held[i].checkpoint.number, i + 1);
    ASSERT_OK_AND_ASSIGN(const audit::Verification found, log_.Verify(false));
    EXPECT_EQ(held.size(), found.checkpoints);
  }

  SignedLog log_;
  const std::shared_ptr<FakeAnchor> anchor_;
};

TEST_F(AnchoringTest, EachCheckpointGetsThere) {
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options()));
    for (int i = 0; i < 5; ++i) AppendAndSign(*log);
    EXPECT_EQ(log->Checkpoints().key, SigningKey()->public_key().id());
    EXPECT_THAT(log->Checkpoints().trouble, "");
  }
  ExpectComplete();
  EXPECT_THAT(Events(), Not(Contains(ServerEvent::ANCHOR_AWAY)));
}

TEST_F(AnchoringTest, AnAnchorThatIsAwayStopsNothingIsLoudAndCatchesUp) {
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options()));
    AppendAndSign(*log);
    ASSERT_TRUE(Until([&] { return StatusOf(*log).lacking == 0; }));
    anchor_->SetAway(true);
    for (int i = 0; i < 5; ++i) AppendAndSign(*log);
    EXPECT_THAT(log->Health(), IsOk());
    ASSERT_TRUE(Until([&] { return !StatusOf(*log).trouble.empty(); }));
    EXPECT_THAT(StatusOf(*log).trouble, HasSubstr("the cable is out"));
    EXPECT_GE(StatusOf(*log).lacking, 5u);
    EXPECT_TRUE(StatusOf(*log).lacking_since.has_value());
    anchor_->SetAway(false);
    ASSERT_TRUE(Until([&] { return StatusOf(*log).lacking == 0; }));
    EXPECT_THAT(StatusOf(*log).trouble, "");
    EXPECT_FALSE(StatusOf(*log).lacking_since.has_value());
  }
  EXPECT_THAT(Events(), Contains(ServerEvent::ANCHOR_AWAY));
  EXPECT_THAT(Events(), Contains(ServerEvent::ANCHOR_BACK));
  ExpectComplete();
}

TEST_F(AnchoringTest, WhatAnEarlierProcessCouldNotBringIsBroughtFromTheLog) {
  anchor_->SetAway(true);
  for (int i = 0; i < 3; ++i) {
    AuditLogOptions options = Options();
    options.segment_bytes = 2000;
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
    for (int k = 0; k < 4; ++k) AppendAndSign(*log);
  }
  anchor_->SetAway(false);
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options()));
    ASSERT_TRUE(Until([&] { return StatusOf(*log).lacking == 0; }));
  }
  EXPECT_GT(anchor_->held().size(), 10u);
  ExpectComplete();
}

TEST_F(AnchoringTest, CheckpointsThatTheAnchorLostAreOnRecordAndBroughtAgain) {
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options()));
    for (int i = 0; i < 5; ++i) AppendAndSign(*log);
    ASSERT_TRUE(Until([&] { return StatusOf(*log).lacking == 0; }));
    anchor_->Lose(2);
    AppendAndSign(*log);
    ASSERT_TRUE(Until([&] { return StatusOf(*log).lacking == 0; }));
  }
  EXPECT_THAT(Events(), Contains(ServerEvent::ANCHOR_ALTERED));
  ExpectComplete();
}

TEST_F(AnchoringTest, AnAnchorThatKnowsMoreThanTheLogIsLoudAndLeftAsItIs) {
  log_.Write(3);
  const std::string old = log_.log().Read(1);
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options()));
    for (int i = 0; i < 5; ++i) AppendAndSign(*log);
  }
  const size_t held = anchor_->held().size();
  log_.log().Overwrite(1, old);
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options()));
  ASSERT_TRUE(Until([&] { return !StatusOf(*log).trouble.empty(); }));
  EXPECT_THAT(StatusOf(*log).trouble, HasSubstr("old copy of the log"));
  // Its own numbers pass those of the anchor, which stays what it was.
  for (int i = 0; i < 8; ++i) AppendAndSign(*log);
  ASSERT_TRUE(
      Until([&] { return absl::StrContains(StatusOf(*log).trouble, "another checkpoint"); }));
  EXPECT_EQ(anchor_->held().size(), held);
  EXPECT_THAT(log->Health(), IsOk());
}

TEST_F(AnchoringTest, AnAnchorOfAnotherLogIsLoudAndLeftAsItIs) {
  {
    SignedLog other;
    AuditLogOptions options = Options();
    options.folder = other.folder();
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
    AppendAndSign(*log);
  }
  const size_t held = anchor_->held().size();
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(Options()));
  AppendAndSign(*log);
  ASSERT_TRUE(Until([&] { return !StatusOf(*log).trouble.empty(); }));
  EXPECT_THAT(StatusOf(*log).trouble, HasSubstr("another log"));
  EXPECT_EQ(anchor_->held().size(), held);
}

TEST_F(AnchoringTest, NoNewFileIsMadeWhereTheAnchorsDiskIsntMounted) {
  log_.Write(3);
  log_.Write(3);
  std::filesystem::remove(log_.anchor_path());
  {
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(log_.options()));
    ASSERT_TRUE(Until([&] { return !StatusOf(*log).trouble.empty(); }));
    EXPECT_THAT(StatusOf(*log).trouble, HasSubstr("is its disk mounted?"));
    EXPECT_THAT(log->AppendDurably(IntentOf("x")), IsOk());
  }
  EXPECT_FALSE(std::filesystem::exists(log_.anchor_path()));
}

TEST_F(AnchoringTest, ALogWithoutNewRecordsGetsNoNewCheckpoints) {
  log_.Write(3);
  ASSERT_OK_AND_ASSIGN(const audit::Verification before, log_.Verify(true));
  for (int i = 0; i < 3; ++i) log_.Write(0);
  ASSERT_OK_AND_ASSIGN(const audit::Verification after, log_.Verify(true));
  EXPECT_EQ(after.last_record, before.last_record);
}

TEST_F(AnchoringTest, CheckpointsComeWithTimeWithRecordsAndWithSegments) {
  std::atomic<int64_t> seconds = 1'790'000'000;
  AuditLogOptions options = Options();
  options.signing.records = 10;
  options.segment_bytes = 5000;
  options.clock = [&seconds] { return absl::FromUnixSeconds(seconds); };
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
  AppendAndSign(*log);  // at the start
  const auto append = [&] { ASSERT_THAT(log->AppendDurably(IntentOf("x")), IsOk()); };
  append();
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(log->Checkpoints().number, 1u);
  seconds += 61;
  EXPECT_TRUE(Until([&] { return log->Checkpoints().number == 2; }));
  for (int i = 0; i < 10; ++i) append();
  EXPECT_TRUE(Until([&] { return log->Checkpoints().number == 3; }));
  for (int i = 0; i < 9; ++i) append();  // fills the segment
  EXPECT_TRUE(Until([&] { return log->Checkpoints().number == 4; }));
}

TEST_F(AnchoringTest, RaisesNoFalseAlarmWhileTheLogIsWritten) {
  AuditLogOptions options = log_.options();
  options.segment_bytes = 20'000;
  options.signing.records = 20;
  ASSERT_OK_AND_ASSIGN(auto log, OpenAuditLog(options));
  AppendAndSign(*log);
  ASSERT_TRUE(Until([&] { return StatusOf(*log).lacking == 0; }));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&log] {
      for (int i = 0; i < 300; ++i) EXPECT_THAT(log->AppendDurably(IntentOf("x")), IsOk());
    });
  }
  for (int i = 0; i < 20; ++i) EXPECT_THAT(log_.Verify(true), IsOk());
  for (std::thread& thread : threads) thread.join();
  log.reset();
  ASSERT_OK_AND_ASSIGN(const audit::Verification found, log_.Verify(true));
  EXPECT_EQ(found.uncovered, 0u);
  EXPECT_GT(found.checkpoints, 10u);
}

TEST_F(AnchoringTest, ADiskThatFailsAtAnyCallLeavesNoCheckpointOverRecordsThatArentThere) {
  for (int at = 0; at < 60; at += 3) {
    SignedLog log;
    FaultyFiles files;
    {
      AuditLogOptions options = log.options();
      options.segment_bytes = 3000;
      options.signing.records = 2;
      options.files = &files;
      files.BreakOnce(at);
      auto opened = OpenAuditLog(options);
      if (!opened.ok()) opened = OpenAuditLog(options);
      ASSERT_THAT(opened, IsOk());
      for (int i = 0; i < 30; ++i) {
        if ((*opened)->AppendDurably(IntentOf("x")).ok()) continue;
        ASSERT_TRUE(Until([&] { return (*opened)->Health().ok(); }));
      }
    }
    ASSERT_OK_AND_ASSIGN(const audit::Verification found, log.Verify(true));
    ASSERT_EQ(found.anchors[0].lacking, 0u) << at;
    ASSERT_GT(found.checkpoints, 1u);
  }
}

}  // namespace
}  // namespace sudare::testing
