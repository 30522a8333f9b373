// Maintenance windows as people live through them: a real proxy, staff at the command line, the
// vendor with a client.
#include <signal.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using grpc::StatusCode;
using sudare::v1::WindowEvent;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kWindowPolicy[] = R"(
roles { name: "counter" exclusive_with: "windowed" rules { class: "open" allow {} } }
accounts { name: "counter" role: "counter" kind: PROGRAM password_hash: "{hash}" }
accounts {
  name: "engineer" role: "windowed" person: "山田 太郎" organization: "Vendor" password_hash: "{hash}"
  certificate { san: "vendor-engineer@example.com" }
  pledge { document: "誓約書 2020-014" signed: "2020-04-01" expires: "2999-03-31" }
}
staff { name: "clerk" duties: [ REQUEST, CONNECT ] certificate { san: "clerk@city.example" } }
staff { name: "head" duties: [ APPROVE ] certificate { san: "head@city.example" } }
)";
constexpr char kOne[] = "SELECT gross FROM payroll.employees WHERE employee_no = '000001'";

class WindowsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    OfficeOptions options;
    options.policy = OfficePolicy() + kWindowPolicy;
    ASSERT_OK_AND_ASSIGN(office_, Office::Open(options));
  }

  Ended Window(const std::string& person, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "window");
    return office_->RunCommandAs(person, std::move(arguments));
  }
  Ended Request(std::vector<std::string> more = {}, const std::string& to = "+1h") {
    std::vector<std::string> arguments = {
        "request",     "--person", "engineer", "--purpose", "住民税の差額", "--ticket", "26-118",
        "--telephone", "解決せず", "--from",   "now",       "--to",         to};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Window("clerk", arguments);
  }
  // Requests, approves and opens the window of this number.
  void Open(const std::string& id, std::vector<std::string> more = {},
            const std::string& to = "+1h") {
    ASSERT_EQ(Request(std::move(more), to).code, 0);
    ASSERT_EQ(Window("head", {"approve", id}).code, 0);
    const Ended opened = Window("clerk", {"open", id});
    ASSERT_EQ(opened.code, 0) << opened.text;
  }
  // How long after `close` the answer ended.
  absl::Duration EndsAfterClose(const std::string& id, std::future<absl::Time>& end) {
    EXPECT_TRUE(Soon([&] { return office_->RunningInDatabase() > 0; }));
    // The certificate is there already: only the call is timed, with the start of the command.
    const absl::Time start = absl::Now();
    EXPECT_EQ(Window("clerk", {"close", id}).code, 0);
    return end.get() - start;
  }

  std::unique_ptr<Office> office_;
};

