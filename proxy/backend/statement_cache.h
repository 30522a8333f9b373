// StatementCache: which statements one database session holds prepared, least recently used last.
#ifndef SUDARE_PROXY_BACKEND_STATEMENT_CACHE_H_
#define SUDARE_PROXY_BACKEND_STATEMENT_CACHE_H_

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "proxy/backend/backend.h"

namespace sudare {

// Thread-safety: one thread at a time.
// Lifetime: entries live until they are removed or evicted.
class StatementCache {
 public:
  struct Entry {
    std::string key;
    // The name on the server; not used twice in a session.
    std::string name;
    std::vector<ResultField> fields;
  };

  explicit StatementCache(size_t capacity) : capacity_(capacity) {}

  // What makes two statements the same. The index-only scan setting belongs to it: the server may
  // keep a plan made under the other setting.
  static std::string KeyOf(const Statement& statement);

  // nullptr: not there. Marks it as used.
  const Entry* Find(absl::string_view key);

  // A name for a statement about to be prepared.
  std::string NewName();

  // Adds what the server has prepared; returns the name of the entry that had to go, which is to be
  // closed.
  std::optional<std::string> Insert(Entry entry);

  void Remove(absl::string_view key);
  size_t size() const { return entries_.size(); }

 private:
  const size_t capacity_;
  size_t names_given_ = 0;
  std::list<Entry> entries_;
  // Keys point into the entries, which a list never moves.
  absl::flat_hash_map<absl::string_view, std::list<Entry>::iterator> by_key_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_STATEMENT_CACHE_H_
