// What changes in what holds accounts back beside masks and limits: budgets over a day or a window,
// and the register of what organizations owe.
#ifndef SUDARE_PROXY_PREVIEW_SAFEGUARD_CHANGES_H_
#define SUDARE_PROXY_PREVIEW_SAFEGUARD_CHANGES_H_

#include "policy/policy.h"
#include "proxy/preview/changes.h"

namespace sudare::preview {

// Of a role that both policies have, and of how people are counted for it.
void CompareBudgets(const Policy& older, const Role& before, const Policy& newer, const Role& after,
                    Changes* changes);

void CompareRegisters(const Policy& older, const Policy& newer, Changes* changes);

}  // namespace sudare::preview

#endif  // SUDARE_PROXY_PREVIEW_SAFEGUARD_CHANGES_H_
