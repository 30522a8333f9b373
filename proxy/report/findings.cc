#include "proxy/report/findings.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proxy/report/period.h"
#include "proxy/report/slow_days.h"
#include "proxy/report/window_findings.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditReport;
using sudare::v1::AuditReportOptions;
using Finding = AuditReport::Finding;

// Against what is usual of an account that reads little, a tenth of the threshold is enough.
constexpr uint64_t kSmallPart = 10;
constexpr uint64_t kLargeRise = 10;
constexpr int kMostNames = 8;
// Shapes run by the thousand are told of one by one, up to here.
constexpr size_t kMostShapesTold = 20;

using DayField = uint64_t DayUsage::*;

uint64_t MostInADay(const AccountUsage& account, DayField field) {
  uint64_t most = 0;
  for (const auto& [day, use] : account.days) most = std::max(most, use.*field);
  return most;
}

struct PersonsOfMonth {
  uint64_t count = 0;
  uint64_t most_in_a_day = 0;
  uint32_t days = 0;
  absl::CivilDay first;
};

std::map<absl::CivilMonth, PersonsOfMonth> PersonsByMonth(const AccountUsage& account) {
  std::map<absl::CivilMonth, PersonsOfMonth> months;
  for (const auto& [day, use] : account.days) {
    if (use.new_persons == 0) continue;
    PersonsOfMonth& month = months[absl::CivilMonth(day)];
    if (month.days++ == 0) month.first = day;
    month.count += use.new_persons;
    month.most_in_a_day = std::max(month.most_in_a_day, use.new_persons);
  }
  return months;
}

class Finder {
 public:
  Finder(const Stretches& stretches, const AuditReportOptions& options)
      : now_(stretches.now), before_(stretches.before), stretches_(stretches), options_(options) {}

  std::vector<Finding> Run() {
    for (const auto& [name, account] : now_.accounts) LookAtAccount(name, account);
    LookAtShapes();
    for (const auto& [name, member] : now_.staff) LookAtStaff(name, member);
    LookAtPolicies();
    if (now_.total.unended_queries() > 0) {
      Add(Finding::UNENDED_QUERIES, false)->set_count(now_.total.unended_queries());
    }
    if (now_.repairs > 0) Add(Finding::LOG_REPAIRED, true)->set_count(now_.repairs);
    if (now_.altered_anchors > 0) {
      Add(Finding::ANCHOR_ALTERED, true)->set_count(now_.altered_anchors);
    }
    for (const auto& [id, window] : now_.windows) {
      for (Finding& finding : FindInWindow(window)) found_.push_back(std::move(finding));
    }
    const uint64_t not_counted = now_.not_counted + before_.not_counted;
    if (not_counted > 0) Add(Finding::NOT_ALL_COUNTED, true)->set_count(not_counted);
    std::stable_sort(found_.begin(), found_.end(), [](const Finding& a, const Finding& b) {
      return std::make_tuple(!a.needs_attention(), a.rule(), a.account(), a.staff()) <
             std::make_tuple(!b.needs_attention(), b.rule(), b.account(), b.staff());
    });
    return std::move(found_);
  }

 private:
  bool has_baseline() const { return stretches_.days_before > 0; }

  const AccountUsage* Before(const std::string& account) const {
    const auto found = before_.accounts.find(account);
    return found == before_.accounts.end() ? nullptr : &found->second;
  }

  // What the count of the stretch before comes to in as many days as the period has.
  uint64_t Scaled(uint64_t count) const {
    if (!has_baseline()) return 0;
    const auto days = static_cast<uint64_t>(stretches_.days);
    const auto before = static_cast<uint64_t>(stretches_.days_before);
    return (count * days + before - 1) / before;
  }

  bool Rises(uint64_t count, uint64_t usual) const { return count > options_.rise() * usual; }

  // The pointer is good until the next call.
  Finding* Add(Finding::Rule rule, bool needs_attention) {
    Finding& finding = found_.emplace_back();
    finding.set_rule(rule);
    finding.set_needs_attention(needs_attention);
    return &finding;
  }

