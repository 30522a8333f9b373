// Analysis: what the resolver learned about one statement. The resolver fills it, token_flow
// decides over it, rewrite changes the tree by it.
//
// Lifetime: points into the tree and the VisibleSchema; everything in it lives as long as the
// Analysis.
#ifndef SUDARE_PROXY_SQL_ANALYSIS_H_
#define SUDARE_PROXY_SQL_ANALYSIS_H_

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/mask.h"
#include "proxy/catalog/system_relations.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/ast.h"

namespace sudare::sql {

// The alias of the real relation inside its masking sub-select.
inline constexpr char kBaseAlias[] = "t";

// $(kSuppliedParameter + i) stands for Analysis::supplied[i]; no client can write it.
inline constexpr int kSuppliedParameter = 1 << 19;

struct FromItem;
struct Output;
struct SelectLevel;

// A column as an item of FROM offers it.
struct ItemColumn {
  std::string name;
  // The name it has in the rewritten SQL: differs from `name` where an item has two columns of one
  // name, which no client can tell apart but by their place in `*`.
  std::string sql_name;
  // The columns of SEARCH and CYCLE are left out of `*` in queries below the one that defines them.
  bool in_star = true;
  // The strongest mask in it.
  MaskKind mask = MaskKind::kAllow;
  FromItem* item = nullptr;
  // Of a relation: the account's column.
  const VisibleColumn* visible = nullptr;
  // Of a sub-select or CTE: the column of its result.
  Output* output = nullptr;
  // Columns of an aliased join, and those merged by USING or NATURAL: what stands behind them.
  std::vector<ItemColumn*> sources;

  // Another column of its name stands beside it in the rewritten SQL.
  bool must_qualify = false;

  // Somebody refers to it.
  bool wanted = false;
  // Decided by token_flow, for columns of relations that are tokens: the forms in which they're
  // needed.
  bool token_wanted = false;
  bool raw_wanted = false;
  // The raw value is asked whether it is NULL.
  bool null_tested = false;
  // Under which name the raw value travels; no client can write it.
  std::string raw_name;
};

// A condition of the query that may stand inside the fence of a relation's row filter: it can't
// fail on any row.
struct PushedCondition {
  ast::Node* node = nullptr;
  // Unset: a comparison with tokens, all of whose columns are the relation's.
  const ItemColumn* column = nullptr;
  bool column_is_left = false;
  // The other side, if it is a column of a level further out; unset: a constant.
  const ItemColumn* outer = nullptr;
};

// One item of FROM.
struct FromItem {
  enum class Kind { kRelation, kSubselect, kCte, kFunction, kJoinAlias, kSupplied };
  Kind kind = Kind::kRelation;
  // The name that queries call it by; empty if it has none.
  std::string name;
  // Of a relation without alias: its schema, for schema.table.column.
  std::string schema;
  // The name it has in the rewritten SQL: differs from `name` where two schemas have a relation of
  // one name.
  std::string sql_name;
  std::deque<ItemColumn> columns;
  // Somebody takes the row as a whole, so nothing but the visible columns may be in it.
  bool whole_row = false;
  SelectLevel* level = nullptr;

  // Of a relation:
  const VisibleRelation* relation = nullptr;
  // The node to be replaced by the masking sub-select.
  ast::Node* node = nullptr;
  // Of a relation whose rows are supplied: the catalog relation.
  const SystemRelation* supplied = nullptr;
  bool has_column_aliases = false;
  // In PostgreSQL its rows have a type of their own, with the names of the relation's columns
  // whatever the alias says.
  bool has_row_type = false;
  // Of columns merged by USING or NATURAL: the join.
  ast::JoinExpr* merged_by = nullptr;
  std::vector<PushedCondition> pushed;
};

// One column of a select's result.
struct Output {
  std::string name;
  // The output is a whole row of this item.
  FromItem* row = nullptr;
  MaskKind mask = MaskKind::kAllow;
  // The output is nothing but this column, and the column is a token: the raw value could flow
  // through.
  ItemColumn* bare = nullptr;
  // The output is nothing but this column of a relation, masked or not, however many sub-selects
  // hand it on.
  const VisibleColumn* column = nullptr;
  // The ResTarget.
  ast::Node* target = nullptr;
  SelectLevel* level = nullptr;
  // Something beside the next level looks at the value (ORDER BY, …): it must be the token.
  const char* locked_by = nullptr;

