// The resolver's part for constructs with rules of their own: SEARCH and CYCLE, XML, text search,
// fields of composite values.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/sql/allowlist.h"
#include "proxy/sql/resolver.h"

namespace sudare::sql {
namespace {

bool IsOneOf(const std::string& name, std::initializer_list<const char*> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A literal that names a configuration on the list.
bool NamesConfiguration(const ast::Node& node) {
  return node.has_a_const() && node.a_const().has_sval() &&
         IsTextSearchConfigurationAllowed(node.a_const().sval().sval());
}

bool IsConfigurationCast(const ast::Node& node) {
  return node.has_type_cast() && NamesConfigurationType(node.type_cast().type_name());
}

}  // namespace

bool NamesConfigurationType(const ast::TypeName& type) {
  return type.names_size() > 0 && StringOf(type.names(type.names_size() - 1)) == "regconfig";
}

void Resolver::AddCteOutput(const std::string& name, MaskKind mask, Cte* cte) {
  Output* output = &analysis_->outputs.emplace_back();
  output->name = name;
  output->mask = mask;
  output->level = cte->level;
  cte->outputs.push_back(output);
  cte->names.push_back(name);
  ++cte->added_outputs;
}

absl::StatusOr<MaskKind> Resolver::MaskOfCteColumns(
    const google::protobuf::RepeatedPtrField<ast::Node>& names, const Cte& cte,
    int location) const {
  MaskKind mask = MaskKind::kAllow;
  for (const ast::Node& node : names) {
    const auto found = std::find(cte.names.begin(), cte.names.end(), StringOf(node));
    if (found == cte.names.end()) {
      return HiddenOrMissing(absl::StrCat("column of WITH query `", cte.name, "`"), StringOf(node),
                             cte.names, location);
    }
    mask = Stronger(mask, cte.outputs[found - cte.names.begin()]->mask);
  }
  return mask;
}

absl::Status Resolver::AddSearchAndCycle(ast::CommonTableExpr* expr, Cte* cte,
                                         const Surroundings& around) {
  if (expr->has_search_clause()) {
    const ast::CTESearchClause& search = expr->search_clause();
    SUDARE_ASSIGN_OR_RETURN(const MaskKind mask,
                            MaskOfCteColumns(search.search_col_list(), *cte, search.location()));
    AddCteOutput(search.search_seq_column(), mask, cte);
  }
  if (expr->has_cycle_clause()) {
    ast::CTECycleClause* cycle = expr->mutable_cycle_clause();
    SUDARE_ASSIGN_OR_RETURN(const MaskKind mask,
                            MaskOfCteColumns(cycle->cycle_col_list(), *cte, cycle->location()));
    SUDARE_RETURN_IF_ERROR(ResolveExpression(cycle->mutable_cycle_mark_value(), around));
    SUDARE_RETURN_IF_ERROR(ResolveExpression(cycle->mutable_cycle_mark_default(), around));
    AddCteOutput(cycle->cycle_mark_column(), mask, cte);
    AddCteOutput(cycle->cycle_path_column(), mask, cte);
  }
  return absl::OkStatus();
}

absl::Status Resolver::ResolveXml(ast::XmlExpr* xml, const Surroundings& around) {
  // Those that read XML are left out: a parser's errors quote what they read.
  if (xml->op() != ast::IS_XMLELEMENT && xml->op() != ast::IS_XMLFOREST &&
      xml->op() != ast::IS_XMLCONCAT) {
    return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                  "this construct of XML is not analysed",
                  "make XML with xmlelement, xmlforest, xmlconcat and xmlagg", xml->location());
  }
  Surroundings inner = around;
  inner.use = "XML";
  for (ast::Node& node : *xml->mutable_named_args()) {
    ast::ResTarget* target = node.mutable_res_target();
    // A column gives its name to the element; in the rewritten statement it might have another one.
    if (target->name().empty() && target->val().has_column_ref()) {
      target->set_name(OutputNameOf(target->val()));
    }
    SUDARE_RETURN_IF_ERROR(ResolveExpression(target->mutable_val(), inner));
  }
  return ResolveList(xml->mutable_args(), inner);
}

absl::Status Resolver::ResolveXmlSerialize(ast::XmlSerialize* xml, const Surroundings& around) {
  SUDARE_RETURN_IF_ERROR(ResolveType(xml->mutable_type_name()));
  return ResolveExpression(xml->mutable_expr(), around);
}

absl::Status Resolver::CheckTextSearch(const std::string& function,
                                       const ast::FuncCall& call) const {
  const bool takes_configuration =
      IsOneOf(function, {"to_tsvector", "to_tsquery", "plainto_tsquery", "phraseto_tsquery",
                         "websearch_to_tsquery"})
          ? call.args_size() > 1
          : IsOneOf(function, {"ts_headline", "json_to_tsvector", "jsonb_to_tsvector"}) &&
                call.args_size() > 2;
  if (!takes_configuration || NamesConfiguration(call.args(0)) ||
      IsConfigurationCast(call.args(0))) {
    return absl::OkStatus();
  }
  return Refuse(absl::StatusCode::kPermissionDenied, "FUNCTION_NOT_ALLOWED",
                absl::StrCat("`", function, "` with this configuration is not allowed"),
                "name one that comes with PostgreSQL first, as a literal: 'simple', 'english'",
                call.location());
}

absl::Status Resolver::ResolveTextSearchCast(bool is_argument, ast::TypeCast* cast) const {
  const ast::TypeName& type = cast->type_name();
  if (!is_argument) {
    return Refuse(absl::StatusCode::kPermissionDenied, "TYPE_NOT_ALLOWED",
                  "type `regconfig` is allowed for the first argument of a function only",
                  "write the configuration where it is used: to_tsvector('simple', …)",
                  type.location());
  }
  const bool foreign_schema = type.names_size() > 1 && StringOf(type.names(0)) != "pg_catalog";
  if (foreign_schema || type.names_size() > 2 || type.array_bounds_size() > 0 ||
      !NamesConfiguration(cast->arg())) {
    return Refuse(absl::StatusCode::kPermissionDenied, "TYPE_NOT_ALLOWED",
                  "type `regconfig` is allowed for configurations that come with PostgreSQL only",
                  "write a literal: to_tsvector('simple', …)", type.location());
  }
  cast->mutable_type_name()->clear_names();
  SetString("pg_catalog", cast->mutable_type_name()->add_names());
  SetString("regconfig", cast->mutable_type_name()->add_names());
  return absl::OkStatus();
}

absl::Status Resolver::MakeSortDirection(ast::SortBy* sort) const {
  if (sort->use_op_size() == 0) return absl::OkStatus();
  const std::string op = StringOf(sort->use_op(sort->use_op_size() - 1));
  const bool foreign_schema = sort->use_op_size() > 1 && StringOf(sort->use_op(0)) != "pg_catalog";
  if (foreign_schema || (op != "<" && op != ">")) {
    return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                  "ORDER BY … USING is analysed for < and > only", "write ASC or DESC",
                  sort->location());
  }
  sort->clear_use_op();
  sort->set_sortby_dir(op == "<" ? ast::SORTBY_ASC : ast::SORTBY_DESC);
  return absl::OkStatus();
}

