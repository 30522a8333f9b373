// The other database: one that looks alike to an account, and differs in everything the account may
// not see.
//
// Hidden and redacted values are others, values behind a mask are others with the same mask, values
// behind tokens are swapped for values that were not there (with a keyring that gives the old
// tokens), and rows that a filter hides come, go and change. That it looks alike is not trusted:
// the database is read and masked in C++, and where it doesn't, the old values are put back.
#ifndef SUDARE_PROXY_PROVE_OTHER_DATABASE_H_
#define SUDARE_PROXY_PROVE_OTHER_DATABASE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/keyring.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/prove/data_generator.h"
#include "proxy/prove/dataset.h"

namespace sudare::prove {

struct OtherDatabaseOptions {
  // Database with empty tables, the database to differ from, and the one to be made.
  std::string schema;
  std::string original;
  std::string database;
  uint64_t seed = 1;
  GeneratorOptions generator;
};

struct OtherDatabase {
  std::shared_ptr<const Keyring> keyring;
  Dataset rows;
  size_t values_changed = 0;
  size_t columns_changed = 0;
  size_t rows_changed = 0;
  size_t rows_added = 0;
  size_t rows_removed = 0;
  // "schema.table.column", of those with something to hide that had to stay as they were: a
  // constraint, or a listed view that shows them.
  std::vector<std::string> columns_kept;
};

// `rows`: those of the original. `visible` and `keyring`: the account's, over the original.
// kInternal: no such database was found.
absl::StatusOr<OtherDatabase> MakeOtherDatabase(const PrivatePostgres& server,
                                                const DatabaseShape& shape, const Dataset& rows,
                                                const VisibleSchema& visible,
                                                std::shared_ptr<const Keyring> keyring,
                                                const OtherDatabaseOptions& options);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_OTHER_DATABASE_H_
