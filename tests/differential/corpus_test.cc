// Every query of corpus.sql: the pipeline's answer is that of the masked twin.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "tests/differential/masked_twin.h"
#include "tests/proxy/sql/fixture.h"
#include "tests/support/golden.h"
#include "tests/support/pipeline_harness.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using Rows = std::vector<std::vector<Value>>;

struct CorpusQuery {
  std::string account = "vendor";
  bool ordered = false;
  std::string sql;
};

std::vector<CorpusQuery> ParseCorpus(absl::string_view text) {
  std::vector<CorpusQuery> queries;
  for (absl::string_view block : absl::StrSplit(text, "\n\n", absl::SkipWhitespace())) {
    CorpusQuery query;
    for (absl::string_view line : absl::StrSplit(block, '\n')) {
      if (absl::ConsumePrefix(&line, "-- as ")) {
        query.account = std::string(line);
      } else if (line == "-- ordered") {
        query.ordered = true;
      } else if (!absl::StartsWith(line, "--")) {
        absl::StrAppend(&query.sql, line, "\n");
      }
    }
    if (!query.sql.empty()) queries.push_back(std::move(query));
  }
  return queries;
}

// {{value}} becomes the token that the account sees for a name, {{insured.id=value}} the one for a
// value of that column.
std::string TokenOf(const std::string& account, absl::string_view value) {
  const VisibleSchema& schema = SchemaOf(account);
  const VisibleColumn* column = schema.Find("payroll", "employees")->FindColumn("full_name");
  if (absl::ConsumePrefix(&value, "insured.")) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(value, absl::MaxSplits('=', 1));
    column = schema.Find("payroll", "insured")->FindColumn(parts.first);
    value = parts.second;
  }
  return column->tokenizer->Tokenize(value);
}

std::string WithTokens(const std::string& account, std::string sql) {
  for (size_t open = sql.find("{{"); open != std::string::npos; open = sql.find("{{")) {
    const size_t close = sql.find("}}", open);
    const std::string value = sql.substr(open + 2, close - open - 2);
    sql.replace(open, close + 2 - open, TokenOf(account, value));
  }
  return sql;
}

std::string Show(const Rows& rows) {
  std::string out;
  for (size_t i = 0; i < rows.size() && i < 20; ++i) {
    for (const Value& value : rows[i])
      absl::StrAppend(&out, value.has_value() ? *value : "∅", " | ");
    absl::StrAppend(&out, "\n");
  }
  absl::StrAppend(&out, "(", rows.size(), " rows)\n");
  return out;
}

class CorpusTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = PostgresServer::Start().value().release();
    ASSERT_THAT(server_->Run(ReadTestFile("tests/differential/fixture_data.sql")), IsOk());
    for (const char* account : {"vendor", "filtered"}) {
      ASSERT_THAT(
          MakeMaskedTwin(*server_, SchemaOf(account), "postgres", absl::StrCat("twin_", account)),
          IsOk());
    }
    PipelineHarness::Options options;
    options.connection = server_->ConnectionString();
    options.policy = FixturePolicy();
    options.catalog = FixtureCatalog();
    options.keyring = FixtureKeyring();
    harness_ = new PipelineHarness(std::move(options));
  }

  static void TearDownTestSuite() {
    delete harness_;
    delete server_;
  }

  static PostgresServer* server_;
  static PipelineHarness* harness_;
};

PostgresServer* CorpusTest::server_ = nullptr;
PipelineHarness* CorpusTest::harness_ = nullptr;

TEST_F(CorpusTest, EveryAnswerIsThatOfTheMaskedTwin) {
  int answered = 0;
  for (const CorpusQuery& query : ParseCorpus(ReadTestFile("tests/differential/corpus.sql"))) {
    const std::string sql = WithTokens(query.account, query.sql);
    SCOPED_TRACE(absl::StrCat("as ", query.account, ": ", sql));
    absl::StatusOr<Rows> expected = server_->Query(sql, absl::StrCat("twin_", query.account));
    ASSERT_THAT(expected, IsOk()) << "the query must be right over the twin";
    absl::StatusOr<Answer> answer = harness_->Query(query.account, sql);
    EXPECT_THAT(answer, IsOk()) << DetailOf(answer.status()).DebugString();
    if (!answer.ok()) continue;
    if (!query.ordered) {
      std::sort(expected->begin(), expected->end());
      std::sort(answer->rows.begin(), answer->rows.end());
    }
    EXPECT_TRUE(answer->rows == *expected) << "expected\n"
                                           << Show(*expected) << "actual\n"
                                           << Show(answer->rows);
    ++answered;
  }
  RecordProperty("answered", answered);
  EXPECT_GT(answered, 70);
}

}  // namespace
}  // namespace sudare::testing
