// Metrics: numbers about a running proxy for Prometheus, over HTTP at an address of its own.
//
//   sudare_serving                          1 if queries can be answered
//   sudare_audit_log_writable               1 if the audit log takes records
//   sudare_audit_checkpoint                 number of the audit log's last checkpoint
//   sudare_audit_checkpoint_timestamp_seconds  when it was made
//   sudare_audit_checkpoints_made           0 while checkpoints can't be made
//   sudare_audit_anchor_up                  {anchor="…"} 0 while checkpoints can't be brought there
//   sudare_audit_checkpoints_not_anchored   {anchor="…"} checkpoints that it lacks
//   sudare_catalog_read                     1 once the database's catalog has been read
//   sudare_connections                      open connections of clients
//   sudare_policy_last_load_successful      0 while the last policy that was to be loaded was
//   rejected sudare_policy_loaded_timestamp_seconds  when the policy in force was loaded
//   sudare_policy_loads_total               {result="loaded"|"rejected"}
//   sudare_policy_info                      {hash="…"} 1
//   sudare_audit_unsigned_months            months whose sign-off is overdue; once the log was read
//   sudare_window_lines_not_off             lines of closed windows whose command at closing failed
//   sudare_queries_total                    {status="OK"|"PERMISSION_DENIED"|…}
//   sudare_query_rows_total
//   sudare_query_duration_seconds           histogram, of queries that ran
#ifndef SUDARE_PROXY_METRICS_METRICS_H_
#define SUDARE_PROXY_METRICS_METRICS_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "proxy/audit/audit_log.h"
#include "proxy/policies/policy_keeper.h"
#include "proxy/query/query_observer.h"

namespace sudare {

// What is looked up at each scrape.
struct MetricsReading {
  bool serving = false;
  bool audit_log_writable = false;
  bool catalog_read = false;
  int connections = 0;
  PolicyStatus policy;
  // Without a key the log isn't signed, and nothing is served about it.
  AuditCheckpoints checkpoints;
  size_t lines_not_off = 0;
  // Unset: not known yet.
  std::optional<size_t> unsigned_months;
};

// Thread-safety: share freely.
class Metrics : public QueryObserver {
 public:
  // Serves at `address` ("127.0.0.1:9464") under /metrics until it is destroyed; `read` is called
  // by threads of its own. kFailedPrecondition: the address can't be had.
  static absl::StatusOr<std::unique_ptr<Metrics>> Serve(const std::string& address,
                                                        std::function<MetricsReading()> read);
};

}  // namespace sudare

#endif  // SUDARE_PROXY_METRICS_METRICS_H_
