#include "proxy/identity/throttle.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

namespace sudare {

Throttle::Throttle(int failures, absl::Duration window, size_t max_names)
    : failures_(static_cast<size_t>(std::max(failures, 1))),
      window_(window),
      max_names_(max_names) {
  static_assert(crypto_shorthash_KEYBYTES == sizeof key_);
  crypto_shorthash_keygen(key_.data());
}

absl::Duration Throttle::WaitOf(absl::string_view name, absl::Time now) {
  const Entry* entry = Find(name, now);
  if (entry == nullptr || entry->failures.size() < failures_) return absl::ZeroDuration();
  return entry->failures.front() + window_ - now;
}

bool Throttle::IsBusy(absl::string_view name, absl::Time now) {
  const Entry* entry = Find(name, now);
  return entry != nullptr &&
         entry->failures.size() + static_cast<size_t>(entry->in_progress) >= failures_;
}

bool Throttle::IsFirstRefusal(absl::string_view name) {
  const auto found = entries_.find(KeyOf(name));
  if (found == entries_.end()) return false;
  return !std::exchange(found->second.refusal_seen, true);
}

void Throttle::Begin(absl::string_view name, absl::Time now) {
  const Key key = KeyOf(name);
  if (!entries_.contains(key) && entries_.size() >= max_names_) MakeRoom(now);
  ++entries_[key].in_progress;
}

void Throttle::End(absl::string_view name, bool failed, absl::Time now) {
  const auto found = entries_.find(KeyOf(name));
  Entry& entry = found->second;
  --entry.in_progress;
  if (failed) {
    entry.failures.push_back(now);
    entry.refusal_seen = false;
    if (entry.failures.size() > failures_) entry.failures.pop_front();
  } else if (entry.in_progress == 0 && entry.failures.empty()) {
    entries_.erase(found);
  }
}

Throttle::Key Throttle::KeyOf(absl::string_view name) const {
  Key key = 0;
  static_assert(crypto_shorthash_BYTES == sizeof key);
  crypto_shorthash(reinterpret_cast<unsigned char*>(&key),
                   reinterpret_cast<const unsigned char*>(name.data()), name.size(), key_.data());
  return key;
}

Throttle::Entry* Throttle::Find(absl::string_view name, absl::Time now) {
  const auto found = entries_.find(KeyOf(name));
  if (found == entries_.end()) return nullptr;
  DropOld(&found->second, now);
  if (found->second.in_progress > 0 || !found->second.failures.empty()) return &found->second;
  entries_.erase(found);
  return nullptr;
}

void Throttle::DropOld(Entry* entry, absl::Time now) const {
  while (!entry->failures.empty() && entry->failures.front() + window_ <= now) {
    entry->failures.pop_front();
  }
}

void Throttle::MakeRoom(absl::Time now) {
  auto oldest = entries_.end();
  for (auto it = entries_.begin(); it != entries_.end();) {
    DropOld(&it->second, now);
    if (it->second.in_progress > 0) {
      ++it;
      continue;
    }
    if (it->second.failures.empty()) {
      entries_.erase(it++);
      continue;
    }
    if (oldest == entries_.end() || it->second.failures.back() < oldest->second.failures.back()) {
      oldest = it;
    }
    ++it;
  }
  if (entries_.size() >= max_names_ && oldest != entries_.end()) entries_.erase(oldest);
}

}  // namespace sudare
