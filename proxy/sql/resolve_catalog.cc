// The resolver's part for functions that ask the database's catalog.
//
// PostgreSQL's own take any object id and would tell of hidden objects. Each is answered by a
// look-up in a table that holds what the account sees, bound as a parameter:
//
//   pg_table_is_visible(c.oid)  becomes  CAST($1 ->> CAST(CAST(c.oid AS oid) AS text) AS bool)
//
// A function that has nothing to tell looks into an empty table: NULL, as for an unknown object.

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/base/status_macros.h"
#include "proxy/sql/allowlist.h"
#include "proxy/sql/catalog_functions.h"
#include "proxy/sql/resolver.h"

namespace sudare::sql {
namespace {

constexpr char kCatalogSchema[] = "pg_catalog";

// Trees that stand twice in the statement are no larger than this.
constexpr int kMaxRepeatedNodes = 60;

// No object has this id.
constexpr char kNoOid[] = "4294967295";

// Settings that every session has alike, and that say nothing of data.
constexpr const char* kSettings[] = {
    "datestyle",
    "intervalstyle",
    "timezone",
    "client_encoding",
    "integer_datetimes",
    "lc_collate",
    "lc_ctype",
    "max_identifier_length",
    "max_index_keys",
    "server_encoding",
    "server_version",
    "server_version_num",
    "standard_conforming_strings",
};

// The function's name, if it is one of pg_catalog.
std::string CatalogName(const ast::FuncCall& call) {
  const auto& names = call.funcname();
  if (names.size() > 2 || names.empty()) return "";
  if (names.size() == 2 && StringOf(names.Get(0)) != kCatalogSchema) return "";
  return StringOf(names.Get(names.size() - 1));
}

bool IsPlainCall(const ast::FuncCall& call) {
  return !call.agg_star() && !call.agg_distinct() && !call.func_variadic() && !call.has_over() &&
         !call.has_agg_filter() && call.agg_order_size() == 0 &&
         std::none_of(call.args().begin(), call.args().end(),
                      [](const ast::Node& arg) { return arg.has_named_arg_expr(); });
}

bool IsConstant(const ast::Node& node) {
  if (node.has_type_cast()) return IsConstant(node.type_cast().arg());
  return node.has_a_const() || node.has_param_ref();
}

// CAST(CAST(value AS type) AS text), where the value stands in the innermost place.
ast::Node KeyOf(ast::Node value, const char* type) {
  if (absl::string_view(type) != "text") WrapInCast({kCatalogSchema, type}, &value);
  WrapInCast({kCatalogSchema, "text"}, &value);
  return value;
}

ast::Node* ValueIn(ast::Node* key, const char* type) {
  ast::Node* value = key->mutable_type_cast()->mutable_arg();
  return absl::string_view(type) == "text" ? value : value->mutable_type_cast()->mutable_arg();
}

// first || '.' || second
ast::Node Joined(ast::Node first, ast::Node second) {
  ast::Node dot, front, both;
  SetText(".", &dot);
  SetOperator("||", std::move(first), std::move(dot), &front);
  SetOperator("||", std::move(front), std::move(second), &both);
  return both;
}

int CountNodes(const ast::Node& node) {
  int count = 0;
  VisitNodes(const_cast<ast::Node*>(&node), [&](ast::Node*) { ++count; });
  return count;
}

}  // namespace

bool IsArrayExpansion(const ast::FuncCall& call) {
  return call.funcname_size() == 2 && StringOf(call.funcname(0)) == "information_schema" &&
         StringOf(call.funcname(1)) == "_pg_expandarray";
}

bool Resolver::AnswerTableOid(ast::Node* node, const Surroundings& around) {
  const ast::ColumnRef& ref = node->column_ref();
  const int parts = ref.fields_size();
  if (parts < 2 || parts > 3 || StringOf(ref.fields(parts - 1)) != "tableoid") return false;
  const std::string schema = parts == 3 ? StringOf(ref.fields(0)) : "";
  const ItemMatch match = FindItem(*around.scope, schema, StringOf(ref.fields(parts - 2)));
  if (match.item == nullptr || match.ambiguous || match.item->supplied == nullptr ||
      match.item->supplied->oid == 0) {
    return false;
  }
  SetText(absl::StrCat(match.item->supplied->oid), node);
  WrapInCast({kCatalogSchema, "oid"}, node);
  return true;
}

ast::Node Resolver::LookupTable(SystemLookup lookup) {
  std::shared_ptr<const std::string> table = schema_.system_catalog().Lookup(lookup);
  std::vector<std::shared_ptr<const std::string>>& known = analysis_->supplied;
  // The same parameter for the same table, so that equal expressions stay equal.
  const auto found = std::find(known.begin(), known.end(), table);
  const int place = static_cast<int>(found - known.begin());
  if (found == known.end()) known.push_back(std::move(table));
  ast::Node param;
  SetParam(kSuppliedParameter + place, &param);
  return param;
}

std::optional<std::string> Resolver::ConstantText(const ast::Node& node) {
  if (node.has_type_cast()) {
    const std::vector<std::string> names = NamesOf(node.type_cast().type_name().names());
    const bool is_text = !names.empty() && (names.back() == "text" || names.back() == "name" ||
                                            names.back() == "varchar");
    return is_text ? ConstantText(node.type_cast().arg()) : std::nullopt;
  }
  if (node.has_a_const() && node.a_const().has_sval()) return node.a_const().sval().sval();
  if (node.has_a_const() && node.a_const().has_ival()) {
    return absl::StrCat(node.a_const().ival().ival());
  }
  if (!node.has_param_ref()) return std::nullopt;
  const int number = node.param_ref().number();
  if (number > static_cast<int>(parameters_.size()) || !parameters_[number - 1].has_value()) {
    return std::nullopt;
  }
  analysis_->client_parameters = std::max(analysis_->client_parameters, number);
  analysis_->depends_on_parameters = true;
  return *parameters_[number - 1];
}

absl::Status Resolver::CheckRepeatable(const ast::Node& value, int location) const {
  if (CountNodes(value) <= kMaxRepeatedNodes) return absl::OkStatus();
  return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                "what stands for an object of the catalog here is too long an expression",
                "compute it in a sub-select, and use its column here", location);
}

