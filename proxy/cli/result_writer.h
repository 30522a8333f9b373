// ResultWriter: an answer, row by row, in one of the output formats.
#ifndef SUDARE_PROXY_CLI_RESULT_WRITER_H_
#define SUDARE_PROXY_CLI_RESULT_WRITER_H_

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "proto/query.pb.h"

namespace sudare {

// Unset: NULL.
using Cell = std::optional<absl::string_view>;

// Thread-safety: one thread at a time. Lifetime: borrows its stream.
class ResultWriter {
 public:
  virtual ~ResultWriter() = default;
  virtual void Begin(const sudare::v1::Header& header) = 0;
  // Views are valid during the call.
  virtual void Row(absl::Span<const Cell> cells) = 0;
  virtual void End(const sudare::v1::Summary& summary) = 0;
  // Instead of End, when the answer breaks off: writes out the rows that came. The output stays
  // visibly incomplete.
  virtual void Abandon() {}
};

struct OutputOptions {
  // What stands for NULL in tables.
  std::string null = "NULL";
  // CSV headings are the bare column names, without the masks.
  bool plain_headings = false;
};

// Columns aligned by display width, the mask of each under its name. Widths are those of the first
// 1,000 rows (or 4 MiB): memory stays bounded, and a wider value further down only juts out.
std::unique_ptr<ResultWriter> MakeTableWriter(std::ostream& out, const OutputOptions& options);

// One line a column, for wide rows: `\x` in the shell.
std::unique_ptr<ResultWriter> MakeExpandedWriter(std::ostream& out, const OutputOptions& options);

// RFC 4180 with line feeds; NULL is an empty field, an empty text is "". Masked columns are headed
// `name〔mask〕`.
std::unique_ptr<ResultWriter> MakeCsvWriter(std::ostream& out, const OutputOptions& options);

// {"columns": […], "rows": [{…}, …], "summary": {…}}, one row a line. Repeated column names get
// "_2", "_3", … Numbers and booleans are JSON's own where their text allows it, everything else is
// text.
std::unique_ptr<ResultWriter> MakeJsonWriter(std::ostream& out, const OutputOptions& options);

// "table", "csv", "json", "expanded"; nullptr for any other.
std::unique_ptr<ResultWriter> MakeResultWriter(absl::string_view format, std::ostream& out,
                                               const OutputOptions& options);

// Hands every row of `batch` to `writer`. kDataLoss: its lengths and bytes don't fit together.
absl::Status WriteBatch(const sudare::v1::RowBatch& batch, size_t columns, ResultWriter& writer);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_RESULT_WRITER_H_
