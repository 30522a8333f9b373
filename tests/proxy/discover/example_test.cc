// What discover finds in the example's payroll, held against the example's own policy: precision
// and recall of every class, with names and comments and without.
#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "proxy/backend/backend.h"
#include "proxy/discover/discover.h"
#include "proxy/discover/draft.h"
#include "proxy/discover/report.h"
#include "tests/examples/example_database.h"
#include "tests/support/status_matchers.h"

namespace sudare::discover {
namespace {

using sudare::testing::ExampleDatabase;
using sudare::testing::IsOk;
using ::testing::IsEmpty;

struct Score {
  int right = 0;
  int wrong = 0;   // another class's columns
  int missed = 0;  // its columns, left unclassified or in another class

  double Precision() const { return right + wrong == 0 ? 1 : double(right) / (right + wrong); }
  double Recall() const { return right + missed == 0 ? 1 : double(right) / (right + missed); }
};

using Scores = std::map<std::string, Score>;

// By "schema.table.column".
using Truth = std::map<std::string, std::string>;

Truth ReadTruth() {
  Truth truth;
  const LoadResult loaded = LoadPolicy("examples/payroll/policy");
  for (const PolicyTable& table : loaded.policy->tables()) {
    for (const PolicyColumn& column : table.columns) {
      // Says what becomes of a column, not what it holds.
      if (column.data_class->name == "not_shown") continue;
      truth[absl::StrCat(table.schema, ".", table.name, ".", column.name)] =
          column.data_class->name;
    }
  }
  return truth;
}

// The example has no class of its own for them.
std::string InWordsOfTheExample(Kind kind) {
  return kind == Kind::kCorporateNumber ? "code" : KindName(kind);
}

struct Measured {
  Scores scores;
  // Columns that are hidden by the example's class, or not listed there, and shown by the draft.
  std::vector<std::string> shown;
  std::string misses;
};

bool IsHiddenInExample(const std::string& truth) {
  for (const KindEntry& entry : KindTable()) {
    if (truth == entry.name) return !IsShown(entry.kind);
  }
  return true;
}

// `names`: of columns as they are in the truth, where they were renamed.
Measured Measure(const Discovery& discovery, const Truth& truth,
                 const std::map<std::string, std::string>& names = {}) {
  Measured measured;
  for (const auto& [place, finding] : discovery.findings) {
    const OutlineTable& table = discovery.outline.tables[place.first];
    std::string name = absl::StrCat(table.FullName(), ".", table.columns[place.second].name);
    if (names.count(name) != 0) name = names.at(name);
    const bool is_sure = finding.classification.IsSure();
    const std::string found = is_sure ? InWordsOfTheExample(finding.classification.kind) : "";
    const auto true_class = truth.find(name);
    const std::string right = true_class == truth.end() ? "" : true_class->second;
    if (found == right) {
      if (!right.empty()) ++measured.scores[right].right;
      continue;
    }
    if (!found.empty()) ++measured.scores[found].wrong;
    if (!right.empty()) ++measured.scores[right].missed;
    absl::StrAppend(&measured.misses, name, ": ", right, " / ", found, "\n");
    // The proxy shows no column of a type that it doesn't know, whatever the class.
    const bool may_be_shown = table.columns[place.second].type.type != SqlType::kUnknown;
    if (is_sure && may_be_shown && IsShown(finding.classification.kind) &&
        IsHiddenInExample(right)) {
      measured.shown.push_back(name);
    }
  }
  return measured;
}

std::string Table(const Scores& scores) {
  std::string text = absl::StrFormat("| %-17s | %7s | %9s | %6s |\n| --- | ---: | ---: | ---: |\n",
                                     "class", "columns", "precision", "recall");
  Score all;
  for (const auto& [name, score] : scores) {
    absl::StrAppendFormat(&text, "| %-17s | %7d | %9.2f | %6.2f |\n", name,
                          score.right + score.missed, score.Precision(), score.Recall());
    all.right += score.right;
    all.wrong += score.wrong;
    all.missed += score.missed;
  }
  absl::StrAppendFormat(&text, "| %-17s | %7d | %9.2f | %6.2f |\n", "all", all.right + all.missed,
                        all.Precision(), all.Recall());
  return text;
}

class ExampleTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto database = ExampleDatabase::Create();
    ASSERT_THAT(database, IsOk());
    database_ = database->release();
    auto discovery = Run();
    ASSERT_THAT(discovery, IsOk());
    discovery_ = new Discovery(*std::move(discovery));
  }
  static void TearDownTestSuite() {
    delete discovery_;
    delete database_;
  }

