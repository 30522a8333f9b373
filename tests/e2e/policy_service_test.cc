// The policy of a running proxy as admins see it: status, reload by call, one column explained; and
// as monitoring sees it.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/policy_service.grpc.pb.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::ServerEvent;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kStaff[] = R"(
staff { name: "admin" duties: [ ADMINISTER ] certificate { san: "admin@city.example" } }
staff { name: "auditor" duties: [ AUDIT ] certificate { san: "auditor@city.example" } }
staff { name: "head" duties: [ DETOKENIZE ] certificate { san: "head@city.example" } }
)";
constexpr char kName[] = "SELECT full_name FROM payroll.employees WHERE employee_no = '000001'";

// An address that was free a moment ago.
std::string FreeAddress() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  EXPECT_EQ(bind(fd, any, size), 0);
  EXPECT_EQ(getsockname(fd, any, &size), 0);
  close(fd);
  return absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
}

class PolicyServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    OfficeOptions options;
    options.policy = OfficePolicy() + kStaff;
    options.more_config =
        absl::StrCat("policy_watch: false metrics { address: \"", metrics_, "\" }");
    ASSERT_OK_AND_ASSIGN(office_, Office::Open(options));
  }

  // `sudare policy …` with the certificate of this person.
  Ended Policy(const std::string& person, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "policy");
    return office_->RunCommandAs(person, std::move(arguments));
  }

  void Write(const std::string& policy) {
    std::ifstream old(office_->proxy().policy_path());
    const std::string text{std::istreambuf_iterator<char>(old), {}};
    const size_t begin = text.find("$argon2");
    const std::string hash = text.substr(begin, text.find('"', begin) - begin);
    std::ofstream(office_->proxy().policy_path())
        << absl::StrReplaceAll(policy + kStaff, {{"{hash}", hash}});
  }

  std::string Scrape() const {
    ChildOptions options;
    options.arguments = {"/usr/bin/python3", "-c",
                         absl::StrCat("import urllib.request as u; print(u.urlopen('http://",
                                      metrics_, "/metrics').read().decode())")};
    const auto page = RunProgram(options, "");
    EXPECT_THAT(page, IsOk());
    return page.value_or("");
  }

  const std::string metrics_ = FreeAddress();
  std::unique_ptr<Office> office_;
};

TEST_F(PolicyServiceTest, AdminsLookAndReload) {
  const Ended before = Policy("admin", {"status"});
  EXPECT_EQ(before.code, 0) << before.text;
  EXPECT_THAT(before.text, AllOf(HasSubstr("in force   "), HasSubstr("1 put into force")));
  EXPECT_EQ(Policy("auditor", {"status", "--format", "json"}).code, 0);

  Write(absl::StrReplaceAll(
      OfficePolicy(),
      {{"tokenize { domain: \"name\" scope: ROLE prefix: \"nam\" }", "redact {}"}}));
  // Nothing happens by itself where the configuration says so.
  absl::SleepFor(absl::Seconds(2));
  EXPECT_NE(office_->Ask("vendor", kName).rows[0][0], Value());
  const Ended reload = Policy("admin", {"reload"});
  EXPECT_EQ(reload.code, 0) << reload.text;
  EXPECT_THAT(reload.text, HasSubstr("2 put into force"));
  EXPECT_EQ(office_->Ask("vendor", kName).rows[0][0], Value());

  const auto records = office_->AuditRecords();
  ASSERT_THAT(records, IsOk());
  const auto event = std::find_if(records->begin(), records->end(), [](const auto& record) {
    return record.server().cause() == "call";
  });
  ASSERT_NE(event, records->end());
  EXPECT_EQ(event->server().kind(), ServerEvent::POLICY_LOADED);
  EXPECT_EQ(event->server().caller().staff(), "admin");
}

TEST_F(PolicyServiceTest, ARejectedPolicyIsToldWithItsPlace) {
  Write("classes { nam: \"x\" }\n");
  const Ended reload = Policy("admin", {"reload"});
  EXPECT_EQ(reload.code, 1);
  EXPECT_THAT(reload.text, AllOf(HasSubstr("policy.textproto:1:11: error"),
                                 HasSubstr("did you mean `name`?"), HasSubstr("REJECTED")));
  EXPECT_EQ(Policy("admin", {"status"}).code, 1);
  EXPECT_THAT(office_->Ask("vendor", kName), IsAnswered());
  EXPECT_THAT(Scrape(), AllOf(HasSubstr("sudare_policy_last_load_successful 0"),
                              HasSubstr("sudare_policy_loads_total{result=\"rejected\"} 1"),
                              HasSubstr("sudare_serving 1")));
}

TEST_F(PolicyServiceTest, OthersAreRefused) {
  for (const char* call : {"status", "reload"}) {
    const Ended vendor = Policy("vendor", {call});
    EXPECT_NE(vendor.code, 0);
    EXPECT_THAT(vendor.text, HasSubstr("only staff of the city may"));
    const Ended head = Policy("head", {call});
    EXPECT_NE(head.code, 0);
    EXPECT_THAT(head.text, HasSubstr("does not hold the duty ADMINISTER"));
  }
  const Ended auditor = Policy("auditor", {"reload"});
  EXPECT_NE(auditor.code, 0);
  EXPECT_THAT(auditor.text, HasSubstr("does not hold the duty ADMINISTER"));
}

TEST_F(PolicyServiceTest, AColumnIsExplained) {
  auto stub = sudare::v1::PolicyService::NewStub(
      office_->proxy().TlsChannel("admin", "admin@city.example"));
  const auto ask = [&](const std::string& account, const std::string& column,
                       sudare::v1::ExplainColumnResponse* response) {
    grpc::ClientContext context;
    sudare::v1::ExplainColumnRequest request;
    request.set_account(account);
    request.set_column(column);
    return stub->ExplainColumn(&context, request, response);
  };
  sudare::v1::ExplainColumnResponse response;
  ASSERT_TRUE(ask("vendor", "payroll.employees.phone", &response).ok());
  EXPECT_EQ(response.mask(), "partial");
  EXPECT_THAT(response.rule(), HasSubstr("policy.textproto:"));
  ASSERT_GT(response.passed_size(), 0);
  EXPECT_THAT(response.passed(0).why(), HasSubstr("class"));
  ASSERT_TRUE(ask("vendor", "payroll.employees.nothing", &response).ok());
  EXPECT_EQ(response.mask(), "hide");
  EXPECT_EQ(ask("nobody", "payroll.employees.phone", &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ask("vendor", "phone", &response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(PolicyServiceTest, QueriesAreCountedAndNothingIsTold) {
  EXPECT_THAT(office_->Ask("vendor", kName), IsAnswered());
  EXPECT_FALSE(office_->Ask("vendor", "SELECT himitsu FROM payroll.employees").status.ok());
  const std::string page = Scrape();
  EXPECT_THAT(page, AllOf(HasSubstr("sudare_queries_total{status=\"OK\"}"),
                          HasSubstr("sudare_queries_total{status=\"INVALID_ARGUMENT\"} 1"),
                          HasSubstr("sudare_query_duration_seconds_bucket"),
                          HasSubstr("sudare_audit_log_writable 1")));
  EXPECT_THAT(page, AllOf(Not(HasSubstr("himitsu")), Not(HasSubstr("employees")),
                          Not(HasSubstr("vendor"))));
}

}  // namespace
}  // namespace sudare::testing
