// What a token column is compared with, where the proxy can turn it back into the raw value:
// literals and parameters of the tokens' own type. Everything else goes through the token map, and
// PostgreSQL says what it means.
#ifndef SUDARE_PROXY_SQL_TOKEN_OPERAND_H_
#define SUDARE_PROXY_SQL_TOKEN_OPERAND_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "policy/value.h"
#include "proxy/sql/analysis.h"
#include "proxy/sql/ast.h"

namespace sudare::sql {

// `token_type` is the type that tokens have: text, int4 or int8. Literals of integers become the
// text that PostgreSQL would write for them. Unset: no operand of that kind, or one that PostgreSQL
// would refuse.
std::optional<TokenOperand> AsTokenOperand(const ast::Node& node, ColumnType token_type);

// The elements of ARRAY[…] or of an array's literal, cast or not.
std::optional<std::vector<TokenOperand>> AsTokenOperands(const ast::Node& array,
                                                         ColumnType token_type);

// Those of an array's text form: unquoted or quoted words, NULL.
std::optional<std::vector<TokenOperand>> SplitTokenArray(absl::string_view text,
                                                         ColumnType token_type);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_TOKEN_OPERAND_H_