  static absl::StatusOr<Discovery> Run() {
    BackendOptions options;
    options.connection = database_->server().ConnectionString();
    const std::unique_ptr<Backend> backend = MakePostgresBackend(options);
    return Discover(*backend, {});
  }

  static ExampleDatabase* database_;
  // With the names and comments of the example.
  static Discovery* discovery_;
};

ExampleDatabase* ExampleTest::database_ = nullptr;
Discovery* ExampleTest::discovery_ = nullptr;

// Of a class that the draft doesn't show.
bool IsHiddenClass(const std::string& name) {
  for (const KindEntry& entry : KindTable()) {
    if (name == entry.name) return !IsShown(entry.kind);
  }
  return false;
}

TEST_F(ExampleTest, ClassesAreThoseOfTheExamplesPolicy) {
  const Measured measured = Measure(*discovery_, ReadTruth());
  std::cout << Table(measured.scores) << measured.misses;
  EXPECT_THAT(measured.shown, IsEmpty());
  for (const auto& [name, score] : measured.scores) {
    // Whatever is to be hidden is found, and nothing else is taken for it.
    EXPECT_GE(score.Precision(), IsHiddenClass(name) ? 1.0 : 0.97) << name;
    EXPECT_GE(score.Recall(), IsHiddenClass(name) ? 1.0 : 0.95) << name;
  }
}

TEST_F(ExampleTest, NothingOfTheContentIsInAnyOutput) {
  EXPECT_THAT(database_->IdentitiesIn(ReportText(*discovery_)), IsEmpty());
  EXPECT_THAT(database_->IdentitiesIn(DraftPolicy(*discovery_)), IsEmpty());
}

TEST_F(ExampleTest, TheDraftLoadsWithoutIssues) {
  const LoadResult loaded = LoadPolicyFromSources({{"draft.textproto", DraftPolicy(*discovery_)}});
  for (const Issue& issue : loaded.issues) ADD_FAILURE() << issue.ToString();
  ASSERT_NE(loaded.policy, nullptr);
  EXPECT_EQ(loaded.policy->roles().size(), 1u);
}

TEST_F(ExampleTest, CopiesAreTold) {
  const std::string report = ReportText(*discovery_);
  for (const char* line :
       {"payroll.employees.personal_number has the values of "
        "payroll.withholding_slips.personal_number",
        "payroll.withholding_slips.payload holds values of payroll.employees.personal_number",
        "payroll.bank_transfers.zengin_record holds values of "
        "payroll.bank_accounts.account_number",
        "attendance.csv_export_lines.raw_line holds values of attendance.employees.full_name"}) {
    EXPECT_THAT(report, ::testing::HasSubstr(line));
  }
}

// Last: it renames every column.
TEST_F(ExampleTest, ContentAloneTellsIdentities) {
  const Discovery& before = *discovery_;
  std::map<std::string, std::string> names;
  std::string sql;
  for (const OutlineTable& table : before.outline.tables) {
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const std::string renamed = absl::StrCat("c", i + 1);
      names[absl::StrCat(table.FullName(), ".", renamed)] =
          absl::StrCat(table.FullName(), ".", table.columns[i].name);
      absl::StrAppend(&sql, "COMMENT ON COLUMN ", table.FullName(), ".", table.columns[i].name,
                      " IS NULL; ALTER TABLE ", table.FullName(), " RENAME COLUMN ",
                      table.columns[i].name, " TO ", renamed, ";\n");
    }
  }
  ASSERT_THAT(database_->server().Run(sql), IsOk());
  ASSERT_OK_AND_ASSIGN(const Discovery discovery, Run());
  const Measured measured = Measure(discovery, ReadTruth(), names);
  std::cout << Table(measured.scores);
  EXPECT_THAT(measured.shown, IsEmpty());
  for (const char* name :
       {"personal_number", "person_name", "person_name_kana", "address", "phone", "email",
        "postal_code", "pension_no", "relation", "record_line", "bank_account", "birth_date"}) {
    EXPECT_GE(measured.scores.at(name).Recall(), 1.0) << name;
    // Any dates that reach back over lives are taken for births, a holder's name for a name.
    const bool is_wide =
        name == std::string("birth_date") || name == std::string("person_name_kana");
    EXPECT_GE(measured.scores.at(name).Precision(), is_wide ? 0.2 : 1.0) << name;
  }
}

}  // namespace
}  // namespace sudare::discover
