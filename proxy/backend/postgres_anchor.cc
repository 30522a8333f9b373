#include "proxy/backend/postgres_anchor.h"

#include <libpq-fe.h>
#include <poll.h>

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"

namespace sudare {
namespace {

// Rows that one statement brings when all are read.
constexpr size_t kPage = 10'000;

struct ConnectionCloser {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ResultCloser {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultCloser>;

void IgnoreNotice(void*, const PGresult*) {}

// One session for statements with parameters, which waits no longer than it is told.
class Session {
 public:
  explicit Session(const PostgresAnchorOptions& options) : options_(options) {}

  // After an error the next call connects anew.
  absl::StatusOr<Result> Execute(const char* sql, const std::vector<std::string>& parameters) {
    const absl::Time end = absl::Now() + options_.timeout;
    if (connection_ == nullptr) SUDARE_RETURN_IF_ERROR(Connect(end));
    auto result = ExecuteNow(sql, parameters, end);
    if (!result.ok()) connection_.reset();
    return result;
  }

 private:
  absl::Status Failed(absl::string_view what) const {
    const absl::string_view words =
        connection_ == nullptr ? "out of memory" : PQerrorMessage(connection_.get());
    // The first line; others may show what was sent.
    return absl::UnavailableError(
        absl::StrCat(what, ": ", absl::StripAsciiWhitespace(words.substr(0, words.find('\n')))));
  }

  absl::Status Await(bool to_write, absl::Time end) const {
    pollfd entry = {PQsocket(connection_.get()), static_cast<short>(to_write ? POLLOUT : POLLIN),
                    0};
    const absl::Duration left = end - absl::Now();
    if (left <= absl::ZeroDuration() ||
        poll(&entry, 1, static_cast<int>(absl::ToInt64Milliseconds(left) + 1)) == 0) {
      return absl::UnavailableError(absl::StrCat("the anchor's database gives no answer within ",
                                                 absl::FormatDuration(options_.timeout)));
    }
    return absl::OkStatus();
  }

  absl::Status Connect(absl::Time end) {
    const char* keywords[] = {"dbname", "application_name", "client_encoding", "options", nullptr};
    const char* values[] = {options_.connection.c_str(), "sudare-anchor", "UTF8",
                            "-c search_path=pg_catalog -c client_min_messages=error", nullptr};
    connection_.reset(PQconnectStartParams(keywords, values, /*expand_dbname=*/1));
    const absl::Status connected = FinishConnecting(end);
    if (!connected.ok()) connection_.reset();
    return connected;
  }

