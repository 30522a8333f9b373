// The machine: its clock against others, and the disk that the audit log grows on.
#ifndef SUDARE_PROXY_DOCTOR_HOST_CHECK_H_
#define SUDARE_PROXY_DOCTOR_HOST_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proxy/doctor/finding.h"

namespace sudare::doctor {

struct ClockReadings {
  absl::Time now;
  // Whether the kernel says that a time server keeps it.
  bool is_synchronised = false;
  // Of the database's clock over ours; unset: the database was not reached.
  std::optional<absl::Duration> database_ahead;
  // Of the audit log's last record; unset: there is none.
  std::optional<absl::Time> newest_record;
};

// As the kernel says (adjtimex).
bool IsClockSynchronised();

// Pure. Codes: clock-….
void CheckClock(const ClockReadings& readings, const std::string& log, Findings* findings);

struct DiskReadings {
  // For who isn't root.
  uint64_t free_bytes = 0;
  uint64_t total_bytes = 0;
  uint64_t free_files = 0;
  // False: a file system that makes room for files as it goes.
  bool counts_files = true;
  bool is_read_only = false;
};

// Of the file system that `folder` is on. kNotFound: it can't be asked.
absl::StatusOr<DiskReadings> ReadDisk(const std::string& folder);

struct LogGrowth {
  // Over the life of the log; 0: not known yet.
  double bytes_per_day = 0;
  uint64_t segment_bytes = 0;
};

// Pure. Codes: disk-…, inodes-few.
void CheckDisk(const std::string& folder, const DiskReadings& readings, const LogGrowth& growth,
               Findings* findings);

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_HOST_CHECK_H_
