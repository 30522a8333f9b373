// The order of the pipeline: what is on record before anything is answered, and what the database
// is asked.

#include "proxy/query/pipeline.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "proxy/query/result_digest.h"
#include "tests/proxy/identity/fake_audit_log.h"
#include "tests/proxy/sql/fixture.h"
#include "tests/support/fake_backend.h"
#include "tests/support/pipeline_harness.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

// What left the pipeline, in order.
class Leaving : public RowSink {
 public:
  absl::Status OnHeader(const sudare::v1::Header&) override { return Left("header"); }
  absl::Status OnBatch(sudare::v1::RowBatch&) override { return Left("rows"); }
  absl::Status OnSummary(const sudare::v1::Summary&) override { return Left("summary"); }

  std::vector<std::string> what;

 private:
  absl::Status Left(const char* part) {
    what.push_back(part);
    return absl::OkStatus();
  }
};

class PipelineTest : public ::testing::Test {
 protected:
  PipelineTest() {
    backend_.When("payroll.employees", {{{"employee_no", 25, "text"}}, {{"100"}, {"200"}}});
    backend_.When("DISTINCT", {{{"text", 25, "text"}}, {{"山田"}, {"a\"b"}}});
    PipelineHarness::Options options;
    options.policy = FixturePolicy();
    options.catalog = FixtureCatalog();
    options.keyring = FixtureKeyring();
    options.backend = &backend_;
    options.audit = &audit_;
    options.defaults.set_token_map_values(token_map_values_);
    options.defaults.set_rows_per_query(2 * ResultDigest::kMostSetRows);
    harness_ = std::make_unique<PipelineHarness>(options);
  }

  uint32_t token_map_values_ = 2;
  FakeBackend backend_;
  FakeAuditLog audit_;
  std::unique_ptr<PipelineHarness> harness_;
};

TEST_F(PipelineTest, AnAnsweredQueryLeavesIntentAndOutcome) {
  ASSERT_THAT(
      harness_->Query("vendor",
                      "SELECT employee_no FROM payroll.employees WHERE phone = '123456789018'"),
      IsOk());
  const auto records = audit_.records();
  ASSERT_EQ(records.size(), 2u);
  const sudare::v1::Intent& intent = records[0].intent();
  EXPECT_EQ(intent.normalized_sql(), "SELECT employee_no FROM payroll.employees WHERE phone = $1");
  EXPECT_EQ(intent.policy_hash(), FixturePolicy()->hash());
  ASSERT_EQ(intent.columns_size(), 2);
  EXPECT_EQ(intent.columns(1).column(), "payroll.employees.phone");
  EXPECT_EQ(intent.columns(1).mask(), "partial");
  EXPECT_EQ(records[1].outcome().status(), "OK");
  EXPECT_EQ(records[1].outcome().rows(), 2u);
  EXPECT_EQ(records[1].outcome().query_id(), intent.query_id());
}

TEST_F(PipelineTest, WithoutALogNothingIsAnswered) {
  audit_.set_broken(true);
  EXPECT_EQ(harness_->Query("vendor", "SELECT employee_no FROM payroll.employees").status().code(),
            absl::StatusCode::kUnavailable);
  // Not even a refusal.
  EXPECT_EQ(harness_->Query("vendor", "SELECT password FROM payroll.employees").status().code(),
            absl::StatusCode::kUnavailable);
}

// The query doesn't wait for its intent while the database works: what leaves does.
TEST_F(PipelineTest, NothingLeavesBeforeTheIntentIsDurable) {
  sudare::v1::QueryRequest request;
  request.set_sql("SELECT employee_no FROM payroll.employees");
  Leaving good;
  EXPECT_THAT(harness_->pipeline().Query({"vendor", "certificate", "test"}, request, {}, good),
              IsOk());
  EXPECT_THAT(good.what, ::testing::ElementsAre("header", "rows", "summary"));
  audit_.set_broken(true);
  Leaving nothing;
  EXPECT_EQ(
      harness_->pipeline().Query({"vendor", "certificate", "test"}, request, {}, nothing).code(),
      absl::StatusCode::kUnavailable);
  EXPECT_THAT(nothing.what, ::testing::IsEmpty());
}

