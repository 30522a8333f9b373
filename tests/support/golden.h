// Golden files: inputs with the output that was once reviewed, for tests of whole texts.
//
// Case files hold cases one after the other: the input, a line "--", the expected output, a line
// "==". Lines that start with "#" before a case are its comment.
//
//   # a column alias
//   SELECT pay AS p FROM payroll.payslips
//   --
//   SELECT t.pay AS p FROM (…) t
//   ==
//
// To record outputs anew after a change, and then review the diff:
//
//   SUDARE_RECORD_GOLDEN=1 bazel run //tests/policy:policy_messages_test
#ifndef SUDARE_TESTS_SUPPORT_GOLDEN_H_
#define SUDARE_TESTS_SUPPORT_GOLDEN_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sudare::testing {

struct GoldenCase {
  // Comment lines, each with its line break.
  std::string comment;
  // Without the line break before the separator.
  std::string input;
  std::string expected;
  // 1-based line of the file that the input starts in.
  int line = 0;
};

// kInvalidArgument: a case without "--" or "==".
absl::StatusOr<std::vector<GoldenCase>> ParseGoldenCases(absl::string_view text);

// The text of a case file; ParseGoldenCases() reads it back. An input or output must hold no
// separator line.
std::string FormatGoldenCases(const std::vector<GoldenCase>& cases);

// Runs `produce` over the input of every case of a case file and adds a test failure for each
// output that differs. `path` is from the root of the repository; the file must be in `data` of the
// test.
void ExpectGoldenCases(const std::string& path,
                       const std::function<std::string(const std::string& input)>& produce);

// The same for one output that has a file of its own.
void ExpectGoldenFile(const std::string& path, const std::string& actual);

// The same for a part of a file, between the lines "<!-- begin NAME -->" and "<!-- end NAME -->".
void ExpectGoldenSection(const std::string& path, const std::string& name,
                         const std::string& actual);

// The text of a file in `data`; `path` is from the root of the repository. A missing file is a test
// failure.
std::string ReadTestFile(const std::string& path);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_SUPPORT_GOLDEN_H_
