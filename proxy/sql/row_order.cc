#include "proxy/sql/row_order.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "proxy/sql/allowlist.h"
#include "proxy/sql/check.h"

namespace sudare::sql {
namespace {

bool Contains(const ast::Node& node, const std::function<bool(const ast::Node&)>& is_wanted) {
  bool found = false;
  // VisitNodes changes nothing here; it takes what could be changed.
  VisitNodes(const_cast<ast::Node*>(&node),
             [&](ast::Node* inner) { found = found || is_wanted(*inner); });
  return found;
}

bool HasSubLink(const ast::Node& node) {
  return Contains(node, [](const ast::Node& inner) { return inner.has_sub_link(); });
}

bool IsSetOperation(const ast::SelectStmt& stmt) {
  return stmt.op() == ast::SETOP_UNION || stmt.op() == ast::SETOP_INTERSECT ||
         stmt.op() == ast::SETOP_EXCEPT;
}

// A plain DISTINCT is one empty node.
bool IsDistinct(const ast::SelectStmt& stmt) {
  return stmt.distinct_clause_size() == 1 &&
         stmt.distinct_clause(0).node_case() == ast::Node::NODE_NOT_SET;
}

bool IsZero(const ast::Node& node) {
  return node.has_a_const() && node.a_const().has_ival() && node.a_const().ival().ival() == 0;
}

// The meaning of an expression as text: equal for equal expressions, wherever they stand.
std::string MeaningOf(const ast::Node& node) {
  ast::Node copy = node;
  ClearLocations(&copy);
  return copy.SerializeAsString();
}

// What is known of one select beside its tree.
struct LevelFacts {
  std::vector<const FromItem*> items;
  bool aggregates = false;
  bool windows = false;
  bool returns_sets = false;
};

class Closer {
 public:
  Closer(const std::function<ast::Node()>& salt, Analysis* analysis)
      : salt_(salt), analysis_(*analysis) {
    for (const FromItem& item : analysis_.items) {
      if (item.kind != FromItem::Kind::kJoinAlias) facts_[item.level].items.push_back(&item);
    }
    for (const Call& call : analysis_.calls) {
      LevelFacts& facts = facts_[call.level];
      if (call.call->has_over()) {
        facts.windows = true;
      } else if (IsAggregate(call.name) || call.call->agg_within_group()) {
        facts.aggregates = true;
      }
      facts.returns_sets |= call.may_return_set;
    }
    for (const Reference& reference : analysis_.references) {
      if (reference.node != nullptr) references_[reference.node] = &reference;
    }
  }

  ForbiddenScans Close() {
    for (const Call& call : analysis_.calls) CloseAggregate(call);
    for (SelectLevel& level : analysis_.levels) {
      if (&level != analysis_.top && OrderDecidesRows(*level.stmt)) CloseLevel(&level);
    }
    CloseLevel(analysis_.top);
    return forbidden_;
  }

 private:
  static bool OrderDecidesRows(const ast::SelectStmt& stmt) {
    if (stmt.has_limit_count()) return true;
    if (stmt.has_limit_offset() && !IsZero(stmt.limit_offset())) return true;
    return stmt.distinct_clause_size() > 0 && !IsDistinct(stmt);
  }

  // The select that is all that FROM reads, if it is one and filtered at most: its rows come in its
  // order.
  SelectLevel* SelectReadBy(const SelectLevel& level) {
    const std::vector<const FromItem*>& items = facts_[&level].items;
    const ast::SelectStmt& stmt = *level.stmt;
    if (items.size() != 1 || IsSetOperation(stmt) ||
        (stmt.has_where_clause() && HasSubLink(stmt.where_clause()))) {
      return nullptr;
    }
    const FromItem& item = *items[0];
    const bool is_select =
        item.kind == FromItem::Kind::kSubselect || item.kind == FromItem::Kind::kCte;
    if (!is_select || item.columns.empty() || item.columns[0].output == nullptr) return nullptr;
    SelectLevel* inner = item.columns[0].output->level;
    const bool is_plain = !IsSetOperation(*inner->stmt) && inner->stmt->values_lists_size() == 0;
    return is_plain ? inner : nullptr;
  }

