// Commands around maintenance windows, alarms, and what staff are told of a vendor who can't get
// in: a real proxy, staff at the command line.
#include <csignal>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/proxy/windows/line_program.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using grpc::StatusCode;
using sudare::v1::WindowCommand;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kWindowPolicy[] = R"(
accounts {
  name: "engineer" role: "windowed" person: "山田 太郎" organization: "Vendor" password_hash: "{hash}"
  pledge { document: "誓約書 2020-014" signed: "2020-04-01" expires: "2999-03-31" }
}
staff { name: "clerk" duties: [ REQUEST, CONNECT ] certificate { san: "clerk@city.example" } }
staff { name: "head" duties: [ APPROVE ] certificate { san: "head@city.example" } }
)";
constexpr char kOne[] = "SELECT gross FROM payroll.employees WHERE employee_no = '000001'";

class WindowCommandsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    OfficeOptions options;
    options.policy = OfficePolicy() + kWindowPolicy;
    options.more_config = absl::StrCat("window_commands { ",
                                       line_.Commands("windowed", 4).ShortDebugString(), " }\n");
    ASSERT_OK_AND_ASSIGN(office_, Office::Open(options));
  }

  Ended Window(const std::string& person, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "window");
    return office_->RunCommandAs(person, std::move(arguments));
  }
  void Approve(const std::string& id, const std::string& to = "+1h",
               const std::string& from = "now") {
    const Ended requested =
        Window("clerk", {"request", "--person", "engineer", "--purpose", "住民税の差額", "--ticket",
                         "26-118", "--telephone", "解決せず", "--from", from, "--to", to});
    ASSERT_EQ(requested.code, 0) << requested.text;
    ASSERT_EQ(Window("head", {"approve", id}).code, 0);
  }
  std::vector<WindowCommand> Recorded() const {
    std::vector<WindowCommand> commands;
    const auto records = office_->AuditRecords();
    EXPECT_THAT(records, IsOk());
    for (const auto& record : *records) {
      if (record.has_window_command()) commands.push_back(record.window_command());
    }
    return commands;
  }
  bool IsRefused(const std::string& reason) {
    const Reply reply = office_->Ask("engineer", kOne);
    return reply.detail.reason() == reason;
  }

  LineProgram line_;
  std::unique_ptr<Office> office_;
};

TEST_F(WindowCommandsTest, AWindowIsOpenOnlyOnceItsLineIs) {
  Approve("W00001");
  line_.Fail("open");
  const Ended failed = Window("clerk", {"open", "W00001"});
  EXPECT_EQ(failed.code, 1);
  EXPECT_THAT(failed.text,
              AllOf(HasSubstr(line_.path()), HasSubstr("exit code 3"), HasSubstr("終了コード3"),
                    HasSubstr("回線断 no carrier"), HasSubstr("COMMAND_FAILED")));
  EXPECT_TRUE(IsRefused("NO_OPEN_WINDOW"));
  EXPECT_THAT(Window("head", {"show", "W00001"}).text, HasSubstr("承認済み"));
  EXPECT_TRUE(Soon([&] { return line_.Count("end close W00001") == 1; }));

  line_.Heal("open");
  line_.Delay("open", "1");
  auto opening = std::async(std::launch::async, [&] {
    return Window("clerk", {"open", "W00001"});
  });
  EXPECT_TRUE(Soon([&] { return line_.Count("begin open W00001") == 2; }));
  EXPECT_TRUE(IsRefused("NO_OPEN_WINDOW"));
  const Ended opened = opening.get();
  EXPECT_EQ(opened.code, 0) << opened.text;
  EXPECT_THAT(office_->Ask("engineer", kOne), IsAnswered());
  EXPECT_THAT(Window("head", {"show", "W00001"}).text, HasSubstr("回線接続済み / line on"));

  line_.Fail("close");
  ASSERT_EQ(Window("clerk", {"close", "W00001"}).code, 0);
  EXPECT_TRUE(IsRefused("NO_OPEN_WINDOW"));
  EXPECT_TRUE(Soon([&] {
    return Window("head", {"list"}).text.find("回線未切断 / line NOT off") != std::string::npos;
  }));
  EXPECT_THAT(Window("head", {"show", "W00001"}).text,
              AllOf(HasSubstr("切断済み / closed"), HasSubstr("no carrier")));
  EXPECT_THAT(office_->proxy().Log(), HasSubstr("its line is NOT off"));
  EXPECT_TRUE(Soon([&] { return line_.Count("end line_not_off W00001") == 1; }));
  line_.Heal("close");
  EXPECT_TRUE(Soon([&] {
    return Window("head", {"show", "W00001"}).text.find("回線") == std::string::npos;
  }));
  const std::vector<WindowCommand> recorded = Recorded();
  ASSERT_GE(recorded.size(), 6u);
  EXPECT_EQ(recorded[0].event(), WindowCommand::OPEN);
  EXPECT_EQ(recorded[0].exit_code(), 3);
  EXPECT_THAT(recorded[0].output(), HasSubstr("回線断"));
  EXPECT_EQ(recorded[0].staff(), "clerk");
}

