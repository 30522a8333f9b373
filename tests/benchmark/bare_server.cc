// The least that a gRPC hop can cost: a server of a few lines, with gRPC's own settings, that
// answers every query with the same row. Prints its port and serves until it is killed.

#include <grpcpp/grpcpp.h>

#include <iostream>
#include <memory>

#include "proto/query.grpc.pb.h"

namespace {

class OneRow : public sudare::v1::QueryService::Service {
  grpc::Status Query(grpc::ServerContext*, const sudare::v1::QueryRequest*,
                     grpc::ServerWriter<sudare::v1::QueryResponse>* writer) override {
    sudare::v1::QueryResponse response;
    for (const char* name : {"employee_no", "full_name", "phone", "gross"}) {
      response.mutable_header()->add_columns()->set_name(name);
    }
    response.mutable_batch()->set_row_count(1);
    for (int i = 0; i < 4; ++i) response.mutable_batch()->add_lengths(10);
    response.mutable_batch()->set_data("0123456789012345678901234567890123456789");
    response.mutable_summary()->set_rows(1);
    writer->WriteLast(response, grpc::WriteOptions());
    return grpc::Status::OK;
  }
};

}  // namespace

int main() {
  OneRow service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::cout << port << std::endl;
  server->Wait();
  return 0;
}
