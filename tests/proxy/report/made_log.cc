#include "tests/proxy/report/made_log.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "proxy/report/period.h"

namespace sudare::testing {
namespace {

using sudare::v1::AuditRecord;
using sudare::v1::ServerEvent;
using sudare::v1::Window;
using sudare::v1::WindowEvent;

sudare::v1::Caller CallerOf(const std::string& account) {
  sudare::v1::Caller caller;
  caller.set_account(account);
  caller.set_organization(absl::StartsWith(account, "attendance") ? "attendance-vendor"
                                                                  : "payroll-vendor");
  caller.set_role(absl::StartsWith(account, "attendance") ? "attendance-maintenance"
                                                          : "payroll-maintenance");
  caller.set_method("certificate");
  caller.set_peer("192.0.2.17:50312");
  return caller;
}

sudare::v1::Caller StaffOf(const std::string& name) {
  sudare::v1::Caller caller;
  caller.set_staff(name);
  caller.set_method("certificate");
  caller.set_peer("10.1.2.3:40100");
  return caller;
}

// What the made-up statements read.
void AddColumns(const std::string& sql, sudare::v1::Intent* intent) {
  const auto add = [intent](const char* column, const char* data_class, const char* mask) {
    sudare::v1::AuditedColumn* out = intent->add_columns();
    out->set_column(column);
    out->set_class_(data_class);
    out->set_mask(mask);
  };
  if (absl::StrContains(sql, "employees")) {
    add("payroll.employees.employee_no", "employee_no", "tokenize");
    add("payroll.employees.personal_number", "personal_number", "redact");
  }
  if (absl::StrContains(sql, "payslips")) add("payroll.payslips.gross", "pay", "allow");
  if (absl::StrContains(sql, "bank")) {
    add("payroll.bank_accounts.account_no", "bank_account", "partial");
  }
}

}  // namespace

// FNV-1a, which absl::Hash is not.
std::string MadeFingerprint(const std::string& sql) {
  uint64_t hash = UINT64_C(14695981039346656037);
  for (const char c : sql) hash = (hash ^ static_cast<unsigned char>(c)) * UINT64_C(1099511628211);
  return absl::StrFormat("%016x", hash);
}

absl::Time MadeTime(const std::string& text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d %H:%M", text, report::Tokyo(), &time, &error)) {
    std::fprintf(stderr, "%s: %s\n", text.c_str(), error.c_str());
    std::abort();
  }
  return time;
}

MadeLog::MadeLog() { At("2026-01-01 00:00"); }

MadeLog& MadeLog::At(const std::string& time) {
  time_ = MadeTime(time);
  return *this;
}

MadeLog& MadeLog::Append(AuditRecord record) {
  if (log_ == nullptr) {
    AuditLogOptions options = folder_.options();
    options.clock = [this] { return time_; };
    auto log = OpenAuditLog(options);
    if (!log.ok()) {
      std::fprintf(stderr, "%s\n", log.status().ToString().c_str());
      std::abort();
    }
    log_ = *std::move(log);
  }
  log_->AppendSoon(std::move(record));
  time_ += absl::Seconds(1);
  return *this;
}

void MadeLog::Close() { log_.reset(); }

MadeLog& MadeLog::Query(const std::string& account, const std::string& sql, uint64_t rows,
                        const std::string& status) {
  const std::string id = absl::StrCat("q", ++ids_);
  return Intent(account, sql, id).Outcome(id, rows, status);
}

MadeLog& MadeLog::Intent(const std::string& account, const std::string& sql,
                         const std::string& id) {
  AuditRecord record;
  sudare::v1::Intent* intent = record.mutable_intent();
  intent->set_query_id(id);
  *intent->mutable_caller() = CallerOf(account);
  intent->set_normalized_sql(sql);
  intent->set_fingerprint(MadeFingerprint(sql));
  intent->set_policy_hash("c0ffee");
  AddColumns(sql, intent);
  return Append(std::move(record));
}

MadeLog& MadeLog::Outcome(const std::string& id, uint64_t rows, const std::string& status) {
  AuditRecord record;
  sudare::v1::Outcome* outcome = record.mutable_outcome();
  outcome->set_query_id(id);
  outcome->set_status(status);
  outcome->set_rows(rows);
  outcome->set_bytes(rows * 120);
  outcome->set_elapsed_micros(1500 + rows);
  return Append(std::move(record));
}

