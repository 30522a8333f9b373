#include "proxy/query/audit_records.h"

#include "proxy/error.h"

namespace sudare {
namespace {

void FillCaller(const QueryFacts& facts, sudare::v1::Caller* out) {
  out->set_account(facts.caller.account);
  out->set_method(facts.caller.method);
  out->set_peer(facts.caller.peer);
  out->set_window(facts.window);
  if (facts.account == nullptr) return;
  out->set_organization(facts.account->organization);
  if (facts.account->role != nullptr) out->set_role(facts.account->role->name);
}

}  // namespace

sudare::v1::AuditRecord IntentRecord(const QueryFacts& facts, const CompiledStatement& statement) {
  sudare::v1::AuditRecord record;
  sudare::v1::Intent* intent = record.mutable_intent();
  intent->set_query_id(facts.query_id);
  FillCaller(facts, intent->mutable_caller());
  intent->set_normalized_sql(statement.normalized_sql);
  intent->set_fingerprint(statement.fingerprint);
  intent->set_policy_hash(facts.policy_hash);
  intent->set_purpose(facts.purpose);
  for (const sql::ColumnUse& use : statement.masked.uses) {
    sudare::v1::AuditedColumn* column = intent->add_columns();
    column->set_column(use.column);
    column->set_class_(use.data_class);
    column->set_mask(std::string(MaskKindName(use.mask)));
  }
  return record;
}

sudare::v1::AuditRecord RefusalRecord(const QueryFacts& facts, const absl::Status& status) {
  sudare::v1::AuditRecord record;
  sudare::v1::Refusal* refusal = record.mutable_refusal();
  refusal->set_query_id(facts.query_id);
  FillCaller(facts, refusal->mutable_caller());
  refusal->set_normalized_sql(facts.normalized_sql);
  refusal->set_fingerprint(facts.fingerprint);
  refusal->set_policy_hash(facts.policy_hash);
  refusal->set_status(absl::StatusCodeToString(status.code()));
  refusal->set_reason(DetailOf(status).reason());
  refusal->set_staff_note(StaffNoteOf(status));
  return record;
}

sudare::v1::AuditRecord OutcomeRecord(const QueryFacts& facts, const QueryEnd& end) {
  sudare::v1::AuditRecord record;
  sudare::v1::Outcome* outcome = record.mutable_outcome();
  outcome->set_query_id(facts.query_id);
  outcome->set_policy_hash(facts.policy_hash);
  outcome->set_status(absl::StatusCodeToString(end.status.code()));
  outcome->set_rows(end.rows);
  outcome->set_bytes(end.bytes);
  outcome->set_persons(end.persons);
  outcome->set_new_persons(end.new_persons);
  outcome->set_elapsed_micros(absl::ToInt64Microseconds(end.elapsed));
  outcome->set_sqlstate(DetailOf(end.status).sqlstate());
  outcome->set_snapshot(end.position.snapshot);
  outcome->set_wal_position(end.position.wal);
  // What an interrupted query showed depends on when it was interrupted.
  if (end.digest == nullptr || !end.status.ok()) return record;
  outcome->set_digest_key(end.digest->key_id());
  outcome->set_result_digest(end.digest->InOrder());
  outcome->set_row_set_digest(end.digest->AsSet());
  return record;
}

}  // namespace sudare