  // The select whose order is that of `level`: a select that only filters another gives its rows as
  // they come.
  SelectLevel* CarrierOf(SelectLevel* level) {
    while (OnlyFilters(*level->stmt, facts_[level])) {
      SelectLevel* inner = SelectReadBy(*level);
      if (inner == nullptr) break;
      level = inner;
    }
    return level;
  }

  static bool OnlyFilters(const ast::SelectStmt& stmt, const LevelFacts& facts) {
    return stmt.op() == ast::SETOP_NONE && stmt.values_lists_size() == 0 &&
           stmt.group_clause_size() == 0 && !stmt.has_having_clause() &&
           stmt.distinct_clause_size() == 0 && stmt.sort_clause_size() == 0 && !facts.aggregates &&
           !facts.windows;
  }

  // Whether a select has an order of its own that a select above shows: a filter in between must
  // still reach what has none.
  bool HasOwnOrder(const SelectLevel& level) {
    const ast::SelectStmt& stmt = *level.stmt;
    return stmt.sort_clause_size() > 0 || OrderDecidesRows(stmt) ||
           (OnlyFilters(stmt, facts_[&level]) && ReadsStoredOrder(level));
  }

  void CloseLevel(SelectLevel* level) {
    SelectLevel* const carrier = CarrierOf(level);
    const bool is_filtered = carrier != level && !OrderDecidesRows(*carrier->stmt);
    if (HasOwnOrder(*carrier)) level = carrier;
    if (!closed_.insert(level).second) return;
    const ast::SelectStmt& stmt = *level->stmt;
    const LevelFacts& facts = facts_[level];
    if (stmt.values_lists_size() > 0 || IsOneRow(stmt, facts)) return;
    if (OnlyFilters(stmt, facts) && ReadsStoredOrder(*level)) return;
    if (IsTotal(*level)) return;
    if (stmt.distinct_clause_size() > 0 && !IsDistinct(stmt)) {
      AppendToDistinctOn(level);
      return;
    }
    const std::optional<std::vector<int>> positions = KeysAsPositions(*level);
    const bool can_append = !IsSetOperation(stmt) && !IsDistinct(stmt) && !facts.returns_sets &&
                            stmt.limit_option() != ast::LIMIT_OPTION_WITH_TIES;
    if (positions.has_value() && !(is_filtered && level == carrier && can_append)) {
      Wrap(*positions, level->stmt);
    } else if (can_append) {
      Append(level->stmt);
    }
  }

  static bool IsOneRow(const ast::SelectStmt& stmt, const LevelFacts& facts) {
    if (IsSetOperation(stmt)) return false;
    return facts.items.empty() ||
           (facts.aggregates && stmt.group_clause_size() == 0 && !facts.returns_sets);
  }

  // Whether FROM and WHERE of a select give rows in the order in which one relation stores them, or
  // a function makes them. No index may then give them in another.
  bool ReadsStoredOrder(const SelectLevel& level) {
    const std::vector<const FromItem*>& items = facts_[&level].items;
    const ast::SelectStmt& stmt = *level.stmt;
    if (items.size() != 1 || IsSetOperation(stmt) ||
        (stmt.has_where_clause() && HasSubLink(stmt.where_clause()))) {
      return false;
    }
    const FromItem::Kind kind = items[0]->kind;
    if (kind != FromItem::Kind::kRelation && kind != FromItem::Kind::kFunction &&
        kind != FromItem::Kind::kSupplied) {
      return false;
    }
    forbidden_.by_index |= ReadsIndexByRange(level, *items[0]);
    forbidden_.in_parallel |= kind == FromItem::Kind::kRelation;
    return true;
  }

  // Whether PostgreSQL could answer WHERE by a scan in the order of an index on visible columns. It
  // would by statistics alone. Equality with a constant gives equal keys in the order of the table.
  bool ReadsIndexByRange(const SelectLevel& level, const FromItem& item) {
    if (item.relation == nullptr || !level.stmt->has_where_clause()) return false;
    const ast::Node& where = level.stmt->where_clause();
    const auto in_index = [&](const ast::Node& node) {
      const auto found = references_.find(&node);
      if (found == references_.end() || found->second->column->visible == nullptr) return false;
      const std::string& name = found->second->column->visible->column->name;
      for (const CatalogIndex& index : item.relation->relation->indexes) {
        if (index.has_expressions || index.is_partial) return true;
        if (std::find(index.columns.begin(), index.columns.end(), name) != index.columns.end()) {
          return true;
        }
      }
      return false;
    };
    const auto is_range = [&](const ast::Node& conjunct) {
      if (conjunct.has_a_expr() && conjunct.a_expr().kind() == ast::AEXPR_OP &&
          conjunct.a_expr().name_size() == 1 && StringOf(conjunct.a_expr().name(0)) == "=") {
        return false;
      }
      return Contains(conjunct, in_index);
    };
    if (!where.has_bool_expr() || where.bool_expr().boolop() != ast::AND_EXPR) {
      return is_range(where);
    }
    const auto& conjuncts = where.bool_expr().args();
    return std::any_of(conjuncts.begin(), conjuncts.end(), is_range);
  }