TEST_F(WindowsTest, AWindowFromTheRequestToItsEnd) {
  const Reply outside = office_->Ask("engineer", kOne);
  EXPECT_THAT(outside, IsRefused(StatusCode::FAILED_PRECONDITION, "NO_OPEN_WINDOW"));
  EXPECT_THAT(outside.status.error_message(),
              AllOf(HasSubstr("maintenance windows only"), HasSubstr("保守作業の時間外")));

  const Ended requested = Request();
  ASSERT_EQ(requested.code, 0) << requested.text;
  EXPECT_THAT(requested.text, AllOf(HasSubstr("W00001"), HasSubstr("申請中 / requested"),
                                    HasSubstr("山田 太郎 (engineer, Vendor; 誓約書 2020-014")));
  // Neither the requester nor the vendor approves or opens.
  EXPECT_THAT(Window("clerk", {"approve", "W00001"}).text, HasSubstr("DUTY_MISSING"));
  EXPECT_THAT(Window("vendor", {"approve", "W00001"}).text, HasSubstr("NOT_STAFF"));
  EXPECT_THAT(Window("vendor", {"list"}).text,
              AllOf(HasSubstr("NOT_STAFF"), Not(HasSubstr("W00"))));
  EXPECT_EQ(Window("clerk", {"open", "W00001"}).code, 1);
  ASSERT_EQ(Window("head", {"approve", "W00001", "--remark", "至急"}).code, 0);
  EXPECT_THAT(office_->Ask("engineer", kOne),
              IsRefused(StatusCode::FAILED_PRECONDITION, "NO_OPEN_WINDOW"));
  ASSERT_EQ(Window("clerk", {"open", "W00001"}).code, 0);
  EXPECT_THAT(office_->Ask("engineer", kOne), IsAnswered());
  const Ended listed = Window("head", {"list", "--state", "open"});
  EXPECT_THAT(listed.text, AllOf(HasSubstr("W00001"), HasSubstr("接続中")));
  ASSERT_EQ(Window("clerk", {"close", "W00001"}).code, 0);
  EXPECT_THAT(office_->Ask("engineer", kOne),
              IsRefused(StatusCode::FAILED_PRECONDITION, "NO_OPEN_WINDOW"));
  const Ended shown = Window("head", {"show", "W00001"});
  EXPECT_THAT(
      shown.text,
      AllOf(HasSubstr("申請 / requested  clerk"), HasSubstr("承認 / approved  head  「至急」"),
            HasSubstr("接続 / connected  clerk"), HasSubstr("切断 / disconnected  clerk")));

  // All of it is on record, the query with its window, the refusals too.
  ASSERT_OK_AND_ASSIGN(const auto records, office_->AuditRecords());
  int in_window = 0;
  int refused = 0;
  int changes = 0;
  for (const auto& record : records) {
    if (record.intent().caller().window() == "W00001") ++in_window;
    if (record.refusal().reason() == "NO_OPEN_WINDOW") ++refused;
    if (record.window_change().status() == "OK") ++changes;
  }
  EXPECT_EQ(in_window, 1);
  EXPECT_EQ(refused, 3);
  EXPECT_EQ(changes, 4);
}

TEST_F(WindowsTest, ClosingEndsWhatRunsWithinASecond) {
  const char* const kinds[] = {kLongWork, kEndlessRows};
  for (int i = 0; i < 2; ++i) {
    const std::string id = absl::StrCat("W0000", i + 1);
    Open(id);
    Reply reply;
    auto end = std::async(std::launch::async, [&] {
      reply = RunQuery(office_->stub(), "engineer", kinds[i], {}, /*keep_rows=*/false);
      return absl::Now();
    });
    // A second for the query, and what it takes to start a command.
    EXPECT_LT(EndsAfterClose(id, end), absl::Seconds(3));
    EXPECT_THAT(reply, IsRefused(StatusCode::ABORTED, "WINDOW_CLOSED"));
    EXPECT_THAT(reply.status.error_message(), HasSubstr("切断"));
    EXPECT_TRUE(Soon([&] { return office_->RunningInDatabase() == 0; }, absl::Seconds(1)));
  }
}

TEST_F(WindowsTest, AClientThatDoesNotReadIsNoWayToStay) {
  Open("W00001");
  grpc::ClientContext context;
  ProxyProcess::LogIn(context, "engineer");
  sudare::v1::QueryRequest request;
  request.set_sql(kEndlessRows);
  const auto reader = office_->stub().Query(&context, request);
  EXPECT_TRUE(Soon([&] { return office_->RunningInDatabase() > 0; }));
  // Until its buffers are full.
  std::this_thread::sleep_for(std::chrono::seconds(1));
  ASSERT_EQ(Window("clerk", {"close", "W00001"}).code, 0);
  EXPECT_TRUE(Soon([&] { return office_->RunningInDatabase() == 0; }, absl::Seconds(2)));
}

TEST_F(WindowsTest, TheEndIsKeptThoughNobodyCloses) {
  Open("W00001", {}, "+6s");
  const absl::Time start = absl::Now();
  const Reply reply = office_->Ask("engineer", kLongWork);
  EXPECT_THAT(reply, IsRefused(StatusCode::ABORTED, "WINDOW_CLOSED"));
  EXPECT_THAT(reply.status.error_message(), HasSubstr("自動切断"));
  EXPECT_LT(absl::Now() - start, absl::Seconds(8));
  EXPECT_TRUE(Soon([&] {
    return Window("head", {"show", "W00001"}).text.find("自動切断(終了時刻)") != std::string::npos;
  }));
}

