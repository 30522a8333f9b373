#include "proxy/backend/statement_cache.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace sudare {

std::string StatementCache::KeyOf(const Statement& statement) {
  return absl::StrCat(statement.forbid_parallel_scans ? "p" : "",
                      statement.forbid_index_scans ? "o" : "",
                      statement.forbid_index_only_scans ? "f " : "i ",
                      absl::StrJoin(statement.parameter_types, ","), " ", statement.sql);
}

const StatementCache::Entry* StatementCache::Find(absl::string_view key) {
  auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return &entries_.front();
}

std::string StatementCache::NewName() { return absl::StrCat("s", ++names_given_); }

std::optional<std::string> StatementCache::Insert(Entry entry) {
  Remove(entry.key);
  entries_.push_front(std::move(entry));
  by_key_.emplace(entries_.front().key, entries_.begin());
  if (entries_.size() <= capacity_) return std::nullopt;
  std::string evicted = entries_.back().name;
  by_key_.erase(entries_.back().key);
  entries_.pop_back();
  return evicted;
}

void StatementCache::Remove(absl::string_view key) {
  auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  const std::list<Entry>::iterator entry = found->second;
  by_key_.erase(found);
  entries_.erase(entry);
}

}  // namespace sudare