absl::StatusOr<FromItem*> Resolver::RowBehind(const ast::Node& value, const Scope& scope) {
  if (!value.has_column_ref()) return nullptr;
  SUDARE_ASSIGN_OR_RETURN(const Found found, Find(value.column_ref(), scope));
  if (found.column == nullptr || found.column->output == nullptr) return nullptr;
  return found.column->output->row;
}

// A column of a sub-select that is the call of a function which gives more than one value.
absl::StatusOr<std::vector<std::string>> Resolver::FieldsOfOutput(const ast::Node& value,
                                                                  const Scope& scope) {
  if (!value.has_column_ref()) return std::vector<std::string>();
  SUDARE_ASSIGN_OR_RETURN(const Found found, Find(value.column_ref(), scope));
  const Output* output = found.column == nullptr ? nullptr : found.column->output;
  if (output == nullptr || output->target == nullptr ||
      !output->target->res_target().val().has_func_call()) {
    return std::vector<std::string>();
  }
  return FieldsOf(output->target->res_target().val(), scope);
}

// PostgreSQL takes (value).name for name(value) if the value has no field of that name: only names
// that are fields may pass.
absl::StatusOr<std::vector<std::string>> Resolver::FieldsOf(const ast::Node& value,
                                                            const Scope& scope) {
  std::vector<std::string> fields;
  if (value.has_func_call()) {
    const auto& names = value.func_call().funcname();
    if (IsArrayExpansion(value.func_call())) return std::vector<std::string>{"x", "n"};
    const bool foreign_schema = names.size() > 1 && StringOf(names.Get(0)) != "pg_catalog";
    if (foreign_schema) return fields;
    fields = OutputColumnsOf(StringOf(names.Get(names.size() - 1)));
    // One column alone is no composite value.
    if (fields.size() < 2) fields.clear();
    return fields;
  }
  SUDARE_ASSIGN_OR_RETURN(FromItem * row, RowBehind(value, scope));
  if (row == nullptr) return FieldsOfOutput(value, scope);
  for (const ItemColumn& column : row->columns) {
    if (FindColumnOf(*row, column.name).ambiguous) return std::vector<std::string>();
    fields.push_back(column.name);
  }
  return fields;
}

