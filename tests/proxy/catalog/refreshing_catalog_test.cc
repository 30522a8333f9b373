#include "proxy/catalog/refreshing_catalog.h"

#include <mutex>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_backend.h"
#include "tests/support/fake_policy.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::FakeBackend;
using ::sudare::testing::FakePolicy;
using ::sudare::testing::IsOk;
using ::sudare::testing::PostgresServer;
using ::sudare::testing::StatusIs;

bool BecomesTrue(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return false;
}

RefreshingCatalogOptions Every(absl::Duration refresh) {
  RefreshingCatalogOptions options;
  options.refresh = refresh;
  options.shortest_interval = absl::Milliseconds(20);
  return options;
}

RefreshingCatalog::CurrentPolicy Always(std::shared_ptr<const Policy> policy) {
  return [policy] { return policy; };
}

class RefreshingCatalogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, PostgresServer::Start());
    ASSERT_THAT(server_->Run("CREATE TABLE t (a int); CREATE TABLE u (a int)"), IsOk());
    BackendOptions options;
    options.connection = server_->ConnectionString();
    backend_ = MakePostgresBackend(options);
  }

  std::unique_ptr<PostgresServer> server_;
  std::unique_ptr<Backend> backend_;
  const std::shared_ptr<const Policy> policy_ = std::make_shared<FakePolicy>(
      std::vector<std::pair<std::string, std::string>>{{"public", "t"}});
};

bool HasColumn(const RefreshingCatalog& catalog, absl::string_view column) {
  const auto snapshot = catalog.Current();
  const CatalogRelation* table = snapshot ? snapshot->Find("public", "t") : nullptr;
  return table != nullptr && table->FindColumn(column) != nullptr;
}

TEST_F(RefreshingCatalogTest, SeesNewRenamedAndDroppedColumnsByItself) {
  RefreshingCatalog catalog(*backend_, Always(policy_), Every(absl::Milliseconds(50)));
  EXPECT_TRUE(HasColumn(catalog, "a"));
  ASSERT_THAT(server_->Run("ALTER TABLE t ADD b text"), IsOk());
  EXPECT_TRUE(BecomesTrue([&] { return HasColumn(catalog, "b"); }));
  ASSERT_THAT(server_->Run("ALTER TABLE t RENAME b TO c"), IsOk());
  EXPECT_TRUE(BecomesTrue([&] { return HasColumn(catalog, "c") && !HasColumn(catalog, "b"); }));
  ASSERT_THAT(server_->Run("ALTER TABLE t DROP a"), IsOk());
  EXPECT_TRUE(BecomesTrue([&] { return !HasColumn(catalog, "a"); }));
  ASSERT_THAT(server_->Run("DROP TABLE t"), IsOk());
  EXPECT_TRUE(BecomesTrue([&] { return catalog.Current()->relations().empty(); }));
}

TEST_F(RefreshingCatalogTest, ReadsSoonWhenAskedTo) {
  RefreshingCatalog catalog(*backend_, Always(policy_), Every(absl::Hours(1)));
  ASSERT_THAT(server_->Run("ALTER TABLE t ADD b text"), IsOk());
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_FALSE(HasColumn(catalog, "b"));
  const absl::Time asked = absl::Now();
  catalog.Invalidate();
  EXPECT_TRUE(BecomesTrue([&] { return HasColumn(catalog, "b"); }));
  EXPECT_LT(absl::Now() - asked, absl::Seconds(2));
}

TEST_F(RefreshingCatalogTest, KeepsTheSnapshotWhileNothingChanges) {
  RefreshingCatalog catalog(*backend_, Always(policy_), Every(absl::Milliseconds(30)));
  const auto first = catalog.Current();
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_EQ(catalog.Current(), first);
}

