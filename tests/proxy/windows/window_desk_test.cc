#include "proxy/windows/window_desk.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "proxy/windows/window_time.h"
#include "tests/proxy/windows/window_house.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using sudare::v1::ListWindowsRequest;
using sudare::v1::RequestWindowRequest;
using sudare::v1::Window;
using sudare::v1::WindowChange;
using sudare::v1::WindowEvent;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string ReasonOf(const absl::StatusOr<Window>& window) {
  return window.ok() ? "OK" : DetailOf(window.status()).reason();
}

std::vector<WindowEvent::Kind> KindsOf(const Window& window) {
  std::vector<WindowEvent::Kind> kinds;
  for (const WindowEvent& event : window.events()) kinds.push_back(event.kind());
  return kinds;
}

class WindowDeskTest : public ::testing::Test {
 protected:
  std::string Requested(const std::vector<std::string>& accounts = {"vendor-1"}) {
    const absl::StatusOr<Window> window = house_.Request("requester", WindowHouse::Asked(accounts));
    EXPECT_THAT(window, IsOk());
    return window->id();
  }
  std::string Approved() {
    const std::string id = Requested();
    EXPECT_THAT(house_.Do(&WindowDesk::Approve, "approver", id), IsOk());
    return id;
  }
  std::string ReasonFor(const RequestWindowRequest& request) {
    return ReasonOf(house_.Request("requester", request));
  }

  WindowHouse house_;
};

TEST_F(WindowDeskTest, AWindowIsRequestedApprovedOpenedAndClosedByNamedStaff) {
  ASSERT_OK_AND_ASSIGN(Window window, house_.Request("requester", WindowHouse::Asked()));
  EXPECT_EQ(window.id(), "W00001");
  EXPECT_EQ(window.state(), Window::REQUESTED);
  EXPECT_EQ(window.role(), "maintenance");
  EXPECT_EQ(window.persons(0).name(), "山田 太郎");
  EXPECT_EQ(window.persons(0).organization(), "Vendor");
  EXPECT_EQ(window.persons(0).pledge(), "誓約書1");
  EXPECT_EQ(window.persons(0).pledge_expires(), "2027-03-31");
  // What the role allows.
  EXPECT_EQ(window.row_budget(), 5000u);
  ASSERT_OK_AND_ASSIGN(window, house_.Do(&WindowDesk::Approve, "approver", window.id(), "可"));
  EXPECT_EQ(window.state(), Window::APPROVED);
  ASSERT_OK_AND_ASSIGN(window, house_.Do(&WindowDesk::Open, "connector", window.id()));
  EXPECT_EQ(window.state(), Window::OPEN);
  house_.clock.Pass(absl::Minutes(7));
  ASSERT_OK_AND_ASSIGN(window, house_.Do(&WindowDesk::Close, "connector", window.id(), "終了"));
  EXPECT_EQ(window.state(), Window::CLOSED);
  EXPECT_THAT(KindsOf(house_.Get(window.id())),
              ElementsAre(WindowEvent::REQUESTED, WindowEvent::APPROVED, WindowEvent::OPENED,
                          WindowEvent::CLOSED));
  const WindowEvent& closed = window.events(3);
  EXPECT_EQ(closed.staff(), "connector");
  EXPECT_EQ(closed.remark(), "終了");
  EXPECT_EQ(windows::TimeOf(closed.time()), Evening() + absl::Minutes(7));
  EXPECT_EQ(closed.policy_hash(), house_.policy().hash());
}

