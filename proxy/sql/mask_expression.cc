#include "proxy/sql/mask_expression.h"

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/synchronization/mutex.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"
#include "proxy/sql/allowlist.h"
#include "proxy/sql/analysis.h"
#include "proxy/sql/check.h"
#include "proxy/sql/parse.h"

namespace sudare::sql {
namespace {

// Parsing an expression takes some 20 µs, and the same few come again with every statement.
class ExpressionCache {
 public:
  absl::StatusOr<ast::Node> Get(const std::string& sql) {
    {
      absl::MutexLock lock(&mutex_);
      const auto found = trees_.find(sql);
      if (found != trees_.end()) return found->second;
    }
    SUDARE_ASSIGN_OR_RETURN(ast::Node tree, ParseExpression(sql));
    absl::MutexLock lock(&mutex_);
    if (trees_.size() >= kMaxTrees) trees_.clear();
    trees_[sql] = tree;
    return tree;
  }

 private:
  static constexpr size_t kMaxTrees = 20000;

  static absl::StatusOr<ast::Node> ParseExpression(const std::string& sql) {
    SUDARE_ASSIGN_OR_RETURN(ParsedSql parsed, Parse(absl::StrCat("SELECT ", sql), ParseLimits()));
    ast::Node* statement = parsed.mutable_tree()->mutable_stmts(0)->mutable_stmt();
    ast::SelectStmt* select = statement->mutable_select_stmt();
    if (select->target_list_size() != 1 || select->from_clause_size() != 0 ||
        select->has_where_clause()) {
      return absl::InternalError("an expression of the policy is more than an expression");
    }
    return std::move(*select->mutable_target_list(0)->mutable_res_target()->mutable_val());
  }

  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, ast::Node> trees_ ABSL_GUARDED_BY(mutex_);
};

ExpressionCache& Cache() {
  static auto* cache = new ExpressionCache();
  return *cache;
}

std::string Quoted(absl::string_view name) {
  return absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

// What is wrong with a row filter's tree; empty if nothing. Ties its columns to the relation.
std::string BindRowFilter(const CatalogRelation& relation, ast::Node* filter) {
  std::string wrong;
  VisitNodes(filter, [&](ast::Node* node) {
    if (node->has_sub_link()) wrong = "it holds a sub-select";
    if (node->has_param_ref()) wrong = "it holds a parameter";
    if (node->has_func_call() && !IsFunctionAllowed(StringOf(node->func_call().funcname(
                                     node->func_call().funcname_size() - 1)))) {
      wrong = "it calls a function that is not allowed";
    }
    if (!node->has_column_ref()) return;
    const ast::ColumnRef& ref = node->column_ref();
    const std::string name = StringOf(ref.fields(ref.fields_size() - 1));
    if (relation.FindColumn(name) == nullptr) {
      wrong = absl::StrCat("the relation has no column `", name, "`");
    }
    SetColumnRef({kBaseAlias, name}, node);
  });
  return wrong;
}

}  // namespace

absl::StatusOr<ast::Node> MaskExpression(const VisibleColumn& column) {
  return Cache().Get(
      column.mask->SqlExpression(absl::StrCat(kBaseAlias, ".", Quoted(column.column->name))));
}

absl::StatusOr<ast::Node> RowFilterExpression(const VisibleRelation& relation) {
  std::vector<ast::Node> conditions;
  for (const std::string& where : relation.row_filters) {
    absl::StatusOr<ast::Node> filter = Cache().Get(absl::StrCat("(", where, ")"));
    std::string wrong = filter.ok() ? "" : "it is no SQL expression";
    if (filter.ok()) wrong = BindRowFilter(*relation.relation, &*filter);
    if (!wrong.empty()) {
      return MakeError(
          absl::StatusCode::kFailedPrecondition,
          absl::StrCat("the row filter of `", relation.relation->schema, ".",
                       relation.relation->name, "` in the policy can't be applied: ", wrong),
          {"BAD_ROW_FILTER", "an admin has to correct the policy"});
    }
    conditions.push_back(*std::move(filter));
  }
  ast::Node all;
  SetBool(ast::AND_EXPR, std::move(conditions), &all);
  return all;
}

}  // namespace sudare::sql
