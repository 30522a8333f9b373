// A small client of the query proxy: runs one SELECT and prints its rows, tab-separated.
//
//   query_client SERVER SQL [--ca FILE] [--cert FILE --key FILE] [--user NAME --password-file FILE]
//                           [--plaintext] [--server-name NAME]
//
// It needs the generated code of proto/query.proto and gRPC, nothing else of Sudare.
#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/escaping.h"
#include "proto/query.grpc.pb.h"
#include "proto/query.pb.h"

namespace {

using sudare::v1::QueryRequest;
using sudare::v1::QueryResponse;
using sudare::v1::QueryService;
using sudare::v1::RowBatch;

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  if (!path.empty()) text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// The values' bytes lie one after the other; each length is taken off the front, and -1 is NULL.
bool PrintRows(const RowBatch& batch, int columns) {
  const std::string& data = batch.data();
  size_t at = 0;
  int value = 0;
  for (const int32_t length : batch.lengths()) {
    if (length < 0) {
      std::cout << "NULL";
    } else if (static_cast<size_t>(length) <= data.size() - at) {
      std::cout.write(data.data() + at, length);
      at += static_cast<size_t>(length);
    } else {
      return false;
    }
    std::cout << (++value % columns == 0 ? '\n' : '\t');
  }
  return at == data.size();
}

// A short answer is one message that carries all three.
bool PrintPart(const QueryResponse& part, int* columns) {
  if (part.has_header()) {
    *columns = part.header().columns_size();
    for (const auto& column : part.header().columns()) {
      std::cerr << column.name() << " (" << column.type() << ", " << column.mask() << ")\n";
    }
  }
  if (part.has_batch() && !(*columns > 0 && PrintRows(part.batch(), *columns))) return false;
  if (part.has_summary()) {
    std::cerr << part.summary().rows() << " rows\n";
  }
  return true;
}

std::shared_ptr<grpc::Channel> Connect(const std::string& server,
                                       std::map<std::string, std::string>& flags) {
  grpc::ChannelArguments arguments;
  // Rows come in large pieces.
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_FRAME_SIZE, 1 << 20);
  arguments.SetMaxReceiveMessageSize(-1);
  if (flags.count("--server-name") > 0) {
    arguments.SetSslTargetNameOverride(flags["--server-name"]);
  }
  if (flags.count("--plaintext") > 0) {
    return grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
  }
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = ReadFile(flags["--ca"]);
  options.pem_cert_chain = ReadFile(flags["--cert"]);
  options.pem_private_key = ReadFile(flags["--key"]);
  return grpc::CreateCustomChannel(server, grpc::SslCredentials(options), arguments);
}

void LogIn(std::map<std::string, std::string>& flags, grpc::ClientContext* context) {
  if (flags.count("--user") == 0) return;
  std::string password = ReadFile(flags["--password-file"]);
  password = password.substr(0, password.find('\n'));
  context->AddMetadata("authorization",
                       "Basic " + absl::Base64Escape(flags["--user"] + ":" + password));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: query_client SERVER SQL [--ca FILE] [--cert FILE --key FILE]\n"
                 "         [--user NAME --password-file FILE] [--plaintext] [--server-name NAME]\n";
    return 2;
  }
  std::map<std::string, std::string> flags;
  for (int i = 3; i < argc; ++i) {
    const std::string name = argv[i];
    flags[name] = name != "--plaintext" && i + 1 < argc ? argv[++i] : "";
  }
  const auto service = QueryService::NewStub(Connect(argv[1], flags));
  grpc::ClientContext context;
  LogIn(flags, &context);
  QueryRequest request;
  request.set_sql(argv[2]);
  const auto reader = service->Query(&context, request);
  int columns = 0;
  for (QueryResponse part; reader->Read(&part);) {
    if (PrintPart(part, &columns)) continue;
    std::cerr << "a batch of rows is damaged\n";
    context.TryCancel();
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) std::cerr << "refused: " << status.error_message() << "\n";
  return status.ok() ? 0 : 1;
}