TEST_F(RefreshingCatalogTest, FollowsThePolicy) {
  std::mutex mutex;
  std::shared_ptr<const Policy> current = policy_;
  RefreshingCatalog catalog(
      *backend_,
      [&] {
        std::lock_guard<std::mutex> lock(mutex);
        return current;
      },
      Every(absl::Hours(1)));
  EXPECT_EQ(catalog.Current()->Find("public", "u"), nullptr);
  {
    std::lock_guard<std::mutex> lock(mutex);
    current = std::make_shared<FakePolicy>(
        std::vector<std::pair<std::string, std::string>>{{"public", "u"}});
  }
  catalog.Invalidate();
  EXPECT_TRUE(BecomesTrue([&] { return catalog.Current()->Find("public", "u") != nullptr; }));
  EXPECT_EQ(catalog.Current()->Find("public", "t"), nullptr);
}

TEST_F(RefreshingCatalogTest, KeepsTheOldSnapshotWhileTheDatabaseIsAway) {
  RefreshingCatalog catalog(*backend_, Always(policy_), Every(absl::Milliseconds(50)));
  ASSERT_THAT(server_->Stop(), IsOk());
  EXPECT_TRUE(BecomesTrue([&] { return !catalog.last_result().ok(); }));
  EXPECT_THAT(catalog.last_result(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_TRUE(HasColumn(catalog, "a"));
  ASSERT_THAT(server_->Restart(), IsOk());
  ASSERT_THAT(server_->Run("ALTER TABLE t ADD b text"), IsOk());
  EXPECT_TRUE(BecomesTrue([&] { return HasColumn(catalog, "b"); }));
  EXPECT_THAT(catalog.last_result(), IsOk());
}

TEST_F(RefreshingCatalogTest, StartsWithoutADatabaseAndReadsWhenItComes) {
  ASSERT_THAT(server_->Stop(), IsOk());
  RefreshingCatalog catalog(*backend_, Always(policy_), Every(absl::Milliseconds(50)));
  EXPECT_EQ(catalog.Current(), nullptr);
  ASSERT_THAT(server_->Restart(), IsOk());
  EXPECT_TRUE(BecomesTrue([&] { return HasColumn(catalog, "a"); }));
}

TEST(RefreshingCatalogStopTest, StopsInTheMiddleOfAReading) {
  FakeBackend backend;
  const auto policy =
      std::make_shared<FakePolicy>(std::vector<std::pair<std::string, std::string>>{});
  backend.When("", {{{"oid", 26, "oid"}}, {}});
  absl::Time stopping;
  {
    RefreshingCatalog catalog(backend, Always(policy), Every(absl::Milliseconds(10)));
    backend.When("pg_class", FakeBackend::Blocking());
    ASSERT_TRUE(BecomesTrue([&] {
      return backend.ran().back().statement.sql.find("pg_class") != std::string::npos &&
             backend.open_leases() == 1;
    }));
    stopping = absl::Now();
  }
  EXPECT_LT(absl::Now() - stopping, absl::Seconds(1));
  EXPECT_EQ(backend.open_leases(), 0);
}

TEST(RefreshingCatalogStopTest, BundlesManyInvalidationsIntoFewReadings) {
  FakeBackend backend;
  backend.When("", {{{"oid", 26, "oid"}}, {}});
  const auto policy =
      std::make_shared<FakePolicy>(std::vector<std::pair<std::string, std::string>>{});
  RefreshingCatalogOptions options;
  options.refresh = absl::Hours(1);
  options.shortest_interval = absl::Milliseconds(200);
  RefreshingCatalog catalog(backend, Always(policy), options);
  for (const absl::Time end = absl::Now() + absl::Milliseconds(500); absl::Now() < end;) {
    catalog.Invalidate();
    absl::SleepFor(absl::Milliseconds(1));
  }
  // Five statements a reading; one reading at the start, and at most three since.
  EXPECT_GE(backend.ran().size(), 10u);
  EXPECT_LE(backend.ran().size(), 20u);
}

}  // namespace
}  // namespace sudare
