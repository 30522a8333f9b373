// TokenCache: the tokens of values seen lately.
//
// Memory: kEntries * 128 bytes = 256 KiB at most, taken page by page as it fills; a value that
// doesn't fit an entry is not kept. Values lie here in clear text, as they do in the row they came
// from, and are wiped with the cache. Thread-safety: safe to share. No call ever waits: an entry
// that another thread holds counts as absent.
#ifndef SUDARE_POLICY_TOKEN_CACHE_H_
#define SUDARE_POLICY_TOKEN_CACHE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

class TokenCache {
 public:
  // A power of two.
  static constexpr size_t kEntries = 2048;
  // Bytes of value and token together that fit an entry.
  static constexpr size_t kMaxBytes = 117;

  TokenCache();
  ~TokenCache();
  TokenCache(const TokenCache&) = delete;
  TokenCache& operator=(const TokenCache&) = delete;

  // Where a value is looked for. Valid in this process only.
  static size_t Hash(absl::string_view value);

  // Appends the token of `value` to `out` and returns true, or returns false. `hash` is
  // Hash(value).
  bool AppendTo(absl::string_view value, size_t hash, std::string* out) const;

  // Remembers `token`, in place of the value that had this entry before.
  void Put(absl::string_view value, size_t hash, absl::string_view token);

 private:
  struct Entry;
  void* storage_;   // what calloc gave
  Entry* entries_;  // the first cache line in it
};

}  // namespace sudare

#endif  // SUDARE_POLICY_TOKEN_CACHE_H_
