#include "proxy/rpc/stream_sink.h"

#include "policy/base/status_macros.h"
#include "proxy/error.h"

namespace sudare {
namespace {

// A first batch up to this size, this soon after the header, is probably the whole answer. One that
// the pipeline sends early because the next row is long in coming is later than that, and must not
// wait.
constexpr size_t kSmallBatchBytes = 16 << 10;
constexpr absl::Duration kAtOnce = absl::Milliseconds(20);

}  // namespace

absl::Status StreamSink::OnHeader(const sudare::v1::Header& header) {
  header_time_ = absl::Now();
  return Write(EncodeHeader(header), grpc::WriteOptions());
}

absl::Status StreamSink::OnBatch(sudare::v1::RowBatch& batch) {
  SUDARE_RETURN_IF_ERROR(WriteHeld());
  const bool hold = first_batch_ && batch.data().size() <= kSmallBatchBytes &&
                    absl::Now() - header_time_ < kAtOnce;
  first_batch_ = false;
  if (hold) {
    held_batch_ = encoder_.Encode(batch);
    return absl::OkStatus();
  }
  return Write(encoder_.Encode(batch), grpc::WriteOptions());
}

absl::Status StreamSink::OnSummary(const sudare::v1::Summary& summary) {
  SUDARE_RETURN_IF_ERROR(WriteHeld());
  return Write(EncodeSummary(summary), grpc::WriteOptions().set_last_message());
}

absl::Status StreamSink::WriteHeld() {
  if (!held_batch_) return absl::OkStatus();
  SUDARE_RETURN_IF_ERROR(Write(*held_batch_, grpc::WriteOptions().set_buffer_hint()));
  held_batch_.reset();
  return absl::OkStatus();
}

absl::Status StreamSink::Write(const grpc::ByteBuffer& message, grpc::WriteOptions options) {
  call_.WriteBegins();
  const bool written = writer_.Write(message, options);
  call_.WriteEnds();
  if (written) return absl::OkStatus();
  ErrorFields fields;
  if (call_.stalled()) {
    fields.reason = "CLIENT_STALLED";
    return MakeError(absl::StatusCode::kDeadlineExceeded, "the client stopped reading", fields);
  }
  fields.reason = "CLIENT_GONE";
  return MakeError(absl::StatusCode::kCancelled, "the client went away", fields);
}

}  // namespace sudare
