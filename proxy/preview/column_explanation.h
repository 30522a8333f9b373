// Why an account sees a column, or the columns of a table, as it does.
#ifndef SUDARE_PROXY_PREVIEW_COLUMN_EXPLANATION_H_
#define SUDARE_PROXY_PREVIEW_COLUMN_EXPLANATION_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "proto/preview.pb.h"
#include "proxy/preview/viewpoint.h"

namespace sudare::preview {

// A column or table that the policy doesn't list is no error: it is hidden, and a note says why.
// kInvalidArgument: the name isn't schema.table.column, or schema.table.
absl::StatusOr<sudare::v1::ColumnExplanation> ExplainColumn(const Viewpoint& viewpoint,
                                                            absl::string_view column);

// The columns that the policy lists, in its order; then those that only the database has.
absl::StatusOr<sudare::v1::TableExplanation> ExplainTable(const Viewpoint& viewpoint,
                                                          absl::string_view table);

}  // namespace sudare::preview

#endif  // SUDARE_PROXY_PREVIEW_COLUMN_EXPLANATION_H_