// Each duty opens its own doors only; accounts open none.
TEST_F(WindowDeskTest, EachStepNeedsItsDuty) {
  EXPECT_EQ(ReasonOf(house_.Request("approver", WindowHouse::Asked())), "DUTY_MISSING");
  const std::string id = Requested();
  for (const char* const staff : {"requester", "connector", "auditor", "nobody"}) {
    EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Approve, staff, id)), "DUTY_MISSING") << staff;
    EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Reject, staff, id, "x")), "DUTY_MISSING") << staff;
  }
  ASSERT_THAT(house_.Do(&WindowDesk::Approve, "approver", id), IsOk());
  for (const char* const staff : {"requester", "approver", "auditor"}) {
    EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Open, staff, id)), "DUTY_MISSING") << staff;
  }
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Withdraw, "connector", id, "x")), "DUTY_MISSING");
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Cancel, "connector", id)), "DUTY_MISSING");
  ASSERT_THAT(house_.Do(&WindowDesk::Open, "connector", id), IsOk());
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Close, "requester", id)), "DUTY_MISSING");
  sudare::v1::ChangeWindowRequest request;
  request.set_id(id);
  EXPECT_EQ(ReasonOf(house_.desk->Close(house_.policy(), {"", "vendor-1", ""}, request)),
            "NOT_STAFF");
  sudare::v1::GetWindowRequest get;
  get.set_id(id);
  EXPECT_EQ(ReasonOf(house_.desk->Get(house_.policy(), {"", "vendor-1", ""}, get)), "NOT_STAFF");
  EXPECT_THAT(house_.desk->List(house_.policy(), {"", "vendor-1", ""}, {}),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(house_.desk->Watch(
                  house_.policy(), {"", "vendor-1", ""}, {}, [] { return true; },
                  [](const Window&) { return true; }),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(WindowDeskTest, NobodyApprovesTheirOwnRequest) {
  ASSERT_OK_AND_ASSIGN(const Window window,
                       house_.Request("requester-approver", WindowHouse::Asked()));
  const auto own = house_.Do(&WindowDesk::Approve, "requester-approver", window.id());
  EXPECT_THAT(own,
              StatusIs(absl::StatusCode::kPermissionDenied,
                       AllOf(HasSubstr("another has to approve"), HasSubstr("承認できません"))));
  EXPECT_EQ(ReasonOf(own), "FOUR_EYES");
  EXPECT_EQ(house_.Get(window.id()).state(), Window::REQUESTED);
  EXPECT_THAT(house_.Do(&WindowDesk::Approve, "approver", window.id()), IsOk());
}

TEST_F(WindowDeskTest, NoStepIsSkippedOrTakenTwice) {
  const std::string id = Requested();
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Open, "connector", id)), "WRONG_STATE");
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Close, "connector", id)), "WRONG_STATE");
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Withdraw, "approver", id, "x")), "WRONG_STATE");
  ASSERT_THAT(house_.Do(&WindowDesk::Approve, "approver", id), IsOk());
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Approve, "approver", id)), "WRONG_STATE");
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Reject, "approver", id, "x")), "WRONG_STATE");
  ASSERT_THAT(house_.Do(&WindowDesk::Open, "connector", id), IsOk());
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Open, "connector", id)), "WRONG_STATE");
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Cancel, "requester", id)), "WRONG_STATE");
  ASSERT_THAT(house_.Do(&WindowDesk::Close, "connector", id), IsOk());
  for (const auto call : {&WindowDesk::Open, &WindowDesk::Close}) {
    EXPECT_EQ(ReasonOf(house_.Do(call, "connector", id)), "WRONG_STATE");
  }
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Open, "connector", "W99999")), "UNKNOWN_WINDOW");
}

