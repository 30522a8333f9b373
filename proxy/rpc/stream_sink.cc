#include "proxy/rpc/stream_sink.h"

#include "policy/base/status_macros.h"
#include "proxy/error.h"

namespace sudare {
namespace {

// A first batch up to this size is probably the whole answer.
constexpr size_t kSmallBatchBytes = 16 << 10;

}  // namespace

absl::Status StreamSink::OnHeader(const sudare::v1::Header& header) {
  // A batch or the summary follows at once: that is RowSink's promise.
  AppendHeader(header, &held_);
  return absl::OkStatus();
}

absl::Status StreamSink::OnBatch(sudare::v1::RowBatch& batch) {
  const bool is_first = first_batch_;
  first_batch_ = false;
  // A small batch that waited was not the whole answer after all.
  if (!is_first && !held_.empty()) SUDARE_RETURN_IF_ERROR(WriteHeld(grpc::WriteOptions()));
  const bool is_small = batch.data().size() <= kSmallBatchBytes;
  encoder_.Append(batch, &held_);
  if (is_first && is_small) return absl::OkStatus();
  return WriteHeld(grpc::WriteOptions());
}

absl::Status StreamSink::OnSummary(const sudare::v1::Summary& summary) {
  AppendSummary(summary, &held_);
  return WriteHeld(grpc::WriteOptions().set_last_message());
}

void StreamSink::Abandon() {
  if (!held_.empty()) WriteHeld(grpc::WriteOptions().set_last_message()).IgnoreError();
}

absl::Status StreamSink::WriteHeld(const grpc::WriteOptions& options) {
  const grpc::ByteBuffer message(held_.data(), held_.size());
  held_.clear();
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
