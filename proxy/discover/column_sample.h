// Samples: some values of every column of a table, each bounded in rows, bytes and time.
#ifndef SUDARE_PROXY_DISCOVER_COLUMN_SAMPLE_H_
#define SUDARE_PROXY_DISCOVER_COLUMN_SAMPLE_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proxy/discover/outline.h"

namespace sudare::discover {

struct SampleLimits {
  // Values of each column.
  size_t rows = 1000;
  // Of one value; the rest of it stays in the database.
  size_t characters = 2048;
  // Of one statement.
  absl::Duration timeout = absl::Seconds(10);
};

// Values without NULLs, by column. They stay in this process: they are neither printed nor kept.
using ColumnValues = std::vector<std::vector<std::string>>;

// Large tables are sampled by blocks (TABLESAMPLE SYSTEM), others from their start. Text of which
// that finds little, because most rows have none, is looked for by itself. Foreign tables and bytea
// are not read. Errors: those of BackendSession; kPermissionDenied, kDeadlineExceeded and the like
// concern this table alone.
absl::StatusOr<ColumnValues> SampleTable(BackendSession& session, const OutlineTable& table,
                                         const SampleLimits& limits,
                                         const std::function<bool()>& cancelled);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_COLUMN_SAMPLE_H_
