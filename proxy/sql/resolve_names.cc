// The resolver's part for names of objects: casts to regclass and its like.
//
// In PostgreSQL such a value is an object id that is written as a name, and anybody may ask for the
// name of any id. Here it never becomes such a value: where values are compared it is the id, an
// oid, and everywhere else the name, a text, both out of what the account sees.

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/sql/resolver.h"

namespace sudare::sql {
namespace {

struct Family {
  const char* type;
  const char* function;
  // What an object of it is called in messages.
  const char* object;
  SystemLookup shown;
  SystemLookup oid;
};
constexpr Family kFamilies[] = {
    {"regclass", "to_regclass", "table", SystemLookup::kRelationShown, SystemLookup::kRelationOid},
    {"regtype", "to_regtype", "type", SystemLookup::kTypeShown, SystemLookup::kTypeOid},
    {"regnamespace", "to_regnamespace", "schema", SystemLookup::kSchemaShown,
     SystemLookup::kSchemaOid},
    {"regrole", "to_regrole", "role", SystemLookup::kRoleShown, SystemLookup::kRoleOid},
    {"regproc", "to_regproc", "function", SystemLookup::kNothing, SystemLookup::kNothing},
    {"regprocedure", "to_regprocedure", "function", SystemLookup::kNothing, SystemLookup::kNothing},
};

// The last of one or two names, if the first is pg_catalog.
std::string CatalogName(const google::protobuf::RepeatedPtrField<ast::Node>& names) {
  if (names.empty() || names.size() > 2) return "";
  if (names.size() == 2 && StringOf(names.Get(0)) != "pg_catalog") return "";
  return StringOf(names.Get(names.size() - 1));
}

const Family* FamilyOf(const ast::Node& node) {
  const bool is_cast = node.has_type_cast();
  if (is_cast && node.type_cast().type_name().array_bounds_size() > 0) return nullptr;
  if (node.has_func_call() && node.func_call().args_size() != 1) return nullptr;
  const std::string name =
      is_cast ? CatalogName(node.type_cast().type_name().names())
              : (node.has_func_call() ? CatalogName(node.func_call().funcname()) : "");
  for (const Family& family : kFamilies) {
    if (name == (is_cast ? family.type : family.function)) return &family;
  }
  return nullptr;
}

ast::Node* ArgumentOf(ast::Node* node) {
  return node->has_type_cast() ? node->mutable_type_cast()->mutable_arg()
                               : node->mutable_func_call()->mutable_args(0);
}

bool IsDigits(absl::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (!absl::ascii_isdigit(c)) return false;
  }
  return true;
}

bool IsTypeOf(const ast::Node& node) {
  return node.has_func_call() && CatalogName(node.func_call().funcname()) == "pg_typeof";
}

bool IsTextLiteral(const ast::Node& node) {
  return node.has_a_const() && node.a_const().has_sval();
}

void CastLiterals(const char* type, ast::Node* node) {
  if (IsTextLiteral(*node)) WrapInCast({"pg_catalog", type}, node);
  if (!node->has_list()) return;
  for (ast::Node& item : *node->mutable_list()->mutable_items()) CastLiterals(type, &item);
}

// 'varchar(10)' names varchar.
std::string WithoutModifier(const std::string& type) {
  const size_t open = type.find('('), close = type.find(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return type;
  return absl::StrCat(type.substr(0, open), type.substr(close + 1));
}

}  // namespace

bool IsObjectName(const ast::Node& node) { return FamilyOf(node) != nullptr; }

bool IsObjectId(const ast::Node& node) {
  if (!node.has_type_cast() || !IsObjectName(node.type_cast().arg())) return false;
  const std::string type = CatalogName(node.type_cast().type_name().names());
  return node.type_cast().type_name().array_bounds_size() == 0 &&
         (type == "oid" || type == "int4" || type == "int8");
}

void CompareAsOids(ast::Node* node) {
  if (IsObjectName(*node)) {
    WrapInCast({"pg_catalog", "oid"}, node);
  } else if (node->has_a_array_expr()) {
    for (ast::Node& item : *node->mutable_a_array_expr()->mutable_elements()) CompareAsOids(&item);
  } else if (node->has_list()) {
    for (ast::Node& item : *node->mutable_list()->mutable_items()) CompareAsOids(&item);
  } else if (node->has_select_stmt()) {
    ast::SelectStmt* select = node->mutable_select_stmt();
    for (ast::Node& target : *select->mutable_target_list()) {
      CompareAsOids(target.mutable_res_target()->mutable_val());
    }
    for (ast::Node& row : *select->mutable_values_lists()) CompareAsOids(&row);
    ast::Node side;
    for (ast::SelectStmt* part : {select->has_larg() ? select->mutable_larg() : nullptr,
                                  select->has_rarg() ? select->mutable_rarg() : nullptr}) {
      if (part == nullptr) continue;
      side.mutable_select_stmt()->Swap(part);
      CompareAsOids(&side);
      side.mutable_select_stmt()->Swap(part);
    }
  }
}

void CompareSidesAsOids(ast::Node* left, ast::Node* right) {
  // The type of a value is a text here, and so is what it is compared with.
  if (IsTypeOf(*left)) return CastLiterals("regtype", right);
  if (IsTypeOf(*right)) return CastLiterals("regtype", left);
  if (const Family* family = FamilyOf(*left)) CastLiterals(family->type, right);
  if (const Family* family = FamilyOf(*right)) CastLiterals(family->type, left);
  CompareAsOids(left);
  CompareAsOids(right);
}

absl::StatusOr<std::string> Resolver::OidOfName(const std::string& type, const std::string& name,
                                                int location) const {
  if (name == "-") return std::string("0");
  if (IsDigits(name)) return name;
  const Family* family = nullptr;
  for (const Family& known : kFamilies) {
    if (type == known.type) family = &known;
  }
  Value oid;
  if (type == "regtype") {
    const BuiltinType* found = FindBuiltinTypeInSql(WithoutModifier(name));
    if (found != nullptr) oid = absl::StrCat(found->oid);
  } else if (type == "regproc") {
    const uint32_t found = BuiltinFunctionOid(name);
    if (found != 0) oid = absl::StrCat(found);
  } else {
    const std::optional<std::string> key = SystemCatalog::CanonicalName(name);
    if (key.has_value()) oid = schema_.system_catalog().Find(family->oid, *key);
  }
  if (oid.has_value()) return *oid;
  return Refuse(absl::StatusCode::kInvalidArgument, "HIDDEN_OR_MISSING",
                absl::StrCat("the ", family->object, " that is cast to `", type,
                             "` does not exist or is not visible to this account"),
                "ListTables shows what is visible", location);
}

absl::Status Resolver::ResolveObjectName(ast::Node* node, const Surroundings& around) {
  const Family& family = *FamilyOf(*node);
  const int location =
      node->has_type_cast() ? node->type_cast().location() : node->func_call().location();
  ast::Node arg = std::move(*ArgumentOf(node));
  const bool may_be_missing = node->has_func_call();
  const std::optional<std::string> constant = ConstantText(arg);
  if (constant.has_value()) {
    absl::StatusOr<std::string> oid = OidOfName(family.type, *constant, location);
    if (!oid.ok() && !may_be_missing) return oid.status();
    if (!oid.ok()) {
      SetTypedNull({"pg_catalog", "text"}, node);
      return absl::OkStatus();
    }
    const Value shown = schema_.system_catalog().Find(family.shown, *oid);
    const bool is_function = family.shown == SystemLookup::kNothing && !IsDigits(*constant);
    SetText(shown.value_or(is_function ? *constant : *oid), node);
    WrapInCast({"pg_catalog", "text"}, node);
    return absl::OkStatus();
  }
  SUDARE_RETURN_IF_ERROR(CheckRepeatable(arg, location));
  ast::Node key = arg;
  WrapInCast({"pg_catalog", "text"}, &key);
  ast::Node shown;
  SetOperator("->>", LookupTable(family.shown), std::move(key), &shown);
  if (may_be_missing) {
    *node = std::move(shown);
    return ResolveExpression(
        node->mutable_a_expr()->mutable_rexpr()->mutable_type_cast()->mutable_arg(), around);
  }
  // An id without a name is shown in digits; a name that is none is an error.
  ast::Node digits = std::move(arg);
  for (const char* type : {"text", "oid", "text"}) WrapInCast({"pg_catalog", type}, &digits);
  SetCoalesce(std::move(shown), std::move(digits), node);
  auto* parts = node->mutable_coalesce_expr()->mutable_args();
  SUDARE_RETURN_IF_ERROR(ResolveExpression(
      parts->Mutable(0)->mutable_a_expr()->mutable_rexpr()->mutable_type_cast()->mutable_arg(),
      around));
  return ResolveExpression(parts->Mutable(1)
                               ->mutable_type_cast()
                               ->mutable_arg()
                               ->mutable_type_cast()
                               ->mutable_arg()
                               ->mutable_type_cast()
                               ->mutable_arg(),
                           around);
}

absl::Status Resolver::ResolveObjectId(ast::Node* node, const Surroundings& around) {
  ast::TypeCast* cast = node->mutable_type_cast();
  SUDARE_RETURN_IF_ERROR(ResolveType(cast->mutable_type_name()));
  const Family& family = *FamilyOf(cast->arg());
  const int location = cast->location();
  const bool may_be_missing = cast->arg().has_func_call();
  ast::Node arg = std::move(*ArgumentOf(cast->mutable_arg()));
  const std::optional<std::string> constant = ConstantText(arg);
  if (constant.has_value()) {
    absl::StatusOr<std::string> oid = OidOfName(family.type, *constant, location);
    if (!oid.ok() && !may_be_missing) return oid.status();
    if (oid.ok()) {
      SetText(*oid, cast->mutable_arg());
    } else {
      SetTypedNull({"pg_catalog", "oid"}, cast->mutable_arg());
    }
    return absl::OkStatus();
  }
  SUDARE_RETURN_IF_ERROR(CheckRepeatable(arg, location));
  ast::Node key = arg;
  WrapInCast({"pg_catalog", "text"}, &key);
  ast::Node found;
  SetOperator("->>", LookupTable(family.oid), std::move(key), &found);
  WrapInCast({"pg_catalog", "oid"}, &found);
  ast::Node digits = std::move(arg);
  for (const char* type : {"text", "oid"}) WrapInCast({"pg_catalog", type}, &digits);
  SetCoalesce(std::move(found), std::move(digits), cast->mutable_arg());
  auto* parts = cast->mutable_arg()->mutable_coalesce_expr()->mutable_args();
  SUDARE_RETURN_IF_ERROR(ResolveExpression(parts->Mutable(0)
                                               ->mutable_type_cast()
                                               ->mutable_arg()
                                               ->mutable_a_expr()
                                               ->mutable_rexpr()
                                               ->mutable_type_cast()
                                               ->mutable_arg(),
                                           around));
  return ResolveExpression(
      parts->Mutable(1)->mutable_type_cast()->mutable_arg()->mutable_type_cast()->mutable_arg(),
      around);
}

}  // namespace sudare::sql
