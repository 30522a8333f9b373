#include "policy/streams/csv_masker.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/streams/csv_batch_masker.h"
#include "policy/streams/csv_record.h"
#include "policy/streams/record_batches.h"
#include "policy/streams/stream_errors.h"
#include "policy/streams/table_columns.h"

namespace sudare {
namespace {

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

absl::Status CheckDelimiter(char delimiter) {
  const bool is_of_tokens = absl::ascii_isalnum(static_cast<unsigned char>(delimiter)) ||
                            delimiter == '-' || delimiter == '_';
  if (absl::ascii_isascii(static_cast<unsigned char>(delimiter)) && !is_of_tokens &&
      delimiter != '"' && delimiter != '\r' && delimiter != '\n' && delimiter != '\0') {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "the delimiter has to be one ASCII character such as `,`, no letter, digit, `-`, `_` or "
      "quote");
}

// The heading as it was written: what it says, and in which form.
struct Heading {
  std::vector<std::string> names;
  std::vector<bool> quoted;
  std::string end;
};

absl::StatusOr<Heading> ReadHeading(absl::string_view record, const CsvOptions& options) {
  SUDARE_ASSIGN_OR_RETURN(const auto decoder, TextDecoder::Create(options.encoding));
  bool complete = false;
  const absl::string_view text = decoder->Decode(record, &complete);
  if (!complete) return EncodingError(1, options.encoding);
  CsvCursor cursor(text, options.delimiter, 1);
  std::vector<CsvField> fields;
  const CsvError error = cursor.Next(&fields);
  if (error != CsvError::kNone) return LineError(cursor.line(), CsvErrorText(error));
  Heading heading;
  std::string buffer;
  for (const CsvField& field : fields) {
    heading.names.emplace_back(FieldText(field, &buffer));
    heading.quoted.push_back(field.quoted);
  }
  heading.end = std::string(cursor.record_end());
  return heading;
}

// Takes the heading off the first batch.
absl::StatusOr<Heading> TakeHeading(const CsvOptions& options, RecordBatch* batch) {
  if (batch->too_large) return TooLargeError(1);
  const size_t length = FirstCsvRecord(batch->bytes);
  SUDARE_ASSIGN_OR_RETURN(Heading heading,
                          ReadHeading(absl::string_view(batch->bytes).substr(0, length), options));
  if (!options.columns.empty()) {
    if (options.columns.size() != heading.names.size()) {
      return LineError(1, absl::StrCat(heading.names.size(), " fields where ",
                                       options.columns.size(), " columns are given"));
    }
    heading.names = options.columns;
  }
  batch->first_line += std::count(batch->bytes.begin(), batch->bytes.begin() + length, '\n');
  batch->bytes.erase(0, length);
  return heading;
}

absl::Status CheckColumns(const std::vector<CsvColumn>& columns, const CsvOptions& options) {
  std::set<std::string> names;
  bool any_shown = false;
  for (const CsvColumn& column : columns) {
    const bool is_new = names.insert(column.name).second;
    // A name that isn't the policy's may be a value of a file without a heading.
    if (!is_new && !column.is_hidden) {
      return absl::InvalidArgumentError(
          absl::StrCat("column ", Quoted(column.name), " occurs twice"));
    }
    any_shown = any_shown || !column.is_hidden;
  }
  for (const auto& [name, type] : options.types) {
    if (names.count(name) == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("a type is given for ", Quoted(name), ", which is no column of the input"));
    }
  }
  if (any_shown) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the account sees no column of the input as columns of ", Quoted(options.table),
      ": does the heading hold the names that the policy lists? Otherwise name the columns"));
}

absl::StatusOr<std::string> HeadingShown(const Heading& heading,
                                         const std::vector<CsvColumn>& columns,
                                         const CsvOptions& options) {
  std::string record;
  bool first = true;
  for (size_t i = 0; i < columns.size(); ++i) {
    const bool hidden = columns[i].is_hidden;
    if (hidden && !options.keep_positions) continue;
    if (!first) record.push_back(options.delimiter);
    first = false;
    if (!hidden) AppendCsvField(columns[i].name, heading.quoted[i], options.delimiter, &record);
  }
  record += heading.end;
  SUDARE_ASSIGN_OR_RETURN(const auto encoder, TextEncoder::Create(options.output_encoding));
  std::string encoded;
  if (!encoder->Append(record, &encoded)) return OutputEncodingError(1);
  return encoded;
}

// Takes a byte order mark off the first batch. It is shown again if the output has the encoding,
// too.
std::string TakeByteOrderMark(const CsvOptions& options, RecordBatch* batch) {
  if (options.encoding != TextEncoding::kUtf8 || !absl::StartsWith(batch->bytes, kByteOrderMark)) {
    return "";
  }
  batch->bytes.erase(0, sizeof(kByteOrderMark) - 1);
  return options.output_encoding == TextEncoding::kUtf8 ? kByteOrderMark : "";
}

absl::Status CheckOptions(const Masker& masker, const CsvOptions& options) {
  if (options.columns.empty() && !options.heading) {
    return absl::InvalidArgumentError("without a heading the columns have to be named");
  }
  SUDARE_RETURN_IF_ERROR(CheckDelimiter(options.delimiter));
  return CheckTable(masker, options);
}

}  // namespace

absl::StatusOr<StreamSummary> MaskCsv(ByteSource& source, ByteSink& sink, const Masker& masker,
                                      const CsvOptions& options) {
  SUDARE_RETURN_IF_ERROR(CheckOptions(masker, options));
  BatchReader reader(source, CompleteCsvRecords);
  SUDARE_ASSIGN_OR_RETURN(std::optional<RecordBatch> batch, reader.Next());
  if (!batch.has_value()) {
    if (!options.heading) return StreamSummary();
    return absl::InvalidArgumentError("the input is empty: it has to begin with a heading");
  }
  // Nothing is written before everything about the columns is known to be right.
  std::string start = TakeByteOrderMark(options, &*batch);
  std::vector<std::string> names = options.columns;
  Heading heading;
  if (options.heading) {
    SUDARE_ASSIGN_OR_RETURN(heading, TakeHeading(options, &*batch));
    names = heading.names;
  }
  SUDARE_ASSIGN_OR_RETURN(std::vector<CsvColumn> columns, CsvColumns(names, masker, options));
  SUDARE_RETURN_IF_ERROR(CheckColumns(columns, options));
  if (options.heading) {
    SUDARE_ASSIGN_OR_RETURN(const std::string shown, HeadingShown(heading, columns, options));
    start += shown;
  }
  const auto left_out = std::count_if(columns.begin(), columns.end(),
                                      [](const CsvColumn& column) { return column.is_hidden; });
  std::vector<std::unique_ptr<BatchMasker>> maskers;
  for (int i = 0; i < ThreadCount(options); ++i) {
    if (i > 0) {
      SUDARE_ASSIGN_OR_RETURN(columns, CsvColumns(names, masker, options));
    }
    SUDARE_ASSIGN_OR_RETURN(auto one, MakeCsvBatchMasker(columns, options));
    maskers.push_back(std::move(one));
  }
  SUDARE_RETURN_IF_ERROR(sink.Write(start));
  reader.PutBack(*std::move(batch));
  SUDARE_ASSIGN_OR_RETURN(StreamSummary summary,
                          MaskBatches(reader, maskers, sink, options.progress));
  summary.left_out = left_out;
  return summary;
}

}  // namespace sudare
