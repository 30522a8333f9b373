// The same statement through the proxy and without one, in turn.
#ifndef SUDARE_TESTS_BENCHMARK_SIDE_BY_SIDE_H_
#define SUDARE_TESTS_BENCHMARK_SIDE_BY_SIDE_H_

#include <string>

#include "tests/benchmark/benchmarks.h"

namespace sudare::testing {

// Runs `sql` in rounds, as `account` through the proxy and as libpq in single-row mode over the raw
// tables, and reports the medians in seconds. Both must give as many rows.
void ReportSideBySide(const std::string& name, const std::string& sql, int rounds, Bench& bench,
                      sudare::v1::QueryService::Stub& stub, const std::string& account);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_BENCHMARK_SIDE_BY_SIDE_H_
