// Segments that were moved away: nothing is lost on the way, and what is missing is told from what
// was taken.
#include "proxy/audit/archive.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/audit/archive_note.h"
#include "proxy/audit/files.h"
#include "tests/proxy/audit/faulty_files.h"
#include "tests/proxy/audit/signed_log.h"
#include "tests/proxy/audit/signing_keys.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using audit::ArchiveResult;
using audit::DamageKind;
using audit::DamageOf;
using audit::Verification;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr auto kDataLoss = absl::StatusCode::kDataLoss;

class ArchiveTest : public ::testing::Test {
 protected:
  ArchiveTest() {
    for (int i = 0; i < 3; ++i) log_.Write(12, 2500);
  }

  std::string archive() const { return place_.path() + "/archive"; }

  absl::StatusOr<ArchiveResult> Archive(audit::AuditFiles* files = nullptr,
                                        const std::string& to = "") const {
    audit::ArchiveOptions options;
    options.folder = log_.folder();
    options.to = to.empty() ? archive() : to;
    options.before = absl::Now() + absl::Hours(1);
    options.by = "総務課 佐藤";
    options.files = files;
    return audit::Archive(options, *SigningKey());
  }

  static absl::StatusOr<Verification> Verify(const std::string& folder,
                                             const std::vector<std::string>& archives = {}) {
    audit::VerifyOptions options;
    options.folder = folder;
    options.archives = archives;
    options.keys = {SigningKey()->public_key()};
    return audit::Verify(options);
  }

  static std::vector<uint64_t> Segments(const std::string& folder) {
    return *audit::ListSegments(folder);
  }

  static std::optional<DamageKind> Found(const absl::StatusOr<Verification>& verified) {
    if (verified.ok()) return std::nullopt;
    return DamageOf(verified.status())->kind;
  }

  SignedLog log_;
  LogFolder place_;
};

TEST_F(ArchiveTest, BothPartsVerifyAloneAndTogether) {
  ASSERT_OK_AND_ASSIGN(const Verification before, log_.Verify(true));
  const std::vector<uint64_t> segments = Segments(log_.folder());
  ASSERT_GE(segments.size(), 4u);
  ASSERT_OK_AND_ASSIGN(const ArchiveResult result, Archive());
  EXPECT_EQ(result.first_segment, 1u);
  EXPECT_EQ(result.last_segment, segments.back() - 1);
  EXPECT_THAT(Segments(log_.folder()), ElementsAre(segments.back()));

  ASSERT_OK_AND_ASSIGN(const Verification together, Verify(log_.folder(), {archive()}));
  EXPECT_EQ(together.head, before.head);
  EXPECT_EQ(together.first_record, 1u);
  EXPECT_FALSE(together.begins_after.has_value());

  ASSERT_OK_AND_ASSIGN(const Verification rest, Verify(log_.folder()));
  EXPECT_EQ(rest.head, before.head);
  EXPECT_EQ(rest.first_record, result.last_record + 1);
  ASSERT_TRUE(rest.begins_after.has_value());
  EXPECT_EQ(rest.begins_after->by, "総務課 佐藤");
  EXPECT_EQ(rest.begins_after->to, archive());
  ASSERT_OK_AND_ASSIGN(const Verification anchored, log_.Verify(true));
  EXPECT_EQ(anchored.anchors[0].lacking, 0u);

  ASSERT_OK_AND_ASSIGN(const Verification old, Verify(archive()));
  EXPECT_EQ(old.last_record, result.last_record);
  EXPECT_TRUE(old.ends_with.has_value());
  // Readers that know nothing of keys take the rest too.
  EXPECT_THAT(VerifyAuditLog(log_.folder()), IsOk());
}

TEST_F(ArchiveTest, TheLogGoesOnAndIsArchivedAgain) {
  ASSERT_OK_AND_ASSIGN(const ArchiveResult first, Archive());
  for (int i = 0; i < 2; ++i) log_.Write(20, 2500);
  ASSERT_OK_AND_ASSIGN(const ArchiveResult second, Archive());
  EXPECT_EQ(second.first_segment, first.last_segment + 1);
  log_.Write(20, 2500);
  const std::string other = place_.path() + "/other";
  ASSERT_OK_AND_ASSIGN(const ArchiveResult third, Archive(nullptr, other));
  EXPECT_EQ(third.first_segment, second.last_segment + 1);
  EXPECT_THAT(Verify(log_.folder()), IsOk());
  EXPECT_THAT(Verify(archive()), IsOk());
  EXPECT_THAT(Verify(other), IsOk());
  ASSERT_OK_AND_ASSIGN(const Verification all, Verify(log_.folder(), {archive(), other}));
  EXPECT_EQ(all.first_record, 1u);
  ASSERT_OK_AND_ASSIGN(const Verification part, Verify(log_.folder(), {other}));
  EXPECT_EQ(part.first_record, second.last_record + 1);
  EXPECT_EQ(Found(Verify(log_.folder(), {archive()})), DamageKind::kSegmentMissing);
}

