// A command run in this process, to its end.
#ifndef SUDARE_TESTS_PROXY_CLI_ENDED_H_
#define SUDARE_TESTS_PROXY_CLI_ENDED_H_

#include <sstream>
#include <string>
#include <vector>

#include "proxy/cli/sudare.h"

namespace sudare::testing {

struct Ended {
  int code = 0;
  std::string out;
  std::string err;
};

// `sudare ARGUMENTS…` with `input` on its input.
inline Ended Sudare(const std::vector<std::string>& arguments, const std::string& input = "") {
  std::istringstream in(input);
  std::ostringstream out, err;
  Console console{in, out, err};
  Ended run;
  run.code = RunSudare(arguments, console);
  run.out = out.str();
  run.err = err.str();
  return run;
}

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_CLI_ENDED_H_
