#include "policy/streams/csv_batch_masker.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "policy/streams/csv_record.h"
#include "policy/streams/stream_errors.h"
#include "policy/streams/table_columns.h"
#include "policy/streams/typed_text.h"

namespace sudare {
namespace {

bool ReadsValues(MaskKind kind) { return kind != MaskKind::kHide && kind != MaskKind::kRedact; }

class CsvBatchMasker final : public BatchMasker {
 public:
  CsvBatchMasker(std::vector<CsvColumn> columns, const CsvOptions& options,
                 std::unique_ptr<TextDecoder> decoder, std::unique_ptr<TextEncoder> encoder)
      : columns_(std::move(columns)),
        delimiter_(options.delimiter),
        keep_positions_(options.keep_positions),
        encoding_(options.encoding),
        decoder_(std::move(decoder)),
        encoder_(std::move(encoder)) {}

  absl::Status Mask(const RecordBatch& batch, MaskedBatch* out) override {
    out->bytes.reserve(batch.bytes.size() + batch.bytes.size() / 4);
    bool complete = false;
    absl::string_view text = decoder_->Decode(batch.bytes, &complete);
    // The record in which the encoding breaks says nothing that could be relied on.
    if (!complete && !batch.too_large) text = text.substr(0, CompleteCsvRecords(text));
    CsvCursor cursor(text, delimiter_, batch.first_line);
    while (!cursor.AtEnd()) {
      const CsvError error = cursor.Next(&fields_);
      if (batch.too_large && (error == CsvError::kNone || error == CsvError::kOpenQuote)) {
        return TooLargeError(batch.first_line);
      }
      if (error != CsvError::kNone) return LineError(cursor.line(), CsvErrorText(error));
      SUDARE_RETURN_IF_ERROR(MaskRecord(cursor, &out->bytes));
      ++out->records;
    }
    if (complete) return absl::OkStatus();
    return EncodingError(batch.first_line + std::count(text.begin(), text.end(), '\n'), encoding_);
  }

 private:
  absl::Status MaskRecord(const CsvCursor& cursor, std::string* out) {
    if (fields_.size() != columns_.size()) {
      return LineError(cursor.line(), absl::StrCat(fields_.size(), " fields where ",
                                                   columns_.size(), " are expected"));
    }
    // UTF-8 goes out as it is made.
    std::string* const record = encoder_ == nullptr ? out : &record_;
    record_.clear();
    const size_t before = out->size();
    bool first = true;
    for (size_t i = 0; i < fields_.size(); ++i) {
      const CsvColumn& column = columns_[i];
      if (column.is_hidden && !keep_positions_) continue;
      if (!first) record->push_back(delimiter_);
      first = false;
      if (!column.is_hidden && !AppendMasked(column, fields_[i], record)) {
        out->resize(before);
        return NoValueError(cursor.line(), column.name, column.type);
      }
    }
    record->append(cursor.record_end().data(), cursor.record_end().size());
    if (encoder_ == nullptr || encoder_->Append(record_, out)) return absl::OkStatus();
    return OutputEncodingError(cursor.line());
  }

  // False: the field holds no value of the column's type.
  bool AppendMasked(const CsvColumn& column, const CsvField& field, std::string* record) {
    if (column.is_copied && !column.is_checked) {
      record->append(field.raw.data(), field.raw.size());
      return true;
    }
    absl::string_view text = FieldText(field, &unquoted_);
    const bool is_null = field.raw.empty() || (column.is_checked && text.empty());
    std::optional<std::string> value;
    DateForm form = DateForm::kHyphens;
    if (column.is_checked && !is_null) {
      value = ReadTypedText(text, column.type, &form);
      if (!value.has_value()) return false;
      text = *value;
    }
    if (column.is_copied) {
      record->append(field.raw.data(), field.raw.size());
      return true;
    }
    const Value masked = column.masker->MaskView(is_null ? nullptr : &text);
    if (!masked.has_value()) return true;
    if (column.masker->kind() == MaskKind::kTokenize && !field.quoted) {
      // Letters, digits, "-" and "_", of which no delimiter is one.
      *record += *masked;
    } else if (form == DateForm::kHyphens || !IsDateLike(column.masker->result_type())) {
      AppendCsvField(*masked, field.quoted, delimiter_, record);
    } else {
      AppendCsvField(WriteDate(*masked, column.type, form), field.quoted, delimiter_, record);
    }
    return true;
  }

  const std::vector<CsvColumn> columns_;
  const char delimiter_;
  const bool keep_positions_;
  const TextEncoding encoding_;
  const std::unique_ptr<TextDecoder> decoder_;
  // None for UTF-8.
  const std::unique_ptr<TextEncoder> encoder_;
  // Used again for each record.
  std::vector<CsvField> fields_;
  std::string unquoted_;
  std::string record_;
};

}  // namespace

absl::StatusOr<std::vector<CsvColumn>> CsvColumns(const std::vector<std::string>& names,
                                                  const Masker& masker, const CsvOptions& options) {
  std::vector<CsvColumn> columns;
  for (const std::string& name : names) {
    CsvColumn column;
    column.name = name;
    const auto type = options.types.find(name);
    column.type = type == options.types.end() ? ColumnType{SqlType::kText} : type->second;
    SUDARE_ASSIGN_OR_RETURN(column.masker, TableColumn(masker, options.table, name, column.type));
    column.is_checked = !IsText(column.type) && ReadsValues(column.masker->kind());
    if (column.is_checked) SUDARE_RETURN_IF_ERROR(CheckTypeInFiles(column.type));
    column.is_hidden = column.masker->hidden();
    column.is_copied = column.masker->kind() == MaskKind::kAllow;
    columns.push_back(std::move(column));
  }
  return columns;
}

absl::StatusOr<std::unique_ptr<BatchMasker>> MakeCsvBatchMasker(std::vector<CsvColumn> columns,
                                                                const CsvOptions& options) {
  SUDARE_ASSIGN_OR_RETURN(auto decoder, TextDecoder::Create(options.encoding));
  std::unique_ptr<TextEncoder> encoder;
  if (options.output_encoding != TextEncoding::kUtf8) {
    SUDARE_ASSIGN_OR_RETURN(encoder, TextEncoder::Create(options.output_encoding));
  }
  return std::make_unique<CsvBatchMasker>(std::move(columns), options, std::move(decoder),
                                          std::move(encoder));
}

}  // namespace sudare
