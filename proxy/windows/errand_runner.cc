#include "proxy/windows/errand_runner.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/record.h"
#include "proxy/windows/window_book.h"
#include "proxy/windows/window_time.h"
#include "spdlog/spdlog.h"

namespace sudare::windows {
namespace {

using sudare::v1::Command;
using sudare::v1::Window;
using sudare::v1::WindowCommand;
using sudare::v1::WindowErrand;

constexpr std::chrono::milliseconds kTick{200};
// The state is read at least this often, since times come without a change.
constexpr absl::Duration kLookAgain = absl::Seconds(1);
// An alarm that fails is sounded so often.
constexpr uint32_t kAlarmTries = 3;

// `failures`: at least 1.
absl::Duration WaitAfter(uint32_t failures) {
  return std::min(ErrandRunner::kFirstWait * (1 << std::min(failures - 1, 10u)),
                  ErrandRunner::kLongestWait);
}

bool IsDue(const WindowErrand& errand, absl::Time now) {
  return !IsHeld(errand, now) && TimeOf(errand.next_try()) <= now;
}

// EVENT_UNSPECIFIED: nothing yet.
WindowCommand::Event AlarmFor(const WindowErrand& alarm, const Window& window, absl::Time now) {
  if (ClosedByItself(window)) return WindowCommand::CLOSED_BY_ITSELF;
  return EndsSoon(window, now) && !alarm.end_was_told() ? WindowCommand::ENDS_SOON
                                                        : WindowCommand::EVENT_UNSPECIFIED;
}

std::string LastStaff(const Window& window) {
  return window.events(window.events_size() - 1).staff();
}

bool Switches(const WindowPrograms::Entry& entry) {
  return entry.has_at_open() || entry.has_at_close();
}

}  // namespace

ErrandRunner::ErrandRunner(LineParts parts, Clocks clocks)
    : parts_(std::move(parts)), clocks_(std::move(clocks)) {
  DropForeign();
  for (const Entry& entry : parts_.programs->entries()) {
    threads_.emplace_back([this, &entry] { Tend(entry); });
  }
}

ErrandRunner::~ErrandRunner() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ErrandRunner::Tend(const Entry& entry) {
  std::optional<uint64_t> seen;
  absl::Duration looked_at;
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stop_.wait_for(lock, kTick, [this] { return stopping_.load(); })) {
    lock.unlock();
    const absl::StatusOr<uint64_t> version = parts_.store->Version();
    const absl::Duration now = clocks_.monotonic();
    if (version.ok() && (seen != *version || now - looked_at >= kLookAgain)) {
      seen = *version;
      looked_at = now;
      while (!stopping_ && Work(entry)) {
      }
    }
    lock.lock();
  }
}

bool ErrandRunner::Work(const Entry& entry) {
  const absl::StatusOr<Todo> todo = Look(entry);
  if (!todo.ok()) return false;
  if (!todo->unknown.empty()) AddUnknown(entry, todo->unknown);
  // People first: an alarm is short, and a line may be tried for long.
  const bool is_told = todo->alarm.has_value() && SoundAlarm(entry, *todo->alarm);
  const bool is_switched = todo->line.has_value() && SwitchOff(entry, *todo->line);
  return is_told || is_switched;
}

absl::StatusOr<ErrandRunner::Todo> ErrandRunner::Look(const Entry& entry) {
  Todo todo;
  SUDARE_RETURN_IF_ERROR(parts_.store->Read([&](StateReader& state) -> absl::Status {
    todo = {};
    SUDARE_RETURN_IF_ERROR(FindLine(state, entry, &todo));
    SUDARE_RETURN_IF_ERROR(FindAlarm(state, entry, &todo));
    return FindUnknown(state, entry, &todo);
  }));
  return todo;
}

absl::Status ErrandRunner::FindLine(StateReader& state, const Entry& entry, Todo* todo) {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Errand> lines, AllErrands(state, Errands::kLine));
  size_t not_off = 0;
  bool is_busy = false;
  for (const Errand& line : lines) {
    if (line.failures() > 0) ++not_off;
    if (line.entry() != entry.role()) continue;
    is_busy = is_busy || IsHeld(line, state.Now());
    if (todo->line.has_value() || !IsDue(line, state.Now())) continue;
    SUDARE_ASSIGN_OR_RETURN(const std::optional<Window> window, FindWindow(state, line.window()));
    if (window.has_value() && window->state() != Window::OPEN) todo->line = line;
  }
  if (is_busy) todo->line.reset();
  lines_not_off_ = not_off;
  return absl::OkStatus();
}

