// Pieces of SQL text for the private databases.
#ifndef SUDARE_PROXY_PROVE_SQL_TEXT_H_
#define SUDARE_PROXY_PROVE_SQL_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "policy/value.h"

namespace sudare::prove {

// "name", always quoted.
std::string QuotedName(absl::string_view name);
// "schema"."name".
std::string QuotedName(absl::string_view schema, absl::string_view name);

// NULL, or a literal on one line.
std::string SqlLiteral(const Value& value);

// As COPY reads it in its text format.
std::string CopyField(const Value& value);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_SQL_TEXT_H_
