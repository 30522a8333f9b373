// The closed lists: node kinds, functions, operators and types that a query may use. What isn't
// here is refused.
#ifndef SUDARE_PROXY_SQL_ALLOWLIST_H_
#define SUDARE_PROXY_SQL_ALLOWLIST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare::sql {

// Whether a node of this kind (message name of pg_query.proto, "FuncCall") may appear with this
// field set.
bool IsNodeFieldAllowed(absl::string_view kind, absl::string_view field);

// A function of pg_catalog, every overload of it.
bool IsFunctionAllowed(absl::string_view name);

// Allowed functions by what they do to rows: many to one; one to many; many to one in the order in
// which they come.
bool IsAggregate(absl::string_view name);
bool ReturnsSet(absl::string_view name);
bool ShowsOrder(absl::string_view name);

// Functions whose use is refused with special advice; empty if there is none.
absl::string_view AdviceForFunction(absl::string_view name);

// Names of the columns that a function gives in FROM: {"key", "value"} for json_each; empty for one
// column that takes the name of the alias or function.
std::vector<std::string> OutputColumnsOf(absl::string_view function);

// A configuration of text search, as a literal names it: 'simple'.
bool IsTextSearchConfigurationAllowed(absl::string_view name);

bool IsOperatorAllowed(absl::string_view op);

// Internal name ("int4", "timestamptz") of a type, for casts.
bool IsTypeAllowed(absl::string_view internal_name);

// Object id of a type that a parameter may be declared as, by internal name or SQL spelling
// ("integer", "text[]"); 0 for any other.
uint32_t ParameterTypeOid(absl::string_view name);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_ALLOWLIST_H_
