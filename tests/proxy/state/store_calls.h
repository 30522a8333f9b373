// Single entries of a store, each in a transaction of its own.
#ifndef SUDARE_TESTS_PROXY_STATE_STORE_CALLS_H_
#define SUDARE_TESTS_PROXY_STATE_STORE_CALLS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "proxy/state/state_store.h"

namespace sudare::testing {

inline absl::Status PutIn(StateStore& store, absl::string_view table, absl::string_view key,
                          absl::string_view value) {
  return store.Transact(
      [&](StateTransaction& transaction) { return transaction.Put(table, key, value); });
}

inline absl::StatusOr<std::optional<std::string>> GetFrom(StateStore& store,
                                                          absl::string_view table,
                                                          absl::string_view key) {
  absl::StatusOr<std::optional<std::string>> found = std::nullopt;
  const absl::Status status = store.Read([&](StateReader& reader) {
    found = reader.Get(table, key);
    return found.status();
  });
  if (!status.ok()) return status;
  return found;
}

// In table `t`.
inline absl::Status Put(StateStore& store, absl::string_view key, absl::string_view value) {
  return PutIn(store, "t", key, value);
}
inline absl::StatusOr<std::optional<std::string>> Get(StateStore& store, absl::string_view key) {
  return GetFrom(store, "t", key);
}

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_STATE_STORE_CALLS_H_
