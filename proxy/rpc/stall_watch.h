// StallWatch: ends calls whose client has stopped reading.
//
// A write to a client that reads nothing blocks without end, and with it a session and a snapshot
// of the database. The watch cancels the call once a single write has blocked for longer than the
// limit.
#ifndef SUDARE_PROXY_RPC_STALL_WATCH_H_
#define SUDARE_PROXY_RPC_STALL_WATCH_H_

#include <atomic>
#include <cstdint>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"

namespace sudare {

// Thread-safety: internally locked. Outlives its calls.
class StallWatch {
 public:
  // Watches one call while it lives.
  class Call {
   public:
    Call(StallWatch* watch, const grpc::ServerContext* context);
    ~Call();
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    void WriteBegins();
    void WriteEnds() { blocked_since_nanos_.store(0, std::memory_order_relaxed); }
    bool stalled() const { return stalled_.load(std::memory_order_relaxed); }

   private:
    friend class StallWatch;

    StallWatch* const watch_;
    const grpc::ServerContext* const context_;
    // Monotonic; 0: no write is under way.
    std::atomic<int64_t> blocked_since_nanos_{0};
    std::atomic<bool> stalled_{false};
  };

  explicit StallWatch(absl::Duration limit);
  ~StallWatch();

 private:
  void Run();
  void CancelStalled() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const absl::Duration limit_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_set<Call*> calls_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_STALL_WATCH_H_
