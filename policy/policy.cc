#include "policy/policy.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace sudare {

std::string SourcePlace::ToString() const {
  if (line <= 0) return file;
  return absl::StrCat(file, ":", line);
}

const PolicyColumn* PolicyTable::FindColumn(absl::string_view column) const {
  for (const PolicyColumn& candidate : columns) {
    if (candidate.name == column) return &candidate;
  }
  return nullptr;
}

bool PolicyTable::has_persons() const {
  return std::any_of(columns.begin(), columns.end(),
                     [](const PolicyColumn& column) { return !column.person.empty(); });
}

std::optional<absl::CivilDay> Organization::ReportDue(absl::CivilDay day) const {
  std::optional<absl::CivilDay> latest;
  for (const Report& report : reports) {
    if (report.handed_in <= day && (!latest || *latest < report.handed_in)) {
      latest = report.handed_in;
    }
  }
  if (!latest) return std::nullopt;
  return absl::CivilDay(latest->year(), latest->month() + report_months, latest->day());
}

bool Organization::IsReportOverdue(absl::CivilDay day) const {
  const std::optional<absl::CivilDay> due = ReportDue(day);
  return !due || *due < day;
}

bool Account::MayWorkOn(absl::CivilDay day) const {
  return (HasPledgeOn(day) || ToleratedPledge(day) != nullptr) && !IsBlockedByReport(day);
}

bool Account::HasPledgeOn(absl::CivilDay day) const {
  if (is_program) return true;
  return std::any_of(pledges.begin(), pledges.end(), [day](const Pledge& pledge) {
    return pledge.signed_on <= day && day <= pledge.expires_on;
  });
}

const Pledge* Account::ToleratedPledge(absl::CivilDay day) const {
  if (registered == nullptr || registered->expired_pledge_blocks || HasPledgeOn(day)) {
    return nullptr;
  }
  const Pledge* latest = nullptr;
  for (const Pledge& pledge : pledges) {
    if (pledge.expires_on >= day) continue;
    if (latest == nullptr || latest->expires_on < pledge.expires_on) latest = &pledge;
  }
  return latest;
}

bool Account::IsBlockedByReport(absl::CivilDay day) const {
  return registered != nullptr && registered->overdue_report_blocks &&
         registered->IsReportOverdue(day);
}

}  // namespace sudare
