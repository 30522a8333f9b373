#include "policy/streams/record_batches.h"

#include <algorithm>
#include <future>
#include <thread>
#include <utility>

#include "policy/base/status_macros.h"
#include "policy/streams/count_byte.h"

namespace sudare {
namespace {

constexpr size_t kBatchBytes = size_t{1} << 20;
constexpr int kMaxThreads = 8;

struct Masked {
  absl::Status status;
  MaskedBatch batch;
  size_t bytes_read = 0;
};

Masked MaskOne(BatchMasker& masker, const RecordBatch& batch) {
  Masked masked;
  masked.bytes_read = batch.bytes.size();
  masked.status = masker.Mask(batch, &masked.batch);
  return masked;
}

// Batches that are being masked, in their order. There are at most as many as maskers, so that each
// masker has one.
class Running {
 public:
  Running(const std::vector<std::unique_ptr<BatchMasker>>& maskers, ByteSink& sink,
          const std::function<void(const StreamProgress&)>& progress)
      : maskers_(maskers), sink_(sink), progress_(progress), slots_(maskers.size()) {}

  absl::Status Add(RecordBatch batch) {
    if (started_ - finished_ == slots_.size()) SUDARE_RETURN_IF_ERROR(FinishOne());
    const size_t slot = started_++ % slots_.size();
    const auto how = slots_.size() == 1 ? std::launch::deferred : std::launch::async;
    slots_[slot] = std::async(
        how, [this, slot, batch = std::move(batch)] { return MaskOne(*maskers_[slot], batch); });
    return absl::OkStatus();
  }

  absl::Status FinishAll() {
    while (finished_ < started_) SUDARE_RETURN_IF_ERROR(FinishOne());
    return absl::OkStatus();
  }

  const StreamSummary& summary() const { return summary_; }

 private:
  absl::Status FinishOne() {
    const Masked masked = slots_[finished_++ % slots_.size()].get();
    SUDARE_RETURN_IF_ERROR(sink_.Write(masked.batch.bytes));
    summary_.done.records += masked.batch.records;
    summary_.done.bytes += static_cast<int64_t>(masked.bytes_read);
    summary_.left_out += masked.batch.left_out;
    if (progress_) progress_(summary_.done);
    return masked.status;
  }

  const std::vector<std::unique_ptr<BatchMasker>>& maskers_;
  ByteSink& sink_;
  const std::function<void(const StreamProgress&)>& progress_;
  StreamSummary summary_;
  size_t started_ = 0;
  size_t finished_ = 0;
  // Last, so that whatever still runs ends before the rest goes.
  std::vector<std::future<Masked>> slots_;
};

}  // namespace

absl::StatusOr<std::optional<RecordBatch>> BatchReader::Next() {
  if (put_back_.has_value()) return std::exchange(put_back_, std::nullopt);
  std::string buffer = std::move(rest_);
  rest_.clear();
  size_t enough = kBatchBytes;
  while (!ended_) {
    if (buffer.size() >= enough || (!buffer.empty() && source_.WouldWait())) {
      if (const size_t length = split_(buffer)) return Take(std::move(buffer), length);
      if (buffer.size() >= kMaxRecordBytes) {
        RecordBatch batch = Take(std::move(buffer), kMaxRecordBytes);
        batch.too_large = true;
        ended_ = true;
        return batch;
      }
      // A large record isn't looked through again for each piece of it.
      if (buffer.size() >= enough) enough = std::min(2 * buffer.size(), kMaxRecordBytes);
    }
    SUDARE_RETURN_IF_ERROR(Fill(&buffer));
  }
  if (buffer.empty()) return std::nullopt;
  const size_t all = buffer.size();
  return Take(std::move(buffer), all);
}

bool BatchReader::WouldWait() {
  // What is left over is never a whole record.
  return !put_back_.has_value() && !ended_ && source_.WouldWait();
}

absl::Status BatchReader::Fill(std::string* buffer) {
  const size_t before = buffer->size();
  buffer->resize(before + std::min(kBatchBytes, kMaxRecordBytes - before));
  const absl::StatusOr<size_t> size = source_.Read(&(*buffer)[before], buffer->size() - before);
  if (!size.ok()) return size.status();
  buffer->resize(before + *size);
  ended_ = *size == 0;
  return absl::OkStatus();
}

RecordBatch BatchReader::Take(std::string buffer, size_t length) {
  rest_ = buffer.substr(length);
  buffer.resize(length);
  RecordBatch batch;
  batch.first_line = next_line_;
  next_line_ += CountByte(buffer, '\n');
  batch.bytes = std::move(buffer);
  return batch;
}

int ThreadCount(const StreamOptions& options) {
  if (options.threads > 0) return std::min(options.threads, kMaxThreads);
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMaxThreads);
}

absl::StatusOr<StreamSummary> MaskBatches(
    BatchReader& reader, const std::vector<std::unique_ptr<BatchMasker>>& maskers, ByteSink& sink,
    const std::function<void(const StreamProgress&)>& progress) {
  Running running(maskers, sink, progress);
  while (true) {
    if (reader.WouldWait()) SUDARE_RETURN_IF_ERROR(running.FinishAll());
    absl::StatusOr<std::optional<RecordBatch>> batch = reader.Next();
    if (!batch.ok() || !batch->has_value()) {
      SUDARE_RETURN_IF_ERROR(running.FinishAll());
      SUDARE_RETURN_IF_ERROR(batch.status());
      return running.summary();
    }
    SUDARE_RETURN_IF_ERROR(running.Add(**std::move(batch)));
  }
}

}  // namespace sudare
