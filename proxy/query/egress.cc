#include "proxy/query/egress.h"

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
    column->set_type(plan.tokenizer != nullptr ? TypeName(plan.token_type) : fields[i].type_name);
    column->set_mask(std::string(MaskKindName(plan.mask)));
  }
  return absl::OkStatus();
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
      batch_.add_lengths(-1);
      continue;
    }
    const sql::ResultColumnPlan& plan = masked_.columns[i];
    if (plan.tokenizer == nullptr) {
      data->append(field.data, field.size);
      batch_.add_lengths(static_cast<int32_t>(field.size));
      continue;
    }
    const size_t start = data->size();
    plan.tokenizer->AppendToken(Significant(plan.raw_type, {field.data, field.size}), data);
    batch_.add_lengths(static_cast<int32_t>(data->size() - start));
  }
  batch_.set_row_count(batch_.row_count() + 1);
  bytes_ += data->size() - before;
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
  SUDARE_RETURN_IF_ERROR(sink_.OnBatch(batch_));
  batch_.set_row_count(0);
  batch_.clear_lengths();
  batch_.mutable_data()->clear();
  return absl::OkStatus();
}

absl::Status Egress::Finish() { return Flush(); }

}  // namespace sudare
