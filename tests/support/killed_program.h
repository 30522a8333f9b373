// A program that is killed while it works, for tests of what a crash leaves.
#ifndef SUDARE_TESTS_SUPPORT_KILLED_PROGRAM_H_
#define SUDARE_TESTS_SUPPORT_KILLED_PROGRAM_H_

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace sudare::testing {

// Starts the program `arguments[0]`, kills it (SIGKILL) some time `after` it has written `lines`
// lines to stdout, 0: after its start, and returns all that it wrote, without a line cut in two.
std::vector<std::string> LinesUntilKilled(std::vector<std::string> arguments, int lines,
                                          absl::Duration after);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_SUPPORT_KILLED_PROGRAM_H_
