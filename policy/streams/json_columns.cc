#include "policy/streams/json_columns.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "policy/streams/stream_errors.h"
#include "policy/streams/table_columns.h"
#include "policy/streams/typed_text.h"

namespace sudare {
namespace {

constexpr size_t kMaxColumns = 4096;

// The type that a JSON value has by itself.
ColumnType TypeOf(absl::string_view value) {
  switch (value.front()) {
    case '"':
      return {SqlType::kText};
    case 't':
    case 'f':
      return {SqlType::kBool};
    case '{':
    case '[':
      return {SqlType::kJson};
    default:
      return {SqlType::kNumeric};
  }
}

bool IsJsonType(ColumnType type) {
  return type.type == SqlType::kJson || type.type == SqlType::kJsonb;
}

// The text of a value as one of `type`; unset if it is none. Objects and arrays are values of json
// types only.
std::optional<std::string> TextOf(absl::string_view value, ColumnType type, DateForm* form) {
  if (IsJsonType(type)) return std::string(value);
  if (TypeOf(value).type == SqlType::kJson) return std::nullopt;
  if (value.front() != '"') return ReadTypedText(value, type, form);
  if (HasUnusableEscape(value)) return std::nullopt;
  return ReadTypedText(UnescapeJsonString(value), type, form);
}

void AppendValue(const Value& value, ColumnType type, std::string* out) {
  if (!value.has_value()) {
    *out += "null";
  } else if (type.type == SqlType::kBool) {
    *out += *value == "t" ? "true" : "false";
  } else if (IsJsonType(type) || (IsNumber(type) && IsJson(*value))) {
    *out += *value;
  } else {
    *out += QuoteJsonString(*value);
  }
}

}  // namespace

absl::StatusOr<bool> JsonColumns::AppendMasked(const JsonMember& member, int64_t line,
                                               std::string* out) {
  if (HasUnusableEscape(member.key)) return false;
  const std::string name = UnescapeJsonString(member.key);
  if (member.value == "null") {
    SUDARE_ASSIGN_OR_RETURN(const Column column, FindForNull(name, line));
    if (column->hidden()) return false;
    AppendValue(column->MaskView(nullptr), column->result_type(), out);
    return true;
  }
  const auto given = types_.find(name);
  const ColumnType type = given == types_.end() ? TypeOf(member.value) : given->second;
  absl::StatusOr<Column> found = Find(name, type, line);
  if (!found.ok() && given == types_.end()) {
    // A constant stands for values of every kind, whatever kind it is itself.
    const absl::StatusOr<Column> any = FindForNull(name, line);
    if (any.ok() && (*any)->kind() == MaskKind::kRedact) found = any;
  }
  SUDARE_RETURN_IF_ERROR(found.status());
  const Column& column = *found;
  if (column->hidden()) return false;
  if (column->kind() == MaskKind::kRedact) {
    AppendValue(column->MaskView(nullptr), column->result_type(), out);
    return true;
  }
  DateForm form = DateForm::kHyphens;
  const std::optional<std::string> text = TextOf(member.value, type, &form);
  if (!text.has_value()) return NoValueError(line, name, type);
  if (column->kind() == MaskKind::kAllow) {
    absl::StrAppend(out, member.value);
    return true;
  }
  const absl::string_view view = *text;
  Value masked = column->MaskView(&view);
  if (masked.has_value() && IsDateLike(column->result_type())) {
    masked = WriteDate(*masked, type, form);
  }
  AppendValue(masked, column->result_type(), out);
  return true;
}

absl::StatusOr<JsonColumns::Column> JsonColumns::Find(const std::string& name, ColumnType type,
                                                      int64_t line) {
  const std::pair<std::string, int> key(name, static_cast<int>(type.type));
  const auto found = columns_.find(key);
  if (found != columns_.end()) return found->second;
  absl::StatusOr<Column> column = TableColumn(masker_, table_, name, type);
  if (!column.ok()) {
    return absl::Status(column.status().code(),
                        absl::StrCat("line ", line, ": ", column.status().message()));
  }
  if (columns_.size() < kMaxColumns) columns_.emplace(key, *column);
  return column;
}

// null has no type of its own, and a mask may fit some only.
absl::StatusOr<JsonColumns::Column> JsonColumns::FindForNull(const std::string& name,
                                                             int64_t line) {
  const auto given = types_.find(name);
  if (given != types_.end()) return Find(name, given->second, line);
  absl::StatusOr<Column> column;
  for (const SqlType type :
       {SqlType::kText, SqlType::kNumeric, SqlType::kJson, SqlType::kBool, SqlType::kDate}) {
    column = Find(name, {type}, line);
    if (column.ok()) return column;
  }
  return column;
}

}  // namespace sudare
