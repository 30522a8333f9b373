// PassRegistry: the queries under way that windows or sides have a say in, and how they are ended.
#ifndef SUDARE_PROXY_WINDOWS_PASS_REGISTRY_H_
#define SUDARE_PROXY_WINDOWS_PASS_REGISTRY_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "proxy/windows/window_gate.h"

namespace sudare::windows {

// What a pass was given for.
struct PassFacts {
  // Empty: none is needed.
  std::string window;
  std::string token_scope;
  std::string role;
  std::string account;
  absl::Time ends_at = absl::InfiniteFuture();
  std::vector<std::string> classes;
};

// As WindowPass has them; see_persons may be null.
struct PassBudgets {
  std::function<absl::Status(uint64_t)> take_rows;
  std::function<absl::StatusOr<uint64_t>(absl::Span<const absl::uint128>, uint64_t)> see_persons;
};

// Thread-safety: internally locked. Outlives its passes.
class PassRegistry {
 public:
  // A query goes on for so long after it was cut before it is ended by force: so that its client
  // is told why, if it listens.
  static constexpr absl::Duration kGrace = absl::Milliseconds(400);

  // `hold` is destroyed with the pass, after it left the registry.
  std::unique_ptr<WindowPass> Admit(PassFacts facts, PassBudgets budgets,
                                    std::shared_ptr<void> hold);

  // Cuts those that `which` names and that weren't cut before. `now` is monotonic.
  void Cut(absl::FunctionRef<bool(const PassFacts&)> which, const absl::Status& why,
           absl::Duration now);
  // Ends by force what goes on though it was cut.
  void AbortLate(absl::Duration now);

  // Windows that somebody works in now.
  absl::flat_hash_set<std::string> BusyWindows() const;
  absl::flat_hash_set<std::string> BusyAccounts() const;

 private:
  class Pass;

  mutable std::mutex mutex_;
  // Guarded by mutex_.
  absl::flat_hash_set<Pass*> passes_;
};

}  // namespace sudare::windows

#endif  // SUDARE_PROXY_WINDOWS_PASS_REGISTRY_H_
