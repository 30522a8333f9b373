// Members of JSON objects as columns of a table: what each shows.
#ifndef SUDARE_POLICY_STREAMS_JSON_COLUMNS_H_
#define SUDARE_POLICY_STREAMS_JSON_COLUMNS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "policy/masker.h"
#include "policy/streams/stream_options.h"
#include "policy/transforms/json_text.h"

namespace sudare {

// Thread-safety: one caller at a time.
// Lifetime: borrows the masker.
class JsonColumns {
 public:
  JsonColumns(const Masker& masker, const StreamOptions& options)
      : masker_(masker), table_(options.table), types_(options.types) {}

  // Appends the member's masked value; false: the account doesn't see the column. `line` is for
  // messages.
  absl::StatusOr<bool> AppendMasked(const JsonMember& member, int64_t line, std::string* out);

 private:
  using Column = std::shared_ptr<const Masker::ColumnMasker>;

  absl::StatusOr<Column> Find(const std::string& name, ColumnType type, int64_t line);
  absl::StatusOr<Column> FindForNull(const std::string& name, int64_t line);

  const Masker& masker_;
  const std::string table_;
  const std::map<std::string, ColumnType> types_;
  // By name and type. Columns that aren't shown are kept as well, up to a number: names come from
  // the input.
  absl::flat_hash_map<std::pair<std::string, int>, Column> columns_;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_JSON_COLUMNS_H_
