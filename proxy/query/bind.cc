#include "proxy/query/bind.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "policy/base/status_macros.h"
#include "proxy/backend/sqlstate.h"
#include "proxy/error.h"
#include "proxy/query/token_value.h"
#include "proxy/sql/allowlist.h"

namespace sudare {
namespace {

using sql::BoundParameter;

absl::Status MissingParameter(int index) {
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      absl::StrCat("the statement uses $", index, ", which was not given"),
      {"MISSING_PARAMETER", "send a value for each parameter, NULL if there is none", 0, 0, ""});
}

// 0: none was declared.
absl::StatusOr<uint32_t> DeclaredType(const sudare::v1::Parameter& parameter, int index) {
  if (parameter.type().empty()) return 0;
  const uint32_t type = sql::ParameterTypeOid(parameter.type());
  if (type != 0) return type;
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      absl::StrCat("parameter $", index, " has a type that is not on the list of allowed types"),
      {"TYPE_NOT_ALLOWED", "leave the type out, or use a built-in type", 0, 0, ""});
}

bool IsWholeNumber(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (!absl::ConsumePrefix(&text, "-")) absl::ConsumePrefix(&text, "+");
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// A parameter that is compared with tokens that are integers, as the database would write it.
absl::StatusOr<Value> IntegerText(const sudare::v1::Parameter& parameter, int index) {
  SUDARE_ASSIGN_OR_RETURN(const uint32_t declared, DeclaredType(parameter, index));
  SqlType type = SqlType::kInt8;
  bool is_integer = declared == 0;
  for (const SqlType known : {SqlType::kInt2, SqlType::kInt4, SqlType::kInt8}) {
    if (declared != sql::ParameterTypeOid(TypeName({known}))) continue;
    type = known;
    is_integer = true;
  }
  if (!is_integer) {
    return MakeError(absl::StatusCode::kInvalidArgument,
                     absl::StrCat("parameter $", index, " is compared with a column of integers"),
                     {"BAD_PARAMETER", "declare it as int8, or leave its type out", 0, 0, ""});
  }
  if (!parameter.has_value()) return Value();
  const std::optional<int64_t> number = ReadInteger(parameter.value(), type);
  if (number.has_value()) return Value(absl::StrCat(*number));
  // Out of range: it stands for nothing, like any number that is no token.
  if (IsWholeNumber(parameter.value())) return Value(parameter.value());
  // As the database says it of any other column.
  return StatusFromDatabaseError({"22P02"}, StatementPhase::kRun);
}

// The token's text: the literal, or the client's parameter.
absl::StatusOr<Value> TokenText(
    const BoundParameter& bound,
    const google::protobuf::RepeatedPtrField<sudare::v1::Parameter>& parameters) {
  if (bound.client_index == 0) return bound.literal;
  const sudare::v1::Parameter& parameter = parameters.Get(bound.client_index - 1);
  if (IsInteger(bound.token_type)) return IntegerText(parameter, bound.client_index);
  if (!parameter.has_value()) return Value();
  return Value(parameter.value());
}

}  // namespace

std::vector<Value> ValuesOf(
    const google::protobuf::RepeatedPtrField<sudare::v1::Parameter>& parameters) {
  std::vector<Value> values;
  values.reserve(parameters.size());
  for (const sudare::v1::Parameter& parameter : parameters) {
    values.push_back(parameter.has_value() ? Value(parameter.value()) : std::nullopt);
  }
  return values;
}

absl::StatusOr<Statement> Bind(
    const sql::MaskedSql& masked,
    const google::protobuf::RepeatedPtrField<sudare::v1::Parameter>& parameters,
    const std::vector<std::string>& maps, const std::string& order_salt) {
  if (masked.client_parameters > parameters.size()) return MissingParameter(parameters.size() + 1);
  Statement statement;
  statement.sql = masked.sql;
  statement.forbid_index_only_scans = masked.forbid_index_only_scans;
  statement.forbid_index_scans = masked.forbid_index_scans;
  statement.forbid_parallel_scans = masked.forbid_parallel_scans;
  statement.leaves_session_clean = masked.leaves_session_clean;
  // A map is a constant to the planner only in a plan made for it.
  statement.keep_prepared = masked.maps.empty() && !masked.depends_on_parameters;
  statement.parameters.reserve(masked.parameters.size());
  statement.parameter_types.reserve(masked.parameters.size());
  for (const BoundParameter& bound : masked.parameters) {
    uint32_t type = bound.type_oid;
    Value value;
    switch (bound.kind) {
      case BoundParameter::Kind::kClient: {
        const sudare::v1::Parameter& parameter = parameters.Get(bound.client_index - 1);
        SUDARE_ASSIGN_OR_RETURN(const uint32_t declared,
                                DeclaredType(parameter, bound.client_index));
        if (declared != 0) type = declared;
        if (parameter.has_value()) value = parameter.value();
        break;
      }
      case BoundParameter::Kind::kInverted: {
        SUDARE_ASSIGN_OR_RETURN(const Value token, TokenText(bound, parameters));
        if (token.has_value()) value = ValueBehind(*bound.tokenizer, *token, bound.column_type);
        break;
      }
      case BoundParameter::Kind::kIsValidToken: {
        SUDARE_ASSIGN_OR_RETURN(const Value token, TokenText(bound, parameters));
        value = !token.has_value() ||
                        ValueBehind(*bound.tokenizer, *token, bound.column_type).has_value()
                    ? "t"
                    : "f";
        break;
      }
      case BoundParameter::Kind::kTokenMap:
        value = maps[bound.map];
        break;
      case BoundParameter::Kind::kSupplied:
        value = *bound.supplied;
        // The planner takes the number of rows from the array.
        statement.keep_prepared = false;
        break;
      case BoundParameter::Kind::kOrderSalt:
        value = order_salt;
        break;
    }
    statement.parameters.push_back(std::move(value));
    statement.parameter_types.push_back(type);
  }
  return statement;
}

}  // namespace sudare
