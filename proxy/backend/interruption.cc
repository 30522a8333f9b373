#include "proxy/backend/interruption.h"

#include "absl/time/clock.h"
#include "proxy/error.h"

namespace sudare {

absl::Status CheckInterrupted(const ExecuteOptions& options) {
  if (options.cancelled && options.cancelled()) {
    return MakeError(absl::StatusCode::kCancelled, "the query was cancelled", {"CANCELLED"});
  }
  if (options.deadline != absl::InfiniteFuture() && absl::Now() >= options.deadline) {
    return MakeError(absl::StatusCode::kDeadlineExceeded, "the query took longer than it may",
                     {"STATEMENT_TIMEOUT", "narrow the query, or ask for a longer limit"});
  }
  return absl::OkStatus();
}

}  // namespace sudare
