#include <memory>
#include <string>

#include "proxy/cli/commands.h"
#include "proxy/config.h"
#include "proxy/server.h"

namespace sudare {
namespace {

int Serve(const std::string& path, bool only_check, Console& console) {
  const ConfigResult result = LoadConfig(path);
  for (const Issue& issue : result.issues) console.err << issue.ToString() << "\n";
  if (!result.config) return kUsage;
  if (only_check) {
    console.out << path << ": no errors\n";
    return kDone;
  }
  const absl::Status status = RunServer(*result.config);
  if (status.ok()) return kDone;
  console.err << "cannot serve: " << std::string(status.message()) << "\n";
  return kRefused;
}

}  // namespace

void AddServeCommand(CLI::App& app, Console& console) {
  auto path = std::make_shared<std::string>();
  auto only_check = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("serve", "run the proxy");
  command->footer(
      "SIGHUP reads the policy again; SIGTERM and SIGINT stop, running queries get 5 s.");
  command->add_option("--config", *path, "configuration, a text-format file (proto/config.proto)")
      ->required();
  command->add_flag("--check", *only_check, "check the configuration and end");
  command->callback(
      [path, only_check, &console] { console.exit_code = Serve(*path, *only_check, console); });
}

}  // namespace sudare