absl::StatusOr<bool> Resolver::TakeApart(const ast::Node& value, const Scope& scope,
                                         google::protobuf::RepeatedPtrField<ast::Node>* targets) {
  const ast::A_Indirection& indirection = value.a_indirection();
  if (!value.has_a_indirection() || indirection.indirection_size() != 1 ||
      !indirection.indirection(0).has_a_star()) {
    return false;
  }
  SUDARE_ASSIGN_OR_RETURN(const std::vector<std::string> fields,
                          FieldsOf(indirection.arg(), scope));
  for (const std::string& field : fields) {
    ast::A_Indirection* part =
        targets->Add()->mutable_res_target()->mutable_val()->mutable_a_indirection();
    *part->mutable_arg() = indirection.arg();
    SetString(field, part->add_indirection());
  }
  return !fields.empty();
}

// Rows are records in the rewritten statement, whose arrays PostgreSQL knows no fields of.
absl::Status Resolver::MoveFieldIntoAggregate(ast::A_Indirection* indirection, const Scope& scope) {
  ast::FuncCall* call = indirection->mutable_arg()->mutable_func_call();
  if (indirection->indirection_size() < 2 || indirection->indirection(0).a_indices().is_slice() ||
      !indirection->indirection(0).has_a_indices() || !indirection->indirection(1).has_string() ||
      StringOf(call->funcname(call->funcname_size() - 1)) != "array_agg" ||
      call->args_size() != 1 || !call->args(0).has_column_ref() || call->agg_distinct()) {
    return absl::OkStatus();
  }
  SUDARE_ASSIGN_OR_RETURN(const Found found, Find(call->args(0).column_ref(), scope));
  const std::string field = StringOf(indirection->indirection(1));
  if (found.whole_row == nullptr || FindColumnOf(*found.whole_row, field).column == nullptr) {
    return absl::OkStatus();
  }
  SetString(field, call->mutable_args(0)->mutable_column_ref()->add_fields());
  indirection->mutable_indirection()->DeleteSubrange(1, 1);
  return absl::OkStatus();
}

absl::Status Resolver::ResolveField(ast::Node* node, const Surroundings& around) {
  ast::A_Indirection* indirection = node->mutable_a_indirection();
  const std::string& name = StringOf(indirection->indirection(0));
  SUDARE_ASSIGN_OR_RETURN(const std::vector<std::string> fields,
                          FieldsOf(indirection->arg(), *around.scope));
  if (std::find(fields.begin(), fields.end(), name) == fields.end()) {
    return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                  absl::StrCat("taking field `", name, "` out of this expression is not analysed"),
                  "select from it in FROM and name the column there", 0);
  }
  SUDARE_ASSIGN_OR_RETURN(FromItem * row, RowBehind(indirection->arg(), *around.scope));
  Surroundings inner = around;
  inner.use = "a field of a row";
  const MaskKind before = strongest_;
  SUDARE_RETURN_IF_ERROR(ResolveExpression(indirection->mutable_arg(), inner));
  // The other columns of the row don't show.
  if (row != nullptr) strongest_ = Stronger(before, FindColumnOf(*row, name).column->mask);
  return absl::OkStatus();
}

}  // namespace sudare::sql
