#include "policy/streams/table_columns.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"

namespace sudare {

absl::Status CheckTable(const Masker& masker, const StreamOptions& options) {
  if (std::count(options.table.begin(), options.table.end(), '.') != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("table name ", Quoted(options.table), " is not schema.table"));
  }
  if (options.rows_are_filtered || !masker.FiltersRows(options.table)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the account sees only some rows of ", Quoted(options.table),
                   ", and which ones only a query can tell: take the others out, then say that the "
                   "rows are filtered"));
}

absl::StatusOr<std::shared_ptr<const Masker::ColumnMasker>> TableColumn(const Masker& masker,
                                                                        const std::string& table,
                                                                        absl::string_view name,
                                                                        ColumnType type) {
  // No policy knows a column without a name.
  const bool has_dot = name.find('.') != absl::string_view::npos;
  return masker.Column(absl::StrCat(table, ".", has_dot ? absl::string_view() : name), type);
}

}  // namespace sudare
