// Commands that run when windows open, close and are about to end, over each kind of state.
#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "proxy/windows/errand_book.h"
#include "proxy/windows/errand_runner.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_desk.h"
#include "proxy/windows/window_time.h"
#include "tests/proxy/state/state_under_test.h"
#include "tests/proxy/windows/line_program.h"
#include "tests/proxy/windows/window_house.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::Window;
using sudare::v1::WindowCommand;
using sudare::v1::WindowErrand;
using sudare::v1::WindowEvent;
using sudare::v1::WindowLine;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using windows::ErrandRunner;
using windows::Errands;

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;
using Kind = std::pair<const char*, std::function<std::unique_ptr<StateUnderTest>()>>;

bool Soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 2000; ++i) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return false;
}

// Long enough that it would have happened.
void LetTimePass() { absl::SleepFor(absl::Milliseconds(1500)); }

class WindowLinesTest : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    state_ = GetParam().second();
    ASSERT_NE(state_, nullptr);
    ASSERT_OK_AND_ASSIGN(auto store, state_->Open());
    house_ = std::make_unique<WindowHouse>(std::move(store));
    UsePrograms({program_.Commands("maintenance")});
    house_->desk = house_->MakeDesk(&lines_);
  }
  void TearDown() override {
    runner_.reset();
    other_.reset();
  }

  void UsePrograms(std::vector<sudare::v1::WindowCommands> entries) {
    programs_ = windows::WindowPrograms(std::move(entries));
    lines_ = house_->Lines("one", &programs_);
  }
  std::unique_ptr<ErrandRunner> Runner(const std::string& proxy) {
    return std::make_unique<ErrandRunner>(house_->Lines(proxy, &programs_),
                                          windows::Clocks{[this] { return house_->clock.wall(); },
                                                          windows::SystemClocks().monotonic});
  }
  void Run() { runner_ = Runner("one"); }

  std::string Approved(const std::vector<std::string>& accounts = {"vendor-1"}) {
    const auto window = house_->Request("requester", WindowHouse::Asked(accounts));
    EXPECT_THAT(window, IsOk());
    EXPECT_THAT(house_->Do(&WindowDesk::Approve, "approver", window->id()), IsOk());
    return window->id();
  }
  absl::StatusOr<Window> Open(const std::string& id) {
    return house_->Do(&WindowDesk::Open, "connector", id);
  }
  absl::StatusOr<Window> Close(const std::string& id) {
    return house_->Do(&WindowDesk::Close, "connector", id);
  }
  std::string Opened() {
    const std::string id = Approved();
    EXPECT_THAT(Open(id), IsOk());
    return id;
  }
  Window Get(const std::string& id) { return house_->Get(id); }
  std::optional<WindowErrand> LineOf(const std::string& id, Errands kind = Errands::kLine) {
    std::optional<WindowErrand> found;
    EXPECT_THAT(house_->store->Read([&](StateReader& state) -> absl::Status {
      auto read = windows::FindErrand(state, kind, id);
      if (read.ok()) found = *std::move(read);
      return read.status();
    }),
                IsOk());
    return found;
  }
  void Put(const WindowErrand& errand, absl::Duration held_for) {
    ASSERT_THAT(house_->store->Transact([&](StateTransaction& state) {
      WindowErrand line = errand;
      windows::Hold("another proxy", state.Now() + held_for, &line);
      return windows::PutErrand(state, Errands::kLine, line);
    }),
                IsOk());
  }
  // As a proxy leaves it that is killed while the command at opening runs.
  void Claim(const std::string& id, absl::Duration held_for) {
    WindowErrand line;
    line.set_window(id);
    line.set_role("maintenance");
    line.set_entry("maintenance");
    line.set_opening(true);
    line.set_staff("somebody");
    Put(line, held_for);
  }
  std::vector<WindowCommand> Recorded() const {
    std::vector<WindowCommand> commands;
    for (const auto& record : house_->log.records()) {
      if (record.has_window_command()) commands.push_back(record.window_command());
    }
    return commands;
  }

  LineProgram program_;
  std::unique_ptr<StateUnderTest> state_;
  std::unique_ptr<WindowHouse> house_;
  windows::WindowPrograms programs_;
  windows::LineParts lines_;
  std::unique_ptr<ErrandRunner> runner_;
  std::unique_ptr<ErrandRunner> other_;
};

