// LineOpening: the command at opening, for one attempt to open a window. Claims the window's line
// in the shared state, so that nobody else opens it meanwhile, and runs the command; the claim
// becomes the line of the open window in the transaction that opens it.
#ifndef SUDARE_PROXY_WINDOWS_LINE_OPENING_H_
#define SUDARE_PROXY_WINDOWS_LINE_OPENING_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proto/window.pb.h"
#include "proxy/state/state_store.h"
#include "proxy/windows/window_changes.h"
#include "proxy/windows/window_program.h"

namespace sudare::windows {

// What all that runs commands for windows is made from; all of it outlives them.
struct LineParts {
  StateStore* store = nullptr;
  WindowChanges* changes = nullptr;
  const WindowPrograms* programs = nullptr;
  // Names this process among all that share the store.
  std::string proxy;
  // True: no command may go on.
  std::function<bool()> stop = [] { return false; };
};

// How long a line is held beyond the time that its command may take: for the commit, and for clocks
// that differ in their pace.
constexpr absl::Duration kHoldMargin = absl::Seconds(5);
absl::Duration HoldFor(const sudare::v1::Command& command);

// If it isn't committed, or this process is killed, the command at closing is owed.
//
// Thread-safety: one thread. Lifetime: parts and policy outlive it.
class LineOpening {
 public:
  LineOpening(const LineParts* parts, const Policy* policy, std::string staff)
      : parts_(*parts), policy_(*policy), staff_(std::move(staff)) {}
  // Lets the line go, to be switched off, if it was claimed and isn't committed.
  ~LineOpening();
  LineOpening(const LineOpening&) = delete;
  LineOpening& operator=(const LineOpening&) = delete;

  // `window`: as it is to be. kFailedPrecondition: somebody is switching the line, the line of
  // another side isn't off, or the command failed. Other errors: as of the state and the log.
  absl::Status Prepare(const sudare::v1::Window& window);

  // In the transaction that opens the window. kAborted: the claim is no longer ours.
  // kFailedPrecondition: as above.
  absl::Status Commit(StateTransaction& state) const;

 private:
  absl::Status Claim(const sudare::v1::Window& window);
  absl::Status Run(const sudare::v1::Window& window);

  const LineParts& parts_;
  const Policy& policy_;
  const std::string staff_;
  // Null: its role has no commands.
  const WindowPrograms::Entry* entry_ = nullptr;
  const Role* role_ = nullptr;
  std::string window_;
  // Of this attempt alone; empty: it has claimed nothing.
  std::string holder_;
  int other_windows_ = 0;
};

// Open windows whose commands are of this entry, but for `window`.
absl::StatusOr<int> CountOthers(StateReader& state, const WindowPrograms& programs,
                                const WindowPrograms::Entry& entry, absl::string_view window);

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_LINE_OPENING_H_
