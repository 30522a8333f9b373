// Each way to alter a log that hashes alone don't show: first that they don't, then that the
// signature or the anchor does.
#include <filesystem>
#include <optional>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/audit/checkpoint.h"
#include "proxy/audit/file_anchor.h"
#include "tests/proxy/audit/signed_log.h"
#include "tests/proxy/audit/signing_keys.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using audit::DamageKind;
using ::testing::HasSubstr;
using Records = std::vector<sudare::v1::AuditRecord>;

class SignatureTest : public ::testing::Test {
 protected:
  // Three times, so that there are at least three checkpoints.
  SignatureTest() {
    for (int i = 0; i < 3; ++i) log_.Write(10);
  }

  // Signs over what stands before it now, as who has the key does.
  static auto Resign(unsigned char key) {
    return [key](sudare::v1::AuditRecord* record, uint64_t sequence, const audit::Digest& digest) {
      audit::Checkpoint checkpoint = audit::CheckpointOf(*record)->checkpoint;
      checkpoint.head = {sequence, digest};
      *record->mutable_checkpoint() =
          audit::MakeCheckpointRecord(*audit::SignCheckpoint(checkpoint, *SigningKey(key)))
              .checkpoint();
    };
  }

  Records WithoutCheckpoints() const {
    Records kept;
    for (const auto& record : log_.Records()) {
      if (!record.has_checkpoint()) kept.push_back(record);
    }
    return kept;
  }

  // The records with the first one changed.
  Records Changed() const {
    Records records = log_.Records();
    records[0].mutable_intent()->set_normalized_sql("SELECT 1");
    return records;
  }

  SignedLog log_;
};

TEST_F(SignatureTest, ASoundLogIsCoveredToItsEndAndAnchored) {
  ASSERT_OK_AND_ASSIGN(const audit::Verification found, log_.Verify(true));
  EXPECT_GE(found.checkpoints, 3u);
  EXPECT_EQ(found.uncovered, 0u);
  ASSERT_TRUE(found.last_checkpoint.has_value());
  EXPECT_EQ(found.last_checkpoint->head.sequence + 1, found.last_record);
  ASSERT_EQ(found.anchors.size(), 1u);
  EXPECT_EQ(found.anchors[0].lacking, 0u);
  EXPECT_EQ(found.anchors[0].checkpoints, found.checkpoints);
}

TEST_F(SignatureTest, ARecordRewrittenWithNewHashesIsFoundByTheKey) {
  log_.Forge(Changed());
  EXPECT_EQ(log_.FoundByChain(), std::nullopt);
  EXPECT_EQ(log_.FoundByKey(), DamageKind::kRewritten);
  EXPECT_THAT(log_.Verify(false), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("record 1:")));
}

TEST_F(SignatureTest, EachSingleRecordRewrittenRemovedOrRepeatedIsFoundByTheKey) {
  const Records sound = log_.Records();
  // What comes last is the checkpoint over all before it.
  for (size_t i = 0; i + 1 < sound.size(); ++i) {
    for (const int how : {0, 1, 2}) {
      // An addition behind the last record that is covered: only the next checkpoint covers it.
      if (how == 2 && i + 2 == sound.size()) continue;
      Records records = sound;
      if (how == 0) records[i].mutable_server()->set_detail("forged");
      if (how == 1) records.erase(records.begin() + static_cast<long>(i));
      if (how == 2) records.insert(records.begin() + static_cast<long>(i), records[i]);
      log_.Forge(records);
      ASSERT_EQ(log_.FoundByChain(), std::nullopt);
      ASSERT_NE(log_.FoundByKey(), std::nullopt) << i << " " << how;
    }
  }
}

TEST_F(SignatureTest, ALogRewrittenWithoutCheckpointsIsFoundByTheKey) {
  log_.Forge(WithoutCheckpoints());
  EXPECT_EQ(log_.FoundByChain(), std::nullopt);
  EXPECT_EQ(log_.FoundByKey(), DamageKind::kUncovered);
}

TEST_F(SignatureTest, ALogSignedAnewByAnotherKeyIsFoundByTheKey) {
  log_.Forge(Changed(), Resign(2));
  EXPECT_EQ(log_.FoundByChain(), std::nullopt);
  EXPECT_EQ(log_.FoundByKey(), DamageKind::kUnknownKey);
}

