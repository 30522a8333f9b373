#include "policy/token_cache.h"

#include <sodium.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "absl/hash/hash.h"

namespace sudare {
namespace {

constexpr size_t kCacheLine = 64;

// Holds an entry, or tells at once that another thread does.
class TryLock {
 public:
  explicit TryLock(std::atomic<bool>* busy)
      : busy_(busy), held_(!busy->exchange(true, std::memory_order_acquire)) {}
  ~TryLock() {
    if (held_) busy_->store(false, std::memory_order_release);
  }
  bool held() const { return held_; }

 private:
  std::atomic<bool>* const busy_;
  const bool held_;
};

}  // namespace

// Two cache lines. All zero bytes: empty.
struct TokenCache::Entry {
  uint64_t hash;
  std::atomic<bool> busy;
  uint8_t value_size;
  uint8_t token_size;     // 0: empty
  char bytes[kMaxBytes];  // the value, then the token
};

TokenCache::TokenCache() {
  static_assert(sizeof(Entry) == 2 * kCacheLine, "an entry fills two cache lines");
  // Zero pages come from the operating system as they are touched. No memory: no cache.
  storage_ = std::calloc(1, kEntries * sizeof(Entry) + kCacheLine);
  const auto address = reinterpret_cast<uintptr_t>(storage_);
  entries_ = reinterpret_cast<Entry*>((address + kCacheLine - 1) & ~(kCacheLine - 1));
}

TokenCache::~TokenCache() {
  if (storage_ != nullptr) sodium_memzero(storage_, kEntries * sizeof(Entry) + kCacheLine);
  std::free(storage_);
}

size_t TokenCache::Hash(absl::string_view value) { return absl::Hash<absl::string_view>()(value); }

bool TokenCache::AppendTo(absl::string_view value, size_t hash, std::string* out) const {
  if (storage_ == nullptr || value.size() >= kMaxBytes) return false;
  Entry& entry = entries_[hash & (kEntries - 1)];
  const TryLock lock(&entry.busy);
  if (!lock.held() || entry.token_size == 0 || entry.hash != hash ||
      entry.value_size != value.size() ||
      (!value.empty() && std::memcmp(entry.bytes, value.data(), value.size()) != 0)) {
    return false;
  }
  out->append(entry.bytes + entry.value_size, entry.token_size);
  return true;
}

void TokenCache::Put(absl::string_view value, size_t hash, absl::string_view token) {
  if (storage_ == nullptr || value.size() + token.size() > kMaxBytes || token.empty()) return;
  Entry& entry = entries_[hash & (kEntries - 1)];
  const TryLock lock(&entry.busy);
  if (!lock.held()) return;
  entry.hash = hash;
  entry.value_size = static_cast<uint8_t>(value.size());
  entry.token_size = static_cast<uint8_t>(token.size());
  if (!value.empty()) std::memcpy(entry.bytes, value.data(), value.size());
  std::memcpy(entry.bytes + value.size(), token.data(), token.size());
}

}  // namespace sudare