MadeLog& MadeLog::Refusal(const std::string& account, const std::string& status,
                          const std::string& reason, const std::string& sql) {
  AuditRecord record;
  sudare::v1::Refusal* refusal = record.mutable_refusal();
  refusal->set_query_id(absl::StrCat("q", ++ids_));
  *refusal->mutable_caller() = CallerOf(account);
  refusal->set_status(status);
  refusal->set_reason(reason);
  refusal->set_normalized_sql(sql);
  if (!sql.empty()) refusal->set_fingerprint(MadeFingerprint(sql));
  return Append(std::move(record));
}

MadeLog& MadeLog::Login(const std::string& account, bool accepted) {
  AuditRecord record;
  if (account.empty()) {
    record.mutable_login()->mutable_caller()->set_peer("198.51.100.9:61000");
  } else {
    *record.mutable_login()->mutable_caller() = CallerOf(account);
  }
  record.mutable_login()->set_accepted(accepted);
  if (!accepted) record.mutable_login()->set_reason("wrong password");
  return Append(std::move(record));
}

MadeLog& MadeLog::Detokenization(const std::string& staff, const std::string& purpose,
                                 const std::string& status, const std::string& reason) {
  AuditRecord record;
  sudare::v1::Detokenization* call = record.mutable_detokenization();
  call->set_call_id(absl::StrCat("t", ++ids_));
  *call->mutable_caller() = StaffOf(staff);
  call->set_kind(sudare::v1::Detokenization::VALUE);
  call->set_purpose(purpose);
  call->set_status(status);
  call->set_reason(reason);
  if (status == "OK") call->add_classes("employee_no");
  return Append(std::move(record));
}

MadeLog& MadeLog::Server(ServerEvent::Kind kind, const std::string& policy_hash,
                         const std::string& cause, const std::string& staff) {
  AuditRecord record;
  record.mutable_server()->set_kind(kind);
  record.mutable_server()->set_policy_hash(policy_hash);
  record.mutable_server()->set_cause(cause);
  if (!staff.empty()) *record.mutable_server()->mutable_caller() = StaffOf(staff);
  return Append(std::move(record));
}

MadeLog& MadeLog::SignOff(const std::string& staff, const std::string& month,
                          const std::string& digest, const std::string& remarks) {
  AuditRecord record;
  record.mutable_sign_off()->set_month(month);
  *record.mutable_sign_off()->mutable_reviewer() = StaffOf(staff);
  record.mutable_sign_off()->set_report_digest(digest);
  record.mutable_sign_off()->set_remarks(remarks);
  return Append(std::move(record));
}

MadeLog& MadeLog::Change(WindowEvent::Kind kind, const std::string& staff, const Window& after,
                         const std::string& status, const std::string& reason) {
  AuditRecord record;
  sudare::v1::WindowChange* change = record.mutable_window_change();
  change->set_call_id(absl::StrCat("c", ++ids_));
  if (!staff.empty()) *change->mutable_caller() = StaffOf(staff);
  change->set_kind(kind);
  // A request has no number before it is done.
  if (kind != WindowEvent::REQUESTED) change->set_window(after.id());
  *change->mutable_after() = after;
  if (kind == WindowEvent::REQUESTED) change->mutable_after()->clear_id();
  Append(record);
  change->clear_after();
  change->set_window(after.id());
  change->set_status(status);
  change->set_reason(reason);
  return Append(std::move(record));
}

MadeLog& MadeLog::RefusedChange(WindowEvent::Kind kind, const std::string& staff,
                                const std::string& window, const std::string& status,
                                const std::string& reason) {
  AuditRecord record;
  sudare::v1::WindowChange* change = record.mutable_window_change();
  change->set_call_id(absl::StrCat("c", ++ids_));
  *change->mutable_caller() = StaffOf(staff);
  change->set_kind(kind);
  change->set_window(window);
  change->set_status(status);
  change->set_reason(reason);
  return Append(std::move(record));
}

MadeLog& MadeLog::Command(const std::string& window, sudare::v1::WindowCommand::Event event,
                          int exit_code) {
  AuditRecord record;
  sudare::v1::WindowCommand* command = record.mutable_window_command();
  command->set_window(window);
  command->set_role("payroll-maintenance");
  command->set_event(event);
  command->set_staff("personnel-clerk-02");
  command->set_command("/usr/local/sbin/line");
  command->set_ending(sudare::v1::WindowCommand::EXITED);
  command->set_exit_code(exit_code);
  if (exit_code != 0) command->set_output("no carrier\n");
  return Append(std::move(record));
}

