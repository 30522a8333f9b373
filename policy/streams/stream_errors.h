// The messages of streams: line numbers and names of columns, never values.
#ifndef SUDARE_POLICY_STREAMS_STREAM_ERRORS_H_
#define SUDARE_POLICY_STREAMS_STREAM_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "policy/streams/text_encoding.h"
#include "policy/value.h"

namespace sudare {

// "line 12: …"
absl::Status LineError(int64_t line, absl::string_view message);
absl::Status TooLargeError(int64_t line);
absl::Status EncodingError(int64_t line, TextEncoding encoding);
absl::Status OutputEncodingError(int64_t line);
absl::Status NoValueError(int64_t line, absl::string_view column, ColumnType type);

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_STREAM_ERRORS_H_
