// The audit log as reviewers read it through a running proxy: search, export, report, sign-off; and
// who can't.
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/audit_service.grpc.pb.h"
#include "proxy/report/period.h"
#include "tests/e2e/office.h"
#include "tests/proxy/report/made_log.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kStaff[] = R"(
staff { name: "admin" duties: [ ADMINISTER, AUDIT ] certificate { san: "admin@city.example" } }
staff { name: "auditor" duties: [ AUDIT ] certificate { san: "auditor@city.example" } }
staff { name: "head" duties: [ DETOKENIZE ] certificate { san: "head@city.example" } }
)";
constexpr char kName[] = "SELECT full_name FROM payroll.employees WHERE employee_no = '000001'";

class AuditServiceTest : public ::testing::Test {
 protected:
  // The log has records of a month that was over long ago, in which `admin` had a policy read.
  void SetUp() override {
    old_.At("2026-01-05 10:00").Query("vendor", "SELECT gross FROM payroll.payslips", 12);
    old_.Server(sudare::v1::ServerEvent::POLICY_LOADED, "aa", "call", "admin");
    old_.Close();
    OfficeOptions options;
    options.policy = OfficePolicy() + kStaff;
    options.audit_folder = old_.folder();
    options.more_audit = "review { grace_days: 3 }";
    ASSERT_OK_AND_ASSIGN(office_, Office::Open(options));
  }

  std::vector<std::string> LogIn(const std::string& person, std::vector<std::string> arguments) {
    ProxyProcess& proxy = office_->proxy();
    const std::string san =
        absl::StrCat(person, person == "vendor" ? "@example.com" : "@city.example");
    EXPECT_NE(proxy.TlsChannel(person, san), nullptr);
    const std::string stem = absl::StrCat(proxy.folder(), "/", person);
    for (const std::string& flag :
         {std::string("--server"), absl::StrCat("localhost:", proxy.tls_port()),
          std::string("--ca"), proxy.folder() + "/ca.pem", std::string("--cert"), stem + ".pem",
          std::string("--key"), stem + ".key"}) {
      arguments.push_back(flag);
    }
    return arguments;
  }

  // `sudare audit …` with the certificate of this person.
  Ended Audit(const std::string& person, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "audit");
    return office_->RunCommand(LogIn(person, std::move(arguments)));
  }

  // The digest of January's report, as the command shows it.
  std::string DigestOfJanuary() {
    const Ended report = Audit("auditor", {"report", "--month", "2026-01", "--format", "csv"});
    EXPECT_EQ(report.code, 0) << report.text;
    const size_t at = report.text.find("digest       ");
    EXPECT_NE(at, std::string::npos) << report.text;
    return report.text.substr(at + 13, 64);
  }

  MadeLog old_;
  std::unique_ptr<Office> office_;
};

TEST_F(AuditServiceTest, AReviewerReadsTheReportAndSignsItOff) {
  // The log is read beside the start.
  Ended before;
  EXPECT_TRUE(Soon([&] { return (before = Audit("auditor", {"status"})).code == 1; }))
      << before.text;
  EXPECT_THAT(before.text, AllOf(HasSubstr("2026-01"), HasSubstr("WARNING")));

  const std::string file = office_->proxy().folder() + "/january.html";
  EXPECT_EQ(Audit("auditor", {"report", "--month", "2026-01", "--out", file}).code, 0);
  std::ifstream page(file);
  const std::string html{std::istreambuf_iterator<char>(page), {}};
  EXPECT_THAT(html, AllOf(HasSubstr("2026年1月"), HasSubstr("payroll.payslips")));

  const std::string digest = DigestOfJanuary();
  EXPECT_THAT(html, HasSubstr(digest));
  const Ended signed_off = Audit(
      "auditor", {"sign-off", "--month", "2026-01", "--digest", digest, "--remarks", "異常なし"});
  EXPECT_EQ(signed_off.code, 0) << signed_off.text;
  EXPECT_THAT(signed_off.text, HasSubstr("by auditor"));
  EXPECT_THAT(Audit("auditor", {"status"}).text, Not(HasSubstr("2026-01")));

  const auto records = office_->AuditRecords();
  ASSERT_THAT(records, IsOk());
  const auto sign_off = std::find_if(records->begin(), records->end(),
                                     [](const auto& record) { return record.has_sign_off(); });
  ASSERT_NE(sign_off, records->end());
  EXPECT_EQ(sign_off->sign_off().remarks(), "異常なし");
  EXPECT_EQ(sign_off->sign_off().report_digest(), digest);
  // It outlives the process.
  ASSERT_THAT(office_->proxy().Stop(SIGTERM), IsOk());
  ASSERT_THAT(office_->proxy().Restart(), IsOk());
  EXPECT_TRUE(Soon([this] {
    const Ended status = Audit("auditor", {"status"});
    return absl::StrContains(status.text, "whole") && !absl::StrContains(status.text, "2026-01");
  }));
}

