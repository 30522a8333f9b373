#include "proxy/cli/run_query.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "policy/base/quoted.h"
#include "proxy/cli/interrupt.h"
#include "proxy/cli/shown_explanation.h"
#include "proxy/cli/terminal_text.h"
#include "proxy/cli/text_table.h"
#include "proxy/rpc/status_translation.h"

namespace sudare {
namespace {

using sudare::v1::QueryResponse;

// Reads the stream to its end or to what is wrong with it.
absl::Status WriteAnswer(grpc::ClientReader<QueryResponse>& reader, ResultWriter& writer,
                         std::ostream& notices, bool* ended) {
  QueryResponse response;
  size_t columns = 0;
  while (reader.Read(&response)) {
    if (response.has_header()) {
      columns = static_cast<size_t>(response.header().columns_size());
      writer.Begin(response.header());
      notices << ClosingNotice(response.header().window(), absl::Now());
    }
    if (response.has_batch()) {
      absl::Status status = WriteBatch(response.batch(), columns, writer);
      if (!status.ok()) return status;
    }
    if (response.has_summary()) {
      writer.End(response.summary());
      *ended = true;
    }
  }
  return absl::OkStatus();
}

void ShowColumns(const sudare::v1::VisibleTable& table, std::ostream& out) {
  out << TerminalText(table.name()) << " (" << TerminalText(table.kind()) << ")";
  if (!table.title().empty()) out << " " << TerminalText(table.title());
  if (table.has_row_filter()) out << " — only some rows are visible";
  out << "\n";
  TextTable columns(out, {"column", "type", "mask", "class", "title"});
  for (const auto& column : table.columns()) {
    columns.Row({column.name(), column.type(), column.mask(), column.class_(), column.title()});
  }
  columns.End();
}

// From then on people are told that their window closes.
constexpr absl::Duration kSoon = absl::Minutes(10);

}  // namespace

std::string ClosingNotice(const sudare::v1::WindowNotice& window, absl::Time now) {
  if (window.id().empty()) return "";
  const absl::Duration left = absl::FromUnixSeconds(window.ends_at()) - now;
  if (left > kSoon) return "";
  const int64_t minutes = std::max<int64_t>(0, absl::ToInt64Minutes(left));
  return absl::StrCat("window ", TerminalText(window.id()), " closes in ", minutes,
                      minutes == 1 ? " minute" : " minutes", " at the latest / 接続はあと", minutes,
                      "分で終了します\n");
}

absl::Status RunQuery(const Connection& connection, const sudare::v1::QueryRequest& request,
                      ResultWriter& writer, std::ostream& notices, bool* interrupted) {
  grpc::ClientContext context;
  connection.Prepare(context);
  const OnInterrupt on_interrupt([&context] { context.TryCancel(); });
  const auto reader = connection.service().Query(&context, request);
  bool ended = false;
  const absl::Status read = WriteAnswer(*reader, writer, notices, &ended);
  if (!read.ok()) context.TryCancel();
  const absl::Status finished = FromWire(reader->Finish());
  *interrupted = on_interrupt.happened();
  if (!ended) writer.Abandon();
  if (!read.ok()) return read;
  if (finished.ok() && !ended) return absl::DataLossError("the answer broke off");
  return finished;
}

absl::Status RunExplain(const Connection& connection, const sudare::v1::ExplainRequest& request,
                        std::ostream& out) {
  grpc::ClientContext context;
  connection.Prepare(context);
  const OnInterrupt on_interrupt([&context] { context.TryCancel(); });
  sudare::v1::ExplainResponse response;
  const absl::Status status = FromWire(connection.service().Explain(&context, request, &response));
  if (!status.ok()) return status;
  ShowExplanation(response, request.sql(), out);
  return absl::OkStatus();
}

absl::Status RunListTables(const Connection& connection,
                           const sudare::v1::ListTablesRequest& request, std::ostream& out) {
  grpc::ClientContext context;
  connection.Prepare(context);
  sudare::v1::ListTablesResponse response;
  const absl::Status status =
      FromWire(connection.service().ListTables(&context, request, &response));
  if (!status.ok()) return status;
  if (!request.table().empty()) {
    if (response.tables().empty()) {
      return absl::NotFoundError(absl::StrCat("no table ", Quoted(request.table()), " is visible"));
    }
    for (const auto& table : response.tables()) ShowColumns(table, out);
    return absl::OkStatus();
  }
  TextTable tables(out, {"table", "kind", "columns", "rows", "title"});
  for (const auto& table : response.tables()) {
    tables.Row({table.name(), table.kind(), absl::StrCat(table.columns_size()),
                table.has_row_filter() ? "some" : "all", table.title()});
  }
  tables.End();
  return absl::OkStatus();
}

}  // namespace sudare
