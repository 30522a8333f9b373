// What must hold in a configuration beyond its syntax.
#ifndef SUDARE_PROXY_CONFIG_CHECKS_H_
#define SUDARE_PROXY_CONFIG_CHECKS_H_

#include <vector>

#include "policy/issue.h"
#include "policy/text/place_map.h"
#include "proto/config.pb.h"

namespace sudare {

// Adds everything wrong with `config` to `issues`. Paths in it are already resolved. `places` knows
// where each of its messages and fields is written.
void CheckConfig(const sudare::v1::Config& config, const text::PlaceMap& places,
                 std::vector<Issue>* issues);

}  // namespace sudare

#endif  // SUDARE_PROXY_CONFIG_CHECKS_H_
