#include "proxy/backend/exec_connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/backend/bounded_libpq.h"
#include "proxy/backend/sqlstate.h"
#include "proxy/error.h"

namespace sudare {
namespace {

constexpr Oid kByteaOid = 17;
constexpr std::chrono::milliseconds kCancelTimeout(200);

struct ResultClearer {
  void operator()(PGresult* result) const { PQclear(result); }
};
using OwnedResult = std::unique_ptr<PGresult, ResultClearer>;

struct LibpqFreer {
  void operator()(void* memory) const { PQfreemem(memory); }
};

std::string FieldOf(const PGresult* result, int field) {
  const char* const text = PQresultErrorField(result, field);
  return text == nullptr ? "" : text;
}

// What stands in the message of these classes are names of ours, never data.
bool NamesObjectsOnly(absl::string_view sqlstate) {
  return absl::StartsWith(sqlstate, "42") || absl::StartsWith(sqlstate, "3");
}

absl::Status StatusOfError(const PGresult* result) {
  const DatabaseError error = {FieldOf(result, PG_DIAG_SQLSTATE),
                               FieldOf(result, PG_DIAG_MESSAGE_PRIMARY)};
  // libpq makes such a result itself when the connection breaks.
  if (error.sqlstate.empty()) return ConnectionLost();
  absl::Status status = StatusFromDatabaseError(error, StatementPhase::kRun);
  if (!NamesObjectsOnly(error.sqlstate)) return status;
  return WithOperatorNote(std::move(status), error.message);
}

Value ValueAt(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return std::nullopt;
  const char* const text = PQgetvalue(result, row, column);
  if (PQftype(result, column) != kByteaOid) {
    return std::string(text, static_cast<size_t>(PQgetlength(result, row, column)));
  }
  size_t size = 0;
  const std::unique_ptr<unsigned char, LibpqFreer> bytes(
      PQunescapeBytea(reinterpret_cast<const unsigned char*>(text), &size));
  return std::string(reinterpret_cast<const char*>(bytes.get()), size);
}

ExecRows RowsOf(const PGresult* result) {
  ExecRows rows(static_cast<size_t>(PQntuples(result)));
  for (int row = 0; row < PQntuples(result); ++row) {
    for (int column = 0; column < PQnfields(result); ++column) {
      rows[static_cast<size_t>(row)].push_back(ValueAt(result, row, column));
    }
  }
  return rows;
}

// Which of several hosts is the primary changes with a failover.
bool SearchesPrimary(const std::string& connection) {
  PQconninfoOption* const options = PQconninfoParse(connection.c_str(), nullptr);
  bool has_several = false;
  bool says_itself = false;
  for (const PQconninfoOption* option = options; option != nullptr && option->keyword != nullptr;
       ++option) {
    const absl::string_view value = option->val == nullptr ? "" : option->val;
    const absl::string_view keyword = option->keyword;
    if (keyword == "host" || keyword == "hostaddr") has_several |= absl::StrContains(value, ',');
    if (keyword == "target_session_attrs") says_itself = !value.empty();
  }
  PQconninfoFree(options);
  return has_several && !says_itself;
}

class LibpqExecConnection : public ExecConnection {
 public:
  explicit LibpqExecConnection(OwnedConnection connection) : connection_(std::move(connection)) {}

  absl::StatusOr<ExecRows> Run(absl::string_view sql, absl::Span<const ExecParameter> parameters,
                               absl::Time deadline) override {
    std::vector<Oid> types;
    std::vector<const char*> values;
    std::vector<int> sizes;
    std::vector<int> formats;
    std::vector<std::string> texts;  // with an end that libpq sees
    texts.reserve(parameters.size());
    for (const ExecParameter& parameter : parameters) {
      types.push_back(parameter.is_bytes ? kByteaOid : 0);
      formats.push_back(parameter.is_bytes ? 1 : 0);
      sizes.push_back(parameter.value.has_value() ? static_cast<int>(parameter.value->size()) : 0);
      if (!parameter.value.has_value()) {
        values.push_back(nullptr);
      } else if (parameter.is_bytes) {
        values.push_back(parameter.value->empty() ? "" : parameter.value->data());
      } else {
        values.push_back(texts.emplace_back(*parameter.value).c_str());
      }
    }
    const std::string text(sql);
    const int sent =
        PQsendQueryParams(connection_.get(), text.c_str(), static_cast<int>(parameters.size()),
                          types.data(), values.data(), sizes.data(), formats.data(), 0);
    return Await(sent, deadline);
  }

  absl::StatusOr<ExecRows> RunScript(absl::string_view sql, absl::Time deadline) override {
    const std::string text(sql);
    return Await(PQsendQuery(connection_.get(), text.c_str()), deadline);
  }

