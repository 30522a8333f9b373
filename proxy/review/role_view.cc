#include "proxy/review/role_view.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace sudare::review {

Account AnyAccountOf(const Role& role) {
  Account account;
  account.role = &role;
  account.is_program = true;
  return account;
}

const sudare::v1::Rule& RoleColumn::rule() const {
  const bool decides = is_visible() && decision.rule != nullptr;
  return decides ? decision.rule->proto : sudare::v1::Rule::default_instance();
}

RoleColumn ColumnFor(const Policy& policy, const Role& role, const CatalogRelation& relation,
                     const CatalogColumn& column) {
  RoleColumn seen;
  seen.decision =
      Decide(policy, AnyAccountOf(role), {relation.schema, relation.name, column.name}, {});
  if (seen.decision.rule == nullptr || seen.decision.kind == MaskKind::kHide) return seen;
  absl::StatusOr<std::unique_ptr<const Mask>> mask =
      MakeMask(seen.decision.rule->proto, column.type);
  if (mask.ok()) {
    seen.mask = *std::move(mask);
  } else {
    seen.misfit = mask.status();
  }
  return seen;
}

std::vector<std::string> RowFiltersOf(const Role& role, const CatalogRelation& relation) {
  std::vector<std::string> conditions;
  const auto found = role.row_filters.find(FullName(relation));
  if (found == role.row_filters.end()) return conditions;
  for (const RowFilter& filter : found->second) conditions.push_back(filter.where);
  return conditions;
}

std::string FullName(const CatalogRelation& relation) {
  return absl::StrCat(relation.schema, ".", relation.name);
}

}  // namespace sudare::review
