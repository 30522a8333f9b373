// Proofs over a schema that has everything: the shipped pipeline passes, and one with a fault is
// found out by a small query.
#include "proxy/prove/proof.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "proxy/backend/backend.h"
#include "proxy/prove/ready_policy.h"
#include "proxy/prove/report.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace sudare::prove {
namespace {

using sudare::testing::IsOk;
using sudare::testing::StatusIs;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kPolicyFile[] = "tests/proxy/prove/odd_policy.textproto";

ProofOptions SmallProof(const std::string& account) {
  ProofOptions options;
  options.policy =
      LoadPolicyFromSources({{kPolicyFile, testing::ReadTestFile(kPolicyFile)}}).policy;
  options.schema = "tests/proxy/prove/odd_schema.sql";
  options.rows_per_table = 40;
  options.queries = 60;
  options.accounts = {account};
  options.attacked_columns = 4;
  options.asked_relations = 4;
  options.max_counter_examples = 2;
  return options;
}

// Changes what reaches the database: a fault in the pipeline.
class FaultySession : public BackendSession {
 public:
  using Change = std::function<void(Statement*)>;
  FaultySession(std::unique_ptr<BackendSession> session, const Change& change)
      : session_(std::move(session)), change_(change) {}

  absl::Status BeginSnapshot(const ExecuteOptions& options) override {
    return session_->BeginSnapshot(options);
  }
  absl::Status Execute(const Statement& statement, const ExecuteOptions& options,
                       RowReceiver& receiver) override {
    Statement changed = statement;
    change_(&changed);
    return session_->Execute(changed, options, receiver);
  }

 private:
  const std::unique_ptr<BackendSession> session_;
  const Change& change_;
};

class FaultyBackend : public Backend {
 public:
  FaultyBackend(Backend* backend, FaultySession::Change change)
      : backend_(backend), change_(std::move(change)) {}
  absl::StatusOr<std::unique_ptr<BackendSession>> Lease(absl::string_view role,
                                                        const ExecuteOptions& options) override {
    auto session = backend_->Lease(role, options);
    if (!session.ok()) return session.status();
    return std::make_unique<FaultySession>(*std::move(session), change_);
  }

 private:
  Backend* const backend_;
  const FaultySession::Change change_;
};

class FaultyPipeline : public Pipeline {
 public:
  FaultyPipeline(PipelineParts parts, FaultySession::Change change)
      : backend_(parts.backend, std::move(change)) {
    parts.backend = &backend_;
    pipeline_ = MakePipeline(std::move(parts));
  }
  absl::Status Query(const Caller& caller, const sudare::v1::QueryRequest& request,
                     const CallOptions& options, RowSink& sink) override {
    return pipeline_->Query(caller, request, options, sink);
  }
  absl::StatusOr<sudare::v1::ExplainResponse> Explain(
      const Caller& caller, const sudare::v1::ExplainRequest& request) override {
    return pipeline_->Explain(caller, request);
  }
  absl::StatusOr<sudare::v1::ListTablesResponse> ListTables(
      const Caller& caller, const sudare::v1::ListTablesRequest& request) override {
    return pipeline_->ListTables(caller, request);
  }