// A client that reads slowly, and a disk that writes slowly, hold no session of the database.
TEST_F(PipelineTest, TheSessionIsBackBeforeTheLastRowsLeave) {
  class Counting : public RowSink {
   public:
    explicit Counting(const FakeBackend& backend) : backend_(backend) {}
    absl::Status OnHeader(const sudare::v1::Header&) override { return Count(); }
    absl::Status OnBatch(sudare::v1::RowBatch&) override { return Count(); }
    absl::Status OnSummary(const sudare::v1::Summary&) override { return Count(); }
    std::vector<int> leases;

   private:
    absl::Status Count() {
      leases.push_back(backend_.open_leases());
      return absl::OkStatus();
    }
    const FakeBackend& backend_;
  };
  sudare::v1::QueryRequest request;
  request.set_sql("SELECT employee_no FROM payroll.employees");
  Counting sink(backend_);
  EXPECT_THAT(harness_->pipeline().Query({"vendor", "certificate", "test"}, request, {}, sink),
              IsOk());
  EXPECT_THAT(sink.leases, ::testing::ElementsAre(0, 0, 0));
}

// The salt ends with the process: of what it puts into order a replay has the set alone.
TEST_F(PipelineTest, VeryManyRowsHaveNoSetUnlessASaltMakesTheirOrder) {
  const std::vector<std::vector<Value>> rows(ResultDigest::kMostSetRows + 1, {"100"});
  backend_.When("payroll.employees", {{{"employee_no", 25, "text"}}, rows});
  ASSERT_THAT(harness_->Query("vendor", "SELECT employee_no FROM payroll.employees"), IsOk());
  ASSERT_THAT(
      harness_->Query("vendor", "SELECT employee_no FROM payroll.employees GROUP BY employee_no"),
      IsOk());
  const auto records = audit_.records();
  ASSERT_EQ(records.size(), 4u);
  EXPECT_EQ(records[1].outcome().result_digest().size(), 32u);
  EXPECT_EQ(records[1].outcome().row_set_digest(), "");
  EXPECT_EQ(records[3].outcome().row_set_digest().size(), 32u);
}

TEST_F(PipelineTest, ARefusalIsOnRecordAndAsksTheDatabaseNothing) {
  const auto answer =
      harness_->Query("vendor", "SELECT password FROM payroll.employees WHERE note = 'secret'");
  EXPECT_EQ(DetailOf(answer.status()).reason(), "HIDDEN_OR_MISSING");
  ASSERT_EQ(audit_.records().size(), 1u);
  EXPECT_EQ(audit_.records()[0].refusal().reason(), "HIDDEN_OR_MISSING");
  EXPECT_EQ(audit_.records()[0].refusal().normalized_sql(),
            "SELECT password FROM payroll.employees WHERE note = $1");
  EXPECT_TRUE(backend_.ran().empty());
}

TEST_F(PipelineTest, ATextThatDoesNotParseIsNotPutOnRecord) {
  EXPECT_FALSE(harness_->Query("vendor", "SELCT 'secret'").ok());
  EXPECT_EQ(audit_.records()[0].refusal().normalized_sql().find("secret"), std::string::npos);
}

TEST_F(PipelineTest, MapAndStatementSeeOneSnapshot) {
  ASSERT_THAT(
      harness_->Query("vendor", "SELECT employee_no FROM payroll.employees ORDER BY full_name"),
      IsOk());
  const auto ran = backend_.ran();
  ASSERT_EQ(ran.size(), 2u);
  EXPECT_TRUE(ran[0].in_snapshot);
  EXPECT_TRUE(ran[1].in_snapshot);
  const auto tokenizer =
      SchemaOf("vendor").Find("payroll", "employees")->FindColumn("full_name")->tokenizer;
  EXPECT_EQ(ran[1].statement.parameters[0], "{\"山田\":\"" + tokenizer->Tokenize("山田") +
                                                "\",\"a\\\"b\":\"" + tokenizer->Tokenize("a\"b") +
                                                "\"}");
  EXPECT_FALSE(ran[1].statement.keep_prepared);
}