TEST_F(WindowDeskTest, WhatIsRejectedCancelledOrWithdrawnNeverOpens) {
  const std::string rejected = Requested();
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Reject, "approver", rejected)), "REASON_MISSING");
  ASSERT_OK_AND_ASSIGN(Window window,
                       house_.Do(&WindowDesk::Reject, "approver", rejected, "電話が先"));
  EXPECT_EQ(window.state(), Window::REJECTED);
  const std::string cancelled = Approved();
  ASSERT_OK_AND_ASSIGN(window, house_.Do(&WindowDesk::Cancel, "requester", cancelled));
  EXPECT_EQ(window.state(), Window::CANCELLED);
  const std::string withdrawn = Approved();
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Withdraw, "approver", withdrawn)), "REASON_MISSING");
  ASSERT_OK_AND_ASSIGN(window, house_.Do(&WindowDesk::Withdraw, "approver", withdrawn, "誤承認"));
  EXPECT_EQ(window.state(), Window::CANCELLED);
  for (const std::string& id : {rejected, cancelled, withdrawn}) {
    EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Open, "connector", id)), "WRONG_STATE");
  }
  const Window open = house_.Opened();
  ASSERT_OK_AND_ASSIGN(window, house_.Do(&WindowDesk::Withdraw, "approver", open.id(), "誤承認"));
  EXPECT_EQ(window.state(), Window::CLOSED);
}

TEST_F(WindowDeskTest, ARequestSaysWhoWhyWhenAndWhetherTheTelephoneWasTried) {
  for (const auto clear :
       {&RequestWindowRequest::clear_purpose, &RequestWindowRequest::clear_ticket,
        &RequestWindowRequest::clear_telephone, &RequestWindowRequest::clear_persons}) {
    RequestWindowRequest request = WindowHouse::Asked();
    (request.*clear)();
    EXPECT_EQ(ReasonFor(request), "INCOMPLETE_REQUEST");
  }
  RequestWindowRequest request = WindowHouse::Asked();
  request.set_telephone(" \n ");
  EXPECT_EQ(ReasonFor(request), "INCOMPLETE_REQUEST");
  request = WindowHouse::Asked();
  request.set_purpose(std::string(2001, 'x'));
  EXPECT_EQ(ReasonFor(request), "TEXT_TOO_LONG");
  request.set_purpose("\x1b[2J");
  EXPECT_EQ(ReasonFor(request), "BAD_TEXT");
  request.set_purpose("\xff");
  EXPECT_EQ(ReasonFor(request), "BAD_TEXT");
  for (const auto clear :
       {&RequestWindowRequest::clear_planned_start, &RequestWindowRequest::clear_planned_end}) {
    request = WindowHouse::Asked();
    (request.*clear)();
    EXPECT_EQ(ReasonFor(request), "BAD_TIMES");
  }
}

TEST_F(WindowDeskTest, ARequestIsForTimesThatMakeSense) {
  const auto at = [&](absl::Duration start, absl::Duration end) {
    RequestWindowRequest request = WindowHouse::Asked();
    windows::SetTime(Evening() + start, request.mutable_planned_start());
    windows::SetTime(Evening() + end, request.mutable_planned_end());
    return ReasonFor(request);
  };
  EXPECT_EQ(at(absl::Hours(1), absl::Hours(1)), "BAD_TIMES");
  EXPECT_EQ(at(absl::Hours(2), absl::Hours(1)), "BAD_TIMES");
  EXPECT_EQ(at(-absl::Hours(2), absl::ZeroDuration()), "BAD_TIMES");
  EXPECT_EQ(at(absl::ZeroDuration(), absl::Hours(24) + absl::Seconds(1)), "BAD_TIMES");
  EXPECT_EQ(at(absl::Hours(24 * 400), absl::Hours(24 * 400 + 1)), "BAD_TIMES");
  EXPECT_EQ(at(-absl::Hours(2), absl::Hours(22)), "OK");
  RequestWindowRequest request = WindowHouse::Asked();
  request.mutable_planned_end()->set_seconds(1ll << 60);
  EXPECT_EQ(ReasonFor(request), "BAD_TIMES");
}

