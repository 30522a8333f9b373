// Reading a token map: the distinct values of a column, tokenized, as one JSON object {"value":
// "token", …}.
#ifndef SUDARE_PROXY_QUERY_TOKEN_MAP_H_
#define SUDARE_PROXY_QUERY_TOKEN_MAP_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "proxy/backend/backend.h"
#include "proxy/sql/masked_sql.h"

namespace sudare {

// kResourceExhausted: more than `max_values` distinct values; the message names the column and the
// way round.
absl::StatusOr<std::string> ReadTokenMap(const sql::TokenMapPlan& plan, uint32_t max_values,
                                         const ExecuteOptions& options, BackendSession& session);

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_TOKEN_MAP_H_
