#include "policy/streams/typed_text.h"

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/transforms/constant.h"
#include "policy/transforms/json_text.h"

namespace sudare {
namespace {

bool AllDigits(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(c)) return false;
  }
  return true;
}

std::string Joined(absl::string_view date, char separator) {
  return absl::StrCat(date.substr(0, 4), std::string(1, separator), date.substr(5, 2),
                      std::string(1, separator), date.substr(8));
}

// With hyphens, whatever it had.
std::string WithHyphens(absl::string_view text, ColumnType type, DateForm* form) {
  *form = DateForm::kHyphens;
  if (text.size() >= 10 && text[4] == '/' && text[7] == '/') {
    *form = DateForm::kSlashes;
    return Joined(text, '-');
  }
  if (type.type == SqlType::kDate && text.size() == 8 && AllDigits(text)) {
    *form = DateForm::kDigits;
    return absl::StrCat(text.substr(0, 4), "-", text.substr(4, 2), "-", text.substr(6));
  }
  return std::string(text);
}

}  // namespace

absl::Status CheckTypeInFiles(ColumnType type) {
  switch (type.type) {
    case SqlType::kUnknown:
    case SqlType::kTimetz:
    case SqlType::kInterval:
    case SqlType::kInet:
    case SqlType::kCidr:
      break;
    default:
      if (!type.is_array) return absl::OkStatus();
  }
  const std::string name = TypeName(type);
  return absl::InvalidArgumentError(
      absl::StrCat("values of ", name.empty() ? "a type outside the list" : Quoted(name),
                   " aren't read from files: give no type, so that they count as text"));
}

std::optional<std::string> ReadTypedText(absl::string_view text, ColumnType type, DateForm* form) {
  if (IsText(type)) return std::string(text);
  if (type.type == SqlType::kJson || type.type == SqlType::kJsonb) {
    if (!IsJson(text)) return std::nullopt;
    return std::string(text);
  }
  absl::StatusOr<std::string> value =
      CanonicalConstant(IsDateLike(type) ? WithHyphens(text, type, form) : std::string(text), type);
  if (!value.ok()) return std::nullopt;
  return *std::move(value);
}

std::string WriteDate(absl::string_view date, ColumnType type, DateForm form) {
  // Years of five digits, BC and infinity have one form only.
  const bool plain = date.size() >= 10 && date[4] == '-' && date[7] == '-' &&
                     (type.type != SqlType::kDate || date.size() == 10);
  if (!plain || form == DateForm::kHyphens) return std::string(date);
  if (form == DateForm::kSlashes) return Joined(date, '/');
  return absl::StrCat(date.substr(0, 4), date.substr(5, 2), date.substr(8));
}

}  // namespace sudare