absl::Status ErrandRunner::FindAlarm(StateReader& state, const Entry& entry, Todo* todo) const {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Errand> alarms, AllErrands(state, Errands::kAlarm));
  for (const Errand& alarm : alarms) {
    if (alarm.entry() != entry.role() || !IsDue(alarm, state.Now())) continue;
    SUDARE_ASSIGN_OR_RETURN(const std::optional<Window> window, FindWindow(state, alarm.window()));
    if (!window.has_value()) continue;
    const bool is_over = window->state() != Window::OPEN;
    if (is_over || AlarmFor(alarm, *window, clocks_.wall()) != WindowCommand::EVENT_UNSPECIFIED) {
      todo->alarm = alarm;
      return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

absl::Status ErrandRunner::FindUnknown(StateReader& state, const Entry& entry, Todo* todo) const {
  SUDARE_ASSIGN_OR_RETURN(const std::vector<Window> live, LiveWindows(state));
  for (const Window& window : live) {
    if (window.state() != Window::OPEN || parts_.programs->EntryFor(window.role()) != &entry) {
      continue;
    }
    SUDARE_ASSIGN_OR_RETURN(const auto line, FindErrand(state, Errands::kLine, window.id()));
    SUDARE_ASSIGN_OR_RETURN(const auto alarm, FindErrand(state, Errands::kAlarm, window.id()));
    if ((Switches(entry) && !line.has_value()) || (entry.has_alarm() && !alarm.has_value())) {
      todo->unknown.push_back(window);
    }
  }
  return absl::OkStatus();
}

void ErrandRunner::AddUnknown(const Entry& entry, const std::vector<Window>& windows) {
  parts_.store
      ->Transact([&](StateTransaction& state) -> absl::Status {
        for (const Window& window : windows) {
          SUDARE_ASSIGN_OR_RETURN(const auto current, FindWindow(state, window.id()));
          if (!current.has_value() || current->state() != Window::OPEN) continue;
          Errand errand;
          errand.set_window(window.id());
          errand.set_role(window.role());
          errand.set_entry(entry.role());
          SUDARE_ASSIGN_OR_RETURN(const auto line, FindErrand(state, Errands::kLine, window.id()));
          if (Switches(entry) && !line.has_value()) {
            SUDARE_RETURN_IF_ERROR(PutErrand(state, Errands::kLine, errand));
          }
          SUDARE_ASSIGN_OR_RETURN(const auto alarm,
                                  FindErrand(state, Errands::kAlarm, window.id()));
          if (entry.has_alarm() && !alarm.has_value()) {
            SUDARE_RETURN_IF_ERROR(PutErrand(state, Errands::kAlarm, errand));
          }
        }
        return absl::OkStatus();
      })
      .IgnoreError();
}

bool ErrandRunner::Claim(const Entry& entry, Errands kind, const Command& command, Errand* errand,
                         ProgramRun* run) {
  const std::string holder = absl::StrCat(parts_.proxy, "/", audit::NewCallId());
  const absl::Status claimed = parts_.store->Transact([&](StateTransaction& state) -> absl::Status {
    SUDARE_ASSIGN_OR_RETURN(const auto current, FindErrand(state, kind, errand->window()));
    Todo todo;
    SUDARE_RETURN_IF_ERROR(kind == Errands::kLine ? FindLine(state, entry, &todo)
                                                  : FindAlarm(state, entry, &todo));
    const std::optional<Errand>& due = kind == Errands::kLine ? todo.line : todo.alarm;
    if (!current.has_value() || !due.has_value() || due->window() != errand->window()) {
      return absl::CancelledError("somebody else does it");
    }
    *errand = *current;
    SUDARE_ASSIGN_OR_RETURN(const auto window, FindWindow(state, errand->window()));
    run->window = *window;
    SUDARE_ASSIGN_OR_RETURN(run->other_windows,
                            CountOthers(state, *parts_.programs, entry, errand->window()));
    errand->clear_opening();
    Hold(holder, state.Now() + HoldFor(command), errand);
    return PutErrand(state, kind, *errand);
  });
  run->staff = claimed.ok() ? LastStaff(run->window) : "";
  run->attempt = errand->failures() + 1;
  return claimed.ok();
}

WindowCommand ErrandRunner::Run(const Command& command, const ProgramRun& run) const {
  sudare::v1::AuditRecord record;
  *record.mutable_window_command() =
      RunProgram(command, run, [this] { return stopping_.load() || parts_.stop(); });
  WindowCommand ended = record.window_command();
  parts_.changes->Record(std::move(record));
  return ended;
}

bool ErrandRunner::SwitchOff(const Entry& entry, const Errand& line) {
  Errand held = line;
  ProgramRun run;
  run.event = WindowCommand::CLOSE;
  if (!Claim(entry, Errands::kLine, entry.at_close(), &held, &run)) return false;
  WindowCommand ended;
  ended.set_window(held.window());
  ended.set_ending(WindowCommand::EXITED);
  if (entry.has_at_close()) ended = Run(entry.at_close(), run);
  const absl::Status settled = SettleLine(held.holder(), ended);
  if (!settled.ok()) {
    spdlog::error("window {}: that its line was switched can't be written, it is done again: {}",
                  held.window(), std::string(settled.message()));
  }
  if (!entry.has_at_close()) return settled.ok();
  if (Succeeded(ended)) {
    spdlog::info("window {}: its line is off", held.window());
  } else if (ended.ending() != WindowCommand::STOPPED) {
    spdlog::error("window {}: its line is NOT off: {}: {}; tried again in {}", held.window(),
                  ended.command(), WordsOf(ended).english,
                  absl::FormatDuration(WaitAfter(held.failures() + 1)));
    if (held.failures() == 0) TellNotOff(entry, std::move(run));
  }
  return settled.ok();
}

absl::Status ErrandRunner::SettleLine(const std::string& holder, const WindowCommand& command) {
  return parts_.store->Transact([&](StateTransaction& state) -> absl::Status {
    SUDARE_ASSIGN_OR_RETURN(std::optional<Errand> line,
                            FindErrand(state, Errands::kLine, command.window()));
    // Somebody took it over: then it is theirs to tell.
    if (!line.has_value() || line->holder() != holder) return absl::OkStatus();
    if (Succeeded(command)) return DropErrand(state, Errands::kLine, command.window());
    absl::Time again = state.Now();
    if (command.ending() != WindowCommand::STOPPED) {
      line->set_failures(line->failures() + 1);
      line->set_failure(WordsOf(command).english);
      again += WaitAfter(line->failures());
    }
    LetGo(again, &*line);
    return PutErrand(state, Errands::kLine, *line);
  });
}

void ErrandRunner::TellNotOff(const Entry& entry, ProgramRun run) {
  if (!entry.has_alarm()) return;
  run.event = WindowCommand::LINE_NOT_OFF;
  const WindowCommand ended = Run(entry.alarm(), run);
  if (Succeeded(ended)) return;
  spdlog::error("window {}: the alarm failed: {}: {}", run.window.id(), ended.command(),
                WordsOf(ended).english);
}

bool ErrandRunner::SoundAlarm(const Entry& entry, const Errand& alarm) {
  Errand held = alarm;
  ProgramRun run;
  if (!Claim(entry, Errands::kAlarm, entry.alarm(), &held, &run)) return false;
  run.event = AlarmFor(held, run.window, clocks_.wall());
  const bool is_over = run.window.state() != Window::OPEN;
  bool is_done = run.event == WindowCommand::EVENT_UNSPECIFIED || !entry.has_alarm();
  if (!is_done) {
    const WindowCommand ended = Run(entry.alarm(), run);
    if (ended.ending() == WindowCommand::STOPPED) run.attempt = 0;
    is_done = Succeeded(ended) || run.attempt >= kAlarmTries;
    if (!Succeeded(ended)) {
      spdlog::error("window {}: the alarm failed: {}: {}", held.window(), ended.command(),
                    WordsOf(ended).english);
    }
  }
  return parts_.store
      ->Transact([&](StateTransaction& state) -> absl::Status {
        SUDARE_ASSIGN_OR_RETURN(std::optional<Errand> current,
                                FindErrand(state, Errands::kAlarm, held.window()));
        if (!current.has_value() || current->holder() != held.holder()) return absl::OkStatus();
        if (is_done && is_over) return DropErrand(state, Errands::kAlarm, held.window());
        current->set_failures(is_done ? 0 : run.attempt);
        if (is_done) current->set_end_was_told(true);
        LetGo(state.Now() + (is_done ? absl::ZeroDuration() : kFirstWait), &*current);
        return PutErrand(state, Errands::kAlarm, *current);
      })
      .ok();
}

void ErrandRunner::DropForeign() {
  const absl::Status dropped = parts_.store->Transact([&](StateTransaction& state) -> absl::Status {
    for (const Errands kind : {Errands::kLine, Errands::kAlarm}) {
      SUDARE_ASSIGN_OR_RETURN(const std::vector<Errand> errands, AllErrands(state, kind));
      for (const Errand& errand : errands) {
        if (parts_.programs->Find(errand.entry()) != nullptr) continue;
        if (IsHeld(errand, state.Now())) continue;
        SUDARE_RETURN_IF_ERROR(DropErrand(state, kind, errand.window()));
        if (kind == Errands::kAlarm) continue;
        spdlog::warn(
            "window {}: the configuration has no commands for role {} any more: this proxy no "
            "longer switches its line, nor counts it as on",
            errand.window(), errand.role());
      }
    }
    return absl::OkStatus();
  });
  if (!dropped.ok()) {
    spdlog::error("lines of windows can't be looked up: {}", std::string(dropped.message()));
  }
}

}  // namespace sudare::windows