  const Output* OutputMeantBy(const ast::Node& node, const SelectLevel& level) const {
    const int position = PositionMeantBy(node, level);
    return position == 0 ? nullptr : level.outputs[position - 1];
  }

  // 1-based; 0: the node is an expression of its own.
  static int PositionMeantBy(const ast::Node& node, const SelectLevel& level) {
    const int count = static_cast<int>(level.outputs.size());
    if (node.has_a_const() && node.a_const().has_ival()) {
      const int position = node.a_const().ival().ival();
      return position >= 1 && position <= count ? position : 0;
    }
    if (!node.has_column_ref() || node.column_ref().fields_size() != 1 ||
        !node.column_ref().fields(0).has_string()) {
      return 0;
    }
    const std::string& name = StringOf(node.column_ref().fields(0));
    for (int i = 0; i < count; ++i) {
      if (level.outputs[i]->name == name) return i + 1;
    }
    return 0;
  }

  const ast::Node& ExpressionOf(const ast::Node& key, const SelectLevel& level) const {
    const Output* output = OutputMeantBy(key, level);
    return output != nullptr && output->target != nullptr ? output->target->res_target().val()
                                                          : key;
  }

  // The outputs that ORDER BY names; unset: one key is none.
  std::optional<std::vector<int>> KeysAsPositions(const SelectLevel& level) const {
    std::vector<int> positions;
    for (const ast::Node& sort : level.stmt->sort_clause()) {
      const ast::Node& key = sort.sort_by().node();
      int position = PositionMeantBy(key, level);
      const std::string meaning = MeaningOf(key);
      for (size_t i = 0; position == 0 && i < level.outputs.size(); ++i) {
        const ast::Node* target = level.outputs[i]->target;
        if (target != nullptr && MeaningOf(target->res_target().val()) == meaning) {
          position = static_cast<int>(i) + 1;
        }
      }
      if (position == 0) return std::nullopt;
      positions.push_back(position);
    }
    return positions;
  }

  // Whether no two rows are equal in all keys of ORDER BY, or look the same if they are.
  bool IsTotal(const SelectLevel& level) {
    const ast::SelectStmt& stmt = *level.stmt;
    if (stmt.sort_clause_size() == 0) return false;
    absl::flat_hash_set<std::string> keys;
    absl::flat_hash_set<const Output*> outputs;
    absl::flat_hash_set<const ItemColumn*> columns;
    for (const ast::Node& sort : stmt.sort_clause()) {
      const ast::Node& key = sort.sort_by().node();
      outputs.insert(OutputMeantBy(key, level));
      const ast::Node& expression = ExpressionOf(key, level);
      keys.insert(MeaningOf(expression));
      const auto found = references_.find(&expression);
      if (found == references_.end()) continue;
      columns.insert(found->second->column);
      columns.insert(found->second->column->sources.begin(), found->second->column->sources.end());
    }
    if (IsSetOperation(stmt) || IsDistinct(stmt)) {
      return std::all_of(level.outputs.begin(), level.outputs.end(),
                         [&](const Output* output) { return outputs.contains(output); });
    }
    if (stmt.group_clause_size() > 0) {
      return std::all_of(
          stmt.group_clause().begin(), stmt.group_clause().end(), [&](const ast::Node& item) {
            return !item.has_grouping_set() && keys.contains(MeaningOf(ExpressionOf(item, level)));
          });
    }
    const std::vector<const FromItem*>& items = facts_[&level].items;
    return std::all_of(items.begin(), items.end(), [&](const FromItem* item) {
      return item->relation != nullptr && HasKeyIn(*item, columns);
    });
  }

