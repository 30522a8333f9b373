#include "proxy/cli/result_writer.h"

namespace sudare {

std::unique_ptr<ResultWriter> MakeResultWriter(absl::string_view format, std::ostream& out,
                                               const OutputOptions& options) {
  if (format == "table") return MakeTableWriter(out, options);
  if (format == "csv") return MakeCsvWriter(out, options);
  if (format == "json") return MakeJsonWriter(out, options);
  if (format == "expanded") return MakeExpandedWriter(out, options);
  return nullptr;
}

absl::Status WriteBatch(const sudare::v1::RowBatch& batch, size_t columns, ResultWriter& writer) {
  const absl::Status broken = absl::DataLossError("a batch of rows is damaged");
  if (uint64_t{batch.row_count()} * columns != static_cast<uint64_t>(batch.lengths_size())) {
    return broken;
  }
  absl::string_view data(batch.data());
  std::vector<Cell> cells(columns);
  const int* length = batch.lengths().data();
  for (uint32_t row = 0; row < batch.row_count(); ++row) {
    for (Cell& cell : cells) {
      const int size = *length++;
      if (size < -1 || size > static_cast<int64_t>(data.size())) return broken;
      if (size < 0) {
        cell.reset();
      } else {
        cell = data.substr(0, static_cast<size_t>(size));
        data.remove_prefix(static_cast<size_t>(size));
      }
    }
    writer.Row(cells);
  }
  return data.empty() ? absl::OkStatus() : broken;
}

}  // namespace sudare
