#include "proxy/policies/policy_keeper.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "spdlog/spdlog.h"

namespace sudare {
namespace {

using sudare::v1::ServerEvent;

void LogIssues(const std::vector<Issue>& issues) {
  for (const Issue& issue : issues) {
    if (issue.severity == Issue::Severity::kError) {
      spdlog::error("{}", issue.ToString());
    } else {
      spdlog::warn("{}", issue.ToString());
    }
  }
}

}  // namespace

PolicyKeeper::PolicyKeeper(PolicyInForce::Options options, AuditLog* audit,
                           std::function<absl::Time()> clock)
    : path_(options.path),
      audit_(audit),
      clock_(std::move(clock)),
      in_force_(std::move(options)),
      watch_(path_) {}

bool PolicyKeeper::Load(const LoadCause& cause) {
  absl::MutexLock loading(&loading_);
  // Before they are read: what changes meanwhile is a change.
  watch_.Know();
  return LoadNow(cause);
}

void PolicyKeeper::LoadIfChanged() {
  absl::MutexLock loading(&loading_);
  if (watch_.Changed()) LoadNow({"changed files", {}});
}

bool PolicyKeeper::LoadNow(const LoadCause& cause) {
  const bool is_first = in_force_.Current() == nullptr;
  const PolicyInForce::Outcome outcome = in_force_.Load();
  LogIssues(outcome.issues);
  const std::shared_ptr<const Policy> policy = in_force_.Current();
  const absl::Time now = clock_();
  {
    absl::MutexLock lock(&mutex_);
    status_.last_was_loaded = outcome.loaded;
    status_.last_tried_at = now;
    status_.issues = outcome.issues;
    ++(outcome.loaded ? status_.loaded : status_.rejected);
    if (outcome.loaded) {
      status_.loaded_at = now;
      status_.hash = policy->hash();
    }
  }
  if (!outcome.loaded) {
    if (!is_first) {
      spdlog::error("POLICY REJECTED: {} is not in force; the policy with hash {} stays in force",
                    path_, policy->hash());
    }
    Audit(ServerEvent::POLICY_REJECTED, cause,
          absl::StrCat("the policy has ", outcome.issues.size(), " issues, first: ",
                       outcome.issues.empty() ? "" : outcome.issues.front().message));
    return false;
  }
  spdlog::info("policy {}{} (hash {}): {} accounts, {} roles, {} tables",
               is_first ? "" : "reloaded ", path_, policy->hash(), policy->accounts().size(),
               policy->roles().size(), policy->tables().size());
  Audit(ServerEvent::POLICY_LOADED, cause, "");
  if (!is_first && on_loaded_) on_loaded_();
  return true;
}

PolicyStatus PolicyKeeper::Status() const {
  absl::MutexLock lock(&mutex_);
  return status_;
}

void PolicyKeeper::Audit(ServerEvent::Kind kind, const LoadCause& cause,
                         const std::string& detail) {
  sudare::v1::AuditRecord record;
  ServerEvent& event = *record.mutable_server();
  event.set_kind(kind);
  event.set_detail(detail);
  event.set_cause(cause.what);
  if (!cause.caller.staff().empty()) *event.mutable_caller() = cause.caller;
  if (const auto policy = in_force_.Current()) event.set_policy_hash(policy->hash());
  const absl::Status status = audit_->AppendDurably(std::move(record));
  if (!status.ok()) {
    spdlog::error("the audit log cannot be written: {}", std::string(status.message()));
  }
}

}  // namespace sudare
