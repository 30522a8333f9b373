#include "proxy/review/issue_report.h"

#include "gtest/gtest.h"

namespace sudare::review {
namespace {

std::vector<Issue> Issues() {
  Issue error;
  error.code = "missing-column";
  error.place = {"p.textproto", 3, 12};
  error.role = "vendor";
  error.object = "payroll.employees.\"x\xFF";
  error.message = "`payroll.employees` has no column `x`";
  error.advice = "did you mean `y`?";
  Issue warning;
  warning.severity = Issue::Severity::kWarning;
  warning.code = "no-pledge";
  Issue note;
  note.severity = Issue::Severity::kNote;
  note.code = "unlisted-relations";
  return {error, warning, note};
}

TEST(IssueReport, WritesEveryFieldOfEveryFindingAsJson) {
  EXPECT_EQ(
      IssuesAsJson(Issues(), "abc"),
      "{\"errors\":1,\"warnings\":1,\"notes\":1,\"policy\":\"abc\",\"findings\":[\n"
      "{\"severity\":\"error\",\"code\":\"missing-column\",\"file\":\"p.textproto\",\"line\":3,"
      "\"column\":12,\"role\":\"vendor\",\"object\":\"payroll.employees.\\\"x\xEF\xBF\xBD\","
      "\"message\":\"`payroll.employees` has no column `x`\",\"advice\":\"did you mean `y`?\"},\n"
      "{\"severity\":\"warning\",\"code\":\"no-pledge\",\"file\":\"\",\"line\":0,\"column\":0,"
      "\"role\":\"\",\"object\":\"\",\"message\":\"\",\"advice\":\"\"},\n"
      "{\"severity\":\"note\",\"code\":\"unlisted-relations\",\"file\":\"\",\"line\":0,\"column\":"
      "0,"
      "\"role\":\"\",\"object\":\"\",\"message\":\"\",\"advice\":\"\"}\n]}\n");
  EXPECT_EQ(IssuesAsJson({}, ""),
            "{\"errors\":0,\"warnings\":0,\"notes\":0,\"policy\":\"\",\"findings\":[\n]}\n");
}

TEST(IssueReport, CountsThem) {
  EXPECT_EQ(CountIssues(Issues()).ToString(), "1 errors, 1 warnings, 1 notes");
  EXPECT_EQ(CountIssues({}).ToString(), "0 errors, 0 warnings");
}

TEST(IssueReport, StrictMakesWarningsErrorsAndLeavesNotes) {
  std::vector<Issue> issues = Issues();
  MakeStrict(&issues);
  EXPECT_EQ(CountIssues(issues).ToString(), "2 errors, 0 warnings, 1 notes");
}

}  // namespace
}  // namespace sudare::review
