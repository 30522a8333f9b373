// Values that attacks must not find, in whatever spelling: as `sudare prove` looks for them.
#ifndef SUDARE_TESTS_ATTACK_SECRETS_H_
#define SUDARE_TESTS_ATTACK_SECRETS_H_

#include "proxy/prove/secrets.h"

namespace sudare::testing {

using sudare::prove::Secrets;

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_ATTACK_SECRETS_H_
