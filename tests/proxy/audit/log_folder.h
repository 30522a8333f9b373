// LogFolder: a temporary folder with an audit log, and what tests do to it.
#ifndef SUDARE_TESTS_PROXY_AUDIT_LOG_FOLDER_H_
#define SUDARE_TESTS_PROXY_AUDIT_LOG_FOLDER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "proto/audit.pb.h"
#include "proxy/audit/audit_log.h"

namespace sudare::testing {

// An intent whose query_id is `id`.
sudare::v1::AuditRecord IntentOf(absl::string_view id);

// Thread-safety: one thread at a time. Removes the folder at its end. Aborts where files can't be
// used.
class LogFolder {
 public:
  LogFolder();
  ~LogFolder();
  LogFolder(const LogFolder&) = delete;
  LogFolder& operator=(const LogFolder&) = delete;

  const std::string& path() const { return path_; }
  AuditLogOptions options() const;
  std::string PathOf(uint64_t segment) const;

  // Opens the log, appends `records` intents one by one, closes it.
  void Write(int records, uint64_t segment_bytes = 64 << 20) const;
  // query_id of all intents, in order; the log must be sound.
  std::vector<std::string> Ids() const;

  // Sizes of the files that are segments, in order.
  std::vector<uint64_t> SegmentSizes() const;
  std::string Read(uint64_t segment) const;
  void Overwrite(uint64_t segment, absl::string_view bytes) const;
  void Remove(uint64_t segment) const;
  void Rename(uint64_t from, uint64_t to) const;

  // Offsets of the frames of a sound segment, and its end.
  std::vector<size_t> FrameOffsets(uint64_t segment) const;

 private:
  std::string path_;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_AUDIT_LOG_FOLDER_H_
