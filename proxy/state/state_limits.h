// What every store takes: the same in all of them, so that a state can move from one to another.
#ifndef SUDARE_PROXY_STATE_STATE_LIMITS_H_
#define SUDARE_PROXY_STATE_STATE_LIMITS_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sudare::state {

// PostgreSQL's B-trees take little more than 2,600 bytes.
constexpr size_t kMaxKeyBytes = 1024;
constexpr size_t kMaxValueBytes = 16 << 20;

// kInvalidArgument: it isn't [a-z_]{1,63}.
absl::Status CheckTable(absl::string_view table);

// kInvalidArgument: table, key or value is none that a store takes. Repeats no key.
absl::Status CheckEntry(absl::string_view table, absl::string_view key, absl::string_view value);

// Of a schema in PostgreSQL. kInvalidArgument: `name` isn't [a-z_][a-z0-9_]{0,62}, or one of
// PostgreSQL's own.
absl::Status CheckSchemaName(absl::string_view name);

// The least key above all that begin with `prefix`; nullopt: there is none.
std::optional<std::string> EndOfPrefix(absl::string_view prefix);

}  // namespace sudare::state

#endif  // SUDARE_PROXY_STATE_STATE_LIMITS_H_
