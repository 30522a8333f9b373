#include "proxy/replay/recorded_runs.h"

#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "policy/base/status_macros.h"
#include "proxy/report/period.h"
#include "proxy/windows/window_rules.h"

namespace sudare::replay {
namespace {

using sudare::v1::AuditRecord;

class RunReader {
 public:
  RunReader(const RunFilter& filter, const RunVisitor& visit) : filter_(filter), visit_(visit) {}

  void Add(const AuditRecord& record) {
    if (!status_.ok()) return;
    if (record.has_window_change()) {
      NoteWindow(record.window_change());
    } else if (record.has_intent()) {
      Begin(record);
    } else if (record.has_outcome()) {
      End(record.outcome());
    }
  }

  absl::Status Finish() {
    std::map<absl::Time, RecordedRun> rest;
    for (auto& [id, run] : running_) rest.emplace(run.time, std::move(run));
    for (auto& [time, run] : rest) Visit(std::move(run));
    return status_;
  }

 private:
  // Numbers begin anew where the state of the windows was lost: so the last of a number counts.
  void NoteWindow(const sudare::v1::WindowChange& change) {
    if (!change.has_after() || change.after().events().empty()) return;
    const sudare::v1::Window& window = change.after();
    windows_[window.id()] = {window.id(),
                             windows::TokenScopeOf(window),
                             {window.classes().begin(), window.classes().end()}};
  }

  void Begin(const AuditRecord& record) {
    const absl::Time time = report::TimeOf(record.time());
    const sudare::v1::Intent& intent = record.intent();
    if (time < filter_.from || time >= filter_.to) return;
    if (!filter_.query_id.empty() && intent.query_id() != filter_.query_id) return;
    RecordedRun run;
    run.time = time;
    run.intent = intent;
    const auto window = windows_.find(intent.caller().window());
    if (window != windows_.end()) run.window = window->second;
    running_[intent.query_id()] = std::move(run);
  }

  void End(const sudare::v1::Outcome& outcome) {
    const auto found = running_.find(outcome.query_id());
    if (found == running_.end()) return;
    RecordedRun run = std::move(found->second);
    running_.erase(found);
    run.outcome = outcome;
    Visit(std::move(run));
  }

  void Visit(RecordedRun run) {
    if (status_.ok()) status_ = visit_(std::move(run));
  }

  const RunFilter& filter_;
  const RunVisitor& visit_;
  absl::flat_hash_map<std::string, WorkWindow> windows_;
  absl::flat_hash_map<std::string, RecordedRun> running_;
  absl::Status status_;
};

}  // namespace

absl::Status ReadRecordedRuns(const audit::VerifyOptions& log, const RunFilter& filter,
                              const RunVisitor& visit) {
  audit::VerifyOptions options = log;
  options.visit = nullptr;
  SUDARE_RETURN_IF_ERROR(audit::Verify(options).status());
  RunReader reader(filter, visit);
  options.visit = [&reader](const AuditRecord& record) { reader.Add(record); };
  SUDARE_RETURN_IF_ERROR(audit::Verify(options).status());
  return reader.Finish();
}

}  // namespace sudare::replay
