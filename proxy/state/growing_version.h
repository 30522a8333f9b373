// GrowingVersion: what StateStore::Version() tells, so that it grows whatever becomes of the store.
//
// A store that was away may come back as another one: restored from a copy, with a lower number or
// by chance the same. Who keeps what it read until the version grows would keep it for ever. So
// what is told counts how often the stored number was seen to differ.
//
// Thread-safety: internally locked.
#ifndef SUDARE_PROXY_STATE_GROWING_VERSION_H_
#define SUDARE_PROXY_STATE_GROWING_VERSION_H_

#include <cstdint>
#include <mutex>
#include <optional>

namespace sudare::state {

class GrowingVersion {
 public:
  // `stored` is the number in the store by now. Threads that come here in another order than they
  // read make it grow once more than needed, never less.
  uint64_t Of(uint64_t stored) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stored_ != stored) ++told_;
    stored_ = stored;
    return told_;
  }

  // What is read from now on may be of another store, even if the number is the same.
  void OpenedAnew() {
    std::lock_guard<std::mutex> lock(mutex_);
    stored_.reset();
  }

 private:
  std::mutex mutex_;                // guards all below
  std::optional<uint64_t> stored_;  // as seen last
  uint64_t told_ = 0;
};

}  // namespace sudare::state

#endif  // SUDARE_PROXY_STATE_GROWING_VERSION_H_
