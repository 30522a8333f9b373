// The standard questions of tools: health checking and server reflection.
#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

// Debian's gRPC has no headers for these two services; their messages are a few bytes.
constexpr char kServing[] = "\x08\x01";
constexpr char kNotServing[] = "\x08\x02";

grpc::ByteBuffer Buffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string Bytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  buffer.Dump(&slices).ok();
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

// One message there and one back.
std::string Call(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                 const std::string& request, grpc::Status* status) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareCall(&context, method, &queue);
  grpc::ByteBuffer response;
  void* tag = nullptr;
  bool ok = false;
  const auto next = [&] { return queue.Next(&tag, &ok) && ok; };
  call->StartCall(nullptr);
  next();
  call->Write(Buffer(request), nullptr);
  next();
  call->WritesDone(nullptr);
  next();
  call->Read(&response, nullptr);
  const bool got = next();
  call->Finish(status, nullptr);
  next();
  queue.Shutdown();
  return got ? Bytes(response) : "";
}

std::string Health(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  std::string request;
  if (!service.empty()) {
    request = std::string("\x0a") + static_cast<char>(service.size()) + service;
  }
  grpc::Status status;
  return Call(channel, "/grpc.health.v1.Health/Check", request, &status);
}

TEST(HealthTest, SaysServingOnceTheDatabaseIsThere) {
  OfficeOptions options;
  options.database_stopped = true;
  ASSERT_OK_AND_ASSIGN(const auto office, Office::Open(options));
  const auto channel = office->proxy().PlainChannel();
  EXPECT_EQ(Health(channel, ""), kNotServing);
  ASSERT_THAT(office->database().Restart(), IsOk());
  EXPECT_TRUE(Soon([&] { return Health(channel, "") == kServing; }));
  EXPECT_EQ(Health(channel, "sudare.v1.QueryService"), kServing);
  // Nobody has to log in for it, nor at the other door.
  EXPECT_EQ(Health(office->proxy().TlsChannel("vendor", "vendor@example.com"), ""), kServing);
}

TEST(HealthTest, ReflectionListsTheServices) {
  ASSERT_OK_AND_ASSIGN(const auto office, Office::Open());
  grpc::Status status;
  // ServerReflectionRequest { list_services: "" }
  const std::string answer = Call(office->proxy().PlainChannel(),
                                  "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                                  std::string("\x3a\0", 2), &status);
  EXPECT_TRUE(absl::StrContains(answer, "sudare.v1.QueryService"));
  EXPECT_TRUE(absl::StrContains(answer, "grpc.health.v1.Health"));
}

TEST(HealthTest, StopsAtSigtermWithinItsGraceAndSaysSo) {
  ASSERT_OK_AND_ASSIGN(const auto office, Office::Open());
  grpc::ClientContext context;
  ProxyProcess::LogIn(context, "vendor");
  sudare::v1::QueryRequest request;
  request.set_sql(kLongWork);
  const auto reader = office->stub().Query(&context, request);
  ASSERT_TRUE(Soon([&] { return office->RunningInDatabase() == 1; }));
  ASSERT_OK_AND_ASSIGN(const int status, office->proxy().Stop(SIGTERM));
  EXPECT_EQ(status, 0) << office->proxy().Log();
  EXPECT_FALSE(reader->Finish().ok());
  EXPECT_TRUE(Soon([&] { return office->RunningInDatabase() == 0; }));
  ASSERT_OK_AND_ASSIGN(const auto records, office->AuditRecords());
  EXPECT_EQ(records.back().server().kind(), sudare::v1::ServerEvent::STOPPED);
}

}  // namespace
}  // namespace sudare::testing
