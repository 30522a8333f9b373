#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/nearest_name.h"
#include "policy/base/quoted.h"
#include "policy/checks/checks.h"
#include "policy/checks/name_rules.h"

namespace sudare::checks {
namespace {

// What no server should be asked to allow; the server's own defaults are far below.
constexpr uint32_t kMaxSqlBytes = 64 * 1024 * 1024;
constexpr uint32_t kMaxNestingDepth = 1000;
constexpr uint32_t kMaxConcurrentQueries = 10000;
constexpr int64_t kMaxTimeoutSeconds = 24 * 60 * 60;

// For "employees": "payroll.employees".
std::string AdviceOnSchema(const std::string& table, const std::vector<std::string>& tables) {
  for (const std::string& candidate : tables) {
    if (absl::EndsWith(candidate, absl::StrCat(".", table))) {
      return absl::StrCat("did you mean ", Quoted(candidate), "?");
    }
  }
  return "write the schema, one dot and the table, as in `payroll.employees`";
}

void CheckTableSelector(const Spot& spot, const std::string& table, const KnownNames& names,
                        Findings* findings) {
  if (!IsSchemaQualified(table)) {
    findings->Error("bad-name", spot,
                    absl::StrCat("table name ", Quoted(table), " is not schema.table"),
                    AdviceOnSchema(table, names.tables.names()));
  } else if (names.tables.Find(table) == nullptr && !findings->Full()) {
    findings->Missing("unknown-name", spot, absl::StrCat("unknown table ", Quoted(table)),
                      DidYouMean(table, names.tables.names()));
  }
}

void CheckColumnSelector(const Spot& spot, const std::string& column, const KnownNames& names,
                         Findings* findings) {
  const absl::string_view table_name = TableOf(column);
  if (!IsSchemaQualified(table_name) || column.size() == table_name.size() + 1) {
    findings->Error("bad-name", spot,
                    absl::StrCat("column name ", Quoted(column), " is not schema.table.column"),
                    "as in `payroll.employees.full_name`");
    return;
  }
  const v1::Table* table = names.tables.Find(table_name);
  if (findings->Full() || names.FindColumn(column) != nullptr) return;
  if (table == nullptr) {
    findings->Missing("unknown-name", spot, absl::StrCat("unknown table ", Quoted(table_name)),
                      DidYouMean(table_name, names.tables.names()));
    return;
  }
  std::vector<std::string> columns;
  for (const v1::Column& candidate : table->columns()) columns.push_back(candidate.name());
  findings->Missing("unknown-name", spot,
                    absl::StrCat("table ", Quoted(table_name), " lists no column ",
                                 Quoted(absl::string_view(column).substr(table_name.size() + 1))),
                    columns.empty() ? "it lists none: its columns follow the tables below it"
                                    : DidYouMean(column.substr(table_name.size() + 1), columns));
}

void CheckSelectors(const v1::Rule& rule, const KnownNames& names, Findings* findings) {
  if (rule.class_().empty() && rule.table().empty() && rule.column().empty()) {
    findings->Missing("incomplete", {rule}, "rule without a selector",
                      "add `class`, `table` or `column`; `class: \"*\"` means every column");
  }
  if (!rule.class_().empty() && rule.class_() != "*" &&
      names.classes.Find(rule.class_()) == nullptr && !findings->Full()) {
    findings->Missing("unknown-name", {rule, v1::Rule::kClassFieldNumber},
                      absl::StrCat("unknown class ", Quoted(rule.class_())),
                      DidYouMean(rule.class_(), names.classes.names()));
  }
  if (!rule.table().empty()) {
    CheckTableSelector({rule, v1::Rule::kTableFieldNumber}, rule.table(), names, findings);
  }
  if (!rule.column().empty()) {
    CheckColumnSelector({rule, v1::Rule::kColumnFieldNumber}, rule.column(), names, findings);
  }
}

void CheckRowFilters(const v1::Role& role, const KnownNames& names, Findings* findings) {
  for (const v1::RowFilter& filter : role.row_filters()) {
    if (filter.table().empty()) {
      findings->Missing("incomplete", {filter}, "row filter without a table",
                        "add `table: \"schema.table\"`");
    } else {
      CheckTableSelector({filter, v1::RowFilter::kTableFieldNumber}, filter.table(), names,
                         findings);
    }
    if (absl::StripAsciiWhitespace(filter.where()).empty()) {
      findings->Missing("incomplete", {filter}, "row filter without a condition",
                        "add `where: \"…\"`, an SQL expression over the table's columns");
    }
  }
}

void CheckAtMost(const v1::Limits& limits, int field, uint64_t value, uint64_t most,
                 Findings* findings) {
  if (value <= most) return;
  findings->Error("bad-limit", {limits, field},
                  absl::StrCat(Quoted(v1::Limits::descriptor()->FindFieldByNumber(field)->name()),
                               " is ", value, ", more than the largest sensible ", most));
}

// `example`: seconds that make sense.
void CheckDuration(const Spot& spot, absl::string_view field,
                   const google::protobuf::Duration& duration, absl::string_view example,
                   Findings* findings) {
  const bool normal = duration.nanos() >= 0 && duration.nanos() <= 999999999;
  if (!normal || duration.seconds() < 0 || (duration.seconds() == 0 && duration.nanos() == 0)) {
    findings->Error("bad-limit", spot, absl::StrCat(Quoted(field), " is not positive"),
                    absl::StrCat("write it as `", field, " { seconds: ", example, " }`"));
  } else if (duration.seconds() > kMaxTimeoutSeconds) {
    findings->Error("bad-limit", spot, absl::StrCat(Quoted(field), " is longer than a day"),
                    "give it in seconds");
  }
}

void CheckLimits(const v1::Limits& limits, Findings* findings) {
  CheckAtMost(limits, v1::Limits::kSqlBytesFieldNumber, limits.sql_bytes(), kMaxSqlBytes, findings);
  CheckAtMost(limits, v1::Limits::kNestingDepthFieldNumber, limits.nesting_depth(),
              kMaxNestingDepth, findings);
  CheckAtMost(limits, v1::Limits::kConcurrentQueriesFieldNumber, limits.concurrent_queries(),
              kMaxConcurrentQueries, findings);
  if (limits.rows_per_window() > 0 && limits.rows_per_query() > limits.rows_per_window()) {
    findings->Warning("bad-limit", {limits, v1::Limits::kRowsPerQueryFieldNumber},
                      "one query may read more rows than a whole window",
                      "make `rows_per_query` at most `rows_per_window`");
  }
  if (limits.has_statement_timeout()) {
    CheckDuration({limits, v1::Limits::kStatementTimeoutFieldNumber}, "statement_timeout",
                  limits.statement_timeout(), "30", findings);
  }
}

void CheckExclusions(const v1::Role& role, const KnownNames& names, Findings* findings) {
  for (int i = 0; i < role.exclusive_with_size(); ++i) {
    const std::string& other = role.exclusive_with(i);
    const Spot spot = {role, v1::Role::kExclusiveWithFieldNumber, i};
    if (other == role.name()) {
      findings->Error("exclusive-with-itself", spot,
                      absl::StrCat("role ", Quoted(role.name()), " excludes itself"),
                      "`exclusive_with` names other roles");
    } else if (names.roles.Find(other) == nullptr && !findings->Full()) {
      findings->Missing("unknown-name", spot, absl::StrCat("unknown role ", Quoted(other)),
                        DidYouMean(other, names.roles.names()));
    }
  }
}

void CheckRole(const v1::Role& role, const KnownNames& names, Findings* findings) {
  CheckFreeName({role, v1::Role::kNameFieldNumber}, "role", role.name(), findings);
  if (role.database_role().size() > 63) {
    findings->Error("bad-name", {role, v1::Role::kDatabaseRoleFieldNumber},
                    "`database_role` has more than 63 bytes", "PostgreSQL cuts longer names");
  }
  if (role.rules().empty() && findings->complete()) {
    findings->Warning("no-rules", {role},
                      absl::StrCat("role ", Quoted(role.name()), " has no rules"),
                      "without rules it sees no column at all");
  }
  for (const v1::Rule& rule : role.rules()) {
    CheckSelectors(rule, names, findings);
    CheckMask(rule, findings);
  }
  CheckTokenDomains(role, findings);
  CheckRowFilters(role, names, findings);
  if (role.has_limits()) CheckLimits(role.limits(), findings);
  CheckExclusions(role, names, findings);
  if (role.has_window_idle()) {
    CheckDuration({role, v1::Role::kWindowIdleFieldNumber}, "window_idle", role.window_idle(),
                  "1800", findings);
  }
}

}  // namespace

void CheckRoles(const v1::Policy& policy, const KnownNames& names, Findings* findings) {
  Duplicates duplicates("role", findings);
  for (const v1::Role& role : policy.roles()) {
    duplicates.Add({role, v1::Role::kNameFieldNumber}, role.name());
    CheckRole(role, names, findings);
  }
}

}  // namespace sudare::checks
