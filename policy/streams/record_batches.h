// Records masked in batches by several threads, written in their order, in constant memory.
#ifndef SUDARE_POLICY_STREAMS_RECORD_BATCHES_H_
#define SUDARE_POLICY_STREAMS_RECORD_BATCHES_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/streams/bytes.h"
#include "policy/streams/stream_options.h"

namespace sudare {

struct RecordBatch {
  // Whole records, in the encoding of the input. Only the last record of the input may lack its
  // end.
  std::string bytes;
  int64_t first_line = 1;
  // `bytes` is the start of a record that is larger than kMaxRecordBytes.
  bool too_large = false;
};

// Cuts the input into batches of whole records, of about a megabyte.
class BatchReader {
 public:
  // The length of the longest start of its argument that consists of whole records.
  using Split = size_t (*)(absl::string_view);

  // Lifetime: borrows `source`.
  BatchReader(ByteSource& source, Split split) : source_(source), split_(split) {}

  // Unset at the end. Input that comes slowly is given out as soon as a record of it is whole.
  absl::StatusOr<std::optional<RecordBatch>> Next();
  // What Next gives next, before it reads on.
  void PutBack(RecordBatch batch) { put_back_ = std::move(batch); }
  // Whether Next would wait for more input.
  bool WouldWait();

 private:
  absl::Status Fill(std::string* buffer);
  RecordBatch Take(std::string buffer, size_t length);

  ByteSource& source_;
  const Split split_;
  std::optional<RecordBatch> put_back_;
  std::string rest_;
  int64_t next_line_ = 1;
  bool ended_ = false;
};

struct MaskedBatch {
  std::string bytes;
  int64_t records = 0;
  int64_t left_out = 0;
};

// Masks batches, one at a time. Each thread has its own.
class BatchMasker {
 public:
  virtual ~BatchMasker() = default;
  // After an error `out` holds the records before it, whole.
  virtual absl::Status Mask(const RecordBatch& batch, MaskedBatch* out) = 0;
};

// As many as options.threads means.
int ThreadCount(const StreamOptions& options);

// Masks everything that `reader` gives; one thread for each of `maskers`. Ends at the first error
// in the order of the input; what stands before it is written.
absl::StatusOr<StreamSummary> MaskBatches(
    BatchReader& reader, const std::vector<std::unique_ptr<BatchMasker>>& maskers, ByteSink& sink,
    const std::function<void(const StreamProgress&)>& progress);

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_RECORD_BATCHES_H_
