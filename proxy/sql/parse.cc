#include "proxy/sql/parse.h"

#include <pg_query.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "policy/base/utf8.h"
#include "proxy/error.h"
#include "proxy/sql/ast.h"

namespace sudare::sql {
namespace {

// One level of an expression takes a Node and its content; sub-selects take a few more.
constexpr int kMessagesPerLevel = 6;

absl::Status TooDeep(int max_depth) {
  return MakeError(absl::StatusCode::kResourceExhausted,
                   absl::StrCat("the statement is nested more than ", max_depth, " levels deep"),
                   {"TOO_DEEP",
                    "split it: long chains of operators can become IN lists or VALUES, deep "
                    "sub-selects WITH queries"});
}

// The parser's message quotes the client's own text near the error and nothing else; literals stay
// out of it.
absl::Status SyntaxError(absl::string_view text, const PgQueryError& error, int max_depth) {
  // Cursor positions of the parser are 1-based and count characters.
  TextPlace place;
  if (error.cursorpos > 0) {
    int characters = error.cursorpos - 1;
    int offset = 0;
    for (; offset < static_cast<int>(text.size()) && characters > 0; --characters) {
      ++offset;
      while (offset < static_cast<int>(text.size()) && (text[offset] & 0xC0) == 0x80) ++offset;
    }
    place = PlaceOf(text, offset);
  }
  const absl::string_view message = error.message == nullptr ? "" : error.message;
  if (message.find("stack depth") != absl::string_view::npos ||
      message.find("memory exhausted") != absl::string_view::npos) {
    return TooDeep(max_depth);
  }
  const bool at_end = message.find("at end of input") != absl::string_view::npos;
  return MakeError(absl::StatusCode::kInvalidArgument,
                   at_end ? "syntax error at the end of the statement" : "syntax error",
                   {"SYNTAX_ERROR", "write one SELECT as PostgreSQL 15 understands it", place.line,
                    place.column, "42601"});
}

int DepthOf(const google::protobuf::Message& message, int level, int limit) {
  if (level > limit) return level;
  const google::protobuf::Reflection* reflection = message.GetReflection();
  const auto fields = PresentFields(message);
  int deepest = level;
  for (const auto* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    // The sides of a set operation hang in the tree without a Node.
    const bool deeper = field->message_type() == ast::Node::descriptor() ||
                        field->message_type() == ast::SelectStmt::descriptor();
    const int next = level + (deeper ? 1 : 0);
    if (!field->is_repeated()) {
      deepest = std::max(deepest, DepthOf(reflection->GetMessage(message, field), next, limit));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      deepest = std::max(deepest,
                         DepthOf(reflection->GetRepeatedMessage(message, field, i), next, limit));
    }
  }
  return deepest;
}

// libpg_query walks its tree by recursion and would overflow the stack on a chain like 1+1+1+… of
// 100,000 operands. Its lexer doesn't recurse: tokens that deepen a tree, counted between the
// commas of each open parenthesis, bound the depth. A text shorter than kShortText can't hold a
// dangerous chain.
constexpr size_t kShortText = 16 << 10;
constexpr int kSafeDepth = 8000;

bool Deepens(const ast::ScanToken& token) {
  switch (token.token()) {
    case ast::ICONST:
    case ast::FCONST:
    case ast::SCONST:
    case ast::PARAM:
    case ast::IDENT:
    case ast::SQL_COMMENT:
    case ast::C_COMMENT:
      return false;
    default:
      return true;
  }
}

bool MayOverflowTheParser(const std::string& text) {
  if (text.size() < kShortText) return false;
  PgQueryScanResult scan = pg_query_scan(text.c_str());
  ast::ScanResult tokens;
  const bool read = scan.error == nullptr &&
                    tokens.ParseFromArray(scan.pbuf.data, static_cast<int>(scan.pbuf.len));
  pg_query_free_scan_result(scan);
  // What the lexer refuses, the parser refuses as well, before it builds anything.
  if (!read) return false;
  std::vector<int> open = {0};
  int depth = 0;
  for (const ast::ScanToken& token : tokens.tokens()) {
    if (token.token() == ast::ASCII_40 || token.token() == ast::ASCII_91) {  // ( [
      open.push_back(1);
      ++depth;
    } else if (token.token() == ast::ASCII_41 || token.token() == ast::ASCII_93) {  // ) ]
      if (open.size() > 1) {
        depth -= open.back();
        open.pop_back();
      }
    } else if (token.token() == ast::ASCII_44) {  // ,
      depth -= open.back();
      open.back() = 0;
    } else if (Deepens(token)) {
      ++open.back();
      if (++depth > kSafeDepth) return true;
    }
  }
  return false;
}

// PostgreSQL's lexer takes a whole run of operator characters at once and gives back all but the
// first token of it, so that "++++…" and nested "/*/*/*…" take the square of their length: a
// megabyte of them, hours.
constexpr uint64_t kMostLexerSteps = 20'000'000;

bool WouldOccupyTheLexer(absl::string_view text) {
  constexpr absl::string_view kOperatorCharacters = "~!@#^&|`?+-*/%<>=";
  uint64_t run = 0;
  uint64_t steps = 0;
  for (const char character : text) {
    run = absl::StrContains(kOperatorCharacters, character) ? run + 1 : 0;
    steps += run;
    if (steps > kMostLexerSteps + text.size()) return true;
  }
  return false;
}

absl::Status TooManyOperators() {
  return MakeError(absl::StatusCode::kResourceExhausted,
                   "the statement has too many operator characters in a row",
                   {"TOO_COMPLEX", "separate them by blanks, or bind long literals as parameters"});
}

struct ResultDeleter {
  PgQueryProtobufParseResult result;
  ~ResultDeleter() { pg_query_free_protobuf_parse_result(result); }
};

}  // namespace

ParsedSql::ParsedSql(std::string text, std::unique_ptr<pg_query::ParseResult> tree)
    : text_(std::move(text)), tree_(std::move(tree)) {}
ParsedSql::~ParsedSql() = default;
ParsedSql::ParsedSql(ParsedSql&&) noexcept = default;
ParsedSql& ParsedSql::operator=(ParsedSql&&) noexcept = default;

TextPlace PlaceOf(absl::string_view text, int byte_offset) {
  if (byte_offset < 0 || byte_offset > static_cast<int>(text.size())) return {};
  TextPlace place{1, 1};
  for (int i = 0; i < byte_offset; ++i) {
    if (text[i] == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((text[i] & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

absl::StatusOr<ParsedSql> Parse(absl::string_view text, const ParseLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return MakeError(
        absl::StatusCode::kResourceExhausted,
        absl::StrCat("the statement has ", text.size(), " bytes; the limit is ", limits.max_bytes),
        {"SQL_TOO_LONG", "bind long lists as array parameters: `= ANY($1)`"});
  }
  if (text.find('\0') != absl::string_view::npos) {
    return MakeError(absl::StatusCode::kInvalidArgument, "the statement contains a NUL byte",
                     {"SYNTAX_ERROR", "remove it"});
  }
  const size_t invalid = FindInvalidUtf8(text);
  if (invalid != absl::string_view::npos) {
    const TextPlace place = PlaceOf(text, static_cast<int>(invalid));
    return MakeError(absl::StatusCode::kInvalidArgument, "the statement is not valid UTF-8",
                     {"BAD_TEXT", "send it as UTF-8", place.line, place.column});
  }
  if (WouldOccupyTheLexer(text)) return TooManyOperators();
  const std::string owned(text);
  if (MayOverflowTheParser(owned)) return TooDeep(limits.max_depth);
  ResultDeleter parsed{pg_query_parse_protobuf(owned.c_str())};
  if (parsed.result.error != nullptr)
    return SyntaxError(text, *parsed.result.error, limits.max_depth);

  auto tree = std::make_unique<pg_query::ParseResult>();
  google::protobuf::io::ArrayInputStream stream(parsed.result.parse_tree.data,
                                                static_cast<int>(parsed.result.parse_tree.len));
  google::protobuf::io::CodedInputStream input(&stream);
  input.SetRecursionLimit(limits.max_depth * kMessagesPerLevel);
  if (!tree->ParseFromCodedStream(&input)) return TooDeep(limits.max_depth);
  if (DepthOf(*tree, 0, limits.max_depth + 1) > limits.max_depth) return TooDeep(limits.max_depth);
  if (tree->stmts_size() == 0) {
    return MakeError(absl::StatusCode::kInvalidArgument, "there is no statement",
                     {"NO_STATEMENT", "write one SELECT"});
  }
  if (tree->stmts_size() > 1) {
    return MakeError(absl::StatusCode::kInvalidArgument,
                     absl::StrCat("there are ", tree->stmts_size(), " statements in one text"),
                     {"SEVERAL_STATEMENTS", "send one statement a call"});
  }
  return ParsedSql(owned, std::move(tree));
}

}  // namespace sudare::sql
