#include "absl/strings/str_cat.h"
#include "proxy/cli/result_writer.h"

namespace sudare {
namespace {

class CsvWriter : public ResultWriter {
 public:
  CsvWriter(std::ostream& out, const OutputOptions& options) : out_(out), options_(options) {}

  void Begin(const sudare::v1::Header& header) override {
    std::string line;
    for (const auto& column : header.columns()) {
      if (&column != &header.columns(0)) line += ',';
      const bool masked = !column.mask().empty() && column.mask() != "allow";
      AppendField(masked && !options_.plain_headings
                      ? absl::StrCat(column.name(), "〔", column.mask(), "〕")
                      : column.name(),
                  &line);
    }
    out_ << line << "\n";
  }

  void Row(absl::Span<const Cell> cells) override {
    line_.clear();
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line_ += ',';
      if (cells[i]) AppendField(*cells[i], &line_);
    }
    line_ += '\n';
    out_.write(line_.data(), static_cast<std::streamsize>(line_.size()));
  }

  void End(const sudare::v1::Summary& summary) override {}

 private:
  static void AppendField(absl::string_view text, std::string* line) {
    if (!text.empty() && text.find_first_of(",\"\r\n") == absl::string_view::npos) {
      absl::StrAppend(line, text);
      return;
    }
    *line += '"';
    for (const char c : text) {
      if (c == '"') *line += '"';
      *line += c;
    }
    *line += '"';
  }

  std::ostream& out_;
  const OutputOptions options_;
  std::string line_;
};

}  // namespace

std::unique_ptr<ResultWriter> MakeCsvWriter(std::ostream& out, const OutputOptions& options) {
  return std::make_unique<CsvWriter>(out, options);
}

}  // namespace sudare
