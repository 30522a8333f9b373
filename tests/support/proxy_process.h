// ProxyProcess: a real `sudare serve` in a process of its own, over a database of the test's, and
// clients for it.
#ifndef SUDARE_TESTS_SUPPORT_PROXY_PROCESS_H_
#define SUDARE_TESTS_SUPPORT_PROXY_PROCESS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "policy/value.h"
#include "proto/query.grpc.pb.h"
#include "tests/support/child_process.h"

namespace sudare::testing {

struct ProxyOptions {
  // libpq connection string of the database, without password.
  std::string connection;
  // Text of the policy. Accounts named in `passwords` get that password's hash put in for
  // "{hash:NAME}".
  std::string policy;
  // Text-format fields of Config beside listeners, database, policy, keyring and audit.
  std::string more_config;
  // The same of Database and of Audit, beside the connection and the folder.
  std::string more_database;
  std::string more_audit;
  // Where the audit log lies; empty: in the proxy's own folder.
  std::string audit_folder;
  // Path of the command; default: //proxy/cli:sudare among the test's runfiles.
  std::string command;
};

// What a client got.
struct Reply {
  std::vector<sudare::v1::ResultColumn> columns;
  std::vector<std::vector<Value>> rows;
  uint64_t row_count = 0;
  uint64_t byte_count = 0;
  grpc::Status status;
  sudare::v1::ErrorDetail detail;
};

// Thread-safety: one thread at a time; clients made by it are gRPC's own and may be shared.
class ProxyProcess {
 public:
  // One password that all accounts of "{hash}" in the policy have.
  static constexpr char kPassword[] = "kan-ryaku-na-aikotoba";

  // Makes keys, certificates, configuration and audit folder, starts the process and waits until it
  // serves. It listens on loopback twice: in plain text with passwords, and with TLS and client
  // certificates.
  static absl::StatusOr<std::unique_ptr<ProxyProcess>> Start(const ProxyOptions& options);
  ~ProxyProcess();

  // Stops with SIGTERM (or the given signal) and waits.
  absl::StatusOr<int> Stop(int signal);
  // Starts again with the same files.
  absl::Status Restart();
  void Signal(int signal);
  bool IsRunning();
  pid_t pid() const;

  // A channel of its own connection. `account` logs in by password.
  std::shared_ptr<grpc::Channel> PlainChannel() const;
  // With TLS and the certificate of `name`, issued for e-mail `san` at the first use.
  std::shared_ptr<grpc::Channel> TlsChannel(const std::string& name, const std::string& san);
  static void LogIn(grpc::ClientContext& context, const std::string& account);

  // Resident memory, in bytes.
  uint64_t ResidentBytes() const;
  // What the process wrote so far.
  std::string Log() const;
  const std::string& folder() const { return folder_; }
  const std::string& audit_folder() const { return audit_folder_; }
  std::string policy_path() const { return folder_ + "/policy.textproto"; }
  int plain_port() const { return plain_port_; }
  int tls_port() const { return tls_port_; }
  const std::string& command() const { return command_; }

 private:
  ProxyProcess() = default;
  absl::Status MakeCertificate(const std::string& name, const std::string& alternative_name);
  absl::Status Launch();

  std::string folder_;
  std::string audit_folder_;
  std::string command_;
  int plain_port_ = 0;
  int tls_port_ = 0;
  std::optional<ChildProcess> process_;
};

// Runs one query and collects rows; `keep_rows` false counts them only.
Reply RunQuery(sudare::v1::QueryService::Stub& stub, const std::string& account,
               const std::string& sql, const std::vector<Value>& parameters = {},
               bool keep_rows = true, absl::Duration timeout = absl::Minutes(5));

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_SUPPORT_PROXY_PROCESS_H_
