// A value as it passes between database, masks and clients, and the closed list of types a value
// may have.
//
// Values travel in PostgreSQL's text output form under the pinned session settings (UTF-8, ISO
// dates): the one form that masks, tokens, clients and the SQL twin of each mask agree on. No value
// is NULL.
#ifndef SUDARE_POLICY_VALUE_H_
#define SUDARE_POLICY_VALUE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

// Unset: NULL.
using Value = std::optional<std::string>;

// Types of columns that may be shown or masked. A column of any other type (user types, domains,
// composites) is hidden unless it is redacted. Arrays of these are `is_array` beside it.
enum class SqlType {
  kUnknown,  // outside the list
  kBool,
  kInt2,
  kInt4,
  kInt8,
  kNumeric,
  kFloat4,
  kFloat8,
  kText,  // text
  kVarchar,
  kBpchar,  // char(n)
  kDate,
  kTimestamp,
  kTimestamptz,
  kTime,
  kTimetz,
  kInterval,
  kUuid,
  kJson,
  kJsonb,
  kBytea,
  kInet,
  kCidr,
};

struct ColumnType {
  SqlType type = SqlType::kUnknown;
  bool is_array = false;

  friend bool operator==(const ColumnType& a, const ColumnType& b) {
    return a.type == b.type && a.is_array == b.is_array;
  }
  friend bool operator!=(const ColumnType& a, const ColumnType& b) { return !(a == b); }
};

// PostgreSQL's internal name in pg_catalog: "int4", "text", "_int4". Empty for kUnknown.
std::string TypeName(ColumnType type);

// The type of that internal name (a leading underscore is an array); kUnknown for any other.
ColumnType TypeFromName(absl::string_view name);

bool IsText(ColumnType type);      // text, varchar, bpchar; no arrays
bool IsInteger(ColumnType type);   // int2/4/8; no arrays
bool IsNumber(ColumnType type);    // int2/4/8, numeric, float4/8; no arrays
bool IsDateLike(ColumnType type);  // date, timestamp, timestamptz; no arrays

// The number that PostgreSQL reads from `text` as a value of an integer type. Unset: it reads none,
// or one out of range.
std::optional<int64_t> ReadInteger(absl::string_view text, SqlType type);

// The part of a value's text that is the value: char(n) carries blanks that PostgreSQL doesn't
// compare and drops when it becomes text. Tokens stand for this part, however the value travelled.
absl::string_view Significant(ColumnType type, absl::string_view text);

}  // namespace sudare

#endif  // SUDARE_POLICY_VALUE_H_
