// Every attack leaks on the raw database: otherwise it would prove nothing about the proxy.
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "examples/payroll/generator/generate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/examples/attack_file.h"
#include "tests/examples/example_database.h"
#include "tests/support/child_process.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::Ge;
using ::testing::SizeIs;

constexpr char kPsql[] = "/usr/lib/postgresql/15/bin/psql";
constexpr char kFolder[] = "examples/payroll/attacks";

TEST(AttacksTest, EachLeaksWhenTheOwnerRunsItOnTheRawDatabase) {
  ASSERT_OK_AND_ASSIGN(const auto database, ExampleDatabase::Create());
  ASSERT_OK_AND_ASSIGN(const std::vector<Attack> attacks, ReadAttacks(kFolder));
  ASSERT_OK_AND_ASSIGN(const Victim victim, ReadVictim(database->folder() + "/truth/victim.tsv"));
  const std::string connection = database->server().ConnectionString();
  for (const Attack& attack : attacks) {
    ASSERT_OK_AND_ASSIGN(const Attack aimed, Aim(attack, victim));
    const auto output = RunProgram(
        {{kPsql, "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", connection, "-c", aimed.sql}}, "");
    const std::string received = output.ok() ? *output : std::string(output.status().message());
    EXPECT_TRUE(Leaked(aimed, output.ok(), received)) << aimed.name << "\n" << received;
  }
}

TEST(AttacksTest, CoverEveryClassAndHaveDifferentNames) {
  ASSERT_OK_AND_ASSIGN(const std::vector<Attack> attacks, ReadAttacks(kFolder));
  std::set<std::string> names;
  std::map<std::string, int> classes;
  for (const Attack& attack : attacks) {
    names.insert(attack.name);
    ++classes[attack.attack_class];
  }
  EXPECT_THAT(names, SizeIs(attacks.size()));
  EXPECT_THAT(attacks, SizeIs(Ge(64u)));
  for (const char* name :
       {"direct", "derived", "rename", "otherplace", "compare", "message", "channel", "sqltext"}) {
    EXPECT_THAT(classes[name], Ge(4)) << name;
  }
  EXPECT_THAT(classes, SizeIs(8));
}

// A refusal may repeat the statement, and that is no leak.
TEST(AttacksTest, NoPatternIsFoundInItsOwnStatement) {
  const std::string folder = std::string(std::getenv("TEST_TMPDIR")) + "/truth";
  ASSERT_THAT(sudare::example::Generate({200, 24, 1}, folder), IsOk());
  ASSERT_OK_AND_ASSIGN(const Victim victim, ReadVictim(folder + "/truth/victim.tsv"));
  ASSERT_OK_AND_ASSIGN(const std::vector<Attack> attacks, ReadAttacks(kFolder));
  for (const Attack& attack : attacks) {
    ASSERT_OK_AND_ASSIGN(const Attack aimed, Aim(attack, victim));
    if (aimed.pattern.empty()) continue;
    EXPECT_FALSE(Leaked(aimed, true, aimed.sql)) << attack.name;
  }
}

TEST(AttacksTest, AimRefusesAValueTheVictimHasNot) {
  EXPECT_THAT(Aim({"a", "direct", "SELECT {shoe_size}", ""}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr("shoe_size")));
}

TEST(AttacksTest, AimRefusesAMalformedPattern) {
  EXPECT_THAT(Aim({"a", "direct", "SELECT 1", "[0-9"}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr("malformed")));
}

TEST(AttacksTest, RowsAndOutputAreJudgedApart) {
  const Attack rows = {"a", "compare", "", ""};
  EXPECT_TRUE(Leaked(rows, true, "100001\n"));
  EXPECT_FALSE(Leaked(rows, true, "\n"));
  EXPECT_FALSE(Leaked(rows, false, "ERROR: permission denied"));
  const Attack output = {"a", "message", "", "[0-9]{12}"};
  EXPECT_TRUE(Leaked(output, false, "ERROR: invalid input syntax: \"123456789018\""));
  EXPECT_FALSE(Leaked(output, true, "12345678901"));
}

}  // namespace
}  // namespace sudare::testing
