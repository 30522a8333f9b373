// When to stop waiting for the database.
#ifndef SUDARE_PROXY_BACKEND_INTERRUPTION_H_
#define SUDARE_PROXY_BACKEND_INTERRUPTION_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "proxy/backend/backend.h"

namespace sudare {

// While waiting, `cancelled` is polled this often.
constexpr absl::Duration kTick = absl::Milliseconds(20);

// kCancelled or kDeadlineExceeded if `options` say so by now, else OK.
absl::Status CheckInterrupted(const ExecuteOptions& options);

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_INTERRUPTION_H_