TEST_F(SignatureTest, ASignatureUnderAFalseNameIsFoundByTheKey) {
  log_.Forge(Changed(), [](sudare::v1::AuditRecord* record, uint64_t sequence, const auto& digest) {
    Resign(2)(record, sequence, digest);
    audit::Checkpoint checkpoint = audit::CheckpointOf(*record)->checkpoint;
    checkpoint.key = SigningKey(1)->public_key().id();
    record->mutable_checkpoint()->set_statement(audit::EncodeCheckpoint(checkpoint));
  });
  EXPECT_EQ(log_.FoundByChain(), std::nullopt);
  EXPECT_EQ(log_.FoundByKey(), DamageKind::kForgedCheckpoint);
}

TEST_F(SignatureTest, ACheckpointThatSaysNothingIsFoundByTheKey) {
  log_.Forge(log_.Records(), [](sudare::v1::AuditRecord* record, uint64_t, const auto&) {
    record->mutable_checkpoint()->set_statement("all is well");
  });
  EXPECT_EQ(log_.FoundByChain(), std::nullopt);
  EXPECT_EQ(log_.FoundByKey(), DamageKind::kForgedCheckpoint);
}

TEST_F(SignatureTest, WhoHasTheKeyIsFoundByTheAnchor) {
  log_.Forge(Changed(), Resign(1));
  EXPECT_EQ(log_.FoundByChain(), std::nullopt);
  EXPECT_EQ(log_.FoundByKey(), std::nullopt);
  EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kRewritten);
}

TEST_F(SignatureTest, AnEndCutOffIsFoundByTheAnchor) {
  Records records = log_.Records();
  size_t checkpoints = 0;
  size_t end = 0;
  while (checkpoints < 2) checkpoints += records[end++].has_checkpoint();
  records.resize(end);
  log_.Forge(records);
  EXPECT_EQ(log_.FoundByChain(), std::nullopt);
  EXPECT_EQ(log_.FoundByKey(), std::nullopt);
  EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kRolledBack);
}

TEST_F(SignatureTest, AnOldCopyPutBackIsFoundByTheAnchorEvenIfItGoesOn) {
  const std::string old = log_.log().Read(1);
  log_.Write(10);
  log_.log().Overwrite(1, old);
  EXPECT_EQ(log_.FoundByKey(), std::nullopt);
  EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kRolledBack);
  const auto anchor = log_.AnchorFile();
  log_.Write(20);
  EXPECT_EQ(log_.FoundByKey(), std::nullopt);
  EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kRewritten);
  EXPECT_EQ(log_.AnchorFile(), anchor) << "a log that was put back adds nothing to the anchor";
}

TEST_F(SignatureTest, LinesTakenOutOfTheAnchorAreFound) {
  const auto lines = log_.AnchorFile();
  ASSERT_GE(lines.size(), 4u);
  // The first line is its head. The log says what the anchor had taken when its last checkpoint was
  // made, so it takes one more to know of the last one.
  for (size_t i = 1; i + 1 < lines.size(); ++i) {
    auto fewer = lines;
    fewer.erase(fewer.begin() + static_cast<long>(i));
    log_.WriteAnchorFile(fewer);
    EXPECT_EQ(log_.FoundByKey(), std::nullopt);
    EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kAnchorLinesRemoved) << i;
  }
  log_.WriteAnchorFile({lines[0], lines[1]});
  EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kAnchorLinesRemoved);
  log_.WriteAnchorFile({lines[0]});
  EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kAnchorLinesRemoved);
  log_.WriteAnchorFile({});
  EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kAnchorLinesRemoved);
}

TEST_F(SignatureTest, LinesChangedInTheAnchorAreFound) {
  const auto lines = log_.AnchorFile();
  auto changed = lines;
  changed[2].replace(changed[2].find("hash=") + 5, 4, "beef");
  log_.WriteAnchorFile(changed);
  EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kAnchorForged);
  changed = lines;
  changed[2] = "nonsense";
  log_.WriteAnchorFile(changed);
  EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kAnchorDamaged);
  changed = lines;
  std::swap(changed[1], changed[2]);
  log_.WriteAnchorFile(changed);
  EXPECT_NE(log_.FoundByAnchor(), std::nullopt);
  changed = lines;
  changed.push_back(changed[1]);
  log_.WriteAnchorFile(changed);
  EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kAnchorForged);
}

