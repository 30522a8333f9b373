#include "proxy/report/usage.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proxy/report/clipped.h"
#include "proxy/report/entry.h"
#include "proxy/report/period.h"
#include "proxy/report/window_use.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditEntry;
using sudare::v1::AuditReport;

constexpr size_t kMostSqlCharacters = 600;
constexpr size_t kMostPurposeCharacters = 120;
constexpr size_t kMostPeers = 10;

// "192.0.2.7" of "192.0.2.7:50312" and of "ipv4:192.0.2.7:50312".
std::string HostOf(absl::string_view peer) {
  const size_t colon = peer.rfind(':');
  if (colon == absl::string_view::npos || absl::StartsWith(peer, "unix:")) return std::string(peer);
  return std::string(peer.substr(0, colon));
}

bool IsDenied(const AuditEntry& entry) { return entry.status() != "OK"; }

}  // namespace

void Usage::Add(const AuditEntry& entry) {
  const absl::Time time = TimeOf(entry.time());
  switch (entry.kind()) {
    case AuditEntry::QUERY:
      return AddQuery(entry, time);
    case AuditEntry::REFUSAL:
      return AddRefusal(entry, time);
    case AuditEntry::LOGIN:
      return AddLogin(entry, time);
    case AuditEntry::DETOKENIZATION:
      return AddDetokenization(entry, time);
    case AuditEntry::POLICY:
    case AuditEntry::SERVER:
      return AddEvent(entry);
    case AuditEntry::LOG_ACCESS:
      return AddAccess(entry, time);
    case AuditEntry::WINDOW:
      return AddWindow(entry, time);
    case AuditEntry::WINDOW_COMMAND:
      return AddCommand(entry);
    default:
      // Sign-offs are about other periods; outcomes are part of their queries.
      return;
  }
}

bool Usage::IsDayOff(absl::CivilDay day) const {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday ||
         holidays_.contains(DayText(day));
}

bool Usage::IsOddHour(absl::Time time) const {
  const auto hour = static_cast<uint32_t>(absl::ToCivilHour(time, Tokyo()).hour());
  return hour < options_.first_hour() || hour >= options_.last_hour() || IsDayOff(DayOf(time));
}

AccountUsage& Usage::AccountOf(const AuditEntry& entry, absl::Time time) {
  AccountUsage& account = accounts[entry.caller().account()];
  if (!entry.caller().organization().empty()) account.organization = entry.caller().organization();
  if (!entry.caller().role().empty()) account.role = entry.caller().role();
  account.first = std::min(account.first, time);
  account.last = std::max(account.last, time);
  return account;
}

void Usage::Note(const std::string& purpose, std::set<std::string>* purposes) const {
  if (purpose.empty() || !keep_texts_ || purposes->size() >= kMostPurposes) return;
  purposes->insert(Clipped(purpose, kMostPurposeCharacters));
}

void Usage::AddQuery(const AuditEntry& entry, absl::Time time) {
  AccountUsage& account = AccountOf(entry, time);
  const bool is_odd = IsOddHour(time);
  for (auto* sum : {&total, &account.total}) {
    sum->set_queries(sum->queries() + 1);
    sum->set_rows(sum->rows() + entry.rows());
    sum->set_bytes(sum->bytes() + entry.bytes());
    if (entry.status() != "OK") sum->set_failed_queries(sum->failed_queries() + 1);
    if (entry.status() == "NONE") sum->set_unended_queries(sum->unended_queries() + 1);
    if (is_odd) sum->set_odd_hour_queries(sum->odd_hour_queries() + 1);
  }
  for (DayUsage* day : {&days[DayOf(time)], &account.days[DayOf(time)]}) {
    ++day->queries;
    day->rows += entry.rows();
    day->new_persons += entry.new_persons();
  }
  if (entry.persons() > 0) {
    counts_persons = true;
    account.counts_persons = true;
  }
  const absl::CivilHour hour = absl::ToCivilHour(time, Tokyo());
  ++hours[static_cast<size_t>(absl::GetWeekday(hour)) * 24 + static_cast<size_t>(hour.hour())];
  if (entry.status() == "RESOURCE_EXHAUSTED") ++account.limits_met;
  if (entry.rows() >= options_.bulk_rows_per_query()) ++account.bulk_queries;
  if (entry.rows() > account.largest_query_rows) {
    account.largest_query_rows = entry.rows();
    account.largest_query_fingerprint = entry.fingerprint();
    account.largest_query_sql = Clipped(entry.normalized_sql(), kMostSqlCharacters);
    account.largest_query_day = DayOf(time);
  }
  auto* const window = WindowOf(entry.caller().window());
  if (window != nullptr) {
    window->set_queries(window->queries() + 1);
    window->set_rows(window->rows() + entry.rows());
  }
  Note(entry.purpose(), &account.purposes);
  AddShape(entry, time, &account);
  AddClasses(entry);
}

