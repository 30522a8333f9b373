// The ledger of maintenance windows as staff get it: from a running proxy and from the log's folder
// itself.
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPolicy[] = R"(
accounts {
  name: "engineer" role: "windowed" person: "山田 太郎" organization: "Vendor" password_hash: "{hash}"
  certificate { san: "vendor-engineer@example.com" }
  pledge { document: "誓約書 2020-014" signed: "2020-04-01" expires: "2999-03-31" }
}
staff { name: "clerk" duties: [ REQUEST, CONNECT ] certificate { san: "clerk@city.example" } }
staff {
  name: "head" title: "人事課長 阿部 和子" duties: [ APPROVE ] certificate { san: "head@city.example" }
}
staff { name: "auditor" duties: [ AUDIT ] certificate { san: "auditor@city.example" } }
staff { name: "asker" duties: [ REQUEST ] certificate { san: "asker@city.example" } }
)";
constexpr char kOne[] = "SELECT gross FROM payroll.employees WHERE employee_no = '000001'";

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class LedgerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    OfficeOptions options;
    options.policy = OfficePolicy() + kPolicy;
    pages_ = absl::StrCat(::testing::TempDir(), "/closing-reports");
    std::filesystem::remove_all(pages_);
    options.more_config =
        absl::StrCat("closing_reports { folder: \"", pages_, "\" languages: [ \"ja\", \"en\" ] }");
    ASSERT_OK_AND_ASSIGN(office_, Office::Open(options));
  }

  Ended As(const std::string& person, std::vector<std::string> arguments) {
    return office_->RunCommandAs(person, std::move(arguments));
  }
  void Must(const std::string& person, std::vector<std::string> arguments) {
    const Ended ended = As(person, std::move(arguments));
    ASSERT_EQ(ended.code, 0) << ended.text;
  }
  void Request(const std::string& to) {
    Must("clerk", {"window", "request", "--person", "engineer", "--purpose", "住民税の差額",
                   "--ticket", "26-118", "--telephone", "解決せず", "--from", "now", "--to", to});
  }
  void Open(const std::string& id, const std::string& to = "+1h") {
    Request(to);
    Must("head", {"window", "approve", id});
    Must("clerk", {"window", "open", id});
  }
  // The proxy's log folder.
  std::string Folder() const { return office_->proxy().folder() + "/audit"; }

  std::string pages_;
  std::unique_ptr<Office> office_;
};

TEST_F(LedgerTest, AWindowsWholeLifeIsInTheLedger) {
  Open("W00001");
  EXPECT_THAT(office_->Ask("engineer", kOne), IsAnswered());
  EXPECT_FALSE(office_->Ask("engineer", "SELECT pg_read_file('secret-name')").status.ok());
  Must("clerk", {"window", "close", "W00001", "--remark", "原因を確認"});
  Request("+1h");
  Must("head", {"window", "reject", "W00002", "--remark", "月末のため"});

  const Ended table = As("clerk", {"ledger"});
  EXPECT_EQ(table.code, 0) << table.text;
  EXPECT_THAT(table.text,
              AllOf(HasSubstr("W00001"), HasSubstr("人事課長 阿部 和子 (head)"),
                    HasSubstr("山田 太郎 (Vendor)"), HasSubstr("切断済み"), HasSubstr("却下"),
                    HasSubstr("監査記録の検証 完全"), HasSubstr("2件")));
  const Ended csv = As("auditor", {"ledger", "--format", "csv", "--language", "en", "--window",
                                   "W00001", "--state", "closed"});
  EXPECT_EQ(csv.code, 0) << csv.text;
  EXPECT_THAT(csv.text, AllOf(HasSubstr("window,state,role"), HasSubstr("原因を確認"),
                              HasSubstr("as it is: open"), Not(HasSubstr("W00002"))));
  const std::string page = office_->proxy().folder() + "/ledger.html";
  Must("head", {"ledger", "--format", "html", "--stamp", "課長", "--stamp", "係長", "--out", page});
  const std::string html = ReadFile(page);
  EXPECT_THAT(html, AllOf(HasSubstr("保守接続台帳"), HasSubstr("係長"), HasSubstr("月末のため"),
                          HasSubstr("誓約書 2020-014"), HasSubstr("1行")));
  // Names of people and classes, and not a value or a literal.
  EXPECT_THAT(html, Not(HasSubstr("000001")));
  EXPECT_THAT(html, Not(HasSubstr("secret-name")));

  const Ended shown = As("clerk", {"ledger", "show", "W00001"});
  EXPECT_EQ(shown.code, 0) << shown.text;
  EXPECT_THAT(shown.text, AllOf(HasSubstr("最初の問合せ"), HasSubstr("接続していた時間"),
                                HasSubstr("1 / "), HasSubstr("切断:原因を確認")));
  EXPECT_EQ(As("clerk", {"ledger", "show", "W00077"}).code, 1);

  // The same from the folder, without the proxy.
  const Ended local = office_->RunCommand({"ledger", Folder(), "--language", "en"});
  EXPECT_EQ(local.code, 0) << local.text;
  EXPECT_THAT(local.text, AllOf(HasSubstr("W00001"), HasSubstr("whole and unaltered")));
  const Ended closing =
      office_->RunCommand({"ledger", "show", "W00001", Folder(), "--format", "html"});
  EXPECT_THAT(closing.text, AllOf(HasSubstr("終了報告書"), HasSubstr("employee_no = $1")));
}

