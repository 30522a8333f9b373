#include "proxy/report/window_findings.h"

#include "absl/strings/str_cat.h"
#include "proxy/report/period.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditReport;
using Finding = AuditReport::Finding;

Finding FindingOf(Finding::Rule rule, const AuditReport::WindowUse& window) {
  Finding finding;
  finding.set_rule(rule);
  finding.set_needs_attention(true);
  finding.set_window(window.window());
  return finding;
}

// Disconnected by itself: somebody forgot to.
void FindLeftOpen(const AuditReport::WindowUse& window, std::vector<Finding>* out) {
  for (const auto& step : window.steps()) {
    if (step.what() != "ENDED" && step.what() != "IDLED") continue;
    Finding& finding = out->emplace_back(FindingOf(Finding::WINDOW_LEFT_OPEN, window));
    finding.set_day(DayText(DayOf(TimeOf(step.time()))));
    finding.add_names(window.window());
  }
}

void FindWarnings(const AuditReport::WindowUse& window, std::vector<Finding>* out) {
  if (!window.went_on_with_warnings()) return;
  Finding& finding = out->emplace_back(FindingOf(Finding::APPROVED_WITH_WARNING, window));
  finding.set_staff(window.approver());
  finding.set_remark(window.approval_remark());
  finding.set_count(static_cast<uint64_t>(window.warnings_size()));
  *finding.mutable_names() = window.warnings();
}

void FindFailedCommands(const AuditReport::WindowUse& window, std::vector<Finding>* out) {
  if (window.failed_commands().empty()) return;
  const bool is_about_line = window.has_line_on_from();
  Finding& finding = out->emplace_back(
      FindingOf(is_about_line ? Finding::LINE_LEFT_ON : Finding::COMMAND_FAILED, window));
  for (const auto& failed : window.failed_commands()) {
    finding.set_count(finding.count() + failed.count());
    finding.add_names(absl::StrCat(failed.event(), " ", failed.count()));
  }
  if (!is_about_line) return;
  *finding.mutable_from() = window.line_on_from();
  if (window.has_line_off_at()) *finding.mutable_to() = window.line_off_at();
}

}  // namespace

std::vector<Finding> FindInWindow(const AuditReport::WindowUse& window) {
  std::vector<Finding> found;
  FindLeftOpen(window, &found);
  FindWarnings(window, &found);
  FindFailedCommands(window, &found);
  return found;
}

}  // namespace sudare::report