void Usage::AddShape(const AuditEntry& entry, absl::Time time, AccountUsage* account) {
  if (entry.fingerprint().empty()) return;
  const std::string key =
      absl::StrCat(entry.caller().account(), absl::string_view("\0", 1), entry.fingerprint());
  auto found = shapes.find(key);
  if (found == shapes.end()) {
    if (shapes.size() >= kMostShapes) {
      ++not_counted;
      return;
    }
    found = shapes.emplace(key, ShapeUsage()).first;
    found->second.account = entry.caller().account();
    found->second.fingerprint = entry.fingerprint();
    if (keep_texts_) found->second.sql = Clipped(entry.normalized_sql(), kMostSqlCharacters);
    ++account->shapes;
  }
  ShapeUsage& shape = found->second;
  ++shape.runs;
  shape.rows += entry.rows();
  if (entry.rows() <= options_.enumeration_rows()) shape.few.Add(time);
}

void Usage::AddClasses(const AuditEntry& entry) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& column : entry.columns()) {
    ClassUsage& use = classes[{column.class_(), column.mask(), entry.caller().account()}];
    use.columns.insert(column.column());
    if (!seen.emplace(column.class_(), column.mask()).second) continue;
    ++use.queries;
    use.rows += entry.rows();
  }
}

void Usage::CountRefusal(const AuditEntry& entry, absl::Time time) {
  RefusalUsage& refusal =
      refusals[{entry.caller().account(), entry.caller().staff(), entry.status(), entry.reason()}];
  ++refusal.count;
  refusal.is_off_window = IsOffWindow(entry);
  refusal.first = std::min(refusal.first, time);
  refusal.last = std::max(refusal.last, time);
}

void Usage::AddRefusal(const AuditEntry& entry, absl::Time time) {
  AccountUsage& account = AccountOf(entry, time);
  const bool off_window = IsOffWindow(entry);
  for (auto* sum : {&total, &account.total}) {
    sum->set_refusals(sum->refusals() + 1);
    if (off_window) sum->set_off_window(sum->off_window() + 1);
  }
  for (DayUsage* day : {&days[DayOf(time)], &account.days[DayOf(time)]}) {
    ++day->refusals;
    day->off_window += off_window ? 1 : 0;
  }
  if (IsBarred(entry)) {
    ++account.barred;
    account.barred_reasons.insert(entry.reason());
  }
  CountRefusal(entry, time);
}

void Usage::AddLogin(const AuditEntry& entry, absl::Time time) {
  // Those of staff count in the total only.
  const bool is_account = entry.caller().staff().empty();
  AccountUsage* const account = is_account ? &AccountOf(entry, time) : nullptr;
  for (auto* sum : {&total, account == nullptr ? nullptr : &account->total}) {
    if (sum == nullptr) continue;
    if (IsDenied(entry)) {
      sum->set_failed_logins(sum->failed_logins() + 1);
    } else {
      sum->set_logins(sum->logins() + 1);
    }
  }
  if (account == nullptr || !IsDenied(entry)) return;
  ++account->days[DayOf(time)].failed_logins;
  if (account->peers.size() < kMostPeers) account->peers.insert(HostOf(entry.caller().peer()));
}

