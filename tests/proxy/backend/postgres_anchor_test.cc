#include "proxy/backend/postgres_anchor.h"

#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/proxy/audit/signing_keys.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

// The SQL that docs/audit.md tells people to run.
std::string DocumentedSql() {
  std::ifstream file("docs/audit.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const size_t begin = all.find('\n', all.find("```sql file=anchor.sql")) + 1;
  return all.substr(begin, all.find("```", begin) - begin);
}

audit::SignedCheckpoint Numbered(uint64_t number) {
  audit::Checkpoint checkpoint;
  checkpoint.log = std::string(32, 'a');
  checkpoint.number = number;
  checkpoint.head.sequence = 10 * number;
  checkpoint.anchored = {{"file", 1, number}, {"postgres", 2, number}};
  return *audit::SignCheckpoint(checkpoint, *SigningKey());
}

class PostgresAnchorTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto server = PostgresServer::Start();
    ASSERT_THAT(server, IsOk());
    server_ = server->release();
    ASSERT_THAT(server_->Run(DocumentedSql()), IsOk());
  }
  static void TearDownTestSuite() { delete server_; }

  void SetUp() override { ASSERT_THAT(server_->Run("TRUNCATE sudare_anchor.checkpoints"), IsOk()); }

  static PostgresAnchorOptions Options(const std::string& user = "sudare_anchor") {
    PostgresAnchorOptions options;
    options.name = "north";
    options.connection = server_->ConnectionString(user);
    options.timeout = absl::Seconds(10);
    return options;
  }

  static PostgresServer* server_;
};

PostgresServer* PostgresAnchorTest::server_ = nullptr;

TEST_F(PostgresAnchorTest, KeepsWhatItIsGivenInOrder) {
  const auto anchor = MakePostgresAnchor(Options());
  ASSERT_OK_AND_ASSIGN(audit::AnchorEnds ends, anchor->Ends());
  EXPECT_FALSE(ends.last.has_value());
  ASSERT_THAT(anchor->Append({Numbered(4), Numbered(5)}, false), IsOk());
  ASSERT_THAT(anchor->Append({Numbered(6)}, false), IsOk());
  ASSERT_OK_AND_ASSIGN(ends, anchor->Ends());
  EXPECT_EQ(ends.first, 4u);
  EXPECT_EQ(ends.last->checkpoint.number, 6u);
  ASSERT_OK_AND_ASSIGN(const audit::AnchorLines lines, ReadPostgresAnchor(Options()));
  ASSERT_THAT(lines.lines, SizeIs(3));
  EXPECT_EQ(lines.lines[1], audit::ToLine(Numbered(5).statement));
}

TEST_F(PostgresAnchorTest, NamesKeepLogsApart) {
  PostgresAnchorOptions south = Options();
  south.name = "south";
  ASSERT_THAT(MakePostgresAnchor(Options())->Append({Numbered(1)}, false), IsOk());
  ASSERT_OK_AND_ASSIGN(const audit::AnchorEnds ends, MakePostgresAnchor(south)->Ends());
  EXPECT_FALSE(ends.last.has_value());
}

TEST_F(PostgresAnchorTest, ACheckpointIsTakenOnce) {
  const auto anchor = MakePostgresAnchor(Options());
  ASSERT_THAT(anchor->Append({Numbered(1)}, false), IsOk());
  EXPECT_THAT(anchor->Append({Numbered(1)}, false), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(anchor->Append({Numbered(2)}, false), IsOk()) << "it connects anew after an error";
}

TEST_F(PostgresAnchorTest, ItsRoleCanAddAndReadOnly) {
  ASSERT_THAT(MakePostgresAnchor(Options())->Append({Numbered(1)}, false), IsOk());
  for (const char* sql :
       {"UPDATE sudare_anchor.checkpoints SET line = 'x'", "DELETE FROM sudare_anchor.checkpoints",
        "TRUNCATE sudare_anchor.checkpoints", "DROP TABLE sudare_anchor.checkpoints",
        "INSERT INTO sudare_anchor.checkpoints (anchor, number, line, received) "
        "VALUES ('north', 9, 'x', '2020-01-01')"}) {
    EXPECT_THAT(server_->Run(absl::StrCat("SET ROLE sudare_anchor; ", sql)), Not(IsOk())) << sql;
  }
}

TEST_F(PostgresAnchorTest, ARoleThatCouldChangeThePastIsRefused) {
  EXPECT_THAT(MakePostgresAnchor(Options("postgres"))->Ends(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("SELECT and INSERT only")));
  for (const char* privilege : {"UPDATE (line)", "DELETE", "TRUNCATE"}) {
    ASSERT_THAT(server_->Run(absl::StrCat("GRANT ", privilege,
                                          " ON sudare_anchor.checkpoints TO sudare_anchor")),
                IsOk());
    EXPECT_THAT(MakePostgresAnchor(Options())->Ends(),
                StatusIs(absl::StatusCode::kFailedPrecondition))
        << privilege;
    ASSERT_THAT(server_->Run(absl::StrCat("REVOKE ", privilege,
                                          " ON sudare_anchor.checkpoints FROM sudare_anchor")),
                IsOk());
  }
  EXPECT_THAT(MakePostgresAnchor(Options())->Ends(), IsOk());
}

TEST_F(PostgresAnchorTest, SaysWhatIsMissing) {
  PostgresAnchorOptions options = Options();
  options.connection = server_->ConnectionString("sudare_anchor", "template1");
  EXPECT_THAT(MakePostgresAnchor(options)->Ends(),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("docs/audit.md")));
  options.connection = "host=/nowhere dbname=x";
  EXPECT_THAT(MakePostgresAnchor(options)->Ends(),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("can't be reached")));
}

TEST_F(PostgresAnchorTest, ADatabaseThatGoesAwayAndComesBackIsUsedAgain) {
  const auto anchor = MakePostgresAnchor(Options());
  ASSERT_THAT(anchor->Append({Numbered(1)}, false), IsOk());
  ASSERT_THAT(server_->Stop(), IsOk());
  EXPECT_THAT(anchor->Append({Numbered(2)}, false), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(anchor->Ends(), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_THAT(server_->Restart(), IsOk());
  ASSERT_OK_AND_ASSIGN(const audit::AnchorEnds ends, anchor->Ends());
  EXPECT_EQ(ends.last->checkpoint.number, 1u);
  EXPECT_THAT(anchor->Append({Numbered(2)}, false), IsOk());
}

TEST_F(PostgresAnchorTest, ADatabaseThatHangsIsGivenUp) {
  // Another session holds the table for a while.
  std::thread holder([] {
    EXPECT_THAT(server_->Run("BEGIN; LOCK TABLE sudare_anchor.checkpoints; "
                             "SELECT pg_sleep(4); COMMIT"),
                IsOk());
  });
  PostgresAnchorOptions options = Options();
  options.timeout = absl::Seconds(1);
  const auto anchor = MakePostgresAnchor(options);
  bool is_given_up = false;
  for (int i = 0; i < 30 && !is_given_up; ++i) {
    const absl::Time begin = absl::Now();
    is_given_up = !anchor->Ends().ok();
    EXPECT_LT(absl::Now() - begin, absl::Seconds(3));
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_TRUE(is_given_up);
  holder.join();
  EXPECT_THAT(anchor->Ends(), IsOk());
}

}  // namespace
}  // namespace sudare::testing
