#include "policy/streams/json_lines_masker.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "policy/streams/json_columns.h"
#include "policy/streams/record_batches.h"
#include "policy/streams/stream_errors.h"
#include "policy/streams/table_columns.h"
#include "policy/streams/typed_text.h"
#include "policy/transforms/json_text.h"

namespace sudare {
namespace {

size_t CompleteLines(absl::string_view text) {
  const size_t end = text.rfind('\n');
  return end == absl::string_view::npos ? 0 : end + 1;
}

bool IsBlank(absl::string_view line) {
  return line.find_first_not_of(" \t\r") == absl::string_view::npos;
}

class JsonBatchMasker final : public BatchMasker {
 public:
  JsonBatchMasker(const Masker& masker, const StreamOptions& options,
                  std::unique_ptr<TextDecoder> decoder, std::unique_ptr<TextEncoder> encoder)
      : columns_(masker, options),
        encoding_(options.encoding),
        decoder_(std::move(decoder)),
        encoder_(std::move(encoder)) {}

  absl::Status Mask(const RecordBatch& batch, MaskedBatch* out) override {
    if (batch.too_large) return TooLargeError(batch.first_line);
    bool complete = false;
    absl::string_view text = decoder_->Decode(batch.bytes, &complete);
    if (!complete) text = text.substr(0, CompleteLines(text));
    int64_t line = batch.first_line;
    while (!text.empty()) {
      const size_t length = text.find('\n');
      SUDARE_RETURN_IF_ERROR(MaskLine(text.substr(0, length), line, out));
      ++line;
      text.remove_prefix(length == absl::string_view::npos ? text.size() : length + 1);
    }
    return complete ? absl::OkStatus() : EncodingError(line, encoding_);
  }

 private:
  absl::Status MaskLine(absl::string_view line, int64_t number, MaskedBatch* out) {
    if (IsBlank(line)) return absl::OkStatus();
    if (!IsJson(line)) return LineError(number, "this is no JSON");
    const absl::string_view object = TrimJson(line);
    if (object.front() != '{') return LineError(number, "this is no JSON object");
    record_ = "{";
    int64_t left_out = 0;
    for (const JsonMember& member : JsonMembers(object)) {
      const size_t before = record_.size();
      absl::StrAppend(&record_, before == 1 ? "" : ",", member.key, ":");
      SUDARE_ASSIGN_OR_RETURN(const bool shown, columns_.AppendMasked(member, number, &record_));
      if (shown) continue;
      record_.resize(before);
      ++left_out;
    }
    record_ += "}\n";
    if (!encoder_->Append(record_, &out->bytes)) return OutputEncodingError(number);
    ++out->records;
    out->left_out += left_out;
    return absl::OkStatus();
  }

  JsonColumns columns_;
  const TextEncoding encoding_;
  const std::unique_ptr<TextDecoder> decoder_;
  const std::unique_ptr<TextEncoder> encoder_;
  std::string record_;
};

}  // namespace

absl::StatusOr<StreamSummary> MaskJsonLines(ByteSource& source, ByteSink& sink,
                                            const Masker& masker, const StreamOptions& options) {
  SUDARE_RETURN_IF_ERROR(CheckTable(masker, options));
  for (const auto& [name, type] : options.types) SUDARE_RETURN_IF_ERROR(CheckTypeInFiles(type));
  std::vector<std::unique_ptr<BatchMasker>> maskers;
  for (int i = 0; i < ThreadCount(options); ++i) {
    SUDARE_ASSIGN_OR_RETURN(auto decoder, TextDecoder::Create(options.encoding));
    SUDARE_ASSIGN_OR_RETURN(auto encoder, TextEncoder::Create(options.output_encoding));
    maskers.push_back(
        std::make_unique<JsonBatchMasker>(masker, options, std::move(decoder), std::move(encoder)));
  }
  BatchReader reader(source, CompleteLines);
  return MaskBatches(reader, maskers, sink, options.progress);
}

}  // namespace sudare
