#include "proxy/state/postgres_store.h"

#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/state/growing_version.h"
#include "proxy/state/postgres_schema.h"
#include "proxy/state/postgres_session.h"
#include "proxy/state/state_limits.h"

namespace sudare {
namespace {

using state::PostgresSession;
using OwnedSession = std::unique_ptr<PostgresSession>;

// Room for so many sessions at once. Thread-safety: internally locked.
class Slots {
 public:
  explicit Slots(int count) : free_(count) {}

  // A session that was used before, or null: room for a new one. Each is to be given back.
  absl::StatusOr<OwnedSession> Take(absl::Time deadline) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!has_room_.wait_until(lock, absl::ToChronoTime(deadline), [this] { return free_ > 0; })) {
      return absl::UnavailableError(
          "this proxy's other work with the state database takes too long: try again");
    }
    --free_;
    OwnedSession session;
    while (session == nullptr && !idle_.empty()) {
      session = std::move(idle_.back());
      idle_.pop_back();
      if (!session->IsUsable()) session.reset();
    }
    return session;
  }

  void Give(OwnedSession session) {
    std::lock_guard<std::mutex> lock(mutex_);
    ++free_;
    if (session != nullptr && session->IsUsable()) idle_.push_back(std::move(session));
    has_room_.notify_one();
  }

 private:
  std::mutex mutex_;  // guards all below
  std::condition_variable has_room_;
  int free_;
  std::vector<OwnedSession> idle_;
};

class PostgresStore : public StateStore {
 public:
  explicit PostgresStore(PostgresStoreOptions options) : options_(std::move(options)) {}

  absl::Status Transact(absl::FunctionRef<absl::Status(StateTransaction&)> work) override {
    return WithSession(writers_, [&](PostgresSession& session, absl::Time deadline) -> Outcome {
      auto begun = session.BeginWrite(deadline);
      if (!begun.ok()) return {begun.status(), /*is_untouched=*/true};
      PostgresSession::Transaction transaction(&session, begun->now, deadline);
      absl::Status status = work(transaction);
      if (!transaction.failure().ok()) status = transaction.failure();
      if (status.ok() && transaction.has_changed()) status = session.Commit(deadline);
      return {std::move(status)};
    });
  }

  absl::Status Read(absl::FunctionRef<absl::Status(StateReader&)> work) override {
    return WithSession(readers_, [&](PostgresSession& session, absl::Time deadline) -> Outcome {
      auto begun = session.BeginRead(deadline);
      if (!begun.ok()) return {begun.status(), /*is_untouched=*/true};
      PostgresSession::Transaction transaction(&session, begun->now, deadline);
      absl::Status status = work(transaction);
      if (!transaction.failure().ok()) status = transaction.failure();
      return {std::move(status)};
    });
  }

  absl::StatusOr<uint64_t> Version() override {
    uint64_t stored = 0;
    SUDARE_RETURN_IF_ERROR(
        WithSession(readers_, [&](PostgresSession& session, absl::Time deadline) -> Outcome {
          auto version = session.Version(deadline);
          if (!version.ok()) return {version.status(), /*is_untouched=*/true};
          stored = *version;
          return {absl::OkStatus()};
        }));
    return version_.Of(stored);
  }

 private:
  struct Outcome {
    absl::Status status;
    // The work was not run, and nothing was changed.
    bool is_untouched = false;
  };
  using Use = absl::FunctionRef<Outcome(PostgresSession&, absl::Time deadline)>;

  absl::Status WithSession(Slots& slots, Use use) {
    const absl::Time deadline = absl::Now() + options_.timeout;
    SUDARE_ASSIGN_OR_RETURN(OwnedSession session, slots.Take(deadline));
    const absl::Status status = UseSession(session, deadline, use);
    slots.Give(std::move(session));
    return status;
  }

  absl::Status UseSession(OwnedSession& session, absl::Time deadline, Use use) {
    if (session != nullptr) {
      Outcome outcome = use(*session, deadline);
      if (session->IsUsable()) return Ended(*session, deadline, std::move(outcome.status));
      // The server may have been restarted since it was last used.
      session.reset();
      if (!outcome.is_untouched || absl::Now() >= deadline) return outcome.status;
    }
    auto connected = PostgresSession::Connect(options_, deadline);
    if (!connected.ok()) {
      if (connected.status().code() == absl::StatusCode::kUnavailable) return connected.status();
      return absl::UnavailableError(connected.status().message());
    }
    version_.OpenedAnew();
    session = *std::move(connected);
    Outcome outcome = use(*session, deadline);
    return Ended(*session, deadline, std::move(outcome.status));
  }

  absl::Status Ended(PostgresSession& session, absl::Time deadline, absl::Status status) {
    session.End(deadline);
    return status;
  }

  const PostgresStoreOptions options_;
  state::GrowingVersion version_;
  // All who write take turns anyway, here or in the database.
  Slots writers_{1};
  Slots readers_{4};
};

}  // namespace

absl::StatusOr<std::unique_ptr<StateStore>> OpenPostgresStore(PostgresStoreOptions options) {
  SUDARE_RETURN_IF_ERROR(state::CheckSchemaName(options.schema));
  const absl::Time deadline = absl::Now() + options.timeout;
  SUDARE_ASSIGN_OR_RETURN(OwnedSession session, PostgresSession::Connect(options, deadline));
  SUDARE_RETURN_IF_ERROR(session->Migrate(deadline));
  return std::make_unique<PostgresStore>(std::move(options));
}

absl::StatusOr<std::string> PostgresStateScript(absl::string_view schema, absl::string_view role) {
  return state::PostgresInitScript(schema, role);
}

}  // namespace sudare
