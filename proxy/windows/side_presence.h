// SidePresence: tells the other proxies which roles are connected through this one, where roles
// exclude each other, and lets nobody in while an excluded one is.
//
// A presence is a lease in the shared state. It is renewed while anybody works, and runs out by
// itself if the proxy dies; a proxy that can't renew it ends its queries before it runs out.
#ifndef SUDARE_PROXY_WINDOWS_SIDE_PRESENCE_H_
#define SUDARE_PROXY_WINDOWS_SIDE_PRESENCE_H_

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proxy/state/state_store.h"

namespace sudare::windows {

// Thread-safety: internally locked. Outlives its holds. Times are monotonic.
class SidePresence {
 public:
  // How long a presence lasts in the store, and how long its holder relies on it: less, by what
  // clocks may differ in their pace and a commit may take.
  static constexpr absl::Duration kLease = absl::Seconds(15);
  static constexpr absl::Duration kReliance = absl::Seconds(10);
  // Renew() is to be called this often.
  static constexpr absl::Duration kRenewal = absl::Seconds(3);
  // A side whose role works without windows counts as connected for so long after its last query.
  static constexpr absl::Duration kLinger = absl::Seconds(30);

  // `proxy` names this process among all that share the store.
  SidePresence(StateStore* store, std::string proxy, std::function<absl::Duration()> monotonic);
  // Takes all presences back.
  ~SidePresence();

  // Keeps the role present while the result lives. kFailedPrecondition: the other side is
  // connected.
  absl::StatusOr<std::shared_ptr<void>> Enter(const Role& role, const std::string& account);

  // Renews those that are needed, takes back the others. Returns the roles whose queries must end,
  // with the reason.
  std::vector<std::pair<std::string, absl::Status>> Renew();

  // Roles that somebody works in though the presence is no longer to be relied on.
  std::vector<std::string> Lapsed() const;

 private:
  struct Side {
    Role role;
    std::set<std::string> accounts;
    absl::Duration reliable_until;
    absl::Duration last_used;
    int running = 0;
  };
  class Hold;

  // The entry if the account may use it as it is.
  Side* Reliable(const Role& role, const std::string& account);
  absl::Status Publish(const Side& side);
  bool IsIdle(const Side& side) const;
  void Leave(const std::string& role);

  StateStore& store_;
  const std::string proxy_;
  const std::function<absl::Duration()> monotonic_;
  // Held over a transaction, so that a presence isn't renewed and taken back at once. Taken before
  // mutex_.
  std::mutex publishing_;
  mutable std::mutex mutex_;
  // By name of the role. Guarded by mutex_.
  absl::flat_hash_map<std::string, Side> sides_;
};

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_SIDE_PRESENCE_H_
