#include "tests/support/fake_backend.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"

namespace sudare::testing {
namespace {

absl::Status Interrupted(const ExecuteOptions& options) {
  if (options.cancelled && options.cancelled()) return absl::CancelledError("cancelled");
  if (absl::Now() >= options.deadline) return absl::DeadlineExceededError("too late");
  return absl::OkStatus();
}

}  // namespace

class FakeBackend::Session : public BackendSession {
 public:
  Session(FakeBackend* backend, std::string role) : backend_(backend), role_(std::move(role)) {}
  ~Session() override { backend_->EndLease(); }

  absl::Status BeginSnapshot(const ExecuteOptions& options) override {
    in_snapshot_ = true;
    return Interrupted(options);
  }

  absl::Status Execute(const Statement& statement, const ExecuteOptions& options,
                       RowReceiver& receiver) override {
    SUDARE_RETURN_IF_ERROR(Interrupted(options));
    const Answer answer = backend_->Run({role_, statement, in_snapshot_});
    if (!answer.fields.empty()) SUDARE_RETURN_IF_ERROR(receiver.OnFields(answer.fields));
    for (const std::vector<Value>& values : answer.rows) {
      SUDARE_RETURN_IF_ERROR(Interrupted(options));
      std::vector<FieldView> row;
      for (const Value& value : values) {
        row.push_back(value ? FieldView{value->data(), value->size()} : FieldView{});
      }
      SUDARE_RETURN_IF_ERROR(receiver.OnRow(row));
    }
    while (answer.blocks) {
      SUDARE_RETURN_IF_ERROR(Interrupted(options));
      absl::SleepFor(absl::Milliseconds(5));
    }
    return answer.status;
  }

 private:
  FakeBackend* const backend_;
  const std::string role_;
  bool in_snapshot_ = false;
};

void FakeBackend::When(std::string sql_part, Answer answer) {
  std::lock_guard<std::mutex> lock(mutex_);
  answers_.emplace_back(std::move(sql_part), std::move(answer));
}

void FakeBackend::FailLeases(absl::Status status) {
  std::lock_guard<std::mutex> lock(mutex_);
  lease_status_ = std::move(status);
}

std::vector<FakeBackend::Ran> FakeBackend::ran() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return ran_;
}

int FakeBackend::open_leases() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return open_leases_;
}

absl::StatusOr<std::unique_ptr<BackendSession>> FakeBackend::Lease(absl::string_view database_role,
                                                                   const ExecuteOptions& options) {
  SUDARE_RETURN_IF_ERROR(Interrupted(options));
  std::lock_guard<std::mutex> lock(mutex_);
  SUDARE_RETURN_IF_ERROR(lease_status_);
  ++open_leases_;
  return std::make_unique<Session>(this, std::string(database_role));
}

FakeBackend::Answer FakeBackend::Run(Ran ran) {
  std::lock_guard<std::mutex> lock(mutex_);
  ran_.push_back(std::move(ran));
  for (auto answer = answers_.rbegin(); answer != answers_.rend(); ++answer) {
    if (absl::StrContains(ran_.back().statement.sql, answer->first)) return answer->second;
  }
  return Failing(
      absl::InternalError(absl::StrCat("the fake has no answer to ", ran_.back().statement.sql)));
}

void FakeBackend::EndLease() {
  std::lock_guard<std::mutex> lock(mutex_);
  --open_leases_;
}

}  // namespace sudare::testing
