// The raw value that a column is compared with in place of a token.
#ifndef SUDARE_PROXY_QUERY_TOKEN_VALUE_H_
#define SUDARE_PROXY_QUERY_TOKEN_VALUE_H_

#include "absl/strings/string_view.h"
#include "policy/token.h"
#include "policy/value.h"

namespace sudare {

// Unset if no row of a column of `type` has that token: it is no token of the domain, or it stands
// for a text that the database would not write for a value of the type. One domain may cover
// columns of several types, and `007` is the token of a text and never of a number.
Value ValueBehind(const Tokenizer& tokenizer, absl::string_view token, SqlType type);

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_TOKEN_VALUE_H_
