// The resolver's insides, shared by its files: resolve_select.cc, resolve_from.cc,
// resolve_expression.cc, resolve_construct.cc.
#ifndef SUDARE_PROXY_SQL_RESOLVER_H_
#define SUDARE_PROXY_SQL_RESOLVER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "proxy/catalog/system_catalog.h"
#include "proxy/sql/analysis.h"
#include "proxy/sql/ast.h"
#include "proxy/sql/parse.h"
#include "proxy/sql/scope.h"

namespace sudare::sql {

struct CatalogFunction;
struct PrivilegeFunction;

// What an expression's surroundings do with it.
struct Surroundings {
  const Scope* scope = nullptr;
  // Only whether it is true matters (WHERE, ON, FILTER, …).
  bool is_condition = false;
  // Inside an aggregate.
  bool in_aggregate = false;
  // For Explain, e.g. "ORDER BY".
  const char* use = "an expression";
  // The argument that may name a configuration of text search.
  const ast::Node* configuration = nullptr;
};

// Thread-safety: one thread, one statement.
class Resolver {
 public:
  Resolver(ParsedSql* parsed, const VisibleSchema& schema, const std::vector<Value>& parameters)
      : parsed_(*parsed),
        schema_(schema),
        parameters_(parameters),
        analysis_(std::make_unique<Analysis>()) {}

  absl::StatusOr<std::unique_ptr<Analysis>> Run();

 private:
  // resolve_select.cc
  //
  // `recursive_cte`: the WITH RECURSIVE query whose body this is: its columns are known once the
  // left side is.
  absl::StatusOr<SelectLevel*> ResolveSelect(ast::SelectStmt* stmt, const Scope* parent,
                                             Cte* recursive_cte);
  absl::Status ResolveWith(ast::WithClause* with, Scope* scope);
  absl::Status ResolveSetOperation(ast::SelectStmt* stmt, Scope* scope, Cte* recursive_cte);
  absl::Status ResolveValues(ast::SelectStmt* stmt, Scope* scope);
  absl::Status ResolvePlainSelect(ast::SelectStmt* stmt, Scope* scope);
  absl::Status ResolveTargets(ast::SelectStmt* stmt, Scope* scope);
  absl::Status ExpandStars(ast::SelectStmt* stmt, Scope* scope);
  std::string NameOfMerged(FromItem* item, Scope* scope);
  absl::Status ResolveTarget(ast::Node* target, Scope* scope);
  absl::Status ResolveGrouping(ast::SelectStmt* stmt, Scope* scope);
  absl::Status ResolveGroupItem(ast::Node* node, Scope* scope);
  absl::Status ResolveOrdering(ast::SelectStmt* stmt, Scope* scope);
  absl::Status ResolveTail(ast::SelectStmt* stmt, Scope* scope);
  // An output named or counted by ORDER BY, GROUP BY, DISTINCT ON; nullptr: the node is an
  // expression.
  Output* OutputMeantBy(const ast::Node& node, SelectLevel* level);
  // GROUP BY of a whole primary key lets PostgreSQL take other columns of the table; through a
  // sub-select it can't know that, so the columns are added.
  void CompleteGroupByKey(ast::SelectStmt* stmt, Scope* scope, size_t first_reference,
                          size_t first_row);
  void LockOutputsOf(size_t first_reference, const char* use, SelectLevel* level);
  void MarkAboveGrouping(size_t first_reference, const SelectLevel* level);
  // If `node` is a column that has just been used: marks its reference.
  void MarkLastReference(const ast::Node& node, bool Reference::*mark);
  void CollectPushable(ast::Node* where, const Scope& scope, size_t first_reference);
  void CollectPushableSide(ast::Node* conjunct, const Reference& reference, bool is_left,
                           const Reference* other, const Scope& scope);
  Output* AddOutput(SelectLevel* level);

