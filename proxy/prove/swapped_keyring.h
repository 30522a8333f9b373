// A keyring under which some values have each other's tokens: for a database in which those values
// were swapped, it gives the tokens of the database where they were not.
#ifndef SUDARE_PROXY_PROVE_SWAPPED_KEYRING_H_
#define SUDARE_PROXY_PROVE_SWAPPED_KEYRING_H_

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "policy/keyring.h"

namespace sudare::prove {

// Both directions of each pair: swaps[swaps[v]] == v. Values that aren't in it stay.
using Swaps = std::map<std::string, std::string>;

// By domain and scope; others have the tokens of `base`.
std::shared_ptr<const Keyring> MakeSwappedKeyring(
    std::shared_ptr<const Keyring> base,
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const Swaps>> swaps);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_SWAPPED_KEYRING_H_
