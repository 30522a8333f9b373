#include "tests/support/proxy_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "policy/base/status_macros.h"
#include "policy/keyring.h"
#include "proto/rpc_status.pb.h"
#include "proxy/identity/authenticator.h"

namespace sudare::testing {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

absl::Status WriteFile(const std::string& path, absl::string_view content, mode_t mode) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << content;
  file.close();
  if (!file || chmod(path.c_str(), mode) != 0) {
    return absl::InternalError(absl::StrCat("can't write ", path));
  }
  return absl::OkStatus();
}

int FreePort() {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  int port = 0;
  if (bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
      getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    port = ntohs(address.sin_port);
  }
  close(probe);
  return port;
}

bool Answers(int port) {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const bool good = connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  close(probe);
  return good;
}

absl::Status OpenSsl(const std::vector<std::string>& arguments) {
  ChildOptions options;
  options.arguments = {"/usr/bin/openssl"};
  options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
  return RunProgram(options, "").status();
}

std::string DefaultCommand() {
  const char* runfiles = std::getenv("TEST_SRCDIR");
  if (runfiles != nullptr) return absl::StrCat(runfiles, "/sudare/proxy/cli/sudare");
  // `bazel run` starts in the folder of the runfiles.
  char* here = realpath("proxy/cli/sudare", nullptr);
  const std::string path = here != nullptr ? here : "proxy/cli/sudare";
  std::free(here);
  return path;
}

sudare::v1::ErrorDetail DetailOf(const grpc::Status& status) {
  sudare::v1::RpcStatus details;
  sudare::v1::ErrorDetail detail;
  if (details.ParseFromString(status.error_details()) && details.details_size() > 0) {
    detail.ParseFromString(details.details(0).value());
  }
  detail.set_message(status.error_message());
  return detail;
}

}  // namespace

absl::Status ProxyProcess::MakeCertificate(const std::string& name,
                                           const std::string& alternative_name) {
  const std::string base = absl::StrCat(folder_, "/", name);
  if (access((base + ".pem").c_str(), R_OK) == 0) return absl::OkStatus();
  SUDARE_RETURN_IF_ERROR(
      WriteFile(base + ".ext", absl::StrCat("subjectAltName=", alternative_name), 0600));
  SUDARE_RETURN_IF_ERROR(
      OpenSsl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
               base + ".key", "-out", base + ".csr", "-subj", "/CN=" + name}));
  SUDARE_RETURN_IF_ERROR(OpenSsl({"x509", "-req", "-in", base + ".csr", "-CA", folder_ + "/ca.pem",
                                  "-CAkey", folder_ + "/ca.key", "-CAcreateserial", "-out",
                                  base + ".pem", "-days", "2", "-extfile", base + ".ext"}));
  return chmod((base + ".key").c_str(), 0600) == 0 ? absl::OkStatus()
                                                   : absl::InternalError("chmod failed");
}

absl::StatusOr<std::unique_ptr<ProxyProcess>> ProxyProcess::Start(const ProxyOptions& options) {
  auto proxy = std::unique_ptr<ProxyProcess>(new ProxyProcess());
  std::string folder = "/tmp/sudare-proxy-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return absl::InternalError("mkdtemp failed");
  proxy->folder_ = folder;
  proxy->audit_folder_ = options.audit_folder.empty() ? folder + "/audit" : options.audit_folder;
  proxy->command_ = options.command.empty() ? DefaultCommand() : options.command;
  proxy->plain_port_ = FreePort();
  proxy->tls_port_ = FreePort();
  SUDARE_RETURN_IF_ERROR(OpenSsl(
      {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
       folder + "/ca.key", "-out", folder + "/ca.pem", "-days", "2", "-subj", "/CN=test CA"}));
  SUDARE_RETURN_IF_ERROR(proxy->MakeCertificate("server", "DNS:localhost,IP:127.0.0.1"));
  SUDARE_RETURN_IF_ERROR(WriteFile(folder + "/passphrase", "of the test", 0600));
  SUDARE_RETURN_IF_ERROR(Keyring::Create(folder + "/keyring", "of the test"));
  SUDARE_ASSIGN_OR_RETURN(const std::string hash, HashPassword(kPassword));
  SUDARE_RETURN_IF_ERROR(WriteFile(proxy->policy_path(),
                                   absl::StrReplaceAll(options.policy, {{"{hash}", hash}}), 0644));
  SUDARE_RETURN_IF_ERROR(WriteFile(
      folder + "/sudare.textproto",
      absl::StrCat(
          "listeners { address: \"127.0.0.1:", proxy->plain_port_,
          "\" plaintext_on_loopback: true passwords: true }\n", "listeners { address: \"127.0.0.1:",
          proxy->tls_port_, "\" tls { certificate: \"", folder, "/server.pem\" private_key: \"",
          folder, "/server.key\" client_ca: \"", folder, "/ca.pem\" } }\n",
          "database { connection: \"", options.connection, "\" ", options.more_database, " }\n",
          "policy: \"", proxy->policy_path(), "\"\n", "keyring { file: \"", folder,
          "/keyring\" passphrase_file: \"", folder, "/passphrase\" }\n", "audit { folder: \"",
          proxy->audit_folder_, "\" ", options.more_audit, " }\n", options.more_config),
      0644));
  SUDARE_RETURN_IF_ERROR(proxy->Launch());
  return proxy;
}

