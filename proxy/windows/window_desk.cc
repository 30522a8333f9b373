#include "proxy/windows/window_desk.h"

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"
#include "proxy/identity/duty.h"
#include "proxy/windows/errand_book.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_outlook.h"
#include "proxy/windows/window_refusal.h"
#include "proxy/windows/window_time.h"

namespace sudare {
namespace {

using sudare::v1::ListWindowsRequest;
using sudare::v1::ListWindowsResponse;
using sudare::v1::NextWindowResponse;
using sudare::v1::Staff;
using sudare::v1::Window;
using sudare::v1::WindowEvent;

constexpr StaffMatter kMatter = {"look into or change maintenance windows",
                                 "telephone the city's staff"};
constexpr std::chrono::milliseconds kWatchTick{250};

sudare::v1::Caller RecordedCaller(const StaffCaller& caller) {
  sudare::v1::Caller out;
  out.set_staff(caller.staff);
  out.set_account(caller.account);
  out.set_method("certificate");
  out.set_peer(caller.peer);
  return out;
}

absl::Status StoreError(const absl::Status& status) {
  return windows::Refuse(
      absl::StatusCode::kUnavailable, "WINDOW_STATE_UNAVAILABLE",
      {absl::StrCat("the state of the windows can't be read: ", status.message()),
       "接続の状態を読み出せません"},
      {"try again; an admin looks at the proxy's log if it lasts",
       "やり直しても続く場合は管理者に連絡してください"});
}

bool Fits(const Window& window, const ListWindowsRequest& wanted) {
  const auto& states = wanted.states();
  if (!states.empty() && std::find(states.begin(), states.end(), window.state()) == states.end()) {
    return false;
  }
  if (!wanted.account().empty() &&
      std::none_of(window.persons().begin(), window.persons().end(),
                   [&](const auto& person) { return person.account() == wanted.account(); })) {
    return false;
  }
  if (wanted.has_from() &&
      windows::TimeOf(window.planned_end()) <= windows::TimeOf(wanted.from())) {
    return false;
  }
  return !wanted.has_to() || windows::TimeOf(window.planned_start()) < windows::TimeOf(wanted.to());
}

void SetUse(const sudare::v1::WindowUse& use, Window* window) {
  window->set_rows_read(use.rows());
  window->set_persons_seen(use.persons() + use.unnamed_persons());
}

absl::StatusOr<std::vector<Window>> Listed(StateStore& store, absl::Time now,
                                           const ListWindowsRequest& wanted) {
  std::vector<Window> listed;
  const absl::Status read = store.Read([&](StateReader& state) -> absl::Status {
    listed.clear();
    SUDARE_ASSIGN_OR_RETURN(std::vector<Window> all, windows::AllWindows(state));
    for (Window& window : all) {
      if (!Fits(window, wanted)) continue;
      SUDARE_ASSIGN_OR_RETURN(const auto use, windows::UseOf(state, window.id()));
      SetUse(use, &window);
      SUDARE_RETURN_IF_ERROR(windows::AddLine(state, now, &window));
      listed.push_back(std::move(window));
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return StoreError(read);
  std::stable_sort(listed.begin(), listed.end(), [](const Window& a, const Window& b) {
    return windows::TimeOf(a.planned_start()) < windows::TimeOf(b.planned_start());
  });
  return listed;
}

// What a caller of Watch has been told.
class WatchedWindows {
 public:
  explicit WatchedWindows(const ListWindowsRequest& wanted) : wanted_(wanted) {}

  // When a window is about to end next, which is no change in the state.
  absl::Time look_again() const { return look_again_; }
  void Expect(const std::vector<Window>& windows, absl::Time now) {
    look_again_ = absl::InfiniteFuture();
    for (const Window& window : windows) {
      const absl::Time soon = windows::TimeOf(window.planned_end()) - windows::kEndsSoon;
      if (window.state() == Window::OPEN && now < soon) look_again_ = std::min(look_again_, soon);
    }
  }

  // It fits, or was told of before, and is not as it was then.
  bool IsNews(const Window& window) {
    const Told now{window.revision(), window.alert(), window.line().failures()};
    const auto known = told_.find(window.id());
    if (known == told_.end() ? !Fits(window, wanted_) : known->second == now) return false;
    told_[window.id()] = now;
    return true;
  }

 private:
  // Revision, alert, and failures of its line.
  using Told = std::tuple<uint64_t, Window::Alert, uint32_t>;

  const ListWindowsRequest& wanted_;
  absl::Time look_again_ = absl::InfiniteFuture();
  absl::flat_hash_map<std::string, Told> told_;
};

}  // namespace

// A change that staff may ask for.
struct WindowDesk::Kind {
  WindowEvent::Kind event;
  std::initializer_list<Staff::Duty> duties;
  absl::string_view duty_names;
  absl::Status (*apply)(const windows::Act&, Window*);
  // Nobody of the other side may be connected.
  bool needs_other_side_away = false;
};

absl::StatusOr<Window> WindowDesk::Request(const Policy& policy, const StaffCaller& caller,
                                           const sudare::v1::RequestWindowRequest& request) {
  windows::WantedChange wanted;
  wanted.kind = WindowEvent::REQUESTED;
  wanted.caller = RecordedCaller(caller);
  wanted.policy_hash = policy.hash();
  const absl::Status duty = CheckDuty(policy, caller, {Staff::REQUEST}, "REQUEST", kMatter);
  if (!duty.ok()) return parts_.changes->Refuse(wanted, duty);
  uint64_t most_rows = 0;
  if (!request.persons().empty()) {
    const Account* const first = policy.FindAccount(request.persons(0).account());
    if (first != nullptr && first->role != nullptr) {
      most_rows = parts_.rows_per_window(*first->role);
    }
  }
  absl::StatusOr<Window> window =
      windows::Request({policy, parts_.clock(), caller.staff, ""}, request, most_rows);
  if (!window.ok()) return parts_.changes->Refuse(wanted, window.status());
  return parts_.changes->Add(wanted, *std::move(window));
}

absl::StatusOr<Window> WindowDesk::Change(const Kind& kind, const Policy& policy,
                                          const StaffCaller& caller, const ChangeRequest& request) {
  windows::WantedChange wanted;
  wanted.kind = kind.event;
  wanted.window = request.id();
  wanted.revision = request.revision();
  wanted.caller = RecordedCaller(caller);
  wanted.policy_hash = policy.hash();
  const absl::Status duty = CheckDuty(policy, caller, kind.duties, kind.duty_names, kMatter);
  if (!duty.ok()) return parts_.changes->Refuse(wanted, duty);
  windows::Act act{policy, parts_.clock(), caller.staff, request.remark()};
  const auto decide = [&](StateReader& state, Window* window) -> absl::Status {
    SUDARE_RETURN_IF_ERROR(kind.apply(act, window));
    if (!kind.needs_other_side_away) return absl::OkStatus();
    return windows::CheckOtherSide(state, *policy.FindRole(window->role()));
  };
  absl::StatusOr<Window> changed;
  if (kind.event == WindowEvent::OPENED && parts_.lines != nullptr) {
    windows::LineOpening line(parts_.lines, &policy, caller.staff);
    windows::WindowChanges::Steps steps;
    steps.prepare = [&](const Window& window) -> absl::Status {
      const absl::Status prepared = line.Prepare(window);
      // A command may take long: whether it may still be opened is decided as of now.
      act.now = parts_.clock();
      return prepared;
    };
    steps.commit = [&](StateTransaction& state) { return line.Commit(state); };
    changed = parts_.changes->Change(wanted, decide, steps);
  } else {
    changed = parts_.changes->Change(wanted, decide);
  }
  if (changed.ok() && parts_.on_changed != nullptr) parts_.on_changed();
  return changed;
}

absl::StatusOr<Window> WindowDesk::Approve(const Policy& policy, const StaffCaller& caller,
                                           const ChangeRequest& request) {
  return Change({WindowEvent::APPROVED, {Staff::APPROVE}, "APPROVE", windows::Approve}, policy,
                caller, request);
}

absl::StatusOr<Window> WindowDesk::Reject(const Policy& policy, const StaffCaller& caller,
                                          const ChangeRequest& request) {
  return Change({WindowEvent::REJECTED, {Staff::APPROVE}, "APPROVE", windows::Reject}, policy,
                caller, request);
}

absl::StatusOr<Window> WindowDesk::Withdraw(const Policy& policy, const StaffCaller& caller,
                                            const ChangeRequest& request) {
  return Change({WindowEvent::WITHDRAWN, {Staff::APPROVE}, "APPROVE", windows::Withdraw}, policy,
                caller, request);
}

absl::StatusOr<Window> WindowDesk::Cancel(const Policy& policy, const StaffCaller& caller,
                                          const ChangeRequest& request) {
  return Change({WindowEvent::CANCELLED, {Staff::REQUEST}, "REQUEST", windows::Cancel}, policy,
                caller, request);
}

absl::StatusOr<Window> WindowDesk::Open(const Policy& policy, const StaffCaller& caller,
                                        const ChangeRequest& request) {
  return Change({WindowEvent::OPENED, {Staff::CONNECT}, "CONNECT", windows::Open, true}, policy,
                caller, request);
}

absl::StatusOr<Window> WindowDesk::Close(const Policy& policy, const StaffCaller& caller,
                                         const ChangeRequest& request) {
  return Change(
      {WindowEvent::CLOSED, {Staff::CONNECT, Staff::APPROVE}, "CONNECT or APPROVE", windows::Close},
      policy, caller, request);
}

absl::StatusOr<Window> WindowDesk::Get(const Policy&, const StaffCaller& caller,
                                       const sudare::v1::GetWindowRequest& request) {
  SUDARE_RETURN_IF_ERROR(CheckStaff(caller, kMatter));
  std::optional<Window> window;
  const absl::Status read = parts_.store->Read([&](StateReader& state) -> absl::Status {
    SUDARE_ASSIGN_OR_RETURN(window, windows::FindWindow(state, request.id()));
    if (!window.has_value()) return absl::OkStatus();
    SUDARE_ASSIGN_OR_RETURN(const auto use, windows::UseOf(state, request.id()));
    SetUse(use, &*window);
    return windows::AddLine(state, parts_.clock(), &*window);
  });
  if (!read.ok()) return StoreError(read);
  if (window.has_value()) return *std::move(window);
  return windows::UnknownWindow(request.id());
}

absl::StatusOr<ListWindowsResponse> WindowDesk::List(const Policy&, const StaffCaller& caller,
                                                     const ListWindowsRequest& request) {
  SUDARE_RETURN_IF_ERROR(CheckStaff(caller, kMatter));
  SUDARE_ASSIGN_OR_RETURN(std::vector<Window> listed,
                          Listed(*parts_.store, parts_.clock(), request));
  ListWindowsResponse response;
  for (Window& window : listed) *response.add_windows() = std::move(window);
  return response;
}

absl::StatusOr<NextWindowResponse> WindowDesk::Next(const Policy& policy, const StaffCaller& caller,
                                                    const sudare::v1::NextWindowRequest& request) {
  SUDARE_RETURN_IF_ERROR(CheckStaff(caller, kMatter));
  const Account* const account = policy.FindAccount(request.account());
  if (account == nullptr || account->role == nullptr) {
    return windows::Refuse(
        absl::StatusCode::kNotFound, "UNKNOWN_ACCOUNT",
        {absl::StrCat("the policy has no account ", Quoted(request.account())),
         absl::StrCat("アカウント", Quoted(request.account()), "は登録されていません")},
        {"the policy's `accounts` has their names", "ポリシーの`accounts`で確認してください"});
  }
  NextWindowResponse response;
  response.set_account(account->name);
  response.set_role(account->role->name);
  response.set_requires_window(account->role->requires_window);
  ListWindowsRequest live;
  live.set_account(account->name);
  for (const Window::State state : {Window::OPEN, Window::APPROVED, Window::REQUESTED}) {
    live.add_states(state);
  }
  const absl::Time now = parts_.clock();
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Window> listed, Listed(*parts_.store, now, live));
  for (const Window& window : listed) {
    if (window.state() == Window::OPEN) *response.add_open() = window;
  }
  for (Window& window : windows::PlannedFor(account->name, listed, now)) {
    *response.add_planned() = std::move(window);
  }
  const absl::Status read = parts_.store->Read([&](StateReader& state) -> absl::Status {
    SUDARE_ASSIGN_OR_RETURN(const auto attempts, windows::AttemptsOf(state, account->name, now));
    if (attempts.count() > 0) *response.mutable_refused() = attempts;
    return absl::OkStatus();
  });
  if (!read.ok()) return StoreError(read);
  return response;
}

absl::Status WindowDesk::Watch(const Policy&, const StaffCaller& caller,
                               const ListWindowsRequest& request, absl::FunctionRef<bool()> go_on,
                               absl::FunctionRef<bool(const Window&)> send) {
  SUDARE_RETURN_IF_ERROR(CheckStaff(caller, kMatter));
  WatchedWindows watched(request);
  std::optional<uint64_t> seen;
  for (; go_on(); std::this_thread::sleep_for(kWatchTick)) {
    const absl::StatusOr<uint64_t> version = parts_.store->Version();
    if (!version.ok()) return StoreError(version.status());
    const absl::Time now = parts_.clock();
    if (seen == *version && now < watched.look_again()) continue;
    seen = *version;
    // One that no longer fits, for example since it was closed, is still told of once.
    ListWindowsRequest all = request;
    all.clear_states();
    SUDARE_ASSIGN_OR_RETURN(const std::vector<Window> listed, Listed(*parts_.store, now, all));
    watched.Expect(listed, now);
    for (const Window& window : listed) {
      if (watched.IsNews(window) && !send(window)) return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

}  // namespace sudare
