// What the roles of the proxy hold in the database, against what the policy needs.
#ifndef SUDARE_PROXY_DOCTOR_PRIVILEGE_CHECK_H_
#define SUDARE_PROXY_DOCTOR_PRIVILEGE_CHECK_H_

#include <string>
#include <vector>

#include "policy/issue.h"
#include "policy/policy.h"
#include "proxy/backend/backend.h"
#include "proxy/doctor/finding.h"

namespace sudare::doctor {

// The comparison of `sudare policy grants --check` (proxy/review), and roles that read past all
// grants: superusers and members of pg_read_all_data, pg_execute_server_program and the like, by
// however many steps. Any role may look. Codes: those of docs/policy_check.md for grants,
// privileges-ok, powerful-role, shared-login, privileges-not-checked.
void CheckPrivileges(Backend& backend, const Policy& policy, const std::string& login_role,
                     const std::string& catalog_role, Findings* findings);

// Pure: the differences as findings.
void TellGrants(const std::vector<Issue>& differences, Findings* findings);

// The policy held against the database's schema, as `sudare policy check --database --no-data`.
// Codes: schema-….
void CheckSchema(Backend& backend, const Policy& policy, const std::string& policy_path,
                 Findings* findings);

}  // namespace sudare::doctor

#endif  // SUDARE_PROXY_DOCTOR_PRIVILEGE_CHECK_H_
