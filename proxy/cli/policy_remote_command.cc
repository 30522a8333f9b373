// What staff ask a running proxy about its policy.
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "policy/issue.h"
#include "proto/policy_service.grpc.pb.h"
#include "proxy/cli/commands.h"
#include "proxy/cli/connection.h"
#include "proxy/cli/json_message.h"
#include "proxy/cli/shown_error.h"
#include "proxy/rpc/status_translation.h"

namespace sudare {
namespace {

using sudare::v1::PolicyStatusResponse;

struct RemoteFlags {
  ConnectionFlags connection;
  std::string format = "text";
};

std::string Shown(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S %z", absl::FromUnixSeconds(time.seconds()),
                          absl::LocalTimeZone());
}

void ShowIssues(const PolicyStatusResponse& status, std::ostream& out) {
  for (const sudare::v1::PolicyIssue& issue : status.issues()) {
    Issue shown;
    shown.severity = issue.severity() == sudare::v1::PolicyIssue::ERROR ? Issue::Severity::kError
                                                                        : Issue::Severity::kWarning;
    shown.place = {issue.file(), static_cast<int>(issue.line()), static_cast<int>(issue.column())};
    shown.message = issue.message();
    shown.advice = issue.advice();
    out << shown.ToString() << "\n";
  }
}

void ShowStatus(const PolicyStatusResponse& status, std::ostream& out) {
  ShowIssues(status, out);
  out << "in force   " << status.hash() << "\n"
      << "since      " << Shown(status.loaded_at()) << "\n"
      << "last load  " << Shown(status.last_tried_at())
      << (status.last_was_loaded() ? ", put into force" : ", REJECTED: see above") << "\n"
      << "loads      " << status.loaded() << " put into force, " << status.rejected()
      << " rejected since the proxy started\n";
}

int AskStatus(const Connection& connection, const RemoteFlags& flags, Console& console) {
  grpc::ClientContext context;
  connection.Prepare(context);
  PolicyStatusResponse response;
  const absl::Status status = FromWire(connection.policy_service().Status(&context, {}, &response));
  if (!status.ok()) {
    console.err << ShownError(status, "");
    return ExitCodeFor(status);
  }
  if (flags.format == "json") {
    console.out << JsonLine(response);
  } else {
    ShowStatus(response, console.out);
  }
  return response.last_was_loaded() ? kDone : kRefused;
}

int AskReload(const Connection& connection, const RemoteFlags& flags, Console& console) {
  grpc::ClientContext context;
  connection.Prepare(context);
  sudare::v1::ReloadPolicyResponse response;
  const absl::Status status = FromWire(connection.policy_service().Reload(&context, {}, &response));
  if (!status.ok()) {
    console.err << ShownError(status, "");
    return ExitCodeFor(status);
  }
  if (flags.format == "json") {
    console.out << JsonLine(response);
  } else {
    ShowStatus(response.status(), console.out);
  }
  return response.loaded() ? kDone : kRefused;
}

using Ask = int (*)(const Connection&, const RemoteFlags&, Console&);

void AddCall(CLI::App& policy, const char* name, const char* help, Ask ask, Console& console) {
  auto flags = std::make_shared<RemoteFlags>();
  CLI::App* command = policy.add_subcommand(name, help);
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  AddConnectionFlags(*command, &flags->connection);
  command->footer(
      "Exit codes: 0 the files are in force; 1 they were rejected, and the policy before is in "
      "force, or the call was refused; 2 usage.");
  command->callback([flags, ask, &console] {
    const auto connection = Connection::Open(flags->connection, console);
    if (!connection.ok()) {
      console.err << connection.status().message() << "\n";
      console.exit_code = kUsage;
      return;
    }
    console.exit_code = ask(**connection, *flags, console);
  });
}

}  // namespace

void AddPolicyRemoteCommands(CLI::App& app, Console& console) {
  CLI::App& policy = *app.get_subcommand("policy");
  AddCall(policy, "status", "which policy a running proxy has in force; needs ADMINISTER or AUDIT",
          AskStatus, console);
  AddCall(policy, "reload", "have a running proxy read its policy again; needs ADMINISTER",
          AskReload, console);
}

}  // namespace sudare
