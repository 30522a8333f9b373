#include "proxy/query/egress.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"

namespace sudare {
namespace {

// Large enough that framing costs little, small enough that the first rows come soon and memory
// stays flat.
constexpr size_t kBatchBytes = 128 << 10;
constexpr uint32_t kBatchRows = 8192;
// In place of the length of a value.
constexpr int32_t kNull = -1;
// What the database sends beside the values: for each, and for the row.
constexpr size_t kLengthBytes = 4;
constexpr size_t kRowHeaderBytes = 7;

absl::Status OverLimit(absl::string_view what, uint64_t limit, const char* reason) {
  return MakeError(
      absl::StatusCode::kResourceExhausted,
      absl::StrCat("the answer has more than ", limit, " ", what, ", the limit of this account"),
      {reason, "narrow the query, or add LIMIT", 0, 0, ""});
}

}  // namespace

Egress::Egress(const sql::MaskedSql& masked, const std::string& query_id,
               const EgressLimits& limits, std::function<absl::Status()> before_first,
               RowSink& sink)
    : masked_(masked), limits_(limits), before_first_(std::move(before_first)), sink_(sink) {
  header_.set_query_id(query_id);
  masks_values_ = HiddenRowBytes() > 0;
}

void Egress::SetWindow(const std::string& id, absl::Time ends_at) {
  header_.mutable_window()->set_id(id);
  header_.mutable_window()->set_ends_at(absl::ToUnixSeconds(ends_at));
}

size_t Egress::HiddenRowBytes() const {
  const auto is_masked = [](const sql::ResultColumnPlan& plan) { return plan.masker != nullptr; };
  return sql::kLongestUnmasked *
         std::count_if(masked_.columns.begin(), masked_.columns.end(), is_masked);
}

absl::Status Egress::OnFields(const std::vector<ResultField>& fields) {
  if (fields.size() != masked_.columns.size()) {
    return MakeError(absl::StatusCode::kInternal,
                     "the database answered with other columns than were asked for",
                     {"COLUMN_COUNT", "send the query again", 0, 0, ""});
  }
  for (size_t i = 0; i < fields.size(); ++i) {
    const sql::ResultColumnPlan& plan = masked_.columns[i];
    sudare::v1::ResultColumn* column = header_.add_columns();
    column->set_name(plan.name);
    column->set_type(plan.is_raw() ? TypeName(plan.shown_type) : fields[i].type_name);
    column->set_mask(std::string(MaskKindName(plan.mask)));
    if (digest_ != nullptr) digest_->AddColumn(column->name(), column->type());
  }
  return absl::OkStatus();
}

int32_t Egress::Append(const sql::ResultColumnPlan& plan, absl::string_view text,
                       std::string* data) {
  const size_t start = data->size();
  if (plan.tokenizer != nullptr) {
    plan.tokenizer->AppendToken(Significant(plan.raw_type, text), data);
  } else if (plan.masker != nullptr) {
    const Value masked = plan.masker->Apply(&text);
    if (!masked.has_value()) return kNull;
    data->append(*masked);
  } else {
    data->append(text.data(), text.size());
  }
  return static_cast<int32_t>(data->size() - start);
}

absl::Status Egress::OnRow(absl::Span<const FieldView> row) {
  if (++rows_ > limits_.rows) {
    --rows_;
    SUDARE_RETURN_IF_ERROR(Flush());
    return OverLimit("rows", limits_.rows, "ROW_LIMIT");
  }
  std::string* data = batch_.mutable_data();
  const size_t before = data->size();
  for (size_t i = 0; i < row.size(); ++i) {
    const FieldView& field = row[i];
    if (field.data == nullptr) {
      batch_.add_lengths(kNull);
      continue;
    }
    batch_.add_lengths(Append(masked_.columns[i], {field.data, field.size}, data));
  }
  const size_t row_bytes = data->size() - before;
  if (masks_values_ &&
      kRowHeaderBytes + kLengthBytes * row.size() + row_bytes > limits_.row_bytes) {
    return RowTooLarge(limits_.row_bytes);
  }
  if (limits_.persons != nullptr) {
    const int first = batch_.lengths_size() - static_cast<int>(row.size());
    limits_.persons->AddRow({batch_.lengths().data() + first, row.size()},
                            absl::string_view(*data).substr(before));
  }
  batch_.set_row_count(batch_.row_count() + 1);
  bytes_ += row_bytes;
  if (bytes_ > limits_.bytes) return OverLimit("bytes", limits_.bytes, "BYTE_LIMIT");
  if (data->size() >= kBatchBytes || batch_.row_count() >= kBatchRows) return Flush();
  return absl::OkStatus();
}

absl::Status Egress::Open() {
  if (open_) return absl::OkStatus();
  SUDARE_RETURN_IF_ERROR(before_first_());
  open_ = true;
  return sink_.OnHeader(header_);
}

absl::Status Egress::Flush() {
  SUDARE_RETURN_IF_ERROR(Open());
  if (batch_.row_count() == 0) return absl::OkStatus();
  if (limits_.take_rows != nullptr) {
    SUDARE_RETURN_IF_ERROR(limits_.take_rows(batch_.row_count()));
  }
  if (limits_.persons != nullptr) SUDARE_RETURN_IF_ERROR(limits_.persons->Count());
  if (digest_ != nullptr) {
    digest_->AddRows(batch_.data(), batch_.lengths(), batch_.row_count());
  }
  SUDARE_RETURN_IF_ERROR(sink_.OnBatch(batch_));
  batch_.set_row_count(0);
  batch_.clear_lengths();
  batch_.mutable_data()->clear();
  return absl::OkStatus();
}

absl::Status Egress::Finish() { return Flush(); }

}  // namespace sudare
