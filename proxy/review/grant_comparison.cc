#include "proxy/review/grant_comparison.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/base/quoted.h"
#include "proxy/review/grants_script.h"

namespace sudare::review {
namespace {

template <typename T>
bool Holds(const std::vector<T>& all, const T& wanted) {
  return std::find(all.begin(), all.end(), wanted) != all.end();
}

std::string ShownGrantee(const std::string& grantee) {
  return grantee.empty() ? "PUBLIC" : Quoted(grantee);
}

std::string SqlGrantee(const std::string& grantee) {
  return grantee.empty() ? "PUBLIC" : SqlName(grantee);
}

// "payroll.employees" or the like, as the object of an issue.
std::string ObjectOf(const HeldPrivilege& held) {
  if (held.schema.empty()) return held.name;
  return held.name.empty() ? held.schema : absl::StrCat(held.schema, ".", held.name);
}

std::string SqlObject(const HeldPrivilege& held) {
  if (held.kind == "SCHEMA") return absl::StrCat("SCHEMA ", SqlName(held.schema));
  if (held.kind == "DATABASE") return absl::StrCat("DATABASE ", SqlName(held.name));
  const std::string name = SqlName(held.schema, held.name);
  if (held.kind == "FUNCTION") return absl::StrCat("FUNCTION ", name, "(", held.arguments, ")");
  return absl::StrCat(held.kind, " ", name);
}

std::string ShownKind(const HeldPrivilege& held) {
  if (held.kind == "SCHEMA") return "schema ";
  if (held.kind == "DATABASE") return "database ";
  if (held.kind == "FUNCTION") return "function ";
  return held.kind == "SEQUENCE" ? "sequence " : "";
}

class Comparison {
 public:
  Comparison(const Policy& policy, const HeldPrivileges& held) : policy_(policy), held_(held) {}

  void CompareRole(const NeededGrants& needed) {
    const HeldRole* role = held_.FindRole(needed.database_role);
    if (role == nullptr) {
      Add("missing-role", needed, needed.database_role,
          absl::StrCat("there is no database role ", Quoted(needed.database_role)),
          "run what `sudare policy grants` prints");
      return;
    }
    CompareAttributes(needed, *role);
    CompareMemberships(needed);
    CompareSchemas(needed);
    for (const NeededRelation& relation : needed.relations) CompareColumns(needed, relation);
    CompareFunctions(needed);
    FindExcess(needed);
    FindOwned(needed);
  }

  // What everybody holds, the proxy's roles hold too.
  void ComparePublic() {
    NeededGrants everybody;
    FindExcess(everybody);
    for (const HeldObject& held : held_.defaults) {
      if (held.role.empty()) AddDefault(everybody, held);
    }
  }

  std::vector<Issue> Take() { return std::move(issues_); }

 private:
  void Add(const char* code, const NeededGrants& needed, std::string object, std::string message,
           std::string advice, Issue::Severity severity = Issue::Severity::kError) {
    Issue& issue = issues_.emplace_back();
    issue.severity = severity;
    issue.code = code;
    issue.object = std::move(object);
    issue.message = std::move(message);
    issue.advice = std::move(advice);
    if (needed.roles.empty()) return;
    issue.role = needed.roles[0]->name;
    issue.place = needed.roles[0]->place;
  }

  void CompareAttributes(const NeededGrants& needed, const HeldRole& role) {
    const std::string shown = Quoted(role.name);
    for (const std::string& attribute : role.attributes) {
      Add("excess-attribute", needed, role.name, absl::StrCat(shown, " has ", attribute),
          absl::StrCat("ALTER ROLE ", SqlName(role.name), " NO", attribute));
    }
    if (role.inherits && !needed.member_of.empty()) {
      Add("excess-attribute", needed, role.name,
          absl::StrCat(shown, " inherits what the roles hold that it may become"),
          absl::StrCat("ALTER ROLE ", SqlName(role.name), " NOINHERIT"));
    }
    if (role.can_log_in && !needed.logs_in) {
      Add("excess-attribute", needed, role.name,
          absl::StrCat(shown, " may log in itself, past the proxy"),
          absl::StrCat("ALTER ROLE ", SqlName(role.name), " NOLOGIN"));
    }
    if (!role.can_log_in && needed.logs_in) {
      Add("missing-grant", needed, role.name, absl::StrCat(shown, " may not log in"),
          absl::StrCat("ALTER ROLE ", SqlName(role.name), " LOGIN"));
    }
    if (!role.is_read_only) {
      Add("missing-grant", needed, role.name, absl::StrCat(shown, " is not read-only by default"),
          SetReadOnly(role.name));
    }
  }

