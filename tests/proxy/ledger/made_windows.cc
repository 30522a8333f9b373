#include "tests/proxy/ledger/made_windows.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "proxy/report/period.h"

namespace sudare::testing {
namespace {

using sudare::v1::AuditRecord;
using sudare::v1::Caller;
using sudare::v1::Window;
using sudare::v1::WindowChange;
using sudare::v1::WindowEvent;

Caller StaffOf(const std::string& name) {
  Caller caller;
  caller.set_staff(name);
  if (!name.empty()) caller.set_method("certificate");
  return caller;
}

Caller AccountOf(const std::string& account, const std::string& window) {
  Caller caller;
  caller.set_account(account);
  caller.set_role("payroll-maintenance");
  caller.set_organization("給与システム株式会社");
  caller.set_peer("192.0.2.17:50312");
  caller.set_window(window);
  return caller;
}

std::string TitleOf(const std::string& staff) {
  if (staff == "personnel-section-head") return "人事課長 阿部 和子";
  if (staff == "personnel-clerk-01") return "人事課主事 佐藤 健";
  return "";
}

Window::State StateAfter(WindowEvent::Kind kind, Window::State before) {
  switch (kind) {
    case WindowEvent::APPROVED:
      return Window::APPROVED;
    case WindowEvent::REJECTED:
      return Window::REJECTED;
    case WindowEvent::CANCELLED:
      return Window::CANCELLED;
    case WindowEvent::WITHDRAWN:
      return before == Window::OPEN ? Window::CLOSED : Window::CANCELLED;
    case WindowEvent::OPENED:
      return Window::OPEN;
    case WindowEvent::EXPIRED:
      return Window::EXPIRED;
    case WindowEvent::CLOSED:
    case WindowEvent::ENDED:
    case WindowEvent::IDLED:
      return Window::CLOSED;
    default:
      return Window::REQUESTED;
  }
}

void AddColumns(const std::string& sql, sudare::v1::Intent* intent) {
  const auto add = [intent](const char* column, const char* data_class, const char* mask) {
    sudare::v1::AuditedColumn* const out = intent->add_columns();
    out->set_column(column);
    out->set_class_(data_class);
    out->set_mask(mask);
  };
  if (absl::StrContains(sql, "employees")) {
    add("payroll.employees.employee_no", "employee_no", "tokenize");
    add("payroll.employees.full_name", "name", "tokenize");
    add("payroll.employees.personal_number", "personal_number", "redact");
    add("payroll.employees.birth_date", "birth_date", "generalize");
  }
  if (absl::StrContains(sql, "payslips")) add("payroll.payslips.gross", "pay", "allow");
  if (absl::StrContains(sql, "bank")) {
    add("payroll.bank_accounts.account_no", "bank_account", "partial");
  }
}

}  // namespace

MadeWindows& MadeWindows::At(const std::string& time) {
  time_ = MadeTime(time);
  log_.At(time);
  return *this;
}

void MadeWindows::Append(AuditRecord record) {
  log_.Append(std::move(record));
  time_ += absl::Seconds(1);
}

std::string MadeWindows::Request(const MadeRequest& request) {
  const std::string id = absl::StrFormat("W%05d", next_++);
  Window window;
  window.set_role("payroll-maintenance");
  window.set_purpose(request.purpose);
  window.set_ticket(request.ticket);
  window.set_telephone(request.telephone);
  window.set_row_budget(200'000);
  *window.mutable_planned_start() = report::TimestampOf(MadeTime(request.from));
  *window.mutable_planned_end() = report::TimestampOf(MadeTime(request.to));
  for (const auto& [account, name] : request.persons) {
    sudare::v1::WindowPerson* const person = window.add_persons();
    person->set_account(account);
    person->set_name(name);
    person->set_organization("給与システム株式会社");
    person->set_pledge("誓約書 2026-014");
    person->set_pledge_expires("2027-03-31");
  }
  windows_[id] = std::move(window);
  Window after = After(id, WindowEvent::REQUESTED, request.staff, "");
  AppendIntent(after, WindowEvent::REQUESTED, request.staff);
  AuditRecord record;
  WindowChange* const change = record.mutable_window_change();
  change->set_call_id(absl::StrCat("c", calls_));
  *change->mutable_caller() = StaffOf(request.staff);
  change->set_kind(WindowEvent::REQUESTED);
  change->set_window(id);
  change->set_status("OK");
  Append(std::move(record));
  after.set_id(id);
  windows_[id] = std::move(after);
  return id;
}

Window MadeWindows::After(const std::string& id, WindowEvent::Kind kind, const std::string& staff,
                          const std::string& remark) {
  Window after = windows_[id];
  after.set_state(StateAfter(kind, after.state()));
  after.set_revision(after.revision() + 1);
  WindowEvent* const event = after.add_events();
  event->set_kind(kind);
  *event->mutable_time() = report::TimestampOf(time_);
  event->set_staff(staff);
  event->set_title(TitleOf(staff));
  event->set_remark(remark);
  return after;
}

void MadeWindows::AppendIntent(const Window& after, WindowEvent::Kind kind,
                               const std::string& staff) {
  AuditRecord record;
  WindowChange* const change = record.mutable_window_change();
  change->set_call_id(absl::StrCat("c", ++calls_));
  *change->mutable_caller() = StaffOf(staff);
  change->set_kind(kind);
  change->set_window(after.id());
  *change->mutable_after() = after;
  Append(std::move(record));
}

MadeWindows& MadeWindows::Change(const std::string& id, WindowEvent::Kind kind,
                                 const std::string& staff, const std::string& remark) {
  Window after = After(id, kind, staff, remark);
  AppendIntent(after, kind, staff);
  AuditRecord record;
  WindowChange* const change = record.mutable_window_change();
  change->set_call_id(absl::StrCat("c", calls_));
  *change->mutable_caller() = StaffOf(staff);
  change->set_kind(kind);
  change->set_window(id);
  change->set_status("OK");
  Append(std::move(record));
  windows_[id] = std::move(after);
  return *this;
}

MadeWindows& MadeWindows::Begin(const std::string& id, WindowEvent::Kind kind,
                                const std::string& staff) {
  AppendIntent(After(id, kind, staff, ""), kind, staff);
  return *this;
}

MadeWindows& MadeWindows::RefuseChange(const std::string& id, WindowEvent::Kind kind,
                                       const std::string& account, const std::string& staff,
                                       const std::string& reason) {
  AuditRecord record;
  WindowChange* const change = record.mutable_window_change();
  change->set_call_id(absl::StrCat("c", ++calls_));
  *change->mutable_caller() = account.empty() ? StaffOf(staff) : AccountOf(account, "");
  change->set_kind(kind);
  change->set_window(id);
  change->set_status("PERMISSION_DENIED");
  change->set_reason(reason);
  Append(std::move(record));
  return *this;
}

MadeWindows& MadeWindows::Query(const std::string& id, const std::string& account,
                                const std::string& sql, uint64_t rows, const std::string& status) {
  const std::string call = absl::StrCat("w", ++calls_);
  AuditRecord begun;
  sudare::v1::Intent* const intent = begun.mutable_intent();
  intent->set_query_id(call);
  *intent->mutable_caller() = AccountOf(account, id);
  intent->set_normalized_sql(sql);
  intent->set_fingerprint(MadeFingerprint(sql));
  intent->set_policy_hash("c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00");
  AddColumns(sql, intent);
  Append(std::move(begun));
  if (status == "NONE") return *this;
  AuditRecord ended;
  sudare::v1::Outcome* const outcome = ended.mutable_outcome();
  outcome->set_query_id(call);
  outcome->set_status(status);
  outcome->set_rows(rows);
  outcome->set_bytes(rows * 120);
  Append(std::move(ended));
  return *this;
}

MadeWindows& MadeWindows::Refusal(const std::string& id, const std::string& account,
                                  const std::string& reason, const std::string& sql) {
  AuditRecord record;
  sudare::v1::Refusal* const refusal = record.mutable_refusal();
  refusal->set_query_id(absl::StrCat("w", ++calls_));
  *refusal->mutable_caller() = AccountOf(account, id);
  refusal->set_status("PERMISSION_DENIED");
  refusal->set_reason(reason);
  refusal->set_normalized_sql(sql);
  refusal->set_fingerprint(MadeFingerprint(sql));
  Append(std::move(record));
  return *this;
}

MadeWindows& MadeWindows::Detokenization(const std::string& id, const std::string& staff,
                                         const std::string& purpose) {
  AuditRecord record;
  sudare::v1::Detokenization* const call = record.mutable_detokenization();
  call->set_call_id(absl::StrCat("t", ++calls_));
  *call->mutable_caller() = StaffOf(staff);
  call->set_kind(sudare::v1::Detokenization::VALUE);
  call->set_purpose(purpose);
  call->set_status("OK");
  call->add_classes("name");
  call->set_window(id);
  Append(std::move(record));
  return *this;
}

MadeWindows& MadeWindows::Command(const std::string& id, sudare::v1::WindowCommand::Event event,
                                  int exit_code, const std::string& output) {
  AuditRecord record;
  sudare::v1::WindowCommand* const command = record.mutable_window_command();
  command->set_window(id);
  command->set_event(event);
  command->set_command("/usr/local/sbin/line");
  command->set_ending(sudare::v1::WindowCommand::EXITED);
  command->set_exit_code(exit_code);
  command->set_output(output);
  Append(std::move(record));
  return *this;
}

void WriteNovember(MadeLog* log) {
  constexpr char kHead[] = "personnel-section-head";
  constexpr char kClerk[] = "personnel-clerk-01";
  constexpr char kOther[] = "personnel-clerk-02";
  constexpr char kYamada[] = "payroll-vendor-01";
  constexpr char kSuzuki[] = "payroll-vendor-02";
  const std::string by_key =
      "SELECT full_name, birth_date FROM payroll.employees WHERE "
      "employee_no = $1";
  const std::string sums = "SELECT sum(gross) FROM payroll.payslips GROUP BY fiscal_month";
  MadeWindows windows(log);
  // An ordinary one in October, for what is usual.
  windows.At("2026-10-20 10:00");
  std::string id = windows.Request({"2026-10-20 13:00", "2026-10-20 15:00"});
  windows.Change(id, WindowEvent::APPROVED, kHead).At("2026-10-20 13:05");
  windows.Change(id, WindowEvent::OPENED, kClerk).Query(id, kYamada, by_key, 1);
  windows.At("2026-10-20 14:00").Change(id, WindowEvent::CLOSED, kClerk);
  // An ordinary one.
  windows.At("2026-11-04 09:10");
  id = windows.Request({"2026-11-04 13:00", "2026-11-04 15:00"});
  windows.At("2026-11-04 09:40").Change(id, WindowEvent::APPROVED, kHead, "至急");
  windows.At("2026-11-04 13:02").Change(id, WindowEvent::OPENED, kClerk);
  for (int i = 0; i < 12; ++i) windows.Query(id, kYamada, by_key, 1);
  windows.Query(id, kYamada, sums, 1200)
      .Refusal(id, kYamada, "FUNCTION_NOT_ALLOWED", "SELECT pg_read_file($1)");
  windows.At("2026-11-04 14:31").Change(id, WindowEvent::CLOSED, kOther, "確認済み");
  windows.At("2026-11-05 10:00").Detokenization(id, kOther, "障害票 2026-118 の本人確認");
  // One that nobody closed: much read in it, by two persons.
  windows.At("2026-11-09 16:00");
  id = windows.Request({"2026-11-09 18:00",
                        "2026-11-09 20:00",
                        "源泉徴収様式の変更",
                        "2026-121",
                        "電話では再現できず",
                        {{kYamada, "山田 太郎"}, {kSuzuki, "鈴木 一郎"}}});
  windows.RefuseChange(id, WindowEvent::APPROVED, "", kClerk, "FOUR_EYES");
  windows.Change(id, WindowEvent::APPROVED, kHead).At("2026-11-09 18:01");
  windows.Change(id, WindowEvent::OPENED, kClerk);
  windows.Query(id, kYamada, "SELECT * FROM payroll.bank_accounts", 60'000);
  windows.Query(id, kSuzuki, sums, 300, "ABORTED");
  windows.At("2026-11-09 20:00").Change(id, WindowEvent::ENDED);
  // Idle, rejected, cancelled, withdrawn while open, expired.
  windows.At("2026-11-11 10:00");
  id = windows.Request({"2026-11-11 13:00", "2026-11-11 17:00"});
  windows.Change(id, WindowEvent::APPROVED, kHead).At("2026-11-11 13:00");
  windows.Change(id, WindowEvent::OPENED, kClerk).Query(id, kYamada, by_key, 0);
  windows.At("2026-11-11 13:31").Change(id, WindowEvent::IDLED);
  windows.At("2026-11-12 10:00");
  id = windows.Request({"2026-11-13 13:00", "2026-11-13 15:00"});
  windows.Change(id, WindowEvent::REJECTED, kHead, "年末調整の期間中のため");
  id = windows.Request({"2026-11-13 16:00", "2026-11-13 17:00"});
  windows.Change(id, WindowEvent::CANCELLED, kClerk);
  windows.At("2026-11-16 10:00");
  id = windows.Request({"2026-11-16 13:00", "2026-11-16 15:00"});
  windows.Change(id, WindowEvent::APPROVED, kHead).At("2026-11-16 13:10");
  windows.Change(id, WindowEvent::OPENED, kOther).Query(id, kYamada, by_key, 0, "NONE");
  windows.Change(id, WindowEvent::WITHDRAWN, kHead, "目的外の照会の疑い");
  windows.At("2026-11-17 10:00");
  id = windows.Request({"2026-11-17 13:00", "2026-11-17 15:00"});
  windows.At("2026-11-17 15:00").Change(id, WindowEvent::EXPIRED);
  // One that the proxy stopped in, one that waits, one of another month.
  windows.At("2026-11-18 10:00");
  id = windows.Request({"2026-11-18 13:00", "2026-11-18 15:00"});
  windows.Change(id, WindowEvent::APPROVED, kHead).At("2026-11-18 13:00");
  windows.Change(id, WindowEvent::OPENED, kClerk).Begin(id, WindowEvent::CLOSED, kClerk);
  log->At("2026-11-18 14:00")
      .Server(sudare::v1::ServerEvent::POLICY_LOADED, "c0ffee", "start")
      .Server(sudare::v1::ServerEvent::STARTED, "c0ffee");
  windows.At("2026-11-19 10:00");
  windows.Request({"2026-11-30 23:00", "2026-12-01 02:00"});
  windows.Request({"2026-12-04 13:00", "2026-12-04 15:00"});
  log->Close();
}

}  // namespace sudare::testing
