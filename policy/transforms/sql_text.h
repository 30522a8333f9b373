// Building the SQL form of masks. Everything is qualified by pg_catalog.
#ifndef SUDARE_POLICY_TRANSFORMS_SQL_TEXT_H_
#define SUDARE_POLICY_TRANSFORMS_SQL_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "policy/value.h"

namespace sudare {

// 'it''s'. Needs standard_conforming_strings, to which sessions are pinned. REQUIRES: no NUL in
// `text`.
std::string SqlLiteral(absl::string_view text);

// CAST(expression AS pg_catalog.type).
std::string SqlCast(absl::string_view expression, absl::string_view type);

// CAST('text' AS pg_catalog.type).
std::string SqlConstant(absl::string_view text, absl::string_view type);

// The type in which a mask's new values of `type` are given: char(n) becomes text, because its
// length isn't known and SQL has no way to write it without one that every tool reads alike.
ColumnType WithoutPadding(ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_TRANSFORMS_SQL_TEXT_H_