TEST_P(WindowLinesTest, TheCommandsRunAroundTheWindowAndKnowWhoseItIs) {
  Run();
  const std::string id = Opened();
  EXPECT_THAT(program_.Log(), ElementsAre("begin open W00001", "end open W00001"));
  EXPECT_EQ(Get(id).line().state(), WindowLine::ON);
  const std::string facts = program_.Environment("open");
  for (const char* const fact :
       {"SUDARE_EVENT=open\n", "SUDARE_WINDOW=W00001\n", "SUDARE_ROLE=maintenance\n",
        "SUDARE_ACCOUNTS=vendor-1\n", "SUDARE_STAFF=connector\n", "SUDARE_ATTEMPT=1\n",
        "SUDARE_LAST_EVENT=opened\n", "SUDARE_OTHER_WINDOWS=0\n", "SUDARE_TIMEOUT=10\n",
        "SUDARE_PLANNED_START=2026-11-27T19:00:00+09:00\n",
        "SUDARE_PLANNED_END=2026-11-27T21:00:00+09:00\n"}) {
    EXPECT_THAT(facts, HasSubstr(fact));
  }
  ASSERT_THAT(Close(id), IsOk());
  EXPECT_TRUE(Soon([&] { return !LineOf(id).has_value(); }));
  EXPECT_EQ(program_.Count("end close W00001"), 1);
  EXPECT_THAT(program_.Environment("close"), AllOf(HasSubstr("SUDARE_LAST_EVENT=closed\n"),
                                                   HasSubstr("SUDARE_STAFF=connector\n")));
  EXPECT_FALSE(Get(id).has_line());
  const std::vector<WindowCommand> recorded = Recorded();
  ASSERT_EQ(recorded.size(), 2u);
  EXPECT_EQ(recorded[0].event(), WindowCommand::OPEN);
  EXPECT_EQ(recorded[0].staff(), "connector");
  EXPECT_EQ(recorded[0].command(), program_.path());
  EXPECT_EQ(recorded[1].event(), WindowCommand::CLOSE);
  EXPECT_EQ(recorded[1].ending(), WindowCommand::EXITED);
}

TEST_P(WindowLinesTest, OtherRolesHaveNoCommands) {
  const std::string id = Approved({"guest"});
  ASSERT_THAT(Open(id), IsOk());
  EXPECT_THAT(program_.Log(), IsEmpty());
  EXPECT_FALSE(LineOf(id).has_value());
}

TEST_P(WindowLinesTest, ACommandThatFailsKeepsTheWindowClosedAndSaysWhy) {
  program_.Fail("open");
  const std::string id = Approved();
  const absl::Status refused = Open(id).status();
  EXPECT_THAT(refused, StatusIs(kPrecondition,
                                AllOf(HasSubstr(program_.path()), HasSubstr("exit code 3"),
                                      HasSubstr("回線断 no carrier"), HasSubstr("終了コード3"),
                                      HasSubstr("開始されませんでした"))));
  EXPECT_EQ(DetailOf(refused).reason(), "COMMAND_FAILED");
  EXPECT_EQ(Get(id).state(), Window::APPROVED);
  const auto records = house_->log.records();
  EXPECT_EQ(records.back().window_change().reason(), "COMMAND_FAILED");
  ASSERT_EQ(Recorded().size(), 1u);
  EXPECT_EQ(Recorded()[0].exit_code(), 3);
  EXPECT_EQ(Recorded()[0].output(), "dialling an argument\n回線断 no carrier\n");
  // The line may be half switched.
  Run();
  EXPECT_TRUE(Soon([&] { return program_.Count("end close W00001") == 1; }));
  EXPECT_TRUE(Soon([&] { return !LineOf(id).has_value(); }));
  program_.Heal("open");
  EXPECT_THAT(Open(id), IsOk());
}

