#include "proxy/rpc/door.h"

#include <grpcpp/generic/generic_stub.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "proxy/rpc/status_translation.h"
#include "tests/proxy/rpc/open_door.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using sudare::v1::QueryRequest;
using sudare::v1::QueryResponse;
using sudare::v1::QueryService;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::StatusIs;

// What a server that crashed leaves in the file system.
void LeaveSocketBehind(const std::string& path) {
  sockaddr_un name = {};
  name.sun_family = AF_UNIX;
  path.copy(name.sun_path, sizeof(name.sun_path) - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(bind(fd, reinterpret_cast<const sockaddr*>(&name), sizeof(name)), 0);
  close(fd);
}

struct Answer {
  absl::Status status;
  std::vector<QueryResponse> parts;
};

class DoorTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(testing::LoopbackDoor()); }

  void Open(const DoorOptions& options) { Open(options, parts_.ForService()); }
  void Open(const DoorOptions& options, const QueryServiceParts& parts) {
    door_.reset();
    ASSERT_OK_AND_ASSIGN(door_, Door::Open(options, parts));
    channel_ = testing::Connect(door_->address());
    stub_ = QueryService::NewStub(channel_);
  }

  Answer Query(const std::string& sql) {
    grpc::ClientContext context;
    testing::LogIn(context);
    QueryRequest request;
    request.set_sql(sql);
    auto reader = stub_->Query(&context, request);
    Answer answer;
    for (QueryResponse part; reader->Read(&part);) answer.parts.push_back(part);
    answer.status = FromWire(reader->Finish());
    return answer;
  }

  // A unary call of a method that is known by name only. The answer's bytes.
  absl::StatusOr<std::string> CallByName(const std::string& method, const std::string& request) {
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    grpc::Slice slice(request);
    grpc::ByteBuffer sent(&slice, 1), got;
    grpc::Status status;
    auto call = stub.PrepareUnaryCall(&context, method, sent, &queue);
    call->StartCall();
    call->Finish(&got, &status, nullptr);
    void* tag;
    bool ok;
    queue.Next(&tag, &ok);
    if (!status.ok()) return FromWire(status);
    std::vector<grpc::Slice> slices;
    if (got.Valid()) got.Dump(&slices).ok();
    std::string bytes;
    for (const auto& s : slices) bytes.append(reinterpret_cast<const char*>(s.begin()), s.size());
    return bytes;
  }

  // Whether `condition` comes true within a few seconds.
  template <typename Condition>
  static bool Soon(Condition condition) {
    for (int i = 0; i < 500 && !condition(); ++i) absl::SleepFor(absl::Milliseconds(10));
    return condition();
  }

  testing::DoorParts parts_;
  std::unique_ptr<Door> door_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<QueryService::Stub> stub_;
};

TEST_F(DoorTest, AnswersWithHeaderBatchesAndSummary) {
  const Answer answer = Query("rows 10000");
  ASSERT_TRUE(answer.status.ok()) << answer.status;
  ASSERT_GE(answer.parts.size(), 4u);
  EXPECT_EQ(answer.parts.front().header().columns_size(), 7);
  EXPECT_EQ(answer.parts.back().summary().rows(), 10000u);
  uint64_t rows = 0;
  for (size_t i = 0; i + 1 < answer.parts.size(); ++i) {
    EXPECT_EQ(answer.parts[i].has_header(), i == 0);
    const auto& batch = answer.parts[i].batch();
    rows += batch.row_count();
    ASSERT_EQ(batch.lengths_size(), static_cast<int>(batch.row_count()) * 7);
    size_t bytes = 0;
    for (const int length : batch.lengths()) bytes += length > 0 ? length : 0;
    EXPECT_EQ(batch.data().size(), bytes);
    EXPECT_EQ(batch.data().substr(0, 10), "123456emp_");
  }
  EXPECT_EQ(rows, 10000u);
}

TEST_F(DoorTest, AnswersSmallResultsInOneMessage) {
  const Answer one = Query("one");
  ASSERT_EQ(one.parts.size(), 1u);
  EXPECT_EQ(one.parts[0].header().columns_size(), 1);
  EXPECT_EQ(one.parts[0].batch().data(), "42");
  EXPECT_EQ(one.parts[0].summary().rows(), 1u);
  const Answer empty = Query("empty");
  ASSERT_EQ(empty.parts.size(), 1u);
  EXPECT_TRUE(empty.parts[0].has_header());
  EXPECT_FALSE(empty.parts[0].has_batch());
  EXPECT_TRUE(empty.parts[0].has_summary());
}

