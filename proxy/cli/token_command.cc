#include <iterator>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "proxy/cli/commands.h"
#include "proxy/cli/connection.h"
#include "proxy/cli/shown_error.h"
#include "proxy/cli/token_answer.h"
#include "proxy/rpc/status_translation.h"

namespace sudare {
namespace {

struct TokenFlags {
  ConnectionFlags connection;
  std::string token;
  std::string purpose;
  std::string account;
  std::string role;
  std::string column;
  uint32_t key_id = 0;
  std::string window;
  std::string format = "text";
};

absl::StatusOr<std::string> TokenOf(const TokenFlags& flags, Console& console) {
  if (!flags.token.empty() && flags.token != "-") return flags.token;
  const std::string input{std::istreambuf_iterator<char>(console.in), {}};
  const absl::string_view token = absl::StripAsciiWhitespace(input);
  if (token.empty()) {
    return absl::InvalidArgumentError("no token: give one, or text on the input");
  }
  return std::string(token);
}

absl::Status CheckLogIn(const ConnectionFlags& flags) {
  if (!flags.user.empty()) {
    return absl::InvalidArgumentError(
        "staff log in by certificate: leave out `--user` and SUDARE_USER");
  }
  if (!flags.server.empty() && flags.certificate.empty()) {
    return absl::InvalidArgumentError("staff log in by certificate: give `--cert` and `--key`");
  }
  return absl::OkStatus();
}

template <typename Request, typename Response>
absl::StatusOr<TokenAnswer> Ask(const Connection& connection, const Request& request,
                                grpc::Status (sudare::v1::TokenService::Stub::*method)(
                                    grpc::ClientContext*, const Request&, Response*)) {
  grpc::ClientContext context;
  connection.Prepare(context);
  Response response;
  const absl::Status status =
      FromWire((connection.token_service().*method)(&context, request, &response));
  if (!status.ok()) return status;
  return ToTokenAnswer(response);
}

absl::StatusOr<TokenAnswer> Detokenize(const Connection& connection, const TokenFlags& flags,
                                       const std::string& token) {
  sudare::v1::DetokenizeRequest request;
  request.set_token(token);
  request.set_purpose(flags.purpose);
  request.set_account(flags.account);
  request.set_role(flags.role);
  request.set_column(flags.column);
  request.set_key_id(flags.key_id);
  request.set_window(flags.window);
  return Ask(connection, request, &sudare::v1::TokenService::Stub::Detokenize);
}

absl::StatusOr<TokenAnswer> Trace(const Connection& connection, const TokenFlags& flags,
                                  const std::string& token) {
  sudare::v1::TraceRequest request;
  request.set_token(token);
  request.set_purpose(flags.purpose);
  return Ask(connection, request, &sudare::v1::TokenService::Stub::Trace);
}

using Call = absl::StatusOr<TokenAnswer> (*)(const Connection& connection, const TokenFlags& flags,
                                             const std::string& token);

int RunTokenCommand(const TokenFlags& flags, Call call, Console& console) {
  const auto usage = [&console](const absl::Status& status) {
    console.err << status.message() << "\n";
    return kUsage;
  };
  const absl::Status log_in = CheckLogIn(flags.connection);
  if (!log_in.ok()) return usage(log_in);
  const absl::StatusOr<std::string> token = TokenOf(flags, console);
  if (!token.ok()) return usage(token.status());
  const auto connection = Connection::Open(flags.connection, console);
  if (!connection.ok()) return usage(connection.status());
  const absl::StatusOr<TokenAnswer> answer = call(**connection, flags, *token);
  if (!answer.ok()) {
    console.err << ShownError(answer.status(), "");
    return ExitCodeFor(answer.status());
  }
  console.out << (flags.format == "json" ? JsonTokenAnswer(*answer) : ShownTokenAnswer(*answer));
  return kDone;
}

CLI::App* AddCall(CLI::App& token, const char* name, const char* help, Call call,
                  const std::shared_ptr<TokenFlags>& flags, Console& console) {
  CLI::App* command = token.add_subcommand(name, help);
  command->add_option("token", flags->token, "the token; none or `-`: the input");
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  AddConnectionFlags(*command, &flags->connection);
  command->callback(
      [flags, call, &console] { console.exit_code = RunTokenCommand(*flags, call, console); });
  return command;
}

}  // namespace

void AddTokenCommand(CLI::App& app, Console& console) {
  CLI::App* token = app.add_subcommand("token", "for staff: what stands behind a token");
  token->require_subcommand(1);
  auto flags = std::make_shared<TokenFlags>();
  CLI::App* detokenize =
      AddCall(*token, "detokenize", "tell the value; needs the duty DETOKENIZE and is on record",
              Detokenize, flags, console);
  detokenize
      ->add_option("--purpose", flags->purpose, "why, or the ticket's number, for the audit log")
      ->required();
  detokenize->add_option("--account", flags->account, "refuse if this account never saw the token");
  detokenize->add_option("--role", flags->role, "refuse if this role never saw the token");
  detokenize->add_option("--column", flags->column,
                         "for tokens of digits: schema.table.column; needs --account");
  detokenize->add_option("--key-id", flags->key_id,
                         "for tokens of digits from before the key was rotated");
  detokenize->add_option("--window", flags->window,
                         "for tokens of digits of one maintenance window: its number");
  flags = std::make_shared<TokenFlags>();
  CLI::App* trace =
      AddCall(*token, "trace", "tell who was shown it, not the value; needs DETOKENIZE or AUDIT",
              Trace, flags, console);
  trace->add_option("--purpose", flags->purpose, "why, for the audit log");
}

}  // namespace sudare
