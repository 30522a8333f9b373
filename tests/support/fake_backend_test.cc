#include "tests/support/fake_backend.h"

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/support/collecting_receiver.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::ElementsAre;

TEST(FakeBackendTest, AnswersByAPieceOfTheSql) {
  FakeBackend backend;
  backend.When("FROM a", {{{"id", 23, "int4"}}, {{"1"}, {std::nullopt}}});
  backend.When("FROM b", FakeBackend::Failing(absl::UnavailableError("away")));
  {
    ASSERT_OK_AND_ASSIGN(auto session, backend.Lease("role", {}));
    EXPECT_EQ(backend.open_leases(), 1);
    CollectingReceiver receiver;
    EXPECT_THAT(session->Execute({"SELECT id FROM a"}, {}, receiver), IsOk());
    EXPECT_THAT(receiver.rows, ElementsAre(ElementsAre(Value("1")), ElementsAre(Value())));
    EXPECT_THAT(session->Execute({"SELECT id FROM b"}, {}, receiver),
                StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_THAT(session->Execute({"SELECT 1"}, {}, receiver),
                StatusIs(absl::StatusCode::kInternal));
  }
  EXPECT_EQ(backend.open_leases(), 0);
  ASSERT_EQ(backend.ran().size(), 3u);
  EXPECT_EQ(backend.ran()[0].database_role, "role");
}

TEST(FakeBackendTest, BlocksUntilTheDeadlineOrTheCancellation) {
  FakeBackend backend;
  backend.When("", FakeBackend::Blocking());
  ASSERT_OK_AND_ASSIGN(auto session, backend.Lease("", {}));
  CollectingReceiver receiver;
  ExecuteOptions options;
  options.deadline = absl::Now() + absl::Milliseconds(30);
  EXPECT_THAT(session->Execute({"SELECT 1"}, options, receiver),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  int polls = 0;
  options = {};
  options.cancelled = [&polls] { return ++polls > 3; };
  EXPECT_THAT(session->Execute({"SELECT 1"}, options, receiver),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST(FakeBackendTest, FailsLeasesWhenTold) {
  FakeBackend backend;
  backend.FailLeases(absl::UnavailableError("away"));
  EXPECT_THAT(backend.Lease("", {}), StatusIs(absl::StatusCode::kUnavailable));
  backend.FailLeases(absl::OkStatus());
  EXPECT_THAT(backend.Lease("", {}), IsOk());
}

}  // namespace
}  // namespace sudare::testing
