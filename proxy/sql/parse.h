// Parsing: a client's text becomes the tree of PostgreSQL's own parser, or an error with its place.
#ifndef SUDARE_PROXY_SQL_PARSE_H_
#define SUDARE_PROXY_SQL_PARSE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace pg_query {
class ParseResult;
class SelectStmt;
}  // namespace pg_query

namespace sudare::sql {

struct ParseLimits {
  size_t max_bytes = 1 << 20;
  // Depth of the tree in levels of expressions and sub-selects.
  int max_depth = 200;
};

// One parsed statement with the text it came from.
//
// Thread-safety: one thread at a time.
class ParsedSql {
 public:
  ParsedSql(std::string text, std::unique_ptr<pg_query::ParseResult> tree);
  ~ParsedSql();
  ParsedSql(ParsedSql&&) noexcept;
  ParsedSql& operator=(ParsedSql&&) noexcept;

  const std::string& text() const { return text_; }
  const pg_query::ParseResult& tree() const { return *tree_; }
  pg_query::ParseResult* mutable_tree() { return tree_.get(); }

 private:
  std::string text_;
  std::unique_ptr<pg_query::ParseResult> tree_;
};

// kInvalidArgument: a syntax error (with its place), no statement, or several. kResourceExhausted:
// a limit. kUnimplemented: more nesting than `max_depth`.
absl::StatusOr<ParsedSql> Parse(absl::string_view text, const ParseLimits& limits);

// The 1-based place of a byte offset of `text`, in characters; {0, 0} for an offset outside.
struct TextPlace {
  int line = 0;
  int column = 0;
};
TextPlace PlaceOf(absl::string_view text, int byte_offset);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_PARSE_H_