TEST_F(AuditServiceTest, TheProxyMakesOneOrganizationsPartWhichNobodyCanSign) {
  const auto part_of = [this](const std::string& organization) {
    return Audit("auditor", {"report", "--month", "2026-01", "--format", "csv", "--organization",
                             organization});
  };
  const Ended part = part_of("payroll-vendor");
  EXPECT_EQ(part.code, 0) << part.text;
  EXPECT_THAT(part.text, HasSubstr("report,,,organization,\"payroll-vendor\""));
  const std::string digest = part.text.substr(part.text.find("digest       ") + 13, 64);
  const Ended refused = Audit("auditor", {"sign-off", "--month", "2026-01", "--digest", digest});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.text, HasSubstr("OTHER_REPORT"));
  EXPECT_THAT(part_of("nobody").text, HasSubstr("it has: "));
}

TEST_F(AuditServiceTest, WhoActedInTheMonthMayNotSignItOff) {
  const Ended refused =
      Audit("admin", {"sign-off", "--month", "2026-01", "--digest", DigestOfJanuary()});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.text,
              AllOf(HasSubstr("acted in `2026-01`"), HasSubstr("OPERATOR_MAY_NOT_SIGN")));
}

TEST_F(AuditServiceTest, TheVendorAndOtherStaffReachNothingOfIt) {
  EXPECT_THAT(office_->Ask("vendor", kName), IsAnswered());
  const std::vector<std::vector<std::string>> calls = {
      {"search"},
      {"export"},
      {"report", "--month", "2026-01"},
      {"report", "--month", "2026-01", "--organization", "payroll-vendor"},
      {"status"},
      {"sign-off", "--month", "2026-01", "--digest", std::string(64, 'a')}};
  for (const auto& call : calls) {
    const Ended vendor = Audit("vendor", call);
    EXPECT_EQ(vendor.code, 1) << call[0];
    EXPECT_THAT(vendor.text, AllOf(HasSubstr("account `vendor` may not read the audit log"),
                                   Not(HasSubstr("employees")), Not(HasSubstr("payslips"))));
    const Ended head = Audit("head", call);
    EXPECT_EQ(head.code, 1) << call[0];
    EXPECT_THAT(head.text, HasSubstr("does not hold the duty AUDIT"));
  }
  // Their attempts are what the next report tells.
  const std::string month = report::MonthText(absl::CivilMonth(report::DayOf(absl::Now())));
  const Ended report =
      Audit("auditor", {"report", "--month", month, "--format", "csv", "--language", "en"});
  EXPECT_THAT(report.text, HasSubstr("STAFF_DOOR,attention"));
}

TEST_F(AuditServiceTest, APasswordOpensNothing) {
  const auto stub = sudare::v1::AuditService::NewStub(office_->proxy().PlainChannel());
  grpc::ClientContext context;
  ProxyProcess::LogIn(context, "vendor");
  sudare::v1::AuditStatusResponse response;
  EXPECT_EQ(stub->Status(&context, {}, &response).error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(AuditServiceTest, SearchAndExportStreamWhatIsOnRecord) {
  EXPECT_THAT(office_->Ask("vendor", kName), IsAnswered());
  EXPECT_FALSE(office_->Ask("vendor", "SELECT pg_read_file('x')").status.ok());
  const Ended queries = Audit("auditor", {"search", "--account", "vendor", "--kind", "query",
                                          "--table", "employees", "--full"});
  EXPECT_EQ(queries.code, 0) << queries.text;
  EXPECT_THAT(queries.text,
              AllOf(HasSubstr("employee_no = $1"), HasSubstr("1 entry"), Not(HasSubstr("000001"))));
  const Ended refusals = Audit("auditor", {"search", "--reason", "FUNCTION_NOT_ALLOWED"});
  EXPECT_THAT(refusals.text, HasSubstr("1 entry"));
  EXPECT_THAT(Audit("auditor", {"search", "--format", "json", "--month", "2026-01"}).text,
              HasSubstr("\"kind\":\"QUERY\""));
  const Ended exported = Audit("auditor", {"export", "--format", "csv", "--bom"});
  EXPECT_THAT(exported.text,
              AllOf(::testing::StartsWith("\xEF\xBB\xBFsequence,"), HasSubstr("pg_read_file")));
  EXPECT_THAT(Audit("auditor", {"export", "--month", "2026-01"}).text,
              HasSubstr("\"sequence\":\"1\""));
  // The same from the folder itself.
  const Ended local = office_->RunCommand({"audit", "search", "--kind", "query", "--kind", "policy",
                                           old_.folder(), "--month", "2026-01"});
  EXPECT_EQ(local.code, 0);
  EXPECT_THAT(local.text, HasSubstr("2 entries"));
}

TEST_F(AuditServiceTest, FlagsThatSayNothingAreTold) {
  EXPECT_EQ(office_->RunCommand({"audit", "search"}).code, 2);
  EXPECT_EQ(office_->RunCommand({"audit", "report", old_.folder()}).code, 2);
  EXPECT_EQ(office_->RunCommand({"audit", "report", old_.folder(), "--month", "January"}).code, 2);
  EXPECT_EQ(office_->RunCommand({"audit", "export", "/nowhere"}).code, 2);
  EXPECT_EQ(office_->RunCommand({"audit", "search", old_.folder(), "--from", "2026-02-30"}).code,
            2);
}

}  // namespace
}  // namespace sudare::testing
