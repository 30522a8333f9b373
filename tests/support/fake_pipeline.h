// FakePipeline: answers by the text of the statement, without any database.
//
//   "rows N"        N rows of 7 columns in batches of about 128 KiB
//   "names"         three rows with Japanese text, a NULL and an empty text, two columns masked
//   "empty"         no rows
//   "one"           one row, one column
//   "refuse"        PERMISSION_DENIED with every field of ErrorDetail set
//   "broken"        INTERNAL, with words that must not leave the proxy
//   "rows then fail" one batch, then UNAVAILABLE
//   "wait"          nothing until the client goes away or its deadline passes
#ifndef SUDARE_TESTS_SUPPORT_FAKE_PIPELINE_H_
#define SUDARE_TESTS_SUPPORT_FAKE_PIPELINE_H_

#include <atomic>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "proxy/query/pipeline.h"

namespace sudare {

class FakePipeline : public Pipeline {
 public:
  absl::Status Query(const Caller& caller, const sudare::v1::QueryRequest& request,
                     const CallOptions& options, RowSink& sink) override;
  absl::StatusOr<sudare::v1::ExplainResponse> Explain(
      const Caller& caller, const sudare::v1::ExplainRequest& request) override;
  absl::StatusOr<sudare::v1::ListTablesResponse> ListTables(
      const Caller& caller, const sudare::v1::ListTablesRequest& request) override;

  Caller last_caller() const;
  sudare::v1::QueryRequest last_request() const;
  absl::Time last_deadline() const;

  // Queries running now, and those ended early by their client or by a sink that failed.
  int running() const { return running_; }
  int stopped() const { return stopped_; }
  // Batches handed to sinks so far.
  int batches() const { return batches_; }

 private:
  absl::Status Answer(const sudare::v1::QueryRequest& request, const CallOptions& options,
                      RowSink& sink);
  absl::Status ManyRows(uint64_t count, const CallOptions& options, RowSink& sink);
  void Remember(const Caller& caller) ABSL_LOCKS_EXCLUDED(mutex_);

  mutable absl::Mutex mutex_;
  Caller caller_ ABSL_GUARDED_BY(mutex_);
  sudare::v1::QueryRequest request_ ABSL_GUARDED_BY(mutex_);
  absl::Time deadline_ ABSL_GUARDED_BY(mutex_);
  std::atomic<int> running_{0};
  std::atomic<int> stopped_{0};
  std::atomic<int> batches_{0};
};

}  // namespace sudare

#endif  // SUDARE_TESTS_SUPPORT_FAKE_PIPELINE_H_
