#include "proxy/backend/bounded_libpq.h"

#include <poll.h>

#include <future>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/backend/interruption.h"
#include "proxy/backend/sqlstate.h"
#include "proxy/error.h"

namespace sudare {
namespace {

absl::Status FinishConnecting(PGconn* connection, absl::Time end, const ExecuteOptions& options) {
  if (connection == nullptr || PQstatus(connection) == CONNECTION_BAD) {
    return CannotReach(connection);
  }
  PostgresPollingStatusType state = PGRES_POLLING_WRITING;
  while (state != PGRES_POLLING_OK) {
    SUDARE_RETURN_IF_ERROR(CheckInterrupted(options));
    if (absl::Now() >= end) {
      return WithOperatorNote(CannotReach(connection), "no answer within connect_timeout");
    }
    pollfd entry = {PQsocket(connection),
                    static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    if (poll(&entry, 1, static_cast<int>(absl::ToInt64Milliseconds(kTick))) == 0) continue;
    state = PQconnectPoll(connection);
    if (state == PGRES_POLLING_FAILED) return CannotReach(connection);
  }
  return absl::OkStatus();
}

void IgnoreNotice(void*, const PGresult*) {}

}  // namespace

absl::StatusOr<OwnedConnection> ConnectWithin(const ConnectionKeywords& keywords,
                                              absl::Duration timeout,
                                              const ExecuteOptions& options) {
  const absl::Time end = absl::Now() + timeout;
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& [name, value] : keywords) {
    names.push_back(name);
    values.push_back(value.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  OwnedConnection connection(
      PQconnectStartParams(names.data(), values.data(), /*expand_dbname=*/1));
  if (connection != nullptr) PQsetNoticeReceiver(connection.get(), IgnoreNotice, nullptr);
  SUDARE_RETURN_IF_ERROR(FinishConnecting(connection.get(), end, options));
  return connection;
}

absl::Status CannotReach(PGconn* connection) {
  ErrorFields fields;
  fields.reason = "DATABASE_UNREACHABLE";
  fields.advice = "try again in a few seconds; if it stays, tell the operator";
  absl::string_view note = connection == nullptr ? "out of memory" : PQerrorMessage(connection);
  return WithOperatorNote(
      MakeError(absl::StatusCode::kUnavailable, "the database cannot be reached", fields),
      absl::StripAsciiWhitespace(note));
}

bool CancelWithin(std::shared_ptr<PGcancel> cancel, std::chrono::milliseconds timeout) {
  // PQcancel has no time limit of its own, and a host that died does not answer.
  std::promise<bool> promise;
  std::future<bool> answer = promise.get_future();
  std::thread request([cancel = std::move(cancel), promise = std::move(promise)]() mutable {
    char ignored[256];
    promise.set_value(cancel != nullptr && PQcancel(cancel.get(), ignored, sizeof ignored) == 1);
  });
  if (answer.wait_for(timeout) == std::future_status::ready) {
    request.join();
    return answer.get();
  }
  request.detach();
  return false;
}

}  // namespace sudare
