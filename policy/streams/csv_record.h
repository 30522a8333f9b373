// Records of CSV (RFC 4180) in text that is in memory.
//
// Strict: a text that another program could read as other fields is an error, for then it isn't
// known which field is masked as which column. Quotes stand around a whole field or are doubled
// inside one; a carriage return outside quotes stands before a line feed only; no NUL.
#ifndef SUDARE_POLICY_STREAMS_CSV_RECORD_H_
#define SUDARE_POLICY_STREAMS_CSV_RECORD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sudare {

struct CsvField {
  // As it stands, quotes included.
  absl::string_view raw;
  bool quoted = false;
  // Quotes inside it are doubled.
  bool doubled = false;
};

// What the field says. `buffer` holds it where quotes are doubled; the result lives as long as
// both.
absl::string_view FieldText(const CsvField& field, std::string* buffer);

enum class CsvError {
  kNone,
  kStrayQuote,
  kAfterQuote,
  kStrayReturn,
  kNul,
  // The text ends inside quotes.
  kOpenQuote,
};

// What is wrong and what would be right: "a quote inside a field …".
absl::string_view CsvErrorText(CsvError error);

// Reads one record after the other.
class CsvCursor {
 public:
  // `line` is the number of the first line. `delimiter` is an ASCII character other than quotes,
  // line ends and NUL.
  CsvCursor(absl::string_view text, char delimiter, int64_t line);

  bool AtEnd() const { return at_ == text_.size(); }
  // The line on which the record read last begins, or its error stands.
  int64_t line() const { return line_; }
  // The end of the record read last, as it stands: LF, CR LF, or nothing where the text ends.
  absl::string_view record_end() const { return record_end_; }
  // Where the next record begins.
  size_t position() const { return at_; }

  // REQUIRES: !AtEnd(). After an error the cursor isn't to be used for more records.
  CsvError Next(std::vector<CsvField>* fields);

 private:
  CsvError ReadQuoted(CsvField* field);
  CsvError ReadPlain(CsvField* field);
  bool AtFieldEnd() const;

  const absl::string_view text_;
  const char delimiter_;
  // Of each byte: whether it ends a field outside quotes or is out of place there.
  bool special_[256] = {};
  size_t at_ = 0;
  int64_t line_;
  int64_t next_line_;
  absl::string_view record_end_;
};

// Appends a field that says `text`, in quotes if it needs them or `quoted` is set. An empty text
// gets quotes, since without them it would be no value.
void AppendCsvField(absl::string_view text, bool quoted, char delimiter, std::string* out);

// Length of the longest start of `text` that consists of complete records. Right for all text
// that CsvCursor reads without error.
size_t CompleteCsvRecords(absl::string_view text);

// Length of the first record with its end; of all of `text` if it isn't complete.
size_t FirstCsvRecord(absl::string_view text);

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_CSV_RECORD_H_
