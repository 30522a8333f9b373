#include "proxy/sql/token_operand.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sudare::sql {
namespace {

// Of a built-in type, perhaps an array, without modifiers.
ColumnType CastType(const ast::TypeName& type) {
  if (type.names_size() == 0 || type.typmods_size() > 0 || type.array_bounds_size() > 1) return {};
  ColumnType result = TypeFromName(StringOf(type.names(type.names_size() - 1)));
  if (result.is_array) return {};
  result.is_array = type.array_bounds_size() == 1;
  return result;
}

// Whether values cast to `cast` can be compared with tokens as they are.
bool IsOfTokens(SqlType cast, ColumnType token_type) {
  if (IsInteger(token_type)) return IsInteger({cast});
  return cast == SqlType::kText || cast == SqlType::kVarchar;
}

std::optional<TokenOperand> Literal(std::string text) {
  TokenOperand operand;
  operand.literal = std::move(text);
  return operand;
}

// A text that PostgreSQL reads as an integer of `type`.
std::optional<TokenOperand> IntegerOperand(absl::string_view text, SqlType type) {
  const std::optional<int64_t> number = ReadInteger(text, type);
  if (!number.has_value()) return std::nullopt;
  return Literal(absl::StrCat(*number));
}

// A whole number too large for int4: int8 or numeric, which compare with any integer.
std::optional<TokenOperand> LargeNumber(absl::string_view text) {
  const bool is_whole = !text.empty() && std::all_of(text.begin() + (text[0] == '-' ? 1 : 0),
                                                     text.end(), absl::ascii_isdigit);
  if (!is_whole) return std::nullopt;
  std::optional<TokenOperand> operand = IntegerOperand(text, SqlType::kInt8);
  return operand.has_value() ? operand : Literal(std::string(text));
}

// `cast`: what the constant is cast to; unset: nothing, so that a quoted literal takes the type of
// the tokens and a number has its own.
std::optional<TokenOperand> IntegerConstant(const ast::A_Const& constant,
                                            std::optional<SqlType> cast, SqlType token_type) {
  switch (constant.val_case()) {
    case ast::A_Const::kIval:
      return IntegerOperand(absl::StrCat(constant.ival().ival()), cast.value_or(SqlType::kInt4));
    case ast::A_Const::kFval:
      if (!cast.has_value()) return LargeNumber(constant.fval().fval());
      return IntegerOperand(constant.fval().fval(), *cast);
    case ast::A_Const::kSval:
      return IntegerOperand(constant.sval().sval(), cast.value_or(token_type));
    default:
      return std::nullopt;
  }
}

std::optional<TokenOperand> OperandOf(const ast::Node& node, std::optional<SqlType> cast,
                                      ColumnType token_type) {
  TokenOperand operand;
  if (node.has_param_ref()) {
    operand.parameter = node.param_ref().number();
    return operand;
  }
  if (!node.has_a_const()) return std::nullopt;
  if (node.a_const().isnull()) return operand;
  if (IsInteger(token_type)) return IntegerConstant(node.a_const(), cast, token_type.type);
  if (!node.a_const().has_sval()) return std::nullopt;
  return Literal(node.a_const().sval().sval());
}

std::optional<std::vector<TokenOperand>> ArrayOperands(const ast::Node& node,
                                                       std::optional<SqlType> cast,
                                                       ColumnType token_type) {
  const ColumnType element = {cast.value_or(token_type.type)};
  if (node.has_a_const() && node.a_const().has_sval()) {
    return SplitTokenArray(node.a_const().sval().sval(), element);
  }
  if (!node.has_a_array_expr()) return std::nullopt;
  // Without a cast an array of nothing but quoted literals, parameters and NULLs is one of texts.
  bool is_typed = !IsInteger(token_type) || cast.has_value();
  std::vector<TokenOperand> operands;
  for (const ast::Node& item : node.a_array_expr().elements()) {
    std::optional<TokenOperand> operand = cast.has_value() && !item.has_type_cast()
                                              ? OperandOf(item, cast, token_type)
                                              : AsTokenOperand(item, token_type);
    if (!operand.has_value()) return std::nullopt;
    operands.push_back(*std::move(operand));
    is_typed |= item.has_type_cast() || item.a_const().has_ival() || item.a_const().has_fval();
  }
  if (!is_typed) return std::nullopt;
  return operands;
}

}  // namespace

std::optional<TokenOperand> AsTokenOperand(const ast::Node& node, ColumnType token_type) {
  if (!node.has_type_cast()) return OperandOf(node, std::nullopt, token_type);
  const ColumnType cast = CastType(node.type_cast().type_name());
  if (cast.is_array || !IsOfTokens(cast.type, token_type)) return std::nullopt;
  const ast::Node& inner = node.type_cast().arg();
  // A text stays what it is through any number of casts; a number may overflow.
  if (inner.has_type_cast() && !IsInteger(token_type)) return AsTokenOperand(inner, token_type);
  return OperandOf(inner, cast.type, token_type);
}

std::optional<std::vector<TokenOperand>> AsTokenOperands(const ast::Node& array,
                                                         ColumnType token_type) {
  if (!array.has_type_cast()) return ArrayOperands(array, std::nullopt, token_type);
  const ColumnType cast = CastType(array.type_cast().type_name());
  if (!cast.is_array || !IsOfTokens(cast.type, token_type)) return std::nullopt;
  return ArrayOperands(array.type_cast().arg(), cast.type, token_type);
}

std::optional<std::vector<TokenOperand>> SplitTokenArray(absl::string_view text,
                                                         ColumnType token_type) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::vector<TokenOperand> operands;
  if (absl::StripAsciiWhitespace(text).empty()) return operands;
  size_t at = 0;
  while (at <= text.size()) {
    const size_t comma = std::min(text.find(',', at), text.size());
    absl::string_view word = absl::StripAsciiWhitespace(text.substr(at, comma - at));
    const bool quoted = word.size() >= 2 && word.front() == '"' && word.back() == '"';
    if (quoted) word = word.substr(1, word.size() - 2);
    if (word.find_first_of("\"\\{}") != absl::string_view::npos) return std::nullopt;
    if (word.empty() && !quoted) return std::nullopt;
    at = comma + 1;
    if (!quoted && absl::EqualsIgnoreCase(word, "null")) {
      operands.emplace_back();
      continue;
    }
    std::optional<TokenOperand> operand =
        IsInteger(token_type) ? IntegerOperand(word, token_type.type) : Literal(std::string(word));
    if (!operand.has_value()) return std::nullopt;
    operands.push_back(*std::move(operand));
  }
  return operands;
}

}  // namespace sudare::sql