  // resolve_from.cc
  absl::StatusOr<Namespace> ResolveFrom(ast::SelectStmt* stmt, Scope* scope);
  // `lateral`: what LATERAL items may see beside `outer`.
  absl::StatusOr<Namespace> ResolveFromNode(ast::Node* node, const Scope& outer,
                                            const Namespace& lateral, int depth);
  absl::StatusOr<Namespace> ResolveRangeVar(ast::Node* node, const Scope& outer);
  absl::StatusOr<Namespace> ResolveCte(ast::RangeVar* range, Cte* cte, const Scope& outer);
  absl::StatusOr<Namespace> ResolveRelation(ast::Node* node, const VisibleRelation& relation,
                                            const Scope& outer);
  // A relation of the system's catalog, whose rows are supplied.
  absl::StatusOr<Namespace> ResolveSupplied(ast::Node* node, const SystemRelation& relation,
                                            const Scope& outer);
  absl::StatusOr<Namespace> ExpandView(ast::Node* node, const VisibleRelation& relation,
                                       const Scope& outer);
  absl::StatusOr<Namespace> ResolveSubselect(ast::RangeSubselect* range, const Scope& outer,
                                             const Namespace& lateral);
  absl::StatusOr<Namespace> ResolveFunctionItem(ast::RangeFunction* range, const Scope& outer,
                                                const Namespace& lateral);
  static void SpreadUnnest(ast::RangeFunction* range);
  absl::StatusOr<Namespace> ResolveJoin(ast::JoinExpr* join, const Scope& outer,
                                        const Namespace& lateral, int depth);
  absl::Status MakeNaturalExplicit(ast::JoinExpr* join, const Namespace& left,
                                   const Namespace& right);
  absl::StatusOr<Namespace> MergeJoin(ast::JoinExpr* join, const Namespace& left,
                                      const Namespace& right, const Scope& outer);
  // USING over token columns, written as ON: then token_flow may compare raw values. False: it
  // stays.
  bool MergeAsCondition(ast::JoinExpr* join, const Namespace& left, const Namespace& right,
                        const Scope& outer, Namespace* merged);
  absl::StatusOr<Namespace> AliasJoin(ast::JoinExpr* join, Namespace inner, const Scope& outer);
  absl::Status ApplyColumnAliases(const ast::Alias& alias, FromItem* item);
  // Two columns of one name can be told apart by `*` only: each gets a name of its own by `alias`.
  template <typename Aliased>
  void NameDuplicates(FromItem* item, Aliased* node);
  absl::Status CheckDistinctNames(Namespace* all, const Namespace& added, int location);
  FromItem* AddItem(FromItem::Kind kind, std::string name, const Scope& outer);
  static Namespace WholeNamespace(FromItem* item);

