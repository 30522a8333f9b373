// Queries of a real log asked again over a copy of the database, and over one that went on.
#include "proxy/replay/replayer.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/loader.h"
#include "tests/policy/policies.h"
#include "tests/proxy/audit/replay_keys.h"
#include "tests/support/pipeline_harness.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::replay {
namespace {

using sudare::testing::IsOk;
using sudare::testing::PipelineHarness;
using sudare::testing::PostgresServer;
using sudare::testing::StatusIs;
using sudare::v1::ReplayedQuery;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kSchema[] = R"(
CREATE TABLE staff (no int PRIMARY KEY, name text, grade int, paid int);
INSERT INTO staff SELECT i, 'name ' || i % 40, i % 5, 200000 + i FROM generate_series(1, 300) i;
)";
constexpr char kPolicy[] = R"(
classes { name: "open" } classes { name: "name" }
tables { name: "public.staff"
  columns { name: "no" class: "open" } columns { name: "name" class: "name" }
  columns { name: "grade" class: "open" } columns { name: "paid" class: "open" } }
roles { name: "debug"
  rules { class: "name" tokenize { domain: "name" scope: ROLE } } rules { class: "open" allow {} }
  row_filters { table: "public.staff" where: "no <= 250" } }
roles { name: "desk"
  rules { class: "name" tokenize { domain: "desk" scope: WINDOW } }
  rules { class: "open" allow {} } requires_window: true }
accounts { name: "vendor" role: "debug" kind: PROGRAM certificate { san: "vendor@example.com" } }
accounts { name: "engineer" role: "desk" kind: PROGRAM certificate { san: "e@example.com" } }
)";

class ReplayerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(server_, PostgresServer::Start());
    ASSERT_THAT(server_->Run(kSchema), IsOk());
    policy_ = sudare::testing::PolicyOf(kPolicy);
    ASSERT_OK_AND_ASSIGN(keyring_, Keyring::FromKey(1, "0123456789abcdef0123456789abcdef"));
    BackendOptions backend;
    backend.connection = server_->ConnectionString();
    ASSERT_OK_AND_ASSIGN(catalog_, LoadCatalog(*MakePostgresBackend(backend), "", *policy_, {}));
  }

  void Record(bool sealed) {
    PipelineHarness::Options options;
    options.connection = server_->ConnectionString();
    options.policy = policy_;
    options.catalog = catalog_;
    options.keyring = keyring_;
    options.order_key = "an order that ends with the proxy";
    if (sealed) {
      ASSERT_OK_AND_ASSIGN(auto sealer,
                           audit::StatementSealer::FromPem(sudare::testing::kReplayPublicKey));
      options.sealer = std::make_shared<const audit::StatementSealer>(std::move(sealer));
    }
    recorder_ = std::make_unique<PipelineHarness>(std::move(options));
    log_.folder = recorder_->audit_folder() + "/audit";
  }
  void Ask(const std::string& sql, const std::vector<Value>& parameters = {}) {
    EXPECT_THAT(recorder_->Query("vendor", sql, parameters), IsOk()) << sql;
  }

  // Ends the log; the copy is of now.
  void CopyDatabase() {
    recorder_.reset();
    ASSERT_THAT(server_->Run("CREATE DATABASE copy TEMPLATE postgres", "template1"), IsOk());
  }

  // The verdicts, in the order in which the queries ended.
  std::vector<std::string> Verdicts(const std::string& database,
                                    const char* key = sudare::testing::kReplayPrivateKey) {
    ReplayOptions options;
    options.database = server_->ConnectionString("postgres", database);
    options.policy = policy_;
    options.keyring = [this](uint32_t) { return keyring_; };
    if (key != nullptr) options.key = *audit::ReplayKey::FromPem(key);
    auto replayer = Replayer::Make(std::move(options));
    EXPECT_THAT(replayer, IsOk());
    std::vector<std::string> verdicts;
    status_ = ReadRecordedRuns(log_, RunFilter(), [&](const RecordedRun& run) {
      const ReplayedQuery query = (*replayer)->Replay(run);
      EXPECT_THAT(query.wal_position(), Not(IsEmpty()));
      verdicts.push_back(ReplayedQuery::Verdict_Name(query.verdict()));
      return absl::OkStatus();
    });
    return verdicts;
  }

  std::unique_ptr<PostgresServer> server_;
  std::shared_ptr<const Policy> policy_;
  std::shared_ptr<const Keyring> keyring_;
  std::shared_ptr<const CatalogSnapshot> catalog_;
  std::unique_ptr<PipelineHarness> recorder_;
  audit::VerifyOptions log_;
  absl::Status status_;
};

