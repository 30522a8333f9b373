#include "proxy/backend/sqlstate.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

absl::Status WhileRunning(const char* sqlstate) {
  return StatusFromDatabaseError({sqlstate, "secret 123456789018", false, 7}, StatementPhase::kRun);
}

absl::Status WhileParsing(const char* sqlstate) {
  return StatusFromDatabaseError({sqlstate, "no such thing", false, 7}, StatementPhase::kParse);
}

TEST(SqlstateTest, GivesOurOwnWordsAndAdvice) {
  const absl::Status status = WhileRunning("22012");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, "division by zero"));
  EXPECT_EQ(DetailOf(status).sqlstate(), "22012");
  EXPECT_EQ(DetailOf(status).reason(), "DIVISION_BY_ZERO");
  EXPECT_THAT(DetailOf(status).advice(), HasSubstr("NULLIF"));
}

struct CodeCase {
  const char* sqlstate;
  absl::StatusCode code;
};

TEST(SqlstateTest, MapsClassesAndSingleStates) {
  for (const CodeCase& c : std::vector<CodeCase>{{"22P02", absl::StatusCode::kInvalidArgument},
                                                 {"22099", absl::StatusCode::kInvalidArgument},
                                                 {"42601", absl::StatusCode::kInvalidArgument},
                                                 {"42501", absl::StatusCode::kPermissionDenied},
                                                 {"42P01", absl::StatusCode::kUnavailable},
                                                 {"0A000", absl::StatusCode::kUnimplemented},
                                                 {"25006", absl::StatusCode::kPermissionDenied},
                                                 {"53200", absl::StatusCode::kResourceExhausted},
                                                 {"53300", absl::StatusCode::kUnavailable},
                                                 {"54001", absl::StatusCode::kResourceExhausted},
                                                 {"57014", absl::StatusCode::kDeadlineExceeded},
                                                 {"57P01", absl::StatusCode::kUnavailable},
                                                 {"40001", absl::StatusCode::kUnavailable},
                                                 {"XX000", absl::StatusCode::kInternal},
                                                 {"XX001", absl::StatusCode::kDataLoss},
                                                 {"ZZ999", absl::StatusCode::kInternal},
                                                 {"", absl::StatusCode::kInternal}}) {
    EXPECT_THAT(WhileRunning(c.sqlstate), StatusIs(c.code)) << c.sqlstate;
  }
}

TEST(SqlstateTest, NeverRepeatsTheDatabasesTextOfARunningStatement) {
  for (const char* sqlstate : {"22P02", "42601", "P0001", "XX000", "23505"}) {
    EXPECT_THAT(WhileRunning(sqlstate).ToString(), Not(HasSubstr("123456789018"))) << sqlstate;
    EXPECT_EQ(ParseMessageOf(WhileRunning(sqlstate)).text, "") << sqlstate;
  }
}

TEST(SqlstateTest, CarriesTheTextOfParseErrorsBesideTheMessage) {
  EXPECT_THAT(std::string(WhileParsing("42883").message()), Not(HasSubstr("no such thing")));
  EXPECT_EQ(ParseMessageOf(WhileParsing("42883")).text, "no such thing");
  EXPECT_EQ(ParseMessageOf(WhileParsing("42883")).position, 7);
  EXPECT_EQ(ParseMessageOf(WhileParsing("22P02")).text, "no such thing");
  EXPECT_EQ(ParseMessageOf(WhileParsing("XX000")).text, "");
  EXPECT_EQ(ParseMessageOf(absl::OkStatus()).text, "");
}

TEST(SqlstateTest, KnowsALostConnection) {
  EXPECT_TRUE(IsConnectionLost(ConnectionLost()));
  EXPECT_TRUE(IsConnectionLost(WhileRunning("57P01")));
  EXPECT_FALSE(IsConnectionLost(WhileRunning("53300")));
  EXPECT_FALSE(IsConnectionLost(WhileRunning("22012")));
}

TEST(SqlstateTest, KeepsTheOperatorsNoteOutOfTheMessage) {
  const absl::Status status = WithOperatorNote(ConnectionLost(), "host db1 refused");
  EXPECT_EQ(OperatorNoteOf(status), "host db1 refused");
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("db1")));
  EXPECT_EQ(OperatorNoteOf(ConnectionLost()), "");
}

}  // namespace
}  // namespace sudare
