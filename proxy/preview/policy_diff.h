// ComparePolicies: what another policy would change, by effect and not by text. Pure.
#ifndef SUDARE_PROXY_PREVIEW_POLICY_DIFF_H_
#define SUDARE_PROXY_PREVIEW_POLICY_DIFF_H_

#include "policy/policy.h"
#include "proto/preview.pb.h"

namespace sudare::preview {

// Accounts whose role is the same before, and the same after, are compared once. A role that no
// account has is compared too. Titles, comments and the order of rules are no effect.
sudare::v1::PolicyDiff ComparePolicies(const Policy& older, const Policy& newer);

}  // namespace sudare::preview

#endif  // SUDARE_PROXY_PREVIEW_POLICY_DIFF_H_
