#include "proxy/prove/sql_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace sudare::prove {

std::string QuotedName(absl::string_view name) {
  return absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

std::string QuotedName(absl::string_view schema, absl::string_view name) {
  return absl::StrCat(QuotedName(schema), ".", QuotedName(name));
}

std::string SqlLiteral(const Value& value) {
  if (!value.has_value()) return "NULL";
  if (value->find_first_of("\\\n\r") == std::string::npos) {
    return absl::StrCat("'", absl::StrReplaceAll(*value, {{"'", "''"}}), "'");
  }
  return absl::StrCat(
      "E'",
      absl::StrReplaceAll(*value, {{"\\", "\\\\"}, {"'", "''"}, {"\n", "\\n"}, {"\r", "\\r"}}),
      "'");
}

std::string CopyField(const Value& value) {
  if (!value.has_value()) return "\\N";
  return absl::StrReplaceAll(*value, {{"\\", "\\\\"}, {"\t", "\\t"}, {"\n", "\\n"}, {"\r", "\\r"}});
}

}  // namespace sudare::prove
