// The resolver's part for expressions. Every node kind is handled by name; any other is refused.

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"
#include "proxy/sql/allowlist.h"
#include "proxy/sql/resolver.h"
#include "proxy/sql/token_operand.h"

namespace sudare::sql {
namespace {

constexpr char kCatalogSchema[] = "pg_catalog";

// More alternatives than this make plans slow; longer lists of tokens are compared through the
// token map.
constexpr int kMaxSpreadTokens = 1000;

int EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

std::string NearestTo(const std::string& name, const std::vector<std::string>& candidates) {
  std::string nearest;
  int best = static_cast<int>(name.size()) / 3 + 2;
  for (const std::string& candidate : candidates) {
    const int distance = EditDistance(name, candidate);
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::vector<const ast::Node*> PointersTo(
    const google::protobuf::RepeatedPtrField<ast::Node>& nodes) {
  std::vector<const ast::Node*> pointers;
  for (const ast::Node& node : nodes) pointers.push_back(&node);
  return pointers;
}

// Unset if any of them is none.
std::optional<std::vector<TokenOperand>> OperandsIn(const std::vector<const ast::Node*>& nodes,
                                                    ColumnType token_type) {
  std::vector<TokenOperand> operands;
  for (const ast::Node* node : nodes) {
    std::optional<TokenOperand> operand = AsTokenOperand(*node, token_type);
    if (!operand.has_value()) return std::nullopt;
    operands.push_back(*std::move(operand));
  }
  return operands;
}

bool ComparesValues(const ast::A_Expr& expr) {
  if (!expr.has_lexpr() || !expr.has_rexpr()) return false;
  switch (expr.kind()) {
    case ast::AEXPR_OP:
    case ast::AEXPR_OP_ANY:
    case ast::AEXPR_OP_ALL: {
      static constexpr const char* kComparisons[] = {"=", "<>", "!=", "<", ">", "<=", ">="};
      const std::string& op = StringOf(expr.name(expr.name_size() - 1));
      return std::find(std::begin(kComparisons), std::end(kComparisons), op) !=
             std::end(kComparisons);
    }
    case ast::AEXPR_IN:
    case ast::AEXPR_DISTINCT:
    case ast::AEXPR_NOT_DISTINCT:
    case ast::AEXPR_NULLIF:
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::Status Resolver::Refuse(absl::StatusCode code, const char* reason, const std::string& message,
                              const std::string& advice, int location) const {
  // Nodes of expanded views carry places of another text.
  const TextPlace place = view_depth_ > 0 ? TextPlace{} : PlaceOf(parsed_.text(), location);
  return MakeError(code, message, {reason, advice, place.line, place.column});
}

absl::Status Resolver::HiddenOrMissing(const std::string& what, const std::string& name,
                                       const std::vector<std::string>& candidates,
                                       int location) const {
  const std::string nearest = NearestTo(name, candidates);
  return Refuse(
      absl::StatusCode::kInvalidArgument, "HIDDEN_OR_MISSING",
      absl::StrCat(what, " `", name, "` does not exist or is not visible to this account"),
      nearest.empty() ? "ListTables shows what is visible"
                      : absl::StrCat("did you mean `", nearest, "`?"),
      location);
}

void Resolver::Want(ItemColumn* column) {
  column->wanted = true;
  strongest_ = Stronger(strongest_, column->mask);
  for (ItemColumn* source : column->sources) Want(source);
}

size_t Resolver::Use(ast::Node* node, ItemColumn* column, bool qualified,
                     const Surroundings& around) {
  Want(column);
  Reference reference;
  reference.node = node;
  reference.column = column;
  reference.level = around.scope->level;
  reference.qualified = qualified || column->must_qualify;
  reference.use = around.use;
  reference.in_aggregate = around.in_aggregate;
  analysis_->references.push_back(reference);
  // Behind a merged or join column, each source must be there as a token.
  for (ItemColumn* source : column->sources) {
    Reference behind = reference;
    behind.node = nullptr;
    behind.column = source;
    analysis_->references.push_back(behind);
    std::vector<ItemColumn*> deeper = source->sources;
    while (!deeper.empty()) {
      behind.column = deeper.back();
      deeper.pop_back();
      deeper.insert(deeper.end(), behind.column->sources.begin(), behind.column->sources.end());
      analysis_->references.push_back(behind);
    }
  }
  return analysis_->references.size() - 1;
}

void Resolver::MarkLastReference(const ast::Node& node, bool Reference::*mark) {
  if (!node.has_column_ref() || analysis_->references.empty()) return;
  Reference& last = analysis_->references.back();
  if (last.node == &node) last.*mark = true;
}

void Resolver::ForbidRaw(FromItem* item, const char* why) {
  item->whole_row = true;
  for (ItemColumn& column : item->columns) {
    if (column.output != nullptr) column.output->level->locked_by = why;
  }
}

void Resolver::UseWholeRow(FromItem* item, const Surroundings& around) {
  ForbidRaw(item, "a whole row");
  for (ItemColumn& column : item->columns) {
    Surroundings whole = around;
    whole.use = "a whole row";
    Use(nullptr, &column, true, whole);
    for (ItemColumn* source : column.sources) {
      if (source->item != nullptr && !source->item->whole_row) UseWholeRow(source->item, around);
    }
  }
}

absl::StatusOr<Resolver::Found> Resolver::Find(const ast::ColumnRef& ref, const Scope& scope) {
  std::vector<std::string> names;
  bool star = false;
  for (const ast::Node& field : ref.fields()) {
    if (field.has_a_star()) {
      star = true;
    } else {
      names.push_back(StringOf(field));
    }
  }
  const int location = ref.location();
  if (names.empty() || names.size() > 3 || (names.size() == 3 && star)) {
    return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                  "names of more than three parts are not analysed", "write schema.table.column",
                  location);
  }
  if (names.size() == 1 && !star) {
    const ColumnMatch match = FindColumn(scope, names[0]);
    if (match.ambiguous) {
      return Refuse(absl::StatusCode::kInvalidArgument, "AMBIGUOUS_NAME",
                    absl::StrCat("column `", names[0], "` is ambiguous"),
                    "put the table's name or alias in front", location);
    }
    if (match.column != nullptr) return Found{match.column, nullptr, false};
    const ItemMatch row = FindItem(scope, "", names[0]);
    if (row.item != nullptr && !row.ambiguous) return Found{nullptr, row.item, true};
    std::vector<std::string> candidates;
    for (const Scope* level = &scope; level != nullptr; level = level->parent) {
      for (const ItemColumn* column : level->visible.columns) candidates.push_back(column->name);
    }
    return HiddenOrMissing("column", names[0], candidates, location);
  }
  const std::string column = star ? "" : names.back();
  if (!star) names.pop_back();
  const std::string schema = names.size() == 2 ? names[0] : "";
  const ItemMatch match = FindItem(scope, schema, names.back());
  if (match.ambiguous) {
    return Refuse(absl::StatusCode::kInvalidArgument, "AMBIGUOUS_NAME",
                  absl::StrCat("table `", names.back(), "` is ambiguous"),
                  "give each reference an alias", location);
  }
  if (match.item == nullptr) {
    std::vector<std::string> candidates;
    for (const Scope* level = &scope; level != nullptr; level = level->parent) {
      for (const FromItem* item : level->visible.items) candidates.push_back(item->name);
    }
    const std::string nearest = NearestTo(names.back(), candidates);
    return Refuse(absl::StatusCode::kInvalidArgument, "NOT_IN_FROM",
                  absl::StrCat("`", names.back(), "` is not in FROM at this place"),
                  nearest.empty()
                      ? "name it in FROM; a sub-select in FROM needs LATERAL to see its neighbours"
                      : absl::StrCat("did you mean `", nearest, "`?"),
                  location);
  }
  if (star) return Found{nullptr, match.item, true};
  const ColumnMatch found = FindColumnOf(*match.item, column);
  if (found.ambiguous) {
    return Refuse(absl::StatusCode::kInvalidArgument, "AMBIGUOUS_NAME",
                  absl::StrCat("column `", column, "` of `", names.back(), "` is ambiguous"),
                  "give the columns different names", location);
  }
  if (found.column == nullptr) {
    // Never passed on: PostgreSQL would try a function of that name on the row.
    std::vector<std::string> candidates;
    for (const ItemColumn& candidate : match.item->columns) candidates.push_back(candidate.name);
    return HiddenOrMissing(absl::StrCat("column of `", names.back(), "`"), column, candidates,
                           location);
  }
  return Found{found.column, nullptr, true};
}

namespace {

// JSON would show the names of the alias where PostgreSQL shows the relation's.
bool RowShowsAliases(const FromItem& item, const Surroundings& around) {
  if (!item.has_row_type || !item.has_column_aliases) return false;
  const absl::string_view use = around.use;
  const bool top = use == "an expression of the select list" && around.scope->parent == nullptr;
  return !top && use != "IS NULL" && use != "a cast";
}

}  // namespace

absl::Status Resolver::ResolveColumnRef(ast::Node* node, const Surroundings& around) {
  if (AnswerTableOid(node, around)) return absl::OkStatus();
  SUDARE_ASSIGN_OR_RETURN(Found found, Find(node->column_ref(), *around.scope));
  if (found.whole_row != nullptr) {
    const ast::ColumnRef& ref = node->column_ref();
    const bool star = ref.fields(ref.fields_size() - 1).has_a_star();
    if (!star && RowShowsAliases(*found.whole_row, around)) {
      return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                    absl::StrCat("taking `", found.whole_row->name,
                                 "` as a row while its alias renames columns is not analysed"),
                    "leave out the alias's list of columns", ref.location());
    }
    UseWholeRow(found.whole_row, around);
    analysis_->rows.push_back({node, found.whole_row, star});
    return absl::OkStatus();
  }
  Use(node, found.column, found.qualified, around);
  return absl::OkStatus();
}

absl::Status Resolver::ResolveList(google::protobuf::RepeatedPtrField<ast::Node>* nodes,
                                   const Surroundings& around) {
  for (ast::Node& node : *nodes) SUDARE_RETURN_IF_ERROR(ResolveExpression(&node, around));
  return absl::OkStatus();
}

absl::Status Resolver::ResolveExpression(ast::Node* node, const Surroundings& around) {
  Surroundings value = around;
  value.is_condition = false;
  switch (node->node_case()) {
    case ast::Node::kAConst:
      return absl::OkStatus();
    case ast::Node::kSqlvalueFunction:
      if (node->sqlvalue_function().op() == ast::SVFOP_CURRENT_SCHEMA) AnswerSchema(node);
      return absl::OkStatus();
    case ast::Node::kParamRef:
      analysis_->client_parameters =
          std::max(analysis_->client_parameters, node->param_ref().number());
      return absl::OkStatus();
    case ast::Node::kColumnRef:
      return ResolveColumnRef(node, around);
    case ast::Node::kAExpr:
      return ResolveOperator(node, around);
    case ast::Node::kBoolExpr:
      return ResolveBool(node->mutable_bool_expr(), around);
    case ast::Node::kFuncCall: {
      SUDARE_ASSIGN_OR_RETURN(const bool taken, TryCatalogCall(node, value));
      return taken ? absl::OkStatus() : ResolveCall(node->mutable_func_call(), value);
    }
    case ast::Node::kNamedArgExpr:
      return ResolveExpression(node->mutable_named_arg_expr()->mutable_arg(), value);
    case ast::Node::kTypeCast:
      if (NamesConfigurationType(node->type_cast().type_name())) {
        return ResolveTextSearchCast(around.configuration == node, node->mutable_type_cast());
      }
      if (IsObjectName(*node)) return ResolveObjectName(node, value);
      if (IsObjectId(*node)) return ResolveObjectId(node, value);
      SUDARE_RETURN_IF_ERROR(ResolveType(node->mutable_type_cast()->mutable_type_name()));
      value.use = "a cast";
      return ResolveExpression(node->mutable_type_cast()->mutable_arg(), value);
    case ast::Node::kCollateClause:
      SUDARE_RETURN_IF_ERROR(CheckCollation(node->collate_clause()));
      value.use = "COLLATE";
      return ResolveExpression(node->mutable_collate_clause()->mutable_arg(), value);
    case ast::Node::kCaseExpr:
      return ResolveCase(node->mutable_case_expr(), around);
    case ast::Node::kCoalesceExpr:
      value.use = "COALESCE";
      return ResolveList(node->mutable_coalesce_expr()->mutable_args(), value);
    case ast::Node::kMinMaxExpr:
      value.use = "GREATEST or LEAST";
      return ResolveList(node->mutable_min_max_expr()->mutable_args(), value);
    case ast::Node::kNullTest:
      return ResolveNullTest(node->mutable_null_test(), value);
    case ast::Node::kBooleanTest:
      return ResolveExpression(node->mutable_boolean_test()->mutable_arg(), value);
    case ast::Node::kSubLink:
      return ResolveSubLink(node->mutable_sub_link(), value);
    case ast::Node::kRowExpr:
      value.use = "a row";
      return ResolveList(node->mutable_row_expr()->mutable_args(), value);
    case ast::Node::kAArrayExpr:
      value.use = "an array";
      return ResolveList(node->mutable_a_array_expr()->mutable_elements(), value);
    case ast::Node::kAIndirection:
      return ResolveIndirection(node, value);
    case ast::Node::kGroupingFunc:
      value.use = "GROUPING";
      return ResolveList(node->mutable_grouping_func()->mutable_args(), value);
    case ast::Node::kList:
      return ResolveList(node->mutable_list()->mutable_items(), value);
    case ast::Node::kXmlExpr:
      return ResolveXml(node->mutable_xml_expr(), value);
    case ast::Node::kXmlSerialize:
      return ResolveXmlSerialize(node->mutable_xml_serialize(), value);
    default:
      return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                    "a construct at this place is not analysed", "write it in another way", 0);
  }
}

absl::Status Resolver::ResolveBool(ast::BoolExpr* expr, const Surroundings& around) {
  Surroundings inner = around;
  // Under NOT, NULL and false differ again.
  if (expr->boolop() == ast::NOT_EXPR) inner.is_condition = false;
  return ResolveList(expr->mutable_args(), inner);
}

absl::Status Resolver::ResolveCase(ast::CaseExpr* expr, const Surroundings& around) {
  Surroundings value = around;
  value.use = "CASE";
  value.is_condition = false;
  if (expr->has_arg()) SUDARE_RETURN_IF_ERROR(ResolveExpression(expr->mutable_arg(), value));
  for (ast::Node& node : *expr->mutable_args()) {
    ast::CaseWhen* when = node.mutable_case_when();
    Surroundings condition = value;
    condition.is_condition = !expr->has_arg();
    SUDARE_RETURN_IF_ERROR(ResolveExpression(when->mutable_expr(), condition));
    SUDARE_RETURN_IF_ERROR(ResolveExpression(when->mutable_result(), value));
  }
  if (expr->has_defresult()) return ResolveExpression(expr->mutable_defresult(), value);
  return absl::OkStatus();
}

absl::Status Resolver::ResolveNullTest(ast::NullTest* test, const Surroundings& around) {
  Surroundings inner = around;
  inner.use = "IS NULL";
  const size_t before = analysis_->references.size();
  SUDARE_RETURN_IF_ERROR(ResolveExpression(test->mutable_arg(), inner));
  if (test->arg().has_column_ref() && analysis_->references.size() == before + 1) {
    analysis_->references[before].only_null = true;
  }
  return absl::OkStatus();
}

absl::Status Resolver::CheckOperatorName(const google::protobuf::RepeatedPtrField<ast::Node>& name,
                                         int location) {
  const std::string& op = StringOf(name.Get(name.size() - 1));
  const bool foreign_schema = name.size() > 1 && StringOf(name.Get(0)) != kCatalogSchema;
  if (foreign_schema || !IsOperatorAllowed(op)) {
    return Refuse(absl::StatusCode::kPermissionDenied, "OPERATOR_NOT_ALLOWED",
                  absl::StrCat("operator `", op, "` is not on the list of allowed operators"),
                  "only operators that come with PostgreSQL can be used", location);
  }
  return absl::OkStatus();
}

absl::Status Resolver::ResolveOperator(ast::Node* node, const Surroundings& around) {
  ast::A_Expr* expr = node->mutable_a_expr();
  switch (expr->kind()) {
    case ast::AEXPR_OP:
    case ast::AEXPR_OP_ANY:
    case ast::AEXPR_OP_ALL:
      SUDARE_RETURN_IF_ERROR(CheckOperatorName(expr->name(), expr->location()));
      break;
    case ast::AEXPR_DISTINCT:
    case ast::AEXPR_NOT_DISTINCT:
    case ast::AEXPR_NULLIF:
    case ast::AEXPR_IN:
    case ast::AEXPR_LIKE:
    case ast::AEXPR_ILIKE:
    case ast::AEXPR_SIMILAR:
    case ast::AEXPR_BETWEEN:
    case ast::AEXPR_NOT_BETWEEN:
    case ast::AEXPR_BETWEEN_SYM:
    case ast::AEXPR_NOT_BETWEEN_SYM:
      break;
    default:
      return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                    "an operator of this form is not analysed", "write it in another way",
                    expr->location());
  }
  SUDARE_ASSIGN_OR_RETURN(const bool taken, TryTokenComparison(node, around));
  if (taken) return absl::OkStatus();
  if (ComparesValues(*expr)) CompareSidesAsOids(expr->mutable_lexpr(), expr->mutable_rexpr());
  Surroundings value = around;
  value.is_condition = false;
  switch (expr->kind()) {
    case ast::AEXPR_LIKE:
    case ast::AEXPR_ILIKE:
    case ast::AEXPR_SIMILAR:
      value.use = "LIKE";
      break;
    case ast::AEXPR_BETWEEN:
    case ast::AEXPR_NOT_BETWEEN:
    case ast::AEXPR_BETWEEN_SYM:
    case ast::AEXPR_NOT_BETWEEN_SYM:
      value.use = "BETWEEN";
      break;
    default:
      value.use = "an operator";
  }
  const size_t first = analysis_->references.size();
  if (expr->has_lexpr()) SUDARE_RETURN_IF_ERROR(ResolveExpression(expr->mutable_lexpr(), value));
  if (expr->has_rexpr()) SUDARE_RETURN_IF_ERROR(ResolveExpression(expr->mutable_rexpr(), value));
  const bool is_equality =
      expr->kind() == ast::AEXPR_DISTINCT || expr->kind() == ast::AEXPR_NOT_DISTINCT ||
      (expr->kind() == ast::AEXPR_OP && (StringOf(expr->name(expr->name_size() - 1)) == "=" ||
                                         StringOf(expr->name(expr->name_size() - 1)) == "<>"));
  if (is_equality && expr->lexpr().has_column_ref() && expr->rexpr().has_column_ref() &&
      analysis_->references.size() == first + 2) {
    analysis_->references[first].compared_with = static_cast<int>(first) + 1;
    analysis_->references[first + 1].compared_with = static_cast<int>(first);
  }
  return absl::OkStatus();
}

std::optional<std::vector<TokenOperand>> Resolver::ArrayOperands(const ast::Node& node,
                                                                 ColumnType token_type) {
  const ast::Node& array = node.has_type_cast() ? node.type_cast().arg() : node;
  if (!array.has_param_ref()) return AsTokenOperands(node, token_type);
  const size_t index = array.param_ref().number() - 1;
  if (index >= parameters_.size() || !parameters_[index].has_value()) return std::nullopt;
  analysis_->client_parameters = std::max(analysis_->client_parameters, array.param_ref().number());
  // As a literal in the parameter's place, cast likewise.
  ast::Node literal = node;
  ast::Node* const value =
      node.has_type_cast() ? literal.mutable_type_cast()->mutable_arg() : &literal;
  value->mutable_a_const()->mutable_sval()->set_sval(*parameters_[index]);
  std::optional<std::vector<TokenOperand>> operands = AsTokenOperands(literal, token_type);
  analysis_->depends_on_parameters |= operands.has_value();
  return operands;
}

absl::StatusOr<bool> Resolver::TryTokenComparison(ast::Node* node, const Surroundings& around) {
  ast::A_Expr* expr = node->mutable_a_expr();
  if (expr->name_size() != 1) return false;
  const std::string& op = StringOf(expr->name(0));
  if (op != "=" && op != "<>") return false;
  const ast::Node* ref = &expr->lexpr();
  const ast::Node* other = &expr->rexpr();
  if (expr->kind() == ast::AEXPR_OP && !ref->has_column_ref()) std::swap(ref, other);
  if (!ref->has_column_ref()) return false;
  SUDARE_ASSIGN_OR_RETURN(Found found, Find(ref->column_ref(), *around.scope));
  if (found.column == nullptr || !found.column->sources.empty()) return false;
  const VisibleColumn* token = TokenBehind(*found.column);
  if (token == nullptr || !EqualityIsTextual(*token->column)) return false;
  TokenComparison comparison;
  comparison.node = node;
  comparison.negated = op == "<>";
  comparison.is_condition = around.is_condition;
  std::optional<std::vector<TokenOperand>> operands;
  switch (expr->kind()) {
    case ast::AEXPR_OP:
      operands = OperandsIn({other}, token->type);
      break;
    case ast::AEXPR_IN:
      operands = OperandsIn(PointersTo(other->list().items()), token->type);
      break;
    case ast::AEXPR_OP_ANY:
      // ANY of an empty or NULL array, and negations, keep their exact meaning through the token
      // map.
      if (comparison.negated || !comparison.is_condition) return false;
      operands = ArrayOperands(*other, token->type);
      break;
    default:
      return false;
  }
  if (!operands.has_value()) return false;
  comparison.operands = *std::move(operands);
  if (comparison.operands.empty() ||
      static_cast<int>(comparison.operands.size()) > kMaxSpreadTokens) {
    return false;
  }
  for (const TokenOperand& operand : comparison.operands) {
    analysis_->client_parameters = std::max(analysis_->client_parameters, operand.parameter);
  }
  comparison.column = found.column;
  ast::Node* ref_node = const_cast<ast::Node*>(ref);
  Surroundings compared = around;
  compared.use = "a comparison";
  const size_t index = Use(ref_node, found.column, found.qualified, compared);
  analysis_->references[index].comparison = static_cast<int>(analysis_->comparisons.size());
  analysis_->comparisons.push_back(std::move(comparison));
  return true;
}

absl::Status Resolver::ResolveCall(ast::FuncCall* call, const Surroundings& around) {
  const std::vector<std::string> names = NamesOf(call->funcname());
  const std::string& name = names.back();
  const std::string schema = names.size() > 1 ? names[names.size() - 2] : "";
  const std::string full = absl::StrCat(schema, ".", name);
  const std::vector<std::string>& extra = schema_.policy().functions();
  const bool added = std::find(extra.begin(), extra.end(), full) != extra.end();
  analysis_->calls_added_function |= added;
  analysis_->calls.push_back({call, name, around.scope->level, added || ReturnsSet(name)});
  if (!added && ((!schema.empty() && schema != kCatalogSchema) || !IsFunctionAllowed(name))) {
    const absl::string_view advice = AdviceForFunction(name);
    return Refuse(
        absl::StatusCode::kPermissionDenied, "FUNCTION_NOT_ALLOWED",
        absl::StrCat("function `", schema.empty() ? name : full,
                     "` is not on the list of allowed functions"),
        advice.empty()
            ? "use ordinary functions of PostgreSQL, or ask an admin to add it to `functions` "
              "in the policy"
            : std::string(advice),
        call->location());
  }
  if (!added) SUDARE_RETURN_IF_ERROR(CheckTextSearch(name, *call));
  if (schema.empty()) {
    call->clear_funcname();
    SetString(kCatalogSchema, call->add_funcname());
    SetString(name, call->add_funcname());
  }
  // AT TIME ZONE and its like become plain calls: the deparser sets no parentheses around them.
  // OVERLAY it knows in its own syntax only.
  call->set_funcformat(name == "overlay" ? ast::COERCE_SQL_SYNTAX : ast::COERCE_EXPLICIT_CALL);
  Surroundings inner = around;
  inner.is_condition = false;
  inner.use = "a function";
  if (call->args_size() > 0) inner.configuration = &call->args(0);
  // Hypothetical-set aggregates have the names of window functions.
  const bool aggregates = (IsAggregate(name) || call->agg_within_group()) && !call->has_over();
  inner.in_aggregate |= aggregates;
  const size_t before = analysis_->references.size();
  SUDARE_RETURN_IF_ERROR(ResolveList(call->mutable_args(), inner));
  if (name == "count" && !call->agg_distinct() && call->args_size() == 1 &&
      call->args(0).has_column_ref() && analysis_->references.size() == before + 1) {
    analysis_->references[before].only_null = true;
    analysis_->references[before].aggregated = true;
  }
  if (name == "count" && call->agg_distinct() && call->args_size() == 1) {
    MarkLastReference(call->args(0), &Reference::only_equality);
  }
  for (ast::Node& sort : *call->mutable_agg_order()) {
    SUDARE_RETURN_IF_ERROR(ResolveSort(&sort, inner));
  }
  if (call->has_agg_filter()) {
    Surroundings filter = around;
    filter.is_condition = true;
    filter.in_aggregate |= aggregates;
    filter.use = "FILTER";
    SUDARE_RETURN_IF_ERROR(ResolveExpression(call->mutable_agg_filter(), filter));
  }
  if (call->has_over()) return ResolveWindow(call->mutable_over(), around);
  return absl::OkStatus();
}

absl::Status Resolver::ResolveSort(ast::Node* sort, const Surroundings& around) {
  if (!sort->has_sort_by()) return ResolveExpression(sort, around);
  SUDARE_RETURN_IF_ERROR(MakeSortDirection(sort->mutable_sort_by()));
  return ResolveExpression(sort->mutable_sort_by()->mutable_node(), around);
}

absl::Status Resolver::ResolveWindow(ast::WindowDef* window, const Surroundings& around) {
  Surroundings inner = around;
  inner.is_condition = false;
  inner.use = "a window";
  for (ast::Node& key : *window->mutable_partition_clause()) {
    SUDARE_RETURN_IF_ERROR(ResolveExpression(&key, inner));
    MarkLastReference(key, &Reference::only_equality);
  }
  for (ast::Node& sort : *window->mutable_order_clause()) {
    SUDARE_RETURN_IF_ERROR(ResolveSort(&sort, inner));
  }
  if (window->has_start_offset()) {
    SUDARE_RETURN_IF_ERROR(ResolveExpression(window->mutable_start_offset(), inner));
  }
  if (window->has_end_offset()) return ResolveExpression(window->mutable_end_offset(), inner);
  return absl::OkStatus();
}

absl::Status Resolver::ResolveType(ast::TypeName* type) {
  const std::vector<std::string> names = NamesOf(type->names());
  const bool foreign_schema = names.size() > 1 && names[0] != kCatalogSchema;
  if (names.empty() || names.size() > 2 || foreign_schema || !IsTypeAllowed(names.back())) {
    return Refuse(absl::StatusCode::kPermissionDenied, "TYPE_NOT_ALLOWED",
                  absl::StrCat("type `", names.empty() ? "" : names.back(),
                               "` is not on the list of allowed types"),
                  "use the built-in types of numbers, texts, dates, JSON and ranges",
                  type->location());
  }
  if (names.size() == 1) {
    type->clear_names();
    SetString(kCatalogSchema, type->add_names());
    SetString(names[0], type->add_names());
  }
  MakeWritable(type);
  for (const ast::Node& modifier : type->typmods()) {
    if (!modifier.has_a_const()) {
      return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                    "a type's length must be a number", "write the number itself",
                    type->location());
    }
  }
  return absl::OkStatus();
}

absl::Status Resolver::CheckCollation(const ast::CollateClause& collate) {
  const std::vector<std::string> names = NamesOf(collate.collname());
  if (names.size() > 2 || (names.size() == 2 && names[0] != kCatalogSchema)) {
    return Refuse(absl::StatusCode::kPermissionDenied, "COLLATION_NOT_ALLOWED",
                  "only collations that come with PostgreSQL can be used",
                  "write COLLATE \"C\" or COLLATE \"ja-x-icu\"", collate.location());
  }
  return absl::OkStatus();
}

// IN (SELECT …), NOT IN, = ANY, <> ALL: of a column that is a token, with an output that is one.
bool Resolver::ComparesTokens(const ast::SubLink& link, size_t first_reference,
                              const SelectLevel& level) const {
  const bool is_any = link.sub_link_type() == ast::ANY_SUBLINK;
  const bool is_all = link.sub_link_type() == ast::ALL_SUBLINK;
  if (!is_any && !is_all) return false;
  if (link.oper_name_size() > 0) {
    const std::string& op = StringOf(link.oper_name(link.oper_name_size() - 1));
    if (op != "=" && op != "<>") return false;
  }
  if (first_reference >= analysis_->references.size() || level.outputs.size() != 1) return false;
  const Reference& reference = analysis_->references[first_reference];
  return reference.node == &link.testexpr() && TokenBehind(*reference.column) != nullptr &&
         reference.column->sources.empty() && level.locked_by == nullptr &&
         level.outputs[0]->bare != nullptr;
}

absl::Status Resolver::ResolveSubLink(ast::SubLink* link, const Surroundings& around) {
  const size_t first = analysis_->references.size();
  if (link->has_testexpr()) {
    CompareAsOids(link->mutable_testexpr());
    CompareAsOids(link->mutable_subselect());
    Surroundings value = around;
    value.use = "IN (SELECT …)";
    SUDARE_RETURN_IF_ERROR(ResolveExpression(link->mutable_testexpr(), value));
  }
  if (link->oper_name_size() > 0) {
    SUDARE_RETURN_IF_ERROR(CheckOperatorName(link->oper_name(), link->location()));
  }
  const MaskKind before = strongest_;
  SUDARE_ASSIGN_OR_RETURN(
      SelectLevel * level,
      ResolveSelect(link->mutable_subselect()->mutable_select_stmt(), around.scope, nullptr));
  strongest_ = before;
  // EXISTS looks at no column.
  if (link->sub_link_type() == ast::EXISTS_SUBLINK) return absl::OkStatus();
  if (ComparesTokens(*link, first, *level)) {
    analysis_->references[first].member_of = level->outputs[0];
  } else if (level->locked_by == nullptr) {
    level->locked_by = "a sub-select in an expression";
  }
  for (const Output* output : level->outputs) strongest_ = Stronger(strongest_, output->mask);
  return absl::OkStatus();
}

// The deparser sets no parentheses around some kinds of values that are subscripted. trim_array(x,
// 0) is x.
absl::Status Resolver::MakeSubscriptable(const ast::Node& subscript, ast::Node* value) {
  const bool is_array_query =
      value->has_sub_link() && value->sub_link().sub_link_type() == ast::ARRAY_SUBLINK;
  if (!value->has_case_expr() && !value->has_coalesce_expr() && !value->has_min_max_expr() &&
      !value->has_a_array_expr() && !is_array_query) {
    return absl::OkStatus();
  }
  if (subscript.a_indices().uidx().a_const().has_sval()) {
    return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                  "a subscript of JSON on CASE, COALESCE, GREATEST or LEAST is not analysed",
                  "write -> instead", 0);
  }
  ast::Node array = std::move(*value);
  value->Clear();
  ast::FuncCall* call = value->mutable_func_call();
  SetString("trim_array", call->add_funcname());
  call->set_funcformat(ast::COERCE_EXPLICIT_CALL);
  *call->add_args() = std::move(array);
  SetInteger(0, call->add_args());
  return absl::OkStatus();
}

