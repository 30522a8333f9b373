// The resolver's part for SELECT: its clauses in the order in which PostgreSQL gives them meaning.

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/sql/check.h"
#include "proxy/sql/resolver.h"

namespace sudare::sql {
namespace {

// Comparisons that can neither fail nor tell: safe inside the fence of a row filter.
bool IsSimpleComparison(const ast::A_Expr& expr) {
  if (expr.kind() == ast::AEXPR_IN) return true;
  if (expr.kind() != ast::AEXPR_OP || expr.name_size() != 1) return false;
  const std::string& op = StringOf(expr.name(0));
  return op == "=" || op == "<>" || op == "<" || op == ">" || op == "<=" || op == ">=";
}

// A literal of the client or a parameter: read before any row is.
bool IsConstant(const ast::Node& node) {
  if (node.has_list()) {
    for (const ast::Node& item : node.list().items()) {
      if (!IsConstant(item)) return false;
    }
    return true;
  }
  if (node.has_type_cast()) return node.type_cast().arg().has_a_const();
  return node.has_a_const() || node.has_param_ref();
}

std::vector<std::string> NamesOfItem(const FromItem& item) {
  if (item.schema.empty()) return {item.name};
  return {item.schema, item.name};
}

// The item if its row has fields for certain: that of a scalar function is the scalar itself.
FromItem* CompositeOf(FromItem* item) {
  switch (item->kind) {
    case FromItem::Kind::kRelation:
    case FromItem::Kind::kSubselect:
    case FromItem::Kind::kCte:
    case FromItem::Kind::kSupplied:
      return item;
    case FromItem::Kind::kFunction:
    case FromItem::Kind::kJoinAlias:
      return nullptr;
  }
  return nullptr;
}

// Whether whole rows of a relation can be grouped: json knows no equality.
bool RowsCompare(const FromItem& item) {
  return std::none_of(item.columns.begin(), item.columns.end(), [](const ItemColumn& column) {
    return column.visible->column->type.type == SqlType::kJson;
  });
}

bool LeadsAnIndex(const ItemColumn& column) {
  for (const CatalogIndex& index : column.item->relation->relation->indexes) {
    if (!index.columns.empty() && index.columns[0] == column.visible->column->name) return true;
  }
  return false;
}

bool IsNamedTwice(const Scope& scope, const std::string& name) {
  return std::count_if(scope.visible.columns.begin(), scope.visible.columns.end(),
                       [&](const ItemColumn* column) { return column->name == name; }) > 1;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Analysis>> Resolver::Run() {
  ast::Node* statement = parsed_.mutable_tree()->mutable_stmts(0)->mutable_stmt();
  SUDARE_ASSIGN_OR_RETURN(analysis_->top,
                          ResolveSelect(statement->mutable_select_stmt(), nullptr, nullptr));
  return std::move(analysis_);
}

Output* Resolver::AddOutput(SelectLevel* level) {
  Output* output = &analysis_->outputs.emplace_back();
  output->level = level;
  level->outputs.push_back(output);
  return output;
}

absl::StatusOr<SelectLevel*> Resolver::ResolveSelect(ast::SelectStmt* stmt, const Scope* parent,
                                                     Cte* recursive_cte) {
  SelectLevel* level = &analysis_->levels.emplace_back();
  level->stmt = stmt;
  Scope scope;
  scope.parent = parent;
  scope.level = level;
  if (stmt->has_with_clause()) {
    SUDARE_RETURN_IF_ERROR(ResolveWith(stmt->mutable_with_clause(), &scope));
  }
  if (stmt->op() == ast::SETOP_UNION || stmt->op() == ast::SETOP_INTERSECT ||
      stmt->op() == ast::SETOP_EXCEPT) {
    SUDARE_RETURN_IF_ERROR(ResolveSetOperation(stmt, &scope, recursive_cte));
  } else if (stmt->values_lists_size() > 0) {
    SUDARE_RETURN_IF_ERROR(ResolveValues(stmt, &scope));
  } else {
    SUDARE_RETURN_IF_ERROR(ResolvePlainSelect(stmt, &scope));
  }
  SUDARE_RETURN_IF_ERROR(ResolveTail(stmt, &scope));
  return level;
}

absl::Status Resolver::ResolveWith(ast::WithClause* with, Scope* scope) {
  for (ast::Node& node : *with->mutable_ctes()) {
    ast::CommonTableExpr* expr = node.mutable_common_table_expr();
    if (!expr->ctequery().has_select_stmt()) {
      return Refuse(absl::StatusCode::kPermissionDenied, "STATEMENT_NOT_ALLOWED",
                    "a WITH query that is no SELECT is not allowed", "this door only reads",
                    expr->location());
    }
    Cte* cte = &ctes_.emplace_back();
    cte->name = expr->ctename();
    cte->home = scope->level;
    for (const ast::Node& name : expr->aliascolnames()) cte->names.push_back(StringOf(name));
    // Only WITH RECURSIVE lets a query see itself.
    if (with->recursive()) scope->ctes.push_back(cte);
    const MaskKind before = strongest_;
    SUDARE_ASSIGN_OR_RETURN(SelectLevel * level,
                            ResolveSelect(expr->mutable_ctequery()->mutable_select_stmt(), scope,
                                          with->recursive() ? cte : nullptr));
    strongest_ = before;
    cte->outputs = level->outputs;
    cte->level = level;
    if (cte->names.size() > level->outputs.size()) {
      return Refuse(absl::StatusCode::kInvalidArgument, "TOO_MANY_ALIASES",
                    absl::StrCat("WITH query `", cte->name, "` has ", level->outputs.size(),
                                 " columns, its alias names ", cte->names.size()),
                    "name as many as there are", expr->location());
    }
    for (size_t i = cte->names.size(); i < level->outputs.size(); ++i) {
      cte->names.push_back(level->outputs[i]->name);
    }
    Surroundings around;
    around.scope = scope;
    around.use = "CYCLE";
    SUDARE_RETURN_IF_ERROR(AddSearchAndCycle(expr, cte, around));
    if (!with->recursive()) scope->ctes.push_back(cte);
  }
  return absl::OkStatus();
}

absl::Status Resolver::ResolveSetOperation(ast::SelectStmt* stmt, Scope* scope,
                                           Cte* recursive_cte) {
  SelectLevel* level = scope->level;
  level->locked_by = "a set operation";
  SUDARE_ASSIGN_OR_RETURN(SelectLevel * left,
                          ResolveSelect(stmt->mutable_larg(), scope, recursive_cte));
  left->locked_by = "a set operation";
  for (const Output* output : left->outputs) {
    Output* own = AddOutput(level);
    own->name = output->name;
    own->mask = output->mask;
  }
  if (recursive_cte != nullptr && recursive_cte->level == nullptr) {
    recursive_cte->outputs = level->outputs;
    recursive_cte->level = level;
    for (size_t i = recursive_cte->names.size(); i < level->outputs.size(); ++i) {
      recursive_cte->names.push_back(level->outputs[i]->name);
    }
  }
  SUDARE_ASSIGN_OR_RETURN(SelectLevel * right, ResolveSelect(stmt->mutable_rarg(), scope, nullptr));
  right->locked_by = "a set operation";
  if (left->outputs.size() != right->outputs.size()) {
    return Refuse(absl::StatusCode::kInvalidArgument, "COLUMN_COUNT",
                  absl::StrCat("the sides of a set operation have ", left->outputs.size(), " and ",
                               right->outputs.size(), " columns"),
                  "select as many on both sides; `*` stands for the visible columns", 0);
  }
  for (size_t i = 0; i < right->outputs.size(); ++i) {
    level->outputs[i]->mask = Stronger(level->outputs[i]->mask, right->outputs[i]->mask);
  }
  return absl::OkStatus();
}

absl::Status Resolver::ResolveValues(ast::SelectStmt* stmt, Scope* scope) {
  Surroundings around;
  around.scope = scope;
  around.use = "VALUES";
  int columns = 0;
  for (ast::Node& row : *stmt->mutable_values_lists()) {
    SUDARE_RETURN_IF_ERROR(ResolveExpression(&row, around));
    columns = std::max(columns, row.list().items_size());
  }
  for (int i = 1; i <= columns; ++i) {
    AddOutput(scope->level)->name = absl::StrCat("column", i);
  }
  return absl::OkStatus();
}

absl::Status Resolver::ResolvePlainSelect(ast::SelectStmt* stmt, Scope* scope) {
  SelectLevel* level = scope->level;
  SUDARE_ASSIGN_OR_RETURN(scope->visible, ResolveFrom(stmt, scope));
  Surroundings around;
  around.scope = scope;
  if (stmt->has_where_clause()) {
    const size_t first = analysis_->references.size();
    around.is_condition = true;
    around.use = "WHERE";
    SUDARE_RETURN_IF_ERROR(ResolveExpression(stmt->mutable_where_clause(), around));
    CollectPushable(stmt->mutable_where_clause(), *scope, first);
    around.is_condition = false;
  }
  level->is_grouped = stmt->group_clause_size() > 0;
  // DISTINCT compares every output; DISTINCT ON only what it names, as ORDER BY does.
  if (stmt->distinct_clause_size() == 1 &&
      stmt->distinct_clause(0).node_case() == ast::Node::NODE_NOT_SET) {
    level->is_distinct = true;
  }
  const size_t first = analysis_->references.size();
  const size_t first_row = analysis_->rows.size();
  SUDARE_RETURN_IF_ERROR(ResolveTargets(stmt, scope));
  SUDARE_RETURN_IF_ERROR(ResolveGrouping(stmt, scope));
  SUDARE_RETURN_IF_ERROR(ResolveOrdering(stmt, scope));
  CompleteGroupByKey(stmt, scope, first, first_row);
  if (level->is_grouped) MarkAboveGrouping(first, level);
  return absl::OkStatus();
}

// Above a GROUP BY a column must be the very expression that was grouped by.
void Resolver::MarkAboveGrouping(size_t first_reference, const SelectLevel* level) {
  for (size_t i = first_reference; i < analysis_->references.size(); ++i) {
    Reference& reference = analysis_->references[i];
    if (reference.column->item == nullptr || reference.column->item->level != level) continue;
    if (reference.in_aggregate) continue;
    reference.above_grouping = true;
    reference.only_null = false;
    reference.only_equality = false;
    reference.comparison = -1;
    if (reference.compared_with >= 0) {
      analysis_->references[reference.compared_with].compared_with = -1;
      reference.compared_with = -1;
    }
  }
}

// A merged column has no table to be named after: where another column has its name, the join gets
// an alias of ours.
std::string Resolver::NameOfMerged(FromItem* item, Scope* scope) {
  if (item->name.empty()) {
    item->name = item->sql_name = absl::StrCat(kReservedPrefix, "u", ++next_name_);
    item->merged_by->mutable_join_using_alias()->set_aliasname(item->name);
    scope->visible.items.push_back(item);
  }
  return item->name;
}

// `*` and `t.*` become the columns they stand for: raw values that travel beside them must not be
// caught.
absl::Status Resolver::ExpandStars(ast::SelectStmt* stmt, Scope* scope) {
  google::protobuf::RepeatedPtrField<ast::Node> expanded;
  const auto add = [&](std::vector<std::string> names, const ItemColumn& column) {
    ast::ResTarget* target = expanded.Add()->mutable_res_target();
    if (!column.sql_name.empty()) target->set_name(column.name);
    names.push_back(column.sql_name.empty() ? column.name : column.sql_name);
    SetColumnRef(names, target->mutable_val());
  };
  for (ast::Node& node : *stmt->mutable_target_list()) {
    const ast::Node& value = node.res_target().val();
    SUDARE_ASSIGN_OR_RETURN(const bool is_taken_apart, TakeApart(value, *scope, &expanded));
    if (is_taken_apart) continue;
    const ast::ColumnRef* ref = value.has_column_ref() ? &value.column_ref() : nullptr;
    bool star = ref != nullptr && ref->fields(ref->fields_size() - 1).has_a_star();
    if (value.has_a_indirection() && value.a_indirection().arg().has_column_ref() &&
        value.a_indirection().indirection_size() == 1 &&
        value.a_indirection().indirection(0).has_a_star()) {
      // (e).* is e.*
      ref = &value.a_indirection().arg().column_ref();
      star = true;
    }
    if (!star) {
      *expanded.Add() = std::move(node);
      continue;
    }
    if (ref->fields_size() == 1 && ref->fields(0).has_a_star()) {
      if (scope->visible.columns.empty() && scope->visible.items.empty()) {
        return Refuse(absl::StatusCode::kInvalidArgument, "SYNTAX_ERROR", "`*` needs a FROM",
                      "name a table in FROM", ref->location());
      }
      for (ItemColumn* column : scope->visible.columns) {
        if (!column->in_star) continue;
        const FromItem& item = *column->item;
        const bool merged = item.kind == FromItem::Kind::kJoinAlias && column->sources.size() > 1;
        if (merged && IsNamedTwice(*scope, column->name)) {
          add({NameOfMerged(column->item, scope)}, *column);
        } else if (merged || item.name.empty()) {
          add({}, *column);
        } else {
          add(NamesOfItem(item), *column);
        }
      }
      continue;
    }
    SUDARE_ASSIGN_OR_RETURN(Found found, Find(*ref, *scope));
    if (found.whole_row == nullptr) {
      return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                    "taking a value apart by `.*` is not analysed", "name its parts",
                    ref->location());
    }
    const FromItem& item = *found.whole_row;
    for (const ItemColumn& column : item.columns) {
      if (column.in_star) add(NamesOfItem(item), column);
    }
  }
  stmt->mutable_target_list()->Swap(&expanded);
  return absl::OkStatus();
}

absl::Status Resolver::ResolveTargets(ast::SelectStmt* stmt, Scope* scope) {
  SUDARE_RETURN_IF_ERROR(ExpandStars(stmt, scope));
  for (ast::Node& target : *stmt->mutable_target_list()) {
    SUDARE_RETURN_IF_ERROR(ResolveTarget(&target, scope));
  }
  return absl::OkStatus();
}

absl::Status Resolver::ResolveTarget(ast::Node* node, Scope* scope) {
  ast::ResTarget* target = node->mutable_res_target();
  Output* output = AddOutput(scope->level);
  output->target = node;
  output->name = target->name().empty() ? OutputNameOf(target->val()) : target->name();
  // The rewritten expression might be given another name.
  if (output->name != "?column?") target->set_name(output->name);
  const MaskKind before = strongest_;
  strongest_ = MaskKind::kAllow;
  Surroundings around;
  around.scope = scope;
  around.use = "an expression of the select list";
  const size_t first = analysis_->references.size();
  const bool bare = target->val().has_column_ref();
  SUDARE_RETURN_IF_ERROR(ResolveExpression(target->mutable_val(), around));
  output->mask = strongest_;
  strongest_ = before;
  if (bare && !analysis_->rows.empty() && analysis_->rows.back().node == &target->val()) {
    output->row = CompositeOf(analysis_->rows.back().item);
  }
  if (!bare || analysis_->references.size() != first + 1) return absl::OkStatus();
  Reference& reference = analysis_->references[first];
  if (reference.node != nullptr && reference.column->output != nullptr)
    output->row = reference.column->output->row;
  const bool own = reference.column->item != nullptr && reference.column->sources.empty();
  if (own) output->column = RelationColumnBehind(*reference.column);
  if (own && TokenBehind(*reference.column) != nullptr) {
    output->bare = reference.column;
    reference.output = output;
    reference.use = "the select list";
  }
  return absl::OkStatus();
}

Output* Resolver::OutputMeantBy(const ast::Node& node, SelectLevel* level) {
  if (node.has_a_const() && node.a_const().has_ival()) {
    const int position = node.a_const().ival().ival();
    if (position >= 1 && position <= static_cast<int>(level->outputs.size())) {
      return level->outputs[position - 1];
    }
    return nullptr;
  }
  if (!node.has_column_ref() || node.column_ref().fields_size() != 1 ||
      !node.column_ref().fields(0).has_string()) {
    return nullptr;
  }
  const std::string& name = StringOf(node.column_ref().fields(0));
  for (Output* output : level->outputs) {
    if (output->name == name) return output;
  }
  return nullptr;
}

absl::Status Resolver::ResolveGroupItem(ast::Node* node, Scope* scope) {
  if (node->has_grouping_set()) {
    for (ast::Node& item : *node->mutable_grouping_set()->mutable_content()) {
      SUDARE_RETURN_IF_ERROR(ResolveGroupItem(&item, scope));
    }
    return absl::OkStatus();
  }
  if (node->has_row_expr()) {
    for (ast::Node& item : *node->mutable_row_expr()->mutable_args()) {
      SUDARE_RETURN_IF_ERROR(ResolveGroupItem(&item, scope));
    }
    return absl::OkStatus();
  }
  Output* meant = OutputMeantBy(*node, scope->level);
  // A column of FROM goes before an output of the same name.
  if (node->has_column_ref() && node->column_ref().fields_size() == 1 &&
      node->column_ref().fields(0).has_string()) {
    bool of_from = false;
    for (const ItemColumn* column : scope->visible.columns) {
      of_from = of_from || column->name == StringOf(node->column_ref().fields(0));
    }
    if (of_from) meant = nullptr;
  }
  if (meant != nullptr) {
    analysis_->grouped_outputs.push_back({node, meant});
    return absl::OkStatus();
  }
  Surroundings around;
  around.scope = scope;
  around.use = "GROUP BY";
  SUDARE_RETURN_IF_ERROR(ResolveExpression(node, around));
  MarkLastReference(*node, &Reference::is_group_key);
  return absl::OkStatus();
}

absl::Status Resolver::ResolveGrouping(ast::SelectStmt* stmt, Scope* scope) {
  for (ast::Node& node : *stmt->mutable_group_clause()) {
    SUDARE_RETURN_IF_ERROR(ResolveGroupItem(&node, scope));
  }
  Surroundings around;
  around.scope = scope;
  if (stmt->has_having_clause()) {
    around.is_condition = true;
    around.use = "HAVING";
    SUDARE_RETURN_IF_ERROR(ResolveExpression(stmt->mutable_having_clause(), around));
  }
  for (ast::Node& window : *stmt->mutable_window_clause()) {
    SUDARE_RETURN_IF_ERROR(ResolveWindow(window.mutable_window_def(), around));
  }
  return absl::OkStatus();
}

void Resolver::CompleteGroupByKey(ast::SelectStmt* stmt, Scope* scope, size_t first_reference,
                                  size_t first_row) {
  // The columns that GROUP BY names alone, and those behind merged ones.
  absl::flat_hash_set<const ItemColumn*> grouped;
  for (const ast::Node& node : stmt->group_clause()) {
    const ast::Node* meant = &node;
    if (node.has_grouping_set()) return;
    if (node.has_a_const()) {
      const Output* output = OutputMeantBy(node, scope->level);
      if (output != nullptr) meant = &output->target->res_target().val();
    }
    if (!meant->has_column_ref()) continue;
    absl::StatusOr<Found> found = Find(meant->column_ref(), *scope);
    if (!found.ok() || found->column == nullptr) continue;
    grouped.insert(found->column);
    for (const ItemColumn* source : found->column->sources) grouped.insert(source);
  }
  if (grouped.empty()) return;
  const auto key_is_grouped = [&](const FromItem& item) {
    if (item.relation == nullptr) return false;
    for (const CatalogIndex& index : item.relation->relation->indexes) {
      if (!index.is_primary) continue;
      for (const std::string& key : index.columns) {
        bool found = false;
        for (const ItemColumn& column : item.columns) {
          const bool keeps_equality =
              column.visible->decision.kind == MaskKind::kAllow || column.visible->is_token();
          found = found || (column.visible->column->name == key && keeps_equality &&
                            grouped.contains(&column));
        }
        if (!found) return false;
      }
      return true;
    }
    return false;
  };
  for (size_t i = first_reference; i < analysis_->references.size(); ++i) {
    const Reference& reference = analysis_->references[i];
    ItemColumn* column = reference.column;
    if (reference.node == nullptr || column->item == nullptr ||
        column->item->level != scope->level || grouped.contains(column) ||
        !key_is_grouped(*column->item)) {
      continue;
    }
    grouped.insert(column);
    ast::Node* added = stmt->add_group_clause();
    SetColumnRef({column->item->name, column->name}, added);
    Surroundings around;
    around.scope = scope;
    around.use = "GROUP BY";
    Use(added, column, true, around);
    MarkLastReference(*added, &Reference::is_group_key);
  }
  absl::flat_hash_set<const FromItem*> grouped_rows;
  for (size_t i = first_row, rows = analysis_->rows.size(); i < rows; ++i) {
    FromItem* item = analysis_->rows[i].item;
    if (item->level != scope->level || !key_is_grouped(*item) || !RowsCompare(*item) ||
        !grouped_rows.insert(item).second) {
      continue;
    }
    ast::Node* added = stmt->add_group_clause();
    SetColumnRef({item->name}, added);
    analysis_->rows.push_back({added, item, false});
  }
}

absl::Status Resolver::ResolveOrdering(ast::SelectStmt* stmt, Scope* scope) {
  Surroundings around;
  around.scope = scope;
  for (auto* clause : {stmt->mutable_distinct_clause(), stmt->mutable_sort_clause()}) {
    const bool sorting = clause == stmt->mutable_sort_clause();
    for (ast::Node& node : *clause) {
      // A plain DISTINCT is one empty node.
      if (node.node_case() == ast::Node::NODE_NOT_SET) continue;
      if (node.has_sort_by()) SUDARE_RETURN_IF_ERROR(MakeSortDirection(node.mutable_sort_by()));
      ast::Node* meant = node.has_sort_by() ? node.mutable_sort_by()->mutable_node() : &node;
      Output* output = OutputMeantBy(*meant, scope->level);
      around.use = sorting ? "ORDER BY" : "DISTINCT ON";
      if (output != nullptr) {
        // Several outputs may have one name as long as they are one expression.
        for (Output* same : scope->level->outputs) {
          if (same == output || (meant->has_column_ref() && same->name == output->name)) {
            same->locked_by = around.use;
          }
        }
        continue;
      }
      const size_t first = analysis_->references.size();
      SUDARE_RETURN_IF_ERROR(ResolveExpression(meant, around));
      if (scope->level->is_distinct) LockOutputsOf(first, around.use, scope->level);
    }
  }
  return absl::OkStatus();
}

// What orders distinct rows must be the very expression that is told apart.
void Resolver::LockOutputsOf(size_t first_reference, const char* use, SelectLevel* level) {
  for (size_t i = first_reference; i < analysis_->references.size(); ++i) {
    for (Output* output : level->outputs) {
      if (output->bare == analysis_->references[i].column) output->locked_by = use;
    }
  }
}

absl::Status Resolver::ResolveTail(ast::SelectStmt* stmt, Scope* scope) {
  Surroundings around;
  around.scope = scope;
  around.use = "LIMIT";
  if (stmt->has_limit_count()) {
    SUDARE_RETURN_IF_ERROR(ResolveExpression(stmt->mutable_limit_count(), around));
  }
  if (stmt->has_limit_offset()) {
    SUDARE_RETURN_IF_ERROR(ResolveExpression(stmt->mutable_limit_offset(), around));
  }
  const bool plain = stmt->op() == ast::SETOP_NONE && stmt->values_lists_size() == 0;
  if (plain) return absl::OkStatus();
  // ORDER BY over a set operation can name outputs only.
  for (ast::Node& node : *stmt->mutable_sort_clause()) {
    SUDARE_RETURN_IF_ERROR(MakeSortDirection(node.mutable_sort_by()));
    if (OutputMeantBy(node.sort_by().node(), scope->level) != nullptr) continue;
    return Refuse(absl::StatusCode::kInvalidArgument, "SYNTAX_ERROR",
                  "ORDER BY of a set operation can only name its output columns",
                  "wrap the set operation in a sub-select and order that",
                  node.sort_by().location());
  }
  return absl::OkStatus();
}

void Resolver::CollectPushable(ast::Node* where, const Scope& scope, size_t first_reference) {
  std::vector<ast::Node*> conjuncts = {where};
  if (where->has_bool_expr() && where->bool_expr().boolop() == ast::AND_EXPR) {
    conjuncts.clear();
    for (ast::Node& arg : *where->mutable_bool_expr()->mutable_args()) conjuncts.push_back(&arg);
  }
  for (ast::Node* conjunct : conjuncts) {
    if (!conjunct->has_a_expr()) continue;
    const Reference* left = nullptr;
    const Reference* right = nullptr;
    for (size_t i = first_reference; i < analysis_->references.size(); ++i) {
      const Reference& reference = analysis_->references[i];
      if (reference.node == &conjunct->a_expr().lexpr()) left = &reference;
      if (reference.node == &conjunct->a_expr().rexpr()) right = &reference;
    }
    if (left != nullptr) CollectPushableSide(conjunct, *left, true, right, scope);
    if (right != nullptr) CollectPushableSide(conjunct, *right, false, left, scope);
  }
}

void Resolver::CollectPushableSide(ast::Node* conjunct, const Reference& reference, bool is_left,
                                   const Reference* other, const Scope& scope) {
  FromItem* item = reference.column->item;
  if (item == nullptr || item->relation == nullptr || item->level != scope.level ||
      item->relation->row_filters.empty()) {
    return;
  }
  PushedCondition pushed;
  pushed.node = conjunct;
  if (reference.comparison >= 0 && reference.column->visible->is_token()) {
    item->pushed.push_back(pushed);
    return;
  }
  const ast::A_Expr& expr = conjunct->a_expr();
  if (reference.column->visible->decision.kind != MaskKind::kAllow || !IsSimpleComparison(expr)) {
    return;
  }
  pushed.column = reference.column;
  pushed.column_is_left = is_left;
  if (other == nullptr) {
    if (IsConstant(is_left ? expr.rexpr() : expr.lexpr())) item->pushed.push_back(pushed);
    return;
  }
  // A column of a level further out is a parameter in here. Worth it for an index only: without one
  // PostgreSQL does better with its own choice of join.
  const FromItem* outer = other->column->item;
  if (outer == nullptr || outer->level == scope.level || outer->name.empty() ||
      outer->name == kBaseAlias || FindItem(scope, "", outer->name).item != outer ||
      !other->column->sources.empty() || TokenBehind(*other->column) != nullptr ||
      !LeadsAnIndex(*reference.column)) {
    return;
  }
  pushed.outer = other->column;
  item->pushed.push_back(pushed);
}

}  // namespace sudare::sql
