#include "tests/examples/masked_twin.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "policy/base/status_macros.h"
#include "policy/evaluator.h"
#include "policy/mask.h"

namespace sudare::testing {
namespace {

using Columns = std::vector<std::string>;

absl::StatusOr<std::string> Expression(const Decision& decision, const std::string& column,
                                       const std::string& type) {
  if (decision.kind == MaskKind::kTokenize) {
    return absl::StrCat("'tok_' || pg_catalog.md5('", decision.rule->proto.tokenize().domain(),
                        "' || ", column, ")");
  }
  SUDARE_ASSIGN_OR_RETURN(const auto mask, MakeMask(decision.rule->proto, TypeFromName(type)));
  return mask->SqlExpression(column);
}

}  // namespace

absl::Time ExampleDay() {
  return absl::FromCivil(absl::CivilDay(2026, 11, 23), absl::UTCTimeZone());
}

absl::Status MakeMaskedTwin(const PostgresServer& server, const Policy& policy,
                            absl::string_view account_name) {
  const Account* account = policy.FindAccount(account_name);
  if (account == nullptr) return absl::NotFoundError("no such account");
  SUDARE_ASSIGN_OR_RETURN(
      const auto rows,
      server.Query(
          "SELECT c.table_schema, c.table_name, c.column_name, c.udt_name "
          "FROM information_schema.columns AS c JOIN information_schema.tables AS t "
          "USING (table_schema, table_name) WHERE t.table_type = 'BASE TABLE' "
          "AND c.table_schema IN ('payroll', 'attendance') ORDER BY 1, 2, c.ordinal_position"));
  std::map<std::string, Columns> tables;
  for (const auto& row : rows) {
    const Decision decision = Decide(policy, *account, {*row[0], *row[1], *row[2]}, {ExampleDay()});
    if (decision.kind == MaskKind::kHide || TypeFromName(*row[3]).type == SqlType::kUnknown)
      continue;
    SUDARE_ASSIGN_OR_RETURN(const std::string expression,
                            Expression(decision, absl::StrCat("x.", *row[2]), *row[3]));
    tables[absl::StrCat(*row[0], ".", *row[1])].push_back(
        absl::StrCat(expression, " AS ", *row[2]));
  }
  std::string script = "CREATE SCHEMA masked_payroll; CREATE SCHEMA masked_attendance;\n";
  for (const auto& [table, columns] : tables) {
    absl::StrAppend(&script, "CREATE VIEW masked_", table, " AS SELECT ",
                    absl::StrJoin(columns, ", "), " FROM ", table, " AS x");
    const auto filters = account->role->row_filters.find(table);
    if (filters != account->role->row_filters.end()) {
      for (const RowFilter& filter : filters->second) {
        absl::StrAppend(&script, " WHERE (", filter.where, ")");
      }
    }
    absl::StrAppend(&script, ";\n");
  }
  return server.Run(script);
}

std::string ForTwin(absl::string_view sql) {
  return absl::StrReplaceAll(
      sql, {{"payroll.", "masked_payroll."}, {"attendance.", "masked_attendance."}});
}

}  // namespace sudare::testing