TEST_F(WindowsTest, AWindowNarrowsWhatIsSeenAndHowMuch) {
  Open("W00001", {"--class", "open", "--rows", "1500"});
  EXPECT_THAT(office_->Ask("engineer", kOne), IsAnswered());
  const Reply hidden = office_->Ask("engineer", "SELECT phone FROM payroll.employees");
  EXPECT_EQ(hidden.status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(office_->Ask("engineer", "SELECT employee_no FROM payroll.employees"), IsAnswered());
  EXPECT_THAT(office_->Ask("engineer", "SELECT employee_no FROM payroll.employees"),
              IsRefused(StatusCode::RESOURCE_EXHAUSTED, "WINDOW_ROWS"));
  ASSERT_EQ(Window("clerk", {"close", "W00001"}).code, 0);
  // The next window shows what the role shows.
  Open("W00002");
  EXPECT_THAT(office_->Ask("engineer", "SELECT phone FROM payroll.employees"), IsAnswered());
}

TEST_F(WindowsTest, BothSidesAreNeverConnected) {
  EXPECT_THAT(office_->Ask("counter", kOne), IsAnswered());
  ASSERT_EQ(Request().code, 0);
  ASSERT_EQ(Window("head", {"approve", "W00001"}).code, 0);
  const Ended blocked = Window("clerk", {"open", "W00001"});
  EXPECT_EQ(blocked.code, 1);
  EXPECT_THAT(blocked.text, AllOf(HasSubstr("OTHER_SIDE_CONNECTED"), HasSubstr("counter")));
  // The counter's staff go home; it lingers for half a minute.
  EXPECT_TRUE(Soon(
      [&] {
        return Window("clerk", {"open", "W00001"}).code == 0;
      },
      absl::Seconds(60)));
  const Reply shut = office_->Ask("counter", kOne);
  EXPECT_THAT(shut, IsRefused(StatusCode::FAILED_PRECONDITION, "OTHER_SIDE_CONNECTED"));
  EXPECT_THAT(shut.status.error_message(), AllOf(HasSubstr("リモート保守中"), HasSubstr("clerk")));
  ASSERT_EQ(Window("clerk", {"close", "W00001"}).code, 0);
  EXPECT_TRUE(Soon([&] { return office_->Ask("counter", kOne).status.ok(); }));
}

TEST_F(WindowsTest, AKilledProxyOpensNothingAndForgetsNothing) {
  Open("W00001");
  ASSERT_EQ(Request().code, 0);
  ASSERT_OK_AND_ASSIGN(const int ended, office_->proxy().Stop(SIGKILL));
  EXPECT_NE(ended, 0);
  ASSERT_THAT(office_->proxy().Restart(), IsOk());
  EXPECT_TRUE(Soon([&] { return office_->Ask("engineer", kOne).status.ok(); }));
  EXPECT_EQ(Window("clerk", {"open", "W00002"}).code, 1);
  ASSERT_EQ(Window("clerk", {"close", "W00001"}).code, 0);
  ASSERT_OK_AND_ASSIGN(const int again, office_->proxy().Stop(SIGKILL));
  EXPECT_NE(again, 0);
  ASSERT_THAT(office_->proxy().Restart(), IsOk());
  // The channel finds the new process after a while.
  Reply reply;
  EXPECT_TRUE(Soon([&] {
    reply = office_->Ask("engineer", kOne);
    return reply.status.error_code() != StatusCode::UNAVAILABLE;
  }));
  EXPECT_THAT(reply, IsRefused(StatusCode::FAILED_PRECONDITION, "NO_OPEN_WINDOW"));
}

}  // namespace
}  // namespace sudare::testing