MadeLog& MadeLog::QueryOfPersons(const std::string& account, const std::string& window,
                                 uint64_t persons, uint64_t new_persons) {
  AuditRecord record;
  const std::string id = absl::StrCat("q", ++ids_);
  const std::string sql = "SELECT employee_no FROM payroll.employees WHERE office = $1";
  sudare::v1::Intent* intent = record.mutable_intent();
  intent->set_query_id(id);
  *intent->mutable_caller() = CallerOf(account);
  intent->mutable_caller()->set_window(window);
  intent->set_normalized_sql(sql);
  intent->set_fingerprint(MadeFingerprint(sql));
  intent->set_policy_hash("c0ffee");
  AddColumns(sql, intent);
  Append(std::move(record));
  AuditRecord ended;
  sudare::v1::Outcome* outcome = ended.mutable_outcome();
  outcome->set_query_id(id);
  outcome->set_status("OK");
  outcome->set_rows(persons);
  outcome->set_bytes(persons * 120);
  outcome->set_elapsed_micros(1500 + persons);
  outcome->set_persons(persons);
  outcome->set_new_persons(new_persons);
  return Append(std::move(ended));
}

Window MadeWindow(const std::string& id, const std::vector<std::string>& accounts) {
  Window window;
  window.set_id(id);
  window.set_purpose("給与計算の不一致の調査");
  window.set_ticket("2026-0815");
  window.set_telephone("電話では原因が分からなかった");
  for (const std::string& account : accounts) {
    const sudare::v1::Caller caller = CallerOf(account);
    window.set_role(caller.role());
    sudare::v1::WindowPerson* person = window.add_persons();
    person->set_account(account);
    person->set_name("名簿 花子");
    person->set_organization(caller.organization());
    person->set_pledge("誓約書 2025-014");
    person->set_pledge_expires("2027-03-31");
  }
  return window;
}

Window WithEvent(Window window, WindowEvent::Kind kind, const std::string& staff,
                 const std::string& remark) {
  sudare::v1::WindowEvent* event = window.add_events();
  event->set_kind(kind);
  event->set_staff(staff);
  event->set_remark(remark);
  return window;
}

namespace {

// A line that was approved in spite of a warning, and switched off late; and one that was refused.
void WriteWindows(MadeLog* log) {
  Window window = WithEvent(MadeWindow("W00007", {"payroll-vendor-01"}), WindowEvent::REQUESTED,
                            "personnel-clerk-02");
  window.set_person_budget(50);
  window.add_warnings(
      "the report on security of `payroll-vendor` was due on 2026-09-30 / "
      "`payroll-vendor`のセキュリティ監査報告書の提出期限(2026-09-30)が過ぎています");
  log->At("2026-10-12 11:00").Change(WindowEvent::REQUESTED, "personnel-clerk-02", window);
  log->RefusedChange(WindowEvent::APPROVED, "personnel-manager-01", "W00007", "FAILED_PRECONDITION",
                     "OVERRIDE_NEEDED");
  window = WithEvent(window, WindowEvent::APPROVED, "personnel-manager-01",
                     "給与の支給日が迫るため。報告書は今月中に提出される");
  log->Change(WindowEvent::APPROVED, "personnel-manager-01", window);
  window = WithEvent(window, WindowEvent::OPENED, "personnel-clerk-02");
  log->At("2026-10-12 13:00").Change(WindowEvent::OPENED, "personnel-clerk-02", window);
  log->Command("W00007", sudare::v1::WindowCommand::OPEN, 0);
  log->QueryOfPersons("payroll-vendor-01", "W00007", 12, 12)
      .QueryOfPersons("payroll-vendor-01", "W00007", 9, 4);
  window = WithEvent(window, WindowEvent::CLOSED, "personnel-clerk-02");
  window.set_persons_seen(16);
  log->At("2026-10-12 14:30").Change(WindowEvent::CLOSED, "personnel-clerk-02", window);
  for (int i = 0; i < 3; ++i) log->Command("W00007", sudare::v1::WindowCommand::CLOSE, 1);
  log->At("2026-10-12 14:52").Command("W00007", sudare::v1::WindowCommand::CLOSE, 0);
  window = WithEvent(MadeWindow("W00008", {"attendance-vendor-01"}), WindowEvent::REQUESTED,
                     "personnel-clerk-02");
  log->At("2026-10-12 16:00").Change(WindowEvent::REQUESTED, "personnel-clerk-02", window);
  window = WithEvent(window, WindowEvent::REJECTED, "personnel-manager-01", "急がないため");
  log->Change(WindowEvent::REJECTED, "personnel-manager-01", window);
  log->RefusedChange(WindowEvent::REQUESTED, "personnel-clerk-02", "", "FAILED_PRECONDITION",
                     "SECURITY_REPORT_OVERDUE");
}

}  // namespace

