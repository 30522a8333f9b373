// The monthly review: which months wait for it, and its sign-off.
#include <memory>
#include <string>

#include "absl/strings/str_join.h"
#include "proxy/cli/audit_commands.h"
#include "proxy/cli/audit_source.h"
#include "proxy/cli/shown_error.h"
#include "proxy/report/entry_lines.h"
#include "proxy/rpc/status_translation.h"

namespace sudare {
namespace {

struct SignOffFlags {
  ConnectionFlags connection;
  std::string month;
  std::string digest;
  std::string remarks;
};

int SignOff(const SignOffFlags& flags, Console& console) {
  const auto connection = Connection::Open(flags.connection, console);
  if (!connection.ok()) {
    console.err << connection.status().message() << "\n";
    return kUsage;
  }
  sudare::v1::SignOffRequest request;
  request.set_month(flags.month);
  request.set_report_digest(flags.digest);
  request.set_remarks(flags.remarks);
  grpc::ClientContext context;
  (*connection)->Prepare(context);
  sudare::v1::SignOffResponse response;
  const absl::Status status =
      FromWire((*connection)->audit_service().SignOff(&context, request, &response));
  if (!status.ok()) {
    console.err << ShownError(status, "");
    return ExitCodeFor(status);
  }
  console.out << "signed off " << flags.month << " by " << response.reviewer() << "\nreport     "
              << response.report_digest() << "\n";
  return kDone;
}

struct StatusFlags {
  AuditSourceFlags source;
  std::string format = "text";
};

void ShowMonths(const sudare::v1::AuditStatusResponse& response, std::ostream& out) {
  const auto shown = [](const auto& months) {
    return months.empty() ? std::string("none") : absl::StrJoin(months, ", ");
  };
  out << "without sign-off " << shown(response.unsigned_months()) << "\n"
      << "overdue          " << shown(response.overdue_months()) << "\n";
  if (!response.overdue_months().empty()) {
    out << "警告: 確認(署名)の期限を過ぎた月があります。 / WARNING: months wait for their review.\n"
        << "       `sudare audit report --month " << response.overdue_months(0)
        << "`, read it, then `sudare audit sign-off`\n";
  }
}

int ShowStatus(const StatusFlags& flags, AuditSource& source, Console& console) {
  const auto response = source.Status();
  if (!response.ok()) return TellAuditError(source, response.status(), console);
  if (flags.format == "json") {
    console.out << report::JsonLine(*response);
  } else {
    console.out << "writable         " << (response->writable() ? "yes" : "NO") << "\n"
                << "log              "
                << (!response->is_known()        ? "being read, ask again in a moment"
                    : response->damage().empty() ? "whole when it was last read"
                                                 : "DAMAGED: " + response->damage())
                << "\n";
    if (response->is_known()) ShowMonths(*response, console.out);
  }
  const bool is_well =
      response->writable() && response->damage().empty() && response->overdue_months().empty();
  return is_well ? kDone : kRefused;
}

}  // namespace

void AddAuditSignOffCommand(CLI::App& audit, Console& console) {
  auto flags = std::make_shared<SignOffFlags>();
  CLI::App* command = audit.add_subcommand(
      "sign-off", "put on record that you have reviewed a month; needs the duty AUDIT");
  command->add_option("--month", flags->month, "the month: 2026-10")->required();
  command
      ->add_option("--digest", flags->digest,
                   "of the report that you read, its first 16 digits or more")
      ->required();
  command->add_option("--remarks", flags->remarks, "what you add, at most 1,000 bytes");
  AddConnectionFlags(*command, &flags->connection);
  command->footer(
      "Your name is that of your certificate. Not for who acted in the month: looked tokens up, "
      "or\n"
      "had a policy read.\n"
      "Exit codes: 0 on record; 1 refused; 2 usage; 3 no server.");
  command->callback([flags, &console] { console.exit_code = SignOff(*flags, console); });
}

void AddAuditStatusCommand(CLI::App& audit, Console& console) {
  auto flags = std::make_shared<StatusFlags>();
  CLI::App* command =
      audit.add_subcommand("status", "which months wait for their review, and is the log well");
  AddAuditSourceFlags(*command, &flags->source);
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  command->footer(
      "Exit codes: 0 all is well; 1 a month is overdue, or the log is damaged or can't be written, "
      "or\nrefused; 2 usage; 3 no server.");
  command->callback([flags, &console] {
    const auto source = OpenAuditSource(flags->source, console);
    if (source != nullptr) console.exit_code = ShowStatus(*flags, *source, console);
  });
}

}  // namespace sudare