TEST_F(SignatureTest, LinesAddedToTheAnchorByAnotherKeyAreFound) {
  auto lines = log_.AnchorFile();
  audit::Checkpoint next = audit::CheckpointFromLine(lines.back())->checkpoint;
  ++next.number;
  next.head.sequence += 1000;
  auto forged = audit::SignCheckpoint(next, *SigningKey(2));
  lines.push_back(audit::ToLine(forged->statement));
  log_.WriteAnchorFile(lines);
  EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kUnknownKey);
  next.key = SigningKey(1)->public_key().id();
  forged->statement.text = audit::EncodeCheckpoint(next);
  lines.back() = audit::ToLine(forged->statement);
  log_.WriteAnchorFile(lines);
  EXPECT_EQ(log_.FoundByAnchor(), DamageKind::kAnchorForged);
}

TEST_F(SignatureTest, TheAnchorOfAnotherLogIsFound) {
  SignedLog other;
  for (int i = 0; i < 3; ++i) other.Write(10);
  log_.WriteAnchorFile(other.AnchorFile());
  EXPECT_NE(log_.FoundByAnchor(), std::nullopt);
}

TEST_F(SignatureTest, AWholeLogReplacedByAnotherSignedOneIsFoundByTheAnchor) {
  SignedLog other;
  for (int i = 0; i < 9; ++i) other.Write(10);
  log_.log().Overwrite(1, other.log().Read(1));
  EXPECT_EQ(log_.FoundByKey(), std::nullopt);
  EXPECT_NE(log_.FoundByAnchor(), std::nullopt);
}

TEST_F(SignatureTest, KeysMayFollowEachOtherAndAllMustBeNamed) {
  {
    AuditLogOptions options = log_.options();
    options.signing.key = SigningKey(2);
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
    ASSERT_THAT(log->AppendDurably(IntentOf("new key")), IsOk());
  }
  EXPECT_EQ(log_.FoundByKey(), DamageKind::kUnknownKey);
  audit::VerifyOptions options;
  options.folder = log_.folder();
  options.keys = {SigningKey(2)->public_key(), SigningKey(1)->public_key()};
  ASSERT_OK_AND_ASSIGN(const audit::Verification found, audit::Verify(options));
  EXPECT_EQ(found.last_checkpoint->key, SigningKey(2)->public_key().id());
}

TEST_F(SignatureTest, RecordsThatNobodySignsForLongAreFoundByTheKey) {
  // As by a proxy without key, or by who waits until nobody looks.
  absl::Time now = absl::Now();
  {
    AuditLogOptions options = log_.log().options();
    options.clock = [&now] { return now += absl::Seconds(40); };
    ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
    for (int i = 0; i < 2; ++i) ASSERT_THAT(log->AppendDurably(IntentOf("x")), IsOk());
    EXPECT_EQ(log_.FoundByKey(), std::nullopt) << "the next checkpoint may yet come";
    for (int i = 0; i < 6; ++i) ASSERT_THAT(log->AppendDurably(IntentOf("x")), IsOk());
  }
  EXPECT_EQ(log_.FoundByChain(), std::nullopt);
  EXPECT_EQ(log_.FoundByKey(), DamageKind::kUncovered);
  // The next checkpoint covers them: whoever has the key vouches for them.
  log_.Write(1);
  EXPECT_EQ(log_.FoundByKey(), std::nullopt);
}

TEST_F(SignatureTest, ALogThatWasNotSignedAtFirstIsCoveredFromTheFirstCheckpointOn) {
  SignedLog log;
  log.log().Write(30, 2000);
  EXPECT_EQ(log.FoundByKey(), DamageKind::kUncovered);
  log.Write(1);
  ASSERT_OK_AND_ASSIGN(const audit::Verification found, log.Verify(true));
  EXPECT_EQ(found.uncovered, 0u);
  EXPECT_GT(found.segments, 2u);
}

}  // namespace
}  // namespace sudare::testing