TEST_F(ArchiveTest, WhatIsNotOldEnoughStays) {
  audit::ArchiveOptions options;
  options.folder = log_.folder();
  options.to = archive();
  options.before = absl::Now() - absl::Hours(1);
  ASSERT_OK_AND_ASSIGN(const ArchiveResult result, audit::Archive(options, *SigningKey()));
  EXPECT_EQ(result.last_segment, 0u);
  EXPECT_THAT(Segments(archive()), SizeIs(0));
}

TEST_F(ArchiveTest, WhatWasTakenIsToldFromWhatWasArchived) {
  const auto whole = Segments(log_.folder());
  ASSERT_THAT(Archive(), IsOk());
  for (int i = 0; i < 2; ++i) log_.Write(20, 2500);
  ASSERT_THAT(Verify(log_.folder()), IsOk());
  // One more segment than the note tells of.
  const uint64_t first = Segments(log_.folder())[0];
  const std::string bytes = log_.log().Read(first);
  log_.log().Remove(first);
  EXPECT_EQ(Found(Verify(log_.folder())), DamageKind::kSegmentMissing);
  EXPECT_THAT(OpenAuditLog(log_.options()), StatusIs(kDataLoss, HasSubstr("is missing")));
  log_.log().Overwrite(first, bytes);
  // All that was left.
  SignedLog empty;
  std::filesystem::copy(log_.folder() + "/archived", empty.folder() + "/archived");
  EXPECT_EQ(Found(Verify(empty.folder())), DamageKind::kSegmentMissing);
  EXPECT_THAT(OpenAuditLog(empty.options()), StatusIs(kDataLoss, HasSubstr("is missing")));
  // Without its note.
  std::filesystem::remove(log_.folder() + "/archived");
  EXPECT_EQ(Found(Verify(log_.folder())), DamageKind::kSegmentMissing);
  // With that of the archive.
  std::filesystem::copy(archive() + "/archive", log_.folder() + "/archive");
  EXPECT_EQ(Found(Verify(log_.folder())), DamageKind::kSegmentMissing);
}

TEST_F(ArchiveTest, ANoteThatWasForgedOrChangedIsFound) {
  ASSERT_THAT(Archive(), IsOk());
  using audit::ArchiveNote;
  auto notes = *audit::ReadArchiveNotes(log_.folder(), ArchiveNote::Side::kLog);
  ASSERT_THAT(notes, SizeIs(1));
  const auto write = [&](const audit::SignedArchiveNote& note) {
    ASSERT_THAT(audit::WriteArchiveNotes(audit::AuditFiles::Real(), log_.folder(),
                                         ArchiveNote::Side::kLog, {note}),
                IsOk());
  };
  write(*audit::SignArchiveNote(notes[0].note, *SigningKey(2)));
  EXPECT_EQ(Found(Verify(log_.folder())), DamageKind::kUnknownKey);
  audit::SignedArchiveNote forged = *audit::SignArchiveNote(notes[0].note, *SigningKey());
  forged.statement.signature[3] ^= 1;
  write(forged);
  EXPECT_EQ(Found(Verify(log_.folder())), DamageKind::kArchiveNote);
  ArchiveNote other = notes[0].note;
  other.end.digest[0] ^= 1;
  write(*audit::SignArchiveNote(other, *SigningKey()));
  EXPECT_EQ(Found(Verify(log_.folder())), DamageKind::kRewritten);
  std::ofstream(log_.folder() + "/archived") << "nonsense\n";
  EXPECT_EQ(Found(Verify(log_.folder())), DamageKind::kArchiveNote);
}

TEST_F(ArchiveTest, AChangedArchiveIsFound) {
  ASSERT_THAT(Archive(), IsOk());
  const std::string path = archive() + "/" + audit::SegmentName(2);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(300);
  file.put('\x55');
  file.close();
  EXPECT_EQ(Found(Verify(archive())), DamageKind::kChanged);
  EXPECT_EQ(Found(Verify(log_.folder(), {archive()})), DamageKind::kChanged);
  std::filesystem::remove(path);
  EXPECT_EQ(Found(Verify(archive())), DamageKind::kSegmentMissing);
}