TEST_F(DoorTest, PassesOnWhatWasAsked) {
  grpc::ClientContext context;
  testing::LogIn(context);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  QueryRequest request;
  request.set_sql("one");
  request.set_purpose("障害 2026-11");
  request.add_parameters()->set_value("x");
  auto reader = stub_->Query(&context, request);
  for (QueryResponse part; reader->Read(&part);) {
  }
  ASSERT_TRUE(reader->Finish().ok());
  EXPECT_EQ(parts_.pipeline.last_caller().account, "vendor-01");
  EXPECT_THAT(parts_.pipeline.last_caller().peer, HasSubstr("127.0.0.1:"));
  EXPECT_EQ(parts_.pipeline.last_request().SerializeAsString(), request.SerializeAsString());
  EXPECT_LT(parts_.pipeline.last_deadline(), absl::Now() + absl::Seconds(31));
  Query("one");
  EXPECT_EQ(parts_.pipeline.last_deadline(), absl::InfiniteFuture());
}

TEST_F(DoorTest, CarriesTheErrorDetailInTheTrailer) {
  const Answer answer = Query("refuse");
  EXPECT_TRUE(answer.parts.empty());
  EXPECT_THAT(answer.status, StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("`f`")));
  const auto detail = DetailOf(answer.status);
  EXPECT_EQ(detail.reason(), "FUNCTION_NOT_ALLOWED");
  EXPECT_EQ(detail.advice(), "use `now()`");
  EXPECT_EQ(detail.line(), 2u);
  EXPECT_EQ(detail.column(), 8u);
  EXPECT_EQ(detail.sqlstate(), "42501");
}

