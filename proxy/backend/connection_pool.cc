#include "proxy/backend/connection_pool.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/backend/interruption.h"
#include "proxy/backend/sqlstate.h"
#include "proxy/error.h"

namespace sudare {
namespace {

absl::Status NoneCameFree() {
  return MakeError(absl::StatusCode::kResourceExhausted,
                   "all of the proxy's database sessions are busy",
                   {"DATABASE_SESSIONS_BUSY", "try again when other queries have ended"});
}

// Takes the one row of the query in ExplainRole.
class OneTextReceiver : public RowReceiver {
 public:
  absl::Status OnFields(const std::vector<ResultField>&) override { return absl::OkStatus(); }
  absl::Status OnRow(absl::Span<const FieldView> row) override {
    text.assign(row[0].data, row[0].size);
    return absl::OkStatus();
  }
  std::string text;
};

}  // namespace

ConnectionPool::ConnectionPool(LinkOptions link_options, std::string database_role, int size)
    : link_options_(std::move(link_options)),
      database_role_(std::move(database_role)),
      size_(std::max(size, 1)) {}

absl::StatusOr<ConnectionPool::Lease> ConnectionPool::Acquire(const ExecuteOptions& options) {
  SUDARE_RETURN_IF_ERROR(CheckInterrupted(options));
  Lease lease;
  SUDARE_RETURN_IF_ERROR(AwaitRoom(options, &lease.connection));
  // After a restart of the database all idle ones are dead; they are not worth a wait each.
  while (lease.connection != nullptr && !lease.connection->IsAlive()) {
    lease.connection.reset();
    std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.empty()) break;
    lease.connection = std::move(idle_.back());
    idle_.pop_back();
  }
  lease.is_reused = lease.connection != nullptr;
  if (!lease.is_reused) {
    absl::StatusOr<std::unique_ptr<PostgresConnection>> opened = Open(options);
    if (!opened.ok()) {
      GiveBack(nullptr);
      return opened.status();
    }
    lease.connection = *std::move(opened);
  }
  return lease;
}

absl::Status ConnectionPool::AwaitRoom(const ExecuteOptions& options,
                                       std::unique_ptr<PostgresConnection>* connection) {
  std::unique_lock<std::mutex> lock(mutex_);
  if (leased_ < size_ && waiters_.empty()) {
    ++leased_;
    if (!idle_.empty()) {
      *connection = std::move(idle_.back());
      idle_.pop_back();
    }
    return absl::OkStatus();
  }
  Waiter waiter;
  waiters_.push_back(&waiter);
  absl::Status interrupted;
  while (!waiter.is_served && interrupted.ok()) {
    const absl::Duration left = options.deadline - absl::Now();
    waiter.woken.wait_for(lock, absl::ToChronoMilliseconds(std::min(left, kTick)));
    if (waiter.is_served) break;
    lock.unlock();
    interrupted = CheckInterrupted(options);
    lock.lock();
  }
  if (waiter.is_served) {
    *connection = std::move(waiter.connection);
    return absl::OkStatus();
  }
  waiters_.erase(std::find(waiters_.begin(), waiters_.end(), &waiter));
  return absl::IsDeadlineExceeded(interrupted) ? NoneCameFree() : interrupted;
}

absl::StatusOr<std::unique_ptr<PostgresConnection>> ConnectionPool::Open(
    const ExecuteOptions& options) const {
  absl::StatusOr<std::unique_ptr<PostgresConnection>> opened =
      PostgresConnection::Open(link_options_, options);
  if (opened.ok() || database_role_.empty() || !absl::IsUnavailable(opened.status())) return opened;
  return ExplainRole(opened.status(), options);
}

// libpq tells no SQLSTATE of a refused log-in, so whether the role is to blame is asked as the
// login role.
absl::Status ConnectionPool::ExplainRole(absl::Status failure,
                                         const ExecuteOptions& options) const {
  LinkOptions plain = link_options_;
  for (SessionSetting& setting : plain.settings) {
    if (setting.name == "role") setting.value = "none";
  }
  absl::StatusOr<std::unique_ptr<PostgresConnection>> session =
      PostgresConnection::Open(plain, options);
  if (!session.ok()) return failure;
  Statement question;
  question.sql =
      "SELECT coalesce((SELECT CASE WHEN pg_has_role(session_user, oid, 'MEMBER') THEN 'member' "
      "ELSE 'stranger' END FROM pg_roles WHERE rolname = $1), 'missing')";
  question.parameters = {database_role_};
  OneTextReceiver answer;
  if (!(*session)->Execute(question, options, answer).ok() || answer.text == "member") {
    return failure;
  }
  ErrorFields fields;
  fields.reason = "DATABASE_ROLE";
  if (answer.text == "missing") {
    fields.advice = "the operator creates it with the statements of `policy grants`";
    return MakeError(absl::StatusCode::kFailedPrecondition,
                     absl::StrCat("the database role `", database_role_, "` does not exist"),
                     fields);
  }
  fields.advice = absl::StrCat("the operator runs: GRANT ", database_role_,
                               " TO the role that the proxy logs in with");
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      absl::StrCat("the proxy may not act as the database role `", database_role_, "`"), fields);
}

absl::Status ConnectionPool::Replace(Lease& lease, const ExecuteOptions& options) {
  lease.connection.reset();
  SUDARE_ASSIGN_OR_RETURN(lease.connection, Open(options));
  lease.is_reused = false;
  return absl::OkStatus();
}

void ConnectionPool::Release(Lease lease) {
  if (lease.connection != nullptr && !lease.connection->FinishLease()) lease.connection.reset();
  GiveBack(std::move(lease.connection));
}

void ConnectionPool::GiveBack(std::unique_ptr<PostgresConnection> connection) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!waiters_.empty()) {
    Waiter* const waiter = waiters_.front();
    waiters_.pop_front();
    waiter->connection = std::move(connection);
    waiter->is_served = true;
    waiter->woken.notify_one();
    return;
  }
  --leased_;
  if (connection != nullptr) idle_.push_back(std::move(connection));
}

}  // namespace sudare
