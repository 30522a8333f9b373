// What psql says of statements that failed, taken apart.
#ifndef SUDARE_PROXY_PROVE_PSQL_ERRORS_H_
#define SUDARE_PROXY_PROVE_PSQL_ERRORS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare::prove {

struct PsqlError {
  // Of the script, 1-based.
  int line = 0;
  // Empty for an error of psql itself.
  std::string sqlstate;
  std::string message;
  // The constraint that a row broke; may be empty.
  std::string constraint;
};

// `output`: of psql reading its standard input under VERBOSITY=verbose. In the order of the script.
std::vector<PsqlError> ParsePsqlErrors(absl::string_view output);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_PSQL_ERRORS_H_
