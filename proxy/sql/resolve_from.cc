// The resolver's part for FROM: relations, WITH queries, sub-selects, functions, joins.

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/sql/allowlist.h"
#include "proxy/sql/check.h"
#include "proxy/sql/resolver.h"

namespace sudare::sql {
namespace {

constexpr int kMaxViewDepth = 16;

std::vector<std::string> NamesOfColumns(const std::vector<ItemColumn*>& columns) {
  std::vector<std::string> names;
  for (const ItemColumn* column : columns) names.push_back(column->name);
  return names;
}

int CountOf(const std::vector<ItemColumn*>& columns, const std::string& name) {
  return static_cast<int>(
      std::count_if(columns.begin(), columns.end(),
                    [&](const ItemColumn* column) { return column->name == name; }));
}

ItemColumn* ColumnNamed(const std::vector<ItemColumn*>& columns, const std::string& name) {
  for (ItemColumn* column : columns) {
    if (column->name == name) return column;
  }
  return nullptr;
}

}  // namespace

FromItem* Resolver::AddItem(FromItem::Kind kind, std::string name, const Scope& outer) {
  FromItem& item = analysis_->items.emplace_back();
  item.kind = kind;
  item.sql_name = name;
  item.name = std::move(name);
  item.level = outer.level;
  return &item;
}

Namespace Resolver::WholeNamespace(FromItem* item) {
  Namespace all;
  if (!item->name.empty()) all.items.push_back(item);
  for (ItemColumn& column : item->columns) all.columns.push_back(&column);
  return all;
}

absl::Status Resolver::ApplyColumnAliases(const ast::Alias& alias, FromItem* item) {
  if (alias.colnames_size() > static_cast<int>(item->columns.size())) {
    return Refuse(absl::StatusCode::kInvalidArgument, "TOO_MANY_ALIASES",
                  absl::StrCat("`", item->name, "` has ", item->columns.size(),
                               " visible columns, the alias names ", alias.colnames_size()),
                  "ListTables shows what is visible", 0);
  }
  for (int i = 0; i < alias.colnames_size(); ++i)
    item->columns[i].name = StringOf(alias.colnames(i));
  item->has_column_aliases = alias.colnames_size() > 0;
  return absl::OkStatus();
}

template <typename Aliased>
void Resolver::NameDuplicates(FromItem* item, Aliased* node) {
  int named = 0;
  for (size_t i = 0; i < item->columns.size(); ++i) {
    ItemColumn& column = item->columns[i];
    const auto same = [&](const ItemColumn& other) { return other.name == column.name; };
    if (std::count_if(item->columns.begin(), item->columns.end(), same) < 2) continue;
    column.sql_name = absl::StrCat(kReservedPrefix, "c", ++next_name_);
    named = static_cast<int>(i) + 1;
  }
  if (named == 0) return;
  item->has_column_aliases = true;
  ast::Alias* alias = node->mutable_alias();
  alias->set_aliasname(item->name);
  alias->clear_colnames();
  for (int i = 0; i < named; ++i) {
    const ItemColumn& column = item->columns[i];
    SetString(column.sql_name.empty() ? column.name : column.sql_name, alias->add_colnames());
  }
}

// Two items of one name can't stand side by side, except relations of different schemas, which
// PostgreSQL tells apart by schema.table.column. The sub-selects in their place get different
// names.
absl::Status Resolver::CheckDistinctNames(Namespace* all, const Namespace& added, int location) {
  for (FromItem* item : added.items) {
    for (FromItem* other : all->items) {
      if (item->name != other->name) continue;
      if (item->schema.empty() || other->schema.empty() || item->schema == other->schema) {
        return Refuse(absl::StatusCode::kInvalidArgument, "AMBIGUOUS_NAME",
                      absl::StrCat("`", item->name, "` stands twice in FROM"),
                      "give each reference an alias of its own", location);
      }
      if (item->sql_name == other->sql_name) {
        item->sql_name = absl::StrCat(kReservedPrefix, "t", ++next_name_);
      }
    }
  }
  all->Append(added);
  return absl::OkStatus();
}

absl::StatusOr<Namespace> Resolver::ResolveFrom(ast::SelectStmt* stmt, Scope* scope) {
  Namespace all;
  // Nothing of this FROM is visible to its own items but through LATERAL.
  for (ast::Node& node : *stmt->mutable_from_clause()) {
    SUDARE_ASSIGN_OR_RETURN(Namespace added, ResolveFromNode(&node, *scope, all, 0));
    SUDARE_RETURN_IF_ERROR(CheckDistinctNames(&all, added, 0));
  }
  return all;
}

absl::StatusOr<Namespace> Resolver::ResolveFromNode(ast::Node* node, const Scope& outer,
                                                    const Namespace& lateral, int depth) {
  switch (node->node_case()) {
    case ast::Node::kRangeVar:
      return ResolveRangeVar(node, outer);
    case ast::Node::kRangeSubselect:
      return ResolveSubselect(node->mutable_range_subselect(), outer, lateral);
    case ast::Node::kRangeFunction:
      return ResolveFunctionItem(node->mutable_range_function(), outer, lateral);
    case ast::Node::kJoinExpr:
      return ResolveJoin(node->mutable_join_expr(), outer, lateral, depth + 1);
    default:
      return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                    "an item of FROM is of a kind that is not analysed",
                    "use tables, sub-selects, functions and joins", 0);
  }
}

