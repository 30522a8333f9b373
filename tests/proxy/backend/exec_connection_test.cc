// The connection of the proxy's own tables.
#include "proxy/backend/exec_connection.h"

#include <csignal>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/backend/sqlstate.h"
#include "proxy/error.h"
#include "tests/proxy/backend/database_test.h"

namespace sudare {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::IsOkAndHolds;
using ::sudare::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using Code = absl::StatusCode;

class ExecConnectionTest : public DatabaseTest {
 protected:
  static absl::Time In(absl::Duration time) { return absl::Now() + time; }

  static std::unique_ptr<ExecConnection> Connect() {
    ExecConnectionOptions options;
    options.connection = server().ConnectionString();
    options.settings = {{"search_path", "pg_catalog"}, {"client_min_messages", "error"}};
    auto connection = ExecConnection::Connect(options, In(absl::Seconds(20)));
    EXPECT_THAT(connection, IsOk());
    return connection.ok() ? *std::move(connection) : nullptr;
  }

  // One value; an error's text otherwise.
  static std::string TextOf(ExecConnection& connection, absl::string_view sql,
                            const std::vector<ExecParameter>& parameters = {}) {
    const auto rows = connection.Run(sql, parameters, In(absl::Seconds(20)));
    if (!rows.ok()) return rows.status().ToString();
    return rows->at(0).at(0).value_or("NULL");
  }
};

TEST_F(ExecConnectionTest, BytesAreBoundAndReadAsTheyAre) {
  auto connection = Connect();
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  for (const std::string& bytes : {all, std::string(), std::string("\\x41"), std::string("保守")}) {
    EXPECT_EQ(TextOf(*connection, "SELECT $1", {ExecParameter::Bytes(bytes)}), bytes);
    EXPECT_EQ(TextOf(*connection, "SELECT length($1)", {ExecParameter::Bytes(bytes)}),
              absl::StrCat(bytes.size()));
  }
  EXPECT_EQ(TextOf(*connection, "SELECT $1::text", {ExecParameter::Text("窓口'\"\\")}),
            "窓口'\"\\");
  EXPECT_EQ(TextOf(*connection, "SELECT $1::text", {ExecParameter::Null()}), "NULL");
  EXPECT_EQ(TextOf(*connection, "SELECT $1::int + $2::int",
                   {ExecParameter::Text("40"), ExecParameter::Text("2")}),
            "42");
  const std::string large(8 << 20, '\xfe');
  EXPECT_TRUE(TextOf(*connection, "SELECT $1", {ExecParameter::Bytes(large)}) == large);
}

TEST_F(ExecConnectionTest, AStatementByItselfIsCommittedAndScriptsAreOneRoundTrip) {
  auto connection = Connect();
  ASSERT_THAT(
      connection->RunScript("CREATE TABLE public.t (a int); INSERT INTO public.t VALUES (1)",
                            In(absl::Seconds(20))),
      IsOk());
  ASSERT_THAT(connection->Run("INSERT INTO public.t VALUES ($1)", {ExecParameter::Text("2")},
                              In(absl::Seconds(20))),
              IsOk());
  EXPECT_THAT(server().Query("SELECT sum(a) FROM t"),
              IsOkAndHolds(ElementsAre(ElementsAre(Eq("3")))));
  EXPECT_FALSE(connection->IsInTransaction());
  EXPECT_THAT(connection->RunScript("BEGIN; DELETE FROM public.t; SELECT count(*) FROM public.t",
                                    In(absl::Seconds(20))),
              IsOkAndHolds(ElementsAre(ElementsAre(Eq("0")))));
  EXPECT_TRUE(connection->IsInTransaction());
  connection.reset();
  EXPECT_THAT(server().Query("SELECT sum(a) FROM t"),
              IsOkAndHolds(ElementsAre(ElementsAre(Eq("3")))));
}

TEST_F(ExecConnectionTest, ErrorsComeInOurWordsWithTheirSqlstate) {
  auto connection = Connect();
  const auto missing = connection->RunScript("SELECT * FROM public.no_such", In(absl::Seconds(20)));
  EXPECT_EQ(DetailOf(missing.status()).sqlstate(), "42P01");
  EXPECT_THAT(OperatorNoteOf(missing.status()), HasSubstr("no_such"));
  const auto value =
      connection->Run("SELECT $1::int", {ExecParameter::Text("secret")}, In(absl::Seconds(20)));
  EXPECT_EQ(DetailOf(value.status()).sqlstate(), "22P02");
  EXPECT_EQ(value.status().ToString().find("secret"), std::string::npos);
  EXPECT_TRUE(connection->IsUsable());
  EXPECT_EQ(TextOf(*connection, "SELECT 1"), "1");
}

TEST_F(ExecConnectionTest, NothingWaitsLongerThanItsDeadline) {
  auto connection = Connect();
  const std::string pid = TextOf(*connection, "SELECT pg_backend_pid()");
  const absl::Time start = absl::Now();
  const auto slept = connection->RunScript("SELECT pg_sleep(60)", In(absl::Milliseconds(300)));
  EXPECT_THAT(slept, StatusIs(Code::kDeadlineExceeded));
  EXPECT_EQ(DetailOf(slept.status()).reason(), "DATABASE_TIMEOUT");
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  EXPECT_FALSE(connection->IsUsable());
  EXPECT_TRUE(IsConnectionLost(connection->RunScript("SELECT 1", In(absl::Seconds(20))).status()));
  // It was cancelled there, too.
  EXPECT_TRUE(BecomesTrue([&] {
    auto rows = server().Query(
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid = " + pid);
    return rows.ok() && (*rows)[0][0] == "0";
  }));
}

TEST_F(ExecConnectionTest, ALostConnectionIsNoticedWithoutAStatement) {
  auto connection = Connect();
  EXPECT_TRUE(connection->IsUsable());
  ASSERT_THAT(server().Run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE "
                           "application_name = 'sudare'"),
              IsOk());
  EXPECT_TRUE(BecomesTrue([&] { return !connection->IsUsable(); }));
  EXPECT_TRUE(IsConnectionLost(connection->RunScript("SELECT 1", In(absl::Seconds(20))).status()));
}

TEST_F(ExecConnectionTest, AServerThatIsAwayIsUnavailableWithANote) {
  ExecConnectionOptions options;
  options.connection = "host=/nonexistent dbname=x";
  const auto connection = ExecConnection::Connect(options, In(absl::Seconds(5)));
  EXPECT_THAT(connection, StatusIs(Code::kUnavailable));
  EXPECT_THAT(OperatorNoteOf(connection.status()), HasSubstr("/nonexistent"));
}

TEST_F(ExecConnectionTest, ACopyEndsTheConnectionInsteadOfWaiting) {
  auto connection = Connect();
  EXPECT_THAT(connection->RunScript("COPY pg_am TO STDOUT", In(absl::Seconds(20))),
              StatusIs(Code::kInternal));
  EXPECT_FALSE(connection->IsUsable());
}

}  // namespace
}  // namespace sudare
