#include "proxy/windows/window_book.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/windows/state_messages.h"
#include "proxy/windows/window_refusal.h"
#include "proxy/windows/window_rules.h"
#include "proxy/windows/window_time.h"

namespace sudare::windows {
namespace {

using sudare::v1::ClockMark;
using sudare::v1::ConnectedSide;
using sudare::v1::Window;
using sudare::v1::WindowEvent;
using sudare::v1::WindowUse;

// Windows that something can still happen to lie apart: they are read often, and are few.
constexpr absl::string_view kLive = "windows_live";
constexpr absl::string_view kPast = "windows_past";
constexpr absl::string_view kPresence = "presence";
constexpr absl::string_view kUse = "window_use";
constexpr absl::string_view kClock = "clock";
constexpr absl::string_view kLatest = "latest";
constexpr absl::string_view kNumbers = "numbers";
constexpr absl::string_view kWindow = "window";

bool Excludes(const Role& role, absl::string_view other) {
  return std::find(role.exclusive_with.begin(), role.exclusive_with.end(), other) !=
         role.exclusive_with.end();
}

absl::Status OtherWindowIsOpen(const Window& window) {
  const WindowEvent* const opened = LastEvent(window, WindowEvent::OPENED);
  const std::string staff = opened == nullptr ? "" : opened->staff();
  const std::string end = ShownTime(TimeOf(window.planned_end()));
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "OTHER_SIDE_CONNECTED",
      {absl::StrCat("remote maintenance is connected: window ", Quoted(window.id()), " of role ",
                    Quoted(window.role()), ", opened by ", Quoted(staff), ", until ", end,
                    " at the latest"),
       absl::StrCat("リモート保守中です(接続", Quoted(window.id()), "、役割", Quoted(window.role()),
                    "、担当 ", Quoted(staff), "、終了予定 ", end, ")")},
      {"wait until it is closed, or have it closed with `sudare window close`",
       "切断されるまで待つか、担当者に切断を頼んでください"});
}

absl::Status OtherSideIsPresent(const ConnectedSide& presence) {
  const std::string accounts = absl::StrJoin(presence.accounts(), ", ");
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "OTHER_SIDE_CONNECTED",
      {absl::StrCat("role ", Quoted(presence.role()), " is connected: ", accounts),
       absl::StrCat("役割", Quoted(presence.role()), "が接続中です(", accounts, ")")},
      {"have them finish, and try again: both sides are never connected together",
       "作業を終えてもらってからやり直してください。双方が同時に接続することはできません"});
}

}  // namespace

absl::Status AddWindow(StateTransaction& state, Window* window) {
  SUDARE_ASSIGN_OR_RETURN(const std::optional<std::string> last, state.Get(kNumbers, kWindow));
  uint64_t number = 0;
  if (last.has_value() && !absl::SimpleAtoi(*last, &number)) {
    return absl::DataLossError("the state's number of windows can't be read");
  }
  ++number;
  SUDARE_RETURN_IF_ERROR(state.Put(kNumbers, kWindow, absl::StrCat(number)));
  window->set_id(absl::StrFormat("W%05d", number));
  return PutWindow(state, *window);
}

absl::Status PutWindow(StateTransaction& state, const Window& window) {
  const bool past = IsFinal(window.state());
  if (past) {
    SUDARE_RETURN_IF_ERROR(state.Delete(kLive, window.id()));
    // Their number stays; who they were is of no use any more.
    SUDARE_RETURN_IF_ERROR(ForgetPersons(state, CountedIn::kWindow, window.id()));
  }
  return state.Put(past ? kPast : kLive, window.id(), window.SerializeAsString());
}

absl::StatusOr<std::optional<Window>> FindWindow(StateReader& state, absl::string_view id) {
  SUDARE_ASSIGN_OR_RETURN(std::optional<Window> live, FindEntry<Window>(state, kLive, id));
  if (live.has_value()) return live;
  return FindEntry<Window>(state, kPast, id);
}

absl::StatusOr<std::vector<Window>> LiveWindows(StateReader& state) {
  return ScanAll<Window>(state, kLive);
}

absl::StatusOr<std::vector<Window>> AllWindows(StateReader& state) {
  SUDARE_ASSIGN_OR_RETURN(std::vector<Window> windows, ScanAll<Window>(state, kPast));
  SUDARE_ASSIGN_OR_RETURN(std::vector<Window> live, LiveWindows(state));
  windows.insert(windows.end(), live.begin(), live.end());
  return windows;
}

absl::StatusOr<std::vector<ConnectedSide>> LivePresences(StateReader& state) {
  SUDARE_ASSIGN_OR_RETURN(std::vector<ConnectedSide> presences,
                          ScanAll<ConnectedSide>(state, kPresence));
  const absl::Time now = state.Now();
  presences.erase(
      std::remove_if(presences.begin(), presences.end(),
                     [now](const ConnectedSide& one) { return TimeOf(one.expires()) <= now; }),
      presences.end());
  return presences;
}

absl::Status PutPresence(StateTransaction& state, absl::string_view proxy,
                         const ConnectedSide& presence) {
  return state.Put(kPresence, absl::StrCat(proxy, "/", presence.role()),
                   presence.SerializeAsString());
}

absl::Status DropPresence(StateTransaction& state, absl::string_view proxy,
                          absl::string_view role) {
  return state.Delete(kPresence, absl::StrCat(proxy, "/", role));
}

absl::StatusOr<WindowUse> UseOf(StateReader& state, absl::string_view id) {
  SUDARE_ASSIGN_OR_RETURN(std::optional<WindowUse> use, FindEntry<WindowUse>(state, kUse, id));
  return use.has_value() ? *std::move(use) : WindowUse();
}

absl::Status PutUse(StateTransaction& state, absl::string_view id, const WindowUse& use) {
  return state.Put(kUse, id, use.SerializeAsString());
}

absl::StatusOr<absl::Time> LatestTime(StateReader& state) {
  SUDARE_ASSIGN_OR_RETURN(const std::optional<ClockMark> mark,
                          FindEntry<ClockMark>(state, kClock, kLatest));
  return mark.has_value() ? TimeOf(mark->latest()) : absl::InfinitePast();
}

absl::Status PutLatestTime(StateTransaction& state, absl::Time time) {
  ClockMark mark;
  SetTime(time, mark.mutable_latest());
  return state.Put(kClock, kLatest, mark.SerializeAsString());
}

absl::Status CheckOtherSide(StateReader& state, const Role& role) {
  if (role.exclusive_with.empty()) return absl::OkStatus();
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Window> windows, LiveWindows(state));
  for (const Window& window : windows) {
    if (window.state() == Window::OPEN && Excludes(role, window.role())) {
      return OtherWindowIsOpen(window);
    }
  }
  SUDARE_ASSIGN_OR_RETURN(const std::vector<ConnectedSide> presences, LivePresences(state));
  for (const ConnectedSide& presence : presences) {
    if (Excludes(role, presence.role())) return OtherSideIsPresent(presence);
  }
  return absl::OkStatus();
}

}  // namespace sudare::windows
