// One session: statements, parameters, results, errors.

#include <string>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/backend/backend.h"
#include "proxy/backend/sqlstate.h"
#include "proxy/error.h"
#include "tests/proxy/backend/database_test.h"

namespace sudare {
namespace {

using ::sudare::testing::CollectingReceiver;
using ::sudare::testing::IsOk;
using ::sudare::testing::IsOkAndHolds;
using ::sudare::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class SessionTest : public DatabaseTest {
 protected:
  void SetUp() override {
    backend_ = MakeBackend();
    auto session = backend_->Lease("reader", Within(absl::Seconds(20)));
    ASSERT_THAT(session, IsOk());
    session_ = *std::move(session);
  }

  std::string KeptStatements() {
    Statement question = Sql("SELECT count(*) FROM pg_prepared_statements");
    question.keep_prepared = false;
    auto rows = Fetch(*session_, question);
    return rows.ok() ? *(*rows)[0][0] : rows.status().ToString();
  }

  std::unique_ptr<Backend> backend_;
  std::unique_ptr<BackendSession> session_;
};

TEST_F(SessionTest, GivesFieldsWithTheirTypesAndRows) {
  ASSERT_THAT(server().Run("CREATE TYPE mood AS ENUM ('glad')"), IsOk());
  CollectingReceiver receiver;
  ASSERT_THAT(session_->Execute(
                  Sql("SELECT 1 AS a, '{2}'::int[] AS b, 'x' AS c, 'glad'::public.mood, NULL::date,"
                      " '' AS \"氏名\""),
                  {}, receiver),
              IsOk());
  ASSERT_THAT(receiver.fields, SizeIs(6));
  EXPECT_EQ(receiver.fields[0].name, "a");
  EXPECT_EQ(receiver.fields[0].type_name, "int4");
  EXPECT_EQ(receiver.fields[1].type_name, "_int4");
  EXPECT_EQ(receiver.fields[2].type_name, "text");
  EXPECT_EQ(receiver.fields[3].type_name, "");
  EXPECT_EQ(receiver.fields[4].type_name, "date");
  EXPECT_EQ(receiver.fields[5].name, "氏名");
  EXPECT_THAT(receiver.rows, ElementsAre(ElementsAre(Value("1"), Value("{2}"), Value("x"),
                                                     Value("glad"), Value(), Value(""))));
}

TEST_F(SessionTest, GivesFieldsOfEmptyResultsOnceAlsoWhenPrepared) {
  for (int i = 0; i < 3; ++i) {
    CollectingReceiver receiver;
    ASSERT_THAT(session_->Execute(Sql("SELECT 1 AS a WHERE false"), {}, receiver), IsOk());
    EXPECT_EQ(receiver.on_fields_calls, 1);
    EXPECT_EQ(receiver.fields[0].name, "a");
    EXPECT_THAT(receiver.rows, IsEmpty());
  }
}

TEST_F(SessionTest, BindsParametersWithNullsArraysAndTypes) {
  EXPECT_THAT(
      Fetch(*session_, Sql("SELECT $1::text, $2::int + 1, $3::text, $4::date[]",
                           {"'; DROP TABLE x; --", "41", std::nullopt, "{2026-04-01,NULL}"})),
      IsOkAndHolds(ElementsAre(ElementsAre(Value("'; DROP TABLE x; --"), Value("42"), Value(),
                                           Value("{2026-04-01,NULL}")))));
  Statement typed = Sql("SELECT pg_typeof($1), pg_typeof($2)", {"1", "{a,\"b c\"}"});
  typed.parameter_types = {20, 1009};
  EXPECT_THAT(Fetch(*session_, typed),
              IsOkAndHolds(ElementsAre(ElementsAre(Value("bigint"), Value("text[]")))));
  EXPECT_THAT(Fetch(*session_, Sql("SELECT u FROM unnest($1::text[]) u", {"{\"山田 太郎\",NULL}"})),
              IsOkAndHolds(ElementsAre(ElementsAre(Value("山田 太郎")), ElementsAre(Value()))));
}

TEST_F(SessionTest, PassesLargeValuesBothWays) {
  const std::string large(15 << 20, 'x');
  auto rows = Fetch(*session_, Sql("SELECT $1::text, length($1)", {large}));
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ((*rows)[0][0], large);
  EXPECT_EQ((*rows)[0][1], std::to_string(large.size()));
}

TEST_F(SessionTest, RefusesWhatTheProtocolCannotCarry) {
  Statement many = Sql("SELECT 1");
  many.parameters.resize(65536);
  EXPECT_THAT(Fetch(*session_, many), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Fetch(*session_, std::string("SELECT 1\0; SELECT 2", 19)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("zero byte")));
  EXPECT_THAT(Fetch(*session_, Sql("SELECT $1::text", {std::string("a\0b", 3)})),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("UTF-8")));
  EXPECT_EQ(FetchText(*session_, "SELECT 1"), "1");
}

TEST_F(SessionTest, KeepsStatementsPreparedWhenAsked) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(Fetch(*session_, Sql("SELECT $1::int", {std::to_string(i)})),
                IsOkAndHolds(ElementsAre(ElementsAre(Value(std::to_string(i))))));
  }
  Statement once = Sql("SELECT 2");
  once.keep_prepared = false;
  EXPECT_THAT(Fetch(*session_, once), IsOk());
  EXPECT_EQ(KeptStatements(), "1");
}

