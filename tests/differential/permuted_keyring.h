// PermutedKeyring: a keyring under which values that were renamed keep their tokens, so that two
// databases look alike through the policy whose values behind tokens are different.
#ifndef SUDARE_TESTS_DIFFERENTIAL_PERMUTED_KEYRING_H_
#define SUDARE_TESTS_DIFFERENTIAL_PERMUTED_KEYRING_H_

#include <map>
#include <memory>
#include <string>

#include "policy/keyring.h"

namespace sudare::testing {

// Of one domain, one to one both ways: what a value was -> what it is now.
using Renamed = std::map<std::string, std::string>;

// Tokens of the domains in `renamed` are those that `keyring` makes of what the values were.
std::shared_ptr<const Keyring> MakePermutedKeyring(std::shared_ptr<const Keyring> keyring,
                                                   std::map<std::string, Renamed> renamed);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DIFFERENTIAL_PERMUTED_KEYRING_H_
