// WindowPrograms: the programs that the configuration names for windows, and how one is run for a
// window: what it is told, how its end is put on record and into words.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_PROGRAM_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_PROGRAM_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "proto/audit.pb.h"
#include "proto/config.pb.h"
#include "proto/window.pb.h"
#include "proxy/commands/command_runner.h"
#include "proxy/windows/window_refusal.h"

namespace sudare::windows {

// Thread-safety: immutable.
class WindowPrograms {
 public:
  using Entry = sudare::v1::WindowCommands;

  WindowPrograms() = default;
  // Of a configuration that was checked.
  explicit WindowPrograms(std::vector<Entry> entries) : entries_(std::move(entries)) {}

  // The entry for windows of a role; null: there is none.
  const Entry* EntryFor(absl::string_view role) const;
  // The entry itself; null: there is none of that name.
  const Entry* Find(absl::string_view entry) const;
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

// One run of a program.
struct ProgramRun {
  sudare::v1::WindowCommand::Event event = sudare::v1::WindowCommand::EVENT_UNSPECIFIED;
  sudare::v1::Window window;
  // Who opened or closed the window; empty: it happened by itself.
  std::string staff;
  uint32_t attempt = 1;
  // Windows that are open now and whose commands are of the same entry, without this one.
  int other_windows = 0;
};

absl::Duration TimeoutOf(const sudare::v1::Command& command);

// Runs it to its end, or until `stop`. The record is complete but for being written.
sudare::v1::WindowCommand RunProgram(const sudare::v1::Command& command, const ProgramRun& run,
                                     std::function<bool()> stop);

bool Succeeded(const sudare::v1::WindowCommand& command);

// How it ended, with the last line of its output: "exit code 3: no carrier", "終了コード3: …".
struct EndingWords {
  std::string english;
  std::string japanese;
};
EndingWords WordsOf(const sudare::v1::WindowCommand& command);

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_PROGRAM_H_