// (row).column and value[1]: only the first is more than its parts.
absl::Status Resolver::ResolveIndirection(ast::Node* node, const Surroundings& around) {
  ast::A_Indirection* indirection = node->mutable_a_indirection();
  if (indirection->arg().has_func_call()) {
    SUDARE_RETURN_IF_ERROR(MoveFieldIntoAggregate(indirection, *around.scope));
  }
  if (indirection->indirection(0).has_string()) {
    const ast::Node& arg = indirection->arg();
    FromItem* row = nullptr;
    if (arg.has_column_ref()) {
      SUDARE_ASSIGN_OR_RETURN(Found found, Find(arg.column_ref(), *around.scope));
      row = found.whole_row;
    }
    const std::string name = StringOf(indirection->indirection(0));
    if (row == nullptr) {
      SUDARE_RETURN_IF_ERROR(ResolveField(node, around));
      return ResolveSubscripts(1, indirection, around);
    }
    const ColumnMatch match = FindColumnOf(*row, name);
    if (match.column == nullptr || match.ambiguous) {
      std::vector<std::string> candidates;
      for (const ItemColumn& column : row->columns) candidates.push_back(column.name);
      return HiddenOrMissing(absl::StrCat("column of `", row->name, "`"), name, candidates,
                             arg.column_ref().location());
    }
    // (e).name is e.name.
    std::vector<ast::Node> rest(indirection->indirection().begin() + 1,
                                indirection->indirection().end());
    ast::Node column;
    SetColumnRef({row->name, name}, &column);
    if (rest.empty()) {
      *node = std::move(column);
      Use(node, match.column, true, around);
      return absl::OkStatus();
    }
    *indirection->mutable_arg() = std::move(column);
    indirection->clear_indirection();
    for (ast::Node& part : rest) *indirection->add_indirection() = std::move(part);
    Surroundings inner = around;
    inner.use = "a subscript";
    Use(indirection->mutable_arg(), match.column, true, inner);
  } else {
    Surroundings inner = around;
    inner.use = "a subscript";
    SUDARE_RETURN_IF_ERROR(
        MakeSubscriptable(indirection->indirection(0), indirection->mutable_arg()));
    SUDARE_RETURN_IF_ERROR(ResolveExpression(indirection->mutable_arg(), inner));
  }
  return ResolveSubscripts(0, indirection, around);
}

absl::Status Resolver::ResolveSubscripts(int first, ast::A_Indirection* indirection,
                                         const Surroundings& around) {
  for (int i = first; i < indirection->indirection_size(); ++i) {
    ast::Node& part = *indirection->mutable_indirection(i);
    if (!part.has_a_indices()) {
      return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                    "taking a field out of an expression is not analysed",
                    "select from it in FROM and name the column there", 0);
    }
    ast::A_Indices* indices = part.mutable_a_indices();
    if (indices->has_lidx())
      SUDARE_RETURN_IF_ERROR(ResolveExpression(indices->mutable_lidx(), around));
    if (indices->has_uidx())
      SUDARE_RETURN_IF_ERROR(ResolveExpression(indices->mutable_uidx(), around));
  }
  return absl::OkStatus();
}

}  // namespace sudare::sql
