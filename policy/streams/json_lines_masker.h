// JSON lines in, masked JSON lines out: one object a line, streaming, in constant memory, on
// several threads.
//
// A member of an object is the column of its name. Members that the account doesn't see are left
// out, nested ones with them; the order stays. Without a type for a column its values are masked by
// what they are: strings as text, numbers as numeric, true and false as bool, objects and arrays as
// json. Results of number types are numbers, of bool true or false, of json what they are, all
// others strings; null is NULL. Lines that hold blanks only are passed over.
#ifndef SUDARE_POLICY_STREAMS_JSON_LINES_MASKER_H_
#define SUDARE_POLICY_STREAMS_JSON_LINES_MASKER_H_

#include "absl/status/statusor.h"
#include "policy/masker.h"
#include "policy/streams/bytes.h"
#include "policy/streams/stream_options.h"

namespace sudare {

// Ends at the first error; what is written then are the whole lines before it. Messages hold line
// numbers and names of columns that the policy shows, never values. Errors: as for MaskCsv
// (csv_masker.h); also kInvalidArgument: a mask doesn't fit what a value is.
absl::StatusOr<StreamSummary> MaskJsonLines(ByteSource& source, ByteSink& sink,
                                            const Masker& masker, const StreamOptions& options);

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_JSON_LINES_MASKER_H_
