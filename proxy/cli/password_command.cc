#include <string>

#include "absl/strings/string_view.h"
#include "policy/base/status_macros.h"
#include "proxy/cli/commands.h"
#include "proxy/cli/prompt.h"
#include "proxy/identity/authenticator.h"

namespace sudare {
namespace {

absl::Status PrintHash(Console& console) {
  SUDARE_ASSIGN_OR_RETURN(const std::string password,
                          SecretFrom("", console, "password: ", /*twice=*/true));
  SUDARE_ASSIGN_OR_RETURN(const std::string hash, HashPassword(password));
  console.out << "password_hash: \"" << hash << "\"\n";
  return absl::OkStatus();
}

}  // namespace

void AddPasswordCommand(CLI::App& app, Console& console) {
  CLI::App* command =
      app.add_subcommand("password", "print the line for an account's password in a policy");
  command->footer("The password is asked for twice, or is the first line of the input.");
  command->callback([&console] {
    const absl::Status status = PrintHash(console);
    if (!status.ok()) console.err << status.message() << "\n";
    console.exit_code = status.ok() ? kDone : kUsage;
  });
}

}  // namespace sudare
