// Files of ordinary queries: examples/payroll/queries/*.sql.
//
// A query ends with a semicolon at the end of a line. Comment lines before it: the first says what
// is asked, the others may be marks.
//
//   -- Who was paid less than the month before
//   -- as personnel-01              another account than the vendor's
//   -- parameters: 2023-04-01 | NULL   values of $1, $2, …
//   -- ordered                      its ORDER BY leaves nothing open
//   -- any rows                     any LIMIT rows of it are right
//   SELECT …;
//
// {{SELECT …}} stands for the value that this query gives to the account: a token that it has seen
// before.
#ifndef SUDARE_TESTS_DIFFERENTIAL_QUERY_FILE_H_
#define SUDARE_TESTS_DIFFERENTIAL_QUERY_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/value.h"

namespace sudare::testing {

struct OrdinaryQuery {
  std::string title;
  std::string account;
  std::vector<Value> parameters;
  bool ordered = false;
  bool any_rows = false;
  // Without the semicolon.
  std::string sql;
  // 1-based line of the file that it starts in.
  int line = 0;
};

// kInvalidArgument: a query without a title or without an end.
absl::StatusOr<std::vector<OrdinaryQuery>> ParseQueryFile(absl::string_view text);

// The statement without the LIMIT that ends it.
std::string WithoutLimit(absl::string_view sql);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DIFFERENTIAL_QUERY_FILE_H_
