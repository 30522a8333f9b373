// FakeBackend: a Backend that gives canned answers, by a piece of the statement's SQL.
//
// Thread-safety: internally locked.
//
//   FakeBackend backend;
//   backend.When("FROM payroll.employees", {{{"id", 23, "int4"}}, {{"1"}, {std::nullopt}}});
//   backend.When("pg_sleep", FakeBackend::Blocking());
#ifndef SUDARE_TESTS_SUPPORT_FAKE_BACKEND_H_
#define SUDARE_TESTS_SUPPORT_FAKE_BACKEND_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "proxy/backend/backend.h"

namespace sudare::testing {

class FakeBackend : public Backend {
 public:
  struct Answer {
    std::vector<ResultField> fields;
    std::vector<std::vector<Value>> rows;
    // Given after the rows; an error before any row has no fields and no rows.
    absl::Status status;
    // Then waits until the statement is cancelled or its deadline passes.
    bool blocks = false;
  };
  static Answer Failing(absl::Status status) { return {{}, {}, std::move(status)}; }
  static Answer Blocking() { return {{}, {}, absl::OkStatus(), true}; }

  // What a statement was run with.
  struct Ran {
    std::string database_role;
    Statement statement;
    bool in_snapshot = false;
  };

  // Statements that hold `sql_part` get this answer; of several, the one added last.
  void When(std::string sql_part, Answer answer);
  // From now on leases fail; an OK status ends that.
  void FailLeases(absl::Status status);

  // All statements so far, in order.
  std::vector<Ran> ran() const;
  int open_leases() const;

  // A statement that no answer fits fails with kInternal.
  absl::StatusOr<std::unique_ptr<BackendSession>> Lease(absl::string_view database_role,
                                                        const ExecuteOptions& options) override;

 private:
  class Session;
  Answer Run(Ran ran);
  void EndLease();

  mutable std::mutex mutex_;  // guards all below
  std::vector<std::pair<std::string, Answer>> answers_;
  std::vector<Ran> ran_;
  absl::Status lease_status_;
  int open_leases_ = 0;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_SUPPORT_FAKE_BACKEND_H_
