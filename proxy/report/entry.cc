#include "proxy/report/entry.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditEntry;
using sudare::v1::AuditRecord;

void Fill(const sudare::v1::Intent& intent, AuditEntry* entry) {
  entry->set_kind(AuditEntry::QUERY);
  *entry->mutable_caller() = intent.caller();
  entry->set_query_id(intent.query_id());
  entry->set_status("NONE");
  entry->set_normalized_sql(intent.normalized_sql());
  entry->set_fingerprint(intent.fingerprint());
  *entry->mutable_columns() = intent.columns();
  entry->set_purpose(intent.purpose());
  entry->set_policy_hash(intent.policy_hash());
}

void Fill(const sudare::v1::Outcome& outcome, AuditEntry* entry) {
  entry->set_kind(AuditEntry::OUTCOME);
  entry->set_query_id(outcome.query_id());
  entry->set_status(outcome.status());
  entry->set_rows(outcome.rows());
  entry->set_bytes(outcome.bytes());
  entry->set_elapsed_micros(outcome.elapsed_micros());
  entry->set_sqlstate(outcome.sqlstate());
  entry->set_persons(outcome.persons());
  entry->set_new_persons(outcome.new_persons());
  entry->set_policy_hash(outcome.policy_hash());
}

void Fill(const sudare::v1::Refusal& refusal, AuditEntry* entry) {
  entry->set_kind(AuditEntry::REFUSAL);
  *entry->mutable_caller() = refusal.caller();
  entry->set_query_id(refusal.query_id());
  entry->set_status(refusal.status());
  entry->set_reason(refusal.reason());
  entry->set_normalized_sql(refusal.normalized_sql());
  entry->set_fingerprint(refusal.fingerprint());
  entry->set_policy_hash(refusal.policy_hash());
  entry->set_detail(refusal.staff_note());
}

void Fill(const sudare::v1::Login& login, AuditEntry* entry) {
  entry->set_kind(AuditEntry::LOGIN);
  *entry->mutable_caller() = login.caller();
  entry->set_status(login.accepted() ? "OK" : "UNAUTHENTICATED");
  entry->set_reason(login.reason());
  entry->set_policy_hash(login.policy_hash());
}

void Fill(const sudare::v1::Detokenization& call, AuditEntry* entry) {
  entry->set_kind(AuditEntry::DETOKENIZATION);
  *entry->mutable_caller() = call.caller();
  entry->set_query_id(call.call_id());
  entry->set_status(call.status());
  entry->set_reason(call.reason());
  entry->set_purpose(call.purpose());
  entry->set_policy_hash(call.policy_hash());
  entry->set_detail(sudare::v1::Detokenization::Kind_Name(call.kind()));
  for (const std::string& name : call.classes()) entry->add_columns()->set_class_(name);
}

bool IsAboutPolicy(sudare::v1::ServerEvent::Kind kind) {
  return kind == sudare::v1::ServerEvent::POLICY_LOADED ||
         kind == sudare::v1::ServerEvent::POLICY_REJECTED;
}

void Fill(const sudare::v1::ServerEvent& event, AuditEntry* entry) {
  entry->set_kind(IsAboutPolicy(event.kind()) ? AuditEntry::POLICY : AuditEntry::SERVER);
  *entry->mutable_caller() = event.caller();
  entry->set_status(event.kind() == sudare::v1::ServerEvent::POLICY_REJECTED ? "INVALID_ARGUMENT"
                                                                             : "OK");
  entry->set_reason(sudare::v1::ServerEvent::Kind_Name(event.kind()));
  entry->set_purpose(event.cause());
  entry->set_policy_hash(event.policy_hash());
  entry->set_detail(event.detail());
}

void Fill(const sudare::v1::SignOff& sign_off, AuditEntry* entry) {
  entry->set_kind(AuditEntry::SIGN_OFF);
  *entry->mutable_caller() = sign_off.reviewer();
  entry->set_status("OK");
  entry->set_reason(sign_off.month());
  entry->set_fingerprint(sign_off.report_digest());
  entry->set_detail(sign_off.remarks());
  entry->set_policy_hash(sign_off.policy_hash());
}

void Fill(const sudare::v1::LogAccess& access, AuditEntry* entry) {
  entry->set_kind(AuditEntry::LOG_ACCESS);
  *entry->mutable_caller() = access.caller();
  entry->set_status(access.status());
  entry->set_reason(access.reason());
  entry->set_detail(sudare::v1::LogAccess::Kind_Name(access.kind()));
  entry->set_purpose(access.period());
  entry->set_policy_hash(access.policy_hash());
}