absl::StatusOr<Namespace> Resolver::ResolveRangeVar(ast::Node* node, const Scope& outer) {
  ast::RangeVar* range = node->mutable_range_var();
  if (range->relpersistence() != "p") {
    return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                  "temporary relations are not analysed", "use a WITH query", range->location());
  }
  if (range->schemaname().empty()) {
    Cte* cte = FindCte(outer, range->relname());
    if (cte != nullptr) return ResolveCte(range, cte, outer);
  }
  if (const SystemRelation* system = FindSystemRelation(range->schemaname(), range->relname())) {
    return ResolveSupplied(node, *system, outer);
  }
  bool ambiguous = false;
  const VisibleRelation* relation = range->schemaname().empty()
                                        ? schema_.FindByName(range->relname(), &ambiguous)
                                        : schema_.Find(range->schemaname(), range->relname());
  if (ambiguous) {
    return Refuse(absl::StatusCode::kInvalidArgument, "AMBIGUOUS_NAME",
                  absl::StrCat("there are several visible tables `", range->relname(), "`"),
                  "write schema.table", range->location());
  }
  if (relation == nullptr) {
    const std::string name = range->schemaname().empty()
                                 ? range->relname()
                                 : absl::StrCat(range->schemaname(), ".", range->relname());
    std::vector<std::string> candidates;
    for (const VisibleRelation& visible : schema_.relations()) {
      const CatalogRelation& known = *visible.relation;
      candidates.push_back(
          range->schemaname().empty() ? known.name : absl::StrCat(known.schema, ".", known.name));
    }
    return HiddenOrMissing("table", name, candidates, range->location());
  }
  if (relation->is_expanded_view) return ExpandView(node, *relation, outer);
  return ResolveRelation(node, *relation, outer);
}

absl::StatusOr<Namespace> Resolver::ResolveCte(ast::RangeVar* range, Cte* cte, const Scope& outer) {
  if (cte->outputs.empty() && cte->level == nullptr) {
    return Refuse(
        absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
        absl::StrCat("WITH query `", cte->name, "` is used before its columns are known"),
        "put the part that does not recurse first, and define WITH queries before their use",
        range->location());
  }
  FromItem* item = AddItem(FromItem::Kind::kCte,
                           range->has_alias() ? range->alias().aliasname() : cte->name, outer);
  const bool is_below = outer.level != cte->home;
  for (size_t i = 0; i < cte->outputs.size(); ++i) {
    ItemColumn& column = item->columns.emplace_back();
    column.in_star = !is_below || i + cte->added_outputs < cte->outputs.size();
    column.name = cte->names[i];
    column.mask = cte->outputs[i]->mask;
    column.output = cte->outputs[i];
    column.item = item;
  }
  if (range->has_alias()) SUDARE_RETURN_IF_ERROR(ApplyColumnAliases(range->alias(), item));
  NameDuplicates(item, range);
  return WholeNamespace(item);
}

absl::StatusOr<Namespace> Resolver::ResolveRelation(ast::Node* node,
                                                    const VisibleRelation& relation,
                                                    const Scope& outer) {
  const ast::RangeVar& range = node->range_var();
  FromItem* item =
      AddItem(FromItem::Kind::kRelation,
              range.has_alias() ? range.alias().aliasname() : relation.relation->name, outer);
  if (!range.has_alias()) item->schema = relation.relation->schema;
  item->relation = &relation;
  item->has_row_type = true;
  item->node = node;
  for (const VisibleColumn& visible : relation.columns) {
    ItemColumn& column = item->columns.emplace_back();
    column.name = visible.column->name;
    column.mask = visible.decision.kind;
    column.visible = &visible;
    column.item = item;
  }
  if (range.has_alias()) SUDARE_RETURN_IF_ERROR(ApplyColumnAliases(range.alias(), item));
  return WholeNamespace(item);
}

