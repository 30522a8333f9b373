#include "policy/signature.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"

namespace sudare {
namespace {

constexpr absl::string_view kHead = "sudare policy 1\n";
constexpr absl::string_view kSignature = "signature ";
constexpr absl::string_view kBetween = "  ";
constexpr size_t kHashDigits = 64;

// What is signed: names and contents of all files, in the order of their names.
absl::StatusOr<std::string> ManifestOf(const std::vector<SignedFile>& files) {
  std::map<std::string, std::string> hashes;
  for (const SignedFile& file : files) {
    // A line break would let one name stand for two lines.
    if (file.name.empty() || file.name.find('\n') != std::string::npos) {
      return absl::InvalidArgumentError(
          absl::StrCat("the name ", Quoted(file.name), " can't be signed: rename the file"));
    }
    hashes[file.name] = Sha256Hex(file.bytes);
  }
  std::string manifest(kHead);
  for (const auto& [name, hash] : hashes) absl::StrAppend(&manifest, hash, kBetween, name, "\n");
  return manifest;
}

absl::Status Malformed() {
  return absl::InvalidArgumentError(
      "this is no signature of a policy: sign by `sudare policy sign`");
}

struct SignatureFile {
  absl::string_view manifest;
  std::string signature;
};

absl::StatusOr<SignatureFile> Read(absl::string_view text) {
  if (!absl::StartsWith(text, kHead) || !absl::ConsumeSuffix(&text, "\n")) return Malformed();
  const size_t last = text.rfind('\n') + 1;
  absl::string_view line = text.substr(last);
  SignatureFile file;
  file.manifest = text.substr(0, last);
  if (!absl::ConsumePrefix(&line, kSignature) || !absl::Base64Unescape(line, &file.signature)) {
    return Malformed();
  }
  return file;
}

std::map<std::string, std::string> HashesIn(absl::string_view manifest) {
  std::map<std::string, std::string> hashes;
  while (!manifest.empty()) {
    const size_t end = manifest.find('\n');
    const absl::string_view line = manifest.substr(0, end);
    manifest.remove_prefix(end == absl::string_view::npos ? manifest.size() : end + 1);
    if (line.size() <= kHashDigits + kBetween.size()) continue;
    hashes[std::string(line.substr(kHashDigits + kBetween.size()))] =
        std::string(line.substr(0, kHashDigits));
  }
  return hashes;
}

// What differs between what was signed and what is there: "`a` was changed, `b` was added".
std::string Differences(absl::string_view signed_manifest, absl::string_view manifest) {
  const std::map<std::string, std::string> then = HashesIn(signed_manifest);
  const std::map<std::string, std::string> now = HashesIn(manifest);
  std::vector<std::string> differences;
  for (const auto& [name, hash] : now) {
    const auto found = then.find(name);
    if (found == then.end()) {
      differences.push_back(absl::StrCat(Quoted(name), " was added"));
    } else if (found->second != hash) {
      differences.push_back(absl::StrCat(Quoted(name), " was changed"));
    }
  }
  for (const auto& [name, hash] : then) {
    if (now.count(name) == 0) differences.push_back(absl::StrCat(Quoted(name), " was removed"));
  }
  return absl::StrJoin(differences, ", ");
}

}  // namespace

std::string SignaturePath(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return absl::StrCat(path, ".sig");
  return absl::StrCat(absl::StripSuffix(path, "/"), "/policy.sig");
}

absl::StatusOr<std::string> SignPolicy(const std::vector<SignedFile>& files,
                                       const Ed25519PrivateKey& key) {
  SUDARE_ASSIGN_OR_RETURN(const std::string manifest, ManifestOf(files));
  SUDARE_ASSIGN_OR_RETURN(const std::string signature, key.Sign(manifest));
  return absl::StrCat(manifest, kSignature, absl::Base64Escape(signature), "\n");
}

absl::Status CheckSignature(const std::vector<SignedFile>& files, absl::string_view signature,
                            const std::vector<Ed25519PublicKey>& signers) {
  SUDARE_ASSIGN_OR_RETURN(const SignatureFile file, Read(signature));
  SUDARE_ASSIGN_OR_RETURN(const std::string manifest, ManifestOf(files));
  const auto verifies = [&](absl::string_view message) {
    return std::any_of(signers.begin(), signers.end(), [&](const Ed25519PublicKey& signer) {
      return signer.Verifies(message, file.signature);
    });
  };
  // Over what is there: what the file says of it serves the message alone.
  if (verifies(manifest)) return absl::OkStatus();
  if (!verifies(file.manifest)) {
    return absl::PermissionDeniedError(
        "the policy is signed by none of the configured signers: have one of them sign it");
  }
  return absl::PermissionDeniedError(absl::StrCat("since the policy was signed ",
                                                  Differences(file.manifest, manifest),
                                                  ": review it, and have it signed again"));
}

}  // namespace sudare
