// A small payroll schema, policy and key, as two accounts see it: for tests of the SQL room that
// need no database.
#ifndef SUDARE_TESTS_PROXY_SQL_FIXTURE_H_
#define SUDARE_TESTS_PROXY_SQL_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/keyring.h"
#include "policy/policy.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/masked_sql.h"

namespace sudare::testing {

// The schema as the vendor sees it ("vendor"), or with a row filter on employees ("filtered").
const VisibleSchema& SchemaOf(const std::string& account);

std::shared_ptr<const Policy> FixturePolicy();
std::shared_ptr<const CatalogSnapshot> FixtureCatalog();
std::shared_ptr<const Keyring> FixtureKeyring();

absl::StatusOr<sql::MaskedSql> CompileFor(const std::string& account, const std::string& sql,
                                          const std::vector<Value>& parameters = {},
                                          bool count_persons = false);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_SQL_FIXTURE_H_
