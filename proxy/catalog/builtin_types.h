// BuiltinTypes: what pg_type says of the types that a client may meet, those that come with
// PostgreSQL 15 and are on the lists. They are equal in every database; any other type is hidden.
#ifndef SUDARE_PROXY_CATALOG_BUILTIN_TYPES_H_
#define SUDARE_PROXY_CATALOG_BUILTIN_TYPES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare {

// Functions by their fixed object ids; 0: none.
struct BuiltinTypeFunctions {
  uint32_t input, output, receive, send, modifier_in, modifier_out, analyze, subscript;
};

// The letters are those of pg_type's columns.
struct BuiltinType {
  uint32_t oid = 0;
  std::string name;
  // As format_type writes it without a modifier: "timestamp with time zone".
  std::string sql_name;
  uint32_t array = 0;
  int length = -1;
  bool by_value = false;
  char kind = 'b';
  char category = 'U';
  bool is_preferred = false;
  char align = 'i';
  char storage = 'x';
  uint32_t collation = 0;
  uint32_t element = 0;
  BuiltinTypeFunctions functions = {};
};

// Ordered by oid, arrays among them.
const std::vector<BuiltinType>& BuiltinTypes();

// By pg_type.typname: "int4", "_int4"; nullptr if there is none.
const BuiltinType* FindBuiltinType(absl::string_view name);

// By any way to write it in SQL, without a modifier: "integer", "int4", "pg_catalog.int4[]".
const BuiltinType* FindBuiltinTypeInSql(absl::string_view sql);

// The object id of a function that `BuiltinTypeFunctions` may name; 0 for any other.
uint32_t BuiltinFunctionOid(absl::string_view name);

}  // namespace sudare

#endif  // SUDARE_PROXY_CATALOG_BUILTIN_TYPES_H_
