#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "policy/base/status_macros.h"
#include "policy/keyring.h"
#include "proxy/cli/commands.h"
#include "proxy/cli/prompt.h"

namespace sudare {
namespace {

struct KeysFlags {
  std::string file;
  std::string passphrase_file;
};

absl::Status CreateKeys(const KeysFlags& flags, Console& console) {
  SUDARE_ASSIGN_OR_RETURN(
      const std::string passphrase,
      SecretFrom(flags.passphrase_file, console, "passphrase of the new keyring: ", true));
  SUDARE_RETURN_IF_ERROR(Keyring::Create(flags.file, passphrase));
  console.out << "made " << flags.file
              << " with one key; tokens can't be turned back without it and its passphrase:"
                 " keep copies of both, in different places\n";
  return absl::OkStatus();
}

absl::Status RotateKeys(const KeysFlags& flags, Console& console) {
  SUDARE_ASSIGN_OR_RETURN(
      const std::string passphrase,
      SecretFrom(flags.passphrase_file, console, "passphrase of the keyring: ", false));
  SUDARE_ASSIGN_OR_RETURN(const uint32_t id, Keyring::Rotate(flags.file, passphrase));
  console.out << "key " << id
              << " makes tokens from now on; older keys stay for reading. Restart the proxy.\n";
  return absl::OkStatus();
}

absl::Status ListKeys(const KeysFlags& flags, Console& console) {
  SUDARE_ASSIGN_OR_RETURN(
      const std::string passphrase,
      SecretFrom(flags.passphrase_file, console, "passphrase of the keyring: ", false));
  SUDARE_ASSIGN_OR_RETURN(const auto keyring, Keyring::Load(flags.file, passphrase));
  for (const Keyring::KeyInfo& key : keyring->List()) {
    console.out << "key " << key.id << ", made "
                << absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", key.created, absl::UTCTimeZone())
                << (key.primary ? ", makes tokens" : ", reads tokens") << "\n";
  }
  return absl::OkStatus();
}

using Action = std::function<absl::Status(const KeysFlags&, Console&)>;

void AddAction(CLI::App& keys, const char* name, const char* help, const Action& action,
               Console& console) {
  auto flags = std::make_shared<KeysFlags>();
  CLI::App* command = keys.add_subcommand(name, help);
  command->add_option("--file", flags->file, "the keyring, mode 0600")->required();
  command->add_option("--passphrase-file", flags->passphrase_file,
                      "file with its passphrase, mode 0600; none: it is asked for");
  command->callback([flags, action, &console] {
    const absl::Status status = action(*flags, console);
    if (!status.ok()) console.err << status.message() << "\n";
    console.exit_code = status.ok() ? kDone : kRefused;
  });
}

}  // namespace

void AddKeysCommand(CLI::App& app, Console& console) {
  CLI::App* keys = app.add_subcommand("keys", "the keyring that tokens are made with");
  keys->require_subcommand(1);
  AddAction(*keys, "create", "make a keyring with one random key", CreateKeys, console);
  AddAction(*keys, "rotate", "add a key that makes tokens from now on", RotateKeys, console);
  AddAction(*keys, "list", "list the keys: ids and dates, never the keys", ListKeys, console);
}

}  // namespace sudare
