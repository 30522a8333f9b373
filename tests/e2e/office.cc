#include "tests/e2e/office.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/audit/audit_log.h"
#include "proxy/identity/authenticator.h"
#include "tests/support/child_process.h"

namespace sudare::testing {
namespace {

// Settings that hold for the proxy's connections only.
constexpr char kDatabaseUser[] = "sudare";

constexpr char kSchema[] = R"(
CREATE ROLE sudare LOGIN;
CREATE SCHEMA payroll;
CREATE TABLE payroll.employees (employee_no text PRIMARY KEY, full_name text, personal_number char(12), phone text,
  note text, gross int4);
INSERT INTO payroll.employees
SELECT lpad(i::text, 6, '0'), (ARRAY['佐藤','鈴木','髙橋','田中','渡邉'])[1 + i % 5] || ' 一郎' || i,
  lpad((i::int8 * 7919004321 % 1000000000000)::text, 12, '0'), '090-1234-' || lpad(i::text, 4, '0'),
  CASE WHEN i % 10 = 0 THEN '番号 123456789012' END, 200000 + i
FROM generate_series(0, 999) i;
ANALYZE payroll.employees;
GRANT USAGE ON SCHEMA payroll TO sudare;
GRANT SELECT ON ALL TABLES IN SCHEMA payroll TO sudare;
ALTER DEFAULT PRIVILEGES IN SCHEMA payroll GRANT SELECT ON TABLES TO sudare;
)";

constexpr char kPolicy[] = R"(
classes { name: "personal_number" title: "個人番号" convertible: false }
classes { name: "name" }
classes { name: "phone" }
classes { name: "remark" }
classes { name: "open" }
tables {
  name: "payroll.employees"
  columns { name: "employee_no" class: "open" }
  columns { name: "full_name" class: "name" }
  columns { name: "personal_number" class: "personal_number" }
  columns { name: "phone" class: "phone" }
  columns { name: "note" class: "remark" }
  columns { name: "gross" class: "open" }
}
roles {
  name: "maintenance"
  {rules}
  limits {
    rows_per_query: 1000000000 bytes_per_query: 1000000000000 statement_timeout { seconds: 600 }
    concurrent_queries: 48
  }
}
roles {
  name: "hr"
  rules { class: "personal_number" redact {} }
  rules { class: "*" allow {} }
}
roles {
  name: "tight"
  {rules}
  limits {
    rows_per_query: 100 bytes_per_query: 20000 statement_timeout { seconds: 1 } concurrent_queries: 1
    sql_bytes: 2000 nesting_depth: 20
  }
}
roles {
  name: "windowed"
  {rules}
  requires_window: true
}
accounts {
  name: "vendor" role: "maintenance" kind: PROGRAM certificate { san: "vendor@example.com" }
  password_hash: "{hash}"
}
accounts { name: "hr" role: "hr" kind: PROGRAM password_hash: "{hash}" }
accounts { name: "tight" role: "tight" kind: PROGRAM password_hash: "{hash}" }
accounts { name: "windowed" role: "windowed" kind: PROGRAM password_hash: "{hash}" }
accounts {
  name: "expired" role: "maintenance" password_hash: "{hash}"
  pledge { document: "誓約書 2020-001" signed: "2020-04-01" expires: "2021-03-31" }
}
accounts {
  name: "early" role: "maintenance" password_hash: "{hash}"
  pledge { document: "誓約書 2999-001" signed: "2999-04-01" expires: "2999-12-31" }
}
accounts { name: "unpledged" role: "maintenance" password_hash: "{hash}" }
)";

constexpr char kRules[] = R"(rules { class: "personal_number" redact {} }
  rules { class: "name" tokenize { domain: "name" scope: ROLE prefix: "nam" } }
  rules { class: "phone" partial { keep_last: 4 } }
  rules { class: "remark" scrub {} }
  rules { class: "open" allow {} })";

}  // namespace

std::string OfficePolicy() { return absl::StrReplaceAll(kPolicy, {{"{rules}", kRules}}); }

