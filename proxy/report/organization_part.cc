#include "proxy/report/organization_part.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"

namespace sudare::report {
namespace {

using sudare::v1::AuditEntry;
using sudare::v1::Window;

// Shorter runs of digits stay in a ticket, which is a number itself: "2026-0815".
constexpr uint32_t kTicketDigits = 10;
constexpr size_t kMostOrganizations = 1000;
constexpr size_t kMostNamed = 20;

// What the state of the whole log and the policies in force are told by.
bool IsOfAll(const AuditEntry& entry) {
  return entry.reason() == "POLICY_LOADED" || entry.reason() == "RECOVERED" ||
         entry.reason() == "ANCHOR_ALTERED";
}

}  // namespace

absl::StatusOr<std::unique_ptr<OrganizationPart>> OrganizationPart::Create(
    const std::string& organization) {
  SUDARE_ASSIGN_OR_RETURN(auto purpose, LogScrubber::Create());
  LogScrubber::Options options;
  options.min_digits = kTicketDigits;
  SUDARE_ASSIGN_OR_RETURN(auto ticket, LogScrubber::Create(options));
  return std::unique_ptr<OrganizationPart>(
      new OrganizationPart(organization, std::move(purpose), std::move(ticket)));
}

std::optional<AuditEntry> OrganizationPart::Take(const AuditEntry& entry) {
  Learn(entry);
  const bool is_ours = scope_.Includes(entry);
  const bool is_of_server =
      entry.kind() == AuditEntry::POLICY || entry.kind() == AuditEntry::SERVER;
  if (is_of_server) {
    if (!IsOfAll(entry)) return std::nullopt;
    AuditEntry left;
    left.set_sequence(entry.sequence());
    *left.mutable_time() = entry.time();
    left.set_kind(entry.kind());
    left.set_status(entry.status());
    left.set_reason(entry.reason());
    left.set_policy_hash(entry.policy_hash());
    return left;
  }
  if (!is_ours) return std::nullopt;
  const bool is_of_window =
      entry.kind() == AuditEntry::WINDOW || entry.kind() == AuditEntry::WINDOW_COMMAND;
  const bool is_by_account = !entry.caller().account().empty() && entry.caller().staff().empty();
  // Of what others did, the steps of its windows alone.
  const bool is_refused =
      entry.kind() == AuditEntry::WINDOW && entry.status() != "OK" && entry.status() != "NONE";
  if (!is_by_account && (!is_of_window || is_refused)) return std::nullopt;
  AuditEntry left = entry;
  left.clear_purpose();
  // Of some kinds it is a text; of these the name of what was tried.
  if (entry.kind() != AuditEntry::WINDOW && entry.kind() != AuditEntry::DETOKENIZATION) {
    left.clear_detail();
  }
  // An account may have named the window of others.
  if (is_of_window && !scope_.IncludesWindow(entry.caller().window())) {
    left.mutable_caller()->clear_window();
  }
  if (entry.has_window()) *left.mutable_window() = Cut(entry.window());
  return left;
}

absl::Status OrganizationPart::Check() const {
  if (organizations_.count(scope_.organization()) > 0) return absl::OkStatus();
  std::vector<std::string> names;
  for (const std::string& name : organizations_) {
    if (names.size() < kMostNamed) names.push_back(Quoted(name));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "the log has no record of an organization ", Quoted(scope_.organization()), "; ",
      names.empty() ? "it has none of any" : absl::StrCat("it has: ", absl::StrJoin(names, ", "))));
}

void OrganizationPart::Learn(const AuditEntry& entry) {
  const auto learn = [this](const std::string& name) {
    if (name.empty()) return;
    if (name == scope_.organization() || organizations_.size() < kMostOrganizations) {
      organizations_.insert(name);
    }
  };
  learn(entry.caller().organization());
  for (const auto& person : entry.window().persons()) learn(person.organization());
}

// Only what is named here passes.
Window OrganizationPart::Cut(const Window& window) const {
  Window left;
  left.set_id(window.id());
  left.set_role(window.role());
  left.set_purpose(purpose_->Scrub(window.purpose()));
  left.set_ticket(ticket_->Scrub(window.ticket()));
  for (const auto& person : window.persons()) {
    if (person.organization() != scope_.organization()) continue;
    auto* const kept = left.add_persons();
    kept->set_account(person.account());
    kept->set_organization(person.organization());
    kept->set_pledge(person.pledge());
    kept->set_pledge_expires(person.pledge_expires());
  }
  // Who sees people together with others is no figure of its own.
  if (left.persons_size() == window.persons_size()) {
    left.set_person_budget(window.person_budget());
    left.set_persons_seen(window.persons_seen());
  }
  for (const std::string& warning : window.warnings()) {
    bool is_ours = absl::StrContains(warning, Quoted(scope_.organization()));
    for (const auto& person : left.persons()) {
      is_ours = is_ours || absl::StrContains(warning, Quoted(person.account()));
    }
    if (is_ours) left.add_warnings(warning);
  }
  for (const auto& event : window.events()) {
    auto* const kept = left.add_events();
    kept->set_kind(event.kind());
    kept->set_staff(event.staff());
    // That there was one.
    if (!event.remark().empty()) kept->set_remark("[…]");
  }
  return left;
}

}  // namespace sudare::report
