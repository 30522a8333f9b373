#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "policy/base/ed25519.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/keyring_file.h"
#include "policy/loader.h"
#include "policy/signature.h"
#include "proxy/cli/policy_commands.h"

namespace sudare {
namespace {

constexpr size_t kMaxKeyBytes = 64 << 10;

struct SignFlags {
  std::string path;
  std::string key;
};

// Whole or not at all: a proxy that watches the policy may read it at any time.
absl::Status Replace(const std::string& path, const std::string& text) {
  const std::string temporary = absl::StrCat(path, ".new");
  {
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file << text;
    file.flush();
    if (!file) {
      return absl::UnavailableError(
          absl::StrCat("cannot write ", Quoted(temporary), ": ", std::strerror(errno)));
    }
  }
  if (std::rename(temporary.c_str(), path.c_str()) == 0) return absl::OkStatus();
  const int error = errno;
  unlink(temporary.c_str());
  return absl::UnavailableError(
      absl::StrCat("cannot write ", Quoted(path), ": ", std::strerror(error)));
}

absl::Status Sign(const SignFlags& flags, Console& console) {
  SUDARE_ASSIGN_OR_RETURN(const std::string pem, ReadPrivateFile(flags.key, kMaxKeyBytes));
  SUDARE_ASSIGN_OR_RETURN(const Ed25519PrivateKey key, Ed25519PrivateKey::FromPem(pem));
  SUDARE_ASSIGN_OR_RETURN(const std::string text, SignPolicyAt(flags.path, key));
  const std::string path = SignaturePath(flags.path);
  SUDARE_RETURN_IF_ERROR(Replace(path, text));
  console.out << "signed " << flags.path << " as signer " << key.public_key().id() << ": " << path
              << "\n";
  return absl::OkStatus();
}

absl::Status Verify(const SignFlags& flags, Console& console) {
  std::ifstream file(flags.key, std::ios::binary);
  const std::string pem{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  SUDARE_ASSIGN_OR_RETURN(const Ed25519PublicKey signer, Ed25519PublicKey::FromPem(pem));
  const LoadResult result = LoadPolicy(flags.path, {{signer}});
  if (result.policy == nullptr) {
    for (const Issue& issue : result.issues) console.out << issue.ToString() << "\n";
    return absl::PermissionDeniedError("this policy would not be put into force");
  }
  console.out << flags.path << ": signed by " << signer.id() << ", hash " << result.policy->hash()
              << "\n";
  return absl::OkStatus();
}

void AddAction(CLI::App& policy, const char* name, const char* help, const char* key_help,
               absl::Status (*action)(const SignFlags&, Console&), Console& console) {
  auto flags = std::make_shared<SignFlags>();
  CLI::App* command = policy.add_subcommand(name, help);
  command->add_option("path", flags->path, "a file, or a folder of *.textproto files")->required();
  command->add_option("--key", flags->key, key_help)->required();
  command->footer("Exit codes: 0 done; 1 refused.");
  command->callback([flags, action, &console] {
    const absl::Status status = action(*flags, console);
    if (!status.ok()) console.err << status.message() << "\n";
    console.exit_code = status.ok() ? kDone : kRefused;
  });
}

}  // namespace

void AddPolicySignCommands(CLI::App& policy, Console& console) {
  AddAction(policy, "sign", "sign a policy for proxies that ask for it (`policy_signers`)",
            "Ed25519 private key, PEM, mode 0600: `openssl genpkey -algorithm ed25519`", Sign,
            console);
  AddAction(policy, "verify", "whether a policy is signed as it is",
            "the signer's public key, PEM: `openssl pkey -in signer.key -pubout`", Verify, console);
}

}  // namespace sudare
