// The masked twin of tests: the one that `sudare prove` holds a policy against.
#ifndef SUDARE_TESTS_DIFFERENTIAL_MASKED_TWIN_H_
#define SUDARE_TESTS_DIFFERENTIAL_MASKED_TWIN_H_

#include "proxy/prove/masked_twin.h"
#include "tests/support/postgres.h"

namespace sudare::testing {

using sudare::prove::MakeMaskedTwin;

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DIFFERENTIAL_MASKED_TWIN_H_
