// Deparsing: the checked tree becomes SQL text, which is parsed again and must be the same tree.
#ifndef SUDARE_PROXY_SQL_DEPARSE_H_
#define SUDARE_PROXY_SQL_DEPARSE_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "proxy/sql/parse.h"

namespace sudare::sql {

// kInternal: the text would not mean the tree; nothing may be sent.
absl::StatusOr<std::string> DeparseVerified(const pg_query::ParseResult& tree);

// SQL text of the tree with literals replaced by $n, and identifiers that might be data (outside
// plain ASCII names that `is_known` doesn't know) by `…`. For logs and Explain; never executed.
std::string DeparseWithoutLiterals(const pg_query::ParseResult& tree,
                                   const std::function<bool(absl::string_view)>& is_known);

// Hexadecimal fingerprint of the statement's shape; empty if it can't be parsed.
std::string FingerprintOf(const std::string& text);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_DEPARSE_H_