absl::StatusOr<std::unique_ptr<Office>> Office::Open(const OfficeOptions& options) {
  std::unique_ptr<Office> office(new Office());
  PostgresServer::Options database;
  database.settings = options.database_settings;
  SUDARE_ASSIGN_OR_RETURN(office->database_, PostgresServer::Start(database));
  SUDARE_RETURN_IF_ERROR(office->database_->Run(kSchema));
  if (options.database_stopped) SUDARE_RETURN_IF_ERROR(office->database_->Stop());
  SUDARE_ASSIGN_OR_RETURN(office->hash_, HashPassword(ProxyProcess::kPassword));
  ProxyOptions proxy;
  proxy.connection = office->database_->ConnectionString(kDatabaseUser);
  proxy.policy = options.policy;
  proxy.more_config = options.more_config;
  proxy.more_database = options.more_database;
  proxy.more_audit = options.more_audit;
  proxy.command = options.command;
  proxy.audit_folder = options.audit_folder;
  SUDARE_ASSIGN_OR_RETURN(office->proxy_, ProxyProcess::Start(proxy));
  office->stub_ = sudare::v1::QueryService::NewStub(office->proxy_->PlainChannel());
  return office;
}

Reply Office::Ask(const std::string& account, const std::string& sql,
                  const std::vector<Value>& parameters) {
  return RunQuery(*stub_, account, sql, parameters);
}

Ended Office::RunCommand(const std::vector<std::string>& arguments,
                         const std::string& input) const {
  ChildOptions options;
  options.arguments = {"/bin/sh", "-c", "\"$@\"; echo \"exit $?\"", "sh", proxy_->command()};
  options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
  const absl::StatusOr<std::string> output = RunProgram(options, input);
  Ended ended;
  const size_t last = output.ok() ? output->rfind("exit ") : std::string::npos;
  if (last == std::string::npos || !absl::SimpleAtoi(output->substr(last + 5), &ended.code)) {
    ended.text = output.ok() ? *output : std::string(output.status().message());
    return ended;
  }
  ended.text = output->substr(0, last);
  return ended;
}

Ended Office::RunCommandAs(const std::string& person, std::vector<std::string> arguments) {
  const std::string san =
      absl::StrCat(person, person == "vendor" ? "@example.com" : "@city.example");
  EXPECT_NE(proxy_->TlsChannel(person, san), nullptr);
  const std::string stem = absl::StrCat(proxy_->folder(), "/", person);
  for (const std::string& flag :
       {std::string("--server"), absl::StrCat("localhost:", proxy_->tls_port()),
        std::string("--ca"), proxy_->folder() + "/ca.pem", std::string("--cert"), stem + ".pem",
        std::string("--key"), stem + ".key"}) {
    arguments.push_back(flag);
  }
  return RunCommand(arguments);
}

int Office::RunningInDatabase() const {
  const auto rows = database_->Query(
      absl::StrCat("SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND usename = '",
                   kDatabaseUser, "'"));
  return rows.ok() ? std::stoi(*(*rows)[0][0]) : -1;
}

absl::StatusOr<std::vector<sudare::v1::AuditRecord>> Office::AuditRecords() const {
  std::vector<sudare::v1::AuditRecord> records;
  SUDARE_RETURN_IF_ERROR(
      VerifyAuditLog(proxy_->audit_folder(), "", [&records](const sudare::v1::AuditRecord& record) {
        records.push_back(record);
      }).status());
  return records;
}

std::string Office::AuditBytes() const {
  std::stringstream bytes;
  for (const auto& entry : std::filesystem::directory_iterator(proxy_->audit_folder())) {
    // Empty files set the stream's fail bit.
    if (entry.file_size() > 0) bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
  }
  return bytes.str();
}

void Office::ReplacePolicy(const std::string& text) {
  // As editors do it: never half a file.
  const std::string fresh = proxy_->policy_path() + ".new";
  std::ofstream(fresh) << absl::StrReplaceAll(text, {{"{hash}", hash_}});
  std::filesystem::rename(fresh, proxy_->policy_path());
  proxy_->Signal(SIGHUP);
}

void PrintTo(const Reply& reply, std::ostream* out) {
  *out << "code " << reply.status.error_code() << ", " << reply.row_count << " rows, "
       << reply.detail.ShortDebugString();
}

bool Soon(const std::function<bool()>& condition, absl::Duration within) {
  const absl::Time end = absl::Now() + within;
  while (!condition()) {
    if (absl::Now() > end) return false;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return true;
}

}  // namespace sudare::testing
