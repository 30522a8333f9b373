#include "proxy/windows/line_opening.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/record.h"
#include "proxy/windows/errand_book.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_refusal.h"
#include "proxy/windows/window_words.h"

namespace sudare::windows {
namespace {

using sudare::v1::Window;
using sudare::v1::WindowCommand;
using sudare::v1::WindowErrand;

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

absl::Status LineIsBusy(const WindowErrand& line) {
  return Refuse(
      kPrecondition, "LINE_BUSY",
      {absl::StrCat("the line of window ", Quoted(line.window()), " is being switched",
                    line.opening() ? absl::StrCat(" on for ", Quoted(line.staff())) : " off"),
       absl::StrCat("接続", Quoted(line.window()), "の回線を切り替え中です",
                    line.opening() ? absl::StrCat("(担当 ", Quoted(line.staff()), ")") : "")},
      {"look at it with `sudare window show`, and try again in half a minute",
       "`sudare window show`で確認し、30秒ほど待ってからやり直してください"});
}

absl::Status OtherLineIsNotOff(const WindowErrand& line) {
  return Refuse(
      kPrecondition, "OTHER_LINE_NOT_OFF",
      {absl::StrCat("the line of window ", Quoted(line.window()), " (role ", Quoted(line.role()),
                    "), which excludes this one, is not known to be off"),
       absl::StrCat("同時に接続できない接続", Quoted(line.window()), "(役割", Quoted(line.role()),
                    ")の回線の切断を確認できていません")},
      {"`sudare window show` tells how its command failed; it is tried again by itself",
       "`sudare window show`で失敗の内容を確認してください。自動で再試行されます"});
}

absl::Status CommandFailed(const WindowCommand& command) {
  const EndingWords ending = WordsOf(command);
  return Refuse(kPrecondition, "COMMAND_FAILED",
                {absl::StrCat("window ", Quoted(command.window()), " was not opened: the command ",
                              Quoted(command.command()), " failed: ", ending.english),
                 absl::StrCat("接続", Quoted(command.window()), "は開始されませんでした。コマンド",
                              Quoted(command.command()), "が失敗しました: ", ending.japanese)},
                {"see to the line, and open it again; the audit log has all of its output",
                 "回線を確認してから接続をやり直してください。出力の全体は監査ログにあります"});
}

absl::Status NoLongerOurs(absl::string_view window) {
  return Refuse(absl::StatusCode::kAborted, "LINE_LOST",
                {absl::StrCat("switching on the line of window ", Quoted(window),
                              " took too long, and somebody else went on with it"),
                 absl::StrCat("接続", Quoted(window), "の回線の切り替えに時間がかかりすぎました")},
                {"look at it with `sudare window show`, and try again",
                 "`sudare window show`で確認してやり直してください"});
}

bool Excludes(const Role& role, const std::string& other) {
  return std::count(role.exclusive_with.begin(), role.exclusive_with.end(), other) > 0;
}

// OK if a window of `role` may be opened now, as far as lines go. `entry`: of its own commands;
// null: it has none.
absl::Status CheckLines(StateReader& state, const Role& role, const std::string& window,
                        const WindowPrograms::Entry* entry) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<WindowErrand> lines, AllErrands(state, Errands::kLine));
  for (const WindowErrand& line : lines) {
    const bool is_held = IsHeld(line, state.Now());
    const bool is_same = entry != nullptr && line.entry() == entry->role();
    if (is_held && (is_same || line.window() == window)) return LineIsBusy(line);
    if (!Excludes(role, line.role())) continue;
    SUDARE_ASSIGN_OR_RETURN(const std::optional<Window> other, FindWindow(state, line.window()));
    // That of an open window is told of better elsewhere (CheckOtherSide).
    if (!other.has_value() || other->state() != Window::OPEN) return OtherLineIsNotOff(line);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Duration HoldFor(const sudare::v1::Command& command) {
  return TimeoutOf(command) + kKillGrace + kHoldMargin;
}

absl::StatusOr<int> CountOthers(StateReader& state, const WindowPrograms& programs,
                                const WindowPrograms::Entry& entry, absl::string_view window) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Window> live, LiveWindows(state));
  return static_cast<int>(std::count_if(live.begin(), live.end(), [&](const Window& one) {
    return one.state() == Window::OPEN && one.id() != window &&
           programs.EntryFor(one.role()) == &entry;
  }));
}

