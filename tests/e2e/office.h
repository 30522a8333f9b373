// Office: a small payroll database, a policy with one account of every kind, and a real proxy
// process in front.
//
//   ASSERT_OK_AND_ASSIGN(auto office, Office::Open());
//   EXPECT_THAT(office->Ask("vendor", "SELECT 1"), IsAnswered());
#ifndef SUDARE_TESTS_E2E_OFFICE_H_
#define SUDARE_TESTS_E2E_OFFICE_H_

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "policy/value.h"
#include "proto/audit.pb.h"
#include "proto/query.grpc.pb.h"
#include "tests/support/postgres.h"
#include "tests/support/proxy_process.h"

namespace sudare::testing {

// Table payroll.employees (employee_no text primary key, full_name, personal_number char(12),
// phone, note, gross int4), 1,000 rows. Accounts, all with ProxyProcess::kPassword:
//   vendor   personal_number redacted, full_name tokenized, phone partial, note scrubbed, the rest
//            allowed; no limits worth mentioning; also by certificate san vendor@example.com
//   hr       the same, but full_name and phone allowed; the server's default limits
//   tight    as vendor, with the smallest limits: see its role
//   windowed role with requires_window
//   expired, early, unpledged: people whose pledge isn't valid
std::string OfficePolicy();

// Answers that take long enough to be interrupted: rows without end, and one row after minutes.
inline constexpr char kEndlessRows[] =
    "SELECT employee_no, full_name, personal_number, phone, generate_series(1, 2000000000) "
    "FROM payroll.employees";
inline constexpr char kLongWork[] =
    "SELECT count(*) FROM payroll.employees a, payroll.employees b, payroll.employees c, "
    "payroll.employees d WHERE a.gross + b.gross + c.gross > d.gross";

// How a command ended.
struct Ended {
  int code = -1;
  // Of both streams.
  std::string text;
};

struct OfficeOptions {
  std::string policy = OfficePolicy();
  // As in ProxyOptions.
  std::string more_config;
  std::string more_database;
  std::string more_audit;
  std::string command;
  std::string audit_folder;
  // Settings of postgresql.conf.
  std::vector<std::pair<std::string, std::string>> database_settings;
  // The proxy starts while the database is away.
  bool database_stopped = false;
};

// Thread-safety: Ask, RunningInDatabase and AuditRecords may be called by any thread; the rest by
// one at a time.
class Office {
 public:
  static absl::StatusOr<std::unique_ptr<Office>> Open(const OfficeOptions& options = {});

  PostgresServer& database() { return *database_; }
  ProxyProcess& proxy() { return *proxy_; }

  // Through the plain-text door, on one connection that is kept.
  Reply Ask(const std::string& account, const std::string& sql,
            const std::vector<Value>& parameters = {});
  sudare::v1::QueryService::Stub& stub() { return *stub_; }

  // Runs the `sudare` command in a process of its own.
  Ended RunCommand(const std::vector<std::string>& arguments, const std::string& input = "") const;

  // The same with a connection to the proxy, by the certificate of this person:
  // <person>@city.example, of "vendor" vendor@example.com.
  Ended RunCommandAs(const std::string& person, std::vector<std::string> arguments);

  // Statements of the proxy that the database is working on.
  int RunningInDatabase() const;

  // Of the log as it is; a broken chain is an error.
  absl::StatusOr<std::vector<sudare::v1::AuditRecord>> AuditRecords() const;

  // All bytes of the audit log's files.
  std::string AuditBytes() const;

  // Replaces the policy and has the proxy read it. Accounts' "{hash}" is put in.
  void ReplacePolicy(const std::string& text);

 private:
  Office() = default;

  std::string hash_;
  std::unique_ptr<PostgresServer> database_;
  std::unique_ptr<ProxyProcess> proxy_;
  std::unique_ptr<sudare::v1::QueryService::Stub> stub_;
};

// Waits until the condition holds; false: it did not within the time.
bool Soon(const std::function<bool()>& condition, absl::Duration within = absl::Seconds(20));

// How it ended, for messages of tests.
void PrintTo(const Reply& reply, std::ostream* out);

// Of a Reply.
MATCHER(IsAnswered, negation ? "isn't answered" : "is answered") { return arg.status.ok(); }

// Of a Reply: ends in this code for this reason, and says so in words.
MATCHER_P2(IsRefused, code, reason,
           "is refused with code " + ::testing::PrintToString(static_cast<int>(code)) + " for " +
               reason) {
  return arg.status.error_code() == code && arg.detail.reason() == reason &&
         !arg.status.error_message().empty();
}

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_E2E_OFFICE_H_
