#include "policy/streams/stream_errors.h"

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/streams/stream_options.h"

namespace sudare {

absl::Status LineError(int64_t line, absl::string_view message) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", message));
}

absl::Status TooLargeError(int64_t line) {
  return LineError(line, absl::StrCat("the record has more than ", kMaxRecordBytes >> 20,
                                      " MiB: is a quote never closed?"));
}

absl::Status EncodingError(int64_t line, TextEncoding encoding) {
  return LineError(line, absl::StrCat("bytes that are no text in ", EncodingName(encoding),
                                      ": name the encoding that the input has"));
}

absl::Status OutputEncodingError(int64_t line) {
  return LineError(line,
                   "a masked value has characters that the encoding of the output lacks: write "
                   "UTF-8");
}

absl::Status NoValueError(int64_t line, absl::string_view column, ColumnType type) {
  return LineError(line, absl::StrCat("column ", Quoted(column), " holds no value of type ",
                                      Quoted(TypeName(type))));
}

}  // namespace sudare