  static bool HasKeyIn(const FromItem& item,
                       const absl::flat_hash_set<const ItemColumn*>& columns) {
    const auto holds = [&](const std::string& name) {
      return std::any_of(item.columns.begin(), item.columns.end(), [&](const ItemColumn& column) {
        return column.visible->column->name == name && columns.contains(&column) &&
               (column.visible->decision.kind == MaskKind::kAllow || column.visible->is_token());
      });
    };
    for (const CatalogIndex& index : item.relation->relation->indexes) {
      if (index.is_primary && std::all_of(index.columns.begin(), index.columns.end(), holds)) {
        return true;
      }
    }
    return false;
  }

  // md5(salt || CAST(value AS text)): with a salt nobody knows, an order that tells nothing.
  ast::Node OrderOf(ast::Node value) const {
    WrapInCast({"pg_catalog", "text"}, &value);
    ast::Node salted;
    SetOperator("||", salt_(), std::move(value), &salted);
    ast::Node hash;
    ast::FuncCall* call = hash.mutable_func_call();
    SetString("pg_catalog", call->add_funcname());
    SetString("md5", call->add_funcname());
    call->set_funcformat(ast::COERCE_EXPLICIT_CALL);
    *call->add_args() = std::move(salted);
    SetCollation({"pg_catalog", "C"}, &hash);
    return hash;
  }

  static ast::SortBy* AddKey(ast::Node key, google::protobuf::RepeatedPtrField<ast::Node>* keys) {
    ast::SortBy* sort = keys->Add()->mutable_sort_by();
    sort->set_sortby_dir(ast::SORTBY_DEFAULT);
    sort->set_sortby_nulls(ast::SORTBY_NULLS_DEFAULT);
    *sort->mutable_node() = std::move(key);
    return sort;
  }

  // SELECT q.* FROM (stmt OFFSET 0) q ORDER BY positions, the salted order LIMIT … The OFFSET keeps
  // expressions from being computed for the order once more.
  void Wrap(const std::vector<int>& positions, ast::SelectStmt* stmt) {
    const std::string alias = absl::StrCat(kReservedPrefix, "q", ++wraps_);
    ast::SelectStmt outer;
    outer.set_op(ast::SETOP_NONE);
    outer.set_limit_option(ast::LIMIT_OPTION_DEFAULT);
    ast::Node* star = outer.add_target_list()->mutable_res_target()->mutable_val();
    SetColumnRef({alias}, star);
    star->mutable_column_ref()->add_fields()->mutable_a_star();
    const bool with_ties = stmt->limit_option() == ast::LIMIT_OPTION_WITH_TIES;
    for (int i = 0; i < stmt->sort_clause_size(); ++i) {
      ast::Node position;
      SetInteger(positions[i], &position);
      ast::SortBy* key = AddKey(std::move(position), outer.mutable_sort_clause());
      key->set_sortby_dir(stmt->sort_clause(i).sort_by().sortby_dir());
      key->set_sortby_nulls(stmt->sort_clause(i).sort_by().sortby_nulls());
    }
    ast::Node row;
    SetColumnRef({alias}, &row);
    AddKey(OrderOf(std::move(row)), outer.mutable_sort_clause());
    if (!with_ties) {
      if (stmt->has_limit_count()) outer.mutable_limit_count()->Swap(stmt->mutable_limit_count());
      if (stmt->has_limit_offset()) {
        outer.mutable_limit_offset()->Swap(stmt->mutable_limit_offset());
      }
      outer.set_limit_option(stmt->limit_option());
      stmt->clear_sort_clause();
      stmt->clear_limit_count();
      SetInteger(0, stmt->mutable_limit_offset());
      stmt->set_limit_option(ast::LIMIT_OPTION_COUNT);
    }
    ast::RangeSubselect* from = outer.add_from_clause()->mutable_range_subselect();
    from->mutable_alias()->set_aliasname(alias);
    from->mutable_subquery()->mutable_select_stmt()->Swap(stmt);
    stmt->Swap(&outer);
  }