absl::StatusOr<Namespace> Resolver::ResolveSupplied(ast::Node* node, const SystemRelation& relation,
                                                    const Scope& outer) {
  const ast::RangeVar& range = node->range_var();
  FromItem* item = AddItem(FromItem::Kind::kSupplied,
                           range.has_alias() ? range.alias().aliasname() : relation.name, outer);
  if (!range.has_alias()) item->schema = relation.schema;
  item->supplied = &relation;
  item->has_row_type = true;
  item->node = node;
  for (const SystemRelationColumn& known : relation.columns) {
    ItemColumn& column = item->columns.emplace_back();
    column.name = known.name;
    column.item = item;
  }
  if (range.has_alias()) SUDARE_RETURN_IF_ERROR(ApplyColumnAliases(range.alias(), item));
  return WholeNamespace(item);
}

// A view listed without columns is read through its definition, over the account's own masked
// tables: the masks of its columns follow by themselves.
absl::StatusOr<Namespace> Resolver::ExpandView(ast::Node* node, const VisibleRelation& relation,
                                               const Scope& outer) {
  const ast::RangeVar range = node->range_var();
  if (++view_depth_ > kMaxViewDepth) {
    return Refuse(absl::StatusCode::kUnimplemented, "TOO_DEEP",
                  absl::StrCat("views over views are nested more than ", kMaxViewDepth, " deep"),
                  "query the tables below", range.location());
  }
  absl::StatusOr<ParsedSql> definition = Parse(relation.relation->view_definition, ParseLimits());
  absl::Status checked = definition.ok() ? CheckStatement(*definition) : definition.status();
  if (!checked.ok()) {
    --view_depth_;
    return Refuse(
        absl::StatusCode::kUnimplemented, "VIEW_NOT_ANALYSED",
        absl::StrCat("the definition of view `", relation.relation->name,
                     "` holds a construct that is not analysed"),
        "query the tables below it, or ask an admin to list the view's columns in the policy",
        range.location());
  }
  ast::RangeSubselect* subselect = node->mutable_range_subselect();
  *subselect->mutable_subquery() =
      std::move(*definition->mutable_tree()->mutable_stmts(0)->mutable_stmt());
  if (range.has_alias()) {
    *subselect->mutable_alias() = range.alias();
  } else {
    subselect->mutable_alias()->set_aliasname(relation.relation->name);
  }
  // A definition sees no WITH query and no column of the statement around it.
  Scope alone;
  alone.level = outer.level;
  absl::StatusOr<Namespace> names = ResolveSubselect(subselect, alone, Namespace());
  --view_depth_;
  if (!names.ok()) {
    return Refuse(absl::StatusCode::kInvalidArgument, "HIDDEN_OR_MISSING",
                  absl::StrCat("view `", relation.relation->name,
                               "` reads tables or columns that are not visible to this account"),
                  "query the visible tables below it; ListTables shows them", range.location());
  }
  if (!range.has_alias()) names->items[0]->schema = relation.relation->schema;
  names->items[0]->has_row_type = true;
  return names;
}

absl::StatusOr<Namespace> Resolver::ResolveSubselect(ast::RangeSubselect* range, const Scope& outer,
                                                     const Namespace& lateral) {
  Scope beside;
  beside.parent = &outer;
  beside.level = outer.level;
  if (range->lateral()) beside.visible = lateral;
  if (!range->subquery().has_select_stmt()) {
    return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                  "a sub-select of this kind is not analysed", "write a SELECT", 0);
  }
  const MaskKind before = strongest_;
  SUDARE_ASSIGN_OR_RETURN(
      SelectLevel * level,
      ResolveSelect(range->mutable_subquery()->mutable_select_stmt(), &beside, nullptr));
  strongest_ = before;
  FromItem* item = AddItem(FromItem::Kind::kSubselect,
                           range->has_alias() ? range->alias().aliasname() : "", outer);
  for (Output* output : level->outputs) {
    ItemColumn& column = item->columns.emplace_back();
    column.name = output->name;
    column.mask = output->mask;
    column.output = output;
    column.item = item;
  }
  if (range->has_alias()) SUDARE_RETURN_IF_ERROR(ApplyColumnAliases(range->alias(), item));
  NameDuplicates(item, range);
  return WholeNamespace(item);
}