  void CompareMemberships(const NeededGrants& needed) {
    std::vector<std::string> held;
    for (const HeldMembership& membership : held_.memberships) {
      if (membership.member != needed.database_role) continue;
      held.push_back(membership.role);
      if (Holds(needed.member_of, membership.role)) continue;
      Add("excess-membership", needed, membership.role,
          absl::StrCat(Quoted(needed.database_role), " is a member of ", Quoted(membership.role)),
          absl::StrCat("REVOKE ", SqlName(membership.role), " FROM ",
                       SqlName(needed.database_role)));
    }
    for (const std::string& role : needed.member_of) {
      if (Holds(held, role)) continue;
      Add("missing-grant", needed, role,
          absl::StrCat(Quoted(needed.database_role), " may not become ", Quoted(role)),
          GrantMembership(role, needed.database_role));
    }
  }

  bool IsHeld(const NeededGrants& needed, const HeldPrivilege& wanted) const {
    return std::any_of(held_.privileges.begin(), held_.privileges.end(),
                       [&](const HeldPrivilege& held) {
                         return held.grantee == needed.database_role && held.kind == wanted.kind &&
                                held.schema == wanted.schema && held.name == wanted.name &&
                                held.arguments == wanted.arguments &&
                                held.column == wanted.column && held.privilege == wanted.privilege;
                       });
  }

  void CompareSchemas(const NeededGrants& needed) {
    for (const std::string& schema : needed.schemas) {
      if (IsHeld(needed, {"SCHEMA", schema, "", "", "", "", "USAGE"})) continue;
      Add("missing-grant", needed, schema,
          absl::StrCat(Quoted(needed.database_role), " lacks USAGE on schema ", Quoted(schema)),
          GrantSchema(schema, needed.database_role));
    }
  }

  void CompareColumns(const NeededGrants& needed, const NeededRelation& relation) {
    std::vector<std::string> missing;
    for (const std::string& column : relation.columns) {
      if (!IsHeld(needed, {"TABLE", relation.schema, relation.name, "", column, "", "SELECT"})) {
        missing.push_back(column);
      }
    }
    if (missing.empty()) return;
    const std::string name = absl::StrCat(relation.schema, ".", relation.name);
    Add("missing-grant", needed, name,
        absl::StrCat(Quoted(needed.database_role), " lacks SELECT on columns of ", Quoted(name),
                     ": ", QuotedList(missing)),
        GrantColumns(relation.schema, relation.name, missing, needed.database_role));
  }

  // Unless they were taken from PUBLIC, everybody may call functions.
  void CompareFunctions(const NeededGrants& needed) {
    for (const DatabaseFunction& function : needed.functions) {
      if (function.schema == "pg_catalog") continue;
      if (IsHeld(needed, {"FUNCTION", function.schema, function.name, function.arguments, "", "",
                          "EXECUTE"})) {
        continue;
      }
      Add("missing-grant", needed, absl::StrCat(function.schema, ".", function.name),
          absl::StrCat(Quoted(needed.database_role), " lacks EXECUTE on function ",
                       Quoted(absl::StrCat(function.schema, ".", function.name))),
          GrantFunction(function, needed.database_role));
    }
  }

  static bool IsNeeded(const NeededGrants& needed, const HeldPrivilege& held) {
    if (held.kind == "SCHEMA") {
      return held.privilege == "USAGE" && Holds(needed.schemas, held.schema);
    }
    if (held.kind == "FUNCTION") {
      return std::any_of(needed.functions.begin(), needed.functions.end(),
                         [&](const DatabaseFunction& function) {
                           return function.schema == held.schema && function.name == held.name &&
                                  function.arguments == held.arguments;
                         });
    }
    if (held.kind != "TABLE" || held.privilege != "SELECT" || held.column.empty()) return false;
    const NeededRelation* relation = needed.Find(held.schema, held.name);
    return relation != nullptr && Holds(relation->columns, held.column);
  }

