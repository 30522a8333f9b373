#include "policy/transforms/generalize.h"

#include "policy/base/status_macros.h"
#include "policy/transforms/fit.h"
#include "policy/transforms/generalize_date.h"
#include "policy/transforms/number_brackets.h"
#include "policy/transforms/number_bucket.h"

namespace sudare {

absl::StatusOr<std::unique_ptr<const Mask>> MakeGeneralize(const sudare::v1::Generalize& generalize,
                                                           ColumnType type) {
  SUDARE_RETURN_IF_ERROR(CheckFit(MaskKind::kGeneralize, type));
  const bool has_date = generalize.date_to() != sudare::v1::Generalize::DATE_UNIT_UNSPECIFIED;
  const bool has_bucket = !generalize.number_bucket().empty();
  const bool has_brackets = generalize.brackets_size() > 0;
  if (has_date + has_bucket + has_brackets != 1) {
    return absl::InvalidArgumentError(
        "`generalize` needs exactly one of `date_to`, `number_bucket` and `brackets`");
  }
  if (has_date != IsDateLike(type)) {
    return absl::InvalidArgumentError(
        has_date ? "`date_to` doesn't fit a column of numbers: use `number_bucket` or `brackets`"
                 : "`number_bucket` and `brackets` don't fit a column of dates: use `date_to`");
  }
  if (!generalize.time_zone().empty() && !has_date) {
    return absl::InvalidArgumentError("`time_zone` goes with `date_to` only");
  }
  if (has_date) return MakeDateGeneralize(generalize, type);
  return has_bucket ? MakeNumberBucket(generalize, type) : MakeNumberBrackets(generalize, type);
}

}  // namespace sudare
