// RefreshingCatalog: the catalog of the running proxy, read again and again in the background.
//
// While the database is away the last snapshot stays in force: the statements that it admits then
// fail, or are refused by the database itself.
//
// Thread-safety: internally locked.
// Lifetime: the backend must outlive it; the destructor stops the reading, also in its middle.
#ifndef SUDARE_PROXY_CATALOG_REFRESHING_CATALOG_H_
#define SUDARE_PROXY_CATALOG_REFRESHING_CATALOG_H_

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/catalog.h"

namespace sudare {

struct RefreshingCatalogOptions {
  // Reads the catalog; needs no privilege on data. Empty: the login role.
  std::string database_role;
  // The catalog is read again after this time at the latest.
  absl::Duration refresh = absl::Seconds(5);
  // Invalidate brings no two readings closer together than this.
  absl::Duration shortest_interval = absl::Milliseconds(200);
  // A reading that takes longer is given up.
  absl::Duration read_timeout = absl::Seconds(10);
};

class RefreshingCatalog : public CatalogSource {
 public:
  // Gives the policy in force, which may be another at each call. Never nullptr.
  using CurrentPolicy = std::function<std::shared_ptr<const Policy>()>;

  // Reads once before it returns; a failure leaves Current() nullptr and is tried again in the
  // background.
  RefreshingCatalog(Backend& backend, CurrentPolicy policy,
                    const RefreshingCatalogOptions& options);
  ~RefreshingCatalog() override;

  std::shared_ptr<const CatalogSnapshot> Current() const override;
  // Also for the time after the policy was replaced.
  void Invalidate() override;

  // How the last reading ended.
  absl::Status last_result() const;

 private:
  void Read();
  void ReadUntilStopped();

  Backend& backend_;
  const CurrentPolicy policy_;
  const RefreshingCatalogOptions options_;
  std::atomic<bool> is_stopping_{false};
  mutable std::mutex mutex_;  // guards all below
  std::condition_variable woken_;
  std::shared_ptr<const CatalogSnapshot> current_;
  absl::Status last_result_;
  bool is_invalid_ = false;
  std::thread reader_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_CATALOG_REFRESHING_CATALOG_H_
