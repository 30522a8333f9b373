// SQL that makes the database roles of a policy and grants them what they need.
#ifndef SUDARE_PROXY_REVIEW_GRANTS_SCRIPT_H_
#define SUDARE_PROXY_REVIEW_GRANTS_SCRIPT_H_

#include <string>
#include <vector>

#include "proxy/review/needed_grants.h"

namespace sudare::review {

// May be run again: roles that are there stay. Takes nothing away; CompareGrants finds what is too
// much. For a superuser, or for the owner of the relations with CREATEROLE.
std::string GrantsScript(const std::vector<NeededGrants>& all);

// Single statements, without a semicolon.
std::string GrantSchema(const std::string& schema, const std::string& role);
std::string GrantColumns(const std::string& schema, const std::string& relation,
                         const std::vector<std::string>& columns, const std::string& role);
std::string GrantFunction(const DatabaseFunction& function, const std::string& role);
std::string GrantMembership(const std::string& role, const std::string& member);
std::string SetReadOnly(const std::string& role);

// `word`, quoted for SQL where it has to be.
std::string SqlName(const std::string& word);
std::string SqlName(const std::string& schema, const std::string& name);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_GRANTS_SCRIPT_H_
