// StreamSink: a RowSink that writes to one gRPC stream. Blocks while the client's flow-control
// window is full, so that backpressure reaches the database; holds at most one batch.
#ifndef SUDARE_PROXY_RPC_STREAM_SINK_H_
#define SUDARE_PROXY_RPC_STREAM_SINK_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/sync_stream.h"
#include "proxy/query/pipeline.h"
#include "proxy/rpc/response_encoding.h"
#include "proxy/rpc/stall_watch.h"

namespace sudare {

// What is small and comes at once leaves in one piece: a small first batch that follows the header
// at once waits for the summary, which leaves together with the status. A point query is then
// answered by two segments. (The header can't wait too: gRPC 1.51 never completes a buffered write
// that carries the initial metadata.)
//
// Thread-safety: one thread at a time.
// Lifetime: borrows everything it is made from.
// Errors: kCancelled: the client went away. kDeadlineExceeded: it stopped reading.
class StreamSink : public RowSink {
 public:
  StreamSink(grpc::ServerWriter<grpc::ByteBuffer>* writer, StallWatch::Call* call)
      : writer_(*writer), call_(*call) {}

  absl::Status OnHeader(const sudare::v1::Header& header) override;
  absl::Status OnBatch(sudare::v1::RowBatch& batch) override;
  absl::Status OnSummary(const sudare::v1::Summary& summary) override;

  // The answer ends without a summary: writes what waits, to leave together with the status.
  void Abandon() { WriteHeld().IgnoreError(); }

 private:
  absl::Status Write(const grpc::ByteBuffer& message, grpc::WriteOptions options);
  // Writes what waits, to leave together with the next write.
  absl::Status WriteHeld();

  grpc::ServerWriter<grpc::ByteBuffer>& writer_;
  StallWatch::Call& call_;
  BatchEncoder encoder_;
  std::optional<grpc::ByteBuffer> held_batch_;
  absl::Time header_time_;
  bool first_batch_ = true;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_STREAM_SINK_H_