TEST_P(WindowLinesTest, ACommandThatHangsKeepsItClosedToo) {
  UsePrograms({program_.Commands("", 1)});
  program_.Delay("open", "300");
  const std::string id = Approved();
  const absl::Status refused = Open(id).status();
  EXPECT_EQ(DetailOf(refused).reason(), "COMMAND_FAILED");
  EXPECT_THAT(refused.message(), AllOf(HasSubstr("not done in time"), HasSubstr("時間切れ")));
  EXPECT_EQ(Get(id).state(), Window::APPROVED);
  EXPECT_EQ(Recorded()[0].ending(), WindowCommand::TIMED_OUT);
}

TEST_P(WindowLinesTest, WhatIsNotOnRecordIsNotOpened) {
  const std::string id = Approved();
  program_.Delay("open", "1");
  auto opening = std::async(std::launch::async, [&] { return Open(id); });
  EXPECT_TRUE(Soon([&] { return program_.Count("begin open W00001") == 1; }));
  house_->log.set_broken(true);
  EXPECT_THAT(opening.get(), StatusIs(absl::StatusCode::kUnavailable));
  house_->log.set_broken(false);
  EXPECT_EQ(Get(id).state(), Window::APPROVED);
  EXPECT_EQ(Get(id).line().state(), WindowLine::SWITCHING_OFF);
}

TEST_P(WindowLinesTest, ClosingDoesNotWaitForTheCommand) {
  Run();
  const std::string id = Opened();
  program_.Delay("close", "2");
  const absl::Time start = absl::Now();
  ASSERT_THAT(Close(id), IsOk());
  EXPECT_LT(absl::Now() - start, absl::Seconds(1));
  EXPECT_EQ(Get(id).state(), Window::CLOSED);
  EXPECT_TRUE(Soon([&] { return program_.Count("begin close W00001") == 1; }));
  EXPECT_EQ(Get(id).line().state(), WindowLine::SWITCHING_OFF);
  EXPECT_TRUE(Soon([&] { return !LineOf(id).has_value(); }));
}

TEST_P(WindowLinesTest, ClosingIsTriedAgainUntilItSucceedsAndIsLoudMeanwhile) {
  Run();
  const std::string id = Opened();
  program_.Fail("close");
  ASSERT_THAT(Close(id), IsOk());
  EXPECT_TRUE(Soon([&] { return Get(id).line().state() == WindowLine::NOT_OFF; }));
  const Window window = Get(id);
  EXPECT_EQ(window.state(), Window::CLOSED);
  EXPECT_EQ(window.alert(), Window::LINE_NOT_OFF);
  EXPECT_THAT(window.line().failure(), HasSubstr("exit code 3: 回線断 no carrier"));
  EXPECT_TRUE(Soon([&] { return runner_->lines_not_off() == 1; }));
  // A city may have itself called.
  EXPECT_TRUE(Soon([&] { return program_.Count("end line_not_off W00001") == 1; }));
  program_.Heal("close");
  EXPECT_TRUE(Soon([&] { return !LineOf(id).has_value(); }));
  EXPECT_TRUE(Soon([&] { return runner_->lines_not_off() == 0; }));
  EXPECT_THAT(program_.Environment("close"), HasSubstr("SUDARE_ATTEMPT=2"));
  EXPECT_EQ(program_.Count("begin line_not_off W00001"), 1);
}

TEST_P(WindowLinesTest, AWithdrawnApprovalSwitchesItOff) {
  Run();
  const std::string id = Opened();
  ASSERT_THAT(house_->Do(&WindowDesk::Withdraw, "approver", id, "誤承認"), IsOk());
  EXPECT_TRUE(Soon([&] { return program_.Count("end close W00001") == 1; }));
}

