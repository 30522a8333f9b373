// Expect: an invariant that a fuzz target holds its subject to.
#ifndef SUDARE_TESTS_FUZZ_EXPECT_H_
#define SUDARE_TESTS_FUZZ_EXPECT_H_

#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"

namespace sudare::fuzz {

// Ends the process with what was violated: a finding, for the fuzzer and for the replay.
inline void Expect(bool good, absl::string_view invariant, absl::string_view shown = {}) {
  if (good) return;
  std::fprintf(stderr, "VIOLATED: %s\n%s\n", std::string(invariant).c_str(),
               std::string(shown).c_str());
  std::abort();
}

// One more invariant: what is done during its life takes little of the processor's time. Time on
// the clock would say more about other processes.
class ExpectFast {
 public:
  ExpectFast() : start_(ProcessorSeconds()) {}
  ~ExpectFast() { Expect(ProcessorSeconds() - start_ < kMostSeconds, "no input takes long"); }
  ExpectFast(const ExpectFast&) = delete;
  ExpectFast& operator=(const ExpectFast&) = delete;

 private:
  // With sanitizers, which make it some ten times slower.
  static constexpr double kMostSeconds = 3;

  static double ProcessorSeconds() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
  }

  const double start_;
};

}  // namespace sudare::fuzz

#endif  // SUDARE_TESTS_FUZZ_EXPECT_H_
