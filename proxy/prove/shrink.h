// Shrinking: from a statement that shows a defect to a small one that still does.
#ifndef SUDARE_PROXY_PROVE_SHRINK_H_
#define SUDARE_PROXY_PROVE_SHRINK_H_

#include <functional>
#include <string>

namespace sudare::prove {

// The smallest statement found for which `still_fails` is true, after at most `budget` calls of it;
// `sql` itself if there is none. Greedy: cuts what can be cut, large parts first.
// REQUIRES: still_fails(sql).
std::string Shrink(const std::string& sql,
                   const std::function<bool(const std::string&)>& still_fails, int budget);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_SHRINK_H_