absl::Status LineOpening::Prepare(const Window& window) {
  entry_ = parts_.programs->EntryFor(window.role());
  role_ = policy_.FindRole(window.role());
  window_ = window.id();
  if (entry_ == nullptr) return absl::OkStatus();
  SUDARE_RETURN_IF_ERROR(Claim(window));
  return entry_->has_at_open() ? Run(window) : absl::OkStatus();
}

absl::Status LineOpening::Claim(const Window& window) {
  const std::string holder = absl::StrCat(parts_.proxy, "/", audit::NewCallId());
  WindowErrand claim;
  claim.set_window(window.id());
  claim.set_role(window.role());
  claim.set_entry(entry_->role());
  claim.set_opening(true);
  claim.set_staff(staff_);
  SUDARE_RETURN_IF_ERROR(parts_.store->Transact([&](StateTransaction& state) -> absl::Status {
    SUDARE_RETURN_IF_ERROR(CheckOtherSide(state, *role_));
    SUDARE_RETURN_IF_ERROR(CheckLines(state, *role_, window.id(), entry_));
    SUDARE_ASSIGN_OR_RETURN(other_windows_,
                            CountOthers(state, *parts_.programs, *entry_, window.id()));
    Hold(holder, state.Now() + HoldFor(entry_->at_open()), &claim);
    return PutErrand(state, Errands::kLine, claim);
  }));
  holder_ = holder;
  return absl::OkStatus();
}

absl::Status LineOpening::Run(const Window& window) {
  ProgramRun run;
  run.event = WindowCommand::OPEN;
  run.window = window;
  run.staff = staff_;
  run.other_windows = other_windows_;
  sudare::v1::AuditRecord record;
  *record.mutable_window_command() = RunProgram(entry_->at_open(), run, parts_.stop);
  const WindowCommand command = record.window_command();
  SUDARE_RETURN_IF_ERROR(parts_.changes->RecordDurably(std::move(record)));
  return Succeeded(command) ? absl::OkStatus() : CommandFailed(command);
}

absl::Status LineOpening::Commit(StateTransaction& state) const {
  if (entry_ == nullptr) return CheckLines(state, *role_, window_, nullptr);
  SUDARE_ASSIGN_OR_RETURN(std::optional<WindowErrand> line,
                          FindErrand(state, Errands::kLine, window_));
  if (!line.has_value() || line->holder() != holder_ || !IsHeld(*line, state.Now())) {
    return NoLongerOurs(window_);
  }
  LetGo(state.Now(), &*line);
  SUDARE_RETURN_IF_ERROR(PutErrand(state, Errands::kLine, *line));
  return entry_->has_alarm() ? PutErrand(state, Errands::kAlarm, *line) : absl::OkStatus();
}

LineOpening::~LineOpening() {
  if (holder_.empty()) return;
  // One that was committed isn't held any more. If the state can't be written the claim runs out.
  parts_.store
      ->Transact([&](StateTransaction& state) -> absl::Status {
        SUDARE_ASSIGN_OR_RETURN(std::optional<WindowErrand> line,
                                FindErrand(state, Errands::kLine, window_));
        if (!line.has_value() || line->holder() != holder_) return absl::OkStatus();
        LetGo(state.Now(), &*line);
        return PutErrand(state, Errands::kLine, *line);
      })
      .IgnoreError();
}

}  // namespace sudare::windows
