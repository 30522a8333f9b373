#include "proxy/doctor/privilege_check.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/base/status_macros.h"
#include "proxy/review/database_review.h"
#include "proxy/review/grants.h"
#include "proxy/review/issue_report.h"
#include "proxy/review/rows.h"

namespace sudare::doctor {
namespace {

// Of proxy/review; each has words here.
constexpr const char* kGrantCodes[] = {"missing-role",     "missing-grant",     "excess-grant",
                                       "excess-attribute", "excess-membership", "excess-ownership",
                                       "excess-default",   "definer-function"};

// $1 are names of roles; $2 whether attributes are asked for as well.
constexpr char kPowerfulSql[] = R"sql(
  SELECT r.rolname, concat_ws(', ',
    CASE WHEN $2::bool AND r.rolsuper THEN 'SUPERUSER' END,
    CASE WHEN $2::bool AND r.rolbypassrls THEN 'BYPASSRLS' END,
    CASE WHEN $2::bool AND r.rolcreaterole THEN 'CREATEROLE' END,
    CASE WHEN $2::bool AND r.rolreplication THEN 'REPLICATION' END,
    (SELECT string_agg('a member of ' || g.rolname, ', ' ORDER BY g.rolname) FROM pg_roles g
     WHERE g.rolname IN ('pg_read_all_data', 'pg_write_all_data', 'pg_read_server_files',
                         'pg_write_server_files', 'pg_execute_server_program', 'pg_monitor',
                         'pg_read_all_stats', 'pg_signal_backend')
       AND NOT r.rolsuper AND pg_has_role(r.oid, g.oid, 'MEMBER')))
  FROM pg_roles r WHERE r.rolname = ANY ($1::text[]) ORDER BY 1)sql";

std::vector<std::string> RolesOf(const Policy& policy, const std::string& login_role,
                                 const std::string& catalog_role) {
  std::set<std::string> roles = {login_role, catalog_role};
  for (const Role& role : policy.roles()) roles.insert(role.database_role);
  roles.erase("");
  return {roles.begin(), roles.end()};
}

absl::Status FindPowerful(Backend& backend, const std::vector<std::string>& roles,
                          bool with_attributes, bool* is_good, Findings* findings) {
  SUDARE_ASSIGN_OR_RETURN(const auto session, backend.Lease("", ExecuteOptions()));
  SUDARE_ASSIGN_OR_RETURN(const auto rows, review::ReadRows(*session, kPowerfulSql,
                                                            {review::TextArray(roles),
                                                             Value(with_attributes ? "t" : "f")}));
  for (const auto& row : rows) {
    const std::string powers = row[1].value_or("");
    if (powers.empty()) continue;
    findings->Add("powerful-role", row[0].value_or(""), {powers});
    *is_good = false;
  }
  return absl::OkStatus();
}

const char* CodeOf(const Issue& issue) {
  for (const char* code : kGrantCodes) {
    if (issue.code == code) return code;
  }
  return issue.severity == Issue::Severity::kError ? "excess-grant" : "definer-function";
}

}  // namespace

void TellGrants(const std::vector<Issue>& differences, Findings* findings) {
  for (const Issue& issue : differences) {
    findings->Add(CodeOf(issue), issue.object, {issue.message, issue.advice});
  }
}

void CheckPrivileges(Backend& backend, const Policy& policy, const std::string& login_role,
                     const std::string& catalog_role, Findings* findings) {
  std::vector<std::string> without;
  for (const Role& role : policy.roles()) {
    if (role.database_role.empty()) without.push_back(role.name);
  }
  bool is_good = without.empty();
  if (!is_good) {
    findings->Add("shared-login", login_role, {absl::StrJoin(without, ", ")});
  } else {
    review::GrantOptions options;
    options.proxy_role = login_role;
    options.catalog_role = catalog_role;
    const auto differences = review::CheckGrants(backend, policy, options);
    if (!differences.ok()) {
      findings->Add("privileges-not-checked", "", {std::string(differences.status().message())});
      is_good = false;
    } else {
      TellGrants(*differences, findings);
      is_good = differences->empty();
    }
  }
  const absl::Status status = FindPowerful(backend, RolesOf(policy, login_role, catalog_role),
                                           !without.empty(), &is_good, findings);
  if (!status.ok()) {
    findings->Add("privileges-not-checked", "", {std::string(status.message())});
  } else if (is_good) {
    findings->Add("privileges-ok", "");
  }
}

void CheckSchema(Backend& backend, const Policy& policy, const std::string& policy_path,
                 Findings* findings) {
  review::ReviewOptions options;
  options.read_data = false;
  const auto issues = review::ReviewDatabase(backend, policy, options);
  if (!issues.ok()) {
    findings->Add("schema-not-checked", policy_path, {std::string(issues.status().message())});
    return;
  }
  const review::IssueCounts counts = review::CountIssues(*issues);
  if (counts.errors > 0) {
    findings->Add("schema-errors", policy_path, {absl::StrCat(counts.errors), policy_path});
  }
  if (counts.warnings > 0) {
    findings->Add("schema-warnings", policy_path, {absl::StrCat(counts.warnings), policy_path});
  }
  if (counts.errors == 0 && counts.warnings == 0) findings->Add("schema-ok", policy_path);
}

}  // namespace sudare::doctor
