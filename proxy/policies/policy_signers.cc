#include "proxy/policies/policy_signers.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"

namespace sudare {

absl::StatusOr<std::vector<Ed25519PublicKey>> ReadPolicySigners(
    const std::vector<std::string>& paths) {
  std::vector<Ed25519PublicKey> signers;
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    const std::string pem{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    absl::StatusOr<Ed25519PublicKey> key = Ed25519PublicKey::FromPem(pem);
    if (!key.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("policy signer ", Quoted(path), ": ", key.status().message()));
    }
    signers.push_back(*std::move(key));
  }
  return signers;
}

}  // namespace sudare