absl::Status Resolver::RefuseCatalogCall(const ast::FuncCall& call,
                                         const std::string& advice) const {
  return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                absl::StrCat("this use of `", StringOf(call.funcname(call.funcname_size() - 1)),
                             "` is not analysed"),
                advice, call.location());
}

absl::Status Resolver::DropConstants(int count, ast::FuncCall* call) {
  for (int i = count; i < call->args_size(); ++i) {
    if (!IsConstant(call->args(i))) {
      return RefuseCatalogCall(*call, "write its last arguments as constants, or leave them out");
    }
    if (call->args(i).has_param_ref()) {
      analysis_->client_parameters =
          std::max(analysis_->client_parameters, call->args(i).param_ref().number());
    }
  }
  if (call->args_size() > count) {
    call->mutable_args()->DeleteSubrange(count, call->args_size() - count);
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Resolver::TryCatalogCall(ast::Node* node, const Surroundings& around) {
  ast::FuncCall* call = node->mutable_func_call();
  const auto answered = [](absl::Status status) -> absl::StatusOr<bool> {
    if (!status.ok()) return status;
    return true;
  };
  if (IsArrayExpansion(*call)) return answered(AnswerExpansion(node, around));
  const std::string name = CatalogName(*call);
  if (name.empty()) return false;
  const auto plain = [&](absl::Status (Resolver::*answer)(ast::Node*, const Surroundings&), int min,
                         int max) -> absl::StatusOr<bool> {
    if (!IsPlainCall(*call) || call->args_size() < min || call->args_size() > max) {
      return RefuseCatalogCall(*call, "write it with the arguments that PostgreSQL documents");
    }
    return answered((this->*answer)(node, around));
  };
  for (const CatalogFunction& function : LookupFunctions()) {
    if (name != function.name) continue;
    if (!IsPlainCall(*call) || call->args_size() < function.min_arguments ||
        call->args_size() > function.max_arguments) {
      return RefuseCatalogCall(*call, "write it with the arguments that PostgreSQL documents");
    }
    return answered(AnswerLookup(function, node, around));
  }
  for (const PrivilegeFunction& function : PrivilegeFunctions()) {
    if (name != function.name) continue;
    if (!IsPlainCall(*call)) return RefuseCatalogCall(*call, "write it without extras");
    return answered(AnswerPrivilege(function, node, around));
  }
  if (name == "format_type") return plain(&Resolver::AnswerFormatType, 2, 2);
  if (name == "pg_typeof") return plain(&Resolver::AnswerTypeOf, 1, 1);
  if (name == "has_database_privilege") return plain(&Resolver::AnswerDatabasePrivilege, 2, 3);
  if (name == "pg_partition_ancestors") return plain(&Resolver::AnswerAncestors, 1, 1);
  if (name == "current_schemas") return plain(&Resolver::AnswerSchemas, 1, 1);
  if (name == "current_setting") return plain(&Resolver::AnswerSetting, 1, 2);
  if (name == "current_schema" && call->args_size() == 0) {
    AnswerSchema(node);
    return true;
  }
  if (IsObjectName(*node)) return answered(ResolveObjectName(node, around));
  return false;
}

absl::Status Resolver::AnswerLookup(const CatalogFunction& function, ast::Node* node,
                                    const Surroundings& around) {
  ast::FuncCall call = std::move(*node->mutable_func_call());
  const int keys = std::min(static_cast<int>(function.keys.size()), call.args_size());
  SUDARE_RETURN_IF_ERROR(DropConstants(keys, &call));
  for (int i = 0; i < keys; ++i) CompareAsOids(call.mutable_args(i));
  ast::Node key = KeyOf(std::move(*call.mutable_args(0)), function.keys[0]);
  if (keys == 2) {
    key = Joined(std::move(key), KeyOf(std::move(*call.mutable_args(1)), function.keys[1]));
  }
  SetOperator("->>", LookupTable(function.lookup), std::move(key), node);
  ast::Node* found = node;
  if (absl::string_view(function.result) != "text") {
    WrapInCast({kCatalogSchema, function.result}, node);
    found = node->mutable_type_cast()->mutable_arg();
  }
  ast::Node* placed = found->mutable_a_expr()->mutable_rexpr();
  if (keys == 1) return ResolveExpression(ValueIn(placed, function.keys[0]), around);
  ast::A_Expr* joined = placed->mutable_a_expr();
  SUDARE_RETURN_IF_ERROR(ResolveExpression(
      ValueIn(joined->mutable_lexpr()->mutable_a_expr()->mutable_lexpr(), function.keys[0]),
      around));
  return ResolveExpression(ValueIn(joined->mutable_rexpr(), function.keys[1]), around);
}

// PostgreSQL's own, for types that every database has.
absl::Status Resolver::AnswerFormatType(ast::Node* node, const Surroundings& around) {
  ast::FuncCall call = std::move(*node->mutable_func_call());
  SUDARE_RETURN_IF_ERROR(CheckRepeatable(call.args(0), call.location()));
  CompareAsOids(call.mutable_args(0));
  ast::Node is_null, type = call.args(0), known, none, modifier = std::move(*call.mutable_args(1));
  SetNullTest(std::move(*call.mutable_args(0)), true, &is_null);
  SetOperator("->>", LookupTable(SystemLookup::kTypeOid), KeyOf(std::move(type), "oid"), &known);
  SetText(kNoOid, &none);
  ast::Node oid;
  SetCoalesce(std::move(known), std::move(none), &oid);
  WrapInCast({kCatalogSchema, "oid"}, &oid);
  WrapInCast({kCatalogSchema, "int4"}, &modifier);
  std::vector<ast::Node> args;
  args.push_back(std::move(oid));
  args.push_back(std::move(modifier));
  ast::Node format, nothing;
  SetCall({kCatalogSchema, "format_type"}, std::move(args), &format);
  SetTypedNull({kCatalogSchema, "text"}, &nothing);
  node->Clear();
  SetCase(std::move(is_null), std::move(nothing), std::move(format), node);
  ast::CaseExpr* placed = node->mutable_case_expr();
  SUDARE_RETURN_IF_ERROR(ResolveExpression(placed->mutable_args(0)
                                               ->mutable_case_when()
                                               ->mutable_expr()
                                               ->mutable_null_test()
                                               ->mutable_arg(),
                                           around));
  ast::FuncCall* formats = placed->mutable_defresult()->mutable_func_call();
  ast::Node* looked_up = formats->mutable_args(0)
                             ->mutable_type_cast()
                             ->mutable_arg()
                             ->mutable_coalesce_expr()
                             ->mutable_args(0)
                             ->mutable_a_expr()
                             ->mutable_rexpr();
  SUDARE_RETURN_IF_ERROR(ResolveExpression(ValueIn(looked_up, "oid"), around));
  return ResolveExpression(formats->mutable_args(1)->mutable_type_cast()->mutable_arg(), around);
}

// As a text: a value of type regtype would take any object id in its place, and show its name.
absl::Status Resolver::AnswerTypeOf(ast::Node* node, const Surroundings& around) {
  ast::Node value = std::move(*node->mutable_func_call()->mutable_args(0));
  std::vector<ast::Node> args;
  args.push_back(std::move(value));
  SetCall({kCatalogSchema, "pg_typeof"}, std::move(args), node);
  WrapInCast({kCatalogSchema, "text"}, node);
  Surroundings inner = around;
  inner.use = "a function";
  return ResolveExpression(
      node->mutable_type_cast()->mutable_arg()->mutable_func_call()->mutable_args(0), inner);
}

// No partition has a parent that is shown.
absl::Status Resolver::AnswerAncestors(ast::Node* node, const Surroundings& around) {
  ast::Node relation = std::move(*node->mutable_func_call()->mutable_args(0));
  ast::Node nothing;
  SetOperator("->>", LookupTable(SystemLookup::kNothing), KeyOf(std::move(relation), "text"),
              &nothing);
  ast::TypeCast* cast = nullptr;
  WrapInCast({kCatalogSchema, "oid"}, &nothing);
  cast = nothing.mutable_type_cast();
  cast->mutable_type_name()->add_array_bounds()->mutable_integer()->set_ival(-1);
  std::vector<ast::Node> args;
  args.push_back(std::move(nothing));
  analysis_->calls.push_back({node->mutable_func_call(), "unnest", around.scope->level, true});
  SetCall({kCatalogSchema, "unnest"}, std::move(args), node);
  analysis_->calls.back().call = node->mutable_func_call();
  ast::Node* key = node->mutable_func_call()
                       ->mutable_args(0)
                       ->mutable_type_cast()
                       ->mutable_arg()
                       ->mutable_a_expr()
                       ->mutable_rexpr();
  return ResolveExpression(ValueIn(key, "text"), around);
}

absl::Status Resolver::AnswerSchemas(ast::Node* node, const Surroundings&) {
  const ast::Node& with_catalog = node->func_call().args(0);
  if (!with_catalog.a_const().has_boolval()) {
    return RefuseCatalogCall(node->func_call(), "write current_schemas(true)");
  }
  std::vector<std::string> schemas = schema_.system_catalog().objects().search_path();
  if (with_catalog.a_const().boolval().boolval()) schemas.insert(schemas.begin(), kCatalogSchema);
  ast::Node array;
  ast::A_ArrayExpr* elements = array.mutable_a_array_expr();
  for (const std::string& schema : schemas) SetText(schema, elements->add_elements());
  WrapInCast({kCatalogSchema, "name"}, &array);
  array.mutable_type_cast()->mutable_type_name()->add_array_bounds()->mutable_integer()->set_ival(
      -1);
  // A call, so that it may be subscripted: trim_array(x, 0) is x.
  std::vector<ast::Node> args(2);
  args[0] = std::move(array);
  SetInteger(0, &args[1]);
  SetCall({kCatalogSchema, "trim_array"}, std::move(args), node);
  return absl::OkStatus();
}

void Resolver::AnswerSchema(ast::Node* node) {
  const std::vector<std::string>& schemas = schema_.system_catalog().objects().search_path();
  if (schemas.empty()) return SetTypedNull({kCatalogSchema, "name"}, node);
  SetText(schemas[0], node);
  WrapInCast({kCatalogSchema, "name"}, node);
}

absl::Status Resolver::AnswerSetting(ast::Node* node, const Surroundings&) {
  ast::FuncCall* call = node->mutable_func_call();
  const std::optional<std::string> written = ConstantText(call->args(0));
  const std::string name = absl::AsciiStrToLower(written.value_or(""));
  if (name == "search_path") {
    SetText(absl::StrJoin(schema_.system_catalog().objects().search_path(), ", ",
                          [](std::string* out, const std::string& schema) {
                            out->append(QuotedIdentifier(schema));
                          }),
            node);
    WrapInCast({kCatalogSchema, "text"}, node);
    return absl::OkStatus();
  }
  if (std::find(std::begin(kSettings), std::end(kSettings), name) == std::end(kSettings)) {
    return Refuse(absl::StatusCode::kPermissionDenied, "FUNCTION_NOT_ALLOWED",
                  "this setting is not shown", std::string(AdviceForFunction("current_setting")),
                  call->location());
  }
  SUDARE_RETURN_IF_ERROR(DropConstants(1, call));
  std::vector<ast::Node> args(1);
  SetText(name, &args[0]);
  SetCall({kCatalogSchema, "current_setting"}, std::move(args), node);
  return absl::OkStatus();
}

// Numbers the elements of an array; a function of information_schema that computes from it alone.
absl::Status Resolver::AnswerExpansion(ast::Node* node, const Surroundings& around) {
  ast::FuncCall* call = node->mutable_func_call();
  if (!IsPlainCall(*call) || call->args_size() != 1) {
    return RefuseCatalogCall(*call, "give it one array");
  }
  call->set_funcformat(ast::COERCE_EXPLICIT_CALL);
  analysis_->calls.push_back({call, "_pg_expandarray", around.scope->level, true});
  Surroundings inner = around;
  inner.use = "a function";
  return ResolveExpression(call->mutable_args(0), inner);
}

}  // namespace sudare::sql
