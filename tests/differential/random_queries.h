// Random statements for an account of a MaskedDatabase, with literals that its twin holds.
#ifndef SUDARE_TESTS_DIFFERENTIAL_RANDOM_QUERIES_H_
#define SUDARE_TESTS_DIFFERENTIAL_RANDOM_QUERIES_H_

#include <cstdint>
#include <string>

#include "proxy/prove/query_generator.h"
#include "tests/differential/masked_database.h"

namespace sudare::testing {

// Values of the account's twin, and for tokens also the values behind them and texts that are no
// tokens. Views that the twin lacks are left out.
prove::QueryGenerator::Samples SamplesOf(MaskedDatabase& database, const std::string& account);

// How many statements of which seed one of `parts` runs takes: SUDARE_RANDOM_QUERIES and
// SUDARE_RANDOM_SEED of the environment, or what the test takes by itself.
struct RandomRun {
  int count = 0;
  uint64_t seed = 0;
};
RandomRun ThisRun(int default_count, uint64_t default_seed, int part, int parts);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DIFFERENTIAL_RANDOM_QUERIES_H_