  bool IsUsable() override {
    if (is_over_ || PQstatus(connection_.get()) != CONNECTION_OK) return false;
    // A server has nothing to say to who asks nothing, but that it goes away.
    pollfd entry = {PQsocket(connection_.get()), POLLIN, 0};
    return poll(&entry, 1, 0) == 0;
  }

  bool IsInTransaction() const override {
    return PQtransactionStatus(connection_.get()) != PQTRANS_IDLE;
  }

 private:
  absl::StatusOr<ExecRows> Await(int sent, absl::Time deadline) {
    if (is_over_ || sent != 1) return Over(ConnectionLost());
    ExecRows rows;
    absl::Status status;
    while (true) {
      absl::StatusOr<OwnedResult> result = NextResult(deadline);
      // What the server said before it went tells more.
      if (!result.ok()) return Over(status.ok() ? result.status() : status);
      if (*result == nullptr) break;
      if (absl::Status taken = Take(result->get(), &rows); !taken.ok()) status = taken;
    }
    if (PQstatus(connection_.get()) != CONNECTION_OK) is_over_ = true;
    if (!status.ok()) return status;
    return rows;
  }

  absl::Status Take(const PGresult* result, ExecRows* rows) {
    switch (PQresultStatus(result)) {
      case PGRES_TUPLES_OK:
        *rows = RowsOf(result);
        return absl::OkStatus();
      case PGRES_COMMAND_OK:
      case PGRES_EMPTY_QUERY:
        rows->clear();
        return absl::OkStatus();
      case PGRES_FATAL_ERROR: {
        const std::string severity = FieldOf(result, PG_DIAG_SEVERITY_NONLOCALIZED);
        if (severity == "FATAL" || severity == "PANIC") is_over_ = true;
        return StatusOfError(result);
      }
      default:  // COPY and the like, which would wait for us
        return Over(MakeError(absl::StatusCode::kInternal,
                              "a statement has an answer that is no table", {"DATABASE_FAULT"}));
    }
  }

  // Null: there are no more.
  absl::StatusOr<OwnedResult> NextResult(absl::Time deadline) {
    PGconn* const connection = connection_.get();
    while (true) {
      if (is_over_) return ConnectionLost();
      const int to_write = PQflush(connection);
      if (to_write < 0 || PQconsumeInput(connection) == 0) return NextWithoutWaiting();
      if (PQisBusy(connection) == 0) return OwnedResult(PQgetResult(connection));
      const absl::Duration left = deadline - absl::Now();
      if (left <= absl::ZeroDuration()) return TimedOut();
      pollfd entry = {PQsocket(connection),
                      static_cast<short>(to_write == 1 ? POLLIN | POLLOUT : POLLIN), 0};
      // Rounded up, or the last millisecond would be spent spinning.
      const int64_t wait = absl::ToInt64Milliseconds(absl::Ceil(left, absl::Milliseconds(1)));
      poll(&entry, 1, static_cast<int>(std::min<int64_t>(wait, 60'000)));
    }
  }

  // The connection broke; what the server said last, if it did, tells why.
  absl::StatusOr<OwnedResult> NextWithoutWaiting() {
    if (PQisBusy(connection_.get()) != 0) return ConnectionLost();
    return OwnedResult(PQgetResult(connection_.get()));
  }

  absl::Status TimedOut() {
    CancelWithin(std::shared_ptr<PGcancel>(PQgetCancel(connection_.get()), PQfreeCancel),
                 kCancelTimeout);
    return MakeError(
        absl::StatusCode::kDeadlineExceeded, "the database did not answer in time",
        {"DATABASE_TIMEOUT", "try again in a few seconds; if it stays, tell the operator"});
  }

  absl::Status Over(absl::Status status) {
    is_over_ = true;
    return status;
  }

  const OwnedConnection connection_;
  bool is_over_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ExecConnection>> ExecConnection::Connect(
    const ExecConnectionOptions& options, absl::Time deadline) {
  ConnectionKeywords keywords = {{"dbname", options.connection},
                                 {"options", StartupOptions(options.settings)},
                                 {"application_name", "sudare"},
                                 {"client_encoding", "UTF8"}};
  if (SearchesPrimary(options.connection)) {
    keywords.emplace_back("target_session_attrs", "read-write");
  }
  const absl::Duration timeout = std::min(options.connect_timeout, deadline - absl::Now());
  SUDARE_ASSIGN_OR_RETURN(OwnedConnection connection, ConnectWithin(keywords, timeout, {}));
  if (PQsetnonblocking(connection.get(), 1) != 0) return CannotReach(connection.get());
  return std::make_unique<LibpqExecConnection>(std::move(connection));
}

}  // namespace sudare
