// AuditFiles: the few things the log asks of a file system, so that tests can let them fail.
#ifndef SUDARE_PROXY_AUDIT_FILES_H_
#define SUDARE_PROXY_AUDIT_FILES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sudare::audit {

// Errors of both classes: kUnavailable with the system's reason.
//
// Thread-safety: one thread at a time.
class AuditFile {
 public:
  virtual ~AuditFile() = default;

  // Writes all of `data` at `offset`. On an error any part of it may be there.
  virtual absl::Status Write(uint64_t offset, absl::string_view data) = 0;
  virtual absl::Status Truncate(uint64_t size) = 0;
  // Makes what was written durable. Also an error if the file was removed from its folder
  // meanwhile.
  virtual absl::Status Sync() = 0;
  virtual absl::StatusOr<uint64_t> Size() = 0;
};

// Thread-safety: share freely.
class AuditFiles {
 public:
  virtual ~AuditFiles() = default;

  // Makes an empty file, in place of one that is there, readable by the owner only.
  virtual absl::StatusOr<std::unique_ptr<AuditFile>> Create(const std::string& path) = 0;
  virtual absl::StatusOr<std::unique_ptr<AuditFile>> Open(const std::string& path) = 0;
  virtual absl::Status Rename(const std::string& from, const std::string& to) = 0;
  virtual absl::Status SyncFolder(const std::string& folder) = 0;
  virtual absl::Status Remove(const std::string& path) = 0;

  // The real ones; lives as long as the process.
  static AuditFiles* Real();
};

// The lock of a folder's only writer. Given back on destruction and at the end of the process,
// however it ends.
class WriterLock {
 public:
  // kFailedPrecondition: somebody else holds it. kUnavailable: the lock file can't be made.
  // Of another `name` it is the lock of others who work on the folder.
  static absl::StatusOr<std::unique_ptr<WriterLock>> Take(const std::string& folder,
                                                          absl::string_view name = "lock");
  // Does a writer (this process or another) hold it? Doesn't disturb them.
  static bool IsTaken(const std::string& folder);

  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  explicit WriterLock(int fd) : fd_(fd) {}
  const int fd_;
};

// "00000012.audit"
std::string SegmentName(uint64_t number);

// Numbers of the segments in `folder`, ascending; other files are passed over.
// kNotFound: no such folder. kUnavailable: it can't be read.
absl::StatusOr<std::vector<uint64_t>> ListSegments(const std::string& folder);

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_FILES_H_
