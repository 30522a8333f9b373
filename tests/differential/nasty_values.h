// Values that masks must survive: hand-picked ones and random ones from a seed.
#ifndef SUDARE_TESTS_DIFFERENTIAL_NASTY_VALUES_H_
#define SUDARE_TESTS_DIFFERENTIAL_NASTY_VALUES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "policy/value.h"

namespace sudare::testing {

// Texts that PostgreSQL accepts as values of `type` (a scalar): all hand-picked ones, then
// `random_count` random ones.
std::vector<std::string> NastyValues(SqlType type, size_t random_count, uint64_t seed);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DIFFERENTIAL_NASTY_VALUES_H_
