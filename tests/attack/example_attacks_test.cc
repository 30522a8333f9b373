// The example's attacks through the pipeline, as each vendor: nothing of the truth about the people
// comes back, in no spelling.
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/attack/attack_table.h"
#include "tests/attack/secrets.h"
#include "tests/differential/masked_database.h"
#include "tests/examples/attack_file.h"
#include "tests/examples/example_database.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::IsEmpty;

constexpr char kFolder[] = "examples/payroll/attacks";

const AttackTable::Groups kClasses = {
    {"direct", "the column itself, by every name of it"},
    {"derived", "something made of it"},
    {"rename", "under another name"},
    {"otherplace", "the same number where nobody looks for it"},
    {"compare", "found out by comparing, counting and sorting"},
    {"message", "in errors, plans and statistics"},
    {"channel", "by another way than SELECT"},
    {"sqltext", "by functions that run SQL text"},
};
// Enough of an answer to see what is wrong.
constexpr size_t kShown = 600;

class ExampleAttacksTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_OK_AND_ASSIGN(auto database, ExampleDatabase::Create());
    database_ = database.release();
    ASSERT_OK_AND_ASSIGN(auto masked,
                         MaskedDatabase::Create(database_->server(), ExampleOptions()));
    masked_ = masked.release();
    secrets_ = new Secrets;
    for (const auto& entry : std::filesystem::directory_iterator(database_->folder() + "/truth")) {
      if (entry.path().extension() != ".txt") continue;
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) secrets_->Add(line);
    }
  }

  static void TearDownTestSuite() {
    delete secrets_;
    delete masked_;
    delete database_;
  }

  static ExampleDatabase* database_;
  static MaskedDatabase* masked_;
  static Secrets* secrets_;
};

ExampleDatabase* ExampleAttacksTest::database_ = nullptr;
MaskedDatabase* ExampleAttacksTest::masked_ = nullptr;
Secrets* ExampleAttacksTest::secrets_ = nullptr;

TEST_F(ExampleAttacksTest, GiveTheVendorsNothing) {
  ASSERT_GT(secrets_->size(), 1000u);
  ASSERT_OK_AND_ASSIGN(const std::vector<Attack> attacks, ReadAttacks(kFolder));
  ASSERT_OK_AND_ASSIGN(const Victim victim, ReadVictim(database_->folder() + "/truth/victim.tsv"));
  AttackTable table("class", kClasses, {"payroll vendor", "attendance vendor"});
  for (const Attack& attack : attacks) {
    SCOPED_TRACE(attack.name);
    ASSERT_OK_AND_ASSIGN(const Attack aimed, Aim(attack, victim));
    const MaskedDatabase::Raw raw = masked_->AskOwner(aimed.sql);
    const bool leaks_raw = Leaked(aimed, raw.ok, raw.text);
    EXPECT_TRUE(leaks_raw) << raw.text.substr(0, kShown);
    bool leaks_here = false;
    std::vector<std::string> refusals;
    for (const char* account : {"payroll-vendor-01", "payroll-vendor-02", "attendance-vendor-01"}) {
      SCOPED_TRACE(account);
      const Observation seen = masked_->AskPipeline(account, aimed.sql);
      // The heading names types and masks, and is no value.
      const std::string received =
          seen.status.ok() ? TextOf(seen.answer.rows) : seen.error.DebugString();
      const std::vector<std::string> found = secrets_->FoundIn(seen.Text());
      const auto identities = database_->IdentitiesIn(received);
      leaks_here |=
          Leaked(aimed, seen.status.ok(), received) || !found.empty() || !identities.empty();
      EXPECT_FALSE(leaks_here) << seen.Text().substr(0, kShown);
      EXPECT_THAT(found, IsEmpty()) << seen.Text().substr(0, kShown);
      EXPECT_THAT(identities, IsEmpty());
      refusals.push_back(seen.error.reason());
    }
    table.Add({aimed.attack_class,
               aimed,
               raw.text,
               {refusals[0], refusals[2]},
               leaks_raw,
               leaks_here,
               ""});
  }
  EXPECT_THAT(table.EmptyGroups(), IsEmpty());
  ExpectGoldenSection("docs/attacks.md", "example", table.Text());
}

TEST_F(ExampleAttacksTest, AVendorWithoutValidPledgeIsRefusedBeforeAnything) {
  EXPECT_EQ(masked_->AskPipeline("payroll-vendor-99", "SELECT 1").status.code(),
            absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace sudare::testing
