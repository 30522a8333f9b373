// From a token back to its value, with the real proxy and the `sudare token` command: for staff
// with the duty only, one record each, and the value in no log.
#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/token.grpc.pb.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::Detokenization;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kStaff[] = R"(
staff { name: "head" duties: [ DETOKENIZE ] certificate { san: "head@city.example" } }
staff { name: "busy" duties: [ DETOKENIZE ] certificate { san: "busy@city.example" } }
staff { name: "auditor" duties: [ AUDIT ] certificate { san: "audit@city.example" } }
)";
constexpr char kName[] = "鈴木 一郎1";

class TokensTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    OfficeOptions options;
    options.policy = OfficePolicy() + kStaff;
    options.more_config = "token_limits { detokenize_per_hour: 12 }";
    ASSERT_OK_AND_ASSIGN(auto office, Office::Open(options));
    office_ = office.release();
  }
  static void TearDownTestSuite() {
    if (office_ == nullptr) return;
    // Nor when the process ends and says goodbye.
    EXPECT_THAT(office_->proxy().Stop(SIGTERM), IsOk());
    ExpectValueInNoLog();
    delete office_;
  }

  void SetUp() override {
    ASSERT_NE(office_, nullptr);
    before_ = Records().size();
    const Reply reply = office_->Ask(
        "vendor", "SELECT full_name FROM payroll.employees WHERE employee_no = '000001'");
    ASSERT_THAT(reply, IsAnswered());
    ASSERT_EQ(reply.rows.size(), 1u);
    token_ = *reply.rows[0][0];
    ASSERT_THAT(token_, HasSubstr("nam_"));
  }

  // `sudare token …` with the certificate of this person.
  Ended Token(const std::string& person, std::vector<std::string> arguments,
              const std::string& input = "") {
    ProxyProcess& proxy = office_->proxy();
    const std::string san =
        absl::StrCat(person, person == "vendor" ? "@example.com" : "@city.example");
    EXPECT_NE(proxy.TlsChannel(person, san), nullptr);
    const std::string stem = absl::StrCat(proxy.folder(), "/", person);
    arguments.insert(arguments.begin(), "token");
    for (const std::string& flag :
         {std::string("--server"), absl::StrCat("localhost:", proxy.tls_port()),
          std::string("--ca"), proxy.folder() + "/ca.pem", std::string("--cert"), stem + ".pem",
          std::string("--key"), stem + ".key"}) {
      arguments.push_back(flag);
    }
    return office_->RunCommand(arguments, input);
  }

  // Of this test.
  std::vector<Detokenization> Records() {
    std::vector<Detokenization> found;
    const auto records = office_->AuditRecords();
    EXPECT_THAT(records, IsOk());
    for (const auto& record : *records) {
      if (record.has_detokenization()) found.push_back(record.detokenization());
    }
    found.erase(found.begin(), found.begin() + std::min(before_, found.size()));
    return found;
  }

  static void ExpectValueInNoLog() {
    for (const std::string& text : {office_->AuditBytes(), office_->proxy().Log()}) {
      EXPECT_THAT(text, Not(HasSubstr("鈴木")));
      EXPECT_THAT(text, Not(HasSubstr("一郎")));
    }
  }

  static Office* office_;
  size_t before_ = 0;
  std::string token_;
};

Office* TokensTest::office_ = nullptr;

TEST_F(TokensTest, StaffSeeWhoItIsAndTheLogSaysWhoAsked) {
  const Ended shown = Token("head", {"detokenize", token_, "--purpose", "ticket 2026-17"});
  EXPECT_EQ(shown.code, 0) << shown.text;
  EXPECT_THAT(shown.text,
              AllOf(HasSubstr(absl::StrCat("value      ", kName, "\n")),
                    HasSubstr("scope      role maintenance\n"), HasSubstr("domain     name\n"),
                    HasSubstr("data       name\n"), ContainsRegex("shown to   vendor, ")));
  const Ended json = Token("head", {"detokenize", "--purpose", "again", "--format", "json"},
                           absl::StrCat("  ", token_, "\n"));
  EXPECT_EQ(json.code, 0) << json.text;
  EXPECT_THAT(json.text, HasSubstr(absl::StrCat("{\"value\":\"", kName, "\",\"domain\":\"name\"")));

  const auto records = Records();
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].caller().staff(), "head");
  EXPECT_EQ(records[0].purpose(), "ticket 2026-17");
  EXPECT_EQ(records[0].status(), "OK");
  EXPECT_EQ(records[0].role(), "maintenance");
  EXPECT_THAT(shown.text, HasSubstr(records[0].call_id()));
  // The same token, the same reference.
  EXPECT_THAT(shown.text, HasSubstr(records[0].token_reference()));
  EXPECT_EQ(records[0].token_reference(), records[1].token_reference());
  EXPECT_EQ(office_->RunCommand({"audit", "verify", office_->proxy().audit_folder()}).code, 0);
  ExpectValueInNoLog();
}

