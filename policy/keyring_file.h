// Reading and replacing the keyring's file: permissions checked, writes all or nothing.
#ifndef SUDARE_POLICY_KEYRING_FILE_H_
#define SUDARE_POLICY_KEYRING_FILE_H_

#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sudare {

// Whether a file is regular, belongs to `user` and has mode 0600 or stricter. `path` is for the
// message. kInvalidArgument, kPermissionDenied: as for ReadPrivateFile.
absl::Status CheckPrivateFile(const struct stat& info, uid_t user, const std::string& path);

// Bytes of a regular file of at most `max_bytes` that belongs to this process's user and has mode
// 0600 or stricter. kNotFound. kPermissionDenied: others may read or write it, it is somebody
// else's, or it can't be opened. kInvalidArgument: a folder, a symbolic link, a device. kDataLoss:
// larger than `max_bytes`.
absl::StatusOr<std::string> ReadPrivateFile(const std::string& path, size_t max_bytes);

// Writes a file of mode 0600: into a temporary file in the same folder first, synced, then put in
// place, and the folder synced. On an error the file at `path` is what it was (if only the folder's
// sync fails, it is the new one). `replace` false: kAlreadyExists if there is something at `path`.
// kNotFound: no such folder. kPermissionDenied. kResourceExhausted: disk or quota full.
absl::Status WritePrivateFile(const std::string& path, absl::string_view bytes, bool replace);

// Keeps other processes that take the same lock from rewriting files in the folder of `path` until
// it is destroyed.
class FolderLock {
 public:
  // Waits for the lock. kNotFound, kPermissionDenied: no such folder, or not ours to open.
  static absl::StatusOr<FolderLock> Take(const std::string& path);
  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_KEYRING_FILE_H_
