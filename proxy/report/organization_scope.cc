#include "proxy/report/organization_scope.h"

#include <algorithm>

namespace sudare::report {

using sudare::v1::AuditEntry;

bool OrganizationScope::Includes(const AuditEntry& entry) {
  const std::string& id = entry.caller().window();
  bool names_ours = false;
  if (entry.kind() == AuditEntry::WINDOW && entry.has_window()) {
    const auto& persons = entry.window().persons();
    names_ours = std::any_of(persons.begin(), persons.end(), [this](const auto& person) {
      return person.organization() == organization_;
    });
    // A request has no id before it is done; a state that was set up anew gives ids again.
    if (!names_ours) windows_.erase(id);
    if (names_ours && !id.empty()) windows_.insert(id);
  }
  if (names_ours || entry.caller().organization() == organization_) return true;
  const bool is_of_window =
      entry.kind() == AuditEntry::WINDOW || entry.kind() == AuditEntry::WINDOW_COMMAND;
  return is_of_window && IncludesWindow(id);
}

}  // namespace sudare::report
