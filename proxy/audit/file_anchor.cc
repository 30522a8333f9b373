#include "proxy/audit/file_anchor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/damage.h"
#include "proxy/audit/files.h"

namespace sudare::audit {
namespace {

constexpr absl::string_view kHead = "sudare audit anchor 1 name=";
// Longer than any line.
constexpr size_t kLineRoom = 16 << 10;

absl::Status SystemError(absl::string_view what, const std::string& path, int error) {
  const std::string text =
      absl::StrCat(what, " the anchor file `", path, "`: ", std::generic_category().message(error));
  return error == ENOENT ? absl::NotFoundError(text) : absl::UnavailableError(text);
}

class OpenFile {
 public:
  OpenFile(const std::string& path, int flags)
      : fd_(open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600)) {}
  ~OpenFile() {
    if (fd_ >= 0) close(fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int get() const { return fd_; }

 private:
  const int fd_;
};

absl::StatusOr<uint64_t> SizeOf(const OpenFile& file, const std::string& path) {
  struct stat info;
  if (fstat(file.get(), &info) != 0) return SystemError("can't look at", path, errno);
  return static_cast<uint64_t>(info.st_size);
}

absl::StatusOr<std::string> ReadAt(const OpenFile& file, const std::string& path, uint64_t offset,
                                   size_t size) {
  std::string bytes(size, '\0');
  size_t have = 0;
  while (have < size) {
    const ssize_t got =
        pread(file.get(), &bytes[have], size - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError("can't read", path, errno);
    if (got == 0) break;
    have += static_cast<size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

// The lines of `text` that are whole.
std::vector<absl::string_view> WholeLines(absl::string_view text) {
  std::vector<absl::string_view> lines;
  for (size_t end; (end = text.find('\n')) != absl::string_view::npos;) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

// A crash may leave a line cut short, be it by its line break only; the writer ends it and writes
// it once more. So what is the beginning of the line after it says nothing of its own.
bool IsCutShort(absl::string_view line, absl::string_view next) {
  return absl::StartsWith(next, line);
}

class FileAnchor : public Anchor {
 public:
  FileAnchor(std::string name, std::string path) : name_(std::move(name)), path_(std::move(path)) {}

  const std::string& name() const override { return name_; }

  absl::StatusOr<AnchorEnds> Ends() override {
    const OpenFile file(path_, O_RDONLY);
    if (file.get() < 0) return SystemError("can't open", path_, errno);
    SUDARE_ASSIGN_OR_RETURN(const uint64_t size, SizeOf(file, path_));
    const size_t room = std::min<uint64_t>(size, kLineRoom);
    SUDARE_ASSIGN_OR_RETURN(const std::string start, ReadAt(file, path_, 0, room));
    SUDARE_ASSIGN_OR_RETURN(const std::string end, ReadAt(file, path_, size - room, room));
    AnchorEnds ends;
    SUDARE_ASSIGN_OR_RETURN(ends.first, FirstNumber(start));
    const std::vector<absl::string_view> lines = WholeLines(end);
    // Behind the last good line there may be one that was cut short and ended, and nothing else.
    for (size_t i = lines.size(); i-- > 0 && i + 2 >= lines.size() && !ends.last.has_value();) {
      ends.last = CheckpointFromLine(lines[i]);
    }
    if (ends.first != 0 && !ends.last.has_value()) {
      return absl::DataLossError(
          absl::StrCat("the anchor file `", path_, "` doesn't end with a checkpoint"));
    }
    return ends;
  }

  absl::Status Append(const std::vector<SignedCheckpoint>& checkpoints, bool make) override {
    const OpenFile file(path_, O_RDWR | O_APPEND | (make ? O_CREAT : 0));
    if (file.get() < 0) return SystemError("can't open", path_, errno);
    SUDARE_ASSIGN_OR_RETURN(const uint64_t size, SizeOf(file, path_));
    SUDARE_ASSIGN_OR_RETURN(std::string text, BeforeNextLine(file, size));
    for (const SignedCheckpoint& checkpoint : checkpoints) {
      absl::StrAppend(&text, ToLine(checkpoint.statement), "\n");
    }
    absl::string_view rest = text;
    while (!rest.empty()) {
      const ssize_t written = write(file.get(), rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return SystemError("can't write", path_, errno);
      rest.remove_prefix(static_cast<size_t>(written));
    }
    if (fsync(file.get()) != 0) return SystemError("can't sync", path_, errno);
    if (size != 0) return absl::OkStatus();
    const size_t slash = path_.rfind('/');
    return AuditFiles::Real()->SyncFolder(slash == std::string::npos ? "."
                                                                     : path_.substr(0, slash + 1));
  }

 private:
  // The number of the first checkpoint; 0 if there is none yet.
  absl::StatusOr<uint64_t> FirstNumber(absl::string_view start) const {
    const std::vector<absl::string_view> lines = WholeLines(start);
    const std::string head = absl::StrCat(kHead, name_);
    size_t next = 0;
    while (next + 1 < lines.size() && lines[next] != head && IsCutShort(lines[next], head)) ++next;
    if (next == lines.size() || (lines.size() == 1 && IsCutShort(lines[0], head))) return 0;
    if (lines[next] != head) {
      return absl::DataLossError(absl::StrCat(
          "the anchor file `", path_, "` doesn't begin as that of an anchor `", name_, "`"));
    }
    for (++next; next < lines.size(); ++next) {
      const std::optional<SignedCheckpoint> first = CheckpointFromLine(lines[next]);
      if (first.has_value()) return first->checkpoint.number;
    }
    return 0;
  }

  // Ends a line that was cut short, and begins a file that has no head yet.
  absl::StatusOr<std::string> BeforeNextLine(const OpenFile& file, uint64_t size) const {
    std::string text;
    const size_t room = std::min<uint64_t>(size, kLineRoom);
    SUDARE_ASSIGN_OR_RETURN(const std::string end, ReadAt(file, path_, size - room, room));
    if (!end.empty() && end.back() != '\n') text = "\n";
    SUDARE_ASSIGN_OR_RETURN(const std::string start, ReadAt(file, path_, 0, room));
    const std::string head = absl::StrCat(kHead, name_, "\n");
    if (!absl::StrContains(start + text, head)) text += head;
    return text;
  }

  const std::string name_;
  const std::string path_;
};

}  // namespace

std::unique_ptr<Anchor> MakeFileAnchor(std::string name, std::string path) {
  return std::make_unique<FileAnchor>(std::move(name), std::move(path));
}

absl::StatusOr<AnchorLines> ReadAnchorFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return SystemError("can't open", path, errno);
  AnchorLines anchor;
  anchor.title = absl::StrCat("anchor file `", path, "`");
  anchor.read_again = [path] { return ReadAnchorFile(path); };
  std::vector<std::string>& lines = anchor.lines;
  for (std::string line; std::getline(file, line);) {
    if (file.eof()) {
      anchor.has_torn_end = true;
      break;
    }
    if (!lines.empty() && IsCutShort(lines.back(), line)) lines.pop_back();
    lines.push_back(std::move(line));
  }
  if (file.bad()) return SystemError("can't read", path, EIO);
  if (lines.empty()) return anchor;
  absl::string_view name = lines[0];
  if (!absl::ConsumePrefix(&name, kHead) || !IsAnchorName(name)) {
    return Damage({DamageKind::kAnchorDamaged},
                  absl::StrCat(anchor.title, " doesn't begin as an anchor does"));
  }
  anchor.name = std::string(name);
  lines.erase(lines.begin());
  if (!lines.empty() && !CheckpointFromLine(lines.back()).has_value()) {
    lines.pop_back();
    anchor.has_torn_end = true;
  }
  return anchor;
}

}  // namespace sudare::audit
