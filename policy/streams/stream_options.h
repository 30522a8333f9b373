// What masking a stream of records takes and gives, whatever its format.
#ifndef SUDARE_POLICY_STREAMS_STREAM_OPTIONS_H_
#define SUDARE_POLICY_STREAMS_STREAM_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "policy/streams/text_encoding.h"
#include "policy/value.h"

namespace sudare {

// A record of more bytes is an error.
inline constexpr size_t kMaxRecordBytes = size_t{16} << 20;

struct StreamProgress {
  // Records written, and bytes read of them.
  int64_t records = 0;
  int64_t bytes = 0;
};

struct StreamOptions {
  // schema.table: the names of fields are its columns.
  std::string table;
  // Types of columns. Unset: text in CSV; in JSON text, numeric, bool or json, as the value is
  // written. Tokens equal those of the proxy if the type is that of the column in the database.
  std::map<std::string, ColumnType> types;
  TextEncoding encoding = TextEncoding::kUtf8;
  TextEncoding output_encoding = TextEncoding::kUtf8;
  // The caller says that the input holds only rows which the account may see. Needed where the
  // policy filters rows of the table, which only the database can do.
  bool rows_are_filtered = false;
  // 0: as many as there are processors, at most 8. Output and errors are the same for any number.
  int threads = 0;
  // Called now and then, by the thread that called.
  std::function<void(const StreamProgress&)> progress;
};

struct StreamSummary {
  StreamProgress done;
  // Of CSV the columns, of JSON the members of objects that were left out, since the policy doesn't
  // list them or hides them.
  int64_t left_out = 0;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_STREAM_OPTIONS_H_
