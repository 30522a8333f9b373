// CheckpointedLog: an AuditLog that signs where it stands from time to time, and brings what it
// signed to anchors.
//
// A checkpoint is a record like any other, about a record some way before it: the signature is made
// over what is durable already, by a thread of its own, so that nobody waits for it. A write that
// fails, or a crash, can lose the last checkpoint, but never leave one about records that aren't
// there.
#ifndef SUDARE_PROXY_AUDIT_CHECKPOINTED_LOG_H_
#define SUDARE_PROXY_AUDIT_CHECKPOINTED_LOG_H_

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "proto/audit.pb.h"
#include "proxy/audit/anchor_feed.h"
#include "proxy/audit/audit_log.h"
#include "proxy/audit/checkpoint.h"
#include "proxy/audit/group_commit_log.h"

namespace sudare::audit {

// Thread-safety: as AuditLog's. The destructor signs all that was written.
class CheckpointedLog : public AuditLog {
 public:
  struct Parts {
    std::unique_ptr<GroupCommitLog> log;
    std::string folder;
    AuditSigning signing;
    std::function<absl::Time()> clock;
    // The log's last one, if it has any.
    std::optional<SignedCheckpoint> last;
    // Where there is none: what archived segments held.
    std::string log_id;
    uint64_t number = 0;
  };

  static std::unique_ptr<CheckpointedLog> Start(Parts parts);
  ~CheckpointedLog() override;

  std::unique_ptr<Ticket> Append(sudare::v1::AuditRecord record) override;
  void AppendSoon(sudare::v1::AuditRecord record) override;
  absl::Status Health() const override { return log_->Health(); }
  AuditCheckpoints Checkpoints() const override;

 private:
  explicit CheckpointedLog(Parts parts);

  void StartFeeds(const Parts& parts);
  void Run();
  bool IsDue(const DurableEnd& end) const;
  void Sign(const DurableEnd& end);
  // Records that aren't checkpoints.
  uint64_t ContentOf(const DurableEnd& end) const { return end.head.sequence - number_; }
  void AwaitQuiet();
  absl::StatusOr<std::vector<SignedCheckpoint>> CheckpointsFrom(uint64_t number, size_t limit);

  const std::unique_ptr<GroupCommitLog> log_;
  const std::string folder_;
  const AuditSigning signing_;
  const std::function<absl::Time()> clock_;
  const std::string log_id_;

  // Touched by the thread only.
  uint64_t number_ = 0;
  uint64_t covered_content_ = 0;
  uint64_t covered_segment_ = 0;
  std::optional<absl::Time> signed_at_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  // Guarded by mutex_: the latest checkpoints, for anchors.
  std::deque<SignedCheckpoint> recent_;
  AuditCheckpoints status_;
  bool stop_ = false;

  std::vector<std::unique_ptr<AnchorFeed>> feeds_;
  std::thread thread_;
};

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_CHECKPOINTED_LOG_H_
