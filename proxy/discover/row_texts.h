// RowTexts: rows of an answer, kept as values.
#ifndef SUDARE_PROXY_DISCOVER_ROW_TEXTS_H_
#define SUDARE_PROXY_DISCOVER_ROW_TEXTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proxy/backend/backend.h"

namespace sudare::discover {

using Rows = std::vector<std::vector<Value>>;

// All rows of a statement, which the caller bounds. Errors: those of BackendSession.
absl::StatusOr<Rows> Ask(BackendSession& session, const Statement& statement,
                         const ExecuteOptions& options);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_ROW_TEXTS_H_
