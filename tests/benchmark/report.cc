#include "tests/benchmark/report.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace sudare::testing {

void Report(const std::string& name, double ours, double reference, const std::string& unit) {
  std::printf(
      "{\"name\": \"%s\", \"ours\": %.4g, \"reference\": %.4g, \"ratio\": %.3f, \"unit\": "
      "\"%s\"}\n",
      name.c_str(), ours, reference, ours / reference, unit.c_str());
  std::fflush(stdout);
}

double Percentile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<size_t>(part * values.size()))];
}

double Median(std::vector<double> values) { return Percentile(std::move(values), 0.5); }

double SecondsOf(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void Require(bool good, const std::string& what) {
  if (good) return;
  std::cerr << "benchmark: " << what << "\n";
  std::exit(1);
}

}  // namespace sudare::testing
