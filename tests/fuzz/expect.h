// Expect: an invariant that a fuzz target holds its subject to.
#ifndef SUDARE_TESTS_FUZZ_EXPECT_H_
#define SUDARE_TESTS_FUZZ_EXPECT_H_

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

}  // namespace sudare::fuzz

#endif  // SUDARE_TESTS_FUZZ_EXPECT_H_