TEST_P(WindowLinesTest, NobodyOpensTwiceWhileTheCommandRuns) {
  const std::string id = Approved();
  const std::string second = Approved({"vendor-2"});
  program_.Delay("open", "2");
  const windows::LineParts there = house_->Lines("two", &programs_);
  const auto desk = house_->MakeDesk(&there);
  auto opening = std::async(std::launch::async, [&] { return Open(id); });
  EXPECT_TRUE(Soon([&] { return program_.Count("begin open W00001") == 1; }));
  EXPECT_EQ(Get(id).state(), Window::APPROVED);
  EXPECT_EQ(Get(id).line().state(), WindowLine::SWITCHING_ON);
  // The state isn't held: everything else goes on.
  EXPECT_THAT(Approved({"vendor-2"}), HasSubstr("W0"));
  for (const std::string& other : {id, second}) {
    sudare::v1::ChangeWindowRequest request;
    request.set_id(other);
    const absl::Status busy = desk->Open(house_->policy(), {"connector", "", ""}, request).status();
    EXPECT_EQ(DetailOf(busy).reason(), "LINE_BUSY");
    EXPECT_THAT(busy.message(), AllOf(HasSubstr("connector"), HasSubstr("切り替え中")));
  }
  EXPECT_THAT(opening.get(), IsOk());
  EXPECT_EQ(program_.Count("begin open W00001"), 1);
  // Two windows over one line: the program is told of the other.
  program_.Heal("open");
  EXPECT_THAT(Open(second), IsOk());
  EXPECT_THAT(program_.Environment("open"), HasSubstr("SUDARE_OTHER_WINDOWS=1"));
}

