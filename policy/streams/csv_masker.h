// CSV in, masked CSV out: streaming, in constant memory, on several threads.
//
//   CsvOptions options;
//   options.table = "payroll.employees";
//   options.types["birth_date"] = {SqlType::kDate};
//   auto in = SourceFrom(std::cin);
//   auto out = SinkTo(std::cout);
//   absl::StatusOr<StreamSummary> done = MaskCsv(*in, *out, *masker, options);
//
// The form is RFC 4180, read strictly (csv_record.h). What is kept of the input: the order of
// columns, quotes around fields, line ends, a byte order mark. A field without anything is NULL, as
// in PostgreSQL's COPY; an empty field in quotes is an empty text, and NULL in columns of other
// types. Dates may be written 2026-04-01, 2026/04/01 or 20260401, and stay so.
#ifndef SUDARE_POLICY_STREAMS_CSV_MASKER_H_
#define SUDARE_POLICY_STREAMS_CSV_MASKER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/masker.h"
#include "policy/streams/bytes.h"
#include "policy/streams/stream_options.h"

namespace sudare {

struct CsvOptions : StreamOptions {
  // The columns by position. Empty: the heading names them.
  std::vector<std::string> columns;
  // The first record is a heading. It is never shown as it is: with `columns`, their names take its
  // place.
  bool heading = true;
  // An ASCII character other than quotes, line ends and NUL, and none that tokens are made of:
  // letters, digits, "-", "_".
  char delimiter = ',';
  // Columns that the account doesn't see stay as empty fields, for readers that count fields.
  // Otherwise they vanish.
  bool keep_positions = false;
};

// Ends at the first error; what is written then are the whole records before it. Messages hold line
// numbers and names of columns, never values; names that the policy doesn't know count as values.
// kInvalidArgument: the input is malformed, a value isn't one of its column's type, a record is
// larger than kMaxRecordBytes or has another number of fields than the first one; the options don't
// fit the policy or the input; a masked value has no form in the output's encoding.
// kFailedPrecondition: tokens without a keyring; the policy filters rows of the table and the
// caller doesn't say that they are filtered; the account sees no column of the input.
// kUnavailable: input or output failed, or the machine doesn't know the encoding.
absl::StatusOr<StreamSummary> MaskCsv(ByteSource& source, ByteSink& sink, const Masker& masker,
                                      const CsvOptions& options);

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_CSV_MASKER_H_
