// What the pipeline writes into the audit log.
#ifndef SUDARE_PROXY_QUERY_AUDIT_RECORDS_H_
#define SUDARE_PROXY_QUERY_AUDIT_RECORDS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proto/audit.pb.h"
#include "proxy/backend/backend.h"
#include "proxy/identity/authenticator.h"
#include "proxy/query/account_view.h"
#include "proxy/query/result_digest.h"

namespace sudare {

// What is known of a query before it is compiled.
struct QueryFacts {
  std::string query_id;
  Caller caller;
  // nullptr: the policy knows no such account.
  const Account* account = nullptr;
  std::string policy_hash;
  // The maintenance window it works in; empty: none.
  std::string window;
  std::string purpose;
  std::string normalized_sql;
  std::string fingerprint;
};

// How a query that ran ended.
struct QueryEnd {
  absl::Status status;
  uint64_t rows = 0;
  uint64_t bytes = 0;
  uint64_t persons = 0;
  uint64_t new_persons = 0;
  absl::Duration elapsed;
  DatabasePosition position;
  // Of all rows; may be null.
  const ResultDigest* digest = nullptr;
};

sudare::v1::AuditRecord IntentRecord(const QueryFacts& facts, const CompiledStatement& statement);
sudare::v1::AuditRecord RefusalRecord(const QueryFacts& facts, const absl::Status& status);
sudare::v1::AuditRecord OutcomeRecord(const QueryFacts& facts, const QueryEnd& end);

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_AUDIT_RECORDS_H_
