// Runs the benchmarks named on the command line, or all: one JSON object a line.

#include <malloc.h>

#include <iostream>
#include <string>
#include <vector>

#include "tests/benchmark/benchmarks.h"

int main(int argc, char** argv) {
  using sudare::testing::Bench;
  // As `sudare query` does, for both sides of each comparison (proxy/cli/main.cc).
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  struct Named {
    // All figures that it prints.
    std::vector<std::string> names;
    void (*run)(Bench&);
  };
  const Named all[] = {
      {{"stream_1m", "stream_1m_tls"}, sudare::testing::BenchmarkStream},
      {{"point_p50", "point_p99", "point_p50_log_in_memory", "point_p50_two_hops"},
       sudare::testing::BenchmarkPoint},
      {{"token_lookup"}, sudare::testing::BenchmarkTokenLookup},
      {{"token_way_egress", "token_way_equality", "token_way_map", "open_order_of_a_join"},
       sudare::testing::BenchmarkTokenWays},
      {{"aggregate"}, sudare::testing::BenchmarkAggregate},
      {{"memory_10m"}, sudare::testing::BenchmarkMemory},
      {{"analysis_cold", "analysis_cached"}, sudare::testing::BenchmarkAnalysis},
      {{"audit"}, sudare::testing::BenchmarkAudit},
  };
  const std::vector<std::string> wanted(argv + 1, argv + argc);
  Bench bench;
  size_t known = 0;
  for (const Named& named : all) {
    bool chosen = wanted.empty();
    for (const std::string& name : wanted) {
      for (const std::string& figure : named.names) {
        if (figure != name) continue;
        chosen = true;
        ++known;
      }
    }
    if (chosen) named.run(bench);
  }
  if (known < wanted.size()) {
    std::cerr << "benchmark: a name is unknown; known are";
    for (const Named& named : all) {
      for (const std::string& figure : named.names) std::cerr << " " << figure;
    }
    std::cerr << "\n";
    return 2;
  }
  return 0;
}
