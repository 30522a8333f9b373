// What changes in who may log in, who may do what, and what queries may call.
#ifndef SUDARE_PROXY_PREVIEW_PEOPLE_CHANGES_H_
#define SUDARE_PROXY_PREVIEW_PEOPLE_CHANGES_H_

#include "policy/policy.h"
#include "proxy/preview/changes.h"

namespace sudare::preview {

// Of an account that both policies have. Password hashes are never in the text.
void CompareAccounts(const Account& before, const Account& after, Changes* changes);

void CompareStaff(const Policy& older, const Policy& newer, Changes* changes);

}  // namespace sudare::preview

#endif  // SUDARE_PROXY_PREVIEW_PEOPLE_CHANGES_H_
