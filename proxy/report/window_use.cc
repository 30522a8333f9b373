#include "proxy/report/window_use.h"

#include <algorithm>
#include <string>

#include "proxy/report/clipped.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditEntry;
using sudare::v1::AuditReport;
using sudare::v1::Window;
using sudare::v1::WindowEvent;

constexpr size_t kMostTextCharacters = 120;
constexpr size_t kMostRemarkCharacters = 300;
constexpr int kMostSteps = 40;
constexpr int kMostWarnings = 20;

// The steps at which the policy is asked whether its persons may connect. What other records have
// of warnings is older.
bool LooksAtPersons(const std::string& what) {
  return what == "REQUESTED" || what == "APPROVED" || what == "OPENED";
}

void AddWarnings(const Window& window, AuditReport::WindowUse* out) {
  for (const std::string& text : window.warnings()) {
    const std::string warning = Clipped(text, kMostRemarkCharacters);
    const auto& known = out->warnings();
    if (out->warnings_size() < kMostWarnings &&
        std::find(known.begin(), known.end(), warning) == known.end()) {
      out->add_warnings(warning);
    }
  }
}

// It may have been approved before the period: the window's own story says by whom.
void SetApproval(const Window& window, AuditReport::WindowUse* out) {
  for (const WindowEvent& event : window.events()) {
    if (event.kind() != WindowEvent::APPROVED) continue;
    out->set_approver(event.staff());
    out->set_approval_remark(Clipped(event.remark(), kMostRemarkCharacters));
  }
}

}  // namespace

void DescribeWindow(const Window& window, AuditReport::WindowUse* out) {
  out->set_role(window.role());
  out->set_purpose(Clipped(window.purpose(), kMostTextCharacters));
  out->set_ticket(Clipped(window.ticket(), kMostTextCharacters));
  out->clear_persons();
  for (const sudare::v1::WindowPerson& person : window.persons()) {
    AuditReport::WindowUse::Person* shown = out->add_persons();
    shown->set_account(person.account());
    shown->set_organization(person.organization());
    shown->set_pledge(Clipped(person.pledge(), kMostTextCharacters));
    shown->set_pledge_expires(person.pledge_expires());
  }
}

void AddWindowStep(const AuditEntry& entry, AuditReport::WindowUse* out) {
  if (out->steps_size() < kMostSteps) {
    AuditReport::WindowUse::Step* step = out->add_steps();
    step->set_what(entry.detail());
    *step->mutable_time() = entry.time();
    step->set_staff(entry.caller().staff());
  }
  if (!entry.has_window()) return;
  const Window& after = entry.window();
  if (after.person_budget() > 0) out->set_persons_seen(after.persons_seen());
  if (!LooksAtPersons(entry.detail())) return;
  AddWarnings(after, out);
  if (after.warnings().empty() || entry.detail() == "REQUESTED") return;
  out->set_went_on_with_warnings(true);
  SetApproval(after, out);
}

void AddWindowCommand(const AuditEntry& entry, AuditReport::WindowUse* out) {
  if (out->role().empty()) out->set_role(entry.caller().role());
  const bool is_closing = entry.reason() == "CLOSE";
  if (entry.status() == "OK") {
    if (is_closing && out->has_line_on_from() && !out->has_line_off_at()) {
      *out->mutable_line_off_at() = entry.time();
    }
    return;
  }
  if (is_closing) {
    if (!out->has_line_on_from()) *out->mutable_line_on_from() = entry.time();
    out->clear_line_off_at();
  }
  auto* const all = out->mutable_failed_commands();
  auto found = std::find_if(all->begin(), all->end(), [&entry](const auto& failed) {
    return failed.event() == entry.reason();
  });
  AuditReport::WindowUse::FailedCommands* const failed = found == all->end() ? all->Add() : &*found;
  failed->set_event(entry.reason());
  failed->set_count(failed->count() + 1);
}

}  // namespace sudare::report