// unnest(a, b) is ROWS FROM (unnest(a), unnest(b)), a special case of FROM that PostgreSQL knows
// without a schema only.
void Resolver::SpreadUnnest(ast::RangeFunction* range) {
  google::protobuf::RepeatedPtrField<ast::Node> spread;
  for (ast::Node& entry : *range->mutable_functions()) {
    const ast::FuncCall call = entry.list().items(0).func_call();
    const bool is_several = entry.list().items(0).has_func_call() && call.funcname_size() == 1 &&
                            StringOf(call.funcname(0)) == "unnest" && call.args_size() > 1 &&
                            !call.has_agg_filter() && !call.has_over() && !call.func_variadic() &&
                            !call.agg_distinct() && call.agg_order_size() == 0;
    if (!is_several) {
      *spread.Add() = std::move(entry);
      continue;
    }
    for (const ast::Node& arg : call.args()) {
      ast::List* pair = spread.Add()->mutable_list();
      ast::FuncCall* one = pair->add_items()->mutable_func_call();
      *one = call;
      one->clear_args();
      *one->add_args() = arg;
      // No column definitions.
      pair->add_items();
    }
    range->set_is_rowsfrom(true);
  }
  range->mutable_functions()->Swap(&spread);
}

absl::StatusOr<Namespace> Resolver::ResolveFunctionItem(ast::RangeFunction* range,
                                                        const Scope& outer,
                                                        const Namespace& lateral) {
  Scope beside;
  beside.parent = &outer;
  beside.level = outer.level;
  // Functions in FROM see their neighbours with or without LATERAL.
  beside.visible = lateral;
  Surroundings around;
  around.scope = &beside;
  around.use = "a function in FROM";
  const MaskKind before = strongest_;
  strongest_ = MaskKind::kAllow;
  const std::string alias = range->has_alias() ? range->alias().aliasname() : "";
  std::vector<std::string> names;
  std::string item_name = alias;
  SpreadUnnest(range);
  for (ast::Node& entry : *range->mutable_functions()) {
    // Each entry is a pair of the call and its column definitions.
    ast::List* pair = entry.mutable_list();
    ast::Node* call = pair->mutable_items(0);
    const std::string function = OutputNameOf(*call);
    if (item_name.empty()) item_name = function;
    SUDARE_RETURN_IF_ERROR(ResolveExpression(call, around));
    if (call->has_type_cast() || call->has_a_expr() || call->has_case_expr()) {
      return Refuse(absl::StatusCode::kUnimplemented, "CONSTRUCT_NOT_ANALYSED",
                    absl::StrCat("`", function, "` in FROM is not analysed"),
                    "call it in a select list", 0);
    }
    std::vector<std::string> columns;
    const auto add_definitions = [&](google::protobuf::RepeatedPtrField<ast::Node>* nodes) {
      for (ast::Node& node : *nodes) {
        columns.push_back(node.column_def().colname());
        absl::Status status = ResolveType(node.mutable_column_def()->mutable_type_name());
        if (!status.ok()) return status;
      }
      return absl::OkStatus();
    };
    if (pair->items_size() > 1 && pair->items(1).has_list()) {
      SUDARE_RETURN_IF_ERROR(
          add_definitions(pair->mutable_items(1)->mutable_list()->mutable_items()));
    }
    if (range->functions_size() == 1) {
      SUDARE_RETURN_IF_ERROR(add_definitions(range->mutable_coldeflist()));
    }
    if (columns.empty() && call->has_func_call()) columns = OutputColumnsOf(function);
    if (columns.empty()) {
      const bool named_by_alias = range->functions_size() == 1 && !alias.empty();
      columns.push_back(named_by_alias ? alias : function);
    }
    names.insert(names.end(), columns.begin(), columns.end());
  }
  if (range->ordinality()) names.push_back("ordinality");
  FromItem* item = AddItem(FromItem::Kind::kFunction, item_name, outer);
  for (std::string& name : names) {
    ItemColumn& column = item->columns.emplace_back();
    column.name = std::move(name);
    column.mask = strongest_;
    column.item = item;
  }
  strongest_ = before;
  if (range->has_alias()) SUDARE_RETURN_IF_ERROR(ApplyColumnAliases(range->alias(), item));
  NameDuplicates(item, range);
  return WholeNamespace(item);
}

