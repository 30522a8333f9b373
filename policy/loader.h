// Loading a policy: text in, an immutable Policy or all that is wrong with it out.
#ifndef SUDARE_POLICY_LOADER_H_
#define SUDARE_POLICY_LOADER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/base/ed25519.h"
#include "policy/issue.h"
#include "policy/policy.h"

namespace sudare {

struct PolicyText {
  // Shown in messages.
  std::string file;
  std::string text;
};

struct LoadResult {
  // Set if and only if no issue is an error.
  std::shared_ptr<const Policy> policy;
  // Errors and warnings, in order of file and line.
  std::vector<Issue> issues;
};

// Parses, merges and validates. Reports all problems at once.
LoadResult LoadPolicyFromSources(const std::vector<PolicyText>& sources);

struct LoadOptions {
  // Not empty: the policy must be signed by one of these (signature.h). What isn't is not even
  // parsed.
  std::vector<Ed25519PublicKey> signers;
};

// Reads `path`: a file, or a folder whose *.textproto files are merged in name order; those named
// *.test.textproto and *.catalog.textproto are left out.
LoadResult LoadPolicy(const std::string& path, const LoadOptions& options = {});

// The text of the signature file for the policy at `path` as it is now. kInvalidArgument: it can't
// be read, or has errors: what nobody could load is not signed.
absl::StatusOr<std::string> SignPolicyAt(const std::string& path, const Ed25519PrivateKey& key);

}  // namespace sudare

#endif  // SUDARE_POLICY_LOADER_H_
