// Pipeline: the way of a query. The one place that knows the order of
//   admission, parse, check and resolve, decide, rewrite, deparse, audit intent, execute, egress,
//   audit outcome.
// Doors translate to and from it and decide nothing.
#ifndef SUDARE_PROXY_QUERY_PIPELINE_H_
#define SUDARE_PROXY_QUERY_PIPELINE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "policy/keyring.h"
#include "policy/policy.h"
#include "proto/query.pb.h"
#include "proxy/admission/admission.h"
#include "proxy/audit/audit_log.h"
#include "proxy/audit/sealed_statement.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/catalog.h"
#include "proxy/identity/authenticator.h"
#include "proxy/policies/policy_source.h"
#include "proxy/query/query_observer.h"

namespace sudare {

// Takes an answer: header, batches, summary, in this order; the header comes only once there is
// something to follow it at once. A bad Status cancels the query in the
// database. Blocking in OnBatch is backpressure.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual absl::Status OnHeader(const sudare::v1::Header& header) = 0;
  // The batch is the sink's to change (swap, move from); it is cleared before it is used again.
  virtual absl::Status OnBatch(sudare::v1::RowBatch& batch) = 0;
  virtual absl::Status OnSummary(const sudare::v1::Summary& summary) = 0;
};

struct QueryOnRecord {
  std::string query_id;
  absl::Time time;
};

struct CallOptions {
  // The client's own deadline.
  absl::Time deadline = absl::InfiniteFuture();
  // The client went away.
  std::function<bool()> cancelled;
  // Ends the call by force, even one that waits for its client; from any thread, while it runs.
  // Used if its maintenance window closes and the client doesn't read. May be null.
  std::function<void()> abort;
  // Not null: this is a replay of a query on record, with its id and as on its day. For `sudare
  // audit replay` alone; no door sets it.
  const QueryOnRecord* replayed = nullptr;
};

// Thread-safety: share freely.
class Pipeline {
 public:
  virtual ~Pipeline() = default;

  // Errors as in query.proto, each with an ErrorDetail (proxy/error.h).
  virtual absl::Status Query(const Caller& caller, const sudare::v1::QueryRequest& request,
                             const CallOptions& options, RowSink& sink) = 0;
  // A refusal is part of the answer, not an error.
  virtual absl::StatusOr<sudare::v1::ExplainResponse> Explain(
      const Caller& caller, const sudare::v1::ExplainRequest& request) = 0;
  virtual absl::StatusOr<sudare::v1::ListTablesResponse> ListTables(
      const Caller& caller, const sudare::v1::ListTablesRequest& request) = 0;
};

struct PipelineParts {
  const PolicySource* policy = nullptr;
  CatalogSource* catalog = nullptr;
  Backend* backend = nullptr;
  AuditLog* audit = nullptr;
  Admission* admission = nullptr;
  std::shared_ptr<const Keyring> keyring;
  sudare::v1::Defaults defaults;
  // Decides the order of rows where a statement leaves it open: the same statement gets the same
  // order while the key is the same, and nobody can tell anything by it who doesn't know the key.
  // At least 16 bytes; empty: a random one.
  std::string order_key;
  std::function<absl::Time()> clock = absl::Now;
  // May be null.
  QueryObserver* observer = nullptr;
  // Keeps statements as they were sent; null: none are kept.
  std::shared_ptr<const audit::StatementSealer> sealer;
};

// All parts outlive the pipeline.
std::unique_ptr<Pipeline> MakePipeline(PipelineParts parts);

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_PIPELINE_H_
