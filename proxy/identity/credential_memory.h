// CredentialMemory: remembers for a while that something was proved, without holding what proved
// it: only a hash under a key that this object made for itself (BLAKE2b-256, RFC 7693).
//
// Thread-safety: KeyOf share freely; the others one thread at a time. Memory: at most `max_entries`
// x 48 bytes.
#ifndef SUDARE_PROXY_IDENTITY_CREDENTIAL_MEMORY_H_
#define SUDARE_PROXY_IDENTITY_CREDENTIAL_MEMORY_H_

#include <array>
#include <deque>
#include <initializer_list>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sudare {

class CredentialMemory {
 public:
  using Key = std::array<unsigned char, 32>;

  // When there are more entries, the oldest is forgotten.
  CredentialMemory(absl::Duration ttl, size_t max_entries);
  ~CredentialMemory();
  CredentialMemory(const CredentialMemory&) = delete;
  CredentialMemory& operator=(const CredentialMemory&) = delete;

  // Different lists of parts have different keys.
  Key KeyOf(std::initializer_list<absl::string_view> parts) const;

  // Remembered no longer than `ttl` ago. Asking doesn't prolong it.
  bool Knows(const Key& key, absl::Time now) const;
  void Remember(const Key& key, absl::Time now);

  size_t size() const { return entries_.size(); }

 private:
  const absl::Duration ttl_;
  const size_t max_entries_;
  // In locked memory.
  unsigned char* const secret_;
  absl::flat_hash_map<Key, absl::Time> entries_;
  // Every Remember() in order; those that were renewed since are passed over when their turn comes.
  std::deque<std::pair<Key, absl::Time>> order_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_IDENTITY_CREDENTIAL_MEMORY_H_