absl::Status ProxyProcess::Launch() {
  const int log = open((folder_ + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ChildOptions options;
  options.arguments = {command_, "serve", "--config", folder_ + "/sudare.textproto"};
  options.output = log;
  options.dies_with_parent = true;
  absl::StatusOr<ChildProcess> started = ChildProcess::Start(options);
  close(log);
  SUDARE_RETURN_IF_ERROR(started.status());
  process_.emplace(*std::move(started));
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (absl::Now() < deadline && process_->IsRunning()) {
    if (Answers(plain_port_) && Answers(tls_port_)) return absl::OkStatus();
    absl::SleepFor(absl::Milliseconds(20));
  }
  return absl::InternalError(absl::StrCat("the proxy did not start:\n", Log()));
}

ProxyProcess::~ProxyProcess() {
  if (process_.has_value() && process_->IsRunning()) Stop(SIGKILL).IgnoreError();
  if (folder_.empty()) return;
  ChildOptions options;
  options.arguments = {"/bin/rm", "-rf", folder_};
  RunProgram(options, "").IgnoreError();
}

absl::StatusOr<int> ProxyProcess::Stop(int signal) {
  process_->Signal(signal);
  return process_->Wait(absl::Seconds(60));
}

absl::Status ProxyProcess::Restart() {
  if (process_->IsRunning()) SUDARE_RETURN_IF_ERROR(Stop(SIGTERM).status());
  return Launch();
}

void ProxyProcess::Signal(int signal) { process_->Signal(signal); }
bool ProxyProcess::IsRunning() { return process_->IsRunning(); }
pid_t ProxyProcess::pid() const { return process_->pid(); }

std::shared_ptr<grpc::Channel> ProxyProcess::PlainChannel() const {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", plain_port_),
                                   grpc::InsecureChannelCredentials(), arguments);
}

std::shared_ptr<grpc::Channel> ProxyProcess::TlsChannel(const std::string& name,
                                                        const std::string& san) {
  if (!MakeCertificate(name, "email:" + san).ok()) return nullptr;
  grpc::SslCredentialsOptions ssl;
  ssl.pem_root_certs = ReadFile(folder_ + "/ca.pem");
  ssl.pem_private_key = ReadFile(absl::StrCat(folder_, "/", name, ".key"));
  ssl.pem_cert_chain = ReadFile(absl::StrCat(folder_, "/", name, ".pem"));
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", tls_port_), grpc::SslCredentials(ssl),
                                   arguments);
}

void ProxyProcess::LogIn(grpc::ClientContext& context, const std::string& account) {
  context.AddMetadata(
      "authorization",
      absl::StrCat("Basic ", absl::Base64Escape(absl::StrCat(account, ":", kPassword))));
}

uint64_t ProxyProcess::ResidentBytes() const {
  const std::string content = ReadFile(absl::StrCat("/proc/", process_->pid(), "/statm"));
  const std::vector<std::string> fields = absl::StrSplit(content, ' ');
  return fields.size() < 2 ? 0
                           : std::strtoull(fields[1].c_str(), nullptr, 10) * sysconf(_SC_PAGESIZE);
}

std::string ProxyProcess::Log() const { return ReadFile(folder_ + "/log"); }

Reply RunQuery(sudare::v1::QueryService::Stub& stub, const std::string& account,
               const std::string& sql, const std::vector<Value>& parameters, bool keep_rows,
               absl::Duration timeout) {
  grpc::ClientContext context;
  if (!account.empty()) ProxyProcess::LogIn(context, account);
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  sudare::v1::QueryRequest request;
  request.set_sql(sql);
  for (const Value& value : parameters) {
    sudare::v1::Parameter* parameter = request.add_parameters();
    if (value.has_value()) parameter->set_value(*value);
  }
  Reply reply;
  auto reader = stub.Query(&context, request);
  sudare::v1::QueryResponse response;
  while (reader->Read(&response)) {
    if (response.has_header()) {
      reply.columns.assign(response.header().columns().begin(), response.header().columns().end());
    }
    if (!response.has_batch()) continue;
    const sudare::v1::RowBatch& batch = response.batch();
    reply.row_count += batch.row_count();
    reply.byte_count += batch.data().size();
    if (!keep_rows) continue;
    size_t at = 0;
    int next = 0;
    for (uint32_t i = 0; i < batch.row_count(); ++i) {
      std::vector<Value>& row = reply.rows.emplace_back();
      for (size_t column = 0; column < reply.columns.size(); ++column) {
        const int length = batch.lengths(next++);
        row.push_back(length < 0 ? Value() : Value(batch.data().substr(at, length)));
        at += std::max(length, 0);
      }
    }
  }
  reply.status = reader->Finish();
  reply.detail = DetailOf(reply.status);
  return reply;
}

}  // namespace sudare::testing
