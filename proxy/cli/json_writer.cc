#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "proxy/cli/json_text.h"
#include "proxy/cli/result_writer.h"

namespace sudare {
namespace {

size_t SkipDigits(absl::string_view text, size_t from) {
  while (from < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[from]))) ++from;
  return from;
}

// Whether `text` is a number of RFC 8259: no leading zero or plus sign, no NaN.
bool IsJsonNumber(absl::string_view text) {
  size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const size_t whole = SkipDigits(text, at);
  if (whole == at || (text[at] == '0' && whole > at + 1)) return false;
  at = whole;
  if (at < text.size() && text[at] == '.') {
    const size_t end = SkipDigits(text, at + 1);
    if (end == at + 1) return false;
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const size_t end = SkipDigits(text, at);
    if (end == at) return false;
    at = end;
  }
  return at == text.size();
}

enum class Kind { kText, kNumber, kBool };

Kind KindOf(absl::string_view type) {
  if (type == "bool") return Kind::kBool;
  for (const absl::string_view number : {"int2", "int4", "int8", "numeric", "float4", "float8"}) {
    if (type == number) return Kind::kNumber;
  }
  return Kind::kText;
}

class JsonWriter : public ResultWriter {
 public:
  explicit JsonWriter(std::ostream& out) : out_(out) {}

  void Begin(const sudare::v1::Header& header) override {
    std::string text = "{\"columns\":[";
    std::set<std::string> taken;
    for (const auto& column : header.columns()) {
      std::string key = column.name();
      for (int i = 2; !taken.insert(key).second; ++i) key = absl::StrCat(column.name(), "_", i);
      if (!keys_.empty()) text += ',';
      text += "{\"name\":";
      AppendJsonText(key, &text);
      text += ",\"type\":";
      AppendJsonText(column.type(), &text);
      text += ",\"mask\":";
      AppendJsonText(column.mask(), &text);
      text += '}';
      keys_.emplace_back();
      AppendJsonText(key, &keys_.back());
      kinds_.push_back(KindOf(column.type()));
    }
    text += "],\n\"rows\":[";
    query_id_ = header.query_id();
    out_ << text;
  }

  void Row(absl::Span<const Cell> cells) override {
    line_ = first_ ? "\n{" : ",\n{";
    first_ = false;
    for (size_t i = 0; i < cells.size(); ++i) {
      absl::StrAppend(&line_, i > 0 ? "," : "", keys_[i], ":");
      AppendValue(cells[i], kinds_[i]);
    }
    line_ += '}';
    out_.write(line_.data(), static_cast<std::streamsize>(line_.size()));
  }

  void End(const sudare::v1::Summary& summary) override {
    std::string id;
    AppendJsonText(query_id_, &id);
    out_ << "\n],\n\"summary\":{\"rows\":" << summary.rows() << ",\"bytes\":" << summary.bytes()
         << ",\"elapsed_micros\":" << summary.elapsed_micros() << ",\"query_id\":" << id << "}}\n";
  }

 private:
  void AppendValue(const Cell& cell, Kind kind) {
    if (!cell) {
      line_ += "null";
    } else if (kind == Kind::kBool && (*cell == "t" || *cell == "f")) {
      line_ += *cell == "t" ? "true" : "false";
    } else if (kind == Kind::kNumber && IsJsonNumber(*cell)) {
      absl::StrAppend(&line_, *cell);
    } else {
      AppendJsonText(*cell, &line_);
    }
  }

  std::ostream& out_;
  std::vector<std::string> keys_;
  std::vector<Kind> kinds_;
  std::string query_id_;
  std::string line_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<ResultWriter> MakeJsonWriter(std::ostream& out, const OutputOptions& options) {
  return std::make_unique<JsonWriter>(out);
}

}  // namespace sudare
