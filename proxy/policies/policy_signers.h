// The public keys of those whose signature a policy needs (`policy_signers` of the configuration).
#ifndef SUDARE_PROXY_POLICIES_POLICY_SIGNERS_H_
#define SUDARE_PROXY_POLICIES_POLICY_SIGNERS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/base/ed25519.h"

namespace sudare {

// One key of each file. kInvalidArgument: a file holds none; the message names it.
absl::StatusOr<std::vector<Ed25519PublicKey>> ReadPolicySigners(
    const std::vector<std::string>& paths);

}  // namespace sudare

#endif  // SUDARE_PROXY_POLICIES_POLICY_SIGNERS_H_
