#include "policy/transforms/sql_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace sudare {

std::string SqlLiteral(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "''"}}), "'");
}

std::string SqlCast(absl::string_view expression, absl::string_view type) {
  return absl::StrCat("CAST(", expression, " AS pg_catalog.", type, ")");
}

std::string SqlConstant(absl::string_view text, absl::string_view type) {
  return SqlCast(SqlLiteral(text), type);
}

ColumnType WithoutPadding(ColumnType type) {
  if (type == ColumnType{SqlType::kBpchar}) type.type = SqlType::kText;
  return type;
}

}  // namespace sudare