void Fill(const sudare::v1::WindowChange& change, AuditEntry* entry) {
  entry->set_kind(AuditEntry::WINDOW);
  *entry->mutable_caller() = change.caller();
  entry->mutable_caller()->set_window(change.window());
  entry->set_query_id(change.call_id());
  entry->set_status(change.status().empty() ? "NONE" : change.status());
  entry->set_reason(change.reason());
  entry->set_detail(sudare::v1::WindowEvent::Kind_Name(change.kind()));
  entry->set_policy_hash(change.policy_hash());
  if (change.has_after()) *entry->mutable_window() = change.after();
  entry->set_purpose(change.after().purpose());
}

void Fill(const sudare::v1::WindowCommand& command, AuditEntry* entry) {
  const bool is_exit = command.ending() == sudare::v1::WindowCommand::EXITED;
  entry->set_kind(AuditEntry::WINDOW_COMMAND);
  entry->mutable_caller()->set_staff(command.staff());
  entry->mutable_caller()->set_role(command.role());
  entry->mutable_caller()->set_window(command.window());
  entry->set_status(is_exit && command.exit_code() == 0 ? "OK" : "FAILED");
  entry->set_reason(sudare::v1::WindowCommand::Event_Name(command.event()));
  entry->set_elapsed_micros(command.elapsed_micros());
  std::string ending = sudare::v1::WindowCommand::Ending_Name(command.ending());
  if (is_exit) absl::StrAppend(&ending, " ", command.exit_code());
  entry->set_detail(absl::StrCat(command.command(), ": ", ending,
                                 command.output().empty() ? "" : "\n", command.output()));
}

}  // namespace

AuditEntry EntryOf(const AuditRecord& record) {
  AuditEntry entry;
  entry.set_sequence(record.sequence());
  *entry.mutable_time() = record.time();
  switch (record.event_case()) {
    case AuditRecord::kIntent:
      Fill(record.intent(), &entry);
      break;
    case AuditRecord::kOutcome:
      Fill(record.outcome(), &entry);
      break;
    case AuditRecord::kRefusal:
      Fill(record.refusal(), &entry);
      break;
    case AuditRecord::kLogin:
      Fill(record.login(), &entry);
      break;
    case AuditRecord::kDetokenization:
      Fill(record.detokenization(), &entry);
      break;
    case AuditRecord::kServer:
      Fill(record.server(), &entry);
      break;
    case AuditRecord::kSignOff:
      Fill(record.sign_off(), &entry);
      break;
    case AuditRecord::kLogAccess:
      Fill(record.log_access(), &entry);
      break;
    case AuditRecord::kWindowChange:
      Fill(record.window_change(), &entry);
      break;
    case AuditRecord::kWindowCommand:
      Fill(record.window_command(), &entry);
      break;
    case AuditRecord::kCheckpoint:
      entry.set_kind(AuditEntry::CHECKPOINT);
      entry.set_status("OK");
      entry.set_detail(record.checkpoint().statement());
      break;
    case AuditRecord::EVENT_NOT_SET:
      // Of a later version of this program.
      entry.set_reason("UNKNOWN_RECORD");
      break;
  }
  return entry;
}

void AddOutcome(const AuditEntry& outcome, AuditEntry* query) {
  query->set_status(outcome.status());
  query->set_rows(outcome.rows());
  query->set_bytes(outcome.bytes());
  query->set_elapsed_micros(outcome.elapsed_micros());
  query->set_sqlstate(outcome.sqlstate());
  query->set_persons(outcome.persons());
  query->set_new_persons(outcome.new_persons());
  query->set_outcome_sequence(outcome.sequence());
}

absl::string_view KindName(AuditEntry::Kind kind) {
  return kind == AuditEntry::KIND_UNSPECIFIED
             ? absl::string_view("UNKNOWN")
             : absl::string_view(AuditEntry::Kind_descriptor()->FindValueByNumber(kind)->name());
}

bool IsOffWindow(const AuditEntry& entry) {
  return entry.kind() == AuditEntry::REFUSAL &&
         (entry.reason() == "NO_OPEN_WINDOW" || entry.reason() == "WINDOW_CLOSED");
}

bool IsBarred(const AuditEntry& entry) {
  return entry.kind() == AuditEntry::REFUSAL &&
         (absl::StartsWith(entry.reason(), "PLEDGE_") || entry.reason() == "NO_ROLE" ||
          entry.reason() == "NO_ACCOUNT");
}

}  // namespace sudare::report
