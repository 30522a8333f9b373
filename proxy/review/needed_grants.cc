#include "proxy/review/needed_grants.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/review/role_view.h"
#include "proxy/sql/row_filter_columns.h"

namespace sudare::review {
namespace {

// Stands for the column in the expression of a mask; nothing else in one looks like it.
constexpr char kColumnMark[] = "\x01";

bool ReadsValue(const RoleColumn& column) {
  if (!column.is_visible()) return false;
  return column.decision.kind == MaskKind::kTokenize ||
         absl::StrContains(column.mask->SqlExpression(kColumnMark), kColumnMark);
}

void AddName(const std::string& name, std::vector<std::string>* names) {
  const auto place = std::lower_bound(names->begin(), names->end(), name);
  if (place == names->end() || *place != name) names->insert(place, name);
}

// Several roles of the policy may work as one role of the database.
void AddRelation(const CatalogRelation& relation, const std::vector<std::string>& columns,
                 NeededGrants* needed) {
  AddName(relation.schema, &needed->schemas);
  const auto known = std::find_if(
      needed->relations.begin(), needed->relations.end(), [&](const NeededRelation& other) {
        return other.schema == relation.schema && other.name == relation.name;
      });
  NeededRelation& entry =
      known == needed->relations.end() ? needed->relations.emplace_back() : *known;
  const std::vector<std::string> before = std::move(entry.columns);
  entry = {relation.schema, relation.name, {}};
  for (const CatalogColumn& column : relation.columns) {
    const auto holds = [&](const std::vector<std::string>& names) {
      return std::find(names.begin(), names.end(), column.name) != names.end();
    };
    if (holds(before) || holds(columns)) entry.columns.push_back(column.name);
  }
}

absl::Status AddRole(const Policy& policy, const Role& role, const CatalogSnapshot& catalog,
                     NeededGrants* needed) {
  needed->roles.push_back(&role);
  for (const PolicyTable& table : policy.tables()) {
    const CatalogRelation* relation = catalog.Find(table.schema, table.name);
    if (relation == nullptr || table.columns.empty()) continue;
    SUDARE_ASSIGN_OR_RETURN(const RelationReads reads, FindReads(policy, role, *relation));
    if (!reads.columns.empty()) AddRelation(*relation, reads.columns, needed);
  }
  return absl::OkStatus();
}

void AddProxyRoles(const GrantOptions& options, std::vector<NeededGrants>* all) {
  std::vector<std::string> members;
  for (const NeededGrants& needed : *all) members.push_back(needed.database_role);
  if (!options.catalog_role.empty()) {
    NeededGrants catalog;
    catalog.database_role = options.catalog_role;
    all->insert(all->begin(), catalog);
    members.insert(members.begin(), options.catalog_role);
  }
  if (options.proxy_role.empty()) return;
  NeededGrants proxy;
  proxy.database_role = options.proxy_role;
  proxy.logs_in = true;
  proxy.member_of = std::move(members);
  all->insert(all->begin(), std::move(proxy));
}

}  // namespace

const NeededRelation* NeededGrants::Find(absl::string_view schema,
                                         absl::string_view relation) const {
  for (const NeededRelation& needed : relations) {
    if (needed.schema == schema && needed.name == relation) return &needed;
  }
  return nullptr;
}

absl::StatusOr<RelationReads> FindReads(const Policy& policy, const Role& role,
                                        const CatalogRelation& relation) {
  RelationReads reads;
  std::vector<std::string> read;
  for (const CatalogColumn& column : relation.columns) {
    const RoleColumn seen = ColumnFor(policy, role, relation, column);
    reads.is_visible |= seen.is_visible();
    if (ReadsValue(seen)) read.push_back(column.name);
  }
  if (!reads.is_visible) return reads;
  SUDARE_ASSIGN_OR_RETURN(const std::vector<std::string> filtered,
                          sql::RowFilterColumns(relation, RowFiltersOf(role, relation)));
  read.insert(read.end(), filtered.begin(), filtered.end());
  for (const CatalogColumn& column : relation.columns) {
    if (std::find(read.begin(), read.end(), column.name) != read.end()) {
      reads.columns.push_back(column.name);
    }
  }
  return reads;
}

absl::StatusOr<std::vector<NeededGrants>> FindNeededGrants(
    const Policy& policy, const CatalogSnapshot& catalog,
    const std::vector<DatabaseFunction>& functions, const GrantOptions& options) {
  std::vector<NeededGrants> all;
  for (const Role& role : policy.roles()) {
    if (role.database_role.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(role.place.ToString(), ": role ", Quoted(role.name),
                       " names no `database_role`: add one, so that it can hold less than others"));
    }
    const auto same = [&](const NeededGrants& other) {
      return other.database_role == role.database_role;
    };
    auto needed = std::find_if(all.begin(), all.end(), same);
    if (needed == all.end()) {
      needed = all.insert(all.end(), NeededGrants());
      needed->database_role = role.database_role;
      needed->functions = functions;
      for (const DatabaseFunction& function : functions) {
        if (function.schema != "pg_catalog") AddName(function.schema, &needed->schemas);
      }
    }
    SUDARE_RETURN_IF_ERROR(AddRole(policy, role, catalog, &*needed));
  }
  AddProxyRoles(options, &all);
  return all;
}

}  // namespace sudare::review
