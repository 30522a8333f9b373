#include "proxy/doctor/host_check.h"

#include <sys/statvfs.h>
#include <sys/timex.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace sudare::doctor {
namespace {

// Times in two logs can be held against each other below this.
constexpr absl::Duration kApart = absl::Seconds(2);
constexpr absl::Duration kFarApart = absl::Minutes(1);

constexpr uint64_t kMib = 1 << 20;
constexpr uint64_t kGib = 1 << 30;
// A month is what it takes to get a disk in an office.
constexpr double kFewDays = 30;
constexpr uint64_t kFewFiles = 100;

std::string Size(uint64_t bytes) {
  if (bytes >= kGib) return absl::StrFormat("%.1f GiB", static_cast<double>(bytes) / kGib);
  return absl::StrFormat("%.1f MiB", static_cast<double>(bytes) / kMib);
}

std::string Shown(absl::Duration duration) {
  return absl::FormatDuration(absl::Trunc(absl::AbsDuration(duration), absl::Milliseconds(1)));
}

}  // namespace

bool IsClockSynchronised() {
  timex clock = {};
  return adjtimex(&clock) != TIME_ERROR && (clock.status & STA_UNSYNC) == 0;
}

void CheckClock(const ClockReadings& readings, const std::string& log, Findings* findings) {
  if (!readings.database_ahead.has_value()) {
    findings->Add("clock-not-checked", "", {kNoDatabase});
  } else {
    const absl::Duration apart = absl::AbsDuration(*readings.database_ahead);
    // Of little more than the time that asking took it isn't worth telling how much.
    if (apart < kApart) {
      findings->Add("clock-ok", "", {Shown(kApart)});
    } else {
      findings->Add(apart >= kFarApart ? "clock-far-apart" : "clock-apart", "", {Shown(apart)});
    }
  }
  // A record of this very moment is no clock that went back.
  if (readings.newest_record.has_value() && *readings.newest_record > readings.now + kApart) {
    findings->Add(
        "clock-behind-log", log,
        {absl::FormatTime("%Y-%m-%d %H:%M:%S %z", *readings.newest_record, absl::LocalTimeZone())});
  }
  findings->Add(readings.is_synchronised ? "clock-synchronised" : "clock-unsynchronised", "");
}

absl::StatusOr<DiskReadings> ReadDisk(const std::string& folder) {
  struct statvfs info;
  if (statvfs(folder.c_str(), &info) != 0) return absl::NotFoundError(std::strerror(errno));
  DiskReadings readings;
  readings.free_bytes = static_cast<uint64_t>(info.f_bavail) * info.f_frsize;
  readings.total_bytes = static_cast<uint64_t>(info.f_blocks) * info.f_frsize;
  readings.free_files = info.f_favail;
  readings.counts_files = info.f_files > 0;
  readings.is_read_only = (info.f_flag & ST_RDONLY) != 0;
  return readings;
}

void CheckDisk(const std::string& folder, const DiskReadings& readings, const LogGrowth& growth,
               Findings* findings) {
  if (readings.is_read_only) findings->Add("disk-read-only", folder);
  if (readings.counts_files && readings.free_files < kFewFiles) {
    findings->Add("inodes-few", folder, {absl::StrCat(readings.free_files)});
  }
  // The segment in use, the next one, and what the rest of the system needs to go on.
  const uint64_t least = 2 * growth.segment_bytes + 64 * kMib;
  const bool is_low =
      readings.free_bytes < readings.total_bytes / 20 && readings.free_bytes < 20 * kGib;
  findings->Add(readings.free_bytes < least ? "disk-nearly-full"
                : is_low                    ? "disk-low"
                                            : "disk-ok",
                folder, {Size(readings.free_bytes), Size(readings.total_bytes)});
  if (growth.bytes_per_day <= 0) return;
  const double days = static_cast<double>(readings.free_bytes) / growth.bytes_per_day;
  // Some years are as good as for ever.
  findings->Add(days < kFewDays ? "disk-ends-soon" : "disk-lasts", folder,
                {days > 3650 ? "3650+" : absl::StrCat(static_cast<int>(days))});
}

}  // namespace sudare::doctor
