#include "policy/keyring_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"

namespace sudare {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  const int fd_;
};

// "key file `x` can't be read: no such file or directory".
absl::Status SystemError(int error, absl::string_view path, absl::string_view failed) {
  const absl::Status status =
      absl::ErrnoToStatus(error, absl::StrCat("key file ", Quoted(path), " can't be ", failed));
  switch (error) {
    case EISDIR:
    case ELOOP:
      return absl::InvalidArgumentError(status.message());
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return absl::ResourceExhaustedError(
          absl::StrCat(status.message(), ": make room on the disk; the old file is unchanged"));
    default:
      return status;
  }
}

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

absl::Status WriteAndSync(int fd, absl::string_view bytes, const std::string& path) {
  if (fchmod(fd, 0600) != 0) return SystemError(errno, path, "written");
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return SystemError(errno, path, "written");
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  if (fsync(fd) != 0) return SystemError(errno, path, "written");
  return absl::OkStatus();
}

absl::Status PutInPlace(const std::string& temporary, const std::string& path, bool replace) {
  if (replace) {
    if (rename(temporary.c_str(), path.c_str()) != 0) return SystemError(errno, path, "replaced");
  } else {
    // link, unlike rename, never takes the place of a file that is there.
    if (link(temporary.c_str(), path.c_str()) != 0) {
      if (errno == EEXIST) {
        return absl::AlreadyExistsError(
            absl::StrCat("key file ", Quoted(path), " exists already: `keys rotate` adds a key"));
      }
      return SystemError(errno, path, "created");
    }
    unlink(temporary.c_str());
  }
  const Descriptor folder(open(FolderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || fsync(folder.get()) != 0) return SystemError(errno, path, "synced");
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckPrivateFile(const struct stat& info, uid_t user, const std::string& path) {
  if (!S_ISREG(info.st_mode)) {
    return absl::InvalidArgumentError(
        absl::StrCat("key file ", Quoted(path), " is no regular file: name the file itself"));
  }
  if (info.st_uid != user) {
    return absl::PermissionDeniedError(
        absl::StrCat("key file ", Quoted(path),
                     " belongs to another user: it must belong to the one who runs this"));
  }
  if ((info.st_mode & 0177) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("key file ", Quoted(path),
                     " can be used by others: `chmod 600` it, and rotate the keys if "
                     "others have used this machine"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadPrivateFile(const std::string& path, size_t max_bytes) {
  // O_NONBLOCK: a pipe must not make us wait before we see that it is one.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (file.get() < 0) return SystemError(errno, path, "read");
  struct stat info;
  if (fstat(file.get(), &info) != 0) return SystemError(errno, path, "read");
  SUDARE_RETURN_IF_ERROR(CheckPrivateFile(info, geteuid(), path));
  if (info.st_size < 0 || static_cast<size_t>(info.st_size) > max_bytes) {
    return absl::DataLossError(absl::StrCat("key file ", Quoted(path),
                                            " is too large to be one: restore it from its copy"));
  }
  std::string bytes(max_bytes + 1, '\0');
  size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = read(file.get(), &bytes[size], bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError(errno, path, "read");
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > max_bytes) {
    return absl::DataLossError(absl::StrCat("key file ", Quoted(path),
                                            " is too large to be one: restore it from its copy"));
  }
  bytes.resize(size);
  return bytes;
}

absl::Status WritePrivateFile(const std::string& path, absl::string_view bytes, bool replace) {
  std::string temporary = path + ".XXXXXX";
  absl::Status status;
  {
    const Descriptor file(mkostemp(&temporary[0], O_CLOEXEC));
    if (file.get() < 0) return SystemError(errno, path, "written");
    status = WriteAndSync(file.get(), bytes, path);
  }
  if (status.ok()) status = PutInPlace(temporary, path, replace);
  // After a rename there is nothing left to remove.
  if (!status.ok()) unlink(temporary.c_str());
  return status;
}

absl::StatusOr<FolderLock> FolderLock::Take(const std::string& path) {
  const int fd = open(FolderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError(errno, path, "written");
  FolderLock lock(fd);
  while (flock(fd, LOCK_EX) != 0) {
    if (errno != EINTR) return SystemError(errno, path, "written");
  }
  return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FolderLock::~FolderLock() {
  if (fd_ >= 0) close(fd_);
}

}  // namespace sudare
