// The fields of records as columns of one table.
#ifndef SUDARE_POLICY_STREAMS_TABLE_COLUMNS_H_
#define SUDARE_POLICY_STREAMS_TABLE_COLUMNS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/masker.h"
#include "policy/streams/stream_options.h"

namespace sudare {

// kInvalidArgument: options.table isn't schema.table. kFailedPrecondition: the policy filters rows
// of it, which only a query can do, and the caller doesn't say that the input holds none of the
// others.
absl::Status CheckTable(const Masker& masker, const StreamOptions& options);

// Masker::Column for names that come from the input: whatever can't be a column of the table is
// hidden. So a message holds no name but one of the policy.
absl::StatusOr<std::shared_ptr<const Masker::ColumnMasker>> TableColumn(const Masker& masker,
                                                                        const std::string& table,
                                                                        absl::string_view name,
                                                                        ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_TABLE_COLUMNS_H_