 private:
  FaultyBackend backend_;
  std::unique_ptr<Pipeline> pipeline_;
};

PipelineMaker WithFault(FaultySession::Change change) {
  return [change](PipelineParts parts) {
    return std::make_unique<FaultyPipeline>(std::move(parts), change);
  };
}

TEST(ProofTest, FindsNothingAgainstTheShippedPipeline) {
  for (const char* account : {"vendor-01", "clerk"}) {
    const auto report = Prove(SmallProof(account));
    ASSERT_THAT(report.status(), IsOk());
    Verdict verdict;
    verdict.proof = &*report;
    EXPECT_TRUE(verdict.IsProved()) << TextReport(verdict);
    EXPECT_GT(report->Queries(), 300u);
    EXPECT_GT(report->Answered(), 150u);
    EXPECT_GT(report->ShareAnswered(), 0.95) << TextReport(verdict);
    EXPECT_GT(report->accounts.at(0).values_changed, 50u);
    EXPECT_THAT(report->unfilled, IsEmpty());
  }
}

TEST(ProofTest, FindsARowFilterThatIsMissing) {
  ProofOptions options = SmallProof("vendor-01");
  options.make_pipeline = WithFault([](Statement* statement) {
    statement->sql = absl::StrReplaceAll(statement->sql, {{"<> 'special'", "<> 'nobody'"}});
  });
  const auto report = Prove(options);
  ASSERT_THAT(report.status(), IsOk());
  EXPECT_GT(report->Leaks(), 0u);
  Verdict verdict;
  verdict.proof = &*report;
  EXPECT_FALSE(verdict.IsProved());
  ASSERT_FALSE(report->counter_examples.empty());
  EXPECT_THAT(report->counter_examples, Contains(Field(&CounterExample::finding, Finding::kLeak)));
  for (const CounterExample& example : report->counter_examples) {
    EXPECT_LE(example.sql.size(), example.found_sql.size());
    EXPECT_LT(example.sql.size(), 120u) << example.sql;
    EXPECT_THAT(example.sql, HasSubstr("people"));
  }
  EXPECT_THAT(TextReport(verdict), HasSubstr("NOT PROVED\nprove: "));
  EXPECT_THAT(JsonReport(verdict), HasSubstr("\"finding\":\"leak\""));
}

// Works by another policy than the one it is proved for.
class AnotherPolicy : public PolicySource {
 public:
  explicit AnotherPolicy(std::shared_ptr<const Policy> policy) : policy_(std::move(policy)) {}
  std::shared_ptr<const Policy> Current() const override { return policy_; }

 private:
  const std::shared_ptr<const Policy> policy_;
};

TEST(ProofTest, FindsAMaskThatKeepsTooMuch) {
  ProofOptions options = SmallProof("vendor-01");
  const std::string text =
      absl::StrReplaceAll(testing::ReadTestFile(kPolicyFile), {{"keep_last: 2", "keep_last: 5"}});
  const AnotherPolicy source(MakeReadyPolicy(LoadPolicyFromSources({{kPolicyFile, text}}).policy));
  options.make_pipeline = [&source](PipelineParts parts) {
    parts.policy = &source;
    return MakePipeline(std::move(parts));
  };
  const auto report = Prove(options);
  ASSERT_THAT(report.status(), IsOk());
  EXPECT_GT(report->Leaks(), 0u);
  ASSERT_FALSE(report->counter_examples.empty());
  for (const CounterExample& example : report->counter_examples) {
    EXPECT_THAT(example.sql,
                ::testing::AnyOf(HasSubstr("phone"), HasSubstr("people"), HasSubstr("directory")));
  }
}

TEST(ProofTest, FindsAnswersThatAreWrong) {
  ProofOptions options = SmallProof("clerk");
  options.make_pipeline = WithFault([](Statement* statement) {
    statement->sql = absl::StrReplaceAll(statement->sql, {{"count(*)", "count(*) + 1"}});
  });
  const auto report = Prove(options);
  ASSERT_THAT(report.status(), IsOk());
  EXPECT_EQ(report->Leaks(), 0u);
  EXPECT_GT(report->Differences(), 0u);
  ASSERT_FALSE(report->counter_examples.empty());
  EXPECT_THAT(report->counter_examples[0].sql, HasSubstr("count(*)"));
}

TEST(ProofTest, StopsWhenItIsTold) {
  ProofOptions options = SmallProof("clerk");
  size_t asked = 0;
  options.progress = [&asked](const ProofProgress& progress) { asked = progress.queries; };
  options.cancelled = [&asked] { return asked >= 10; };
  const auto report = Prove(options);
  ASSERT_THAT(report.status(), IsOk());
  EXPECT_TRUE(report->was_cancelled);
  EXPECT_EQ(report->Queries(), 10u);
}

TEST(ProofTest, RefusesAnAccountThatThePolicyHasNot) {
  EXPECT_THAT(Prove(SmallProof("nobody")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no account `nobody`")));
}

}  // namespace
}  // namespace sudare::prove
