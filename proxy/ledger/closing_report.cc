#include "proxy/ledger/closing_report.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "policy/base/status_macros.h"
#include "proxy/ledger/closing_steps.h"
#include "proxy/ledger/ledger.h"
#include "proxy/ledger/log_reading.h"
#include "proxy/ledger/window_events.h"
#include "proxy/ledger/window_tally.h"
#include "proxy/report/clipped.h"
#include "proxy/report/entry_reader.h"
#include "proxy/report/findings.h"
#include "proxy/report/period.h"
#include "proxy/report/report_options.h"
#include "proxy/report/usage.h"

namespace sudare::ledger {
namespace {

using report::DayOf;
using report::TimeOf;
using sudare::v1::AuditEntry;
using sudare::v1::AuditRecord;
using sudare::v1::AuditReportOptions;
using sudare::v1::ClosingReport;
using sudare::v1::LedgerRow;
using sudare::v1::Window;
using sudare::v1::WindowEvent;

using Shape = ClosingReport::Shape;

constexpr size_t kMostShapes = 2000;
constexpr size_t kMostShapesTold = 200;
constexpr size_t kMostCalls = 200;
constexpr size_t kMostRefusals = 200;
constexpr size_t kMostSqlCharacters = 2000;

// Gathers all that is said of one window, and what its accounts did before.
class Collector {
 public:
  Collector(const LedgerRow& row, const AuditReportOptions& options)
      : window_(row.window()),
        options_(options),
        steps_(row),
        in_it_(options, /*keep_texts=*/true),
        before_(options, /*keep_texts=*/false),
        entries_([this](const AuditEntry& entry) { AddEntry(entry); }) {
    for (const auto& person : window_.persons()) accounts_.insert(person.account());
    if (!window_.events().empty()) requested_ = TimeOf(window_.events(0).time());
    const WindowEvent* const opened = EventOf(window_, WindowEvent::OPENED);
    begin_ = opened == nullptr ? TimeOf(window_.planned_start()) : TimeOf(opened->time());
  }

  void Add(const AuditRecord& record) {
    steps_.Add(record);
    entries_.Add(record);
    if (record.has_detokenization()) AddCall(record);
  }

  void Finish(ClosingReport* report) {
    entries_.Finish();
    steps_.Fill(report);
    FillShapes(report);
    FillRefusals(report);
    for (auto& call : calls_) *report->add_calls() = std::move(call);
    for (const std::string& policy : policies_) report->add_policies(policy);
    FillFindings(report);
  }

 private:
  bool IsOfWindow(const AuditEntry& entry) const {
    return entry.caller().window() == window_.id() && requested_ <= TimeOf(entry.time());
  }

  void AddEntry(const AuditEntry& entry) {
    if (IsOfWindow(entry)) return AddOfWindow(entry);
    const absl::Time time = TimeOf(entry.time());
    const bool is_query = entry.kind() == AuditEntry::QUERY || entry.kind() == AuditEntry::REFUSAL;
    if (is_query && accounts_.count(entry.caller().account()) > 0 && time < begin_ &&
        DayOf(time) >= DayOf(begin_) - static_cast<int64_t>(options_.baseline_days())) {
      before_.Add(entry);
    }
  }

  void AddOfWindow(const AuditEntry& entry) {
    in_it_.Add(entry);
    if (entry.kind() != AuditEntry::QUERY && entry.kind() != AuditEntry::REFUSAL) return;
    AddShape(entry);
    if (entry.kind() == AuditEntry::QUERY) {
      steps_.AddQuery(entry);
      policies_.insert(entry.policy_hash());
      return;
    }
    const auto key = std::make_tuple(entry.caller().account(), entry.status(), entry.reason());
    if (refusals_.size() < kMostRefusals || refusals_.count(key) > 0) ++refusals_[key];
  }

  void AddShape(const AuditEntry& entry) {
    // What isn't SQL has no shape; its refusal is counted by its reason.
    if (entry.fingerprint().empty()) return;
    const auto key = std::make_pair(entry.caller().account(), entry.fingerprint());
    auto found = shapes_.find(key);
    if (found == shapes_.end()) {
      if (shapes_.size() >= kMostShapes) {
        ++shapes_not_told_;
        return;
      }
      found = shapes_.emplace(key, Shape()).first;
      found->second.set_account(key.first);
      found->second.set_fingerprint(key.second);
      found->second.set_normalized_sql(report::Clipped(entry.normalized_sql(), kMostSqlCharacters));
      *found->second.mutable_first() = entry.time();
    }
    Shape& shape = found->second;
    if (shape.columns().empty()) *shape.mutable_columns() = entry.columns();
    Count(entry, shape.mutable_use());
  }