TEST_P(WindowLinesTest, WhatChangesWhileTheCommandRunsCounts) {
  Run();
  const std::string id = Approved();
  program_.Delay("open", "1");
  auto opening = std::async(std::launch::async, [&] { return Open(id); });
  EXPECT_TRUE(Soon([&] { return program_.Count("begin open W00001") == 1; }));
  ASSERT_THAT(house_->Do(&WindowDesk::Withdraw, "approver", id, "誤承認"), IsOk());
  EXPECT_THAT(opening.get(), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(Get(id).state(), Window::CANCELLED);
  EXPECT_TRUE(Soon([&] { return program_.Count("end close W00001") == 1; }));
  EXPECT_EQ(program_.Count("begin open W00001"), 1);
}

TEST_P(WindowLinesTest, AWindowWhoseEndCameMeanwhileStaysClosed) {
  Run();
  const std::string id = Approved();
  program_.Delay("open", "1");
  auto opening = std::async(std::launch::async, [&] { return Open(id); });
  EXPECT_TRUE(Soon([&] { return program_.Count("begin open W00001") == 1; }));
  house_->clock.Pass(absl::Hours(2));
  EXPECT_EQ(DetailOf(opening.get().status()).reason(), "WINDOW_OVER");
  EXPECT_NE(Get(id).state(), Window::OPEN);
  EXPECT_TRUE(Soon([&] { return program_.Count("end close W00001") == 1; }));
}

// It may have switched the line, or half of it.
TEST_P(WindowLinesTest, AProxyKilledWhileOpeningLeavesNothingOpenAndOthersSwitchItOff) {
  const std::string id = Approved();
  Claim(id, absl::Seconds(2));
  Run();
  EXPECT_EQ(DetailOf(Open(id).status()).reason(), "LINE_BUSY");
  // The command may still be running: it is killed before the claim runs out.
  LetTimePass();
  EXPECT_EQ(program_.Count("begin close W00001"), 0);
  EXPECT_TRUE(Soon([&] { return program_.Count("end close W00001") == 1; }));
  EXPECT_EQ(Get(id).state(), Window::APPROVED);
  EXPECT_TRUE(Soon([&] { return !LineOf(id).has_value(); }));
  EXPECT_THAT(Open(id), IsOk());
}

TEST_P(WindowLinesTest, AClaimThatRanOutOpensNothing) {
  const std::string id = Approved();
  program_.Delay("open", "1");
  auto opening = std::async(std::launch::async, [&] { return Open(id); });
  EXPECT_TRUE(Soon([&] { return program_.Count("begin open W00001") == 1; }));
  // Somebody took it for dead.
  Claim(id, absl::Seconds(60));
  EXPECT_EQ(DetailOf(opening.get().status()).reason(), "LINE_LOST");
  EXPECT_EQ(Get(id).state(), Window::APPROVED);
  EXPECT_EQ(LineOf(id)->holder(), "another proxy");
}

TEST_P(WindowLinesTest, OneProxyAtATimeSwitchesItOff) {
  Run();
  other_ = Runner("two");
  const std::string first = Approved();
  const std::string second = Approved({"vendor-2"});
  ASSERT_THAT(Open(first), IsOk());
  ASSERT_THAT(Open(second), IsOk());
  program_.Delay("close", "0.5");
  ASSERT_THAT(Close(first), IsOk());
  ASSERT_THAT(Close(second), IsOk());
  EXPECT_TRUE(Soon([&] { return !LineOf(first).has_value() && !LineOf(second).has_value(); }));
  LetTimePass();
  // Each once, and one after the other.
  const std::vector<std::string> log = program_.Log();
  ASSERT_EQ(log.size(), 8u);
  for (size_t i = 0; i < log.size(); i += 2) EXPECT_EQ(log[i].substr(6), log[i + 1].substr(4));
}

TEST_P(WindowLinesTest, AProxyKilledWhileClosingIsFollowedByAnother) {
  const std::string id = Opened();
  ASSERT_THAT(Close(id), IsOk());
  Put(*LineOf(id), absl::Seconds(2));
  Run();
  LetTimePass();
  EXPECT_EQ(program_.Count("begin close W00001"), 0);
  EXPECT_TRUE(Soon([&] { return program_.Count("end close W00001") == 1; }));
}

TEST_P(WindowLinesTest, TheOtherSideWaitsUntilTheLineIsKnownToBeOff) {
  Run();
  const std::string id = Opened();
  program_.Fail("close");
  const std::string guest = Approved({"guest"});
  EXPECT_EQ(DetailOf(Open(guest).status()).reason(), "OTHER_SIDE_CONNECTED");
  ASSERT_THAT(Close(id), IsOk());
  const absl::Status refused = Open(guest).status();
  EXPECT_EQ(DetailOf(refused).reason(), "OTHER_LINE_NOT_OFF");
  EXPECT_THAT(refused.message(), AllOf(HasSubstr(id), HasSubstr("確認できていません")));
  program_.Heal("close");
  EXPECT_TRUE(Soon([&] { return Open(guest).ok(); }));
}

TEST_P(WindowLinesTest, WindowsOfBeforeTheCommandsAreSwitchedOffToo) {
  house_->desk = house_->MakeDesk(nullptr);
  const std::string id = Opened();
  EXPECT_THAT(program_.Log(), IsEmpty());
  Run();
  EXPECT_TRUE(Soon([&] { return LineOf(id).has_value(); }));
  ASSERT_THAT(Close(id), IsOk());
  EXPECT_TRUE(Soon([&] { return program_.Count("end close W00001") == 1; }));
}

TEST_P(WindowLinesTest, CommandsThatAreNoLongerConfiguredOweNothing) {
  const std::string id = Opened();
  ASSERT_THAT(Close(id), IsOk());
  UsePrograms({program_.Commands("attendance")});
  Run();
  EXPECT_FALSE(LineOf(id).has_value());
  EXPECT_FALSE(LineOf(id, Errands::kAlarm).has_value());
  LetTimePass();
  EXPECT_EQ(program_.Count("begin close W00001"), 0);
}

TEST_P(WindowLinesTest, TheAlarmIsSoundedOnceBeforeTheEndAndWhenItClosedByItself) {
  Run();
  other_ = Runner("two");
  const std::string id = Opened();
  house_->clock.Pass(absl::Minutes(109));
  LetTimePass();
  EXPECT_EQ(program_.Count("begin ends_soon W00001"), 0);
  EXPECT_EQ(Get(id).alert(), Window::ALERT_UNSPECIFIED);
  house_->clock.Pass(absl::Minutes(1));
  EXPECT_EQ(Get(id).alert(), Window::ENDS_SOON);
  EXPECT_TRUE(Soon([&] { return program_.Count("end ends_soon W00001") == 1; }));
  LetTimePass();
  EXPECT_EQ(program_.Count("begin ends_soon W00001"), 1);
  house_->clock.Pass(absl::Minutes(10));
  windows::WantedChange wanted;
  wanted.kind = WindowEvent::ENDED;
  wanted.window = id;
  ASSERT_THAT(house_->changes->Change(wanted,
                                      [&](StateReader&, Window* window) {
                                        windows::Settle(WindowEvent::ENDED, house_->clock.wall(),
                                                        "", window);
                                        return absl::OkStatus();
                                      }),
              IsOk());
  EXPECT_TRUE(Soon([&] { return program_.Count("end closed_by_itself W00001") == 1; }));
  EXPECT_TRUE(Soon([&] { return program_.Count("end close W00001") == 1; }));
  EXPECT_TRUE(Soon([&] { return !LineOf(id, Errands::kAlarm).has_value(); }));
  EXPECT_EQ(Get(id).alert(), Window::CLOSED_BY_ITSELF);
  EXPECT_THAT(program_.Environment("close"),
              AllOf(HasSubstr("SUDARE_LAST_EVENT=ended\n"), HasSubstr("SUDARE_STAFF=\n")));
}

TEST_P(WindowLinesTest, WhatStaffClosedInTimeSoundsNoAlarm) {
  Run();
  const std::string id = Opened();
  ASSERT_THAT(Close(id), IsOk());
  EXPECT_TRUE(Soon([&] { return !LineOf(id, Errands::kAlarm).has_value(); }));
  EXPECT_EQ(program_.Count("begin closed_by_itself W00001"), 0);
  EXPECT_EQ(Get(id).alert(), Window::ALERT_UNSPECIFIED);
}

TEST_P(WindowLinesTest, WhoWatchesIsToldThatAWindowEndsSoonAndThatALineIsNotOff) {
  Run();
  program_.Fail("close");
  const std::string id = Opened();
  std::vector<std::pair<Window::State, Window::Alert>> told;
  std::atomic<bool> go_on{true};
  std::mutex mutex;
  std::thread watcher([&] {
    EXPECT_THAT(house_->desk->Watch(
                    house_->policy(), {"auditor", "", ""}, {}, [&] { return go_on.load(); },
                    [&](const Window& window) {
                      std::lock_guard<std::mutex> lock(mutex);
                      told.emplace_back(window.state(), window.alert());
                      return true;
                    }),
                IsOk());
  });
  const auto count = [&] {
    std::lock_guard<std::mutex> lock(mutex);
    return told.size();
  };
  EXPECT_TRUE(Soon([&] { return count() == 1; }));
  // Nothing changes but the time.
  house_->clock.Pass(absl::Minutes(110));
  EXPECT_TRUE(Soon([&] { return count() == 2; }));
  ASSERT_THAT(Close(id), IsOk());
  EXPECT_TRUE(Soon([&] {
    std::lock_guard<std::mutex> lock(mutex);
    return told.back() == std::pair(Window::CLOSED, Window::LINE_NOT_OFF);
  }));
  go_on = false;
  watcher.join();
  // A command that fails at once may leave no time to be told of the close alone.
  told.erase(
      std::remove(told.begin(), told.end(), std::pair(Window::CLOSED, Window::ALERT_UNSPECIFIED)),
      told.end());
  told.erase(std::unique(told.begin(), told.end()), told.end());
  EXPECT_THAT(told, ElementsAre(std::pair(Window::OPEN, Window::ALERT_UNSPECIFIED),
                                std::pair(Window::OPEN, Window::ENDS_SOON),
                                std::pair(Window::CLOSED, Window::LINE_NOT_OFF)));
}

INSTANTIATE_TEST_SUITE_P(All, WindowLinesTest,
                         ::testing::Values(Kind("Sqlite", MakeSqliteState),
                                           Kind("Postgres", MakePostgresState)),
                         [](const auto& info) { return info.param.first; });

}  // namespace
}  // namespace sudare::testing
