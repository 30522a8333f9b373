#include "policy/streams/csv_record.h"

#include <algorithm>
#include <cstring>

#include "policy/streams/count_byte.h"

namespace sudare {

absl::string_view FieldText(const CsvField& field, std::string* buffer) {
  if (!field.quoted) return field.raw;
  const absl::string_view inside = field.raw.substr(1, field.raw.size() - 2);
  if (!field.doubled) return inside;
  buffer->clear();
  for (size_t i = 0; i < inside.size(); ++i) {
    buffer->push_back(inside[i]);
    if (inside[i] == '"') ++i;
  }
  return *buffer;
}

absl::string_view CsvErrorText(CsvError error) {
  switch (error) {
    case CsvError::kNone:
      break;
    case CsvError::kStrayQuote:
      return "a quote inside a field that isn't quoted: put the field in quotes and double the "
             "quote";
    case CsvError::kAfterQuote:
      return "something stands between the end of a quoted field and the next one: double the "
             "quotes inside a field";
    case CsvError::kStrayReturn:
      return "a carriage return without a line feed outside quotes: end lines with LF or CR LF";
    case CsvError::kNul:
      return "a NUL byte: the input isn't text in this encoding";
    case CsvError::kOpenQuote:
      return "the quote opened here is never closed";
  }
  return "";
}

CsvCursor::CsvCursor(absl::string_view text, char delimiter, int64_t line)
    : text_(text), delimiter_(delimiter), line_(line), next_line_(line) {
  for (const char c : {delimiter, '"', '\r', '\n', '\0'}) {
    special_[static_cast<unsigned char>(c)] = true;
  }
}

CsvError CsvCursor::Next(std::vector<CsvField>* fields) {
  fields->clear();
  line_ = next_line_;
  while (true) {
    CsvField& field = fields->emplace_back();
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    const CsvError error = quoted ? ReadQuoted(&field) : ReadPlain(&field);
    if (error != CsvError::kNone) return error;
    if (at_ < text_.size() && text_[at_] == delimiter_) {
      ++at_;
      continue;
    }
    // Both readers stop at a delimiter, an end of line or the end.
    const size_t end = at_;
    if (at_ < text_.size()) {
      at_ += text_[at_] == '\r' ? 2 : 1;
      ++next_line_;
    }
    record_end_ = text_.substr(end, at_ - end);
    return CsvError::kNone;
  }
}

CsvError CsvCursor::ReadPlain(CsvField* field) {
  const size_t start = at_;
  while (at_ < text_.size() && !special_[static_cast<unsigned char>(text_[at_])]) ++at_;
  field->raw = text_.substr(start, at_ - start);
  if (AtFieldEnd()) return CsvError::kNone;
  line_ = next_line_;
  if (text_[at_] == '"') return CsvError::kStrayQuote;
  return text_[at_] == '\0' ? CsvError::kNul : CsvError::kStrayReturn;
}

bool CsvCursor::AtFieldEnd() const {
  return at_ == text_.size() || text_[at_] == delimiter_ || text_[at_] == '\n' ||
         text_.substr(at_, 2) == "\r\n";
}

CsvError CsvCursor::ReadQuoted(CsvField* field) {
  const size_t start = at_;
  const int64_t start_line = next_line_;
  field->quoted = true;
  ++at_;
  while (true) {
    const size_t quote = text_.find('"', at_);
    const absl::string_view passed = text_.substr(at_, quote - at_);
    if (passed.find('\0') != absl::string_view::npos) {
      line_ = next_line_ + std::count(passed.begin(), passed.begin() + passed.find('\0'), '\n');
      return CsvError::kNul;
    }
    if (quote == absl::string_view::npos) {
      line_ = start_line;
      return CsvError::kOpenQuote;
    }
    next_line_ += std::count(passed.begin(), passed.end(), '\n');
    at_ = quote + 1;
    if (at_ == text_.size() || text_[at_] != '"') break;
    field->doubled = true;
    ++at_;
  }
  field->raw = text_.substr(start, at_ - start);
  if (AtFieldEnd()) return CsvError::kNone;
  line_ = next_line_;
  return CsvError::kAfterQuote;
}

void AppendCsvField(absl::string_view text, bool quoted, char delimiter, std::string* out) {
  const auto needs_quotes = [delimiter](char c) {
    return c == delimiter || c == '"' || c == '\r' || c == '\n';
  };
  if (!quoted && !text.empty() && std::none_of(text.begin(), text.end(), needs_quotes)) {
    out->append(text.data(), text.size());
    return;
  }
  out->push_back('"');
  for (const char c : text) {
    if (c == '"') out->push_back('"');
    out->push_back(c);
  }
  out->push_back('"');
}

size_t CompleteCsvRecords(absl::string_view text) {
  // Outside quotes an even number of them stands before a place. Counting is fast, so the end is
  // found from behind.
  bool inside = CountByte(text, '"') % 2 != 0;
  for (size_t length = text.size(); length > 0; --length) {
    if (text[length - 1] == '"') inside = !inside;
    if (text[length - 1] == '\n' && !inside) return length;
  }
  return 0;
}

size_t FirstCsvRecord(absl::string_view text) {
  bool inside = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') inside = !inside;
    if (text[i] == '\n' && !inside) return i + 1;
  }
  return text.size();
}

}  // namespace sudare
