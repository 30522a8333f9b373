// The resolver's part for functions that ask for privileges: an account may read what it sees, and
// nothing else.

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "policy/base/status_macros.h"
#include "proxy/sql/catalog_functions.h"
#include "proxy/sql/resolver.h"

namespace sudare::sql {
namespace {

constexpr char kCatalogSchema[] = "pg_catalog";

bool IsOwnRole(const ast::Node& node) {
  if (!node.has_sqlvalue_function()) return false;
  switch (node.sqlvalue_function().op()) {
    case ast::SVFOP_CURRENT_USER:
    case ast::SVFOP_CURRENT_ROLE:
    case ast::SVFOP_SESSION_USER:
    case ast::SVFOP_USER:
      return true;
    default:
      return false;
  }
}

// Whether a list of privileges holds the one that a reader has; unset: a word is no privilege.
std::optional<bool> Includes(absl::string_view privileges, absl::string_view wanted) {
  static constexpr const char* kWords[] = {"SELECT",     "INSERT",  "UPDATE", "DELETE", "TRUNCATE",
                                           "REFERENCES", "TRIGGER", "CREATE", "USAGE"};
  bool includes = false;
  for (absl::string_view part : absl::StrSplit(privileges, ',')) {
    std::string word = absl::AsciiStrToUpper(absl::StripAsciiWhitespace(part));
    absl::string_view base = word;
    const bool with_grant = absl::ConsumeSuffix(&base, " WITH GRANT OPTION");
    const bool known = std::find(std::begin(kWords), std::end(kWords), base) != std::end(kWords);
    if (!known) return std::nullopt;
    includes |= base == wanted && !with_grant;
  }
  return includes;
}

}  // namespace

// Hidden or missing: one and the same answer.
absl::Status Resolver::CheckPrivilegeObject(const PrivilegeFunction& function,
                                            ast::FuncCall* call) {
  const std::optional<std::string> object =
      call->args(0).has_a_const() && call->args(0).a_const().has_ival()
          ? std::nullopt
          : ConstantText(call->args(0));
  if (!object.has_value()) return absl::OkStatus();
  const SystemCatalog& catalog = schema_.system_catalog();
  const bool is_schema = function.granted == SystemLookup::kSchemaIsUsable;
  const std::optional<std::string> name = SystemCatalog::CanonicalName(*object);
  const SystemLookup objects =
      is_schema ? SystemLookup::kSchemaIsUsable : SystemLookup::kRelationIsReadable;
  if (!name.has_value() || !catalog.Find(objects, *name).has_value()) {
    return Refuse(absl::StatusCode::kInvalidArgument, "HIDDEN_OR_MISSING",
                  absl::StrCat("the ", function.object, " that `", function.name,
                               "` names does not exist or is not visible to this account"),
                  "ListTables shows what is visible", call->location());
  }
  SetText(*name, call->mutable_args(0));
  if (!function.of_column) return absl::OkStatus();
  const std::optional<std::string> column = ConstantText(call->args(1));
  if (!column.has_value()) return absl::OkStatus();
  if (!catalog.Find(SystemLookup::kColumnIsReadable, absl::StrCat(*name, ".", *column))
           .has_value()) {
    return Refuse(absl::StatusCode::kInvalidArgument, "HIDDEN_OR_MISSING",
                  absl::StrCat("the column that `", function.name,
                               "` names does not exist or is not visible to this account"),
                  "ListTables shows what is visible", call->location());
  }
  SetText(*column, call->mutable_args(1));
  return absl::OkStatus();
}

absl::Status Resolver::AnswerPrivilege(const PrivilegeFunction& function, ast::Node* node,
                                       const Surroundings& around) {
  ast::FuncCall call = std::move(*node->mutable_func_call());
  const int wanted = function.of_column ? 3 : 2;
  if (call.args_size() == wanted + 1 && IsOwnRole(call.args(0))) {
    call.mutable_args()->DeleteSubrange(0, 1);
  }
  if (call.args_size() != wanted) {
    return RefuseCatalogCall(call, "ask for your own privileges: leave the role out");
  }
  const std::optional<std::string> privileges = ConstantText(call.args(wanted - 1));
  if (!privileges.has_value()) {
    return RefuseCatalogCall(
        call, absl::StrCat("write the privilege as a literal: '", function.privilege, "'"));
  }
  const std::optional<bool> granted = Includes(*privileges, function.privilege);
  if (!granted.has_value()) {
    return Refuse(absl::StatusCode::kInvalidArgument, "BAD_SQL",
                  absl::StrCat("`", function.name, "` is asked for something that is no privilege"),
                  absl::StrCat("write '", function.privilege, "'"), call.location());
  }
  SUDARE_RETURN_IF_ERROR(CheckPrivilegeObject(function, &call));
  const CatalogFunction lookup{function.name,
                               *granted ? function.granted : function.denied,
                               "bool",
                               wanted - 1,
                               wanted - 1,
                               function.of_column ? std::vector<const char*>{"text", "text"}
                                                  : std::vector<const char*>{"text"}};
  call.mutable_args()->DeleteSubrange(wanted - 1, 1);
  *node->mutable_func_call() = std::move(call);
  return AnswerLookup(lookup, node, around);
}

// There is one database, and who is here may connect to it: true for CONNECT, whatever the name.
absl::Status Resolver::AnswerDatabasePrivilege(ast::Node* node, const Surroundings& around) {
  ast::FuncCall call = std::move(*node->mutable_func_call());
  if (call.args_size() == 3 && IsOwnRole(call.args(0))) call.mutable_args()->DeleteSubrange(0, 1);
  const std::optional<std::string> privileges =
      call.args_size() == 2 ? ConstantText(call.args(1)) : std::nullopt;
  if (!privileges.has_value()) {
    return RefuseCatalogCall(call, "write has_database_privilege(current_database(), 'CONNECT')");
  }
  const bool connects = absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(*privileges), "CONNECT");
  ast::Node name = std::move(*call.mutable_args(0));
  WrapInCast({kCatalogSchema, "text"}, &name);
  node->Clear();
  SetNullTest(std::move(name), !connects, node);
  return ResolveExpression(
      node->mutable_null_test()->mutable_arg()->mutable_type_cast()->mutable_arg(), around);
}

}  // namespace sudare::sql