TEST_F(DoorTest, AnErrorAfterTheFirstRowsEndsTheStream) {
  const Answer answer = Query("rows then fail");
  EXPECT_THAT(answer.status, StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_EQ(answer.parts.size(), 1u);
  EXPECT_TRUE(answer.parts[0].has_header());
  EXPECT_GT(answer.parts[0].batch().row_count(), 0u);
  EXPECT_FALSE(answer.parts[0].has_summary());
}

TEST_F(DoorTest, SaysNothingOfWhatBrokeInside) {
  const Answer answer = Query("broken");
  EXPECT_THAT(answer.status, StatusIs(absl::StatusCode::kInternal, Not(HasSubstr("secret"))));
}

TEST_F(DoorTest, RefusesWhoIsNotKnown) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Basic bm9ib2R5Om5vdGhpbmc=");
  sudare::v1::ListTablesResponse response;
  const grpc::Status status = stub_->ListTables(&context, {}, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(parts_.authenticator.last_evidence().user, "nobody");
}

TEST_F(DoorTest, IgnoresPasswordsWhereTheListenerHasNone) {
  DoorOptions options = testing::LoopbackDoor();
  options.listener.set_passwords(false);
  Open(options);
  EXPECT_THAT(Query("one").status, StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_FALSE(parts_.authenticator.last_evidence().user.has_value());
}

TEST_F(DoorTest, ExplainsAndListsTables) {
  grpc::ClientContext explain;
  testing::LogIn(explain);
  sudare::v1::ExplainResponse explained;
  ASSERT_TRUE(stub_->Explain(&explain, {}, &explained).ok());
  EXPECT_EQ(explained.uses(0).column(), "payroll.employees.full_name");
  grpc::ClientContext list;
  testing::LogIn(list);
  sudare::v1::ListTablesResponse listed;
  ASSERT_TRUE(stub_->ListTables(&list, {}, &listed).ok());
  EXPECT_EQ(listed.tables(0).title(), "職員");
}

TEST_F(DoorTest, StopsTheQueryOfAClientThatGoesAway) {
  auto context = std::make_unique<grpc::ClientContext>();
  testing::LogIn(*context);
  QueryRequest request;
  request.set_sql("wait");
  auto reader = stub_->Query(context.get(), request);
  ASSERT_TRUE(Soon([&] { return parts_.pipeline.running() == 1; }));
  context->TryCancel();
  EXPECT_TRUE(Soon([&] { return parts_.pipeline.running() == 0; }));
  EXPECT_EQ(parts_.pipeline.stopped(), 1);
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(DoorTest, StopsTheQueryOfAClientThatVanishesMidStream) {
  grpc::ClientContext context;
  testing::LogIn(context);
  QueryRequest request;
  request.set_sql("rows 100000000");
  auto reader = stub_->Query(&context, request);
  QueryResponse part;
  ASSERT_TRUE(reader->Read(&part));
  ASSERT_TRUE(reader->Read(&part));
  context.TryCancel();
  EXPECT_TRUE(Soon([&] { return parts_.pipeline.running() == 0; }));
  EXPECT_EQ(parts_.pipeline.stopped(), 1);
  EXPECT_FALSE(reader->Finish().ok());
}

TEST_F(DoorTest, HoldsLittleForAClientThatReadsNothing) {
  grpc::ClientContext context;
  testing::LogIn(context);
  QueryRequest request;
  request.set_sql("rows 100000000");
  auto reader = stub_->Query(&context, request);
  ASSERT_TRUE(Soon([&] { return parts_.pipeline.batches() > 0; }));
  absl::SleepFor(absl::Seconds(1));
  // Batches of 128 KiB; what both ends' windows take, and no more.
  EXPECT_LT(parts_.pipeline.batches(), 80);
  EXPECT_EQ(parts_.pipeline.running(), 1);
  context.TryCancel();
  EXPECT_FALSE(reader->Finish().ok());
}

TEST_F(DoorTest, CutsOffAClientThatStopsReading) {
  QueryServiceParts parts = parts_.ForService();
  parts.stall_limit = absl::Milliseconds(300);
  Open(testing::LoopbackDoor(), parts);
  grpc::ClientContext context;
  testing::LogIn(context);
  QueryRequest request;
  request.set_sql("rows 100000000");
  auto reader = stub_->Query(&context, request);
  EXPECT_TRUE(Soon([&] { return parts_.pipeline.stopped() == 1; }));
  EXPECT_EQ(parts_.pipeline.running(), 0);
  for (QueryResponse part; reader->Read(&part);) {
  }
  EXPECT_FALSE(reader->Finish().ok());
}

TEST_F(DoorTest, RefusesATenMegabyteStatementAndLivesOn) {
  const Answer answer = Query(std::string(10 << 20, 'x'));
  EXPECT_THAT(answer.status, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_TRUE(Query("one").status.ok());
}

TEST_F(DoorTest, HealthChecksFollowTheServer) {
  const std::string method = "/grpc.health.v1.Health/Check";
  const std::string request =
      absl::StrCat("\x0a", std::string(1, '\x16'), "sudare.v1.QueryService");
  EXPECT_THAT(CallByName(method, ""), testing::IsOkAndHolds("\x08\x02"));
  door_->SetServing(true);
  EXPECT_THAT(CallByName(method, ""), testing::IsOkAndHolds("\x08\x01"));
  EXPECT_THAT(CallByName(method, request), testing::IsOkAndHolds("\x08\x01"));
  door_->SetServing(false);
  EXPECT_THAT(CallByName(method, request), testing::IsOkAndHolds("\x08\x02"));
}

TEST_F(DoorTest, ReflectionCanBeTurnedOff) {
  const std::string method = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
  const std::string list_services("\x3a\x00", 2);
  EXPECT_THAT(CallByName(method, list_services),
              testing::IsOkAndHolds(HasSubstr("sudare.v1.QueryService")));
  DoorOptions options = testing::LoopbackDoor();
  options.listener.set_reflection(false);
  Open(options);
  EXPECT_THAT(CallByName(method, list_services), StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_TRUE(Query("one").status.ok());
}

TEST_F(DoorTest, ShutdownLetsARunningQueryEnd) {
  grpc::ClientContext context;
  testing::LogIn(context);
  QueryRequest request;
  request.set_sql("rows 300000");
  auto reader = stub_->Query(&context, request);
  QueryResponse part;
  ASSERT_TRUE(reader->Read(&part));
  std::thread shutdown([this] { door_->Shutdown(absl::Seconds(20)); });
  while (reader->Read(&part)) {
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(part.summary().rows(), 300000u);
  shutdown.join();
}

TEST_F(DoorTest, ShutdownCancelsWhatOutlivesTheGrace) {
  grpc::ClientContext context;
  testing::LogIn(context);
  QueryRequest request;
  request.set_sql("wait");
  auto reader = stub_->Query(&context, request);
  ASSERT_TRUE(Soon([&] { return parts_.pipeline.running() == 1; }));
  door_->Shutdown(absl::Milliseconds(100));
  EXPECT_EQ(parts_.pipeline.running(), 0);
  EXPECT_FALSE(reader->Finish().ok());
}

TEST_F(DoorTest, ServesAUnixSocketAndTakesOverOneThatWasLeftBehind) {
  // Paths of sockets are short.
  char folder[] = "/tmp/sudare-door-XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  const std::string path = absl::StrCat(folder, "/query.sock");
  LeaveSocketBehind(path);
  DoorOptions options = testing::LoopbackDoor();
  options.listener.set_address("unix:" + path);
  Open(options);
  EXPECT_TRUE(Query("one").status.ok());
  EXPECT_EQ(parts_.pipeline.last_caller().peer, "unix socket");
  EXPECT_THAT(Door::Open(options, parts_.ForService()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("in use")));
  EXPECT_TRUE(Query("one").status.ok());
  door_.reset();
  EXPECT_EQ(rmdir(folder), 0) << "the socket was not removed";
}

TEST_F(DoorTest, OpensNoPlainTextBeyondThisMachine) {
  DoorOptions options = testing::LoopbackDoor();
  options.listener.set_address("0.0.0.0:0");
  EXPECT_THAT(Door::Open(options, parts_.ForService()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no plain text")));
  options.listener.set_address("127.0.0.1:0");
  options.listener.set_plaintext_on_loopback(false);
  EXPECT_THAT(Door::Open(options, parts_.ForService()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no plain text")));
}

}  // namespace
}  // namespace sudare
