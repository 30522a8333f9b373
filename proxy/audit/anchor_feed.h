// AnchorFeed: brings a log's checkpoints to one anchor, on a thread of its own, and goes on trying
// while the anchor is away.
#ifndef SUDARE_PROXY_AUDIT_ANCHOR_FEED_H_
#define SUDARE_PROXY_AUDIT_ANCHOR_FEED_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proto/audit.pb.h"
#include "proxy/audit/anchor.h"
#include "proxy/audit/audit_log.h"
#include "proxy/audit/checkpoint.h"

namespace sudare::audit {

// Thread-safety: internally locked. The destructor gives the anchor two seconds to take what it
// lacks.
class AnchorFeed {
 public:
  struct Parts {
    std::shared_ptr<Anchor> anchor;
    std::string log;
    // The log's checkpoints from a number on, at most so many; called by the feed's thread.
    std::function<absl::StatusOr<std::vector<SignedCheckpoint>>(uint64_t, size_t)> checkpoints;
    // Told when the anchor goes away, comes back, or was altered; called by the feed's thread.
    std::function<void(sudare::v1::ServerEvent::Kind, const std::string&)> on_event;
    // As the log's last checkpoint says.
    AnchoredRange known;
    uint64_t latest = 0;
    absl::Time latest_at;
    absl::Duration first_retry = absl::Seconds(1);
  };

  explicit AnchorFeed(Parts parts);
  ~AnchorFeed();
  AnchorFeed(const AnchorFeed&) = delete;
  AnchorFeed& operator=(const AnchorFeed&) = delete;

  // The log has a new checkpoint, durably.
  void Offer(const Checkpoint& checkpoint);

  AuditAnchorStatus Status() const;
  // What the anchor confirmed; `last` 0: nothing yet.
  AnchoredRange Anchored() const;

 private:
  void Run();
  // Brings over what is lacking. OK: the anchor holds all up to `latest`.
  absl::Status Round(uint64_t latest);
  // Whether what the anchor holds is the beginning of what it was given.
  absl::Status CheckEnds(const AnchorEnds& ends, uint64_t latest);
  void Note(const absl::Status& status);
  void SetAnchored(uint64_t first, uint64_t last);

  const Parts parts_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  // Guarded by mutex_.
  AnchoredRange anchored_;
  uint64_t latest_ = 0;
  // When the oldest checkpoint that the anchor lacks was made.
  absl::Time lacking_since_;
  std::string trouble_;
  bool stop_ = false;

  std::thread thread_;
};

}  // namespace sudare::audit

#endif  // SUDARE_PROXY_AUDIT_ANCHOR_FEED_H_
