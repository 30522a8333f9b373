// Connection: a client's way to a running proxy, from flags or environment variables.
#ifndef SUDARE_PROXY_CLI_CONNECTION_H_
#define SUDARE_PROXY_CLI_CONNECTION_H_

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "grpcpp/client_context.h"
#include "proto/policy_service.grpc.pb.h"
#include "proto/query.grpc.pb.h"
#include "proto/token.grpc.pb.h"
#include "proto/window.grpc.pb.h"
#include "proxy/cli/console.h"

namespace sudare {

struct ConnectionFlags {
  std::string server;
  std::string certificate;
  std::string private_key;
  std::string authority;
  std::string server_name;
  std::string user;
  std::string password_file;
  bool plaintext = false;
  // Of one call, in seconds; 0: none.
  double timeout = 0;
};

// Adds the flags, each with its environment variable, in a group of their own.
void AddConnectionFlags(CLI::App& command, ConnectionFlags* flags);

// Thread-safety: share freely.
class Connection {
 public:
  // Asks for the password if there is a user and no file. No attempt to reach the server is made
  // yet. kInvalidArgument: flags that don't go together, or a file that can't be read.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const ConnectionFlags& flags,
                                                          Console& console);

  sudare::v1::QueryService::Stub& service() const { return *service_; }
  sudare::v1::TokenService::Stub& token_service() const { return *token_service_; }
  sudare::v1::PolicyService::Stub& policy_service() const { return *policy_service_; }

  sudare::v1::WindowService::Stub& window_service() const { return *window_service_; }

  // Adds credentials and deadline to a call.
  void Prepare(grpc::ClientContext& context) const;

  const std::string& server() const { return server_; }

 private:
  Connection() = default;

  std::string server_;
  // Value of the `authorization` metadata, may be empty.
  std::string authorization_;
  double timeout_ = 0;
  std::unique_ptr<sudare::v1::QueryService::Stub> service_;
  std::unique_ptr<sudare::v1::TokenService::Stub> token_service_;
  std::unique_ptr<sudare::v1::PolicyService::Stub> policy_service_;
  std::unique_ptr<sudare::v1::WindowService::Stub> window_service_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_CONNECTION_H_
