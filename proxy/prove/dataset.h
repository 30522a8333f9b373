// Dataset: the rows of a whole database in memory, in their physical order.
#ifndef SUDARE_PROXY_PROVE_DATASET_H_
#define SUDARE_PROXY_PROVE_DATASET_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "policy/value.h"
#include "proxy/prove/database_shape.h"
#include "proxy/prove/private_postgres.h"
#include "proxy/prove/psql_errors.h"

namespace sudare::prove {

struct DatasetRow {
  // By the columns of the table, generated ones among them.
  std::vector<Value> values;
  // Table and place in the database it was read from: "16401(0,1)".
  std::string location;
};

struct Dataset {
  // By the tables of the shape.
  std::vector<std::vector<DatasetRow>> tables;

  size_t RowCount() const;
};

// COPY statements for psql, with triggers off.
std::string DatasetScript(const DatabaseShape& shape, const Dataset& rows);

// Makes `database` as a copy of the database `schema`, whose tables are empty.
absl::Status CreateDatabase(const PrivatePostgres& server, const std::string& schema,
                            const std::string& database);

// Puts the rows into the database in place of those that are there, with triggers off, and
// refreshes materialized views. Foreign keys are not checked. Afterwards statistics are old:
// ANALYZE.
absl::Status FillDatabase(const PrivatePostgres& server, const DatabaseShape& shape,
                          const Dataset& rows, const std::string& database);

absl::StatusOr<Dataset> ReadDataset(const PrivatePostgres& server, const DatabaseShape& shape,
                                    const std::string& database);

// Puts in one row after the other, whatever becomes of each. Index of a row -> why it didn't fit.
absl::StatusOr<std::map<size_t, PsqlError>> TryRows(const PrivatePostgres& server,
                                                    const ShapeTable& table,
                                                    const std::vector<std::vector<Value>>& rows,
                                                    const std::string& database);

// The same for all tables: by table, indexes of the rows that didn't fit.
absl::StatusOr<std::vector<std::vector<size_t>>> TryAllRows(
    const PrivatePostgres& server, const DatabaseShape& shape,
    const std::vector<std::vector<std::vector<Value>>>& rows, const std::string& database);

// Rows that refer to a row that isn't there, as a condition on `x`, an alias of the table.
std::string DanglingCondition(const DatabaseShape& shape, const ShapeTable& table,
                              const ShapeForeignKey& key);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_DATASET_H_