  // The rows must first be ordered by what DISTINCT ON names.
  void AppendToDistinctOn(SelectLevel* level) {
    ast::SelectStmt* stmt = level->stmt;
    absl::flat_hash_set<std::string> keys;
    for (const ast::Node& sort : stmt->sort_clause()) {
      keys.insert(MeaningOf(ExpressionOf(sort.sort_by().node(), *level)));
    }
    for (const ast::Node& node : stmt->distinct_clause()) {
      if (keys.insert(MeaningOf(ExpressionOf(node, *level))).second) {
        AddKey(node, stmt->mutable_sort_clause());
      }
    }
    if (!facts_[level].returns_sets) Append(stmt);
  }

  // Keys that are no outputs can't be named from outside.
  void Append(ast::SelectStmt* stmt) {
    ast::Node row;
    ast::RowExpr* values = row.mutable_row_expr();
    values->set_row_format(ast::COERCE_EXPLICIT_CALL);
    for (const ast::Node& target : stmt->target_list()) {
      if (!HasSubLink(target.res_target().val())) *values->add_args() = target.res_target().val();
    }
    if (values->args_size() == 0) return;
    AddKey(OrderOf(std::move(row)), stmt->mutable_sort_clause());
  }

  // array_agg(x) shows in which order rows came.
  void CloseAggregate(const Call& call) {
    ast::FuncCall* aggregate = call.call;
    if (!ShowsOrder(call.name) || aggregate->has_over() || aggregate->agg_distinct()) return;
    // There is no such aggregate, and no way to write an order for it.
    if (aggregate->args_size() == 0) return;
    if (aggregate->agg_order_size() == 0 && call.level->stmt->group_clause_size() == 0) {
      if (ReadsStoredOrder(*call.level)) return;
      SelectLevel* inner = SelectReadBy(*call.level);
      if (inner != nullptr && HasOwnOrder(*CarrierOf(inner))) return CloseLevel(inner);
    }
    ast::Node row;
    ast::RowExpr* values = row.mutable_row_expr();
    values->set_row_format(ast::COERCE_EXPLICIT_CALL);
    for (const ast::Node& argument : aggregate->args()) *values->add_args() = argument;
    AddKey(OrderOf(std::move(row)), aggregate->mutable_agg_order());
  }

  const std::function<ast::Node()>& salt_;
  Analysis& analysis_;
  absl::flat_hash_map<const SelectLevel*, LevelFacts> facts_;
  absl::flat_hash_map<const ast::Node*, const Reference*> references_;
  absl::flat_hash_set<const SelectLevel*> closed_;
  ForbiddenScans forbidden_;
  int wraps_ = 0;
};

}  // namespace

bool OrderShowsInside(Analysis* analysis) {
  // Over their default frame these give all peers the same.
  static const auto* const peaceful = new absl::flat_hash_set<std::string>{
      "count", "sum",     "avg",  "min",        "max",          "bool_and",
      "every", "bool_or", "rank", "dense_rank", "percent_rank", "cume_dist"};
  constexpr int kNonDefaultFrame = 1;
  bool shows = false;
  for (const Call& call : analysis->calls) {
    if (call.call->has_over() && !peaceful->contains(call.name)) shows = true;
  }
  for (const FromItem& item : analysis->items) {
    for (const ItemColumn& column : item.columns) {
      if (column.visible == nullptr || !column.wanted) continue;
      const SqlType type = column.visible->type.type;
      // Sums of these differ in the last digits by the order of what is added.
      shows |= type == SqlType::kFloat4 || type == SqlType::kFloat8;
    }
  }
  for (const SelectLevel& level : analysis->levels) {
    const ast::SelectStmt& stmt = *level.stmt;
    shows |= stmt.limit_option() == ast::LIMIT_OPTION_WITH_TIES;
    VisitNodes(const_cast<ast::SelectStmt*>(&stmt), [&](ast::Node* node) {
      shows |= node->has_window_def() && (node->window_def().frame_options() & kNonDefaultFrame);
      shows |= node->has_func_call() && node->func_call().has_over() &&
               (node->func_call().over().frame_options() & kNonDefaultFrame);
    });
    if (stmt.sort_clause_size() == 0) continue;
    for (const ast::Node& target : stmt.target_list()) {
      shows |= HasSubLink(target.res_target().val());
    }
    for (const Call& call : analysis->calls) {
      shows |= call.level == &level && call.may_return_set;
    }
  }
  return shows;
}

ForbiddenScans CloseRowOrder(const std::function<ast::Node()>& salt, Analysis* analysis) {
  return Closer(salt, analysis).Close();
}

}  // namespace sudare::sql