  Finding* AddFor(Finding::Rule rule, bool needs_attention, const std::string& account,
                  uint64_t count, uint64_t usual = 0) {
    Finding* finding = Add(rule, needs_attention);
    finding->set_account(account);
    finding->set_count(count);
    finding->set_usual(usual);
    return finding;
  }

  template <typename Names>
  static void SetNames(const Names& names, Finding* finding) {
    for (const std::string& name : names) {
      if (finding->names_size() == kMostNames) return;
      finding->add_names(name);
    }
  }

  void LookAtAccount(const std::string& name, const AccountUsage& account) {
    const AccountUsage* before = Before(name);
    if (has_baseline() && before == nullptr && !name.empty()) {
      AddFor(Finding::NEW_ACCOUNT, false, name, account.total.queries());
    }
    LookAtVolume(name, account, before);
    LookAtPersons(name, account, before);
    LookAtRefusals(name, account, before);
    LookAtHours(name, account, before);
    LookAtLogins(name, account);
    LookAtClasses(name, before);
    if (account.barred > 0) {
      SetNames(account.barred_reasons, AddFor(Finding::NO_PLEDGE, true, name, account.barred));
    }
    if (account.staff_door > 0) AddFor(Finding::STAFF_DOOR, true, name, account.staff_door);
    const uint64_t limits_usual = before == nullptr ? 0 : Scaled(before->limits_met);
    if (account.limits_met > 0) {
      AddFor(Finding::LIMIT_MET, Rises(account.limits_met, limits_usual), name, account.limits_met,
             limits_usual);
    }
  }

  void LookAtVolume(const std::string& name, const AccountUsage& account,
                    const AccountUsage* before) {
    const uint64_t usual = before == nullptr ? 0 : MostInADay(*before, &DayUsage::rows);
    const uint64_t threshold = options_.bulk_rows_per_day();
    uint64_t most = 0;
    uint32_t days = 0;
    absl::CivilDay busiest;
    for (const auto& [day, use] : account.days) {
      const bool is_much = use.rows >= threshold && Rises(use.rows, usual);
      const bool is_rise =
          before != nullptr && use.rows >= threshold / kSmallPart && use.rows > kLargeRise * usual;
      if (!is_much && !is_rise) continue;
      ++days;
      if (use.rows <= most) continue;
      most = use.rows;
      busiest = day;
    }
    if (days > 0) {
      Finding* finding = AddFor(Finding::BULK_READING, true, name, most, usual);
      finding->set_threshold(threshold);
      finding->set_days(days);
      finding->set_day(DayText(busiest));
    }
    const uint64_t usual_queries = before == nullptr ? 0 : Scaled(before->bulk_queries);
    if (account.bulk_queries == 0) return;
    Finding* finding = AddFor(Finding::BULK_QUERY, Rises(account.bulk_queries, usual_queries), name,
                              account.bulk_queries, usual_queries);
    finding->set_threshold(options_.bulk_rows_per_query());
    finding->set_day(DayText(account.largest_query_day));
    finding->set_fingerprint(account.largest_query_fingerprint);
    finding->set_normalized_sql(account.largest_query_sql);
    finding->add_names(absl::StrCat(account.largest_query_rows));
  }

  // A little each day stays below every rule about a day. Whoever repairs something comes back to
  // the same people; whoever copies out a list meets new ones.
  void LookAtPersons(const std::string& name, const AccountUsage& account,
                     const AccountUsage* before) {
    uint64_t usual = 0;
    if (before != nullptr) {
      for (const auto& [month, persons] : PersonsByMonth(*before)) {
        usual = std::max(usual, persons.count);
      }
    }
    const PersonsOfMonth* most = nullptr;
    const std::map<absl::CivilMonth, PersonsOfMonth> months = PersonsByMonth(account);
    for (const auto& [month, persons] : months) {
      if (persons.days < kSlowDays || persons.count < options_.new_persons_per_month() ||
          !Rises(persons.count, usual)) {
        continue;
      }
      if (most == nullptr || most->count < persons.count) most = &persons;
    }
    if (most == nullptr) return;
    Finding* finding = AddFor(Finding::SLOW_ENUMERATION, true, name, most->count, usual);
    finding->set_threshold(options_.new_persons_per_month());
    finding->set_days(most->days);
    finding->set_day(DayText(most->first));
    finding->add_names(absl::StrCat(most->most_in_a_day));
  }

