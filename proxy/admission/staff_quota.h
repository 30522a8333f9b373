// StaffQuota: how often each staff member may use the token service, within any hour and any day.
#ifndef SUDARE_PROXY_ADMISSION_STAFF_QUOTA_H_
#define SUDARE_PROXY_ADMISSION_STAFF_QUOTA_H_

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "proto/config.pb.h"

namespace sudare {

// Counts what is asked for, found or not: else trying would be free. What is refused here isn't
// counted, so that waiting helps. In memory only: a restart begins anew.
//
// Thread-safety: internally locked. Memory: a time for each call of the last 24 hours.
class StaffQuota {
 public:
  // Unset limits are those that config.proto promises.
  explicit StaffQuota(const sudare::v1::TokenLimits& limits);

  // Counts a call of this member now. kResourceExhausted: there were as many as allowed; says when
  // to try again.
  absl::Status TakeDetokenize(absl::string_view staff, absl::Time now);
  absl::Status TakeTrace(absl::string_view staff, absl::Time now);

 private:
  struct Calls {
    // Ascending.
    absl::flat_hash_map<std::string, std::deque<absl::Time>> of_staff;
    size_t per_hour = 0;
    size_t per_day = 0;
  };

  absl::Status Take(absl::string_view staff, absl::Time now, Calls* calls);

  std::mutex mutex_;
  // Guarded by mutex_.
  Calls detokenize_;
  Calls trace_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_ADMISSION_STAFF_QUOTA_H_
