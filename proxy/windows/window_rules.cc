#include "proxy/windows/window_rules.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/windows/window_persons.h"
#include "proxy/windows/window_refusal.h"
#include "proxy/windows/window_text.h"
#include "proxy/windows/window_time.h"
#include "proxy/windows/window_words.h"

namespace sudare::windows {
namespace {

using sudare::v1::Window;
using sudare::v1::WindowEvent;

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;
constexpr size_t kMostRemarkBytes = 2000;

// `verb`: what can't be done in the state it is in.
absl::Status CheckState(const Window& window, std::initializer_list<Window::State> states,
                        const BothLanguages& verb) {
  if (std::find(states.begin(), states.end(), window.state()) != states.end()) {
    return absl::OkStatus();
  }
  const BothLanguages state = WordsOf(window.state());
  return Refuse(kPrecondition, "WRONG_STATE",
                {absl::StrCat("window ", Quoted(window.id()), " is ", state.english,
                              " and can't be ", verb.english),
                 absl::StrCat("接続", Quoted(window.id()), "は", state.japanese, "のため",
                              verb.japanese, "できません")},
                {"look at it with `sudare window show`", "`sudare window show`で確認してください"});
}

absl::Status CheckRemark(const Act& act) {
  if (act.remark.size() <= kMostRemarkBytes && IsPlainText(act.remark)) return absl::OkStatus();
  return Refuse(absl::StatusCode::kInvalidArgument, "BAD_TEXT",
                {absl::StrCat("a remark is text in UTF-8 of at most ", kMostRemarkBytes, " bytes"),
                 absl::StrCat("備考はUTF-8の文字で", kMostRemarkBytes, "バイトまでです")},
                {"shorten it", "短くしてください"});
}

absl::Status RequireRemark(const Act& act) {
  if (!absl::StripAsciiWhitespace(act.remark).empty()) return CheckRemark(act);
  return Refuse(absl::StatusCode::kInvalidArgument, "REASON_MISSING",
                {"the ledger needs a reason for this", "台帳に記録する理由が必要です"},
                {"give one with `--remark`", "`--remark`で理由を書いてください"});
}

// Whoever approves in spite of a warning answers for it.
absl::Status RequireOverride(const Act& act, const Window& window) {
  if (!absl::StripAsciiWhitespace(act.remark).empty()) return absl::OkStatus();
  return Refuse(
      kPrecondition, "OVERRIDE_NEEDED",
      {absl::StrCat("window ", Quoted(window.id()), " has a warning: ", window.warnings(0)),
       "警告のある申請です"},
      {"say with `--remark` why it is approved all the same, or reject it",
       "それでも承認する理由を`--remark`で書くか、却下してください"});
}

// While there is still something of its time left.
absl::Status CheckNotOver(const Window& window, absl::Time now) {
  const absl::Time end = TimeOf(window.planned_end());
  if (now < end) return absl::OkStatus();
  return Refuse(
      kPrecondition, "WINDOW_OVER",
      {absl::StrCat("window ", Quoted(window.id()), " was planned until ", ShownTime(end)),
       absl::StrCat("接続", Quoted(window.id()), "の終了予定(", ShownTime(end), ")は過ぎています")},
      {"request another one", "改めて申請してください"});
}

const std::string& RequestedBy(const Window& window) { return window.events(0).staff(); }

void Happen(const Act& act, Window::State state, WindowEvent::Kind kind, Window* window) {
  Settle(kind, act.now, act.policy.hash(), window);
  window->set_state(state);
  WindowEvent* const event = window->mutable_events(window->events_size() - 1);
  SetStaff(act, event);
  event->set_remark(act.remark);
}

}  // namespace

void SetStaff(const Act& act, WindowEvent* event) {
  event->set_staff(act.staff);
  for (const StaffMember& member : act.policy.staff()) {
    if (member.name == act.staff) event->set_title(member.title);
  }
}

absl::Status Approve(const Act& act, Window* window) {
  SUDARE_RETURN_IF_ERROR(CheckState(*window, {Window::REQUESTED}, {"approved", "承認"}));
  SUDARE_RETURN_IF_ERROR(CheckRemark(act));
  SUDARE_RETURN_IF_ERROR(CheckNotOver(*window, act.now));
  if (act.staff == RequestedBy(*window)) {
    return Refuse(
        absl::StatusCode::kPermissionDenied, "FOUR_EYES",
        {absl::StrCat(Quoted(act.staff), " requested window ", Quoted(window->id()),
                      ": another has to approve it"),
         absl::StrCat("接続", Quoted(window->id()), "は", Quoted(act.staff),
                      "が申請したため、本人は承認できません")},
        {"ask a colleague who holds the duty APPROVE", "承認の権限がある別の職員に頼んでください"});
  }
  SUDARE_RETURN_IF_ERROR(CheckPersons(act.policy, window));
  if (!window->warnings().empty()) SUDARE_RETURN_IF_ERROR(RequireOverride(act, *window));
  Happen(act, Window::APPROVED, WindowEvent::APPROVED, window);
  return absl::OkStatus();
}

absl::Status Reject(const Act& act, Window* window) {
  SUDARE_RETURN_IF_ERROR(CheckState(*window, {Window::REQUESTED}, {"rejected", "却下"}));
  SUDARE_RETURN_IF_ERROR(RequireRemark(act));
  Happen(act, Window::REJECTED, WindowEvent::REJECTED, window);
  return absl::OkStatus();
}

absl::Status Withdraw(const Act& act, Window* window) {
  SUDARE_RETURN_IF_ERROR(
      CheckState(*window, {Window::APPROVED, Window::OPEN}, {"withdrawn", "承認の撤回"}));
  SUDARE_RETURN_IF_ERROR(RequireRemark(act));
  const bool open = window->state() == Window::OPEN;
  Happen(act, open ? Window::CLOSED : Window::CANCELLED, WindowEvent::WITHDRAWN, window);
  return absl::OkStatus();
}

absl::Status Cancel(const Act& act, Window* window) {
  SUDARE_RETURN_IF_ERROR(
      CheckState(*window, {Window::REQUESTED, Window::APPROVED}, {"cancelled", "取消し"}));
  SUDARE_RETURN_IF_ERROR(CheckRemark(act));
  Happen(act, Window::CANCELLED, WindowEvent::CANCELLED, window);
  return absl::OkStatus();
}

absl::Status Open(const Act& act, Window* window) {
  SUDARE_RETURN_IF_ERROR(CheckState(*window, {Window::APPROVED}, {"opened", "接続"}));
  SUDARE_RETURN_IF_ERROR(CheckRemark(act));
  SUDARE_RETURN_IF_ERROR(CheckNotOver(*window, act.now));
  const absl::Time start = TimeOf(window->planned_start());
  if (act.now < start) {
    return Refuse(kPrecondition, "TOO_EARLY",
                  {absl::StrCat("window ", Quoted(window->id()), " is planned from ",
                                ShownTime(start), "; it is ", ShownTime(act.now), " in Japan"),
                   absl::StrCat("接続", Quoted(window->id()), "の開始予定は", ShownTime(start),
                                "です(現在", ShownTime(act.now), ")")},
                  {"open it then, or request one for now",
                   "開始予定の時刻に接続するか、今からの接続を申請してください"});
  }
  SUDARE_RETURN_IF_ERROR(CheckPersons(act.policy, window));
  Happen(act, Window::OPEN, WindowEvent::OPENED, window);
  return absl::OkStatus();
}

absl::Status Close(const Act& act, Window* window) {
  SUDARE_RETURN_IF_ERROR(CheckState(*window, {Window::OPEN}, {"closed", "切断"}));
  SUDARE_RETURN_IF_ERROR(CheckRemark(act));
  Happen(act, Window::CLOSED, WindowEvent::CLOSED, window);
  return absl::OkStatus();
}

WindowEvent::Kind Due(const Window& window, absl::Time now, absl::Time last_active) {
  const bool over = now >= TimeOf(window.planned_end());
  switch (window.state()) {
    case Window::REQUESTED:
    case Window::APPROVED:
      return over ? WindowEvent::EXPIRED : WindowEvent::KIND_UNSPECIFIED;
    case Window::OPEN: {
      if (over) return WindowEvent::ENDED;
      const WindowEvent* const opened = LastEvent(window, WindowEvent::OPENED);
      const absl::Time since =
          std::max(last_active, opened == nullptr ? absl::InfinitePast() : TimeOf(opened->time()));
      return now - since >= DurationOf(window.idle()) ? WindowEvent::IDLED
                                                      : WindowEvent::KIND_UNSPECIFIED;
    }
    default:
      return WindowEvent::KIND_UNSPECIFIED;
  }
}

void Settle(WindowEvent::Kind kind, absl::Time now, absl::string_view policy_hash, Window* window) {
  window->set_state(kind == WindowEvent::EXPIRED ? Window::EXPIRED : Window::CLOSED);
  window->set_revision(window->revision() + 1);
  WindowEvent* const event = window->add_events();
  event->set_kind(kind);
  SetTime(now, event->mutable_time());
  event->set_policy_hash(std::string(policy_hash));
}

const WindowEvent* LastEvent(const Window& window, WindowEvent::Kind kind) {
  for (int i = window.events_size() - 1; i >= 0; --i) {
    if (window.events(i).kind() == kind) return &window.events(i);
  }
  return nullptr;
}

std::string TokenScopeOf(const Window& window) {
  const google::protobuf::Timestamp& requested = window.events(0).time();
  return absl::StrCat(window.id(), "@", requested.seconds(), ".", requested.nanos());
}

bool IsFinal(Window::State state) {
  return state != Window::REQUESTED && state != Window::APPROVED && state != Window::OPEN;
}

}  // namespace sudare::windows