TEST_F(WindowDeskTest, ARequestNamesPersonsWithTheirOwnAccountAndPledge) {
  const auto named = [&](const std::vector<std::string>& accounts, const std::string& name = "") {
    RequestWindowRequest request = WindowHouse::Asked(accounts);
    request.mutable_persons(0)->set_name(name);
    return ReasonFor(request);
  };
  EXPECT_EQ(named({"nobody"}), "UNKNOWN_ACCOUNT");
  EXPECT_EQ(named({"batch"}), "NOT_A_PERSON");
  EXPECT_EQ(named({"other"}), "NOT_A_PERSON");
  EXPECT_EQ(named({"vendor-1", "guest"}), "OTHER_ROLE");
  EXPECT_EQ(named({"vendor-1", "vendor-1"}), "PERSON_TWICE");
  EXPECT_EQ(named({"nameless"}), "PERSON_NOT_NAMED");
  EXPECT_EQ(named({"nameless"}, "田中 四郎"), "OK");
  EXPECT_EQ(named({"vendor-1"}, "田中 四郎"), "OTHER_PERSON");
  EXPECT_EQ(named({"vendor-1"}, "山田 太郎"), "OK");
  // Today is its last day, which the window doesn't leave.
  EXPECT_EQ(named({"late"}), "OK");
  RequestWindowRequest request = WindowHouse::Asked({"late"});
  windows::SetTime(Evening() + absl::Hours(6), request.mutable_planned_end());
  EXPECT_EQ(ReasonFor(request), "PLEDGE_DOES_NOT_COVER");
}

TEST_F(WindowDeskTest, AWindowNarrowsARoleAndNeverWidensIt) {
  RequestWindowRequest request = WindowHouse::Asked();
  request.add_classes("pay");
  ASSERT_OK_AND_ASSIGN(const Window window, house_.Request("requester", request));
  EXPECT_THAT(window.classes(), ElementsAre("pay"));
  request.add_classes("secret");
  EXPECT_EQ(ReasonFor(request), "CLASS_NOT_SHOWN");
  request.set_classes(1, "pya");
  EXPECT_EQ(ReasonFor(request), "UNKNOWN_CLASS");
  request.set_classes(1, "pay");
  EXPECT_EQ(ReasonFor(request), "CLASS_TWICE");
  request = WindowHouse::Asked();
  request.set_row_budget(5001);
  EXPECT_EQ(ReasonFor(request), "BUDGET_TOO_LARGE");
  request.set_row_budget(10);
  ASSERT_OK_AND_ASSIGN(const Window small, house_.Request("requester", request));
  EXPECT_EQ(small.row_budget(), 10u);
}

// The policy is asked again at each step: who left, or lost a pledge meanwhile, doesn't get in.
TEST_F(WindowDeskTest, APersonWhoMayNoLongerWorkKeepsTheWindowShut) {
  const std::string requested = Requested();
  const std::string approved = Approved();
  std::string changed = WindowPolicy();
  const std::string expiry = "signed: \"2026-04-01\" expires: \"2027-03-31\"";
  changed.replace(changed.find(expiry), expiry.size(),
                  "signed: \"2026-04-01\" expires: \"2026-11-26\"");
  house_.SetPolicy(changed);
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Approve, "approver", requested)),
            "PLEDGE_DOES_NOT_COVER");
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Open, "connector", approved)), "PLEDGE_DOES_NOT_COVER");
}

TEST_F(WindowDeskTest, OpensWithinItsPlannedTimeOnly) {
  RequestWindowRequest request = WindowHouse::Asked();
  windows::SetTime(Evening() + absl::Minutes(30), request.mutable_planned_start());
  ASSERT_OK_AND_ASSIGN(const Window window, house_.Request("requester", request));
  ASSERT_THAT(house_.Do(&WindowDesk::Approve, "approver", window.id()), IsOk());
  const auto early = house_.Do(&WindowDesk::Open, "connector", window.id());
  EXPECT_EQ(ReasonOf(early), "TOO_EARLY");
  EXPECT_THAT(early, StatusIs(absl::StatusCode::kFailedPrecondition,
                              AllOf(HasSubstr("2026-11-27 19:30"), HasSubstr("開始予定"))));
  house_.clock.Pass(absl::Minutes(30));
  EXPECT_THAT(house_.Do(&WindowDesk::Open, "connector", window.id()), IsOk());
  const std::string other = Approved();
  house_.clock.Pass(absl::Hours(2));
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Open, "connector", other)), "WINDOW_OVER");
}

