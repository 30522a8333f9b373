// Rows of a statement as values, for readings that fit in memory.
#ifndef SUDARE_PROXY_REVIEW_ROWS_H_
#define SUDARE_PROXY_REVIEW_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/value.h"
#include "proxy/backend/backend.h"

namespace sudare::review {

// Errors: those of BackendSession.
absl::StatusOr<std::vector<std::vector<Value>>> ReadRows(
    BackendSession& session, absl::string_view sql, std::vector<Value> parameters = {},
    const ExecuteOptions& options = ExecuteOptions());

// The text of an array of texts, to be bound.
std::string TextArray(const std::vector<std::string>& elements);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_ROWS_H_
