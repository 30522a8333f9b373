// ExampleDatabase: the example's payroll in a private PostgreSQL, small and fresh, with the truth
// about it.
//
//   ASSERT_OK_AND_ASSIGN(auto database, ExampleDatabase::Create());
//   database->server().Query("SELECT …");
#ifndef SUDARE_TESTS_EXAMPLES_EXAMPLE_DATABASE_H_
#define SUDARE_TESTS_EXAMPLES_EXAMPLE_DATABASE_H_

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "examples/payroll/generator/dataset.h"
#include "policy/value.h"
#include "tests/support/postgres.h"

namespace sudare::testing {

// Thread-safety: one thread at a time.
class ExampleDatabase {
 public:
  static absl::StatusOr<std::unique_ptr<ExampleDatabase>> Create(
      const sudare::example::Plan& plan = {200, 24, 1});

  // The database is `postgres`; grants.sql is applied.
  const PostgresServer& server() const { return *server_; }

  // Where the generated files are.
  const std::string& folder() const { return folder_; }

  // Employees planted for a scenario ("S01"); `kind` is "planted" or "decoy".
  std::set<std::string> Employees(absl::string_view scenario, absl::string_view kind) const;

  // Every value of truth/*.txt that occurs in `text`, not as part of a longer word or number.
  std::vector<std::string> IdentitiesIn(absl::string_view text) const;

  // All rows of a statement as text, and the values of its column employee_no.
  struct Answer {
    std::string text;
    std::set<std::string> employees;
  };
  absl::StatusOr<Answer> Ask(absl::string_view sql) const;

 private:
  ExampleDatabase() = default;

  std::string folder_;
  std::unique_ptr<PostgresServer> server_;
};

// The whole file. kNotFound.
absl::StatusOr<std::string> ReadText(const std::string& path);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_EXAMPLES_EXAMPLE_DATABASE_H_
