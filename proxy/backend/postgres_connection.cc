#include "proxy/backend/postgres_connection.h"

#include <time.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/backend/interruption.h"
#include "proxy/error.h"

namespace sudare {
namespace {

constexpr size_t kKeptStatements = 256;
// Longer texts are hardly sent twice, and every session would hold them.
constexpr size_t kLongestKeptSql = 64 << 10;
// The protocol's own limits.
constexpr size_t kMostParameters = std::numeric_limits<uint16_t>::max();
constexpr size_t kLongestMessage = size_t{1} << 30;

// How long a database may take to stop a cancelled statement before its session is closed.
constexpr absl::Duration kCancelPatience = absl::Seconds(5);

// How long a new session may take to tell its settings.
constexpr absl::Duration kCheckPatience = absl::Seconds(10);

// A connection that breaks sooner than this after it was handed something to do was dead before.
constexpr absl::Duration kStaleWithin = absl::Seconds(1);

// Once a result is known to be large, the reader lets the database fill the socket before it looks
// again: otherwise the two wake each other for every 8 KiB, which costs both more than the data
// does.
constexpr size_t kLargeResult = 256 << 10;
constexpr absl::Duration kNap = absl::Microseconds(100);

// What a statement may forbid the planner, and how.
struct PlanSwitch {
  bool Statement::*forbids;
  const char* forbid;
  const char* allow;
};
constexpr PlanSwitch kPlanSwitches[] = {
    {&Statement::forbid_index_only_scans, "SET enable_indexonlyscan = off",
     "SET enable_indexonlyscan = on"},
    {&Statement::forbid_index_scans, "SET enable_indexscan = off", "SET enable_indexscan = on"},
    {&Statement::forbid_parallel_scans, "SET max_parallel_workers_per_gather = 0",
     "SET max_parallel_workers_per_gather TO DEFAULT"},
};

// Where the database stands, in two texts. Kept prepared under a name of its own, and sent with the
// statement, in front of it and up to the same Sync: it costs the database some microseconds, and
// nobody a round trip.
constexpr char kPositionName[] = "position";
constexpr char kPositionSql[] =
    "SELECT pg_catalog.pg_current_snapshot()::text, (CASE WHEN pg_catalog.pg_is_in_recovery() "
    "THEN pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_lsn() END)::text";
// The functions belong to everybody unless an admin took them away, and a statement that may not
// call them fails even where it doesn't.
constexpr char kMayAskPosition[] =
    "pg_catalog.has_function_privilege('pg_catalog.pg_current_wal_lsn()', 'EXECUTE') AND "
    "pg_catalog.has_function_privilege('pg_catalog.pg_last_wal_replay_lsn()', 'EXECUTE') AND "
    "pg_catalog.has_function_privilege('pg_catalog.pg_is_in_recovery()', 'EXECUTE') AND "
    "pg_catalog.has_function_privilege('pg_catalog.pg_current_snapshot()', 'EXECUTE')";
constexpr char kMayNot[] = "42501";
// With thousands of transactions running a snapshot is a long text; then it isn't kept.
constexpr size_t kLongestSnapshot = 1000;

// Cheap enough to be asked for every row; a few milliseconds exact.
int64_t CoarseNanoseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

// The server's own time limit for a statement with `remaining` time: few different values, so that
// it rarely has to be changed, and always later than the deadline kept by the proxy.
absl::Duration BackstopFor(absl::Duration remaining) {
  for (absl::Duration limit : {kStatementTimeout, absl::Hours(2), absl::Hours(24)}) {
    if (remaining < limit - absl::Minutes(1)) return limit;
  }
  return absl::ZeroDuration();  // none
}

absl::Status ProtocolError() {
  return MakeError(absl::StatusCode::kInternal, "the database sent something not understood",
                   {"DATABASE_PROTOCOL", "tell the operator"});
}

absl::Status CheckStatement(const Statement& statement) {
  if (statement.sql.find('\0') != std::string::npos) {
    return MakeError(absl::StatusCode::kInvalidArgument, "the SQL holds a zero byte",
                     {"BAD_TEXT", "send SQL as UTF-8 text"});
  }
  size_t size = statement.sql.size();
  for (const Value& parameter : statement.parameters)
    size += 4 + (parameter ? parameter->size() : 0);
  if (statement.parameters.size() > kMostParameters || size > kLongestMessage ||
      statement.parameter_types.size() > statement.parameters.size()) {
    return MakeError(absl::StatusCode::kInvalidArgument,
                     "the statement has more parameters than the database takes",
                     {"TOO_MANY_PARAMETERS", "send lists as one array parameter"});
  }
  return absl::OkStatus();
}

// Empty for NULL: a standby that has replayed nothing yet.
std::string TextOf(const FieldView& field) {
  return field.data == nullptr ? std::string() : std::string(field.data, field.size);
}

// Takes the one row of SettingsQuery.
class SettingsReceiver : public RowReceiver {
 public:
  absl::Status OnFields(const std::vector<ResultField>&) override { return absl::OkStatus(); }
  absl::Status OnRow(absl::Span<const FieldView> row) override {
    for (const FieldView& field : row) values.emplace_back(field.data, field.size);
    return absl::OkStatus();
  }
  std::vector<std::string> values;
};

}  // namespace

PostgresConnection::PostgresConnection(std::unique_ptr<Link> link)
    : link_(std::move(link)), statements_(kKeptStatements), statement_timeout_(kStatementTimeout) {}

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(
    const LinkOptions& link_options, const ExecuteOptions& options) {
  SUDARE_ASSIGN_OR_RETURN(std::unique_ptr<Link> link, Link::Connect(link_options, options));
  std::unique_ptr<PostgresConnection> connection(new PostgresConnection(std::move(link)));
  ExecuteOptions checking = options;
  checking.deadline = std::min(options.deadline, absl::Now() + kCheckPatience);
  SUDARE_RETURN_IF_ERROR(connection->CheckSettings(link_options.settings, checking));
  return connection;
}

absl::Status PostgresConnection::CheckSettings(const std::vector<SessionSetting>& settings,
                                               const ExecuteOptions& options) {
  Statement statement;
  statement.sql = absl::StrCat(SettingsQuery(settings), ", ", kMayAskPosition);
  statement.keep_prepared = false;
  SettingsReceiver receiver;
  SUDARE_RETURN_IF_ERROR(Execute(statement, options, receiver));
  for (size_t i = 0; i < settings.size(); ++i) {
    if (i < receiver.values.size() && receiver.values[i] == settings[i].value) continue;
    return MakeError(
        absl::StatusCode::kFailedPrecondition,
        absl::StrCat("the database setting `", settings[i].name, "` does not keep its value"),
        {"DATABASE_SETTING",
         "tell the operator: connect to PostgreSQL 15 itself, not to a pooler"});
  }
  tells_position_ = receiver.values.size() > settings.size() && receiver.values.back() == "t";
  is_dirty_ = false;
  return absl::OkStatus();
}

absl::Status PostgresConnection::BeginSnapshot() {
  if (is_broken_) return ConnectionLost();
  if (wants_snapshot_) return absl::InternalError("the lease has a snapshot already");
  wants_snapshot_ = true;
  begin_is_due_ = true;
  return absl::OkStatus();
}

absl::Status PostgresConnection::Execute(const Statement& statement, const ExecuteOptions& options,
                                         RowReceiver& receiver) {
  SUDARE_RETURN_IF_ERROR(CheckStatement(statement));
  bool is_outdated = false;
  absl::Status status = ExecuteOnce(statement, options, receiver, &is_outdated);
  if (!is_outdated) return status;
  // A statement kept from before the database's tables were changed. In a failed transaction
  // nothing runs any more.
  if (wants_snapshot_) return StatusFromDatabaseError({"42P01"}, StatementPhase::kRun);
  return ExecuteOnce(statement, options, receiver, &is_outdated);
}

absl::Status PostgresConnection::ExecuteOnce(const Statement& statement,
                                             const ExecuteOptions& options, RowReceiver& receiver,
                                             bool* is_outdated) {
  was_stale_ = false;
  // A session that was tampered with serves nobody any more.
  if (is_broken_ || is_doubtful_) return ConnectionLost();
  SUDARE_RETURN_IF_ERROR(CheckInterrupted(options));
  Run run{&statement, &options, &receiver};
  const absl::Time start = absl::Now();
  last_tick_ = CoarseNanoseconds();
  Compose(run);
  absl::Status status = Send(options);
  if (status.ok() && options.while_it_runs) options.while_it_runs();
  if (status.ok()) status = Receive(run);
  if (run.awaits_position && run.error.has_value() && run.error->sqlstate == kMayNot) {
    // The right to ask was taken away meanwhile; up to the Sync nothing else ran. A snapshot has
    // failed with it.
    tells_position_ = false;
    if (!wants_snapshot_) return ExecuteOnce(statement, options, receiver, is_outdated);
    is_doubtful_ = true;
    return ConnectionLost();
  }
  if (!status.ok() && is_broken_) {
    was_stale_ = IsConnectionLost(status) && !run.is_bound && absl::Now() - start < kStaleWithin;
  }
  *is_outdated = run.was_prepared && !run.is_bound && run.error.has_value() &&
                 (run.error->sqlstate == "0A000" || run.error->sqlstate == "26000");
  if (*is_outdated) {
    statements_.Remove(run.key);
    to_close_.push_back(run.name);
  }
  return status;
}

void PostgresConnection::AddSimpleQuery(absl::string_view sql) {
  writer_.Query(sql);
  ++simple_queries_;
}

void PostgresConnection::ComposeSettings(const Statement& statement, absl::Time deadline) {
  static_assert(std::size(kPlanSwitches) == kPlanSwitchCount);
  for (size_t i = 0; i < kPlanSwitchCount; ++i) {
    const PlanSwitch& plan_switch = kPlanSwitches[i];
    const bool is_forbidden = statement.*plan_switch.forbids;
    if (is_forbidden == plans_forbidden_[i]) continue;
    plans_forbidden_[i] = is_forbidden;
    AddSimpleQuery(is_forbidden ? plan_switch.forbid : plan_switch.allow);
  }
  const absl::Duration timeout = BackstopFor(deadline - absl::Now());
  if (timeout != statement_timeout_) {
    statement_timeout_ = timeout;
    AddSimpleQuery(absl::StrFormat("SET statement_timeout = '%dmin'", timeout / absl::Minutes(1)));
  }
}

void PostgresConnection::ComposePosition(Run& run) {
  run.awaits_position = tells_position_ && run.options->on_position;
  if (!run.awaits_position) return;
  if (!position_is_prepared_) writer_.Parse(kPositionName, kPositionSql, {});
  writer_.Bind(kPositionName, {});
  writer_.Execute();
}

void PostgresConnection::Compose(Run& run) {
  const Statement& statement = *run.statement;
  is_dirty_ |= !statement.leaves_session_clean;
  ComposeSettings(statement, run.options->deadline);
  if (begin_is_due_) AddSimpleQuery("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  begin_is_due_ = false;

  for (const std::string& name : to_close_) writer_.CloseStatement(name);
  to_close_.clear();
  const bool is_kept = statement.keep_prepared && statement.sql.size() <= kLongestKeptSql;
  if (is_kept) {
    run.key = StatementCache::KeyOf(statement);
    if (const StatementCache::Entry* entry = statements_.Find(run.key)) {
      run.was_prepared = true;
      run.is_parsed = true;
      run.name = entry->name;
      run.fields = entry->fields;
    }
  }
  ComposePosition(run);
  if (!run.was_prepared) {
    if (is_kept) run.name = statements_.NewName();
    writer_.Parse(run.name, statement.sql, statement.parameter_types);
    writer_.DescribeStatement(run.name);
  }
  writer_.Bind(run.name, statement.parameters);
  writer_.Execute();
  writer_.Sync();
}

absl::Status PostgresConnection::Broken(absl::Status status) {
  is_broken_ = true;
  return status;
}

absl::Status PostgresConnection::CheckTick(const ExecuteOptions& options) {
  const int64_t now = CoarseNanoseconds();
  if (now - last_tick_ < absl::ToInt64Nanoseconds(kTick) * 3 / 4) return absl::OkStatus();
  last_tick_ = now;
  return CheckInterrupted(options);
}

// The database answers the first messages before it has read the last: who only writes, and it,
// would wait for each other. What comes so early is short: descriptions, no rows.
absl::StatusOr<bool> PostgresConnection::ReadAhead() {
  char* const bytes = reader_.MoreWritableBytes();
  absl::StatusOr<size_t> n = link_->ReadSome(bytes, reader_.WritableSize());
  if (!n.ok()) return Broken(n.status());
  reader_.Filled(*n);
  return *n > 0;
}

absl::Status PostgresConnection::Send(const ExecuteOptions& options) {
  absl::string_view rest = writer_.bytes();
  while (!rest.empty()) {
    absl::StatusOr<size_t> n = link_->WriteSome(rest.data(), rest.size());
    if (!n.ok()) return Broken(n.status());
    rest.remove_prefix(*n);
    if (*n > 0) continue;
    // Half a message can't be taken back.
    if (absl::Status status = CheckTick(options); !status.ok()) return Broken(status);
    SUDARE_ASSIGN_OR_RETURN(const bool has_read, ReadAhead());
    if (!has_read) link_->Wait(kTick, /*to_write=*/true);
  }
  writer_.Clear();
  return absl::OkStatus();
}

absl::Status PostgresConnection::Receive(Run& run) {
  Message message;
  while (true) {
    absl::Status status;
    while (status.ok() && !reader_.Next(&message)) status = AwaitBytes(run);
    if (status.ok()) {
      if (message.type == 'Z' && simple_queries_ == 0) {
        transaction_ = message.body.empty() ? 'E' : message.body[0];
        return Finish(run);
      }
      status = Handle(message, run);
    }
    if (status.ok()) continue;
    if (is_broken_ || run.receiver == nullptr) return status;
    return GiveUp(run, status);
  }
}

absl::Status PostgresConnection::AwaitBytes(Run& run) {
  bool has_napped = false;
  while (true) {
    if (reader_.IsBroken()) return Broken(ProtocolError());
    // The rest of it could be dropped only by reading it all.
    if (reader_.BegunSize() > run.options->row_bytes + run.options->more_row_bytes) {
      return Broken(RowTooLarge(run.options->row_bytes));
    }
    SUDARE_RETURN_IF_ERROR(CheckTick(*run.options));
    char* const bytes = reader_.WritableBytes();
    absl::StatusOr<size_t> n = link_->ReadSome(bytes, reader_.WritableSize());
    if (!n.ok())
      return Broken(run.error ? StatusFromDatabaseError(*run.error, StatementPhase::kRun)
                              : n.status());
    if (*n > 0) {
      reader_.Filled(*n);
      run.bytes_received += *n;
      return absl::OkStatus();
    }
    if (run.bytes_received >= kLargeResult && !has_napped) {
      has_napped = true;
      absl::SleepFor(kNap);
      continue;
    }
    const absl::Duration left = run.options->deadline - absl::Now();
    link_->Wait(std::clamp(left, absl::Milliseconds(1), kTick), /*to_write=*/false);
  }
}

absl::Status PostgresConnection::HandleRow(const Message& message, Run& run) {
  if (run.receiver == nullptr) return absl::OkStatus();
  if (!run.is_bound || !ReadDataRow(message.body, row_)) return Broken(ProtocolError());
  SUDARE_RETURN_IF_ERROR(run.receiver->OnRow(row_));
  return CheckTick(*run.options);
}

// Messages that have nothing to do with the statement that runs.
absl::Status PostgresConnection::HandleBetween(const Message& message) {
  switch (message.type) {
    case 'Z':
      if (simple_queries_ == 0) return Broken(ProtocolError());
      --simple_queries_;
      transaction_ = message.body.empty() ? 'E' : message.body[0];
      return absl::OkStatus();
    case 'C':  // command complete, of SET, BEGIN and the like
    case 'N':  // notices go nowhere: they may hold values
      return absl::OkStatus();
    case 'E': {
      // Either the session is over, or the database refuses what every session must be able to do.
      const std::optional<DatabaseError> error = ReadError(message.body);
      if (!error.has_value()) return Broken(ProtocolError());
      return Broken(StatusFromDatabaseError(*error, StatementPhase::kRun));
    }
    case 'S':  // a setting that the server reports has changed
    case 'A':  // a notification, though nothing listens
      is_doubtful_ = true;
      return absl::OkStatus();
    default:
      return Broken(ProtocolError());
  }
}

absl::Status PostgresConnection::HandlePosition(const Message& message, Run& run) {
  switch (message.type) {
    case '1':
      position_is_prepared_ = true;
      return absl::OkStatus();
    case '2':
      row_.resize(2);
      return absl::OkStatus();
    case 'D': {
      if (!ReadDataRow(message.body, row_)) return Broken(ProtocolError());
      if (run.receiver == nullptr) return absl::OkStatus();
      DatabasePosition position;
      if (row_[0].size <= kLongestSnapshot) position.snapshot = TextOf(row_[0]);
      position.wal = TextOf(row_[1]);
      run.options->on_position(std::move(position));
      return absl::OkStatus();
    }
    case 'C':
      run.awaits_position = false;
      return absl::OkStatus();
    default:
      return HandleBetween(message);
  }
}

absl::Status PostgresConnection::Handle(const Message& message, Run& run) {
  if (simple_queries_ > 0) return HandleBetween(message);
  if (run.awaits_position && message.type != 'E' && message.type != '3') {
    return HandlePosition(message, run);
  }
  switch (message.type) {
    case 'D':
      return HandleRow(message, run);
    case '1':
      run.is_parsed = true;
      return absl::OkStatus();
    case 'T': {
      std::optional<std::vector<ResultField>> fields = ReadRowDescription(message.body);
      if (!fields.has_value()) return Broken(ProtocolError());
      run.fields = *std::move(fields);
      run.is_described = true;
      return absl::OkStatus();
    }
    case '2':
      run.is_bound = true;
      row_.resize(run.fields.size());
      return run.receiver == nullptr ? absl::OkStatus() : run.receiver->OnFields(run.fields);
    case 'n':  // it returns no rows
      run.is_described = true;
      return absl::OkStatus();
    case '3':  // a statement closed
    case 't':  // types of its parameters
    case 'I':  // it is empty
    case 'C':
      return absl::OkStatus();
    case 'E':
      run.error = ReadError(message.body);
      if (!run.error.has_value()) return Broken(ProtocolError());
      if (run.error->is_fatal) {
        return Broken(StatusFromDatabaseError(*run.error, StatementPhase::kRun));
      }
      return absl::OkStatus();
    default:
      return HandleBetween(message);
  }
}

// Stops the statement in the database and throws away what is still under way.
absl::Status PostgresConnection::GiveUp(Run& run, absl::Status reason) {
  ExecuteOptions patience;
  run.options = &patience;
  run.receiver = nullptr;
  const absl::Time end = absl::Now() + kCancelPatience;
  // A request that overtakes its statement is lost, so it is made again until the statement has
  // ended.
  for (absl::Duration pause = absl::Milliseconds(50); absl::Now() < end; pause *= 2) {
    if (!link_->Cancel()) break;
    patience.deadline = absl::Now() + pause;
    Receive(run).IgnoreError();
    if (run.is_finished || is_broken_) return reason;
  }
  return Broken(reason);
}

absl::Status PostgresConnection::Finish(Run& run) {
  run.is_finished = true;
  if (!run.key.empty() && !run.was_prepared && run.is_parsed) {
    if (run.is_described) {
      std::optional<std::string> evicted =
          statements_.Insert({run.key, run.name, std::move(run.fields)});
      if (evicted.has_value()) to_close_.push_back(*std::move(evicted));
    } else {
      to_close_.push_back(run.name);
    }
  }
  if (transaction_ != 'I' && !wants_snapshot_) is_doubtful_ = true;
  if (!run.error.has_value()) return absl::OkStatus();
  return StatusFromDatabaseError(*run.error,
                                 run.is_parsed ? StatementPhase::kRun : StatementPhase::kParse);
}

bool PostgresConnection::FinishLease() {
  if (is_broken_ || is_doubtful_) return false;
  if (wants_snapshot_ && !begin_is_due_) AddSimpleQuery("ROLLBACK");
  wants_snapshot_ = begin_is_due_ = false;
  if (std::exchange(is_dirty_, false)) {
    // Back to the pinned values, which came with the startup packet; RESET ALL leaves out the role.
    AddSimpleQuery("RESET ALL; RESET ROLE");
    plans_forbidden_ = {};
    statement_timeout_ = kStatementTimeout;
  }
  if (writer_.bytes().empty()) return true;
  const size_t size = writer_.bytes().size();
  absl::StatusOr<size_t> n = link_->WriteSome(writer_.bytes().data(), size);
  writer_.Clear();
  return n.ok() && *n == size;
}

bool PostgresConnection::IsAlive() {
  while (!is_broken_ && !is_doubtful_) {
    Message message;
    while (reader_.Next(&message)) {
      if (!HandleBetween(message).ok()) return false;
    }
    if (reader_.IsBroken()) return false;
    char* const bytes = reader_.WritableBytes();
    absl::StatusOr<size_t> n = link_->ReadSome(bytes, reader_.WritableSize());
    if (!n.ok()) return false;
    if (*n == 0) return true;
    reader_.Filled(*n);
  }
  return false;
}

}  // namespace sudare
