#include "proxy/query/token_value.h"

#include <cstdint>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "policy/base/utf8.h"

namespace sudare {
namespace {

// No text of a UTF-8 database holds other bytes.
bool IsDatabaseText(absl::string_view text) {
  return text.find('\0') == absl::string_view::npos &&
         FindInvalidUtf8(text) == absl::string_view::npos;
}

template <typename Integer>
bool IsInteger(absl::string_view text) {
  int64_t number = 0;
  return absl::SimpleAtoi(text, &number) && number >= std::numeric_limits<Integer>::min() &&
         number <= std::numeric_limits<Integer>::max() && absl::StrCat(number) == text;
}

bool IsUuid(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const bool is_hex = absl::ascii_isdigit(static_cast<unsigned char>(text[i])) ||
                        (text[i] >= 'a' && text[i] <= 'f');
    if (is_hyphen ? text[i] != '-' : !is_hex) return false;
  }
  return true;
}

bool IsWrittenAs(SqlType type, absl::string_view text) {
  switch (type) {
    case SqlType::kInt2:
      return IsInteger<int16_t>(text);
    case SqlType::kInt4:
      return IsInteger<int32_t>(text);
    case SqlType::kInt8:
      return IsInteger<int64_t>(text);
    case SqlType::kUuid:
      return IsUuid(text);
    case SqlType::kBpchar:
      return IsDatabaseText(text) && Significant({type}, text) == text;
    default:
      return IsDatabaseText(text);
  }
}

}  // namespace

Value ValueBehind(const Tokenizer& tokenizer, absl::string_view token, SqlType type) {
  Value value = tokenizer.Detokenize(token);
  if (value.has_value() && !IsWrittenAs(type, *value)) return std::nullopt;
  return value;
}

}  // namespace sudare