void Usage::AddDetokenization(const AuditEntry& entry, absl::Time time) {
  const sudare::v1::Caller& caller = entry.caller();
  total.set_detokenizations(total.detokenizations() + 1);
  ++days[DayOf(time)].detokenizations;
  DetokenizationUsage& use = detokenizations[{caller.staff(), caller.account(), entry.detail(),
                                              entry.status(), entry.reason()}];
  ++use.count;
  for (const auto& column : entry.columns()) use.classes.insert(column.class_());
  Note(entry.purpose(), &use.purposes);
  if (IsDenied(entry)) CountRefusal(entry, time);
  if (caller.staff().empty()) {
    ++AccountOf(entry, time).staff_door;
    return;
  }
  StaffUsage& member = staff[caller.staff()];
  if (entry.status() == "PERMISSION_DENIED") ++member.denied;
  if (entry.detail() == "TRACE") {
    ++member.traces;
  } else {
    ++member.values;
    ++member.values_of_day[DayOf(time)];
  }
  Note(entry.purpose(), &member.purposes);
}

void Usage::AddEvent(const AuditEntry& entry) {
  if (entry.reason() == "POLICY_LOADED") ++policy_loads;
  if (entry.reason() == "POLICY_REJECTED") ++policies_rejected;
  if (entry.reason() == "RECOVERED") ++repairs;
  if (entry.reason() == "ANCHOR_ALTERED") ++altered_anchors;
  if (!entry.caller().staff().empty()) ++staff[entry.caller().staff()].policy_changes;
  if (!keep_texts_) return;
  if (events.size() >= kMostEvents) {
    ++not_counted;
    return;
  }
  sudare::v1::AuditReport::Event& event = events.emplace_back();
  *event.mutable_time() = entry.time();
  event.set_what(entry.reason());
  event.set_policy_hash(entry.policy_hash());
  event.set_cause(entry.purpose());
  event.set_staff(entry.caller().staff());
  event.set_detail(Clipped(entry.detail(), kMostSqlCharacters));
}

AuditReport::WindowUse* Usage::WindowOf(const std::string& id) {
  if (id.empty() || !keep_texts_) return nullptr;
  auto found = windows.find(id);
  if (found == windows.end()) {
    if (windows.size() >= kMostWindows) {
      ++not_counted;
      return nullptr;
    }
    found = windows.emplace(id, AuditReport::WindowUse()).first;
    found->second.set_window(id);
  }
  return &found->second;
}

void Usage::AddWindow(const AuditEntry& entry, absl::Time time) {
  const sudare::v1::Caller& caller = entry.caller();
  AuditReport::WindowUse* const window = WindowOf(caller.window());
  if (window != nullptr && entry.has_window()) DescribeWindow(entry.window(), window);
  if (entry.status() == "NONE") return;
  if (IsDenied(entry)) {
    CountRefusal(entry, time);
    if (window != nullptr) window->set_refused_changes(window->refused_changes() + 1);
  } else if (window != nullptr) {
    AddWindowStep(entry, window);
  }
  if (!caller.account().empty()) ++AccountOf(entry, time).staff_door;
  if (caller.staff().empty()) return;
  StaffUsage& member = staff[caller.staff()];
  ++member.window_changes;
  if (entry.status() == "PERMISSION_DENIED") ++member.denied;
}

void Usage::AddCommand(const AuditEntry& entry) {
  AuditReport::WindowUse* const window = WindowOf(entry.caller().window());
  if (window != nullptr) AddWindowCommand(entry, window);
}

void Usage::AddAccess(const AuditEntry& entry, absl::Time time) {
  if (IsDenied(entry)) CountRefusal(entry, time);
  if (entry.caller().staff().empty()) {
    ++AccountOf(entry, time).staff_door;
    return;
  }
  StaffUsage& member = staff[entry.caller().staff()];
  ++member.log_reads;
  if (entry.status() == "PERMISSION_DENIED") ++member.denied;
}

}  // namespace sudare::report
