// Rows for every table of a schema: what its constraints allow, and as odd as they allow.
//
// Values are tried rather than reasoned about: each row is offered to a database with the schema,
// and what doesn't fit is made anew. The same seed gives the same rows.
#ifndef SUDARE_PROXY_PROVE_DATA_GENERATOR_H_
#define SUDARE_PROXY_PROVE_DATA_GENERATOR_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proxy/prove/dataset.h"

namespace sudare::prove {

struct GeneratorOptions {
  size_t rows_per_table = 200;
  uint64_t seed = 1;
  // What a column holds, beside its name: the title or class of a policy. May be empty.
  std::function<std::string(const ShapeTable&, const ShapeColumn&)> hint;
};

struct GeneratedData {
  Dataset rows;
  // "schema.table: why", of those that stayed empty.
  std::vector<std::string> unfilled;
};

// `schema`: an existing database with empty tables. Makes and drops a database beside it.
absl::StatusOr<GeneratedData> GenerateData(const PrivatePostgres& server,
                                           const DatabaseShape& shape, const std::string& schema,
                                           const GeneratorOptions& options);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_DATA_GENERATOR_H_
