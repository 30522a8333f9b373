// The audit record of a call of the token service.
#ifndef SUDARE_PROXY_TOKEN_DETOKENIZATION_RECORD_H_
#define SUDARE_PROXY_TOKEN_DETOKENIZATION_RECORD_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "policy/policy.h"
#include "proto/audit.pb.h"
#include "proxy/identity/authenticator.h"
#include "proxy/token/detokenizer.h"

namespace sudare {

// What is known of a call when it ends. Lifetime: borrows the policy.
struct TokenCall {
  const Policy* policy = nullptr;
  sudare::v1::Detokenization::Kind kind = sudare::v1::Detokenization::KIND_UNSPECIFIED;
  std::string call_id;
  StaffCaller caller;
  std::string purpose;
  // Named in the request, and known to the policy.
  const Account* named_account = nullptr;
  const Role* named_role = nullptr;
  // Unset if the text is no token, or was not looked at.
  std::optional<FoundToken> found;
  // Of the text, if `found`; see audit.proto.
  std::string token_reference;
};

// See Detokenization.token_reference in audit.proto.
std::string TokenReference(absl::string_view token);

// Never holds the value. `status`: how the call is about to end.
sudare::v1::AuditRecord DetokenizationRecord(const TokenCall& call, const absl::Status& status);

}  // namespace sudare

#endif  // SUDARE_PROXY_TOKEN_DETOKENIZATION_RECORD_H_
