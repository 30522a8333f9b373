#include "proxy/catalog/refreshing_catalog.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "proxy/catalog/loader.h"

namespace sudare {
namespace {

// While the database is away it is looked for this often.
constexpr absl::Duration kRetry = absl::Seconds(1);

}  // namespace

RefreshingCatalog::RefreshingCatalog(Backend& backend, CurrentPolicy policy,
                                     const RefreshingCatalogOptions& options)
    : backend_(backend), policy_(std::move(policy)), options_(options) {
  Read();
  reader_ = std::thread([this] { ReadUntilStopped(); });
}

RefreshingCatalog::~RefreshingCatalog() {
  {
    // Under the lock, or the reader could miss it between its look and its sleep.
    std::lock_guard<std::mutex> lock(mutex_);
    is_stopping_ = true;
  }
  woken_.notify_one();
  reader_.join();
}

std::shared_ptr<const CatalogSnapshot> RefreshingCatalog::Current() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return current_;
}

void RefreshingCatalog::Invalidate() {
  std::lock_guard<std::mutex> lock(mutex_);
  is_invalid_ = true;
  woken_.notify_one();
}

absl::Status RefreshingCatalog::last_result() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return last_result_;
}

void RefreshingCatalog::Read() {
  {
    // Before the reading: what is asked for while it runs needs another one.
    std::lock_guard<std::mutex> lock(mutex_);
    is_invalid_ = false;
  }
  const std::shared_ptr<const Policy> policy = policy_();
  ExecuteOptions reading;
  reading.deadline = absl::Now() + options_.read_timeout;
  reading.cancelled = [this] { return is_stopping_.load(); };
  absl::StatusOr<std::shared_ptr<const CatalogSnapshot>> read =
      LoadCatalog(backend_, options_.database_role, *policy, reading);
  std::lock_guard<std::mutex> lock(mutex_);
  last_result_ = read.status();
  if (!read.ok()) return;
  // The same content keeps its snapshot, so that whoever holds it need not look again.
  if (current_ == nullptr || current_->fingerprint() != (*read)->fingerprint()) {
    current_ = *std::move(read);
  }
}

void RefreshingCatalog::ReadUntilStopped() {
  while (true) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      const auto is_stopping = [this] { return is_stopping_.load(); };
      if (woken_.wait_for(lock, absl::ToChronoMilliseconds(options_.shortest_interval),
                          is_stopping)) {
        return;
      }
      const absl::Duration longest =
          last_result_.ok() ? options_.refresh : std::min(options_.refresh, kRetry);
      woken_.wait_for(lock, absl::ToChronoMilliseconds(longest - options_.shortest_interval),
                      [this] { return is_stopping_ || is_invalid_; });
      if (is_stopping_) return;
    }
    Read();
  }
}

}  // namespace sudare
