#include "tests/differential/query_file.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sudare::testing {
namespace {

constexpr char kVendor[] = "payroll-vendor-01";

// Reads a mark, or the title. False if the line is neither and belongs to the query.
bool ReadHeading(absl::string_view line, OrdinaryQuery* query) {
  if (!absl::ConsumePrefix(&line, "-- ")) return false;
  if (query->title.empty()) {
    query->title = std::string(line);
  } else if (line == "ordered") {
    query->ordered = true;
  } else if (line == "any rows") {
    query->any_rows = true;
  } else if (absl::ConsumePrefix(&line, "as ")) {
    query->account = std::string(line);
  } else if (absl::ConsumePrefix(&line, "parameters: ")) {
    for (absl::string_view word : absl::StrSplit(line, " | ")) {
      query->parameters.push_back(word == "NULL" ? Value() : Value(std::string(word)));
    }
  } else {
    return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<std::vector<OrdinaryQuery>> ParseQueryFile(absl::string_view text) {
  std::vector<OrdinaryQuery> queries;
  OrdinaryQuery query;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (query.line == 0) {
      if (absl::StripAsciiWhitespace(line).empty()) continue;
      query.line = number;
      query.account = kVendor;
    }
    if (query.sql.empty() && ReadHeading(line, &query)) continue;
    const bool is_last = absl::ConsumeSuffix(&line, ";");
    absl::StrAppend(&query.sql, line, is_last ? "" : "\n");
    if (!is_last) continue;
    if (query.title.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("no title at line ", query.line));
    }
    queries.push_back(std::exchange(query, OrdinaryQuery()));
  }
  if (query.line == 0) return queries;
  return absl::InvalidArgumentError(absl::StrCat("no `;` ends the query at line ", query.line));
}

std::string WithoutLimit(absl::string_view sql) {
  const std::string upper = absl::AsciiStrToUpper(sql);
  return std::string(sql.substr(0, upper.rfind("LIMIT ")));
}

}  // namespace sudare::testing
