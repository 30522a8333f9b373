// One JSON object a line for each figure: {"name", "ours", "reference", "ratio", "unit"}.
#ifndef SUDARE_TESTS_BENCHMARK_REPORT_H_
#define SUDARE_TESTS_BENCHMARK_REPORT_H_

#include <functional>
#include <string>
#include <vector>

namespace sudare::testing {

// Prints and flushes one line.
void Report(const std::string& name, double ours, double reference, const std::string& unit);

double Median(std::vector<double> values);
// `part` in [0, 1].
double Percentile(std::vector<double> values, double part);

// Seconds that `work` takes.
double SecondsOf(const std::function<void()>& work);

// Ends the program with a message if `good` is false: a benchmark of something broken says nothing.
void Require(bool good, const std::string& what);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_BENCHMARK_REPORT_H_
