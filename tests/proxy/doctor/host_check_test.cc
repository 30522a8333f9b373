#include "proxy/doctor/host_check.h"

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/proxy/doctor/codes.h"
#include "tests/support/status_matchers.h"

namespace sudare::doctor {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
constexpr uint64_t kGib = 1 << 30;
constexpr uint64_t kSegment = 64 << 20;

Findings Clock(ClockReadings readings) {
  readings.now = kNow;
  Findings findings;
  CheckClock(readings, "/var/lib/sudare/audit", &findings);
  return findings;
}

TEST(ClockCheck, AClockThatFollowsIsGood) {
  EXPECT_THAT(Codes(Clock({kNow, true, absl::Milliseconds(3), kNow - absl::Hours(1)})),
              ElementsAre("clock-ok", "clock-synchronised"));
}

TEST(ClockCheck, SecondsApartAreAWarningAndMinutesAnError) {
  EXPECT_THAT(Clock({kNow, true, absl::Seconds(2)}), Tells("clock-apart", "2s apart"));
  EXPECT_THAT(Clock({kNow, true, -absl::Seconds(59)}), Tells("clock-apart", "59s"));
  EXPECT_THAT(Clock({kNow, true, -absl::Minutes(1)}), Tells("clock-far-apart", "1m"));
  EXPECT_THAT(Clock({kNow, true, absl::Milliseconds(1999)}), Tells("clock-ok", "less than 2s"));
}

TEST(ClockCheck, WithoutDatabaseNothingIsKnownOfItsClock) {
  const Findings findings = Clock({kNow, true});
  EXPECT_THAT(findings, AllOf(Tells("clock-not-checked", "データベースに接続できません"),
                              DoesNotTell("clock-ok")));
}

TEST(ClockCheck, ARecordOfTheFutureMeansThatTheClockWentBack) {
  const absl::Duration none = absl::ZeroDuration();
  EXPECT_THAT(Clock({kNow, true, none, kNow + absl::Seconds(3)}),
              Tells("clock-behind-log", "/var/lib/sudare/audit"));
  EXPECT_THAT(Clock({kNow, true, none, kNow + absl::Seconds(1)}), DoesNotTell("clock-behind-log"));
}

TEST(ClockCheck, AClockThatNobodyKeepsIsTold) {
  EXPECT_THAT(Clock({kNow, false, absl::ZeroDuration()}), Tells("clock-unsynchronised", "chrony"));
}

Findings Disk(const DiskReadings& readings, double bytes_per_day = 0) {
  Findings findings;
  CheckDisk("/var/lib/sudare/audit", readings, {bytes_per_day, kSegment}, &findings);
  return findings;
}

TEST(DiskCheck, RoomForYearsIsGood) {
  EXPECT_THAT(Codes(Disk({100 * kGib, 200 * kGib, 1000}, 1e7)),
              ElementsAre("disk-ok", "disk-lasts"));
  EXPECT_THAT(Disk({100 * kGib, 200 * kGib, 1000}, 1e9), Tells("disk-lasts", "107 days"));
  EXPECT_THAT(Disk({100 * kGib, 200 * kGib, 1000}, 1), Tells("disk-lasts", "3650+ days"));
}

TEST(DiskCheck, ALogThatDidNotGrowYetTellsNothingAboutItsGrowth) {
  EXPECT_THAT(Codes(Disk({100 * kGib, 200 * kGib, 1000})), ElementsAre("disk-ok"));
}

TEST(DiskCheck, TheLogsGrowthDecidesHowLongItLasts) {
  EXPECT_THAT(Disk({100 * kGib, 200 * kGib, 1000}, 5e9), Tells("disk-ends-soon", "21 days"));
}

TEST(DiskCheck, LittleRoomIsTold) {
  EXPECT_THAT(Disk({9 * kGib, 200 * kGib, 1000}), Tells("disk-low", "9.0 GiB"));
  // A twentieth of a large disk is enough.
  EXPECT_THAT(Disk({90 * kGib, 2000 * kGib, 1000}), Tells("disk-ok", "90.0 GiB"));
  EXPECT_THAT(Disk({2 * kSegment, 200 * kGib, 1000}), Tells("disk-nearly-full", "128.0 MiB"));
}

TEST(DiskCheck, FilesMayRunOutBeforeBytes) {
  EXPECT_THAT(Disk({100 * kGib, 200 * kGib, 99}), Tells("inodes-few", "99 more files"));
  EXPECT_THAT(Disk({100 * kGib, 200 * kGib, 0, false}), DoesNotTell("inodes-few"));
}

TEST(DiskCheck, AReadOnlyFileSystemIsTold) {
  EXPECT_THAT(Disk({100 * kGib, 200 * kGib, 1000, true, true}),
              Tells("disk-read-only", "/var/lib/sudare/audit"));
}

TEST(DiskReadings, OfARealFileSystem) {
  const auto readings = ReadDisk("/tmp");
  ASSERT_THAT(readings, IsOk());
  EXPECT_GT(readings->total_bytes, 0u);
  EXPECT_GE(readings->total_bytes, readings->free_bytes);
  EXPECT_FALSE(readings->is_read_only);
  EXPECT_THAT(ReadDisk("/nowhere/at/all"), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace sudare::doctor
