#include "tests/benchmark/bench_database.h"

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"

namespace sudare::testing {

absl::StatusOr<std::unique_ptr<PostgresServer>> StartBenchDatabase(int rows) {
  PostgresServer::Options options;
  options.settings = {{"shared_buffers", "1GB"}, {"max_connections", "100"}};
  SUDARE_ASSIGN_OR_RETURN(std::unique_ptr<PostgresServer> server, PostgresServer::Start(options));
  SUDARE_RETURN_IF_ERROR(server->Run(absl::StrCat(R"(
    CREATE SCHEMA bench;
    CREATE TABLE bench.payslips (
      id int8 NOT NULL, employee_no text, full_name text, personal_number char(12), phone text, month date, gross int4);
    INSERT INTO bench.payslips
    SELECT i, lpad((i / 24)::text, 6, '0'),
      (ARRAY['佐藤','鈴木','髙橋','田中','渡邉','伊藤','山本','中村','小林','𠮷田'])[1 + i / 24 % 10] || ' '
        || (ARRAY['一郎','花子','健','德子','美咲'])[1 + i / 240 % 5] || (i / 24),
      lpad((i::int8 / 24 * 7919004321 % 1000000000000)::text, 12, '0'),
      '090-' || lpad((i / 24 % 10000)::text, 4, '0') || '-' || lpad((i / 24 * 37 % 10000)::text, 4, '0'),
      (timestamp '2022-04-01' + (i % 24) * interval '1 month')::date, (180000 + i::int8 * 7919 % 400000)::int4
    FROM generate_series(0, )",
                                                  rows - 1, R"() i;
    ALTER TABLE bench.payslips ADD PRIMARY KEY (id);
    CREATE INDEX ON bench.payslips (employee_no);
    CREATE INDEX ON bench.payslips (full_name);
    VACUUM (ANALYZE, FREEZE) bench.payslips;
    CHECKPOINT;)")));
  return server;
}

std::string BenchPolicy(const std::string& password_hash) {
  return absl::StrCat(
      R"(
classes { name: "personal_number" convertible: false }
classes { name: "name" }
classes { name: "phone" }
classes { name: "open" }
tables {
  name: "bench.payslips"
  columns { name: "id" class: "open" }
  columns { name: "employee_no" class: "open" }
  columns { name: "full_name" class: "name" }
  columns { name: "personal_number" class: "personal_number" }
  columns { name: "phone" class: "phone" }
  columns { name: "month" class: "open" }
  columns { name: "gross" class: "open" }
}
roles {
  name: "bench"
  rules { class: "personal_number" redact {} }
  rules { class: "name" tokenize { domain: "name" scope: ROLE prefix: "nam" } }
  rules { class: "phone" partial { keep_last: 4 } }
  rules { class: "open" allow {} }
  limits { rows_per_query: 1000000000 bytes_per_query: 1000000000000 statement_timeout { seconds: 600 } concurrent_queries: 64 }
}
accounts {
  name: "bench" role: "bench" kind: PROGRAM
  certificate { san: "bench@example.com" }
)",
      password_hash.empty() ? "" : absl::StrCat("  password_hash: \"", password_hash, "\"\n"),
      "}\n");
}

}  // namespace sudare::testing
