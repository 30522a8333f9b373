// Entries: what the records of an audit log say, in the words of AuditEntry.
#ifndef SUDARE_PROXY_REPORT_ENTRY_H_
#define SUDARE_PROXY_REPORT_ENTRY_H_

#include "absl/strings/string_view.h"
#include "proto/audit.pb.h"
#include "proto/audit_report.pb.h"

namespace sudare::report {

// Of one record alone; an intent's status is "NONE". The only place that knows where a record holds
// which attribute: one that is added to records is read here. Pure.
sudare::v1::AuditEntry EntryOf(const sudare::v1::AuditRecord& record);

// Puts how a query ended into the entry of its intent.
void AddOutcome(const sudare::v1::AuditEntry& outcome, sudare::v1::AuditEntry* query);

// "QUERY", "REFUSAL", …
absl::string_view KindName(sudare::v1::AuditEntry::Kind kind);

// A refusal because no maintenance window was open for the account.
bool IsOffWindow(const sudare::v1::AuditEntry& entry);

// A refusal because the account is nobody's who may work: no pledge that is valid, no role.
bool IsBarred(const sudare::v1::AuditEntry& entry);

}  // namespace sudare::report

#endif  // SUDARE_PROXY_REPORT_ENTRY_H_
