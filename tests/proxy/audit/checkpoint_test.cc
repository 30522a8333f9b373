#include "proxy/audit/checkpoint.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/proxy/audit/signing_keys.h"
#include "tests/support/status_matchers.h"

namespace sudare::audit {
namespace {

Checkpoint Sample() {
  Checkpoint checkpoint;
  checkpoint.log = std::string(32, 'a');
  checkpoint.number = 41;
  checkpoint.head.sequence = 12345;
  checkpoint.head.digest.fill(7);
  checkpoint.segment = 3;
  checkpoint.time = absl::FromUnixMillis(1'795'770'000'123);
  checkpoint.interval = absl::Seconds(60);
  checkpoint.anchored = {{"file", 1, 40}, {"postgres", 7, 39}};
  return checkpoint;
}

TEST(CheckpointTest, IsOneReadableLineThatReadsBack) {
  ASSERT_OK_AND_ASSIGN(const SignedCheckpoint made,
                       SignCheckpoint(Sample(), *testing::SigningKey()));
  EXPECT_EQ(made.statement.text,
            "sudare audit checkpoint 1 log=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa number=41 "
            "sequence=12345 "
            "hash=0707070707070707070707070707070707070707070707070707070707070707 segment=3 "
            "time=2026-11-27T09:00:00.123Z interval=60 anchored=file:1-40,postgres:7-39 key=" +
                testing::SigningKey()->public_key().id());
  const auto read = CheckpointFromLine(ToLine(made.statement));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->checkpoint.head.sequence, 12345u);
  EXPECT_EQ(read->checkpoint.time, Sample().time);
  EXPECT_EQ(read->checkpoint.anchored[1].anchor, "postgres");
  EXPECT_EQ(read->statement, made.statement);
  const auto record = MakeCheckpointRecord(made);
  EXPECT_EQ(CheckpointOf(record)->statement, made.statement);
}

TEST(CheckpointTest, EveryChangedByteIsNoticed) {
  const auto key = testing::SigningKey();
  ASSERT_OK_AND_ASSIGN(const SignedCheckpoint made, SignCheckpoint(Sample(), *key));
  const std::string line = ToLine(made.statement);
  ASSERT_EQ(CheckSignature(made.statement, made.checkpoint.key, {key->public_key()}),
            SignatureCheck::kGood);
  for (size_t i = 0; i < line.size(); ++i) {
    std::string changed = line;
    changed[i] = changed[i] == '1' ? '2' : '1';
    const auto read = CheckpointFromLine(changed);
    if (!read.has_value()) continue;
    EXPECT_NE(CheckSignature(read->statement, read->checkpoint.key, {key->public_key()}),
              SignatureCheck::kGood)
        << changed;
  }
}

TEST(CheckpointTest, TellsAnUnknownKeyFromAForgery) {
  ASSERT_OK_AND_ASSIGN(const SignedCheckpoint made,
                       SignCheckpoint(Sample(), *testing::SigningKey(1)));
  const std::vector<Ed25519PublicKey> others = {testing::SigningKey(2)->public_key()};
  EXPECT_EQ(CheckSignature(made.statement, made.checkpoint.key, others),
            SignatureCheck::kUnknownKey);
  EXPECT_EQ(CheckSignature(made.statement, others[0].id(), others), SignatureCheck::kForged);
}

TEST(CheckpointTest, OneMeaningHasOneSpelling) {
  ASSERT_OK_AND_ASSIGN(const SignedCheckpoint made,
                       SignCheckpoint(Sample(), *testing::SigningKey()));
  const auto with = [&](const std::string& from, const std::string& to) {
    SignedStatement statement = made.statement;
    statement.text.replace(statement.text.find(from), from.size(), to);
    return DecodeCheckpoint(statement).has_value();
  };
  EXPECT_TRUE(with("number=41", "number=42"));
  EXPECT_FALSE(with("number=41", "number=041"));
  EXPECT_FALSE(with("number=41", "number=0"));
  EXPECT_FALSE(with("number=41", "number=41 number=41"));
  EXPECT_FALSE(with("hash=07", "hash=0G"));
  EXPECT_FALSE(with("file:1-40", "FILE:1-40"));
  EXPECT_FALSE(with("file:1-40", "file:40"));
  EXPECT_FALSE(with("anchored=file:1-40,postgres:7-39", "anchored="));
  EXPECT_TRUE(with("anchored=file:1-40,postgres:7-39", "anchored=-"));
  EXPECT_FALSE(with("checkpoint 1 ", "checkpoint 2 "));
  EXPECT_FALSE(with("09:00:00.123Z", "09:00:00.1Z"));
}

TEST(CheckpointTest, TextOfAnyKindFitsIntoAField) {
  const std::string text = "給与課 head=1 100%\n";
  EXPECT_EQ(FieldText(text).find(' '), std::string::npos);
  EXPECT_EQ(FromFieldText(FieldText(text)), text);
  EXPECT_EQ(FromFieldText("%4"), std::nullopt);
  EXPECT_EQ(FromFieldText("%zz"), std::nullopt);
}

}  // namespace
}  // namespace sudare::audit