TEST_F(WindowCommandsTest, AWindowThatEndsByItselfIsSwitchedOffAndStaffAreTold) {
  Approve("W00001", "+8s");
  ASSERT_EQ(Window("clerk", {"open", "W00001"}).code, 0);
  EXPECT_THAT(Window("head", {"list"}).text, HasSubstr("あと0分 / ends in 0 min"));
  auto watched = std::async(std::launch::async, [&] { return Window("head", {"watch"}); });
  EXPECT_TRUE(Soon([&] { return line_.Count("end ends_soon W00001") == 1; }));
  EXPECT_TRUE(Soon([&] { return line_.Count("end close W00001") == 1; }));
  EXPECT_TRUE(Soon([&] { return line_.Count("end closed_by_itself W00001") == 1; }));
  EXPECT_THAT(line_.Environment("close"), HasSubstr("SUDARE_LAST_EVENT=ended"));
  EXPECT_TRUE(IsRefused("NO_OPEN_WINDOW"));
  // The watch ends with the proxy.
  absl::SleepFor(absl::Seconds(1));
  EXPECT_THAT(office_->proxy().Stop(SIGTERM), IsOk());
  EXPECT_THAT(watched.get().text,
              AllOf(HasSubstr("⚠ あと0分 / ends in 0 min"), HasSubstr("自動切断(終了時刻)"),
                    HasSubstr("⚠ 職員が切断する前に自動切断されました / closed by itself")));
}

TEST_F(WindowCommandsTest, AProxyKilledWhileTheLineIsSwitchedOpensNothing) {
  Approve("W00001");
  line_.Delay("open", "30");
  auto opening = std::async(std::launch::async, [&] {
    return Window("clerk", {"open", "W00001"});
  });
  EXPECT_TRUE(Soon([&] { return line_.Count("begin open W00001") == 1; }));
  EXPECT_THAT(office_->proxy().Stop(SIGKILL), IsOk());
  EXPECT_NE(opening.get().code, 0);
  ASSERT_THAT(office_->proxy().Restart(), IsOk());
  EXPECT_TRUE(Soon([&] { return IsRefused("NO_OPEN_WINDOW"); }));
  EXPECT_THAT(Window("head", {"show", "W00001"}).text, HasSubstr("承認済み"));
  line_.Heal("open");
  EXPECT_THAT(Window("clerk", {"open", "W00001"}).text,
              AllOf(HasSubstr("LINE_BUSY"), HasSubstr("切り替え中")));
  // Once the command that was left behind is killed.
  EXPECT_TRUE(Soon([&] { return line_.Count("end close W00001") == 1; }, absl::Seconds(40)));
  EXPECT_EQ(line_.Count("end open W00001"), 0);
  EXPECT_TRUE(Soon([&] { return Window("clerk", {"open", "W00001"}).code == 0; }));
  EXPECT_THAT(office_->Ask("engineer", kOne), IsAnswered());
}

TEST_F(WindowCommandsTest, AnOrderlyStopKillsTheCommandAndSwitchesOffAtTheNextStart) {
  Approve("W00001");
  ASSERT_EQ(Window("clerk", {"open", "W00001"}).code, 0);
  line_.Delay("close", "30");
  ASSERT_EQ(Window("clerk", {"close", "W00001"}).code, 0);
  EXPECT_TRUE(Soon([&] { return line_.Count("begin close W00001") == 1; }));
  const absl::Time start = absl::Now();
  EXPECT_THAT(office_->proxy().Stop(SIGTERM), IsOk());
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  line_.Heal("close");
  ASSERT_THAT(office_->proxy().Restart(), IsOk());
  EXPECT_TRUE(Soon([&] { return line_.Count("end close W00001") == 1; }, absl::Seconds(40)));
}

// "We can't get in."
TEST_F(WindowCommandsTest, StaffAreToldOfTheNextWindowAndTheVendorIsNot) {
  const std::string day = absl::FormatTime("%Y-%m-%d", absl::Now() + absl::Hours(24 * 30),
                                           absl::FixedTimeZone(9 * 60 * 60));
  Approve("W00001", day + " 21:00", day + " 19:00");
  for (int i = 0; i < 3; ++i) {
    const Reply refused = office_->Ask("engineer", kOne);
    EXPECT_THAT(refused, testing::IsRefused(StatusCode::FAILED_PRECONDITION, "NO_OPEN_WINDOW"));
    const std::string all = absl::StrCat(refused.status.error_message(), refused.detail.advice(),
                                         refused.status.error_details());
    EXPECT_THAT(all, AllOf(Not(HasSubstr("W0000")), Not(HasSubstr("19:00")), Not(HasSubstr(day)),
                           Not(HasSubstr("next")), Not(HasSubstr("予定")),
                           Not(HasSubstr("staff-note")), HasSubstr("telephone the city")));
  }
  // Attempts are written every few seconds.
  std::string told;
  EXPECT_TRUE(Soon([&] {
    told = Window("clerk", {"next", "engineer"}).text;
    return told.find("3回 / times") != std::string::npos;
  }));
  EXPECT_THAT(told,
              AllOf(HasSubstr(absl::StrCat("W00001  ", day, " 19:00 – ", day, " 21:00  承認済み")),
                    HasSubstr("windowed"), HasSubstr("NO_OPEN_WINDOW")));
  EXPECT_THAT(Window("vendor", {"next", "engineer"}).text,
              AllOf(HasSubstr("NOT_STAFF"), Not(HasSubstr("W0000"))));
  EXPECT_THAT(Window("clerk", {"next", "nobody"}).text, HasSubstr("UNKNOWN_ACCOUNT"));
  // So do the log and the record of each attempt.
  EXPECT_THAT(office_->proxy().Log(),
              HasSubstr(absl::StrCat("account engineer was refused: no window is open for it; "
                                     "next window W00001 (approved), ",
                                     day, " 19:00")));
  ASSERT_OK_AND_ASSIGN(const auto records, office_->AuditRecords());
  int noted = 0;
  for (const auto& record : records) {
    if (record.refusal().staff_note().find("W00001") != std::string::npos) ++noted;
  }
  EXPECT_EQ(noted, 3);
}

}  // namespace
}  // namespace sudare::testing
