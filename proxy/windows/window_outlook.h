// What staff are told about an account that can't get in: its next window, and its attempts without
// one. Accounts themselves are never told when their windows are planned.
#ifndef SUDARE_PROXY_WINDOWS_WINDOW_OUTLOOK_H_
#define SUDARE_PROXY_WINDOWS_WINDOW_OUTLOOK_H_

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "proto/window.pb.h"
#include "proxy/state/state_store.h"

namespace sudare::windows {

// Those of `windows` that name the account and are still to be opened, in order of planned start.
std::vector<sudare::v1::Window> PlannedFor(absl::string_view account,
                                           const std::vector<sudare::v1::Window>& windows,
                                           absl::Time now);

// The first of `planned` in a line for staff, in English and Japanese.
std::string ShownOutlook(const std::vector<sudare::v1::Window>& planned);

// Unset fields: none within an hour.
absl::StatusOr<sudare::v1::RefusedAttempts> AttemptsOf(StateReader& state,
                                                       absl::string_view account, absl::Time now);

// Keeps attempts in memory until they are written, so that no account can make the proxy write by
// asking.
//
// Thread-safety: internally locked.
class AttemptNotes {
 public:
  // Attempts with longer pauses between them are told apart.
  static constexpr absl::Duration kPause = absl::Hours(1);

  void Add(const std::string& account, absl::string_view reason, absl::Time now);
  // Into the state. What can't be written is kept.
  void Write(StateStore& store);

 private:
  std::mutex mutex_;
  // Guarded by mutex_: by account, what isn't written yet.
  absl::flat_hash_map<std::string, sudare::v1::RefusedAttempts> fresh_;
};

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_WINDOW_OUTLOOK_H_
