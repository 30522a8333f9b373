// TokenDesk: where staff ask what stands behind a token. The one place that knows the order of
//   duty, calls within the time, request, token, named scope, audit record, answer.
// The door translates to and from it and decides nothing.
#ifndef SUDARE_PROXY_TOKEN_TOKEN_DESK_H_
#define SUDARE_PROXY_TOKEN_TOKEN_DESK_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "policy/keyring.h"
#include "policy/policy.h"
#include "proto/token.pb.h"
#include "proxy/admission/staff_quota.h"
#include "proxy/audit/audit_log.h"
#include "proxy/catalog/catalog.h"
#include "proxy/identity/authenticator.h"
#include "proxy/token/detokenization_record.h"
#include "proxy/token/detokenizer.h"

namespace sudare {

struct TokenDeskParts {
  std::shared_ptr<const Keyring> keyring;
  // For the types of columns that have tokens of digits.
  const CatalogSource* catalog = nullptr;
  // All maintenance windows that ever were, for tokens of scope WINDOW. Null: there are none.
  std::function<absl::StatusOr<std::vector<TokenWindow>>()> windows;
  StaffQuota* quota = nullptr;
  AuditLog* audit = nullptr;
  std::function<absl::Time()> clock = absl::Now;
};

// Each call makes one audit record, and nothing of the answer, no refusal either, leaves before the
// record is durable: kUnavailable if it can't be written. Other errors as in token.proto, each with
// an ErrorDetail (proxy/error.h).
//
// Thread-safety: share freely. Lifetime: the parts outlive the desk.
class TokenDesk {
 public:
  explicit TokenDesk(TokenDeskParts parts);

  absl::StatusOr<sudare::v1::DetokenizeResponse> Detokenize(
      const Policy& policy, const StaffCaller& caller,
      const sudare::v1::DetokenizeRequest& request);

  absl::StatusOr<sudare::v1::TraceResponse> Trace(const Policy& policy, const StaffCaller& caller,
                                                  const sudare::v1::TraceRequest& request);

 private:
  absl::Status Look(const sudare::v1::DetokenizeRequest& request, TokenCall* call);
  absl::Status Look(const sudare::v1::TraceRequest& request, TokenCall* call);
  absl::Status Find(const std::string& token, TokenCall* call) const;
  absl::StatusOr<std::vector<TokenWindow>> Windows() const;
  // By the column and account that the request names.
  absl::Status FindInColumn(const sudare::v1::DetokenizeRequest& request, TokenCall* call) const;

  const TokenDeskParts parts_;
  const Detokenizer detokenizer_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_TOKEN_TOKEN_DESK_H_
