#include "tests/support/fake_pipeline.h"

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "proxy/error.h"

namespace sudare {
namespace {

using sudare::v1::Header;
using sudare::v1::RowBatch;
using sudare::v1::Summary;

constexpr size_t kBatchBytes = 128 << 10;

void AddColumn(Header& header, const std::string& name, const std::string& type,
               const std::string& mask) {
  auto* column = header.add_columns();
  column->set_name(name);
  column->set_type(type);
  column->set_mask(mask);
}

void AddValue(RowBatch& batch, absl::string_view value) {
  batch.add_lengths(static_cast<int32_t>(value.size()));
  batch.mutable_data()->append(value.data(), value.size());
}

Header SevenColumns() {
  Header header;
  header.set_query_id("fake-query");
  AddColumn(header, "id", "int4", "allow");
  AddColumn(header, "name", "text", "tokenize");
  AddColumn(header, "personal_number", "text", "redact");
  AddColumn(header, "account", "text", "partial");
  AddColumn(header, "month", "date", "allow");
  AddColumn(header, "amount", "numeric", "allow");
  AddColumn(header, "note", "text", "allow");
  return header;
}

void AddSevenValues(RowBatch& batch) {
  AddValue(batch, "123456");
  AddValue(batch, "emp_k3J9x0PqLmZ71RtYb2WcQa");
  batch.add_lengths(-1);
  AddValue(batch, "****890");
  AddValue(batch, "2026-04-01");
  AddValue(batch, "312450.00");
  AddValue(batch, "regular payment");
  batch.set_row_count(batch.row_count() + 1);
}

absl::Status Finish(uint64_t rows, RowSink& sink) {
  Summary summary;
  summary.set_rows(rows);
  summary.set_elapsed_micros(1234);
  return sink.OnSummary(summary);
}

absl::Status OneRow(RowSink& sink, bool empty) {
  Header header;
  header.set_query_id("fake-query");
  AddColumn(header, "answer", "int4", "allow");
  absl::Status status = sink.OnHeader(header);
  if (status.ok() && !empty) {
    RowBatch batch;
    AddValue(batch, "42");
    batch.set_row_count(1);
    status = sink.OnBatch(batch);
  }
  return status.ok() ? Finish(empty ? 0 : 1, sink) : status;
}

absl::Status Names(RowSink& sink) {
  Header header;
  header.set_query_id("fake-query");
  AddColumn(header, "employee_no", "text", "tokenize");
  AddColumn(header, "full_name", "text", "partial");
  AddColumn(header, "amount", "int4", "allow");
  absl::Status status = sink.OnHeader(header);
  if (!status.ok()) return status;
  RowBatch batch;
  for (const auto& [number, name, amount] :
       {std::tuple("emp_a", "簾 太郎", "312450"), std::tuple("emp_bb", "", "7"),
        std::tuple("emp_c", static_cast<const char*>(nullptr), "-20")}) {
    AddValue(batch, number);
    if (name == nullptr) {
      batch.add_lengths(-1);
    } else {
      AddValue(batch, name);
    }
    AddValue(batch, amount);
  }
  batch.set_row_count(3);
  status = sink.OnBatch(batch);
  return status.ok() ? Finish(3, sink) : status;
}

absl::Status Wait(const CallOptions& options) {
  while (!options.cancelled()) {
    if (absl::Now() >= options.deadline) return absl::DeadlineExceededError("too late");
    absl::SleepFor(absl::Milliseconds(5));
  }
  return absl::CancelledError("the client went away");
}

}  // namespace

void FakePipeline::Remember(const Caller& caller) {
  absl::MutexLock lock(&mutex_);
  caller_ = caller;
}

absl::Status FakePipeline::Query(const Caller& caller, const sudare::v1::QueryRequest& request,
                                 const CallOptions& options, RowSink& sink) {
  {
    absl::MutexLock lock(&mutex_);
    caller_ = caller;
    request_ = request;
    deadline_ = options.deadline;
  }
  ++running_;
  absl::Status status = Answer(request, options, sink);
  if (absl::IsCancelled(status) || absl::IsDeadlineExceeded(status)) ++stopped_;
  --running_;
  return status;
}

absl::Status FakePipeline::Answer(const sudare::v1::QueryRequest& request,
                                  const CallOptions& options, RowSink& sink) {
  absl::string_view sql = request.sql();
  uint64_t rows = 0;
  if (sql == "empty") return OneRow(sink, true);
  if (sql == "one") return OneRow(sink, false);
  if (sql == "names") return Names(sink);
  if (sql == "wait") return Wait(options);
  if (sql == "broken") return absl::InternalError("secret words of a row");
  if (sql == "rows then fail") {
    absl::Status status = sink.OnHeader(SevenColumns());
    RowBatch batch;
    for (int i = 0; i < 2000; ++i) AddSevenValues(batch);
    if (status.ok()) status = sink.OnBatch(batch);
    return status.ok() ? absl::UnavailableError("the database went away") : status;
  }
  if (sql == "refuse") {
    ErrorFields fields;
    fields.reason = "FUNCTION_NOT_ALLOWED";
    fields.advice = "use `now()`";
    fields.line = 2;
    fields.column = 8;
    fields.sqlstate = "42501";
    return MakeError(absl::StatusCode::kPermissionDenied, "function `f` is not on the list",
                     fields);
  }
  if (absl::ConsumePrefix(&sql, "rows ") && absl::SimpleAtoi(sql, &rows)) {
    return ManyRows(rows, options, sink);
  }
  return absl::InvalidArgumentError("the fake knows no such statement");
}

absl::Status FakePipeline::ManyRows(uint64_t count, const CallOptions& options, RowSink& sink) {
  absl::Status status = sink.OnHeader(SevenColumns());
  RowBatch batch;
  for (uint64_t row = 0; row < count && status.ok(); ++row) {
    if (options.cancelled && options.cancelled()) {
      return absl::CancelledError("the client went away");
    }
    AddSevenValues(batch);
    if (batch.data().size() < kBatchBytes && row + 1 < count) continue;
    ++batches_;
    status = sink.OnBatch(batch);
    batch.set_row_count(0);
    batch.clear_lengths();
    batch.mutable_data()->clear();
  }
  return status.ok() ? Finish(count, sink) : status;
}

absl::StatusOr<sudare::v1::ExplainResponse> FakePipeline::Explain(
    const Caller& caller, const sudare::v1::ExplainRequest& request) {
  Remember(caller);
  sudare::v1::ExplainResponse response;
  if (request.sql() == "refuse") {
    response.mutable_refusal()->set_reason("FUNCTION_NOT_ALLOWED");
    response.mutable_refusal()->set_message("function `f` is not on the list");
    response.mutable_refusal()->set_advice("use `now()`");
    return response;
  }
  response.set_rewritten_sql("SELECT $1");
  response.set_policy_hash("abc123");
  *response.mutable_columns() = SevenColumns().columns();
  auto* use = response.add_uses();
  use->set_column("payroll.employees.full_name");
  use->set_mask("tokenize");
  use->set_rule("policy.textproto:12");
  use->add_ways("egress");
  return response;
}

absl::StatusOr<sudare::v1::ListTablesResponse> FakePipeline::ListTables(
    const Caller& caller, const sudare::v1::ListTablesRequest& request) {
  Remember(caller);
  sudare::v1::ListTablesResponse response;
  if (!request.table().empty() && request.table() != "payroll.employees") return response;
  auto* table = response.add_tables();
  table->set_name("payroll.employees");
  table->set_title("職員");
  table->set_kind("table");
  table->set_has_row_filter(true);
  auto* column = table->add_columns();
  column->set_name("full_name");
  column->set_type("text");
  column->set_class_("name");
  column->set_mask("tokenize");
  column->set_title("氏名");
  return response;
}

Caller FakePipeline::last_caller() const {
  absl::MutexLock lock(&mutex_);
  return caller_;
}

sudare::v1::QueryRequest FakePipeline::last_request() const {
  absl::MutexLock lock(&mutex_);
  return request_;
}

absl::Time FakePipeline::last_deadline() const {
  absl::MutexLock lock(&mutex_);
  return deadline_;
}

}  // namespace sudare