TEST_F(WindowDeskTest, SidesThatExcludeEachOtherAreNeverOpenTogether) {
  const Window open = house_.Opened();
  ASSERT_OK_AND_ASSIGN(const Window guest,
                       house_.Request("requester", WindowHouse::Asked({"guest"})));
  ASSERT_THAT(house_.Do(&WindowDesk::Approve, "approver", guest.id()), IsOk());
  const auto refused = house_.Do(&WindowDesk::Open, "connector", guest.id());
  EXPECT_EQ(ReasonOf(refused), "OTHER_SIDE_CONNECTED");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition,
                                AllOf(HasSubstr("`W00001`"), HasSubstr("`connector`"),
                                      HasSubstr("リモート保守中"))));
  // Two windows of one role aren't in each other's way.
  house_.Opened({"vendor-2"});
  ASSERT_THAT(house_.Do(&WindowDesk::Close, "connector", open.id()), IsOk());
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Open, "connector", guest.id())),
            "OTHER_SIDE_CONNECTED");
  ASSERT_THAT(house_.Do(&WindowDesk::Close, "connector", "W00003"), IsOk());
  EXPECT_THAT(house_.Do(&WindowDesk::Open, "connector", guest.id()), IsOk());
}

TEST_F(WindowDeskTest, WhoSawAnOlderStateIsTold) {
  const std::string id = Requested();
  sudare::v1::ChangeWindowRequest request;
  request.set_id(id);
  request.set_revision(1);
  ASSERT_THAT(house_.desk->Approve(house_.policy(), {"approver", "", ""}, request), IsOk());
  request.set_remark("x");
  const auto late = house_.desk->Withdraw(house_.policy(), {"approver", "", ""}, request);
  EXPECT_THAT(late, StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(ReasonOf(late), "CHANGED_MEANWHILE");
}

TEST_F(WindowDeskTest, EveryAttemptIsOnRecordBeforeAnythingHappens) {
  const std::string id = Requested();
  house_.Do(&WindowDesk::Approve, "requester", id).IgnoreError();
  house_.Do(&WindowDesk::Approve, "approver", id).IgnoreError();
  std::vector<std::string> lines;
  for (const auto& record : house_.log.records()) {
    const WindowChange& change = record.window_change();
    lines.push_back(
        absl::StrCat(change.caller().staff(), " ", WindowEvent::Kind_Name(change.kind()), " ",
                     change.status(), " ", change.reason(), " ",
                     change.has_after() ? Window::State_Name(change.after().state()) : ""));
    EXPECT_EQ(change.policy_hash(), house_.policy().hash());
  }
  EXPECT_THAT(lines, ElementsAre("requester REQUESTED   REQUESTED", "requester REQUESTED OK  ",
                                 "requester APPROVED PERMISSION_DENIED DUTY_MISSING ",
                                 "approver APPROVED   APPROVED", "approver APPROVED OK  "));
}

TEST_F(WindowDeskTest, WithoutARecordNothingOpensButEverythingCloses) {
  const std::string requested = Requested();
  const std::string approved = Approved();
  const Window open = house_.Opened();
  house_.log.set_broken(true);
  EXPECT_FALSE(house_.Request("requester", WindowHouse::Asked()).ok());
  EXPECT_FALSE(house_.Do(&WindowDesk::Approve, "approver", requested).ok());
  EXPECT_FALSE(house_.Do(&WindowDesk::Open, "connector", approved).ok());
  EXPECT_EQ(house_.Get(requested).state(), Window::REQUESTED);
  EXPECT_EQ(house_.Get(approved).state(), Window::APPROVED);
  const size_t before = house_.log.records().size();
  EXPECT_THAT(house_.Do(&WindowDesk::Close, "connector", open.id()), IsOk());
  EXPECT_EQ(house_.Get(open.id()).state(), Window::CLOSED);
  // What is owed is written once it can be, before anything newer.
  house_.log.set_broken(false);
  house_.changes->CatchUp();
  const auto records = house_.log.records();
  ASSERT_EQ(records.size(), before + 2);
  EXPECT_EQ(records[before].window_change().after().state(), Window::CLOSED);
  EXPECT_EQ(records[before + 1].window_change().status(), "OK");
}

TEST_F(WindowDeskTest, WithoutItsStateNothingHappens) {
  const std::string id = Approved();
  house_.LoseState();
  const auto opened = house_.Do(&WindowDesk::Open, "connector", id);
  EXPECT_THAT(opened, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ReasonOf(opened), "WINDOW_STATE_UNAVAILABLE");
  house_.GiveStateBack();
  EXPECT_EQ(house_.Get(id).state(), Window::APPROVED);
}

TEST_F(WindowDeskTest, ListsAndWatchesWhatFits) {
  const Window open = house_.Opened();
  const std::string requested = Requested({"vendor-2"});
  const auto list = [&](const ListWindowsRequest& request) {
    const auto listed = house_.desk->List(house_.policy(), {"auditor", "", ""}, request);
    std::vector<std::string> ids;
    for (const Window& window : listed->windows()) ids.push_back(window.id());
    return ids;
  };
  EXPECT_THAT(list({}), ElementsAre(open.id(), requested));
  ListWindowsRequest request;
  request.add_states(Window::OPEN);
  EXPECT_THAT(list(request), ElementsAre(open.id()));
  request.clear_states();
  request.set_account("vendor-2");
  EXPECT_THAT(list(request), ElementsAre(requested));
  request.clear_account();
  windows::SetTime(Evening() + absl::Hours(2), request.mutable_from());
  EXPECT_THAT(list(request), ElementsAre());

  std::vector<std::string> seen;
  int rounds = 0;
  ListWindowsRequest only_open;
  only_open.add_states(Window::OPEN);
  EXPECT_THAT(house_.desk->Watch(
                  house_.policy(), {"auditor", "", ""}, only_open,
                  [&] {
                    if (++rounds == 2) {
                      house_.Do(&WindowDesk::Close, "connector", open.id()).IgnoreError();
                    }
                    return rounds < 4;
                  },
                  [&](const Window& window) {
                    seen.push_back(window.id() + Window::State_Name(window.state()));
                    return true;
                  }),
              IsOk());
  EXPECT_THAT(seen, ElementsAre(open.id() + "OPEN", open.id() + "CLOSED"));
}

// The vendor's register: a report of so long ago, and what to do about it.
std::string WithRegister(const std::string& organization) {
  return WindowPolicy() + "organizations { name: 'Vendor' " + organization + " }";
}

TEST_F(WindowDeskTest, AnOverdueReportNeedsAnApproverWhoSaysWhy) {
  house_.SetPolicy(WithRegister("security_report { date: '2025-10-23' }"));
  ASSERT_OK_AND_ASSIGN(const Window window, house_.Request("requester", WindowHouse::Asked()));
  ASSERT_EQ(window.warnings_size(), 1);
  EXPECT_THAT(window.warnings(0), AllOf(HasSubstr("was due on 2026-10-23"),
                                        HasSubstr("セキュリティ監査報告書の提出期限(2026-10-23)")));
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Approve, "approver", window.id())), "OVERRIDE_NEEDED");
  ASSERT_OK_AND_ASSIGN(const Window approved,
                       house_.Do(&WindowDesk::Approve, "approver", window.id(), "12月に提出予定"));
  EXPECT_EQ(approved.events(1).remark(), "12月に提出予定");
  ASSERT_OK_AND_ASSIGN(const Window opened, house_.Do(&WindowDesk::Open, "connector", window.id()));
  EXPECT_EQ(opened.warnings_size(), 1);
  // The ledger has it too.
  EXPECT_EQ(house_.log.records().back().window_change().status(), "OK");
}

