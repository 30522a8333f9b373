#include "proxy/cli/connection.h"

#include <chrono>
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/cli/prompt.h"
#include "proxy/rpc/address.h"

namespace sudare {
namespace {

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read ", Quoted(path)));
  }
  if (!absl::StrContains(text.str(), "-----BEGIN ")) {
    return absl::InvalidArgumentError(absl::StrCat(Quoted(path), " is not PEM"));
  }
  return text.str();
}

absl::Status CheckFlags(const ConnectionFlags& flags) {
  if (flags.server.empty()) {
    return absl::InvalidArgumentError("no server: give `--server host:port`, or set SUDARE_SERVER");
  }
  SUDARE_ASSIGN_OR_RETURN(const ListenAddress address, ParseListenAddress(flags.server));
  if (flags.certificate.empty() != flags.private_key.empty()) {
    return absl::InvalidArgumentError("`--cert` and `--key` go together");
  }
  if (!flags.plaintext) return absl::OkStatus();
  if (!address.IsLocal()) {
    return absl::InvalidArgumentError(
        absl::StrCat("plain text to ", Quoted(flags.server),
                     " could be read by others: leave out `--plaintext`"));
  }
  if (!flags.certificate.empty()) {
    return absl::InvalidArgumentError("`--cert` needs TLS: leave out `--plaintext`");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsOf(
    const ConnectionFlags& flags) {
  if (flags.plaintext) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  if (!flags.authority.empty()) {
    SUDARE_ASSIGN_OR_RETURN(options.pem_root_certs, ReadPem(flags.authority));
  }
  if (!flags.certificate.empty()) {
    SUDARE_ASSIGN_OR_RETURN(options.pem_cert_chain, ReadPem(flags.certificate));
    SUDARE_ASSIGN_OR_RETURN(options.pem_private_key, ReadPem(flags.private_key));
  }
  return grpc::SslCredentials(options);
}

}  // namespace

void AddConnectionFlags(CLI::App& command, ConnectionFlags* flags) {
  const auto add = [&command](const char* name, std::string* value, const char* help,
                              const char* variable) {
    command.add_option(name, *value, help)->envname(variable)->group("Connection");
  };
  add("--server", &flags->server, "address of the proxy, host:port or unix:path", "SUDARE_SERVER");
  add("--cert", &flags->certificate, "your certificate, PEM", "SUDARE_CERT");
  add("--key", &flags->private_key, "its private key, PEM", "SUDARE_KEY");
  add("--ca", &flags->authority, "authority of the server's certificate, PEM", "SUDARE_CA");
  add("--server-name", &flags->server_name, "name in the server's certificate, if not the host",
      "SUDARE_SERVER_NAME");
  add("--user", &flags->user, "account that logs in by password", "SUDARE_USER");
  add("--password-file", &flags->password_file, "file with the password, mode 0600",
      "SUDARE_PASSWORD_FILE");
  command.add_flag("--plaintext", flags->plaintext, "no TLS; on this machine only")
      ->envname("SUDARE_PLAINTEXT")
      ->group("Connection");
  command.add_option("--timeout", flags->timeout, "give up after this many seconds")
      ->check(CLI::PositiveNumber)
      ->group("Connection");
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const ConnectionFlags& flags,
                                                             Console& console) {
  SUDARE_RETURN_IF_ERROR(CheckFlags(flags));
  SUDARE_ASSIGN_OR_RETURN(auto credentials, CredentialsOf(flags));
  std::unique_ptr<Connection> connection(new Connection());
  connection->server_ = flags.server;
  connection->timeout_ = flags.timeout;
  if (!flags.user.empty()) {
    SUDARE_ASSIGN_OR_RETURN(
        const std::string password,
        SecretFrom(flags.password_file, console, absl::StrCat("password of ", flags.user, ": "),
                   /*twice=*/false));
    connection->authorization_ =
        absl::StrCat("Basic ", absl::Base64Escape(absl::StrCat(flags.user, ":", password)));
  }
  grpc::ChannelArguments arguments;
  // Batches come in few large pieces, and one row may be larger than any usual message.
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_FRAME_SIZE, 1 << 20);
  arguments.SetMaxReceiveMessageSize(-1);
  if (!flags.server_name.empty()) arguments.SetSslTargetNameOverride(flags.server_name);
  const auto channel = grpc::CreateCustomChannel(flags.server, credentials, arguments);
  connection->service_ = sudare::v1::QueryService::NewStub(channel);
  connection->token_service_ = sudare::v1::TokenService::NewStub(channel);
  connection->policy_service_ = sudare::v1::PolicyService::NewStub(channel);
  connection->window_service_ = sudare::v1::WindowService::NewStub(channel);
  return connection;
}

void Connection::Prepare(grpc::ClientContext& context) const {
  if (!authorization_.empty()) context.AddMetadata("authorization", authorization_);
  if (timeout_ > 0) {
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::microseconds(static_cast<int64_t>(timeout_ * 1e6)));
  }
}

}  // namespace sudare