  // resolve_expression.cc
  absl::Status ResolveExpression(ast::Node* node, const Surroundings& around);
  absl::Status ResolveList(google::protobuf::RepeatedPtrField<ast::Node>* nodes,
                           const Surroundings& around);
  absl::Status ResolveColumnRef(ast::Node* node, const Surroundings& around);
  absl::Status ResolveOperator(ast::Node* node, const Surroundings& around);
  absl::Status ResolveBool(ast::BoolExpr* expr, const Surroundings& around);
  absl::Status ResolveCall(ast::FuncCall* call, const Surroundings& around);
  absl::Status ResolveWindow(ast::WindowDef* window, const Surroundings& around);
  absl::Status ResolveType(ast::TypeName* type);
  absl::Status ResolveSubLink(ast::SubLink* link, const Surroundings& around);
  absl::Status MakeSubscriptable(const ast::Node& subscript, ast::Node* value);
  absl::Status ResolveIndirection(ast::Node* node, const Surroundings& around);
  absl::Status ResolveSubscripts(int first, ast::A_Indirection* indirection,
                                 const Surroundings& around);
  absl::Status ResolveCase(ast::CaseExpr* expr, const Surroundings& around);
  absl::Status ResolveNullTest(ast::NullTest* test, const Surroundings& around);
  absl::Status ResolveSort(ast::Node* sort, const Surroundings& around);
  absl::Status CheckCollation(const ast::CollateClause& collate);
  absl::Status CheckOperatorName(const google::protobuf::RepeatedPtrField<ast::Node>& name,
                                 int location);
  // resolve_catalog.cc
  //
  // True if the node was a call of a function that asks the database's catalog; it is answered from
  // what the account sees.
  absl::StatusOr<bool> TryCatalogCall(ast::Node* node, const Surroundings& around);
  absl::Status AnswerLookup(const CatalogFunction& function, ast::Node* node,
                            const Surroundings& around);
  absl::Status AnswerPrivilege(const PrivilegeFunction& function, ast::Node* node,
                               const Surroundings& around);
  absl::Status AnswerDatabasePrivilege(ast::Node* node, const Surroundings& around);
  absl::Status CheckPrivilegeObject(const PrivilegeFunction& function, ast::FuncCall* call);
  absl::Status AnswerFormatType(ast::Node* node, const Surroundings& around);
  absl::Status AnswerAncestors(ast::Node* node, const Surroundings& around);
  absl::Status AnswerSchemas(ast::Node* node, const Surroundings& around);
  void AnswerSchema(ast::Node* node);
  absl::Status AnswerSetting(ast::Node* node, const Surroundings& around);
  absl::Status AnswerTypeOf(ast::Node* node, const Surroundings& around);
  // c.tableoid, c being a catalog relation.
  bool AnswerTableOid(ast::Node* node, const Surroundings& around);
  absl::Status AnswerExpansion(ast::Node* node, const Surroundings& around);
  absl::Status RefuseCatalogCall(const ast::FuncCall& call, const std::string& advice) const;
  // Arguments behind the first `count` change no answer: constants, which are dropped.
  absl::Status DropConstants(int count, ast::FuncCall* call);
  // The value of a literal or parameter; unset: it is none, or NULL.
  std::optional<std::string> ConstantText(const ast::Node& node);
  // The parameter that stands for a look-up table.
  ast::Node LookupTable(SystemLookup lookup);
  absl::Status CheckRepeatable(const ast::Node& value, int location) const;

  // resolve_names.cc
  //
  // Casts to regclass, regtype and their like: 'payroll.employees'::regclass.
  absl::Status ResolveObjectName(ast::Node* node, const Surroundings& around);
  absl::Status ResolveObjectId(ast::Node* node, const Surroundings& around);
  absl::StatusOr<std::string> OidOfName(const std::string& family, const std::string& name,
                                        int location) const;

  // resolve_construct.cc
  //
  // WITH … SEARCH and CYCLE give columns of their own, beside those of the query.
  absl::Status AddSearchAndCycle(ast::CommonTableExpr* expr, Cte* cte, const Surroundings& around);
  void AddCteOutput(const std::string& name, MaskKind mask, Cte* cte);
  absl::StatusOr<MaskKind> MaskOfCteColumns(const google::protobuf::RepeatedPtrField<ast::Node>&,
                                            const Cte& cte, int location) const;
  absl::Status ResolveXml(ast::XmlExpr* xml, const Surroundings& around);
  absl::Status ResolveXmlSerialize(ast::XmlSerialize* xml, const Surroundings& around);
  // to_tsvector('simple', …): only configurations that come with PostgreSQL.
  absl::Status CheckTextSearch(const std::string& function, const ast::FuncCall& call) const;
  // 'simple'::regconfig
  //
  // Anywhere else it would be a number that is shown as the name of what has it.
  absl::Status ResolveTextSearchCast(bool is_argument, ast::TypeCast* cast) const;
  // ORDER BY … USING < is ASC, > is DESC.
  absl::Status MakeSortDirection(ast::SortBy* sort) const;
  // The item whose row an expression is; nullptr if it is none, or not known to be one.
  absl::StatusOr<FromItem*> RowBehind(const ast::Node& value, const Scope& scope);
  // (array_agg(row))[1].field is (array_agg(row.field))[1].
  absl::Status MoveFieldIntoAggregate(ast::A_Indirection* indirection, const Scope& scope);
  // (value).field and (value).*
  absl::Status ResolveField(ast::Node* node, const Surroundings& around);
  // (value).* becomes a target for each field. False: it is none of these.
  absl::StatusOr<bool> TakeApart(const ast::Node& value, const Scope& scope,
                                 google::protobuf::RepeatedPtrField<ast::Node>* targets);
  absl::StatusOr<std::vector<std::string>> FieldsOf(const ast::Node& value, const Scope& scope);
  absl::StatusOr<std::vector<std::string>> FieldsOfOutput(const ast::Node& value,
                                                          const Scope& scope);

