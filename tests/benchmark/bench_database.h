// BenchDatabase: the database and policy that the benchmarks run on.
#ifndef SUDARE_TESTS_BENCHMARK_BENCH_DATABASE_H_
#define SUDARE_TESTS_BENCHMARK_BENCH_DATABASE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tests/support/postgres.h"

namespace sudare::testing {

// Table bench.payslips: `rows` rows of 7 columns
//   id int8 primary key, employee_no text (indexed), full_name text (indexed), personal_number
//   char(12), phone text, month date, gross int4
// of rows / 24 employees with 24 months each.
absl::StatusOr<std::unique_ptr<PostgresServer>> StartBenchDatabase(int rows);

// personal_number redacted, phone partial, full_name tokenized, the rest allowed. Account "bench",
// a program, which logs in by the certificate san "bench@example.com" or the password whose hash is
// given.
std::string BenchPolicy(const std::string& password_hash = "");

// The masked columns in the order of the table.
inline constexpr char kStreamSql[] =
    "SELECT id, employee_no, full_name, personal_number, phone, month, gross FROM bench.payslips";

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_BENCHMARK_BENCH_DATABASE_H_
