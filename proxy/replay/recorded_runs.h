// Queries that ran, read back from audit logs with all that a replay needs.
#ifndef SUDARE_PROXY_REPLAY_RECORDED_RUNS_H_
#define SUDARE_PROXY_REPLAY_RECORDED_RUNS_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "policy/evaluator.h"
#include "proto/audit.pb.h"
#include "proxy/audit/verification.h"

namespace sudare::replay {

struct RecordedRun {
  absl::Time time;
  sudare::v1::Intent intent;
  // Unset: the server ended before the query did.
  std::optional<sudare::v1::Outcome> outcome;
  // The maintenance window it worked in, as that was on record then; unset: it worked in none, or
  // in one of another log.
  std::optional<WorkWindow> window;
};

struct RunFilter {
  absl::Time from = absl::InfinitePast();
  // Not included.
  absl::Time to = absl::InfiniteFuture();
  // Empty: any.
  std::string query_id;
};

// A bad Status ends the reading, and is returned.
using RunVisitor = std::function<absl::Status(RecordedRun)>;

// Verifies the log first, all of it: nothing of an altered log is visited. Runs come in the order
// in which they ended, those without an end at the end. Memory: the queries that ran at one time.
// Errors: those of audit::Verify.
absl::Status ReadRecordedRuns(const audit::VerifyOptions& log, const RunFilter& filter,
                              const RunVisitor& visit);

}  // namespace sudare::replay

#endif  // SUDARE_PROXY_REPLAY_RECORDED_RUNS_H_