TEST_F(TokensTest, AVendorNeverGetsTheValueOfItsOwnToken) {
  for (const char* call : {"detokenize", "trace"}) {
    const Ended refused = Token("vendor", {call, token_, "--purpose", "I saw it anyway"});
    EXPECT_EQ(refused.code, 1) << refused.text;
    EXPECT_THAT(refused.text, HasSubstr("only staff of the city may"));
    EXPECT_THAT(refused.text, Not(HasSubstr("鈴木")));
  }
  const auto records = Records();
  ASSERT_EQ(records.size(), 2u);
  for (const Detokenization& record : records) {
    EXPECT_EQ(record.caller().account(), "vendor");
    EXPECT_EQ(record.reason(), "NOT_STAFF");
  }
  ExpectValueInNoLog();
}

TEST_F(TokensTest, ATokenThatWasForgedOrShownToOthersGivesNothing) {
  std::string forged = token_;
  forged[30] = forged[30] == 'A' ? 'B' : 'A';
  const Ended unknown = Token("head", {"detokenize", forged, "--purpose", "x"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_THAT(unknown.text, HasSubstr("not found: this is no token of the policy in force"));
  // What was pasted by mistake is neither repeated nor kept.
  const Ended mistake = Token("head", {"detokenize", kName, "--purpose", "x"});
  EXPECT_EQ(mistake.text, unknown.text);
  const Ended foreign =
      Token("head", {"detokenize", token_, "--purpose", "x", "--account", "tight"});
  EXPECT_EQ(foreign.code, 1);
  EXPECT_THAT(foreign.text, AllOf(HasSubstr("never shown to account `tight`"),
                                  HasSubstr("role `maintenance`"), Not(HasSubstr("鈴木"))));
  ExpectValueInNoLog();
}

TEST_F(TokensTest, AnAuditorTracesATokenAndCantOpenIt) {
  EXPECT_EQ(Token("stranger", {"trace", token_}).code, 3) << "the policy knows no such staff";
  const Ended by_audit = Token("audit", {"trace", token_});
  EXPECT_EQ(by_audit.code, 0) << by_audit.text;
  EXPECT_THAT(by_audit.text, AllOf(HasSubstr("scope      role maintenance"),
                                   Not(HasSubstr("value")), Not(HasSubstr("鈴木"))));
  const Ended refused = Token("audit", {"detokenize", token_, "--purpose", "x"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.text, HasSubstr("does not hold the duty DETOKENIZE"));
}

TEST_F(TokensTest, LookUpsAreLimitedAndForgeriesCount) {
  for (int i = 0; i < 11; ++i) {
    EXPECT_EQ(Token("busy", {"detokenize", "nam_forged", "--purpose", "x"}).code, 1);
  }
  EXPECT_EQ(Token("busy", {"detokenize", token_, "--purpose", "x"}).code, 0);
  const Ended refused = Token("busy", {"detokenize", token_, "--purpose", "x"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.text, AllOf(ContainsRegex("over a limit: .*try again in [0-9]+[hm]"),
                                  Not(HasSubstr("鈴木"))));
  EXPECT_EQ(Records().back().reason(), "TOKEN_CALLS_PER_HOUR");
}

TEST_F(TokensTest, PasswordsAndPlainTextOpenNoToken) {
  const auto stub = sudare::v1::TokenService::NewStub(office_->proxy().PlainChannel());
  for (const char* user : {"", "vendor", "hr"}) {
    grpc::ClientContext context;
    if (*user != '\0') ProxyProcess::LogIn(context, user);
    sudare::v1::DetokenizeRequest request;
    request.set_token(token_);
    request.set_purpose("x");
    sudare::v1::DetokenizeResponse response;
    EXPECT_EQ(stub->Detokenize(&context, request, &response).error_code(),
              grpc::StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(response.ByteSizeLong(), 0u);
  }
}

TEST_F(TokensTest, TheCommandSaysWhatIsMissing) {
  const std::string server = absl::StrCat("localhost:", office_->proxy().tls_port());
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"token", "detokenize"});
    return office_->RunCommand(arguments);
  };
  EXPECT_EQ(run({token_, "--server", server}).code, 2) << "no purpose";
  const Ended user = run({token_, "--purpose", "x", "--server", server, "--user", "hr"});
  EXPECT_EQ(user.code, 2);
  EXPECT_THAT(user.text, HasSubstr("staff log in by certificate"));
  EXPECT_THAT(run({token_, "--purpose", "x", "--server", server}).text, HasSubstr("--cert"));
  const Ended none = Token("head", {"detokenize", "--purpose", "x"}, " \n");
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.text, HasSubstr("no token"));
  const Ended blank = Token("head", {"detokenize", token_, "--purpose", " "});
  EXPECT_EQ(blank.code, 1);
  EXPECT_THAT(blank.text, HasSubstr("not valid: no purpose"));
}

}  // namespace
}  // namespace sudare::testing
