// The closed-list walk: a statement passes only if every node in it is of a listed kind with listed
// fields.
#ifndef SUDARE_PROXY_SQL_CHECK_H_
#define SUDARE_PROXY_SQL_CHECK_H_

#include "absl/status/status.h"
#include "proxy/sql/parse.h"

namespace sudare::sql {

// Prefix of names that the rewriter makes; a client's identifier can't begin with it.
inline constexpr char kReservedPrefix[] = "sudare$";

// kPermissionDenied: the statement isn't a SELECT, or a SELECT that writes or locks; the message
// names it. kUnimplemented: a construct that is not analysed, with what to write instead.
absl::Status CheckStatement(const ParsedSql& parsed);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_CHECK_H_
