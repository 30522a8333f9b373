#include "policy/issue.h"

#include <gtest/gtest.h>

#include "absl/strings/str_split.h"
#include "policy/base/display_width.h"

namespace sudare {
namespace {

Issue At(std::string line, int column) {
  Issue issue;
  issue.place = {"p.textproto", 3, column};
  issue.message = "unknown class `pya`";
  issue.source_line = std::move(line);
  return issue;
}

// Terminal columns before the caret.
size_t CaretAt(const Issue& issue) {
  const std::vector<std::string> lines = absl::StrSplit(issue.ToString(), '\n');
  return lines[2].find('^');
}

TEST(IssueTest, ShowsPlaceLineCaretAndAdvice) {
  Issue issue = At("  class: \"pya\"", 10);
  issue.advice = "did you mean `pay`?";
  EXPECT_EQ(issue.ToString(),
            "p.textproto:3:10: error: unknown class `pya`\n"
            "    class: \"pya\"\n"
            "           ^\n"
            "  did you mean `pay`?");
}

TEST(IssueTest, TheCaretStandsBelowItsColumnAfterFullWidthText) {
  const std::string before = "  title: \"個人番号𠮷\" ";
  const Issue issue = At(before + "class: \"pya\"", 18);
  EXPECT_EQ(CaretAt(issue), 2 + DisplayWidth(absl::string_view(before)));
  EXPECT_EQ(CaretAt(issue), 2u + 10 + 5 * 2 + 2);
}

TEST(IssueTest, CombiningMarksAndHalfWidthKanaTakeTheirOwnWidth) {
  // か with a combining voiced mark (2 columns together), and ｶﾞ in half width (2 columns).
  EXPECT_EQ(CaretAt(At("か\u3099ｶﾞx", 5)), 2u + 2 + 2);
}

TEST(IssueTest, TabsStayTabs) {
  EXPECT_EQ(At("\tclass", 2).ToString(),
            "p.textproto:3:2: error: unknown class `pya`\n  \tclass\n  \t^");
}

TEST(IssueTest, OfALongLineTheSurroundingsAreShown) {
  const std::string line = std::string(500, 'a') + "X" + std::string(500, 'b');
  const std::string shown = At(line, 501).ToString();
  EXPECT_LT(shown.size(), 400u);
  const std::vector<std::string> lines = absl::StrSplit(shown, '\n');
  EXPECT_EQ(DisplayWidth(lines[1].substr(0, lines[1].find('X'))), lines[2].find('^'));
}

TEST(IssueTest, AColumnBehindTheLineIsNoHarm) {
  EXPECT_EQ(CaretAt(At("abc", 99)), 2u + 3);
  EXPECT_EQ(CaretAt(At("abc", 4)), 2u + 3);
}

TEST(IssueTest, AFileWithoutALineIsNamedAlone) {
  Issue issue;
  issue.place.file = "policy/";
  issue.message = "no such file or folder";
  EXPECT_EQ(issue.ToString(), "policy/: error: no such file or folder");
}

TEST(IssueTest, WarningsAreNoErrors) {
  Issue issue = At("", 1);
  issue.severity = Issue::Severity::kWarning;
  EXPECT_FALSE(HasErrors({issue}));
  EXPECT_TRUE(HasErrors({issue, At("", 1)}));
  EXPECT_EQ(issue.ToString(), "p.textproto:3:1: warning: unknown class `pya`");
}

}  // namespace
}  // namespace sudare