TEST_F(PipelineTest, AMapOverTheLimitIsRefusedWithTheWayRound) {
  backend_.When("DISTINCT", {{{"text", 25, "text"}}, {{"a"}, {"b"}, {"c"}}});
  const auto answer =
      harness_->Query("vendor", "SELECT employee_no FROM payroll.employees ORDER BY full_name");
  const sudare::v1::ErrorDetail detail = DetailOf(answer.status());
  EXPECT_EQ(detail.reason(), "TOKEN_MAP_TOO_LARGE");
  EXPECT_THAT(detail.message(), ::testing::HasSubstr("payroll.employees.full_name"));
  EXPECT_THAT(detail.advice(), ::testing::HasSubstr("another key"));
}

TEST_F(PipelineTest, TokensAreTurnedBackWhenTheyAreBound) {
  const auto tokenizer =
      SchemaOf("vendor").Find("payroll", "employees")->FindColumn("full_name")->tokenizer;
  const std::string sql = "SELECT employee_no FROM payroll.employees WHERE full_name = $1";
  ASSERT_THAT(harness_->Query("vendor", sql, {tokenizer->Tokenize("山田")}), IsOk());
  ASSERT_THAT(harness_->Query("vendor", sql, {"nam_forged"}), IsOk());
  ASSERT_THAT(harness_->Query("vendor", sql, {"山田"}), IsOk());
  const auto ran = backend_.ran();
  EXPECT_EQ(ran[0].statement.parameters[0], "山田");
  EXPECT_EQ(ran[1].statement.parameters[0], std::nullopt);
  EXPECT_EQ(ran[2].statement.parameters[0], std::nullopt);
}

TEST_F(PipelineTest, AMissingParameterIsAnError) {
  EXPECT_EQ(DetailOf(harness_->Query("vendor", "SELECT $1, $2", {"a"}).status()).reason(),
            "MISSING_PARAMETER");
}

TEST_F(PipelineTest, AnAccountThePolicyDoesNotKnowIsRefused) {
  EXPECT_EQ(DetailOf(harness_->Query("nobody", "SELECT 1").status()).reason(), "NO_ACCOUNT");
}

TEST_F(PipelineTest, AKnownStatementIsNotCompiledAgainAndGivesTheSame) {
  const std::string sql = "SELECT employee_no FROM payroll.employees WHERE employee_no = $1";
  ASSERT_THAT(harness_->Query("vendor", sql, {"1"}), IsOk());
  ASSERT_THAT(harness_->Query("vendor", sql, {"2"}), IsOk());
  const auto ran = backend_.ran();
  EXPECT_EQ(ran[0].statement.sql, ran[1].statement.sql);
  EXPECT_EQ(ran[1].statement.parameters[0], "2");
}

TEST_F(PipelineTest, ExplainRunsNothingAndTellsTheWays) {
  sudare::v1::ExplainRequest request;
  request.set_sql("SELECT full_name FROM payroll.employees WHERE phone = 'secret' ORDER BY 1");
  const auto response = harness_->pipeline().Explain({"vendor", "certificate", "test"}, request);
  ASSERT_THAT(response, IsOk());
  EXPECT_TRUE(backend_.ran().empty());
  EXPECT_EQ(response->rewritten_sql().find("secret"), std::string::npos);
  ASSERT_EQ(response->uses_size(), 2);
  EXPECT_EQ(response->uses(0).column(), "payroll.employees.full_name");
  EXPECT_EQ(response->uses(0).ways(0), "token map");
  EXPECT_EQ(response->uses(0).reasons(0), "ORDER BY");
  EXPECT_THAT(response->uses(0).rule(), ::testing::HasSubstr("fixture.textproto:"));
}

TEST_F(PipelineTest, ListTablesShowsVisibleColumnsWithTheirMasks) {
  const auto response = harness_->pipeline().ListTables({"vendor", "certificate", "test"}, {});
  ASSERT_THAT(response, IsOk());
  for (const sudare::v1::VisibleTable& table : response->tables()) {
    EXPECT_NE(table.name(), "payroll.not_listed");
    for (const sudare::v1::VisibleColumn& column : table.columns()) {
      EXPECT_NE(column.name(), "password");
      EXPECT_NE(column.name(), "added_later");
    }
  }
  EXPECT_EQ(response->tables_size(), 7);
}

}  // namespace
}  // namespace sudare::testing