  void LookAtRefusals(const std::string& name, const AccountUsage& account,
                      const AccountUsage* before) {
    if (account.total.off_window() > 0) {
      AddFor(Finding::OFF_WINDOW, true, name, account.total.off_window());
    }
    const uint64_t usual = before == nullptr ? 0 : MostInADay(*before, &DayUsage::refusals);
    uint64_t most = 0;
    uint32_t days = 0;
    absl::CivilDay worst;
    for (const auto& [day, use] : account.days) {
      if (use.refusals < options_.refusals_per_day() || !Rises(use.refusals, usual)) continue;
      ++days;
      if (use.refusals > most) {
        most = use.refusals;
        worst = day;
      }
    }
    const uint64_t scaled = before == nullptr ? 0 : Scaled(before->total.refusals());
    const uint64_t refusals = account.total.refusals();
    const bool rises =
        has_baseline() && refusals >= options_.refusals_per_day() && Rises(refusals, scaled);
    if (days == 0 && !rises) return;
    Finding* finding = AddFor(Finding::REFUSALS, true, name, days > 0 ? most : refusals,
                              days > 0 ? usual : scaled);
    finding->set_threshold(options_.refusals_per_day());
    finding->set_days(days);
    if (days > 0) finding->set_day(DayText(worst));
    SetNames(ReasonsOf(name), finding);
  }

  // Most first.
  std::vector<std::string> ReasonsOf(const std::string& account) const {
    std::map<std::string, uint64_t> counts;
    for (const auto& [key, use] : now_.refusals) {
      if (std::get<0>(key) == account) counts[std::get<3>(key)] += use.count;
    }
    std::vector<std::pair<uint64_t, std::string>> order;
    for (const auto& [reason, count] : counts) order.emplace_back(count, reason);
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> reasons;
    for (const auto& [count, reason] : order) reasons.push_back(reason);
    return reasons;
  }

  void LookAtHours(const std::string& name, const AccountUsage& account,
                   const AccountUsage* before) {
    const uint64_t count = account.total.odd_hour_queries();
    if (count == 0) return;
    const uint64_t usual = before == nullptr ? 0 : Scaled(before->total.odd_hour_queries());
    AddFor(Finding::ODD_HOURS, Rises(count, usual), name, count, usual);
  }

  void LookAtLogins(const std::string& name, const AccountUsage& account) {
    const uint64_t most = MostInADay(account, &DayUsage::failed_logins);
    if (most < options_.failed_logins()) return;
    Finding* finding = AddFor(Finding::FAILED_LOGINS, true, name, account.total.failed_logins());
    finding->set_threshold(options_.failed_logins());
    SetNames(account.peers, finding);
  }

  // Classes in a form in which the account never saw them; of accounts that worked before.
  void LookAtClasses(const std::string& name, const AccountUsage* before) {
    if (before == nullptr || before->total.queries() == 0) return;
    std::vector<std::string> fresh;
    for (const auto& [key, use] : now_.classes) {
      const auto& [data_class, mask, account] = key;
      if (account != name || before_.classes.count(key) > 0) continue;
      fresh.push_back(absl::StrCat(data_class, "/", mask));
    }
    if (fresh.empty()) return;
    SetNames(fresh, AddFor(Finding::NEW_CLASSES, true, name, fresh.size()));
  }