  absl::Status FinishConnecting(absl::Time end) {
    constexpr absl::string_view kWhat = "the anchor's database can't be reached";
    if (connection_ == nullptr || PQstatus(connection_.get()) == CONNECTION_BAD) {
      return Failed(kWhat);
    }
    PQsetNoticeReceiver(connection_.get(), IgnoreNotice, nullptr);
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK) {
      SUDARE_RETURN_IF_ERROR(Await(state == PGRES_POLLING_WRITING, end));
      state = PQconnectPoll(connection_.get());
      if (state == PGRES_POLLING_FAILED) return Failed(kWhat);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Result> ExecuteNow(const char* sql, const std::vector<std::string>& parameters,
                                    absl::Time end) {
    constexpr absl::string_view kWhat = "the anchor's table can't be used";
    PGconn* const connection = connection_.get();
    std::vector<const char*> values;
    for (const std::string& parameter : parameters) values.push_back(parameter.c_str());
    PQsetnonblocking(connection, 1);
    if (PQsendQueryParams(connection, sql, static_cast<int>(values.size()), nullptr, values.data(),
                          nullptr, nullptr, 0) != 1) {
      return Failed(kWhat);
    }
    for (int left; (left = PQflush(connection)) != 0;) {
      if (left < 0) return Failed(kWhat);
      SUDARE_RETURN_IF_ERROR(Await(/*to_write=*/true, end));
      // The server may have to be read before it reads on.
      PQconsumeInput(connection);
    }
    Result last;
    while (true) {
      while (PQisBusy(connection) != 0) {
        SUDARE_RETURN_IF_ERROR(Await(/*to_write=*/false, end));
        if (PQconsumeInput(connection) != 1) return Failed(kWhat);
      }
      Result result(PQgetResult(connection));
      if (result == nullptr) break;
      last = std::move(result);
    }
    const ExecStatusType status = PQresultStatus(last.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return Failed(kWhat);
    return last;
  }

  const PostgresAnchorOptions options_;
  std::unique_ptr<PGconn, ConnectionCloser> connection_;
};

std::string Value(const Result& result, int row, int column) {
  return PQgetvalue(result.get(), row, column);
}

class PostgresAnchor : public audit::Anchor {
 public:
  explicit PostgresAnchor(const PostgresAnchorOptions& options)
      : name_(options.name), session_(options) {}

  const std::string& name() const override { return name_; }

  absl::StatusOr<audit::AnchorEnds> Ends() override {
    SUDARE_RETURN_IF_ERROR(CheckPrivileges());
    SUDARE_ASSIGN_OR_RETURN(
        const Result result,
        session_.Execute("SELECT number, line, (SELECT min(number) FROM sudare_anchor.checkpoints "
                         "WHERE anchor = $1) FROM sudare_anchor.checkpoints WHERE anchor = $1 "
                         "ORDER BY number DESC LIMIT 1",
                         {name_}));
    audit::AnchorEnds ends;
    if (PQntuples(result.get()) == 0) return ends;
    ends.last = audit::CheckpointFromLine(Value(result, 0, 1));
    uint64_t number = 0;
    if (!ends.last.has_value() || !absl::SimpleAtoi(Value(result, 0, 0), &number) ||
        number != ends.last->checkpoint.number ||
        !absl::SimpleAtoi(Value(result, 0, 2), &ends.first)) {
      return absl::DataLossError("the anchor's table doesn't end with a checkpoint");
    }
    return ends;
  }

  absl::Status Append(const std::vector<audit::SignedCheckpoint>& checkpoints, bool) override {
    std::vector<std::string> numbers;
    std::vector<std::string> lines;
    for (const audit::SignedCheckpoint& checkpoint : checkpoints) {
      numbers.push_back(absl::StrCat(checkpoint.checkpoint.number));
      // Nothing in a line needs an escape between quotes.
      lines.push_back(absl::StrCat("\"", audit::ToLine(checkpoint.statement), "\""));
    }
    return session_
        .Execute(
            "INSERT INTO sudare_anchor.checkpoints (anchor, number, line) "
            "SELECT $1, * FROM unnest($2::int8[], $3::text[])",
            {name_, absl::StrCat("{", absl::StrJoin(numbers, ","), "}"),
             absl::StrCat("{", absl::StrJoin(lines, ","), "}")})
        .status();
  }

 private:
  absl::Status CheckPrivileges() {
    SUDARE_ASSIGN_OR_RETURN(
        const Result result,
        session_.Execute(
            "SELECT has_any_column_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, "
            "'DELETE') OR has_table_privilege(c.oid, 'TRUNCATE') OR pg_has_role(c.relowner, "
            "'USAGE') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'sudare_anchor' AND c.relname = 'checkpoints'",
            {}));
    if (PQntuples(result.get()) == 1 && Value(result, 0, 0) == "f") return absl::OkStatus();
    if (PQntuples(result.get()) == 0) {
      return absl::UnavailableError(
          "there is no table `sudare_anchor.checkpoints`: make it as docs/audit.md shows");
    }
    return absl::FailedPreconditionError(
        "the anchor's role may change or remove rows of `sudare_anchor.checkpoints`, and so could "
        "who steals it: grant it SELECT and INSERT only, and don't let it own the table");
  }

  const std::string name_;
  Session session_;
};

}  // namespace

std::unique_ptr<audit::Anchor> MakePostgresAnchor(const PostgresAnchorOptions& options) {
  return std::make_unique<PostgresAnchor>(options);
}

absl::StatusOr<audit::AnchorLines> ReadPostgresAnchor(const PostgresAnchorOptions& options) {
  Session session(options);
  audit::AnchorLines anchor;
  anchor.read_again = [options] { return ReadPostgresAnchor(options); };
  anchor.title = absl::StrCat("anchor `", options.name, "` in PostgreSQL");
  anchor.name = options.name;
  std::string last = "-1";
  while (true) {
    SUDARE_ASSIGN_OR_RETURN(
        const Result page,
        session.Execute("SELECT number, line FROM sudare_anchor.checkpoints WHERE anchor = $1 "
                        "AND number > $2::int8 ORDER BY number LIMIT $3::int8",
                        {options.name, last, absl::StrCat(kPage)}));
    const int rows = PQntuples(page.get());
    for (int row = 0; row < rows; ++row) {
      last = Value(page, row, 0);
      anchor.lines.push_back(Value(page, row, 1));
    }
    if (static_cast<size_t>(rows) < kPage) return anchor;
  }
}

}  // namespace sudare
