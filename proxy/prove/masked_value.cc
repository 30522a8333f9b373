#include "proxy/prove/masked_value.h"

namespace sudare::prove {

Value MaskedValue(const VisibleColumn& column, const Value& value) {
  if (column.is_token()) {
    if (!value.has_value()) return std::nullopt;
    return column.tokenizer->Tokenize(Significant(column.column->type, *value));
  }
  if (!value.has_value()) return column.mask->Apply(nullptr);
  const absl::string_view view = *value;
  return column.mask->Apply(&view);
}

}  // namespace sudare::prove
