// GrowingVersion: what StateStore::Version() tells, so that it grows whatever becomes of the store.
//
// A store that was away may come back as another one: restored from a copy, with a lower number or
// by chance the same. Who keeps what it read until the version grows would keep it for ever.
//
// Thread-safety: internally locked.
#ifndef SUDARE_PROXY_STATE_GROWING_VERSION_H_
#define SUDARE_PROXY_STATE_GROWING_VERSION_H_

#include <cstdint>
#include <mutex>

namespace sudare::state {

class GrowingVersion {
 public:
  // `stored` is the number in the store by now.
  uint64_t Of(uint64_t stored) {
    std::lock_guard<std::mutex> lock(mutex_);
    // Two threads may come here in another order than they read: `stored` below the last one alone
    // proves nothing, and the last one told is as good an answer.
    if (was_away_) {
      if (stored + offset_ <= last_) offset_ = last_ + 1 - stored;
      was_away_ = false;
    }
    if (stored + offset_ > last_) last_ = stored + offset_;
    return last_;
  }

  // The store could not be reached, or may be another one from now on.
  void WasAway() {
    std::lock_guard<std::mutex> lock(mutex_);
    was_away_ = true;
  }

 private:
  std::mutex mutex_;  // guards all below
  uint64_t offset_ = 0;
  uint64_t last_ = 0;
  bool was_away_ = false;
};

}  // namespace sudare::state

#endif  // SUDARE_PROXY_STATE_GROWING_VERSION_H_
