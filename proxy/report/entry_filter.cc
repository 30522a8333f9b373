#include "proxy/report/entry_filter.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "proxy/report/period.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditedColumn;
using sudare::v1::AuditEntry;
using sudare::v1::AuditFilter;

bool Is(const std::string& wanted, const std::string& text) {
  return wanted.empty() || wanted == text;
}

// Whether `name` (a.b.c) is `wanted`, or ends with it after a dot.
bool IsNamed(absl::string_view wanted, absl::string_view name) {
  return name == wanted || absl::EndsWith(name, absl::StrCat(".", wanted));
}

absl::string_view TableOf(const AuditedColumn& column) {
  const absl::string_view name = column.column();
  const size_t dot = name.rfind('.');
  return dot == absl::string_view::npos ? absl::string_view() : name.substr(0, dot);
}

// One column has all that is asked of columns.
bool MatchesColumn(const AuditFilter& filter, const AuditedColumn& column) {
  return (filter.table().empty() || IsNamed(filter.table(), TableOf(column))) &&
         (filter.column().empty() || IsNamed(filter.column(), column.column())) &&
         Is(filter.class_(), column.class_());
}

bool AsksForColumns(const AuditFilter& filter) {
  return !filter.table().empty() || !filter.column().empty() || !filter.class_().empty();
}

}  // namespace

bool IsInPeriod(const AuditFilter& filter, const google::protobuf::Timestamp& time) {
  const absl::Time at = TimeOf(time);
  return (!filter.has_from() || TimeOf(filter.from()) <= at) &&
         (!filter.has_to() || at < TimeOf(filter.to()));
}

EntryFilter::EntryFilter(const AuditFilter& filter) : filter_(filter) {
  if (!filter.organization().empty()) scope_.emplace(filter.organization());
}

bool EntryFilter::Matches(const AuditEntry& entry) {
  const AuditFilter& filter = filter_;
  // It learns from entries before the period, too.
  if (scope_.has_value() && !scope_->Includes(entry)) return false;
  if (!IsInPeriod(filter, entry.time())) return false;
  const auto& kinds = filter.kinds();
  if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), entry.kind()) == kinds.end()) {
    return false;
  }
  const sudare::v1::Caller& caller = entry.caller();
  if (!Is(filter.account(), caller.account()) || !Is(filter.staff(), caller.staff()) ||
      !Is(filter.window(), caller.window()) || !Is(filter.query_id(), entry.query_id()) ||
      !Is(filter.status(), entry.status()) || !Is(filter.reason(), entry.reason()) ||
      !Is(filter.fingerprint(), entry.fingerprint()) || entry.rows() < filter.min_rows()) {
    return false;
  }
  const auto& columns = entry.columns();
  return !AsksForColumns(filter) ||
         std::any_of(columns.begin(), columns.end(), [&filter](const AuditedColumn& column) {
           return MatchesColumn(filter, column);
         });
}

}  // namespace sudare::report
