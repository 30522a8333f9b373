// What changes between two roles by effect: masks, rows, limits.
#ifndef SUDARE_PROXY_PREVIEW_ROLE_CHANGES_H_
#define SUDARE_PROXY_PREVIEW_ROLE_CHANGES_H_

#include "policy/policy.h"
#include "proxy/preview/changes.h"

namespace sudare::preview {

// A role with the policy it is of; `role` may be null: it sees nothing.
struct PolicyRole {
  const Policy& policy;
  const Role* role = nullptr;
};

// Over the columns of both policies. Pledges aren't looked at.
void CompareRoles(const PolicyRole& older, const PolicyRole& newer, Changes* changes);

// How many columns the role sees, by mask: "12 allow, 3 tokenize".
std::string SightOf(const PolicyRole& role);

}  // namespace sudare::preview

#endif  // SUDARE_PROXY_PREVIEW_ROLE_CHANGES_H_
