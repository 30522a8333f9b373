#include "proxy/ledger/ledger.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "policy/base/status_macros.h"
#include "proxy/ledger/log_reading.h"
#include "proxy/ledger/window_events.h"
#include "proxy/ledger/window_history.h"
#include "proxy/report/entry_reader.h"
#include "proxy/windows/window_refusal.h"

namespace sudare::ledger {
namespace {

using sudare::v1::AuditEntry;
using sudare::v1::AuditRecord;
using sudare::v1::Ledger;
using sudare::v1::LedgerLog;
using sudare::v1::LedgerRow;
using sudare::v1::Window;

// Sums up what is said of the windows that are wanted.
class Reader {
 public:
  explicit Reader(WindowHistory::Wanted wanted)
      : history_(std::move(wanted)), entries_([this](const AuditEntry& entry) { Count(entry); }) {}

  // What is wrong with the log stands in the answer; other errors are returned.
  absl::StatusOr<LedgerLog> Read(const std::string& folder) {
    SUDARE_ASSIGN_OR_RETURN(LedgerLog log,
                            ReadLog(folder, [this](const AuditRecord& record) { Add(record); }));
    entries_.Finish();
    history_.Finish();
    return log;
  }

  const WindowHistory& history() const { return history_; }

 private:
  void Add(const AuditRecord& record) {
    history_.Add(record);
    entries_.Add(record);
    if (record.has_window_command() && HasFailed(record.window_command())) {
      WindowTally* const tally = history_.Find(record.window_command().window());
      if (tally != nullptr) tally->AddFailedCommand();
    }
    if (!record.has_detokenization()) return;
    WindowTally* const tally = history_.Find(record.detokenization().window());
    if (tally != nullptr) tally->AddDetokenization();
  }

  void Count(const AuditEntry& entry) {
    if (entry.kind() != AuditEntry::QUERY && entry.kind() != AuditEntry::REFUSAL) return;
    WindowTally* const tally = history_.Find(entry.caller().window());
    if (tally != nullptr) tally->Add(entry);
  }

  WindowHistory history_;
  report::EntryReader entries_;
};

bool Touches(const report::Period& period, const Window& window) {
  return report::TimeOf(window.planned_start()) < period.end() &&
         period.begin() < report::TimeOf(window.planned_end());
}

}  // namespace

absl::StatusOr<Ledger> MakeLedger(const std::string& folder, const LedgerWish& wish,
                                  absl::Time now) {
  Reader reader([&wish](const Window& window) {
    return Touches(wish.period, window) &&
           (wish.windows.empty() || wish.windows.count(window.id()) > 0);
  });
  Ledger ledger;
  SUDARE_ASSIGN_OR_RETURN(*ledger.mutable_log(), reader.Read(folder));
  ledger.set_first_day(report::DayText(wish.period.first));
  ledger.set_last_day(report::DayText(wish.period.last));
  ledger.set_month(wish.period.month());
  *ledger.mutable_made_at() = report::TimestampOf(now);
  ledger.set_is_complete(now >= wish.period.end());
  for (const std::string& id : wish.windows) ledger.add_only_windows(id);
  for (const Window::State state : wish.states) ledger.add_only_states(state);
  ledger.set_not_listed(reader.history().not_kept());
  for (const auto& tally : reader.history().windows()) {
    if (!wish.states.empty() && wish.states.count(tally->window().state()) == 0) continue;
    *ledger.add_windows() = tally->Row();
  }
  std::stable_sort(
      ledger.mutable_windows()->begin(), ledger.mutable_windows()->end(),
      [](const LedgerRow& a, const LedgerRow& b) {
        return std::make_pair(report::TimeOf(a.window().planned_start()), a.window().id()) <
               std::make_pair(report::TimeOf(b.window().planned_start()), b.window().id());
      });
  return ledger;
}

absl::StatusOr<OneWindow> FindWindow(const std::string& folder, const std::string& id) {
  Reader reader([&id](const Window& window) { return window.id() == id; });
  OneWindow found;
  SUDARE_ASSIGN_OR_RETURN(found.log, reader.Read(folder));
  if (!reader.history().windows().empty()) {
    found.row = reader.history().windows().back()->Row();
    return found;
  }
  if (!found.log.damage().empty()) return absl::DataLossError(found.log.damage());
  return windows::UnknownWindow(id);
}

}  // namespace sudare::ledger