  // Finds the column a reference means. Sets `whole_row` instead if it means a row.
  struct Found {
    ItemColumn* column = nullptr;
    FromItem* whole_row = nullptr;
    bool qualified = false;
  };
  absl::StatusOr<Found> Find(const ast::ColumnRef& ref, const Scope& scope);
  // Records the use of a column; its form is decided by token_flow. Returns the index of the
  // reference.
  size_t Use(ast::Node* node, ItemColumn* column, bool qualified, const Surroundings& around);
  void UseWholeRow(FromItem* item, const Surroundings& around);
  // Nothing but the visible columns may stand in the item: raw values can't travel beside them.
  void ForbidRaw(FromItem* item, const char* why);
  void Want(ItemColumn* column);
  // `first_reference`: the first that the sub-link made.
  bool ComparesTokens(const ast::SubLink& link, size_t first_reference,
                      const SelectLevel& level) const;
  // True if the node was a comparison of a token column with literals and has been recorded.
  absl::StatusOr<bool> TryTokenComparison(ast::Node* node, const Surroundings& around);
  // What `= ANY` compares with; a parameter stands for the value it was sent with.
  std::optional<std::vector<TokenOperand>> ArrayOperands(const ast::Node& node,
                                                         ColumnType token_type);

  absl::Status Refuse(absl::StatusCode code, const char* reason, const std::string& message,
                      const std::string& advice, int location) const;
  absl::Status HiddenOrMissing(const std::string& what, const std::string& name,
                               const std::vector<std::string>& candidates, int location) const;

  ParsedSql& parsed_;
  const VisibleSchema& schema_;
  const std::vector<Value>& parameters_;
  std::unique_ptr<Analysis> analysis_;
  std::deque<Cte> ctes_;
  // Trees of expanded views are grafted in; nested too deep they are refused.
  int view_depth_ = 0;
  int next_name_ = 0;
  // Joins with an alias around what is being resolved.
  int aliased_joins_ = 0;
  // The strongest mask met since it was reset: for headings.
  MaskKind strongest_ = MaskKind::kAllow;
};

// A cast to regclass, regtype, regnamespace, regproc, regrole, or a call of to_regclass and its
// like: in PostgreSQL a number that is shown as a name.
bool IsObjectName(const ast::Node& node);
// A cast of one of these to oid or an integer: the number itself.
bool IsObjectId(const ast::Node& node);
// Where values are compared, names of objects stand for their numbers.
void CompareAsOids(ast::Node* node);
void CompareSidesAsOids(ast::Node* left, ast::Node* right);

// regconfig, the type of text search configurations.
bool NamesConfigurationType(const ast::TypeName& type);

// information_schema._pg_expandarray(…), which gives x and n.
bool IsArrayExpansion(const ast::FuncCall& call);

// The name PostgreSQL gives to an output without one: "count", "case", "?column?".
std::string OutputNameOf(const ast::Node& node);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_RESOLVER_H_
