#include "policy/value.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sudare {
namespace {

struct TypeAndName {
  SqlType type;
  const char* name;
};

// PostgreSQL 15, pg_type.typname.
constexpr TypeAndName kTypeNames[] = {
    {SqlType::kBool, "bool"},
    {SqlType::kInt2, "int2"},
    {SqlType::kInt4, "int4"},
    {SqlType::kInt8, "int8"},
    {SqlType::kNumeric, "numeric"},
    {SqlType::kFloat4, "float4"},
    {SqlType::kFloat8, "float8"},
    {SqlType::kText, "text"},
    {SqlType::kVarchar, "varchar"},
    {SqlType::kBpchar, "bpchar"},
    {SqlType::kDate, "date"},
    {SqlType::kTimestamp, "timestamp"},
    {SqlType::kTimestamptz, "timestamptz"},
    {SqlType::kTime, "time"},
    {SqlType::kTimetz, "timetz"},
    {SqlType::kInterval, "interval"},
    {SqlType::kUuid, "uuid"},
    {SqlType::kJson, "json"},
    {SqlType::kJsonb, "jsonb"},
    {SqlType::kBytea, "bytea"},
    {SqlType::kInet, "inet"},
    {SqlType::kCidr, "cidr"},
};

}  // namespace

std::string TypeName(ColumnType type) {
  for (const TypeAndName& entry : kTypeNames) {
    if (entry.type == type.type) return absl::StrCat(type.is_array ? "_" : "", entry.name);
  }
  return "";
}

ColumnType TypeFromName(absl::string_view name) {
  ColumnType type;
  type.is_array = absl::ConsumePrefix(&name, "_");
  for (const TypeAndName& entry : kTypeNames) {
    if (name == entry.name) {
      type.type = entry.type;
      return type;
    }
  }
  return ColumnType{};
}

bool IsText(ColumnType type) {
  return !type.is_array && (type.type == SqlType::kText || type.type == SqlType::kVarchar ||
                            type.type == SqlType::kBpchar);
}

bool IsInteger(ColumnType type) {
  return !type.is_array && (type.type == SqlType::kInt2 || type.type == SqlType::kInt4 ||
                            type.type == SqlType::kInt8);
}

bool IsNumber(ColumnType type) {
  if (type.is_array) return false;
  if (IsInteger(type)) return true;
  switch (type.type) {
    case SqlType::kNumeric:
    case SqlType::kFloat4:
    case SqlType::kFloat8:
      return true;
    default:
      return false;
  }
}

bool IsDateLike(ColumnType type) {
  return !type.is_array && (type.type == SqlType::kDate || type.type == SqlType::kTimestamp ||
                            type.type == SqlType::kTimestamptz);
}

std::optional<int64_t> ReadInteger(absl::string_view text, SqlType type) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number)) return std::nullopt;
  const bool fits = type == SqlType::kInt2   ? number == static_cast<int16_t>(number)
                    : type == SqlType::kInt4 ? number == static_cast<int32_t>(number)
                                             : type == SqlType::kInt8;
  if (!fits) return std::nullopt;
  return number;
}

absl::string_view Significant(ColumnType type, absl::string_view text) {
  if (type.is_array || type.type != SqlType::kBpchar) return text;
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace sudare