TEST_F(LedgerTest, WhoMayNotHaveItIsOnRecord) {
  for (const char* const person : {"vendor", "asker"}) {
    const Ended refused = As(person, {"ledger"});
    EXPECT_EQ(refused.code, 1) << refused.text;
    EXPECT_THAT(refused.text, HasSubstr("reason:"));
    EXPECT_EQ(As(person, {"ledger", "show", "W00001"}).code, 1);
  }
  Must("clerk", {"ledger"});
  ASSERT_OK_AND_ASSIGN(const auto records, office_->AuditRecords());
  int refused = 0;
  int had = 0;
  for (const auto& record : records) {
    const auto kind = record.log_access().kind();
    if (kind != sudare::v1::LogAccess::LEDGER && kind != sudare::v1::LogAccess::CLOSING_REPORT) {
      continue;
    }
    ++(record.log_access().status() == "OK" ? had : refused);
  }
  EXPECT_EQ(refused, 4);
  EXPECT_EQ(had, 1);
}

TEST_F(LedgerTest, ALineThatNobodyClosedIsMarkedAsCutByItself) {
  Open("W00001", "+6s");
  EXPECT_TRUE(Soon([&] {
    return As("clerk", {"ledger"}).text.find("自動切断(終了時刻)") != std::string::npos;
  }));
  const Ended closing = As("auditor", {"ledger", "show", "W00001"});
  EXPECT_THAT(closing.text, AllOf(HasSubstr("自動切断(終了時刻)"), HasSubstr("自動切断された作業")));
  EXPECT_THAT(As("auditor", {"ledger", "--format", "html"}).text,
              HasSubstr("<span class=\"auto\">自動切断(終了時刻)</span>"));
  EXPECT_THAT(As("auditor", {"ledger", "--format", "csv", "--language", "en"}).text,
              HasSubstr("\"disconnected by itself: the time is over\""));
}

TEST_F(LedgerTest, AnAlteredRecordIsToldAndTheExitCodeSaysSo) {
  Open("W00001");
  Must("clerk", {"window", "close", "W00001"});
  ASSERT_THAT(office_->proxy().Stop(SIGTERM), IsOk());
  std::string segment;
  for (const auto& file : std::filesystem::directory_iterator(Folder())) {
    if (ReadFile(file.path()).find("解決せず") != std::string::npos) segment = file.path();
  }
  ASSERT_FALSE(segment.empty());
  std::string bytes = ReadFile(segment);
  // What came of telephoning first, made into its opposite, in the last record that says so.
  bytes.replace(bytes.rfind("解決せず"), std::string("解決せず").size(), "解決済み");
  std::ofstream(segment, std::ios::binary) << bytes;
  for (const char* const format : {"table", "html", "csv", "json"}) {
    const Ended altered = office_->RunCommand({"ledger", Folder(), "--format", format});
    EXPECT_EQ(altered.code, 1) << format << altered.text;
    EXPECT_THAT(altered.text, AllOf(HasSubstr("record "), HasSubstr("ALTERED OR DAMAGED"),
                                    HasSubstr("W00001")));
  }
  const Ended show = office_->RunCommand({"ledger", "show", "W00001", Folder()});
  EXPECT_EQ(show.code, 1);
  EXPECT_THAT(show.text, HasSubstr("失敗(改ざんまたは破損)"));
}

TEST_F(LedgerTest, FlagsThatSayNothingAreTold) {
  EXPECT_EQ(office_->RunCommand({"ledger"}).code, 2);
  EXPECT_EQ(office_->RunCommand({"ledger", Folder(), "--month", "November"}).code, 2);
  EXPECT_EQ(office_->RunCommand({"ledger", Folder(), "--from", "2026-11-01"}).code, 2);
  EXPECT_EQ(office_->RunCommand({"ledger", Folder(), "--state", "asleep"}).code, 2);
  EXPECT_EQ(office_->RunCommand({"ledger", "show", Folder()}).code, 2);
}

TEST_F(LedgerTest, ClosingReportsAreWrittenWhenWindowsHaveClosed) {
  Open("W00001");
  EXPECT_THAT(office_->Ask("engineer", kOne), IsAnswered());
  Must("clerk", {"window", "close", "W00001"});
  const auto pages = [this] {
    std::vector<std::string> found;
    std::error_code none;
    for (const auto& file : std::filesystem::directory_iterator(pages_, none)) {
      found.push_back(file.path());
    }
    std::sort(found.begin(), found.end());
    return found;
  };
  EXPECT_TRUE(Soon([&] { return pages().size() == 2; }));
  ASSERT_EQ(pages().size(), 2u);
  EXPECT_THAT(pages()[0], AllOf(HasSubstr("/W00001."), ::testing::EndsWith(".en.html")));
  EXPECT_THAT(ReadFile(pages()[0]),
              AllOf(HasSubstr("Closing report"), HasSubstr("whole and unaltered"),
                    HasSubstr("disconnected")));
  EXPECT_THAT(ReadFile(pages()[1]), HasSubstr("終了報告書 W00001"));
}

}  // namespace
}  // namespace sudare::testing
