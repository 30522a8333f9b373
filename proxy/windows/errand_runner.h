// ErrandRunner: runs what commands have still to do for windows: switch off the lines of those that
// are no longer open, until that has succeeded; and sound alarms.
#ifndef SUDARE_PROXY_WINDOWS_ERRAND_RUNNER_H_
#define SUDARE_PROXY_WINDOWS_ERRAND_RUNNER_H_

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "proto/window_state.pb.h"
#include "proxy/windows/errand_book.h"
#include "proxy/windows/line_opening.h"
#include "proxy/windows/open_windows.h"
#include "proxy/windows/window_program.h"

namespace sudare::windows {

// One thread for each entry of the configuration. What is owed isn't kept in memory but read from
// the state, so it does not matter which proxy closed a window, or which one was killed.
//
// Thread-safety: internally locked. Lifetime: the parts outlive it.
class ErrandRunner {
 public:
  // Of a command that failed: it is tried again after this, twice as long the next time, and so on.
  static constexpr absl::Duration kFirstWait = absl::Seconds(5);
  static constexpr absl::Duration kLongestWait = absl::Minutes(5);

  ErrandRunner(LineParts parts, Clocks clocks);
  // Kills what still runs.
  ~ErrandRunner();

  // Lines whose command at closing has failed and is owed: somebody has to see to them.
  size_t lines_not_off() const { return lines_not_off_; }

 private:
  using Entry = WindowPrograms::Entry;
  using Errand = sudare::v1::WindowErrand;

  // What is to be done for an entry.
  struct Todo {
    // Open windows that have no errand yet: opened before the configuration had commands.
    std::vector<sudare::v1::Window> unknown;
    std::optional<Errand> line;
    std::optional<Errand> alarm;
  };

  void Tend(const Entry& entry);
  // True: something was done, and there may be more.
  bool Work(const Entry& entry);
  absl::StatusOr<Todo> Look(const Entry& entry);
  absl::Status FindLine(StateReader& state, const Entry& entry, Todo* todo);
  absl::Status FindAlarm(StateReader& state, const Entry& entry, Todo* todo) const;
  absl::Status FindUnknown(StateReader& state, const Entry& entry, Todo* todo) const;
  void AddUnknown(const Entry& entry, const std::vector<sudare::v1::Window>& windows);

  // False: it was not to be done any more, or could not be settled.
  bool SwitchOff(const Entry& entry, const Errand& line);
  bool SoundAlarm(const Entry& entry, const Errand& alarm);
  // False: it isn't to be done any more, or by another. Sets who holds it, and what to run.
  bool Claim(const Entry& entry, Errands kind, const sudare::v1::Command& command, Errand* errand,
             ProgramRun* run);
  absl::Status SettleLine(const std::string& holder, const sudare::v1::WindowCommand& command);
  void TellNotOff(const Entry& entry, ProgramRun run);
  // Runs the command and puts it on record.
  sudare::v1::WindowCommand Run(const sudare::v1::Command& command, const ProgramRun& run) const;
  // Lines that nobody would ever switch off.
  void DropForeign();

  const LineParts parts_;
  const Clocks clocks_;
  std::atomic<size_t> lines_not_off_{0};
  std::mutex mutex_;
  std::condition_variable stop_;
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_ERRAND_RUNNER_H_
