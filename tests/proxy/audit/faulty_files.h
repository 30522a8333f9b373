// FaultyFiles: the real files, which fail as a test says, or lose at a power cut what wasn't
// synced.
#ifndef SUDARE_TESTS_PROXY_AUDIT_FAULTY_FILES_H_
#define SUDARE_TESTS_PROXY_AUDIT_FAULTY_FILES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>

#include "absl/time/time.h"
#include "proxy/audit/files.h"

namespace sudare::testing {

// Thread-safety: internally locked.
class FaultyFiles : public audit::AuditFiles {
 public:
  enum class Call { kWrite, kTruncate, kSync, kCreate, kRename, kSyncFolder, kRemove };

  // From now on, or until Heal(): every `call` fails. A write leaves half of its bytes behind.
  void Break(Call call);
  // The disk holds `bytes` more; writes beyond leave what fits.
  void LimitSpace(uint64_t bytes);
  void Heal();
  // Every sync takes so long, and doesn't keep others from their calls.
  void SlowDown(absl::Duration sync);
  // Fails only the call that comes after `calls` calls of any kind.
  void BreakOnce(int calls);
  // Calls of any kind so far.
  int calls() const;

  // From now on calls fail, as if the power were off. Of what was written and not synced, each
  // sector is kept or lost by chance, and so is each file's growth.
  void CutPower(std::mt19937& random);

  absl::StatusOr<std::unique_ptr<audit::AuditFile>> Create(const std::string& path) override;
  absl::StatusOr<std::unique_ptr<audit::AuditFile>> Open(const std::string& path) override;
  absl::Status Rename(const std::string& from, const std::string& to) override;
  absl::Status SyncFolder(const std::string& folder) override;
  absl::Status Remove(const std::string& path) override;

 private:
  class File;
  // What the disk holds for sure.
  struct Durable {
    std::string bytes;
    bool dirty = false;
  };

  absl::Duration Slowness() const;
  // Counts a call and says whether it fails. Requires mutex_.
  absl::Status Enter(Call call);
  // The path, now, of a file that was made as `path`. Requires mutex_.
  std::string NowAt(const std::string& path) const;
  absl::StatusOr<std::unique_ptr<audit::AuditFile>> Wrap(
      const std::string& path, absl::StatusOr<std::unique_ptr<audit::AuditFile>> file);

  mutable std::mutex mutex_;
  std::map<Call, bool> broken_;
  int64_t space_ = -1;
  absl::Duration slow_;
  int calls_ = 0;
  int break_at_ = -1;
  bool power_ = true;
  std::map<std::string, Durable> durable_;
  std::map<std::string, std::string> renamed_;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_AUDIT_FAULTY_FILES_H_
