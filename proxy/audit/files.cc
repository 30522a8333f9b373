#include "proxy/audit/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace sudare::audit {
namespace {

constexpr absl::string_view kSuffix = ".audit";

absl::Status SystemError(absl::string_view what, const std::string& path, int error) {
  return absl::UnavailableError(
      absl::StrCat(what, " `", path, "`: ", std::generic_category().message(error)));
}

class PosixFile : public AuditFile {
 public:
  PosixFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  ~PosixFile() override { close(fd_); }

  absl::Status Write(uint64_t offset, absl::string_view data) override {
    while (!data.empty()) {
      const ssize_t written = pwrite(fd_, data.data(), data.size(), static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return SystemError("can't write", path_, errno);
      if (written == 0) return SystemError("can't write", path_, ENOSPC);
      data.remove_prefix(static_cast<size_t>(written));
      offset += static_cast<uint64_t>(written);
    }
    return absl::OkStatus();
  }

  absl::Status Truncate(uint64_t size) override {
    while (ftruncate(fd_, static_cast<off_t>(size)) != 0) {
      if (errno != EINTR) return SystemError("can't cut", path_, errno);
    }
    return absl::OkStatus();
  }

  absl::Status Sync() override {
    if (fdatasync(fd_) != 0) return SystemError("can't sync", path_, errno);
    struct stat status;
    if (fstat(fd_, &status) != 0) return SystemError("can't look at", path_, errno);
    if (status.st_nlink == 0) return SystemError("removed while in use:", path_, ENOENT);
    return absl::OkStatus();
  }

  absl::StatusOr<uint64_t> Size() override {
    struct stat status;
    if (fstat(fd_, &status) != 0) return SystemError("can't look at", path_, errno);
    return static_cast<uint64_t>(status.st_size);
  }

 private:
  const int fd_;
  const std::string path_;
};

class PosixFiles : public AuditFiles {
 public:
  absl::StatusOr<std::unique_ptr<AuditFile>> Create(const std::string& path) override {
    return OpenWith(path, O_CREAT | O_TRUNC);
  }

  absl::StatusOr<std::unique_ptr<AuditFile>> Open(const std::string& path) override {
    return OpenWith(path, 0);
  }

  absl::Status Rename(const std::string& from, const std::string& to) override {
    if (rename(from.c_str(), to.c_str()) != 0) return SystemError("can't make", to, errno);
    return absl::OkStatus();
  }

  absl::Status Remove(const std::string& path) override {
    if (unlink(path.c_str()) != 0) return SystemError("can't remove", path, errno);
    return absl::OkStatus();
  }

  absl::Status SyncFolder(const std::string& folder) override {
    const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return SystemError("can't open", folder, errno);
    const int error = fsync(fd) == 0 ? 0 : errno;
    close(fd);
    return error == 0 ? absl::OkStatus() : SystemError("can't sync", folder, error);
  }

 private:
  static absl::StatusOr<std::unique_ptr<AuditFile>> OpenWith(const std::string& path, int flags) {
    const int fd = open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
    if (fd < 0) return SystemError("can't open", path, errno);
    return std::make_unique<PosixFile>(fd, path);
  }
};

std::string LockPath(const std::string& folder, absl::string_view name = "lock") {
  return absl::StrCat(folder, "/", name);
}

// Open-file-description locks: unlike flock's, they can be asked after without being taken.
struct flock WholeFile(short type) {
  struct flock lock = {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

AuditFiles* AuditFiles::Real() {
  static PosixFiles* const files = new PosixFiles;
  return files;
}

absl::StatusOr<std::unique_ptr<WriterLock>> WriterLock::Take(const std::string& folder,
                                                             absl::string_view name) {
  const std::string path = LockPath(folder, name);
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return SystemError("can't open", path, errno);
  struct flock lock = WholeFile(F_WRLCK);
  if (fcntl(fd, F_OFD_SETLK, &lock) != 0) {
    const int error = errno;
    close(fd);
    if (error != EAGAIN && error != EACCES) return SystemError("can't lock", path, error);
    return absl::FailedPreconditionError(
        absl::StrCat("another process writes the audit log in `", folder, "` (`", name,
                     "`): stop it first, or give this one a folder of its own"));
  }
  return std::unique_ptr<WriterLock>(new WriterLock(fd));
}

bool WriterLock::IsTaken(const std::string& folder) {
  const int fd = open(LockPath(folder).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return false;
  struct flock lock = WholeFile(F_RDLCK);
  const bool taken = fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close(fd);
  return taken;
}

WriterLock::~WriterLock() { close(fd_); }

std::string SegmentName(uint64_t number) { return absl::StrFormat("%08d%s", number, kSuffix); }

absl::StatusOr<std::vector<uint64_t>> ListSegments(const std::string& folder) {
  DIR* const directory = opendir(folder.c_str());
  if (directory == nullptr) {
    if (errno != ENOENT && errno != ENOTDIR) return SystemError("can't read", folder, errno);
    return absl::NotFoundError(absl::StrCat("no audit log in `", folder, "`: no such folder"));
  }
  std::vector<uint64_t> numbers;
  while (const dirent* entry = readdir(directory)) {
    absl::string_view name = entry->d_name;
    uint64_t number = 0;
    // Only the one spelling of a number: `1.audit` beside `00000001.audit` is no segment.
    if (absl::ConsumeSuffix(&name, kSuffix) &&
        std::all_of(name.begin(), name.end(), absl::ascii_isdigit) &&
        absl::SimpleAtoi(name, &number) && SegmentName(number) == entry->d_name) {
      numbers.push_back(number);
    }
  }
  closedir(directory);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace sudare::audit
