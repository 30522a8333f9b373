#include "proxy/report/entry_reader.h"

#include <algorithm>
#include <utility>

#include "proxy/report/entry.h"

namespace sudare::report {

using sudare::v1::AuditEntry;
using sudare::v1::AuditRecord;

bool IsServerStart(const AuditRecord& record) {
  return record.server().kind() == sudare::v1::ServerEvent::POLICY_LOADED &&
         record.server().cause() == "start";
}

void EntryReader::Add(const AuditRecord& record) {
  AuditEntry entry = EntryOf(record);
  if (entry.kind() == AuditEntry::QUERY) {
    sequence_of_[entry.query_id()] = entry.sequence();
    open_.emplace(entry.sequence(), std::move(entry));
    GiveUp(kMostOpen);
    return;
  }
  if (entry.kind() == AuditEntry::OUTCOME) {
    const auto found = sequence_of_.find(entry.query_id());
    if (found == sequence_of_.end()) return;
    const auto query = open_.find(found->second);
    AddOutcome(entry, &query->second);
    visit_(query->second);
    open_.erase(query);
    sequence_of_.erase(found);
    return;
  }
  if (IsServerStart(record)) {
    GiveUp(0);
    changes_.clear();
  }
  if (entry.kind() == AuditEntry::WINDOW) JoinChange(&entry);
  visit_(entry);
}

void EntryReader::JoinChange(AuditEntry* entry) {
  if (entry->status() == "NONE") {
    changes_.push_back({entry->query_id(), entry->window()});
    if (changes_.size() > kMostChanges) changes_.pop_front();
    return;
  }
  const auto found = std::find_if(changes_.begin(), changes_.end(), [entry](const Change& change) {
    return change.call_id == entry->query_id();
  });
  if (found == changes_.end()) return;
  *entry->mutable_window() = std::move(found->after);
  // A request gets its number when it is done.
  entry->mutable_window()->set_id(entry->caller().window());
  changes_.erase(found);
}

void EntryReader::Finish() { GiveUp(0); }

void EntryReader::GiveUp(size_t most) {
  while (open_.size() > most) {
    const auto oldest = open_.begin();
    visit_(oldest->second);
    const auto known = sequence_of_.find(oldest->second.query_id());
    if (known != sequence_of_.end() && known->second == oldest->first) sequence_of_.erase(known);
    open_.erase(oldest);
  }
}

absl::StatusOr<AuditVerification> ReadEntries(const std::string& folder,
                                              const EntryVisitor& visit) {
  EntryReader reader(visit);
  absl::StatusOr<AuditVerification> result =
      VerifyAuditLog(folder, "", [&reader](const AuditRecord& record) { reader.Add(record); });
  reader.Finish();
  return result;
}

}  // namespace sudare::report
