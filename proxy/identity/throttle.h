// Throttle: how often a name may fail within a time, as a sliding window. Attempts that are still
// being checked count as failures until they end well, so that many at once gain nothing.
//
// Thread-safety: one thread at a time. Memory: at most `max_names` names, each with at most
// `failures` times.
#ifndef SUDARE_PROXY_IDENTITY_THROTTLE_H_
#define SUDARE_PROXY_IDENTITY_THROTTLE_H_

#include <array>
#include <cstdint>
#include <deque>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sudare {

class Throttle {
 public:
  // When there are more names, the one whose last failure is oldest is forgotten.
  Throttle(int failures, absl::Duration window, size_t max_names);

  // How long `name` has to wait; zero: it doesn't.
  absl::Duration WaitOf(absl::string_view name, absl::Time now);
  // No further attempt may begin until one of those being checked ends.
  bool IsBusy(absl::string_view name, absl::Time now);
  // Requires that `name` has to wait. True when asked first since its last failure.
  bool IsFirstRefusal(absl::string_view name);

  // An attempt begins; each is followed by one End().
  void Begin(absl::string_view name, absl::Time now);
  void End(absl::string_view name, bool failed, absl::Time now);

  size_t names() const { return entries_.size(); }

 private:
  struct Entry {
    std::deque<absl::Time> failures;
    int in_progress = 0;
    bool refusal_seen = false;
  };
  // Names are kept as keyed hashes (SipHash-2-4): short, and nobody can aim at another's.
  using Key = uint64_t;

  Key KeyOf(absl::string_view name) const;
  // Null if there is none, or nothing left in it.
  Entry* Find(absl::string_view name, absl::Time now);
  void DropOld(Entry* entry, absl::Time now) const;
  void MakeRoom(absl::Time now);

  const size_t failures_;
  const absl::Duration window_;
  const size_t max_names_;
  std::array<unsigned char, 16> key_;
  absl::flat_hash_map<Key, Entry> entries_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_IDENTITY_THROTTLE_H_
