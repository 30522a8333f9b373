// What a policy's role decides, whoever its accounts are.
#ifndef SUDARE_PROXY_REVIEW_ROLE_VIEW_H_
#define SUDARE_PROXY_REVIEW_ROLE_VIEW_H_

#include <memory>
#include <string>
#include <vector>

#include "policy/evaluator.h"
#include "policy/mask.h"
#include "policy/policy.h"
#include "proxy/catalog/catalog.h"

namespace sudare::review {

// An account of the role that needs no pledge. Its name is nobody's.
Account AnyAccountOf(const Role& role);

// kHide where the rule's mask doesn't fit the type, as in the proxy.
struct RoleColumn {
  Decision decision;
  std::unique_ptr<const Mask> mask;
  // Why the mask doesn't fit; OK if it does or if nothing is shown.
  absl::Status misfit;

  bool is_visible() const { return decision.kind != MaskKind::kHide && misfit.ok(); }
  // Nothing of the values is shown: hidden, or redacted.
  bool shows_nothing() const { return !is_visible() || decision.kind == MaskKind::kRedact; }
  // The rule's mask, or hide.
  const sudare::v1::Rule& rule() const;
};
RoleColumn ColumnFor(const Policy& policy, const Role& role, const CatalogRelation& relation,
                     const CatalogColumn& column);

// The conditions of the role over the relation.
std::vector<std::string> RowFiltersOf(const Role& role, const CatalogRelation& relation);

// "schema.table".
std::string FullName(const CatalogRelation& relation);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_ROLE_VIEW_H_