  void LookAtShapes() {
    std::map<std::string, uint64_t> fresh;
    std::vector<const ShapeUsage*> enumerated;
    for (const auto& [key, shape] : now_.shapes) {
      const auto before = before_.shapes.find(key);
      const bool is_new = before == before_.shapes.end();
      if (is_new && Before(shape.account) != nullptr) ++fresh[shape.account];
      const uint32_t usual = is_new ? 0 : before->second.few.most_in_ten_minutes();
      const uint32_t usual_day = is_new ? 0 : before->second.few.most_in_a_day();
      const uint32_t most = shape.few.most_in_ten_minutes();
      const uint32_t most_day = shape.few.most_in_a_day();
      if ((most >= options_.enumeration_runs() && Rises(most, usual)) ||
          (most_day >= options_.enumeration_runs_per_day() && Rises(most_day, usual_day))) {
        enumerated.push_back(&shape);
      }
    }
    for (const auto& [account, count] : fresh) {
      AddFor(Finding::NEW_SHAPES, false, account, count);
    }
    std::sort(enumerated.begin(), enumerated.end(), [](const auto* a, const auto* b) {
      return std::make_tuple(b->few.most_in_a_day(), a->account, a->fingerprint) <
             std::make_tuple(a->few.most_in_a_day(), b->account, b->fingerprint);
    });
    if (enumerated.size() > kMostShapesTold) enumerated.resize(kMostShapesTold);
    for (const ShapeUsage* shape : enumerated) TellEnumeration(*shape);
  }

  void TellEnumeration(const ShapeUsage& shape) {
    Finding* finding = AddFor(Finding::ENUMERATION, true, shape.account, shape.few.most_in_a_day());
    finding->set_threshold(shape.few.most_in_ten_minutes());
    finding->set_day(DayText(shape.few.busiest_day()));
    finding->set_fingerprint(shape.fingerprint);
    finding->set_normalized_sql(shape.sql);
    const auto before = before_.shapes.find(
        absl::StrCat(shape.account, absl::string_view("\0", 1), shape.fingerprint));
    if (before != before_.shapes.end()) finding->set_usual(before->second.few.most_in_a_day());
  }

  void LookAtStaff(const std::string& name, const StaffUsage& member) {
    if (member.denied > 0) {
      Finding* finding = Add(Finding::DETOKENIZATION_DENIED, true);
      finding->set_staff(name);
      finding->set_count(member.denied);
    }
    uint64_t usual = 0;
    const auto before = before_.staff.find(name);
    if (before != before_.staff.end()) {
      for (const auto& [day, count] : before->second.values_of_day) usual = std::max(usual, count);
    }
    uint64_t most = 0;
    absl::CivilDay busiest;
    for (const auto& [day, count] : member.values_of_day) {
      if (count <= most) continue;
      most = count;
      busiest = day;
    }
    if (most < options_.detokenizations_per_day() || !Rises(most, usual)) return;
    Finding* finding = Add(Finding::DETOKENIZATIONS, true);
    finding->set_staff(name);
    finding->set_count(most);
    finding->set_usual(usual);
    finding->set_threshold(options_.detokenizations_per_day());
    finding->set_day(DayText(busiest));
  }

  void LookAtPolicies() {
    if (now_.policies_rejected > 0) {
      Add(Finding::POLICY_REJECTED, true)->set_count(now_.policies_rejected);
    }
    std::string last;
    uint64_t changes = 0;
    for (const auto& event : now_.events) {
      if (event.what() != "POLICY_LOADED") continue;
      if (!last.empty() && event.policy_hash() != last) ++changes;
      last = event.policy_hash();
    }
    if (changes > 0) Add(Finding::POLICY_CHANGED, false)->set_count(changes);
  }

  const Usage& now_;
  const Usage& before_;
  const Stretches& stretches_;
  const AuditReportOptions& options_;
  std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> FindUnusual(const Stretches& stretches, const AuditReportOptions& options) {
  return Finder(stretches, options).Run();
}

}  // namespace sudare::report
