#include "proxy/state/sqlite_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"

namespace sudare::state {
namespace {

absl::Status SystemError(absl::string_view what, const std::string& path, int error) {
  return absl::UnavailableError(
      absl::StrCat(what, " ", Quoted(path), ": ", std::generic_category().message(error)));
}

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder;
}

std::string LogOf(const std::string& path) { return absl::StrCat(path, "-wal"); }
std::string IndexOf(const std::string& path) { return absl::StrCat(path, "-shm"); }

absl::Status SyncFolder(const std::string& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError("can't open the folder", folder, errno);
  const int error = fsync(fd) == 0 ? 0 : errno;
  close(fd);
  return error == 0 ? absl::OkStatus() : SystemError("can't sync the folder", folder, error);
}

// Who may put files into the folder can lay a log beside the data, and so write what they like.
absl::Status CheckFolder(const std::string& folder) {
  struct stat info;
  if (stat(folder.c_str(), &info) != 0) {
    return SystemError("can't look at the folder", folder, errno);
  }
  if (info.st_uid != geteuid() && info.st_uid != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("the folder ", Quoted(folder),
                     " of the state belongs to another user: it must belong to the one who runs "
                     "the proxy"));
  }
  if ((info.st_mode & 0022) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("others may write into the folder ", Quoted(folder),
                     " of the state: run `chmod go-w` on it, or give the state a folder of its "
                     "own"));
  }
  return absl::OkStatus();
}

absl::Status CheckFile(const std::string& path) {
  struct stat info;
  if (lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) {
      return absl::UnavailableError(
          absl::StrCat("the state file ", Quoted(path),
                       " is gone: put it back, or restart to begin with an empty state"));
    }
    return SystemError("can't look at the state file", path, errno);
  }
  if (!S_ISREG(info.st_mode)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the state file ", Quoted(path), " is no plain file: name the file itself"));
  }
  if (info.st_uid != geteuid()) {
    return absl::PermissionDeniedError(
        absl::StrCat("the state file ", Quoted(path),
                     " belongs to another user: it must belong to the one who runs the proxy"));
  }
  if ((info.st_mode & 0177) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("others may use the state file ", Quoted(path), ": run `chmod 600` on it"));
  }
  return absl::OkStatus();
}

StateFiles::Identity IdentityOf(const std::string& path) {
  struct stat info;
  if (lstat(path.c_str(), &info) != 0) return {};
  return {info.st_dev, info.st_ino};
}

}  // namespace

absl::Status MakeStateFile(const std::string& path) {
  const std::string folder = FolderOf(path);
  if (mkdir(folder.c_str(), 0700) == 0) {
    SUDARE_RETURN_IF_ERROR(SyncFolder(FolderOf(folder)));
  } else if (errno != EEXIST) {
    return SystemError("can't make the folder", folder, errno);
  }
  SUDARE_RETURN_IF_ERROR(CheckFolder(folder));
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) {
    close(fd);
    SUDARE_RETURN_IF_ERROR(SyncFolder(folder));
  } else if (errno != EEXIST) {
    return SystemError("can't make the state file", path, errno);
  }
  return CheckFile(path);
}

absl::Status CheckStateFile(const std::string& path) {
  SUDARE_RETURN_IF_ERROR(CheckFolder(FolderOf(path)));
  return CheckFile(path);
}

StateFiles StateFiles::At(const std::string& path) {
  return {IdentityOf(path), IdentityOf(LogOf(path)), IdentityOf(IndexOf(path))};
}

void RemoveOrphans(const std::string& path, const StateFiles& old, bool holds_changes) {
  const StateFiles now = StateFiles::At(path);
  if (now.data == old.data) return;
  if (now.index.inode != 0 && now.index == old.index) unlink(IndexOf(path).c_str());
  if (now.log.inode == 0 || !(now.log == old.log)) return;
  if (holds_changes) {
    rename(LogOf(path).c_str(), absl::StrCat(LogOf(path), ".orphan").c_str());
  } else {
    unlink(LogOf(path).c_str());
  }
}

}  // namespace sudare::state