TEST_F(ArchiveTest, ADamagedLogIsNotArchived) {
  std::string bytes = log_.log().Read(2);
  bytes[200] ^= 1;
  log_.log().Overwrite(2, bytes);
  EXPECT_THAT(Archive(), StatusIs(kDataLoss));
  EXPECT_THAT(Segments(archive()), SizeIs(0));
}

TEST_F(ArchiveTest, AnArchiveWithOtherContentIsRefused) {
  std::filesystem::create_directory(archive());
  std::ofstream(archive() + "/" + audit::SegmentName(1)) << "something else";
  EXPECT_THAT(Archive(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("with other content")));
  EXPECT_EQ(Segments(log_.folder())[0], 1u);
}

TEST_F(ArchiveTest, WhatIsNotAnchoredStays) {
  SignedLog log;
  std::filesystem::create_directory(log.anchor_path());  // no file can be made there
  log.Write(12, 2500);
  std::filesystem::remove(log.anchor_path());
  log.Write(1, 2500);
  // By now the log knows an anchor, which then goes away.
  log.Write(1, 2500);
  std::filesystem::rename(log.anchor_path(), log.anchor_path() + ".away");
  log.Write(40, 2500);
  audit::ArchiveOptions options;
  options.folder = log.folder();
  options.to = archive();
  options.before = absl::Now() + absl::Hours(1);
  ASSERT_OK_AND_ASSIGN(const ArchiveResult result, audit::Archive(options, *SigningKey()));
  EXPECT_THAT(result.stayed, HasSubstr("anchor `file` lacks its checkpoints"));
  EXPECT_GT(result.last_segment, 0u);
  EXPECT_GT(Segments(log.folder()).size(), 2u);
}

// Ends it at each call that it makes, as a crash would; then once more, as the next night does.
TEST_F(ArchiveTest, EndedBetweenAnyTwoStepsItLosesNothingAndIsFinishedLater) {
  ASSERT_OK_AND_ASSIGN(const Verification before, log_.Verify(true));
  int at = 0;
  for (bool is_done = false; !is_done; ++at) {
    SignedLog copy;
    LogFolder place;
    std::filesystem::copy(log_.folder(), copy.folder(),
                          std::filesystem::copy_options::recursive |
                              std::filesystem::copy_options::overwrite_existing);
    std::filesystem::copy(log_.anchor_path(), copy.anchor_path());
    const std::string to = place.path() + "/archive";
    FaultyFiles files;
    files.BreakOnce(at);
    audit::ArchiveOptions options;
    options.folder = copy.folder();
    options.to = to;
    options.before = absl::Now() + absl::Hours(1);
    options.files = &files;
    is_done = audit::Archive(options, *SigningKey()).ok();
    const std::vector<std::string> archives = {to};
    ASSERT_OK_AND_ASSIGN(const Verification between, Verify(copy.folder(), archives));
    ASSERT_EQ(between.head, before.head) << at;
    ASSERT_EQ(between.first_record, 1u) << at;
    ASSERT_THAT(Verify(copy.folder()), IsOk()) << at;
    // A proxy may start and go on there.
    copy.Write(1);
    files.Heal();
    ASSERT_THAT(audit::Archive(options, *SigningKey()), IsOk()) << at;
    ASSERT_OK_AND_ASSIGN(const Verification after, Verify(copy.folder(), archives));
    ASSERT_EQ(after.first_record, 1u) << at;
    ASSERT_THAT(Verify(copy.folder()), IsOk()) << at;
    ASSERT_THAT(Verify(to), IsOk()) << at;
    ASSERT_THAT(Segments(copy.folder()), SizeIs(::testing::Le(2u))) << at;
  }
  EXPECT_GT(at, 20);
}

TEST_F(ArchiveTest, WorksBesideARunningProxyAndAVerification) {
  AuditLogOptions options = log_.options();
  options.segment_bytes = 3000;
  options.signing.records = 5;
  ASSERT_OK_AND_ASSIGN(const auto log, OpenAuditLog(options));
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    while (!stop) {
      EXPECT_THAT(log->AppendDurably(IntentOf("x")), IsOk());
      absl::SleepFor(absl::Milliseconds(2));
    }
  });
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(Archive(), IsOk());
    EXPECT_THAT(Verify(log_.folder()), IsOk());
    EXPECT_THAT(Verify(log_.folder(), {archive()}), IsOk());
    absl::SleepFor(absl::Milliseconds(50));
  }
  stop = true;
  writer.join();
}

TEST_F(ArchiveTest, OneArchivesAtATime) {
  ASSERT_OK_AND_ASSIGN(const auto lock, audit::WriterLock::Take(log_.folder(), "archive.lock"));
  EXPECT_THAT(Archive(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace sudare::testing
