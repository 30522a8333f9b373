#include "proxy/state/postgres_session.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/backend/sqlstate.h"
#include "proxy/error.h"
#include "proxy/state/postgres_schema.h"
#include "proxy/state/state_limits.h"

namespace sudare::state {
namespace {

std::string Milliseconds(absl::Duration duration) {
  return absl::StrCat(std::max<int64_t>(1, absl::ToInt64Milliseconds(duration)), "ms");
}

// Read back after connecting: something between us and the server may have dropped them.
std::vector<SessionSetting> RequiredSettings() {
  return {
      // A role or a server set to `off` would acknowledge what a crash takes back.
      {"synchronous_commit", "on"},
      {"search_path", "pg_catalog"},
      {"standard_conforming_strings", "on"},
      {"bytea_output", "hex"},
      {"default_transaction_deferrable", "off"},
      // A row that a policy hides is an error, not an entry that isn't there.
      {"row_security", "off"},
  };
}

std::vector<SessionSetting> Settings(absl::Duration timeout) {
  std::vector<SessionSetting> settings = RequiredSettings();
  settings.push_back({"default_transaction_read_only", "off"});
  settings.push_back({"client_min_messages", "error"});
  settings.push_back({"jit", "off"});
  settings.push_back({"lock_timeout", Milliseconds(timeout)});
  // After our own deadline: a commit that it stops would be one that was kept.
  settings.push_back({"statement_timeout", Milliseconds(timeout + absl::Seconds(1))});
  // So that a proxy that froze in its turn doesn't keep the others from theirs.
  settings.push_back(
      {"idle_in_transaction_session_timeout", Milliseconds(2 * timeout + absl::Seconds(1))});
  settings.push_back({"client_connection_check_interval", "1s"});
  return settings;
}

constexpr absl::string_view kInDoubt =
    "; whether the change was kept can't be known: look it up before trying again";

bool IsTimeout(const absl::Status& status) {
  return DetailOf(status).reason() == "DATABASE_TIMEOUT" || DetailOf(status).sqlstate() == "57014";
}

std::string WordsFor(const absl::Status& status, const std::string& schema) {
  const std::string state = DetailOf(status).sqlstate();
  if (state == "42P01" || state == "3F000" || state == "42703") {
    return absl::StrCat("the state's tables are missing from schema ", Quoted(schema),
                        ": restore them, or have an administrator run what `sudare state init` "
                        "prints and restart");
  }
  if (state == "42501") {
    return absl::StrCat("the proxy's role lacks a privilege in schema ", Quoted(schema),
                        ": have an administrator run what `sudare state init` prints");
  }
  if (state == "25006") {
    return "the state database can only be read, as a standby: name the primary in `connection`";
  }
  if (state == "55P03") return "another proxy keeps the state to itself: try again";
  if (state == "53100") return "the state database has no disk space left: make room";
  if (IsTimeout(status)) return "the state database does not answer in time: try again";
  if (DetailOf(status).reason() == "DATABASE_UNREACHABLE") {
    return "the state database can't be reached: see that it runs and lets the proxy in";
  }
  if (IsConnectionLost(status)) return "the connection to the state database was lost: try again";
  return absl::StrCat("the state database failed",
                      state.empty() ? "" : absl::StrCat(" (SQLSTATE ", state, ")"),
                      ": look into its log");
}

}  // namespace

PostgresSession::PostgresSession(const PostgresStoreOptions& options,
                                 std::unique_ptr<ExecConnection> connection)
    : schema_(options.schema),
      quoted_schema_(absl::StrCat("\"", options.schema, "\"")),
      connection_(std::move(connection)) {}

absl::Status PostgresSession::Unavailable(const absl::Status& status) const {
  return WithOperatorNote(absl::UnavailableError(WordsFor(status, schema_)),
                          OperatorNoteOf(status));
}

absl::StatusOr<std::unique_ptr<PostgresSession>> PostgresSession::Connect(
    const PostgresStoreOptions& options, absl::Time deadline) {
  const ExecConnectionOptions exec = {options.connection, Settings(options.timeout),
                                      options.connect_timeout};
  auto connection = ExecConnection::Connect(exec, deadline);
  if (!connection.ok()) {
    return WithOperatorNote(absl::UnavailableError(WordsFor(connection.status(), options.schema)),
                            OperatorNoteOf(connection.status()));
  }
  std::unique_ptr<PostgresSession> session(new PostgresSession(options, *std::move(connection)));
  SUDARE_RETURN_IF_ERROR(session->CheckServer(deadline));
  return session;
}

absl::Status PostgresSession::CheckServer(absl::Time deadline) {
  const std::vector<SessionSetting> required = RequiredSettings();
  auto rows = connection_->RunScript(
      absl::StrCat(SettingsQuery(required), ", pg_catalog.pg_is_in_recovery()"), deadline);
  if (!rows.ok()) return Unavailable(rows.status());
  const std::vector<Value>& row = rows->at(0);
  if (row.at(required.size()) == "t") {
    return absl::FailedPreconditionError(
        "the state database is a standby, which can only be read: name the primary in "
        "`connection`");
  }
  for (size_t i = 0; i < required.size(); ++i) {
    if (row.at(i) == required[i].value) continue;
    return absl::FailedPreconditionError(
        absl::StrCat("the state database keeps `", required[i].name, "` from being `",
                     required[i].value, "`: connect to the server itself, not to a pooler"));
  }
  return absl::OkStatus();
}

absl::Status PostgresSession::Migrate(absl::Time deadline) {
  absl::Status status = MigratePostgres(*connection_, schema_, deadline);
  if (status.ok() || status.code() == absl::StatusCode::kFailedPrecondition) return status;
  return Unavailable(status);
}

// READ COMMITTED: what is read after the lock was waited for is what its last holder left. Who
// holds it is alone with those who read, so that transactions come one after the other and none has
// to be tried again.
absl::StatusOr<PostgresSession::Beginning> PostgresSession::BeginWrite(absl::Time deadline) {
  return Begin(absl::StrCat("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; LOCK TABLE ",
                            quoted_schema_, ".turn IN EXCLUSIVE MODE"),
               deadline);
}

absl::StatusOr<PostgresSession::Beginning> PostgresSession::BeginRead(absl::Time deadline) {
  return Begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", deadline);
}

// clock_timestamp(), not the transaction's: that was taken before the turn was waited for, and
// would run backwards from one transaction to the next.
absl::StatusOr<PostgresSession::Beginning> PostgresSession::Begin(absl::string_view how,
                                                                  absl::Time deadline) {
  auto rows = connection_->RunScript(
      absl::StrCat(how,
                   "; SELECT schema, version, (extract(epoch FROM clock_timestamp()) * "
                   "1000000)::int8 FROM ",
                   quoted_schema_, ".state"),
      deadline);
  if (!rows.ok()) return Unavailable(rows.status());
  int schema = 0;
  int64_t microseconds = 0;
  Beginning beginning;
  if (rows->size() != 1 || !absl::SimpleAtoi((*rows)[0].at(0).value_or(""), &schema) ||
      !absl::SimpleAtoi((*rows)[0].at(1).value_or(""), &beginning.version) ||
      !absl::SimpleAtoi((*rows)[0].at(2).value_or(""), &microseconds) ||
      schema != kPostgresSchema) {
    return absl::UnavailableError(
        absl::StrCat("the state in schema ", Quoted(schema_),
                     " is no longer that of this release: restore it, or restart the proxy"));
  }
  beginning.now = absl::FromUnixMicros(microseconds);
  return beginning;
}

absl::Status PostgresSession::Commit(absl::Time deadline) {
  const absl::Status status =
      connection_
          ->RunScript(
              absl::StrCat("UPDATE ", quoted_schema_, ".state SET version = version + 1; COMMIT"),
              deadline)
          .status();
  if (status.ok()) return status;
  absl::Status unavailable = Unavailable(status);
  // The server says that it failed: then it rolls back.
  if (connection_->IsUsable() && !IsConnectionLost(status)) return unavailable;
  return absl::UnavailableError(absl::StrCat(unavailable.message(), kInDoubt));
}

void PostgresSession::End(absl::Time deadline) {
  if (!connection_->IsUsable() || !connection_->IsInTransaction()) return;
  connection_->RunScript("ROLLBACK", deadline).status().IgnoreError();
}

absl::StatusOr<uint64_t> PostgresSession::Version(absl::Time deadline) {
  auto rows = connection_->RunScript(absl::StrCat("SELECT version FROM ", quoted_schema_, ".state"),
                                     deadline);
  if (!rows.ok()) return Unavailable(rows.status());
  uint64_t version = 0;
  if (rows->size() == 1 && absl::SimpleAtoi((*rows)[0].at(0).value_or(""), &version)) {
    return version;
  }
  return absl::UnavailableError(absl::StrCat("schema ", Quoted(schema_), " holds no state"));
}

absl::StatusOr<ExecRows> PostgresSession::Transaction::Run(
    absl::string_view sql, absl::Span<const ExecParameter> parameters) {
  if (!failure_.ok()) return failure_;
  auto rows = session_.connection_->Run(sql, parameters, deadline_);
  if (rows.ok()) return rows;
  failure_ = session_.Unavailable(rows.status());
  return failure_;
}

absl::StatusOr<std::optional<std::string>> PostgresSession::Transaction::Get(
    absl::string_view table, absl::string_view key) {
  SUDARE_RETURN_IF_ERROR(CheckEntry(table, key, ""));
  SUDARE_ASSIGN_OR_RETURN(ExecRows rows,
                          Run(absl::StrCat("SELECT value FROM ", session_.quoted_schema_,
                                           ".entries WHERE name = $1 AND key = $2"),
                              {ExecParameter::Text(table), ExecParameter::Bytes(key)}));
  if (rows.empty()) return std::nullopt;
  return std::move(rows[0].at(0));
}

absl::StatusOr<std::vector<StateEntry>> PostgresSession::Transaction::Scan(
    absl::string_view table, absl::string_view prefix) {
  SUDARE_RETURN_IF_ERROR(CheckTable(table));
  const std::optional<std::string> end = EndOfPrefix(prefix);
  std::vector<ExecParameter> parameters = {ExecParameter::Text(table),
                                           ExecParameter::Bytes(prefix)};
  if (end.has_value()) parameters.push_back(ExecParameter::Bytes(*end));
  SUDARE_ASSIGN_OR_RETURN(ExecRows rows,
                          Run(absl::StrCat("SELECT key, value FROM ", session_.quoted_schema_,
                                           ".entries WHERE name = $1 AND key >= $2",
                                           end.has_value() ? " AND key < $3" : "", " ORDER BY key"),
                              parameters));
  std::vector<StateEntry> entries;
  for (std::vector<Value>& row : rows) {
    entries.push_back({std::move(row.at(0)).value_or(""), std::move(row.at(1)).value_or("")});
  }
  return entries;
}

absl::Status PostgresSession::Transaction::Put(absl::string_view table, absl::string_view key,
                                               absl::string_view value) {
  SUDARE_RETURN_IF_ERROR(CheckEntry(table, key, value));
  has_changed_ = true;
  return Run(absl::StrCat("INSERT INTO ", session_.quoted_schema_,
                          ".entries (name, key, value) VALUES ($1, $2, $3) "
                          "ON CONFLICT (name, key) DO UPDATE SET value = excluded.value"),
             {ExecParameter::Text(table), ExecParameter::Bytes(key), ExecParameter::Bytes(value)})
      .status();
}

absl::Status PostgresSession::Transaction::Delete(absl::string_view table, absl::string_view key) {
  SUDARE_RETURN_IF_ERROR(CheckEntry(table, key, ""));
  has_changed_ = true;
  return Run(absl::StrCat("DELETE FROM ", session_.quoted_schema_,
                          ".entries WHERE name = $1 AND key = $2"),
             {ExecParameter::Text(table), ExecParameter::Bytes(key)})
      .status();
}

}  // namespace sudare::state
