#include "proxy/report/report_tables.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace sudare::report {
namespace {

using sudare::v1::AuditReport;

// The page shows what tells most; the whole is in the log.
constexpr size_t kMostShapesShown = 12;
constexpr size_t kMostNewShapesShown = 12;

template <typename Names>
void AddNames(const Names& names, google::protobuf::RepeatedPtrField<std::string>* out) {
  for (const std::string& name : names) *out->Add() = name;
}

void FillAccounts(const Stretches& stretches, AuditReport* report) {
  std::vector<const std::pair<const std::string, AccountUsage>*> order;
  for (const auto& entry : stretches.now.accounts) order.push_back(&entry);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return std::make_tuple(b->second.total.rows(), b->second.total.queries()) <
           std::make_tuple(a->second.total.rows(), a->second.total.queries());
  });
  for (const auto* entry : order) {
    const AccountUsage& use = entry->second;
    AuditReport::Account* out = report->add_accounts();
    out->set_account(entry->first);
    out->set_organization(use.organization);
    out->set_role(use.role);
    *out->mutable_total() = use.total;
    *out->mutable_first() = TimestampOf(use.first);
    *out->mutable_last() = TimestampOf(use.last);
    out->set_active_days(static_cast<uint32_t>(std::count_if(
        use.days.begin(), use.days.end(), [](const auto& day) { return day.second.queries > 0; })));
    out->set_shapes(static_cast<uint32_t>(use.shapes));
    out->set_largest_query_rows(use.largest_query_rows);
    if (use.counts_persons) {
      uint64_t persons = 0;
      for (const auto& [day, of_day] : use.days) persons += of_day.new_persons;
      out->set_persons(persons);
    }
    AddNames(use.purposes, out->mutable_purposes());
    const auto before = stretches.before.accounts.find(entry->first);
    if (before != stretches.before.accounts.end()) *out->mutable_before() = before->second.total;
  }
}

void FillStaff(const Usage& now, AuditReport* report) {
  for (const auto& [name, use] : now.staff) {
    AuditReport::Staff* out = report->add_staff();
    out->set_staff(name);
    out->set_values(use.values);
    out->set_traces(use.traces);
    out->set_denied(use.denied);
    out->set_policy_changes(use.policy_changes);
    out->set_log_reads(use.log_reads);
    out->set_window_changes(use.window_changes);
    AddNames(use.purposes, out->mutable_purposes());
    // Tracing a token and reading the log are the reviewer's own work.
    out->set_is_operator(use.values > 0 || use.policy_changes > 0 || use.window_changes > 0);
  }
}

void FillClasses(const Usage& now, AuditReport* report) {
  for (const auto& [key, use] : now.classes) {
    AuditReport::ClassUse* out = report->add_classes();
    std::tie(*out->mutable_class_(), *out->mutable_mask(), *out->mutable_account()) = key;
    out->set_queries(use.queries);
    out->set_rows(use.rows);
    out->set_columns(static_cast<uint32_t>(use.columns.size()));
  }
}

void FillDays(const Usage& now, const Period& period, AuditReport* report) {
  for (absl::CivilDay day = period.first; day <= period.last; ++day) {
    AuditReport::Day* out = report->add_days();
    out->set_day(DayText(day));
    out->set_is_day_off(now.IsDayOff(day));
    if (now.counts_persons) out->set_new_persons(0);
    const auto found = now.days.find(day);
    if (found == now.days.end()) continue;
    out->set_queries(found->second.queries);
    out->set_rows(found->second.rows);
    out->set_refusals(found->second.refusals);
    out->set_off_window(found->second.off_window);
    out->set_detokenizations(found->second.detokenizations);
    if (now.counts_persons) out->set_new_persons(found->second.new_persons);
  }
  for (const uint64_t count : now.hours) report->add_hours(count);
}

void FillRefusals(const Usage& now, AuditReport* report) {
  for (const auto& [key, use] : now.refusals) {
    AuditReport::RefusalUse* out = report->add_refusals();
    std::tie(*out->mutable_account(), *out->mutable_staff(), *out->mutable_status(),
             *out->mutable_reason()) = key;
    out->set_count(use.count);
    out->set_is_off_window(use.is_off_window);
    *out->mutable_first() = TimestampOf(use.first);
    *out->mutable_last() = TimestampOf(use.last);
  }
  std::stable_sort(report->mutable_refusals()->begin(), report->mutable_refusals()->end(),
                   [](const auto& a, const auto& b) { return a.count() > b.count(); });
}

void FillDetokenizations(const Usage& now, AuditReport* report) {
  for (const auto& [key, use] : now.detokenizations) {
    AuditReport::Detokenizations* out = report->add_detokenizations();
    std::tie(*out->mutable_staff(), *out->mutable_account(), *out->mutable_kind(),
             *out->mutable_status(), *out->mutable_reason()) = key;
    out->set_count(use.count);
    AddNames(use.classes, out->mutable_classes());
    AddNames(use.purposes, out->mutable_purposes());
  }
}

void AddShape(const ShapeUsage& use, bool is_new, AuditReport* report) {
  AuditReport::Shape* out = report->add_shapes();
  out->set_fingerprint(use.fingerprint);
  out->set_account(use.account);
  out->set_normalized_sql(use.sql);
  out->set_runs(use.runs);
  out->set_rows(use.rows);
  out->set_is_new(is_new);
}

void FillShapes(const Stretches& stretches, AuditReport* report) {
  std::vector<std::pair<const ShapeUsage*, bool>> order;
  for (const auto& [key, use] : stretches.now.shapes) {
    const bool is_new = stretches.days_before > 0 && stretches.before.shapes.count(key) == 0;
    order.emplace_back(&use, is_new);
    if (is_new) report->set_new_shapes(report->new_shapes() + 1);
  }
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::make_tuple(b.first->rows, b.first->runs, a.first->account, a.first->fingerprint) <
           std::make_tuple(a.first->rows, a.first->runs, b.first->account, b.first->fingerprint);
  });
  size_t shown = 0;
  size_t new_shown = 0;
  for (const auto& [use, is_new] : order) {
    const bool is_among_first = shown < kMostShapesShown;
    if (!is_among_first && !(is_new && new_shown < kMostNewShapesShown)) continue;
    ++shown;
    new_shown += is_new ? 1 : 0;
    AddShape(*use, is_new, report);
  }
}

}  // namespace

void FillTables(const Stretches& stretches, const Period& period, AuditReport* report) {
  *report->mutable_total() = stretches.now.total;
  FillAccounts(stretches, report);
  FillStaff(stretches.now, report);
  FillClasses(stretches.now, report);
  FillDays(stretches.now, period, report);
  FillRefusals(stretches.now, report);
  FillDetokenizations(stretches.now, report);
  for (const auto& [id, window] : stretches.now.windows) *report->add_windows() = window;
  for (const auto& event : stretches.now.events) *report->add_events() = event;
  FillShapes(stretches, report);
}

}  // namespace sudare::report