absl::StatusOr<Namespace> Resolver::ResolveJoin(ast::JoinExpr* join, const Scope& outer,
                                                const Namespace& lateral, int depth) {
  aliased_joins_ += join->has_alias();
  absl::Cleanup leave = [&] { aliased_joins_ -= join->has_alias(); };
  SUDARE_ASSIGN_OR_RETURN(Namespace left,
                          ResolveFromNode(join->mutable_larg(), outer, lateral, depth));
  Namespace left_and_beside = lateral;
  left_and_beside.Append(left);
  SUDARE_ASSIGN_OR_RETURN(Namespace right,
                          ResolveFromNode(join->mutable_rarg(), outer, left_and_beside, depth));
  Namespace sides = left;
  SUDARE_RETURN_IF_ERROR(CheckDistinctNames(&sides, right, 0));
  if (join->is_natural()) SUDARE_RETURN_IF_ERROR(MakeNaturalExplicit(join, left, right));
  if (join->has_quals()) {
    Scope on;
    on.parent = &outer;
    on.level = outer.level;
    on.visible = sides;
    Surroundings around;
    around.scope = &on;
    around.is_condition = true;
    around.use = "a join";
    const MaskKind before = strongest_;
    SUDARE_RETURN_IF_ERROR(ResolveExpression(join->mutable_quals(), around));
    strongest_ = before;
  }
  Namespace merged = std::move(sides);
  if (join->using_clause_size() > 0 && !MergeAsCondition(join, left, right, outer, &merged)) {
    SUDARE_ASSIGN_OR_RETURN(merged, MergeJoin(join, left, right, outer));
  }
  if (join->has_alias()) return AliasJoin(join, std::move(merged), outer);
  return merged;
}

// NATURAL takes every common name. Sub-selects in the tables' place may carry more columns than the
// client sees, so the names are written out.
absl::Status Resolver::MakeNaturalExplicit(ast::JoinExpr* join, const Namespace& left,
                                           const Namespace& right) {
  join->set_is_natural(false);
  for (const std::string& name : NamesOfColumns(left.columns)) {
    if (CountOf(right.columns, name) == 0) continue;
    SetString(name, join->add_using_clause());
  }
  if (join->using_clause_size() == 0) {
    // Without common names NATURAL pairs every row with every other.
    if (join->jointype() == ast::JOIN_INNER) return absl::OkStatus();
    join->mutable_quals()->mutable_a_const()->mutable_boolval()->set_boolval(true);
  }
  return absl::OkStatus();
}

namespace {

// Whether USING would give the merged column the type of both, not a common one.
bool AreOfOneType(const ItemColumn& a, const ItemColumn& b) {
  const auto type_of = [](const ItemColumn& column) -> std::optional<std::string> {
    const VisibleColumn* known = TokenBehind(column);
    if (known == nullptr) known = column.visible;
    if (known == nullptr) return std::nullopt;
    return std::string(TypeName(known->type));
  };
  return type_of(a).has_value() && type_of(a) == type_of(b);
}

}  // namespace

bool Resolver::MergeAsCondition(ast::JoinExpr* join, const Namespace& left, const Namespace& right,
                                const Scope& outer, Namespace* merged) {
  // An alias of the join, or of one around it, counts the merged columns.
  if (aliased_joins_ > 0 || join->has_join_using_alias() || join->jointype() == ast::JOIN_FULL) {
    return false;
  }
  std::vector<std::pair<ItemColumn*, ItemColumn*>> pairs;
  bool has_tokens = false;
  for (const ast::Node& node : join->using_clause()) {
    const std::string& name = StringOf(node);
    if (CountOf(left.columns, name) != 1 || CountOf(right.columns, name) != 1) return false;
    ItemColumn* const l = ColumnNamed(left.columns, name);
    ItemColumn* const r = ColumnNamed(right.columns, name);
    for (const ItemColumn* column : {l, r}) {
      if (!column->sources.empty() || column->item->name.empty()) return false;
    }
    if (!AreOfOneType(*l, *r)) return false;
    has_tokens |= TokenBehind(*l) != nullptr && TokenBehind(*r) != nullptr;
    pairs.emplace_back(l, r);
  }
  if (!has_tokens) return false;

  join->clear_using_clause();
  google::protobuf::RepeatedPtrField<ast::Node> conditions;
  for (const auto& [l, r] : pairs) {
    ast::Node one, other;
    SetColumnRef({l->item->name, l->name}, &one);
    SetColumnRef({r->item->name, r->name}, &other);
    SetOperator("=", std::move(one), std::move(other), conditions.Add());
  }
  ast::Node* const quals = join->mutable_quals();
  if (pairs.size() == 1) {
    quals->Swap(conditions.Mutable(0));
  } else {
    quals->mutable_bool_expr()->set_boolop(ast::AND_EXPR);
    quals->mutable_bool_expr()->mutable_args()->Swap(&conditions);
  }
  Surroundings around;
  Scope at;
  at.level = outer.level;
  around.scope = &at;
  around.use = "a join";
  const MaskKind before = strongest_;
  merged->columns.clear();
  absl::flat_hash_set<const ItemColumn*> joined;
  for (size_t i = 0; i < pairs.size(); ++i) {
    const auto [l, r] = pairs[i];
    ast::A_Expr* const equal =
        (pairs.size() == 1 ? quals : quals->mutable_bool_expr()->mutable_args(static_cast<int>(i)))
            ->mutable_a_expr();
    const size_t first = Use(equal->mutable_lexpr(), l, true, around);
    const size_t second = Use(equal->mutable_rexpr(), r, true, around);
    analysis_->references[first].compared_with = static_cast<int>(second);
    analysis_->references[second].compared_with = static_cast<int>(first);
    l->must_qualify = r->must_qualify = true;
    joined.insert({l, r});
    merged->columns.push_back(join->jointype() == ast::JOIN_RIGHT ? r : l);
  }
  strongest_ = before;
  for (const Namespace* side : {&left, &right}) {
    for (ItemColumn* column : side->columns) {
      if (!joined.contains(column)) merged->columns.push_back(column);
    }
  }
  return true;
}

