#include "proxy/sql/rewrite.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "policy/base/status_macros.h"
#include "proxy/catalog/system_catalog.h"
#include "proxy/error.h"
#include "proxy/sql/allowlist.h"
#include "proxy/sql/deparse.h"
#include "proxy/sql/egress_mask.h"
#include "proxy/sql/mask_expression.h"
#include "proxy/sql/row_order.h"
#include "proxy/sql/supplied_rows.h"

namespace sudare::sql {
namespace {

const std::vector<std::string>& TextType() {
  static const auto* type = new std::vector<std::string>{"pg_catalog", "text"};
  return *type;
}

std::vector<std::string> TypeOf(const CatalogColumn& column) {
  return {"pg_catalog", TypeName(column.type)};
}

std::vector<std::string> TokenType(const VisibleColumn& column) {
  return {"pg_catalog", TypeName(column.type)};
}

std::string Quoted(absl::string_view name) {
  return absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

std::string FullName(const CatalogRelation& relation, const CatalogColumn& column) {
  return absl::StrCat(relation.schema, ".", relation.name, ".", column.name);
}

// Parameters of the rewritten statement stand as $(kOwn + i) in the tree until they are numbered at
// the end, so that they can't be taken for the client's.
constexpr int kOwn = 1 << 20;

class Rewriter {
 public:
  Rewriter(ParsedSql* parsed, const VisibleSchema& schema, Analysis* analysis,
           const TokenFlow& flow)
      : parsed_(*parsed), schema_(schema), analysis_(*analysis), flow_(flow) {}

  absl::StatusOr<MaskedSql> Run() {
    RewriteReferences();
    RewriteRows();
    for (size_t i = 0; i < analysis_.comparisons.size(); ++i) {
      if (flow_.comparison_is_raw[i]) RewriteComparison(analysis_.comparisons[i]);
    }
    RewriteGroupedOutputs();
    RewriteOutputs();
    for (FromItem& item : analysis_.items) {
      if (item.relation != nullptr) SUDARE_RETURN_IF_ERROR(MaskRelation(&item));
      if (item.supplied != nullptr) SUDARE_RETURN_IF_ERROR(SupplyRelation(&item));
    }
    SUDARE_RETURN_IF_ERROR(CheckEveryRelationIsMasked(
        [&](const ast::RangeVar& range) { return masked_ranges_.contains(&range); }));
    if (!masked_ranges_.empty()) {
      absl::flat_hash_set<std::string> masked;
      for (const ast::RangeVar* range : masked_ranges_) masked.insert(range->SerializeAsString());
      const ForbiddenScans forbidden = CloseRowOrder([this] { return OrderSalt(); }, &analysis_);
      masked_.forbid_index_scans |= forbidden.by_index;
      masked_.forbid_parallel_scans = forbidden.in_parallel;
      // Sub-selects may be among what it copies, masked as they are.
      SUDARE_RETURN_IF_ERROR(CheckEveryRelationIsMasked(
          [&](const ast::RangeVar& range) { return masked.contains(range.SerializeAsString()); }));
      SUDARE_ASSIGN_OR_RETURN(masks_outside_,
                              MoveMasksToEgress(parsed_.mutable_tree(), &analysis_));
    }
    VisitNodes(parsed_.mutable_tree(), FlattenBool);
    VisitNodes(parsed_.mutable_tree(), KeepParentheses);
    NumberParameters();
    DescribeColumns();
    DescribeUses();
    masked_.depends_on_parameters = analysis_.depends_on_parameters;
    masked_.client_parameters = analysis_.client_parameters;
    masked_.leaves_session_clean &= !analysis_.calls_added_function;
    return std::move(masked_);
  }

 private:
  static void SetRawRef(const ItemColumn& column, ast::Node* node) {
    const std::string& item = column.item->sql_name;
    const std::string& name = column.visible != nullptr ? column.raw_name : column.output->raw_name;
    if (item.empty()) {
      SetColumnRef({name}, node);
    } else {
      SetColumnRef({item, name}, node);
    }
  }

  void RewriteReferences() {
    for (size_t i = 0; i < analysis_.references.size(); ++i) {
      Reference& reference = analysis_.references[i];
      if (reference.node == nullptr) continue;
      const bool in_raw_comparison =
          reference.comparison >= 0 && flow_.comparison_is_raw[reference.comparison];
      if (in_raw_comparison) {
        // The comparison is going to be written anew. A node made later may get this one's address.
        reference.node = nullptr;
        continue;
      }
      if (flow_.reference_is_raw[i]) {
        SetRawRef(*reference.column, reference.node);
        if (reference.only_null && !reference.aggregated) NoteNullTest(reference.column);
      } else if (reference.qualified) {
        const ItemColumn& column = *reference.column;
        SetColumnRef(
            {column.item->sql_name, column.sql_name.empty() ? column.name : column.sql_name},
            reference.node);
      }
    }
  }

  // What reads a view or a foreign table, or a table with row-level security, may run functions
  // that nobody here has seen.
  static bool ReadsStoredRowsOnly(const CatalogRelation& relation) {
    return !relation.has_row_security && (relation.kind == RelationKind::kTable ||
                                          relation.kind == RelationKind::kPartitionedTable ||
                                          relation.kind == RelationKind::kMaterializedView);
  }

  static void NoteNullTest(ItemColumn* column) {
    while (column->visible == nullptr) column = column->output->bare;
    column->null_tested = true;
  }

  // Whether a scan through an index could give the rows in the order of a hidden value. An equality
  // can't: all its rows have one value. IS NOT NULL and presence may; row filters too, see
  // FenceRows.
  static bool IndexesTellOrder(const FromItem& item) {
    const VisibleRelation& relation = *item.relation;
    if (relation.index_order_is_hidden) return true;
    for (const std::string& name : relation.hidden_index_columns) {
      for (const ItemColumn& column : item.columns) {
        if (column.visible->column->name != name) continue;
        const bool is_presence = column.visible->decision.kind == MaskKind::kPresence;
        if (column.null_tested || (is_presence && column.wanted)) return true;
      }
    }
    return false;
  }

  // schema.table.* would not find the sub-select that stands in the table's place, and of two
  // tables of one name one has got another name.
  void RewriteRows() {
    for (const RowReference& row : analysis_.rows) {
      SetColumnRef({row.item->sql_name}, row.node);
      if (row.star) row.node->mutable_column_ref()->add_fields()->mutable_a_star();
    }
  }

  // The number of an own parameter; the same one for the same thing, so that equal expressions stay
  // equal.
  int OwnParameter(const BoundParameter& wanted) {
    for (size_t i = 0; i < own_.size(); ++i) {
      const BoundParameter& known = own_[i];
      if (known.kind == wanted.kind && known.client_index == wanted.client_index &&
          known.literal == wanted.literal && known.tokenizer == wanted.tokenizer &&
          known.column_type == wanted.column_type && known.token_type == wanted.token_type &&
          known.map == wanted.map && known.supplied == wanted.supplied &&
          known.type_oid == wanted.type_oid) {
        return kOwn + static_cast<int>(i);
      }
    }
    own_.push_back(wanted);
    return kOwn + static_cast<int>(own_.size()) - 1;
  }

  ast::Node OrderSalt() {
    BoundParameter salt;
    salt.kind = BoundParameter::Kind::kOrderSalt;
    salt.type_oid = ParameterTypeOid("text");
    ast::Node node;
    SetParam(OwnParameter(salt), &node);
    return node;
  }

  // raw = value, with NULL and invalid tokens treated as SQL treats them over a column of tokens:
  // NULL gives NULL, an invalid token is different from every value that is not NULL.
  ast::Node CompareOne(const ItemColumn& column, const TokenOperand& operand, bool negated,
                       bool is_condition) {
    const VisibleColumn& token = *TokenBehind(column);
    BoundParameter value;
    value.kind = BoundParameter::Kind::kInverted;
    value.client_index = operand.parameter;
    value.literal = operand.literal;
    value.tokenizer = token.tokenizer;
    value.column_type = token.column->type.type;
    value.token_type = token.type;
    value.type_oid = ParameterTypeOid("text");
    ast::Node raw;
    SetRawRef(column, &raw);
    ast::Node bound;
    SetParam(OwnParameter(value), &bound);
    WrapInCast(TypeOf(*token.column), &bound);
    ast::Node compared;
    SetOperator(negated ? "<>" : "=", raw, std::move(bound), &compared);
    // Where only truth matters, the NULL that an invalid token is bound as does it, and the index
    // stays.
    if (is_condition && !negated) return compared;
    BoundParameter valid = value;
    valid.kind = BoundParameter::Kind::kIsValidToken;
    valid.type_oid = ParameterTypeOid("bool");
    ast::Node is_valid;
    SetParam(OwnParameter(valid), &is_valid);
    ast::Node otherwise;
    SetOperator(negated ? "=" : "<>", raw, raw, &otherwise);
    ast::Node result;
    SetCase(std::move(is_valid), std::move(compared), std::move(otherwise), &result);
    return result;
  }

  // Alternatives stand as OR and not as IN: an IN-list lets an index give rows in the order of the
  // raw values.
  void RewriteComparison(const TokenComparison& comparison) {
    std::vector<ast::Node> terms;
    for (const TokenOperand& operand : comparison.operands) {
      terms.push_back(
          CompareOne(*comparison.column, operand, comparison.negated, comparison.is_condition));
    }
    SetBool(comparison.negated ? ast::AND_EXPR : ast::OR_EXPR, std::move(terms), comparison.node);
  }

  void RewriteGroupedOutputs() {
    for (size_t i = 0; i < analysis_.grouped_outputs.size(); ++i) {
      if (!flow_.grouped_output_is_raw[i]) continue;
      const GroupedOutput& grouped = analysis_.grouped_outputs[i];
      grouped.node->Clear();
      SetRawRef(*grouped.output->bare, grouped.node);
    }
  }

  void RewriteOutputs() {
    for (size_t i = 0; i < analysis_.top->outputs.size(); ++i) {
      Output* output = analysis_.top->outputs[i];
      if (flow_.egress[i] == nullptr) continue;
      ast::ResTarget* target = output->target->mutable_res_target();
      SetRawRef(*output->bare, target->mutable_val());
      target->set_name(output->name);
    }
    for (Output& output : analysis_.outputs) {
      if (output.bare == nullptr || output.level == analysis_.top) continue;
      if (output.is_raw_itself) {
        ast::ResTarget* target = output.target->mutable_res_target();
        SetRawRef(*output.bare, target->mutable_val());
        target->set_name(output.name);
        continue;
      }
      if (!output.token_wanted) {
        // Holds the place: aliases of columns count from the left.
        SetTypedNull(TokenType(*TokenBehind(*output.bare)),
                     output.target->mutable_res_target()->mutable_val());
      }
      if (output.raw_wanted) {
        ast::ResTarget* raw = output.level->stmt->add_target_list()->mutable_res_target();
        raw->set_name(output.raw_name);
        SetRawRef(*output.bare, raw->mutable_val());
      }
    }
  }

  absl::StatusOr<ast::Node> TokenExpression(const FromItem& item, const ItemColumn& column) {
    const CatalogRelation& relation = *item.relation->relation;
    const CatalogColumn& base = *column.visible->column;
    const std::string full_name = FullName(relation, base);
    int map = -1;
    for (size_t i = 0; i < masked_.maps.size(); ++i) {
      if (masked_.maps[i].column == full_name) map = static_cast<int>(i);
    }
    if (map < 0) {
      map = static_cast<int>(masked_.maps.size());
      SUDARE_ASSIGN_OR_RETURN(std::string sql, DistinctValuesSql(item, base));
      masked_.maps.push_back({std::move(sql), full_name, column.visible->tokenizer});
    }
    BoundParameter bound;
    bound.kind = BoundParameter::Kind::kTokenMap;
    bound.map = map;
    bound.type_oid = ParameterTypeOid("jsonb");
    // map ->> value. A look-up keeps rows in their order and doesn't touch the plan, as a join with
    // the pairs would.
    ast::Node key;
    SetColumnRef({kBaseAlias, base.name}, &key);
    WrapInCast(TextType(), &key);
    // Tokens that differ are different, whatever the column says of its values.
    if (!base.deterministic_collation) SetCollation({"pg_catalog", "default"}, &key);
    ast::Node param;
    SetParam(OwnParameter(bound), &param);
    ast::Node expression;
    SetOperator("->>", std::move(param), std::move(key), &expression);
    if (IsInteger(column.visible->type)) WrapInCast(TokenType(*column.visible), &expression);
    return expression;
  }

  // Rows that the account doesn't see give no values: not even their number shows.
  absl::StatusOr<std::string> DistinctValuesSql(const FromItem& item, const CatalogColumn& column) {
    const CatalogRelation& relation = *item.relation->relation;
    const std::string name = absl::StrCat(kBaseAlias, ".", Quoted(column.name));
    const char* const collation =
        column.deterministic_collation ? "" : " COLLATE pg_catalog.\"default\"";
    SUDARE_ASSIGN_OR_RETURN(
        ParsedSql distinct,
        Parse(absl::StrCat("SELECT DISTINCT CAST(", name, " AS pg_catalog.text)", collation,
                           " FROM ", Quoted(relation.schema), ".", Quoted(relation.name), " AS ",
                           kBaseAlias, " WHERE ", name, " IS NOT NULL"),
              ParseLimits()));
    if (!item.relation->row_filters.empty()) {
      ast::Node* where = distinct.mutable_tree()
                             ->mutable_stmts(0)
                             ->mutable_stmt()
                             ->mutable_select_stmt()
                             ->mutable_where_clause();
      SUDARE_ASSIGN_OR_RETURN(ast::Node filter, RowFilterExpression(*item.relation));
      std::vector<ast::Node> both;
      both.push_back(std::move(*where));
      both.push_back(std::move(filter));
      SetBool(ast::AND_EXPR, std::move(both), where);
    }
    return DeparseVerified(distinct.tree());
  }

  absl::Status AddVisibleColumn(const FromItem& item, const ItemColumn& column,
                                ast::SelectStmt* select) {
    const bool holds_place = item.has_column_aliases || item.whole_row;
    if (!column.wanted && !holds_place) return absl::OkStatus();
    ast::Node expression;
    if (!column.visible->is_token()) {
      SUDARE_ASSIGN_OR_RETURN(expression, MaskExpression(*column.visible));
    } else if (column.token_wanted) {
      SUDARE_ASSIGN_OR_RETURN(expression, TokenExpression(item, column));
    } else if (holds_place) {
      SetTypedNull(TokenType(*column.visible), &expression);
    } else {
      return absl::OkStatus();
    }
    ast::ResTarget* target = select->add_target_list()->mutable_res_target();
    target->set_name(column.visible->column->name);
    *target->mutable_val() = std::move(expression);
    return absl::OkStatus();
  }

  // payroll.employees AS e  becomes  (SELECT masks FROM payroll.employees AS t WHERE filter OFFSET
  // 0) AS e
  absl::Status MaskRelation(FromItem* item) {
    ast::RangeVar base = item->node->range_var();
    ast::Alias alias = base.alias();
    alias.set_aliasname(item->sql_name);
    base.set_schemaname(item->relation->relation->schema);
    base.mutable_alias()->Clear();
    base.mutable_alias()->set_aliasname(kBaseAlias);

    ast::RangeSubselect* subselect = item->node->mutable_range_subselect();
    ast::SelectStmt* select = subselect->mutable_subquery()->mutable_select_stmt();
    select->set_op(ast::SETOP_NONE);
    select->set_limit_option(ast::LIMIT_OPTION_DEFAULT);
    for (const ItemColumn& column : item->columns) {
      SUDARE_RETURN_IF_ERROR(AddVisibleColumn(*item, column, select));
    }
    for (const ItemColumn& column : item->columns) {
      if (!column.raw_wanted) continue;
      ast::ResTarget* target = select->add_target_list()->mutable_res_target();
      target->set_name(column.raw_name);
      SetColumnRef({kBaseAlias, column.visible->column->name}, target->mutable_val());
    }
    ast::Node* from = select->add_from_clause();
    *from->mutable_range_var() = std::move(base);
    masked_ranges_.insert(&from->range_var());
    if (!item->relation->row_filters.empty()) SUDARE_RETURN_IF_ERROR(FenceRows(*item, select));
    *subselect->mutable_alias() = std::move(alias);
    masked_.forbid_index_only_scans |= item->relation->has_index_on_hidden;
    masked_.forbid_index_scans |= IndexesTellOrder(*item);
    masked_.leaves_session_clean &= ReadsStoredRowsOnly(*item->relation->relation);
    return absl::OkStatus();
  }

  // pg_catalog.pg_class AS c  becomes  (SELECT … FROM ROWS FROM (unnest($1), …) AS r (oid, …)) AS c
  absl::Status SupplyRelation(FromItem* item) {
    ast::Alias alias = item->node->range_var().alias();
    alias.set_aliasname(item->sql_name);
    const bool holds_place = item->has_column_aliases || item->whole_row;
    std::vector<int> wanted;
    for (size_t i = 0; i < item->columns.size(); ++i) {
      if (item->columns[i].wanted || holds_place) wanted.push_back(static_cast<int>(i));
    }
    SUDARE_ASSIGN_OR_RETURN(SuppliedRows rows, SelectSupplied(*item->supplied, wanted));
    VisitNodes(&rows.select, [&](ast::Node* node) {
      if (!node->has_param_ref()) return;
      BoundParameter bound;
      bound.kind = BoundParameter::Kind::kSupplied;
      bound.supplied = schema_.system_catalog().Column(
          *item->supplied, rows.columns[node->param_ref().number() - 1]);
      SetParam(OwnParameter(bound), node);
    });
    ast::RangeSubselect* subselect = item->node->mutable_range_subselect();
    *subselect->mutable_subquery() = std::move(rows.select);
    *subselect->mutable_alias() = std::move(alias);
    return absl::OkStatus();
  }

  // PostgreSQL may run a condition of the query before the filter and show by its errors that a
  // hidden row is there. OFFSET keeps conditions out; those that can't fail are written inside as
  // well, so that keys keep their index.
  absl::Status FenceRows(const FromItem& item, ast::SelectStmt* select) {
    SUDARE_ASSIGN_OR_RETURN(ast::Node filter, RowFilterExpression(*item.relation));
    const std::vector<std::string>& indexed = item.relation->hidden_index_columns;
    VisitNodes(&filter, [&](ast::Node* node) {
      if (!node->has_column_ref()) return;
      const ast::ColumnRef& ref = node->column_ref();
      const std::string& name = StringOf(ref.fields(ref.fields_size() - 1));
      masked_.forbid_index_scans |=
          std::find(indexed.begin(), indexed.end(), name) != indexed.end();
    });
    std::vector<ast::Node> conditions;
    conditions.push_back(std::move(filter));
    for (const PushedCondition& pushed : item.pushed) {
      conditions.push_back(InsideFence(item, pushed));
    }
    SetBool(ast::AND_EXPR, std::move(conditions), select->mutable_where_clause());
    SetInteger(0, select->mutable_limit_offset());
    select->set_limit_option(ast::LIMIT_OPTION_COUNT);
    return absl::OkStatus();
  }

  static ast::Node InsideFence(const FromItem& item, const PushedCondition& pushed) {
    ast::Node copy = *pushed.node;
    if (pushed.column == nullptr) {
      VisitNodes(&copy, [&](ast::Node* node) {
        if (node->has_column_ref()) RenameToBase(item, node);
      });
      return copy;
    }
    ast::A_Expr* expr = copy.mutable_a_expr();
    ast::Node* own = pushed.column_is_left ? expr->mutable_lexpr() : expr->mutable_rexpr();
    SetColumnRef({kBaseAlias, pushed.column->visible->column->name}, own);
    if (pushed.outer != nullptr) {
      ast::Node* other = pushed.column_is_left ? expr->mutable_rexpr() : expr->mutable_lexpr();
      SetColumnRef({pushed.outer->item->sql_name, pushed.outer->name}, other);
    }
    return copy;
  }

  static void RenameToBase(const FromItem& item, ast::Node* node) {
    const ast::ColumnRef& ref = node->column_ref();
    const std::string name = StringOf(ref.fields(ref.fields_size() - 1));
    for (const ItemColumn& column : item.columns) {
      if (column.name == name || (column.raw_wanted && column.raw_name == name)) {
        SetColumnRef({kBaseAlias, column.visible->column->name}, node);
        return;
      }
    }
  }

  absl::Status CheckEveryRelationIsMasked(
      const std::function<bool(const ast::RangeVar&)>& is_masked) {
    absl::flat_hash_set<std::string> ctes;
    VisitNodes(parsed_.mutable_tree(), [&](ast::Node* node) {
      if (node->has_common_table_expr()) ctes.insert(node->common_table_expr().ctename());
    });
    bool good = true;
    VisitNodes(parsed_.mutable_tree(), [&](ast::Node* node) {
      if (!node->has_range_var() || is_masked(node->range_var())) return;
      good = good && node->range_var().schemaname().empty() &&
             ctes.contains(node->range_var().relname());
    });
    if (good) return absl::OkStatus();
    return MakeError(absl::StatusCode::kInternal, "a relation of the statement was not masked",
                     {"NOT_MASKED", "write the query in another way, and tell us about it"});
  }

  void NumberParameters() {
    absl::flat_hash_map<int, int> numbers;
    VisitNodes(parsed_.mutable_tree(), [&](ast::Node* node) {
      if (!node->has_param_ref()) return;
      const int old_number = node->param_ref().number();
      const auto [entry, added] =
          numbers.emplace(old_number, static_cast<int>(masked_.parameters.size()) + 1);
      if (added) {
        BoundParameter bound;
        if (old_number >= kOwn) {
          bound = own_[old_number - kOwn];
        } else if (old_number >= kSuppliedParameter) {
          bound.kind = BoundParameter::Kind::kSupplied;
          bound.supplied = analysis_.supplied[old_number - kSuppliedParameter];
          bound.type_oid = ParameterTypeOid("jsonb");
        } else {
          bound.client_index = old_number;
        }
        masked_.parameters.push_back(std::move(bound));
      }
      node->mutable_param_ref()->set_number(entry->second);
    });
  }

  void DescribeColumns() {
    for (size_t i = 0; i < analysis_.top->outputs.size(); ++i) {
      const Output& output = *analysis_.top->outputs[i];
      ResultColumnPlan plan;
      plan.name = output.name;
      plan.mask = output.mask;
      if (output.column != nullptr) plan.type_name = output.column->type_name();
      if (flow_.egress[i] != nullptr) {
        plan.tokenizer = flow_.egress[i]->tokenizer;
        plan.raw_type = flow_.egress[i]->column->type;
        plan.shown_type = flow_.egress[i]->type;
      } else if (!masks_outside_.empty() && masks_outside_[i] != nullptr) {
        plan.masker = masks_outside_[i]->mask;
        plan.shown_type = masks_outside_[i]->type;
      }
      masked_.columns.push_back(std::move(plan));
    }
  }

  int UsesOf(const VisibleColumn& column) const {
    return static_cast<int>(std::count_if(
        analysis_.references.begin(), analysis_.references.end(),
        [&](const Reference& reference) { return reference.column->visible == &column; }));
  }

  int OutputsOf(const VisibleColumn& column) const {
    return static_cast<int>(std::count(masks_outside_.begin(), masks_outside_.end(), &column));
  }

  void DescribeUses() {
    for (const ColumnWays& ways : flow_.ways) {
      ColumnUse use;
      use.column = FullName(*ways.relation, *ways.column->column);
      const Decision& decision = ways.column->decision;
      if (decision.data_class != nullptr) use.data_class = decision.data_class->name;
      use.mask = decision.kind;
      use.rule_place = decision.Place();
      use.ways.assign(ways.ways.begin(), ways.ways.end());
      if (std::find(masks_outside_.begin(), masks_outside_.end(), ways.column) !=
          masks_outside_.end()) {
        // One and the same column may also be used inside the statement.
        if (UsesOf(*ways.column) == OutputsOf(*ways.column)) use.ways.clear();
        use.ways.insert(use.ways.begin(), "egress");
      }
      use.reasons.assign(ways.reasons.begin(), ways.reasons.end());
      masked_.uses.push_back(std::move(use));
    }
    absl::flat_hash_set<std::string> relations;
    for (const FromItem& item : analysis_.items) {
      if (item.supplied == nullptr || !relations.insert(item.supplied->FullName()).second) continue;
      ColumnUse use;
      use.column = item.supplied->FullName();
      use.is_catalog = true;
      use.ways = {"catalog of visible objects"};
      masked_.uses.push_back(std::move(use));
    }
    std::sort(masked_.uses.begin(), masked_.uses.end(),
              [](const ColumnUse& a, const ColumnUse& b) { return a.column < b.column; });
  }

  ParsedSql& parsed_;
  const VisibleSchema& schema_;
  Analysis& analysis_;
  const TokenFlow& flow_;
  std::vector<BoundParameter> own_;
  absl::flat_hash_set<const ast::RangeVar*> masked_ranges_;
  // By index into the top level's outputs.
  std::vector<const VisibleColumn*> masks_outside_;
  MaskedSql masked_;
};

}  // namespace

absl::StatusOr<MaskedSql> Rewrite(ParsedSql* parsed, const VisibleSchema& schema,
                                  Analysis* analysis, const TokenFlow& flow) {
  return Rewriter(parsed, schema, analysis, flow).Run();
}

}  // namespace sudare::sql
