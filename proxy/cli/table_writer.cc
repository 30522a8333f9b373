#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "policy/base/display_width.h"
#include "proxy/cli/result_writer.h"
#include "proxy/cli/terminal_text.h"

namespace sudare {
namespace {

constexpr size_t kMeasuredRows = 1000;
constexpr size_t kMeasuredBytes = 4 << 20;
// One long remark must not push every other column off the screen.
constexpr size_t kMaxWidth = 80;

bool IsNumeric(absl::string_view type) {
  static constexpr std::array<absl::string_view, 6> kTypes = {"int2",    "int4",   "int8",
                                                              "numeric", "float4", "float8"};
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

std::string MaskHeading(const sudare::v1::ResultColumn& column) {
  return column.mask().empty() || column.mask() == "allow"
             ? ""
             : absl::StrCat("〔", TerminalText(column.mask()), "〕");
}

std::string Footer(const sudare::v1::Summary& summary) {
  return absl::StrFormat("(%d row%s, %.1f ms)\n", summary.rows(), summary.rows() == 1 ? "" : "s",
                         static_cast<double>(summary.elapsed_micros()) / 1000);
}

class TableWriter : public ResultWriter {
 public:
  TableWriter(std::ostream& out, const OutputOptions& options) : out_(out), options_(options) {}

  void Begin(const sudare::v1::Header& header) override {
    for (const auto& column : header.columns()) {
      names_.push_back(TerminalText(column.name()));
      masks_.push_back(MaskHeading(column));
      right_.push_back(IsNumeric(column.type()));
      widths_.push_back(std::max(DisplayWidth(names_.back()), DisplayWidth(masks_.back())));
    }
  }

  void Row(absl::Span<const Cell> cells) override {
    std::vector<std::string> row;
    for (const Cell& cell : cells) {
      row.push_back(cell ? TerminalText(*cell) : options_.null);
      measured_bytes_ += row.back().size();
    }
    if (measured_) {
      WriteLine(row);
      return;
    }
    rows_.push_back(std::move(row));
    if (rows_.size() >= kMeasuredRows || measured_bytes_ >= kMeasuredBytes) WriteMeasured();
  }

  void End(const sudare::v1::Summary& summary) override {
    WriteMeasured();
    out_ << Footer(summary);
  }

  void Abandon() override {
    if (!names_.empty()) WriteMeasured();
  }

 private:
  void WriteMeasured() {
    if (std::exchange(measured_, true)) return;
    for (const auto& row : rows_) {
      for (size_t i = 0; i < row.size(); ++i) {
        widths_[i] = std::max(widths_[i], std::min(DisplayWidth(row[i]), kMaxWidth));
      }
    }
    WriteHeadings();
    for (const auto& row : rows_) WriteLine(row);
    rows_.clear();
    rows_.shrink_to_fit();
  }

  void WriteHeadings() {
    WriteLine(names_);
    if (std::any_of(masks_.begin(), masks_.end(), [](const auto& mask) { return !mask.empty(); })) {
      WriteLine(masks_);
    }
    std::string rule;
    for (size_t i = 0; i < widths_.size(); ++i) {
      if (i > 0) rule += '+';
      rule.append(widths_[i] + 2, '-');
    }
    out_ << rule << "\n";
  }

  void WriteLine(const std::vector<std::string>& cells) {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      const size_t width = DisplayWidth(cells[i]);
      const std::string padding(widths_[i] > width ? widths_[i] - width : 0, ' ');
      absl::StrAppend(&line, i > 0 ? "| " : " ", right_[i] ? padding : "", cells[i]);
      if (!right_[i] && i + 1 < cells.size()) line += padding;
      if (i + 1 < cells.size()) line += ' ';
    }
    out_ << absl::StripTrailingAsciiWhitespace(line) << "\n";
  }

  std::ostream& out_;
  const OutputOptions options_;
  std::vector<std::string> names_;
  std::vector<std::string> masks_;
  std::vector<bool> right_;
  std::vector<size_t> widths_;
  std::vector<std::vector<std::string>> rows_;
  size_t measured_bytes_ = 0;
  bool measured_ = false;
};

class ExpandedWriter : public ResultWriter {
 public:
  ExpandedWriter(std::ostream& out, const OutputOptions& options) : out_(out), options_(options) {}

  void Begin(const sudare::v1::Header& header) override {
    size_t widest = 0;
    for (const auto& column : header.columns()) {
      headings_.push_back(absl::StrCat(TerminalText(column.name()), MaskHeading(column)));
      widest = std::max(widest, DisplayWidth(headings_.back()));
    }
    for (std::string& heading : headings_) heading.append(widest - DisplayWidth(heading), ' ');
  }

  void Row(absl::Span<const Cell> cells) override {
    out_ << "--- row " << ++count_ << " ---\n";
    for (size_t i = 0; i < cells.size(); ++i) {
      out_ << headings_[i] << " | " << (cells[i] ? TerminalText(*cells[i]) : options_.null) << "\n";
    }
  }

  void End(const sudare::v1::Summary& summary) override { out_ << Footer(summary); }

 private:
  std::ostream& out_;
  const OutputOptions options_;
  std::vector<std::string> headings_;
  uint64_t count_ = 0;
};

}  // namespace

std::unique_ptr<ResultWriter> MakeTableWriter(std::ostream& out, const OutputOptions& options) {
  return std::make_unique<TableWriter>(out, options);
}

std::unique_ptr<ResultWriter> MakeExpandedWriter(std::ostream& out, const OutputOptions& options) {
  return std::make_unique<ExpandedWriter>(out, options);
}

}  // namespace sudare
