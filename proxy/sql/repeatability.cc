#include "proxy/sql/repeatability.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "proxy/sql/ast.h"

namespace sudare::sql {
namespace {

// Of the closed list of functions. `age` with one argument counts from today.
constexpr const char* kFunctions[] = {"now",    "transaction_timestamp", "statement_timestamp",
                                      "random", "gen_random_uuid",       "setseed"};
// Dates and times are written so too.
constexpr const char* kWords[] = {"now", "today", "tomorrow", "yesterday"};

template <size_t kSize>
bool IsOneOf(const std::string& text, const char* const (&names)[kSize]) {
  return std::find(std::begin(names), std::end(names), text) != std::end(names);
}

std::string FunctionPart(const ast::FuncCall& call) {
  const std::vector<std::string> names = NamesOf(call.funcname());
  if (names.empty()) return "";
  const bool is_age = names.back() == "age" && call.args_size() == 1;
  return is_age || IsOneOf(names.back(), kFunctions) ? names.back() : "";
}

// CURRENT_USER and its kin come behind the clock's.
std::string ValuePart(const ast::SQLValueFunction& function) {
  return function.op() < ast::SVFOP_CURRENT_ROLE ? "CURRENT_TIMESTAMP or its kin" : "";
}

std::string ConstantPart(const ast::A_Const& constant) {
  if (constant.val_case() != ast::A_Const::kSval) return "";
  const std::string word(absl::StripAsciiWhitespace(absl::AsciiStrToLower(constant.sval().sval())));
  return IsOneOf(word, kWords) ? absl::StrCat("'", word, "'") : "";
}

std::string PartOf(const ast::Node& node) {
  switch (node.node_case()) {
    case ast::Node::kFuncCall:
      return FunctionPart(node.func_call());
    case ast::Node::kSqlvalueFunction:
      return ValuePart(node.sqlvalue_function());
    case ast::Node::kAConst:
      return ConstantPart(node.a_const());
    default:
      return "";
  }
}

}  // namespace

std::string UnrepeatablePart(const ParsedSql& parsed) {
  ast::ParseResult tree = parsed.tree();
  std::string found;
  VisitNodes(&tree, [&found](ast::Node* node) {
    if (found.empty()) found = PartOf(*node);
  });
  return found;
}

}  // namespace sudare::sql
