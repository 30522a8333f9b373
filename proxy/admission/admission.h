// Admission: may this account run a query now? Pledge, window, concurrency; and the limits it runs
// under.
#ifndef SUDARE_PROXY_ADMISSION_ADMISSION_H_
#define SUDARE_PROXY_ADMISSION_ADMISSION_H_

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proto/config.pb.h"
#include "proxy/windows/window_gate.h"

namespace sudare {

// All set, none zero.
struct EffectiveLimits {
  uint64_t rows_per_query = 0;
  uint64_t bytes_per_query = 0;
  uint64_t rows_per_window = 0;
  absl::Duration statement_timeout;
  uint32_t concurrent_queries = 0;
  uint32_t sql_bytes = 0;
  uint32_t nesting_depth = 0;
  uint32_t token_map_values = 0;
};

// The role's own limits, the server's defaults where it sets none.
EffectiveLimits LimitsOf(const Role& role, const sudare::v1::Defaults& defaults);

// Holds the account's place among running queries; destroying it frees the place.
class AdmissionLease {
 public:
  virtual ~AdmissionLease() = default;
  // What windows have to say; null: nothing.
  virtual WindowPass* pass() = 0;
};

// Thread-safety: internally locked. Outlives its leases.
class Admission {
 public:
  virtual ~Admission() = default;

  // kFailedPrecondition: no valid pledge, or the role needs a maintenance window and none is open,
  // or a side that excludes this one is connected. kUnavailable: that can't be found out.
  // kResourceExhausted: the account's or the server's queries at once.
  virtual absl::StatusOr<std::unique_ptr<AdmissionLease>> Admit(const Account& account,
                                                                absl::Time now) = 0;
};

// `gate` outlives the admission. Null: roles that need a window are always refused.
std::unique_ptr<Admission> MakeAdmission(const sudare::v1::Defaults& defaults,
                                         WindowGate* gate = nullptr);

}  // namespace sudare

#endif  // SUDARE_PROXY_ADMISSION_ADMISSION_H_