void WriteBusyQuarter(MadeLog* log) {
  const std::string by_key =
      "SELECT employee_no, personal_number FROM payroll.employees WHERE employee_no = $1";
  const std::string sums =
      "SELECT fiscal_month, sum(gross) FROM payroll.payslips GROUP BY fiscal_month";
  log->At("2026-08-03 08:50").Server(ServerEvent::POLICY_LOADED, "aa11bb22cc33dd44", "start");
  log->Server(ServerEvent::STARTED, "aa11bb22cc33dd44");
  // Two ordinary months: a few look-ups each working day.
  for (absl::CivilDay day(2026, 8, 3); day < absl::CivilDay(2026, 10, 1); ++day) {
    const absl::Weekday weekday = absl::GetWeekday(day);
    if (weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday) continue;
    log->At(absl::StrCat(report::DayText(day), " 10:15")).Login("payroll-vendor-01", true);
    for (int i = 0; i < 4; ++i) log->Query("payroll-vendor-01", by_key, 1);
    log->Query("payroll-vendor-01", sums, 60).Query("attendance-vendor-01", sums, 12);
  }
  log->At("2026-09-10 14:00").Detokenization("personnel-clerk-02", "ticket 2026-081");
  // October: the ordinary work …
  for (absl::CivilDay day(2026, 10, 1); day < absl::CivilDay(2026, 11, 1); ++day) {
    const absl::Weekday weekday = absl::GetWeekday(day);
    if (weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday) continue;
    log->At(absl::StrCat(report::DayText(day), " 10:15")).Login("payroll-vendor-01", true);
    for (int i = 0; i < 3 + day.day() % 5; ++i) log->Query("payroll-vendor-01", by_key, 1);
    log->Query("payroll-vendor-01", sums, 60).Query("attendance-vendor-01", sums, 12);
    // … and what a reviewer should see.
    if (day == absl::CivilDay(2026, 10, 6)) {
      log->Refusal("payroll-vendor-01", "FAILED_PRECONDITION", "NO_OPEN_WINDOW", by_key);
      log->Refusal("payroll-vendor-01", "FAILED_PRECONDITION", "NO_OPEN_WINDOW", by_key);
    }
    if (day == absl::CivilDay(2026, 10, 8)) {
      log->At("2026-10-08 11:00")
          .Server(ServerEvent::POLICY_REJECTED, "aa11bb22cc33dd44", "call", "administrator")
          .Server(ServerEvent::POLICY_LOADED, "ee55ff6600778899", "call", "administrator");
    }
    if (day == absl::CivilDay(2026, 10, 12)) WriteWindows(log);
    if (day == absl::CivilDay(2026, 10, 14)) {
      log->At("2026-10-14 13:00");
      for (int i = 0; i < 120; ++i) {
        log->Query("attendance-vendor-01",
                   "SELECT account_no FROM payroll.bank_accounts WHERE employee_no = $1", 1);
      }
    }
    if (day == absl::CivilDay(2026, 10, 20)) {
      log->At("2026-10-20 15:00")
          .Query("payroll-vendor-01", "SELECT * FROM payroll.payslips", 64000)
          .Query("payroll-vendor-01", "SELECT * FROM payroll.payslips ORDER BY gross", 1000,
                 "RESOURCE_EXHAUSTED");
    }
    if (day == absl::CivilDay(2026, 10, 22)) {
      log->At("2026-10-22 16:00");
      for (int i = 0; i < 24; ++i) {
        log->Refusal("attendance-vendor-01", "INVALID_ARGUMENT", "HIDDEN_OR_MISSING",
                     "SELECT * FROM payroll.salary");
      }
      log->Refusal("attendance-vendor-01", "PERMISSION_DENIED", "FUNCTION_NOT_ALLOWED",
                   "SELECT pg_read_file($1)");
    }
  }
  log->At("2026-10-25 02:10").Query("payroll-vendor-01", by_key, 1);
  log->At("2026-10-26 09:10").Refusal("payroll-vendor-02", "FAILED_PRECONDITION", "PLEDGE_EXPIRED");
  for (int i = 0; i < 6; ++i) log->Login("", false);
  log->At("2026-10-27 14:00")
      .Detokenization("personnel-clerk-02", "ticket 2026-094")
      .Detokenization("personnel-clerk-02", "ticket 2026-095")
      .Detokenization("information-systems-01", "test", "PERMISSION_DENIED", "DUTY_MISSING");
  log->At("2026-10-30 17:00").Intent("payroll-vendor-01", sums, "lost");
  log->At("2026-10-30 17:05")
      .Server(ServerEvent::POLICY_LOADED, "ee55ff6600778899", "start")
      .Server(ServerEvent::RECOVERED)
      .Server(ServerEvent::STARTED, "ee55ff6600778899");
  log->At("2026-11-02 09:00").Query("payroll-vendor-01", by_key, 1);
  log->Close();
}

}  // namespace sudare::testing
