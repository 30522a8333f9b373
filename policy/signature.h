// The signature of a policy: who may put a policy into force is decided by a key, not by who can
// write a file.
//
// It stands in a text file beside the policy: PATH.sig for a file, policy.sig in a folder. The
// lines before the last are what is signed, and readable by `sha256sum --check`:
//
//   sudare policy 1
//   <SHA-256>  10_tables.textproto
//   <SHA-256>  20_roles.textproto
//   signature <base64 of the Ed25519 signature>
#ifndef SUDARE_POLICY_SIGNATURE_H_
#define SUDARE_POLICY_SIGNATURE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/base/ed25519.h"
#include "policy/issue.h"

namespace sudare {

// A file of the policy by its name without folders, and its bytes.
struct SignedFile {
  std::string name;
  absl::string_view bytes;
};

// Where the signature of the policy at `path` is expected.
std::string SignaturePath(const std::string& path);

// The text of the signature file. kInvalidArgument: a name that can't stand in it.
absl::StatusOr<std::string> SignPolicy(const std::vector<SignedFile>& files,
                                       const Ed25519PrivateKey& key);

// OK if one of `signers` signed exactly these files. kPermissionDenied: they did not; the message
// says which file was changed, added or removed since, or that the signature is none of theirs.
// kInvalidArgument: the text is no signature file.
absl::Status CheckSignature(const std::vector<SignedFile>& files, absl::string_view signature,
                            const std::vector<Ed25519PublicKey>& signers);

}  // namespace sudare

#endif  // SUDARE_POLICY_SIGNATURE_H_
