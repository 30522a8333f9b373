#include "tests/proxy/audit/faulty_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "policy/base/status_macros.h"

namespace sudare::testing {
namespace {

constexpr size_t kSector = 512;

absl::Status Fault() { return absl::UnavailableError("the test says so"); }

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// What a power cut leaves of a file between `durable` and `now`.
std::string Mix(const std::string& durable, const std::string& now, std::mt19937& random) {
  if (now.size() < durable.size() && random() % 2 == 0) return durable;
  std::string left = now;
  if (now.size() > durable.size() && random() % 2 == 0) {
    left.resize(durable.size() + random() % (now.size() - durable.size()));
  }
  for (size_t begin = 0; begin < left.size(); begin += kSector) {
    if (random() % 2 == 0) continue;
    for (size_t i = begin; i < std::min(begin + kSector, left.size()); ++i) {
      left[i] = i < durable.size() ? durable[i] : '\0';
    }
  }
  return left;
}

}  // namespace

class FaultyFiles::File : public audit::AuditFile {
 public:
  File(FaultyFiles* files, std::string path, std::unique_ptr<audit::AuditFile> file)
      : files_(files), path_(std::move(path)), file_(std::move(file)) {}

  absl::Status Write(uint64_t offset, absl::string_view data) override {
    std::lock_guard<std::mutex> lock(files_->mutex_);
    const absl::Status fault = files_->Enter(Call::kWrite);
    if (!files_->power_) return fault;
    Touch();
    if (!fault.ok()) {
      file_->Write(offset, data.substr(0, data.size() / 2)).IgnoreError();
      return fault;
    }
    if (files_->space_ < 0) return file_->Write(offset, data);
    // Only what lies behind the file's end takes room.
    SUDARE_ASSIGN_OR_RETURN(const uint64_t size, file_->Size());
    const uint64_t limit = size + static_cast<uint64_t>(files_->space_);
    const uint64_t end = std::min<uint64_t>(offset + data.size(), limit);
    if (end > size) files_->space_ -= static_cast<int64_t>(end - size);
    SUDARE_RETURN_IF_ERROR(file_->Write(offset, data.substr(0, end - offset)));
    return end == offset + data.size() ? absl::OkStatus() : Fault();
  }

  absl::Status Truncate(uint64_t size) override {
    std::lock_guard<std::mutex> lock(files_->mutex_);
    SUDARE_RETURN_IF_ERROR(files_->Enter(Call::kTruncate));
    Touch();
    SUDARE_ASSIGN_OR_RETURN(const uint64_t before, file_->Size());
    if (files_->space_ >= 0 && before > size) {
      files_->space_ += static_cast<int64_t>(before - size);
    }
    return file_->Truncate(size);
  }

  absl::Status Sync() override {
    absl::SleepFor(files_->Slowness());
    std::lock_guard<std::mutex> lock(files_->mutex_);
    SUDARE_RETURN_IF_ERROR(files_->Enter(Call::kSync));
    files_->durable_.erase(files_->NowAt(path_));
    return file_->Sync();
  }

  absl::StatusOr<uint64_t> Size() override { return file_->Size(); }

 private:
  void Touch() {
    const std::string path = files_->NowAt(path_);
    Durable& durable = files_->durable_[path];
    if (!durable.dirty) durable = Durable{ReadFile(path), true};
  }

  FaultyFiles* const files_;
  const std::string path_;
  const std::unique_ptr<audit::AuditFile> file_;
};

void FaultyFiles::Break(Call call) {
  std::lock_guard<std::mutex> lock(mutex_);
  broken_[call] = true;
}

void FaultyFiles::LimitSpace(uint64_t bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  space_ = static_cast<int64_t>(bytes);
}

void FaultyFiles::Heal() {
  std::lock_guard<std::mutex> lock(mutex_);
  broken_.clear();
  space_ = -1;
  break_at_ = -1;
}

void FaultyFiles::BreakOnce(int calls) {
  std::lock_guard<std::mutex> lock(mutex_);
  break_at_ = calls_ + calls;
}

int FaultyFiles::calls() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return calls_;
}

void FaultyFiles::CutPower(std::mt19937& random) {
  std::lock_guard<std::mutex> lock(mutex_);
  power_ = false;
  for (const auto& [path, durable] : durable_) {
    const std::string left = Mix(durable.bytes, ReadFile(path), random);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << left;
  }
}

void FaultyFiles::SlowDown(absl::Duration sync) {
  std::lock_guard<std::mutex> lock(mutex_);
  slow_ = sync;
}

absl::Duration FaultyFiles::Slowness() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return slow_;
}

absl::Status FaultyFiles::Enter(Call call) {
  if (!power_) return Fault();
  const bool once = calls_++ == break_at_;
  return once || broken_[call] ? Fault() : absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<audit::AuditFile>> FaultyFiles::Wrap(
    const std::string& path, absl::StatusOr<std::unique_ptr<audit::AuditFile>> file) {
  if (!file.ok()) return file;
  return std::make_unique<File>(this, path, *std::move(file));
}

absl::StatusOr<std::unique_ptr<audit::AuditFile>> FaultyFiles::Create(const std::string& path) {
  std::lock_guard<std::mutex> lock(mutex_);
  SUDARE_RETURN_IF_ERROR(Enter(Call::kCreate));
  renamed_.erase(path);
  return Wrap(path, AuditFiles::Real()->Create(path));
}

absl::StatusOr<std::unique_ptr<audit::AuditFile>> FaultyFiles::Open(const std::string& path) {
  return Wrap(path, AuditFiles::Real()->Open(path));
}

absl::Status FaultyFiles::Rename(const std::string& from, const std::string& to) {
  std::lock_guard<std::mutex> lock(mutex_);
  SUDARE_RETURN_IF_ERROR(Enter(Call::kRename));
  renamed_[from] = to;
  return AuditFiles::Real()->Rename(from, to);
}

std::string FaultyFiles::NowAt(const std::string& path) const {
  const auto found = renamed_.find(path);
  return found == renamed_.end() ? path : found->second;
}

absl::Status FaultyFiles::Remove(const std::string& path) {
  std::lock_guard<std::mutex> lock(mutex_);
  SUDARE_RETURN_IF_ERROR(Enter(Call::kRemove));
  return AuditFiles::Real()->Remove(path);
}

absl::Status FaultyFiles::SyncFolder(const std::string& folder) {
  std::lock_guard<std::mutex> lock(mutex_);
  SUDARE_RETURN_IF_ERROR(Enter(Call::kSyncFolder));
  return AuditFiles::Real()->SyncFolder(folder);
}

}  // namespace sudare::testing
