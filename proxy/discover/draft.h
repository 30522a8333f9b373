// The draft: a policy that says what was found, and shows little.
#ifndef SUDARE_PROXY_DISCOVER_DRAFT_H_
#define SUDARE_PROXY_DISCOVER_DRAFT_H_

#include <string>

#include "proxy/discover/discover.h"

namespace sudare::discover {

// A policy in text format that loads without issues, if any column is sure: classes, tables,
// columns with how sure each is, and a starter role. What isn't sure stands there as a comment and
// so stays hidden, as do views. Without accounts it lets nobody in. Holds nothing of the sample;
// comments of the database become titles unless a long number stands in them.
std::string DraftPolicy(const Discovery& discovery);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_DRAFT_H_
