// OpenWindows: what this proxy knows of the windows that are open, and whether it may rely on it.
#ifndef SUDARE_PROXY_WINDOWS_OPEN_WINDOWS_H_
#define SUDARE_PROXY_WINDOWS_OPEN_WINDOWS_H_

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "proto/window.pb.h"
#include "proxy/state/state_store.h"

namespace sudare::windows {

struct Clocks {
  std::function<absl::Time()> wall;
  // Since any moment; never goes back.
  std::function<absl::Duration()> monotonic;
};
Clocks SystemClocks();

struct OpenWindow {
  sudare::v1::Window window;
  // By the monotonic clock, so that setting the other one back prolongs nothing.
  absl::Duration deadline;
};

// Thread-safety: internally locked.
class OpenWindows {
 public:
  // What was read so long ago is read again before anybody is let in by it.
  static constexpr absl::Duration kFresh = absl::Seconds(1);
  // Without having read for so long, nobody goes on: another proxy may have closed the window.
  static constexpr absl::Duration kBlind = absl::Seconds(2);
  // Clocks that differ by more are taken for wrong.
  static constexpr absl::Duration kClockTolerance = absl::Seconds(30);

  OpenWindows(StateStore* store, Clocks clocks);

  // Reads the state if it has changed. Returns the windows that were open before and no longer are,
  // as they are now. kUnavailable, kDataLoss: as the store's. kFailedPrecondition: a clock is
  // wrong; then no window counts as open.
  absl::StatusOr<std::vector<sudare::v1::Window>> Read();

  // OK: it was read within kFresh and the clocks are right.
  absl::Status Reliable() const;
  bool blind() const;

  // The open window of a role that names the account and whose time isn't over; null: none.
  std::shared_ptr<const OpenWindow> Find(absl::string_view role, absl::string_view account) const;
  std::vector<std::shared_ptr<const OpenWindow>> open() const;
  // All that something can still happen to.
  std::vector<sudare::v1::Window> live() const;

 private:
  using ById = absl::flat_hash_map<std::string, std::shared_ptr<const OpenWindow>>;

  // Full reads happen at least this often, to hold the clocks against each other.
  static constexpr absl::Duration kFullRead = absl::Seconds(2);

  absl::Status CheckClocks(absl::Time here, absl::Time store, absl::Time latest) const;

  StateStore& store_;
  const Clocks clocks_;
  // One reader at a time; taken before mutex_.
  std::mutex reading_;
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  ById open_;
  std::vector<sudare::v1::Window> live_;
  absl::Status state_ = absl::UnavailableError("never read");
  absl::Duration read_at_;
  // Guarded by reading_.
  uint64_t version_ = 0;
  absl::Duration full_read_at_;
  bool has_read_ = false;
};

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_OPEN_WINDOWS_H_