  void AddCall(const AuditRecord& record) {
    const auto& call = record.detokenization();
    if (call.window() != window_.id() || TimeOf(record.time()) < requested_) return;
    if (calls_.size() >= kMostCalls) return;
    ClosingReport::Call& out = calls_.emplace_back();
    *out.mutable_time() = record.time();
    out.set_staff(call.caller().staff().empty() ? call.caller().account() : call.caller().staff());
    out.set_kind(sudare::v1::Detokenization::Kind_Name(call.kind()));
    out.set_purpose(call.purpose());
    out.set_status(call.status());
    *out.mutable_classes() = call.classes();
  }

  void FillShapes(ClosingReport* report) {
    std::vector<const Shape*> order;
    for (const auto& [key, shape] : shapes_) order.push_back(&shape);
    std::stable_sort(order.begin(), order.end(), [](const Shape* a, const Shape* b) {
      return std::make_tuple(b->use().rows(), b->use().queries(), b->use().refusals()) <
             std::make_tuple(a->use().rows(), a->use().queries(), a->use().refusals());
    });
    for (const Shape* shape : order) {
      if (static_cast<size_t>(report->shapes_size()) == kMostShapesTold) {
        shapes_not_told_ += order.size() - kMostShapesTold;
        break;
      }
      *report->add_shapes() = *shape;
    }
    report->set_shapes_not_told(shapes_not_told_);
  }

  void FillRefusals(ClosingReport* report) {
    for (const auto& [key, count] : refusals_) {
      ClosingReport::Refused* const out = report->add_refusals();
      std::tie(*out->mutable_account(), *out->mutable_status(), *out->mutable_reason()) = key;
      out->set_count(count);
    }
    std::stable_sort(report->mutable_refusals()->begin(), report->mutable_refusals()->end(),
                     [](const auto& a, const auto& b) { return a.count() > b.count(); });
  }

  void FillFindings(ClosingReport* report) {
    int64_t days_before = 0;
    if (report->log().has_first_record()) {
      days_before = std::clamp<int64_t>(DayOf(begin_) - DayOf(TimeOf(report->log().first_record())),
                                        0, static_cast<int64_t>(options_.baseline_days()));
    }
    report->set_baseline_days(static_cast<uint32_t>(days_before));
    const WindowEvent* const end = EndOf(window_);
    const absl::Time until = end == nullptr ? TimeOf(window_.planned_end()) : TimeOf(end->time());
    const int64_t days = std::max<int64_t>(1, DayOf(until) - DayOf(begin_) + 1);
    const report::Stretches stretches = {in_it_, before_, days, days_before};
    for (auto& finding : report::FindUnusual(stretches, options_)) {
      *report->add_findings() = std::move(finding);
    }
  }

  const Window& window_;
  const AuditReportOptions options_;
  absl::Time requested_ = absl::InfinitePast();
  absl::Time begin_;
  std::set<std::string> accounts_;
  ClosingSteps steps_;
  report::Usage in_it_;
  report::Usage before_;
  // By account and fingerprint.
  std::map<std::pair<std::string, std::string>, Shape> shapes_;
  uint64_t shapes_not_told_ = 0;
  // By account, status and reason.
  std::map<std::tuple<std::string, std::string, std::string>, uint64_t> refusals_;
  std::vector<ClosingReport::Call> calls_;
  std::set<std::string> policies_;
  report::EntryReader entries_;
};

}  // namespace

absl::StatusOr<ClosingReport> MakeClosingReport(const std::string& folder, const std::string& id,
                                                absl::Time now) {
  SUDARE_ASSIGN_OR_RETURN(const AuditReportOptions options, report::WithDefaults({}));
  SUDARE_ASSIGN_OR_RETURN(OneWindow found, FindWindow(folder, id));
  ClosingReport report;
  *report.mutable_made_at() = report::TimestampOf(now);
  *report.mutable_log() = std::move(found.log);
  *report.mutable_row() = std::move(found.row);
  Collector collector(report.row(), options);
  const auto read =
      ReadLog(folder, [&collector](const AuditRecord& record) { collector.Add(record); });
  if (!read.ok()) return read.status();
  collector.Finish(&report);
  return report;
}

}  // namespace sudare::ledger
