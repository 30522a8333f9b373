#include "proxy/query/token_value.h"

#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/utf8.h"

namespace sudare {
namespace {

// No text of a UTF-8 database holds other bytes.
bool IsDatabaseText(absl::string_view text) {
  return text.find('\0') == absl::string_view::npos &&
         FindInvalidUtf8(text) == absl::string_view::npos;
}

// As the database writes it.
bool IsIntegerText(absl::string_view text, SqlType type) {
  const std::optional<int64_t> number = ReadInteger(text, type);
  return number.has_value() && absl::StrCat(*number) == text;
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
    case SqlType::kInt4:
    case SqlType::kInt8:
      return IsIntegerText(text, type);
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
