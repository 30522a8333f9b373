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
    absl::MutexLock lock(&mutex_);
    is_stopping_ = true;
  }
  reader_.join();
}

std::shared_ptr<const CatalogSnapshot> RefreshingCatalog::Current() const {
  absl::MutexLock lock(&mutex_);
  return current_;
}

void RefreshingCatalog::Invalidate() {
  absl::MutexLock lock(&mutex_);
  is_invalid_ = true;
}

absl::Status RefreshingCatalog::last_result() const {
  absl::MutexLock lock(&mutex_);
  return last_result_;
}

void RefreshingCatalog::Read() {
  {
    // Before the reading: what is asked for while it runs needs another one.
    absl::MutexLock lock(&mutex_);
    is_invalid_ = false;
  }
  const std::shared_ptr<const Policy> policy = policy_();
  ExecuteOptions reading;
  reading.deadline = absl::Now() + options_.read_timeout;
  reading.cancelled = [this] { return is_stopping_.load(); };
  absl::StatusOr<std::shared_ptr<const CatalogSnapshot>> read =
      LoadCatalog(backend_, options_.database_role, *policy, reading);
  absl::MutexLock lock(&mutex_);
  last_result_ = read.status();
  if (!read.ok()) return;
  // The same content keeps its snapshot, so that whoever holds it need not look again.
  if (current_ == nullptr || current_->fingerprint() != (*read)->fingerprint()) {
    current_ = *std::move(read);
  }
}

void RefreshingCatalog::ReadUntilStopped() {
  const auto stopping = [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return is_stopping_.load(); };
  const auto due = [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return is_stopping_ || is_invalid_; };
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(&stopping), options_.shortest_interval)) return;
      const absl::Duration longest =
          last_result_.ok() ? options_.refresh : std::min(options_.refresh, kRetry);
      mutex_.AwaitWithTimeout(absl::Condition(&due), longest - options_.shortest_interval);
      if (is_stopping_) return;
    }
    Read();
  }
}

}  // namespace sudare