TEST_F(WindowDeskTest, AReportInTimeIsNoMatter) {
  house_.SetPolicy(WithRegister("security_report { date: '2025-11-27' } overdue_report: BLOCK"));
  ASSERT_OK_AND_ASSIGN(const Window window, house_.Request("requester", WindowHouse::Asked()));
  EXPECT_EQ(window.warnings_size(), 0);
  EXPECT_THAT(house_.Do(&WindowDesk::Approve, "approver", window.id()), IsOk());
}

TEST_F(WindowDeskTest, AnOverdueReportBlocksWhereThePolicySaysSo) {
  house_.SetPolicy(WithRegister("security_report { date: '2025-11-27' } overdue_report: BLOCK"));
  const std::string id = Approved();
  // Nothing was handed in since.
  house_.SetPolicy(WithRegister("security_report { date: '2025-11-26' } overdue_report: BLOCK"));
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Open, "connector", id)), "SECURITY_REPORT_OVERDUE");
  EXPECT_EQ(ReasonFor(WindowHouse::Asked()), "SECURITY_REPORT_OVERDUE");
  house_.SetPolicy(WithRegister("overdue_report: BLOCK"));
  EXPECT_EQ(ReasonFor(WindowHouse::Asked()), "SECURITY_REPORT_OVERDUE");
}