TEST_F(ReplayerTest, TheSameOverTheCopyAndEachDifferenceOverAnother) {
  Record(/*sealed=*/true);
  Ask("SELECT no, name FROM staff");
  Ask("SELECT name, count(*) FROM staff GROUP BY name");
  Ask("SELECT name FROM staff ORDER BY name, no LIMIT 3");
  Ask("SELECT paid FROM staff WHERE no = $1", {"7"});
  Ask("SELECT count(*) FROM staff WHERE paid > 200100");
  Ask("SELECT a.no FROM staff a JOIN staff b USING (grade) WHERE b.no = 3");
  EXPECT_FALSE(recorder_->Query("vendor", "SELECT 1 / (paid - 200009) FROM staff").ok());
  Ask("SELECT now() > '2020-01-01', clock.x FROM (SELECT now() AS x) clock");
  EXPECT_FALSE(recorder_->Query("vendor", "DROP TABLE staff").ok());
  CopyDatabase();
  EXPECT_THAT(Verdicts("copy"), ElementsAre("SAME", "SAME_IN_OTHER_ORDER", "SAME", "SAME", "SAME",
                                            "SAME_IN_OTHER_ORDER", "SAME", "NOT_REPEATABLE"));
  EXPECT_THAT(status_, IsOk());

  // What the row filter hides changes nothing.
  ASSERT_THAT(server_->Run("UPDATE staff SET paid = 1 WHERE no = 299"), IsOk());
  EXPECT_EQ(Verdicts("postgres")[4], "SAME");
  ASSERT_THAT(server_->Run("DELETE FROM staff WHERE no = 12; UPDATE staff SET paid = 0 WHERE no "
                           "IN (7, 9)"),
              IsOk());
  EXPECT_THAT(Verdicts("postgres"),
              ElementsAre("OTHER_ROW_COUNT", "OTHER_ROWS", "SAME", "OTHER_ROWS", "SAME",
                          "SAME_IN_OTHER_ORDER", "OTHER_END", "NOT_REPEATABLE"));
}

TEST_F(ReplayerTest, WhatWasNotKeptOrIsSealedToAnotherKeyIsNotReplayed) {
  Record(/*sealed=*/true);
  Ask("SELECT no FROM staff WHERE no < 5");
  Ask("SELECT no FROM staff");
  CopyDatabase();
  EXPECT_THAT(Verdicts("copy"), ElementsAre("SAME", "SAME"));
  EXPECT_THAT(Verdicts("copy", nullptr), ElementsAre("NOT_OPENED", "SAME"));
  EXPECT_THAT(Verdicts("copy", sudare::testing::kOtherReplayPrivateKey),
              ElementsAre("OTHER_KEY", "OTHER_KEY"));
}

TEST_F(ReplayerTest, WithoutTheSettingThoseWithoutLiteralsAreReplayed) {
  Record(/*sealed=*/false);
  Ask("SELECT no FROM staff WHERE no < 5");
  Ask("SELECT no FROM staff WHERE no = $1", {"5"});
  Ask("SELECT no, name FROM staff WHERE no = grade");
  CopyDatabase();
  EXPECT_THAT(Verdicts("copy"), ElementsAre("NOT_KEPT", "NOT_KEPT", "SAME"));
}

TEST_F(ReplayerTest, NothingOfAnAlteredLogIsReplayed) {
  Record(/*sealed=*/true);
  Ask("SELECT no FROM staff");
  CopyDatabase();
  std::fstream file(log_.folder + "/00000001.audit",
                    std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(200);
  file.put('\x7f');
  file.close();
  EXPECT_THAT(Verdicts("copy"), IsEmpty());
  EXPECT_THAT(status_, StatusIs(absl::StatusCode::kDataLoss));
}

// Tokens of a window come from its number and the moment it was requested; its classes hide the
// others.
TEST_F(ReplayerTest, AWindowIsAsItWasThen) {
  ReplayOptions options;
  options.database = server_->ConnectionString();
  options.policy = policy_;
  options.keyring = [this](uint32_t) { return keyring_; };
  ASSERT_OK_AND_ASSIGN(const auto replayer, Replayer::Make(std::move(options)));
  RecordedRun run;
  run.time = absl::Now();
  run.intent.set_query_id("q");
  run.intent.mutable_caller()->set_account("engineer");
  run.intent.mutable_caller()->set_window("W00001");
  run.intent.set_policy_hash(policy_->hash());
  run.intent.set_normalized_sql("SELECT name FROM staff");
  run.outcome.emplace();
  run.outcome->set_status("OK");
  run.outcome->set_rows(300);
  EXPECT_EQ(replayer->Replay(run).verdict(), ReplayedQuery::WINDOW_UNKNOWN);
  run.window = WorkWindow{"W00001", "W00001@1.0", {}};
  EXPECT_EQ(replayer->Replay(run).verdict(), ReplayedQuery::NO_DIGEST) << "300 rows were shown";
  run.window->classes = {"open"};
  run.window->token_scope = "W00001@2.0";
  const ReplayedQuery narrowed = replayer->Replay(run);
  EXPECT_EQ(narrowed.verdict(), ReplayedQuery::NOT_RUN) << "the column is hidden then";
  run.intent.set_policy_hash("another");
  EXPECT_EQ(replayer->Replay(run).verdict(), ReplayedQuery::OTHER_POLICY);
}

}  // namespace
}  // namespace sudare::replay
