#include "proxy/sql/egress_mask.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/sql/check.h"
#include "proxy/sql/mask_expression.h"
#include "proxy/sql/masked_sql.h"

namespace sudare::sql {
namespace {

// Masks that cost the database more than the proxy, keep NULLs (a row that an outer join made up
// must not get a constant), and work on types whose text depends on no setting. Long texts are
// masked by the database and then once more, so that must change nothing.
bool IsBetterOutside(const VisibleColumn& column) {
  const ColumnType type = column.column->type;
  if (column.decision.rule == nullptr) return false;
  const sudare::v1::Rule& rule = column.decision.rule->proto;
  switch (column.decision.kind) {
    case MaskKind::kPartial:
      // Without a fill, what is kept of a long text would be taken for a short one.
      return IsText(type) &&
             !(rule.partial().has_fill_length() && rule.partial().fill_length() == 0);
    case MaskKind::kScrub:
      // Another replacement may join digits beside it.
      return IsText(type) && !rule.scrub().has_replacement();
    case MaskKind::kGeneralize:
      return type == ColumnType{SqlType::kDate};
    case MaskKind::kAllow:
    case MaskKind::kHide:
    case MaskKind::kRedact:
    case MaskKind::kPresence:
    case MaskKind::kJson:
    case MaskKind::kTokenize:
      return false;
  }
  return false;
}

// Whether no value of the column can have more than kLongestUnmasked bytes.
bool IsShort(const CatalogColumn& column) {
  constexpr int kMostBytesOfCharacter = 4;
  // As PostgreSQL counts: char(n) and varchar(n) have n + 4.
  constexpr int kModifierOffset = 4;
  if (!IsText(column.type)) return true;
  return column.type_modifier >= kModifierOffset &&
         (column.type_modifier - kModifierOffset) * kMostBytesOfCharacter <= kLongestUnmasked;
}

// CASE WHEN octet_length(text) <= longest THEN text ELSE mask END: how long a hidden value is must
// not decide whether its row is too large. The length is known without reading the value.
absl::StatusOr<ast::Node> UnmaskedIfShort(const VisibleColumn& column) {
  ast::Node value;
  SetColumnRef({kBaseAlias, column.column->name}, &value);
  if (IsShort(*column.column)) return value;
  WrapInCast({"pg_catalog", "text"}, &value);
  ast::Node length;
  SetCall({"pg_catalog", "octet_length"}, {value}, &length);
  ast::Node longest;
  SetInteger(kLongestUnmasked, &longest);
  ast::Node is_short;
  SetOperator("<=", std::move(length), std::move(longest), &is_short);
  SUDARE_ASSIGN_OR_RETURN(ast::Node mask, MaskExpression(column));
  ast::Node result;
  SetCase(std::move(is_short), std::move(value), std::move(mask), &result);
  return result;
}

class Mover {
 public:
  Mover(ast::ParseResult* tree, Analysis* analysis) : tree_(*tree), analysis_(*analysis) {}

  absl::StatusOr<std::vector<const VisibleColumn*>> Move() {
    std::vector<const VisibleColumn*> moved(analysis_.top->outputs.size(), nullptr);
    if (!HandsRowsOn()) return moved;
    for (size_t i = 0; i < moved.size(); ++i) {
      ItemColumn* column = ColumnShownBy(static_cast<int>(i));
      if (column == nullptr) continue;
      const Output& output = *analysis_.top->outputs[i];
      ast::ResTarget* target = output.target->mutable_res_target();
      target->set_name(output.name);
      SUDARE_RETURN_IF_ERROR(HandOut(column));
      SetColumnRef({column->item->sql_name, column->raw_name}, target->mutable_val());
      moved[i] = column->visible;
    }
    for (ItemColumn* column : taken_) DropIfUnused(*column);
    return moved;
  }

 private:
  // Whether the top level leaves each output of a row as it is, beside its order.
  bool HandsRowsOn() const {
    const ast::SelectStmt& stmt = *analysis_.top->stmt;
    if (stmt.op() != ast::SETOP_NONE || stmt.values_lists_size() > 0 ||
        stmt.distinct_clause_size() > 0 || stmt.group_clause_size() > 0 ||
        stmt.has_having_clause() || analysis_.top->is_grouped || analysis_.top->is_distinct) {
      return false;
    }
    // Its rows were not wrapped to be put into order.
    if (stmt.target_list_size() != static_cast<int>(analysis_.top->outputs.size())) return false;
    for (int i = 0; i < stmt.target_list_size(); ++i) {
      if (analysis_.top->outputs[i]->target != &stmt.target_list(i)) return false;
    }
    return true;
  }