TEST_F(WindowDeskTest, APledgeThatExpiresBlocksOrWarnsAsThePolicySays) {
  std::string policy = WithRegister("expired_pledge: WARN security_report { date: '2026-04-01' }");
  policy.replace(policy.find("expires: \"2027-03-31\""), 21, "expires: \"2026-11-20\"");
  house_.SetPolicy(policy);
  ASSERT_OK_AND_ASSIGN(const Window window, house_.Request("requester", WindowHouse::Asked()));
  ASSERT_EQ(window.warnings_size(), 1);
  EXPECT_THAT(window.warnings(0), AllOf(HasSubstr("until 2026-11-20 only"), HasSubstr("誓約書")));
  EXPECT_EQ(ReasonOf(house_.Do(&WindowDesk::Approve, "approver", window.id())), "OVERRIDE_NEEDED");
  policy.replace(policy.find("expired_pledge: WARN"), 20, "");
  house_.SetPolicy(policy);
  EXPECT_EQ(ReasonFor(WindowHouse::Asked()), "PLEDGE_DOES_NOT_COVER");
}

TEST_F(WindowDeskTest, APersonBudgetIsNarrowedNeverWidened) {
  RequestWindowRequest request = WindowHouse::Asked();
  request.set_person_budget(20);
  ASSERT_OK_AND_ASSIGN(const Window window, house_.Request("requester", request));
  EXPECT_EQ(window.person_budget(), 20u);
  std::string policy = WindowPolicy();
  policy.replace(policy.find("window_idle { seconds: 600 }"), 28,
                 "budgets { persons_per_window: 15 }");
  house_.SetPolicy(policy);
  EXPECT_EQ(ReasonFor(request), "BUDGET_TOO_LARGE");
  request.set_person_budget(0);
  ASSERT_OK_AND_ASSIGN(const Window all, house_.Request("requester", request));
  EXPECT_EQ(all.person_budget(), 15u);
  policy.replace(policy.find("person: \"employee\""), 18, "");
  policy.replace(policy.find("budgets { persons_per_window: 15 }"), 34, "");
  policy.replace(policy.find("persons_per_day: 10"), 19, "");
  house_.SetPolicy(policy);
  request.set_person_budget(20);
  EXPECT_EQ(ReasonFor(request), "PERSONS_NOT_NUMBERED");
}

}  // namespace
}  // namespace sudare::testing
