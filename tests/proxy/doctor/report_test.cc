#include "proxy/doctor/report.h"

#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "policy/base/display_width.h"

namespace sudare::doctor {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Findings Some() {
  Findings findings;
  findings.Add("disk-ok", "/audit", {"3.0 GiB", "9.0 GiB"});
  findings.Add("config-ok", "/etc/sudare.textproto");
  findings.Add("file-open", "/etc/keyring", {"0644", "600", "/etc/keyring"});
  findings.Add("no-pledge", "vendor-01");
  findings.Add("policy-unsigned", "policy");
  findings.Add("privileges-not-checked", "", {kNoDatabase});
  return findings;
}

std::string Text(const ReportOptions& options, const Findings& findings = Some()) {
  return ReportAsText(findings, options);
}

TEST(Report, IsAChecklistByTopic) {
  EXPECT_EQ(Text({}), R"(Configuration
    ok        /etc/sudare.textproto: reads without errors

Policy
    WARNING   vendor-01  [no-pledge]
              no pledge of this account is valid today
              why: it is refused at every query
              do:  record the new pledge (誓約書) in the policy, or take the account out
    note      policy  [policy-unsigned]
              no signature is asked for: whoever may write these files decides what is shown
              do:  name the public keys of those who decide under `policy_signers`

Files
    ERROR     /etc/keyring  [file-open]
              mode 0644: others may read it
              why: whoever reads it can take the proxy's place or read tokens back
              do:  run `chmod 600 /etc/keyring`; if others were on this machine, take what is in it
                   for known and make a new one

Privileges
    UNCHECKED [privileges-not-checked]
              not compared with what the policy needs: the database cannot be reached

Disk
    ok        /audit: 3.0 GiB free of 9.0 GiB

1 errors, 1 warnings, 1 not checked, 1 notes, 2 ok
)");
}

TEST(Report, SpeaksJapanese) {
  ReportOptions options;
  options.language = Language::kJapanese;
  EXPECT_THAT(Text(options), AllOf(HasSubstr("異常      /etc/keyring  [file-open]"),
                                   HasSubstr("理由: "), HasSubstr("対処: `chmod 600 /etc/keyring`"),
                                   HasSubstr("データベースに接続できません"),
                                   HasSubstr("異常 1、警告 1、未確認 1、参考 1、良 2")));
}

TEST(Report, FoldsAtTheTerminalsWidth) {
  for (const Language language : {Language::kEnglish, Language::kJapanese}) {
    ReportOptions options;
    options.language = language;
    for (const size_t width : {60u, 80u, 120u}) {
      options.width = width;
      std::string line;
      for (const char c : Text(options)) {
        if (c != '\n') {
          line += c;
          continue;
        }
        // A closing mark or full stop may stand over.
        EXPECT_LE(DisplayWidth(line), width + 2) << line;
        EXPECT_EQ(line.find_last_of(' ') + 1 == line.size() && !line.empty(), false) << line;
        line.clear();
      }
    }
  }
}

TEST(Report, StrictMakesWarningsErrorsAndFailsOnWhatIsUnknown) {
  EXPECT_TRUE(HasFailed(Some(), false));
  ReportOptions strict;
  strict.strict = true;
  EXPECT_THAT(Text(strict), AllOf(HasSubstr("2 errors, 0 warnings"),
                                  HasSubstr("ERROR     vendor-01"), HasSubstr("1 notes")));
  Findings warning;
  warning.Add("no-pledge", "vendor");
  EXPECT_FALSE(HasFailed(warning, false));
  EXPECT_TRUE(HasFailed(warning, true));
  Findings unknown;
  unknown.Add("hba-not-checked", "", {kNoPermission});
  EXPECT_FALSE(HasFailed(unknown, false));
  EXPECT_TRUE(HasFailed(unknown, true));
  Findings note;
  note.Add("no-proxy-named", "");
  EXPECT_FALSE(HasFailed(note, true));
}

TEST(Report, NamesCannotMoveTheCursor) {
  Findings findings;
  findings.Add("no-pledge", "ven\x1b[2Jdor\xe2\x80\xae");
  findings.Add("file-unreadable", "/x\n/y", {"\x07"});
  EXPECT_THAT(Text({}, findings), AllOf(HasSubstr("ven?[2Jdor?"), HasSubstr("/x?/y"),
                                        Not(HasSubstr("\x1b")), Not(HasSubstr("\x07"))));
}

TEST(Report, ColoursOnlyWhereAskedFor) {
  ReportOptions options;
  EXPECT_THAT(Text(options), Not(HasSubstr("\033[")));
  options.colours = true;
  EXPECT_THAT(Text(options), HasSubstr("\033[31mERROR\033[0m"));
}

TEST(Report, JsonHoldsEveryFindingAndIsWellFormed) {
  Findings findings = Some();
  findings.Add("no-pledge", "no\xffutf8 \"quoted\"");
  const std::string json = ReportAsJson(findings, "abc", {});
  google::protobuf::Struct parsed;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &parsed).ok()) << json;
  EXPECT_EQ(parsed.fields().at("errors").number_value(), 1);
  EXPECT_EQ(parsed.fields().at("warnings").number_value(), 2);
  EXPECT_EQ(parsed.fields().at("not_checked").number_value(), 1);
  EXPECT_EQ(parsed.fields().at("policy").string_value(), "abc");
  const auto& list = parsed.fields().at("findings").list_value();
  ASSERT_EQ(list.values_size(), 7);
  const auto& first = list.values(0).struct_value().fields();
  EXPECT_EQ(first.at("code").string_value(), "config-ok");
  EXPECT_EQ(first.at("topic").string_value(), "configuration");
  EXPECT_EQ(first.at("state").string_value(), "ok");
  for (const char* field : {"where", "message", "why", "advice"}) EXPECT_EQ(first.count(field), 1u);
}

}  // namespace
}  // namespace sudare::doctor