  bool token_wanted = false;
  bool raw_wanted = false;
  std::string raw_name;
  // Decided by token_flow: it is all that IN (SELECT …) compares with, and holds the raw value.
  bool is_raw_itself = false;
};

// One SELECT, or one set operation over two.
struct SelectLevel {
  ast::SelectStmt* stmt = nullptr;
  std::vector<Output*> outputs;
  // Why no raw value may flow through this level; nullptr if it may.
  const char* locked_by = nullptr;
  // It compares rows by GROUP BY, or by DISTINCT: raw values may flow through if they alone are
  // what is compared.
  bool is_grouped = false;
  bool is_distinct = false;
};

// A place where a column is used.
struct Reference {
  ast::Node* node = nullptr;
  ItemColumn* column = nullptr;
  SelectLevel* level = nullptr;
  bool qualified = false;
  // What the use is, for Explain: "ORDER BY", "function lower", …
  const char* use = nullptr;
  // Bare output: the next level decides.
  Output* output = nullptr;
  // Only whether there is a value matters: IS NULL, count(x).
  bool only_null = false;
  // It is the whole argument of count(x).
  bool aggregated = false;
  // It stands inside an aggregate: rows are not grouped yet.
  bool in_aggregate = false;
  // It is looked at where rows of its level are grouped already: it must have the form that was
  // grouped by.
  bool above_grouping = false;
  // It is a column that GROUP BY names.
  bool is_group_key = false;
  // Only whether values are equal matters: count(DISTINCT x), PARTITION BY x.
  bool only_equality = false;
  // It is compared by `=` or `<>` with this reference, an index.
  int compared_with = -1;
  // It is compared by `IN (SELECT …)` or the like with this output, the only one of its level.
  Output* member_of = nullptr;
  // The use is by comparison `comparison`, unless that can't be inverted.
  int comparison = -1;
};

// A place where an item of FROM is taken as a row: `e`, `e.*` inside ROW(…).
struct RowReference {
  ast::Node* node = nullptr;
  FromItem* item = nullptr;
  bool star = false;
};

// A literal or parameter that a token column is compared with.
struct TokenOperand {
  // Client's parameter, 1-based; 0: the literal.
  int parameter = 0;
  // Unset: NULL.
  std::optional<std::string> literal;
};

// `column = token`, `column IN (…)`, `column = ANY (…)`, and their negations.
struct TokenComparison {
  ast::Node* node = nullptr;
  ItemColumn* column = nullptr;
  bool negated = false;
  // Only true or not true matters here (WHERE, ON, …), not NULL against false.
  bool is_condition = false;
  std::vector<TokenOperand> operands;
};

// An item of GROUP BY that stands for an output, by its number or name.
struct GroupedOutput {
  ast::Node* node = nullptr;
  Output* output = nullptr;
};

// A function call, for those who ask what it does to rows.
struct Call {
  ast::FuncCall* call = nullptr;
  // Without its schema.
  std::string name;
  SelectLevel* level = nullptr;
  bool may_return_set = false;
};

struct Analysis {
  std::deque<FromItem> items;
  std::deque<Output> outputs;
  std::deque<SelectLevel> levels;
  std::vector<Reference> references;
  std::vector<RowReference> rows;
  std::vector<TokenComparison> comparisons;
  std::vector<GroupedOutput> grouped_outputs;
  std::vector<Call> calls;
  SelectLevel* top = nullptr;
  // An array parameter of tokens was spread out: the statement holds only for these parameter
  // values.
  bool depends_on_parameters = false;
  // It calls a function that an admin added to the closed list.
  bool calls_added_function = false;
  // Highest $n of the client.
  int client_parameters = 0;
  // Look-up tables that the tree refers to as parameters.
  std::vector<std::shared_ptr<const std::string>> supplied;
};

// The column of the account that is a token behind `column`, reached through bare outputs alone;
// nullptr if none.
const VisibleColumn* TokenBehind(const ItemColumn& column);

// The column of a relation that `column` is, however many sub-selects hand it on; nullptr if none.
const VisibleColumn* RelationColumnBehind(const ItemColumn& column);

// Whether two raw values of the column are equal if and only if their tokens are.
bool EqualityIsTextual(const CatalogColumn& column);

// The stronger of two masks, for headings.
MaskKind Stronger(MaskKind a, MaskKind b);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_ANALYSIS_H_
