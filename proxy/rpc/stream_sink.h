// StreamSink: a RowSink that writes to one gRPC stream. Blocks while the client's flow-control
// window is full, so that backpressure reaches the database; holds at most one batch.
#ifndef SUDARE_PROXY_RPC_STREAM_SINK_H_
#define SUDARE_PROXY_RPC_STREAM_SINK_H_

#include "absl/status/status.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/sync_stream.h"
#include "proxy/query/pipeline.h"
#include "proxy/rpc/response_encoding.h"
#include "proxy/rpc/stall_watch.h"

namespace sudare {

// What is small leaves in one piece: header, a small first batch and the summary are one message,
// which leaves together with gRPC's own metadata and the status. A point query is then answered by
// one segment.
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
  void Abandon();

 private:
  // Writes what waits as one message.
  absl::Status WriteHeld(const grpc::WriteOptions& options);

  grpc::ServerWriter<grpc::ByteBuffer>& writer_;
  StallWatch::Call& call_;
  BatchEncoder encoder_;
  EncodedResponse held_;
  bool first_batch_ = true;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_STREAM_SINK_H_
