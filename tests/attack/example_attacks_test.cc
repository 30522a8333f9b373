// The example's attacks through the pipeline, as each vendor: nothing of the truth about the people
// comes back, in no spelling.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/attack/secrets.h"
#include "tests/differential/masked_database.h"
#include "tests/examples/attack_file.h"
#include "tests/examples/example_database.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::IsEmpty;

constexpr char kFolder[] = "examples/payroll/attacks";
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
  std::cout << absl::StreamFormat("%-40s %-11s %-6s %-22s %s\n", "name", "class", "raw",
                                  "payroll vendor", "attendance vendor");
  for (const Attack& attack : attacks) {
    SCOPED_TRACE(attack.name);
    ASSERT_OK_AND_ASSIGN(const Attack aimed, Aim(attack, victim));
    const MaskedDatabase::Raw raw = masked_->AskOwner(aimed.sql);
    EXPECT_TRUE(Leaked(aimed, raw.ok, raw.text)) << raw.text.substr(0, kShown);
    std::vector<std::string> answers;
    for (const char* account : {"payroll-vendor-01", "payroll-vendor-02", "attendance-vendor-01"}) {
      SCOPED_TRACE(account);
      const Observation seen = masked_->AskPipeline(account, aimed.sql);
      // The heading names types and masks, and is no value.
      const std::string received =
          seen.status.ok() ? TextOf(seen.answer.rows) : seen.error.DebugString();
      EXPECT_FALSE(Leaked(aimed, seen.status.ok(), received)) << seen.Text().substr(0, kShown);
      EXPECT_THAT(secrets_->FoundIn(seen.Text()), IsEmpty()) << seen.Text().substr(0, kShown);
      EXPECT_THAT(database_->IdentitiesIn(received), IsEmpty());
      answers.push_back(seen.status.ok()
                            ? absl::StrFormat("masked, %d rows", seen.answer.rows.size())
                            : seen.error.reason());
    }
    std::cout << absl::StreamFormat("%-40s %-11s %-6s %-22s %s\n", aimed.name, aimed.attack_class,
                                    "leaks", answers[0], answers[2]);
  }
}

TEST_F(ExampleAttacksTest, AVendorWithoutValidPledgeIsRefusedBeforeAnything) {
  EXPECT_EQ(masked_->AskPipeline("payroll-vendor-99", "SELECT 1").status.code(),
            absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace sudare::testing