absl::StatusOr<Namespace> Resolver::MergeJoin(ast::JoinExpr* join, const Namespace& left,
                                              const Namespace& right, const Scope& outer) {
  Namespace merged;
  merged.items = left.items;
  merged.items.insert(merged.items.end(), right.items.begin(), right.items.end());
  FromItem* common =
      AddItem(FromItem::Kind::kJoinAlias,
              join->has_join_using_alias() ? join->join_using_alias().aliasname() : "", outer);
  common->merged_by = join;
  absl::flat_hash_set<std::string> names;
  Surroundings around;
  Scope at;
  at.level = outer.level;
  around.scope = &at;
  around.use = "a join";
  for (const ast::Node& node : join->using_clause()) {
    const std::string& name = StringOf(node);
    if (CountOf(left.columns, name) > 1 || CountOf(right.columns, name) > 1) {
      return Refuse(
          absl::StatusCode::kInvalidArgument, "AMBIGUOUS_NAME",
          absl::StrCat("common column `", name, "` stands more than once on one side of the join"),
          "write the join with ON", 0);
    }
    ItemColumn* l = ColumnNamed(left.columns, name);
    ItemColumn* r = ColumnNamed(right.columns, name);
    if (l == nullptr || r == nullptr) {
      return HiddenOrMissing("common column", name,
                             NamesOfColumns(l == nullptr ? left.columns : right.columns), 0);
    }
    names.insert(name);
    ItemColumn& column = common->columns.emplace_back();
    column.name = name;
    column.mask = Stronger(l->mask, r->mask);
    column.item = common;
    column.sources = {l, r};
    // The join itself compares them.
    const MaskKind before = strongest_;
    Use(nullptr, &column, false, around);
    strongest_ = before;
    merged.columns.push_back(&column);
  }
  if (!common->name.empty()) merged.items.push_back(common);
  for (const Namespace* side : {&left, &right}) {
    for (ItemColumn* column : side->columns) {
      if (!names.contains(column->name)) merged.columns.push_back(column);
    }
  }
  return merged;
}

absl::StatusOr<Namespace> Resolver::AliasJoin(ast::JoinExpr* join, Namespace inner,
                                              const Scope& outer) {
  FromItem* item = AddItem(FromItem::Kind::kJoinAlias, join->alias().aliasname(), outer);
  for (ItemColumn* source : inner.columns) {
    ItemColumn& column = item->columns.emplace_back();
    column.name = source->name;
    column.mask = source->mask;
    column.item = item;
    column.sources = {source};
  }
  SUDARE_RETURN_IF_ERROR(ApplyColumnAliases(join->alias(), item));
  NameDuplicates(item, join);
  // The alias counts the columns of both sides, so no side may leave out or add one.
  if (item->has_column_aliases) {
    for (FromItem* side : inner.items) {
      side->has_column_aliases = true;
      ForbidRaw(side, "a join's column aliases");
      for (ItemColumn& column : side->columns) column.wanted = true;
    }
  }
  return WholeNamespace(item);
}

}  // namespace sudare::sql
