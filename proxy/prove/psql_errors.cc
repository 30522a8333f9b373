#include "proxy/prove/psql_errors.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sudare::prove {
namespace {

// "psql:<stdin>:12: ERROR:  23505: duplicate key …", or "… error: invalid command \x".
bool ParseFirstLine(absl::string_view line, PsqlError* error) {
  if (!absl::ConsumePrefix(&line, "psql:<stdin>:")) return false;
  const size_t colon = line.find(':');
  if (colon == absl::string_view::npos || !absl::SimpleAtoi(line.substr(0, colon), &error->line)) {
    return false;
  }
  line = absl::StripLeadingAsciiWhitespace(line.substr(colon + 1));
  const bool is_servers = absl::ConsumePrefix(&line, "ERROR:") ||
                          absl::ConsumePrefix(&line, "FATAL:") ||
                          absl::ConsumePrefix(&line, "PANIC:");
  if (!is_servers && !absl::ConsumePrefix(&line, "error:")) return false;
  line = absl::StripLeadingAsciiWhitespace(line);
  if (is_servers && line.size() > 5 && line[5] == ':') {
    error->sqlstate = std::string(line.substr(0, 5));
    line = absl::StripLeadingAsciiWhitespace(line.substr(6));
  }
  error->message = std::string(line);
  return true;
}

}  // namespace

std::vector<PsqlError> ParsePsqlErrors(absl::string_view output) {
  std::vector<PsqlError> errors;
  for (absl::string_view line : absl::StrSplit(output, '\n')) {
    PsqlError error;
    if (ParseFirstLine(line, &error)) {
      errors.push_back(std::move(error));
    } else if (!errors.empty() && absl::ConsumePrefix(&line, "CONSTRAINT NAME:")) {
      errors.back().constraint = std::string(absl::StripAsciiWhitespace(line));
    }
  }
  return errors;
}

}  // namespace sudare::prove
