#include "proxy/windows/window_program.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/commands/command_output.h"
#include "proxy/windows/window_time.h"

namespace sudare::windows {
namespace {

using sudare::v1::Command;
using sudare::v1::Window;
using sudare::v1::WindowCommand;
using sudare::v1::WindowEvent;

constexpr absl::Duration kDefaultTimeout = absl::Seconds(20);

std::vector<std::pair<std::string, std::string>> EnvironmentOf(const ProgramRun& run,
                                                               absl::Duration timeout) {
  const Window& window = run.window;
  const WindowEvent& last = window.events(window.events_size() - 1);
  const auto time = [](const google::protobuf::Timestamp& timestamp) {
    return absl::FormatTime(absl::RFC3339_sec, TimeOf(timestamp), absl::FixedTimeZone(9 * 60 * 60));
  };
  std::vector<std::string> accounts;
  for (const auto& person : window.persons()) accounts.push_back(person.account());
  return {
      {"SUDARE_EVENT", absl::AsciiStrToLower(WindowCommand::Event_Name(run.event))},
      {"SUDARE_WINDOW", window.id()},
      {"SUDARE_ROLE", window.role()},
      {"SUDARE_ACCOUNTS", absl::StrJoin(accounts, ",")},
      {"SUDARE_STAFF", run.staff},
      {"SUDARE_LAST_EVENT", absl::AsciiStrToLower(WindowEvent::Kind_Name(last.kind()))},
      {"SUDARE_PLANNED_START", time(window.planned_start())},
      {"SUDARE_PLANNED_END", time(window.planned_end())},
      {"SUDARE_OTHER_WINDOWS", absl::StrCat(run.other_windows)},
      {"SUDARE_ATTEMPT", absl::StrCat(run.attempt)},
      {"SUDARE_TIMEOUT", absl::StrCat(absl::ToInt64Seconds(timeout))},
  };
}

WindowCommand::Ending EndingOf(CommandResult::Ending ending) {
  switch (ending) {
    case CommandResult::kExited:
      return WindowCommand::EXITED;
    case CommandResult::kSignalled:
      return WindowCommand::SIGNALLED;
    case CommandResult::kTimedOut:
      return WindowCommand::TIMED_OUT;
    case CommandResult::kStopped:
      return WindowCommand::STOPPED;
    case CommandResult::kNotStarted:
      return WindowCommand::NOT_STARTED;
  }
  return WindowCommand::ENDING_UNSPECIFIED;
}

EndingWords WithoutOutput(const WindowCommand& command) {
  switch (command.ending()) {
    case WindowCommand::EXITED:
      return {absl::StrCat("exit code ", command.exit_code()),
              absl::StrCat("終了コード", command.exit_code())};
    case WindowCommand::SIGNALLED:
      return {absl::StrCat("ended by signal ", command.signal()),
              absl::StrCat("シグナル", command.signal(), "で終了")};
    case WindowCommand::TIMED_OUT:
      return {absl::StrCat("not done in time, killed after ", command.elapsed_micros() / 1'000'000,
                           " s"),
              absl::StrCat("時間切れ(", command.elapsed_micros() / 1'000'000, "秒で強制終了)")};
    case WindowCommand::STOPPED:
      return {"killed since the proxy stops", "プロキシの停止により中断"};
    default:
      return {"could not be started", "起動できません"};
  }
}

}  // namespace

const WindowPrograms::Entry* WindowPrograms::EntryFor(absl::string_view role) const {
  const Entry* const own = role.empty() ? nullptr : Find(role);
  return own != nullptr ? own : Find("");
}

const WindowPrograms::Entry* WindowPrograms::Find(absl::string_view entry) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [entry](const Entry& one) { return one.role() == entry; });
  return found == entries_.end() ? nullptr : &*found;
}

absl::Duration TimeoutOf(const Command& command) {
  return command.has_timeout() ? DurationOf(command.timeout()) : kDefaultTimeout;
}

WindowCommand RunProgram(const Command& command, const ProgramRun& run,
                         std::function<bool()> stop) {
  CommandToRun to_run;
  to_run.arguments.assign(command.command().begin(), command.command().end());
  to_run.timeout = TimeoutOf(command);
  to_run.environment = EnvironmentOf(run, to_run.timeout);
  to_run.stop = std::move(stop);
  const CommandResult result = RunCommand(to_run);
  WindowCommand record;
  record.set_window(run.window.id());
  record.set_role(run.window.role());
  record.set_event(run.event);
  record.set_staff(run.staff);
  record.set_command(command.command(0));
  record.set_ending(EndingOf(result.ending));
  record.set_exit_code(result.exit_code);
  record.set_signal(result.signal);
  record.set_output(result.output);
  record.set_elapsed_micros(static_cast<uint64_t>(absl::ToInt64Microseconds(result.elapsed)));
  record.set_attempt(run.attempt);
  return record;
}

bool Succeeded(const WindowCommand& command) {
  return command.ending() == WindowCommand::EXITED && command.exit_code() == 0;
}

EndingWords WordsOf(const WindowCommand& command) {
  EndingWords words = WithoutOutput(command);
  const std::string line = LastLine(command.output());
  if (line.empty()) return words;
  return {absl::StrCat(words.english, ": ", line), absl::StrCat(words.japanese, ": ", line)};
}

}  // namespace sudare::windows