TEST_F(SessionTest, KeepsABoundedNumberOfStatementsAndNoHugeOnes) {
  for (int i = 0; i < 300; ++i) {
    ASSERT_EQ(FetchText(*session_, absl::StrCat("SELECT ", i)), std::to_string(i));
  }
  EXPECT_EQ(KeptStatements(), "256");
  ASSERT_EQ(FetchText(*session_, "SELECT 1 -- " + std::string(100'000, 'x')), "1");
  EXPECT_EQ(FetchText(*session_, "SELECT 299"), "299");
  EXPECT_EQ(FetchText(*session_, "SELECT 0"), "0");
  EXPECT_EQ(KeptStatements(), "256");
}

TEST_F(SessionTest, PreparesAgainWhenTheTablesHaveChanged) {
  ASSERT_THAT(server().Run("CREATE TABLE changing (a int); INSERT INTO changing VALUES (1)"),
              IsOk());
  const Statement statement = Sql("SELECT * FROM public.changing");
  EXPECT_THAT(Fetch(*session_, statement), IsOkAndHolds(ElementsAre(ElementsAre(Value("1")))));
  ASSERT_THAT(server().Run("ALTER TABLE changing ADD b text DEFAULT 'new'"), IsOk());
  EXPECT_THAT(Fetch(*session_, statement),
              IsOkAndHolds(ElementsAre(ElementsAre(Value("1"), Value("new")))));
  ASSERT_THAT(server().Run("ALTER TABLE changing DROP a"), IsOk());
  ASSERT_THAT(session_->BeginSnapshot({}), IsOk());
  EXPECT_THAT(Fetch(*session_, statement), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(SessionTest, TellsErrorsWithoutTheDatabasesTextOrAnyValue) {
  ASSERT_THAT(server().Run("CREATE TABLE notes (note text); INSERT INTO notes VALUES "
                           "('123456789018')"),
              IsOk());
  for (bool kept : {false, true, true}) {
    Statement statement = Sql("SELECT note::bytea::text::int FROM public.notes");
    statement.keep_prepared = kept;
    const absl::Status status = Fetch(*session_, statement).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_EQ(DetailOf(status).sqlstate().substr(0, 2), "22");
    EXPECT_THAT(status.ToString(), Not(HasSubstr("123456789018")));
    EXPECT_THAT(status.ToString(), Not(HasSubstr("invalid input")));
    EXPECT_EQ(ParseMessageOf(status).text, "");
  }
  EXPECT_EQ(FetchText(*session_, "SELECT 1"), "1");
}

TEST_F(SessionTest, CarriesTheDatabasesTextOfParseErrorsOnly) {
  absl::Status status = Fetch(*session_, "SELECT lower(1)").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseMessageOf(status).text, HasSubstr("lower(integer)"));
  EXPECT_GT(ParseMessageOf(status).position, 0);
  // A parameter is no part of the text that was parsed.
  status = Fetch(*session_, Sql("SELECT $1::int", {"123456789018x"})).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(status.ToString(), Not(HasSubstr("123456789018")));
}

TEST_F(SessionTest, MapsPrivilegesAndWriting) {
  ASSERT_THAT(server().Run("CREATE TABLE hidden (a int); CREATE ROLE nobody_yet"), IsOk());
  EXPECT_THAT(Fetch(*session_, "SELECT pg_read_file('/etc/passwd')"),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("privilege")));
  EXPECT_THAT(Fetch(*session_, "CREATE TABLE public.mine (a int)"),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("change data")));
  EXPECT_THAT(Fetch(*session_, "SELECT nothing FROM public.hidden"),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("changed")));
}

TEST_F(SessionTest, SeesOneSnapshotUntilTheLeaseEnds) {
  ASSERT_THAT(server().Run("CREATE TABLE growing (a int); INSERT INTO growing VALUES (1)"), IsOk());
  ASSERT_THAT(session_->BeginSnapshot({}), IsOk());
  EXPECT_EQ(FetchText(*session_, "SELECT count(*) FROM public.growing"), "1");
  ASSERT_THAT(server().Run("INSERT INTO growing VALUES (2)"), IsOk());
  EXPECT_EQ(FetchText(*session_, "SELECT count(*) FROM public.growing"), "1");
  EXPECT_THAT(Fetch(*session_, "CREATE TABLE public.mine (a int)"),
              StatusIs(absl::StatusCode::kPermissionDenied));
  session_.reset();
  EXPECT_TRUE(BecomesTrue([] { return CountSessions("backend_xmin IS NOT NULL") == 0; }));
  ASSERT_OK_AND_ASSIGN(session_, backend_->Lease("reader", {}));
  EXPECT_EQ(FetchText(*session_, "SELECT count(*) FROM public.growing"), "2");
}

TEST_F(SessionTest, StopsWhenTheReceiverRefuses) {
  class Refusing : public RowReceiver {
   public:
    absl::Status OnFields(const std::vector<ResultField>&) override { return absl::OkStatus(); }
    absl::Status OnRow(absl::Span<const FieldView>) override {
      return ++rows == 10 ? absl::ResourceExhaustedError("enough") : absl::OkStatus();
    }
    int rows = 0;
  };
  Refusing refusing;
  EXPECT_THAT(session_->Execute(Sql("SELECT generate_series(1, 1000000000)"), {}, refusing),
              StatusIs(absl::StatusCode::kResourceExhausted, "enough"));
  EXPECT_EQ(refusing.rows, 10);
  EXPECT_EQ(CountSessions("state = 'active'"), 0);
  EXPECT_EQ(FetchText(*session_, "SELECT 1"), "1");
}

TEST_F(SessionTest, ForbidsIndexOnlyScansForTheStatementsThatAskForIt) {
  ASSERT_THAT(
      server().Run("CREATE TABLE indexed AS SELECT g AS a FROM generate_series(1, 100000) g;"
                   "CREATE INDEX ON indexed (a); VACUUM ANALYZE indexed"),
      IsOk());
  Statement explain = Sql("EXPLAIN SELECT a FROM public.indexed WHERE a < 10");
  const auto plan = [&] {
    auto rows = Fetch(*session_, explain);
    return rows.ok() ? *(*rows)[0][0] : rows.status().ToString();
  };
  for (int i = 0; i < 2; ++i) {
    explain.forbid_index_only_scans = false;
    EXPECT_THAT(plan(), HasSubstr("Index Only Scan"));
    explain.forbid_index_only_scans = true;
    EXPECT_THAT(plan(), Not(HasSubstr("Index Only Scan")));
  }
}

TEST_F(SessionTest, ForbidsParallelScansForTheStatementsThatAskForIt) {
  ASSERT_THAT(server().Run("CREATE TABLE large AS SELECT g AS a FROM generate_series(1, 1000000) g;"
                           "VACUUM ANALYZE large"),
              IsOk());
  Statement explain = Sql("EXPLAIN SELECT a FROM public.large WHERE a % 1000 = 1");
  const auto plan = [&] {
    auto rows = Fetch(*session_, explain);
    return rows.ok() ? *(*rows)[0][0] : rows.status().ToString();
  };
  for (int i = 0; i < 2; ++i) {
    explain.forbid_parallel_scans = false;
    EXPECT_THAT(plan(), HasSubstr("Gather"));
    explain.forbid_parallel_scans = true;
    EXPECT_THAT(plan(), Not(HasSubstr("Gather")));
  }
}

TEST_F(SessionTest, SwallowsNotices) {
  ASSERT_THAT(server().Run("CREATE FUNCTION chatty() RETURNS int LANGUAGE plpgsql "
                           "SET client_min_messages = notice AS $$ BEGIN "
                           "RAISE NOTICE 'number 123456789018'; RAISE WARNING 'loud'; "
                           "RETURN 7; END $$"),
              IsOk());
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(FetchText(*session_, "SELECT public.chatty()"), "7");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST_F(SessionTest, SetsTheServersTimeLimitOnlyAsABackstop) {
  EXPECT_EQ(FetchText(*session_, "SHOW statement_timeout"), "15min");
  CollectingReceiver receiver;
  ASSERT_THAT(session_->Execute(Sql("SHOW statement_timeout"), Within(absl::Minutes(30)), receiver),
              IsOk());
  ASSERT_THAT(session_->Execute(Sql("SHOW statement_timeout"), {}, receiver), IsOk());
  EXPECT_THAT(receiver.rows, ElementsAre(ElementsAre(Value("2h")), ElementsAre(Value("0"))));
}

}  // namespace
}  // namespace sudare
