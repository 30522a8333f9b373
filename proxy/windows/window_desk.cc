#include "proxy/windows/window_desk.h"

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"
#include "proxy/identity/duty.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_refusal.h"
#include "proxy/windows/window_time.h"

namespace sudare {
namespace {

using sudare::v1::ListWindowsRequest;
using sudare::v1::ListWindowsResponse;
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

absl::StatusOr<std::vector<Window>> Listed(StateStore& store, const ListWindowsRequest& wanted) {
  std::vector<Window> listed;
  const absl::Status read = store.Read([&](StateReader& state) -> absl::Status {
    listed.clear();
    SUDARE_ASSIGN_OR_RETURN(std::vector<Window> all, windows::AllWindows(state));
    for (Window& window : all) {
      if (!Fits(window, wanted)) continue;
      SUDARE_ASSIGN_OR_RETURN(const auto use, windows::UseOf(state, window.id()));
      SetUse(use, &window);
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
  const windows::Act act{policy, parts_.clock(), caller.staff, request.remark()};
  absl::StatusOr<Window> changed =
      parts_.changes->Change(wanted, [&](StateReader& state, Window* window) -> absl::Status {
        SUDARE_RETURN_IF_ERROR(kind.apply(act, window));
        if (!kind.needs_other_side_away) return absl::OkStatus();
        return windows::CheckOtherSide(state, *policy.FindRole(window->role()));
      });
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
    return absl::OkStatus();
  });
  if (!read.ok()) return StoreError(read);
  if (window.has_value()) return *std::move(window);
  return windows::UnknownWindow(request.id());
}

absl::StatusOr<ListWindowsResponse> WindowDesk::List(const Policy&, const StaffCaller& caller,
                                                     const ListWindowsRequest& request) {
  SUDARE_RETURN_IF_ERROR(CheckStaff(caller, kMatter));
  SUDARE_ASSIGN_OR_RETURN(std::vector<Window> listed, Listed(*parts_.store, request));
  ListWindowsResponse response;
  for (Window& window : listed) *response.add_windows() = std::move(window);
  return response;
}

absl::Status WindowDesk::Watch(const Policy&, const StaffCaller& caller,
                               const ListWindowsRequest& request, absl::FunctionRef<bool()> go_on,
                               absl::FunctionRef<bool(const Window&)> send) {
  SUDARE_RETURN_IF_ERROR(CheckStaff(caller, kMatter));
  absl::flat_hash_map<std::string, uint64_t> sent;
  std::optional<uint64_t> seen;
  for (; go_on(); std::this_thread::sleep_for(kWatchTick)) {
    const absl::StatusOr<uint64_t> version = parts_.store->Version();
    if (!version.ok()) return StoreError(version.status());
    if (seen == *version) continue;
    seen = *version;
    // One that no longer fits, for example since it was closed, is still told of once.
    ListWindowsRequest all = request;
    all.clear_states();
    SUDARE_ASSIGN_OR_RETURN(const std::vector<Window> listed, Listed(*parts_.store, all));
    for (const Window& window : listed) {
      const auto known = sent.find(window.id());
      if (known == sent.end() ? !Fits(window, request) : known->second == window.revision()) {
        continue;
      }
      sent[window.id()] = window.revision();
      if (!send(window)) return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

}  // namespace sudare
