// Reading SQL for the invariants of the sql target, by nothing but PostgreSQL's parser: none of the
// code under test is used here.
#ifndef SUDARE_TESTS_FUZZ_STATEMENT_TREE_H_
#define SUDARE_TESTS_FUZZ_STATEMENT_TREE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "proxy/sql/pg_query.pb.h"

namespace sudare::fuzz {

// The one statement in `text`; nullopt: the parser refuses it, or there are several.
std::optional<pg_query::ParseResult> ReadStatement(const std::string& text);

// The tree of an expression; it must be one.
pg_query::Node ReadExpression(const std::string& text);

// Equal for trees that mean the same: without places in the text.
std::string CanonicalBytes(const pg_query::Node& node);

// String nodes of a dotted list; other nodes give empty names.
std::vector<std::string> NamesIn(const google::protobuf::RepeatedPtrField<pg_query::Node>& nodes);

// The contents of the literals in a text that are long enough to be somebody's data, and written
// nowhere else in it.
std::vector<std::string> LiteralsIn(const std::string& text);

}  // namespace sudare::fuzz

#endif  // SUDARE_TESTS_FUZZ_STATEMENT_TREE_H_