  // The column of a relation that an output shows, if its mask may be applied later.
  ItemColumn* ColumnShownBy(int i) const {
    const Output& output = *analysis_.top->outputs[i];
    const ast::Node* shown = &output.target->res_target().val();
    if (!shown->has_column_ref() || IsOrderedBy(i)) return nullptr;
    for (const Reference& reference : analysis_.references) {
      if (reference.node != shown) continue;
      ItemColumn* column = reference.column;
      const bool is_own = column->sources.empty() && column->visible != nullptr &&
                          column->item->relation != nullptr &&
                          column->item->level == analysis_.top && !column->item->whole_row &&
                          !column->item->sql_name.empty() &&
                          column->item->node->has_range_subselect();
      return is_own && IsBetterOutside(*column->visible) ? column : nullptr;
    }
    return nullptr;
  }

  // ORDER BY an output by its number or name would then be by the raw value.
  bool IsOrderedBy(int i) const {
    const std::string& name = analysis_.top->outputs[i]->name;
    const auto& keys = analysis_.top->stmt->sort_clause();
    return std::any_of(keys.begin(), keys.end(), [&](const ast::Node& sort) {
      const ast::Node& key = sort.sort_by().node();
      if (key.has_a_const()) return key.a_const().ival().ival() == i + 1;
      return key.has_column_ref() && key.column_ref().fields_size() == 1 &&
             StringOf(key.column_ref().fields(0)) == name;
    });
  }

  static ast::SelectStmt* MaskingSelect(const ItemColumn& column) {
    return column.item->node->mutable_range_subselect()->mutable_subquery()->mutable_select_stmt();
  }

  // The raw value gets a name of its own, which no client can write.
  absl::Status HandOut(ItemColumn* column) {
    if (std::find(taken_.begin(), taken_.end(), column) != taken_.end()) return absl::OkStatus();
    SUDARE_ASSIGN_OR_RETURN(ast::Node value, UnmaskedIfShort(*column->visible));
    taken_.push_back(column);
    column->raw_name = absl::StrCat(kReservedPrefix, "m", taken_.size());
    ast::ResTarget* target = MaskingSelect(*column)->add_target_list()->mutable_res_target();
    target->set_name(column->raw_name);
    *target->mutable_val() = std::move(value);
    return absl::OkStatus();
  }

  // What nobody reads any more need not be planned.
  void DropIfUnused(const ItemColumn& column) {
    const std::string& name = column.visible->column->name;
    if (column.item->has_column_aliases || IsMentioned(name)) return;
    auto* targets = MaskingSelect(column)->mutable_target_list();
    for (int i = 0; i < targets->size(); ++i) {
      if (targets->Get(i).res_target().name() != name) continue;
      targets->DeleteSubrange(i, 1);
      return;
    }
  }

  // Whether anything outside the masking sub-selects could mean a column of that name.
  bool IsMentioned(const std::string& name) {
    absl::flat_hash_set<const ast::Node*> inside;
    for (FromItem& item : analysis_.items) {
      if (item.relation == nullptr) continue;
      VisitNodes(item.node, [&](ast::Node* node) { inside.insert(node); });
    }
    bool mentioned = false;
    VisitNodes(&tree_, [&](ast::Node* node) {
      if (node->has_column_ref() && !inside.contains(node)) {
        const ast::ColumnRef& ref = node->column_ref();
        const ast::Node& last = ref.fields(ref.fields_size() - 1);
        mentioned |= last.has_a_star() || StringOf(last) == name;
      }
      if (node->has_join_expr()) {
        mentioned |= node->join_expr().is_natural();
        for (const ast::Node& joined : node->join_expr().using_clause()) {
          mentioned |= StringOf(joined) == name;
        }
      }
    });
    return mentioned;
  }

  ast::ParseResult& tree_;
  Analysis& analysis_;
  std::vector<ItemColumn*> taken_;
};

}  // namespace

absl::StatusOr<std::vector<const VisibleColumn*>> MoveMasksToEgress(ast::ParseResult* tree,
                                                                    Analysis* analysis) {
  return Mover(tree, analysis).Move();
}

}  // namespace sudare::sql
