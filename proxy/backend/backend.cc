#include "proxy/backend/backend.h"

#include "absl/strings/str_cat.h"
#include "proxy/error.h"

namespace sudare {

absl::Status RowTooLarge(size_t row_bytes) {
  return MakeError(
      absl::StatusCode::kResourceExhausted,
      absl::StrCat("one row of the answer has more than ", row_bytes, " bytes"),
      {"ROW_TOO_LARGE", "select fewer columns, or parts of long values with left() or substr()"});
}

}  // namespace sudare
