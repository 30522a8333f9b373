#include "proxy/cli/doctor_command.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "proto/policy_service.grpc.pb.h"
#include "proxy/cli/connection.h"
#include "proxy/doctor/examination.h"
#include "proxy/doctor/report.h"
#include "proxy/rpc/status_translation.h"

namespace sudare {
namespace {

// A proxy that is away is told soon.
constexpr double kAskingSeconds = 10;

struct DoctorFlags {
  doctor::Request request;
  std::vector<std::string> proxies;
  ConnectionFlags connection;
  std::string format = "text";
  std::string language;
  bool strict = false;
};

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds());
}

doctor::ProxyAnswer AskProxy(const std::string& address, ConnectionFlags flags, Console& console) {
  doctor::ProxyAnswer answer;
  answer.address = address;
  flags.server = address;
  if (flags.timeout == 0) flags.timeout = kAskingSeconds;
  const auto connection = Connection::Open(flags, console);
  if (!connection.ok()) {
    answer.status = connection.status();
    return answer;
  }
  grpc::ClientContext context;
  (*connection)->Prepare(context);
  sudare::v1::PolicyStatusResponse response;
  answer.status = FromWire((*connection)->policy_service().Status(&context, {}, &response));
  if (!answer.status.ok()) return answer;
  answer.hash = response.hash();
  answer.loaded_at = TimeOf(response.loaded_at());
  answer.last_was_loaded = response.last_was_loaded();
  answer.last_tried_at = TimeOf(response.last_tried_at());
  for (const sudare::v1::PolicyIssue& issue : response.issues()) {
    if (issue.severity() != sudare::v1::PolicyIssue::ERROR) continue;
    answer.first_error = issue.message();
    break;
  }
  return answer;
}

// What the environment asks for, as other programs read it.
doctor::Language LanguageOf(const std::string& flag) {
  if (flag == "ja") return doctor::Language::kJapanese;
  if (flag == "en") return doctor::Language::kEnglish;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return absl::StartsWith(value, "ja") ? doctor::Language::kJapanese : doctor::Language::kEnglish;
  }
  return doctor::Language::kEnglish;
}

doctor::ReportOptions ReportOptionsOf(const DoctorFlags& flags, const Console& console) {
  doctor::ReportOptions options;
  options.language = LanguageOf(flags.language);
  options.strict = flags.strict;
  if (!console.is_terminal) return options;
  // https://no-color.org
  const char* const no_colour = std::getenv("NO_COLOR");
  options.colours = no_colour == nullptr || *no_colour == '\0';
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    options.width = std::clamp<size_t>(size.ws_col, 60, 120);
  }
  return options;
}

int RunDoctor(const DoctorFlags& flags, Console& console) {
  std::vector<doctor::ProxyAnswer> answers;
  for (const std::string& address : flags.proxies) {
    answers.push_back(AskProxy(address, flags.connection, console));
  }
  doctor::Request request = flags.request;
  // Who asks is let in by the same rules.
  if (!flags.connection.certificate.empty()) {
    request.client_certificates.push_back(flags.connection.certificate);
  }
  const doctor::Examination found = doctor::Examine(request, answers);
  const doctor::ReportOptions options = ReportOptionsOf(flags, console);
  console.out << (flags.format == "json"
                      ? doctor::ReportAsJson(found.findings, found.policy_hash, options)
                      : doctor::ReportAsText(found.findings, options));
  if (!found.has_configuration) return kUsage;
  return doctor::HasFailed(found.findings, flags.strict) ? kRefused : kDone;
}

}  // namespace

void AddDoctorCommand(CLI::App& app, Console& console) {
  auto flags = std::make_shared<DoctorFlags>();
  CLI::App* command = app.add_subcommand(
      "doctor", "look at everything that could be wrong around a proxy; changes nothing");
  command
      ->add_option("--config", flags->request.config_path,
                   "the proxy's configuration; run this on its host, as its user")
      ->required();
  command->add_option("--proxy", flags->proxies,
                      "a running proxy, host:port: compare its policy with the files; may be given "
                      "several times, with --cert and --key of staff");
  command->add_option("--certificate", flags->request.client_certificates,
                      "a client certificate (PEM): would its holder get in? May be given several "
                      "times");
  command->add_option("--admin-database", flags->request.admin_database,
                      "libpq connection string of a superuser, who may read pg_hba.conf's rules");
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  command->add_option("--language", flags->language, "en or ja; default: that of the environment")
      ->check(CLI::IsMember({"en", "ja"}));
  command->add_flag("--strict", flags->strict,
                    "warnings are errors, and so is what could not be checked");
  AddConnectionFlags(*command, &flags->connection);
  // One address is not enough here.
  command->remove_option(command->get_option("--server"));
  command->footer(
      "Each finding has a code, explained in docs/doctor.md.\n"
      "Exit codes: 0 no errors; 1 there are; 2 the configuration can't be read, or wrong usage.");
  command->callback([flags, &console] { console.exit_code = RunDoctor(*flags, console); });
}

}  // namespace sudare