  // Columns of one relation are one issue.
  void FindExcess(const NeededGrants& needed) {
    std::map<std::pair<std::string, std::string>, std::vector<const HeldPrivilege*>> excess;
    for (const HeldPrivilege& held : held_.privileges) {
      if (held.grantee != needed.database_role) continue;
      const bool is_needed = IsNeeded(needed, held);
      if (is_needed && !held.with_grant_option) continue;
      const std::string on = absl::StrCat(SqlObject(held), held.column.empty() ? "" : " columns",
                                          is_needed ? " to pass on" : "");
      excess[{on, held.privilege}].push_back(&held);
    }
    for (const auto& [key, entries] : excess) AddExcess(needed, entries);
  }

  void AddExcess(const NeededGrants& needed, const std::vector<const HeldPrivilege*>& entries) {
    const HeldPrivilege& first = *entries[0];
    std::vector<std::string> columns;
    for (const HeldPrivilege* held : entries) {
      if (!held->column.empty()) columns.push_back(held->column);
    }
    const auto name = [](std::string* out, const std::string& column) { *out += SqlName(column); };
    const std::string of_columns =
        columns.empty() ? "" : absl::StrCat(" (", absl::StrJoin(columns, ", ", name), ")");
    std::string message = absl::StrCat(ShownGrantee(first.grantee), " holds ", first.privilege,
                                       columns.empty() ? " on " : " on columns of ",
                                       ShownKind(first), Quoted(ObjectOf(first)));
    if (!columns.empty()) absl::StrAppend(&message, ": ", QuotedList(columns));
    const bool is_option = IsNeeded(needed, first);
    if (is_option) absl::StrAppend(&message, ", with grant option");
    std::string advice =
        absl::StrCat("REVOKE ", is_option ? "GRANT OPTION FOR " : "", first.privilege, of_columns,
                     " ON ", SqlObject(first), " FROM ", SqlGrantee(first.grantee));
    // Revoking it from the table takes it from the columns as well.
    const NeededRelation* relation = needed.Find(first.schema, first.name);
    if (columns.empty() && first.privilege == "SELECT" && relation != nullptr) {
      absl::StrAppend(
          &advice, "; ",
          GrantColumns(relation->schema, relation->name, relation->columns, needed.database_role));
    }
    Add("excess-grant", needed, ObjectOf(first), std::move(message), std::move(advice));
  }

  void AddDefault(const NeededGrants& needed, const HeldObject& held) {
    Add("excess-default", needed, held.object,
        absl::StrCat(ShownGrantee(held.role), " will hold ", held.object),
        "take it back by `ALTER DEFAULT PRIVILEGES … REVOKE`");
  }

  void FindOwned(const NeededGrants& needed) {
    for (const HeldObject& held : held_.owned) {
      if (held.role != needed.database_role) continue;
      Add("excess-ownership", needed, held.object,
          absl::StrCat(Quoted(held.role), " owns ", held.object),
          absl::StrCat("give it away, as by `REASSIGN OWNED BY ", SqlName(held.role), " TO …`"));
    }
    for (const HeldObject& held : held_.defaults) {
      if (held.role == needed.database_role) AddDefault(needed, held);
    }
    for (const HeldObject& held : held_.definer_functions) {
      if (held.role != needed.database_role || Holds(policy_.functions(), held.object)) continue;
      Add("definer-function", needed, held.object,
          absl::StrCat(Quoted(held.role), " may call ", Quoted(held.object),
                       ", which runs with the privileges of its owner"),
          "the proxy calls no function that the policy doesn't list; to be sure, revoke EXECUTE "
          "from PUBLIC",
          Issue::Severity::kWarning);
    }
  }

  const Policy& policy_;
  const HeldPrivileges& held_;
  std::vector<Issue> issues_;
};

}  // namespace

std::vector<Issue> CompareGrants(const Policy& policy, const std::vector<NeededGrants>& all,
                                 const HeldPrivileges& held) {
  Comparison comparison(policy, held);
  for (const NeededGrants& needed : all) comparison.CompareRole(needed);
  comparison.ComparePublic();
  return comparison.Take();
}

}  // namespace sudare::review
