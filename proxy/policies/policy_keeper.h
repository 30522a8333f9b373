// PolicyKeeper: loads the policy when told to, and says what came of it: in the log, in the audit
// log, and in its status for health checks, metrics and staff. A policy with errors leaves the one
// before in force.
#ifndef SUDARE_PROXY_POLICIES_POLICY_KEEPER_H_
#define SUDARE_PROXY_POLICIES_POLICY_KEEPER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "policy/issue.h"
#include "proto/audit.pb.h"
#include "proxy/audit/audit_log.h"
#include "proxy/policies/policy_in_force.h"
#include "proxy/policies/policy_watch.h"

namespace sudare {

// What made the policy be loaded, for the audit log.
struct LoadCause {
  // "start", "signal", "changed files", "call"
  std::string what;
  // Of a call: who asked.
  sudare::v1::Caller caller;
};

// Times are InfinitePast() where it never happened.
struct PolicyStatus {
  // Of the policy in force; empty: none.
  std::string hash;
  absl::Time loaded_at = absl::InfinitePast();
  // Whether the last attempt put a policy into force, and what was wrong with it.
  bool last_was_loaded = false;
  absl::Time last_tried_at = absl::InfinitePast();
  std::vector<Issue> issues;
  uint64_t loaded = 0;
  uint64_t rejected = 0;
};

// Thread-safety: internally locked; one load at a time.
// Lifetime: the audit log outlives it.
class PolicyKeeper {
 public:
  // `on_loaded` is called after each load but the first that puts a policy into force.
  PolicyKeeper(PolicyInForce::Options options, AuditLog* audit,
               std::function<absl::Time()> clock = absl::Now);

  // Returns whether a policy was put into force. The audit record is durable then: kUnavailable
  // becomes an error of the log, and the policy stands nevertheless.
  bool Load(const LoadCause& cause) ABSL_LOCKS_EXCLUDED(loading_);
  // Loads if the files have changed since they were last loaded, for whatever cause, and have come
  // to rest. Call it about every second.
  void LoadIfChanged() ABSL_LOCKS_EXCLUDED(loading_);
  void OnLoaded(std::function<void()> on_loaded) { on_loaded_ = std::move(on_loaded); }

  PolicyStatus Status() const;
  const PolicySource& source() const { return in_force_; }

 private:
  bool LoadNow(const LoadCause& cause) ABSL_EXCLUSIVE_LOCKS_REQUIRED(loading_);
  void Audit(sudare::v1::ServerEvent::Kind kind, const LoadCause& cause, const std::string& detail);

  const std::string path_;
  AuditLog* const audit_;
  const std::function<absl::Time()> clock_;
  PolicyInForce in_force_;
  std::function<void()> on_loaded_;
  absl::Mutex loading_;
  PolicyWatch watch_ ABSL_GUARDED_BY(loading_);
  mutable absl::Mutex mutex_;
  PolicyStatus status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sudare

#endif  // SUDARE_PROXY_POLICIES_POLICY_KEEPER_H_
