// What `sudare policy check --database` finds, by policies that are wrong over one small database.
// tests/golden/review/findings.txt has a case for each code; without its check, its case fails.
#include "proxy/review/database_review.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "tests/support/golden.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::review {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::PostgresServer;
using ::sudare::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCommon[] = "tests/proxy/review/common.textproto";

class DatabaseReviewTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = PostgresServer::Start().value().release();
    ASSERT_THAT(server_->RunFile("tests/proxy/review/fixture.sql"), IsOk());
  }
  static void TearDownTestSuite() { delete server_; }

  static std::shared_ptr<const Policy> PolicyOf(const std::string& text) {
    const LoadResult loaded =
        LoadPolicyFromSources({{kCommon, testing::ReadTestFile(kCommon)}, {"p.textproto", text}});
    for (const Issue& issue : loaded.issues) {
      EXPECT_NE(issue.severity, Issue::Severity::kError) << issue.ToString();
    }
    return loaded.policy;
  }

  static std::string Review(const std::string& text, const ReviewOptions& options,
                            const std::string& user = "postgres") {
    const std::shared_ptr<const Policy> policy = PolicyOf(text);
    if (policy == nullptr) return "the policy has errors";
    BackendOptions backend_options;
    backend_options.connection = server_->ConnectionString(user);
    const auto backend = MakePostgresBackend(backend_options);
    const auto issues = ReviewDatabase(*backend, *policy, options);
    if (!issues.ok()) return issues.status().ToString();
    std::string shown;
    for (const Issue& issue : *issues) {
      absl::StrAppend(&shown, "[", issue.code, "|", issue.role, "|", issue.object, "]\n",
                      issue.ToString(), "\n");
    }
    return shown;
  }

  static PostgresServer* server_;
};

PostgresServer* DatabaseReviewTest::server_ = nullptr;

TEST_F(DatabaseReviewTest, TellsWhatIsWrong) {
  testing::ExpectGoldenCases("tests/golden/review/findings.txt", [](const std::string& policy) {
    return Review(policy, ReviewOptions());
  });
}

TEST_F(DatabaseReviewTest, EveryCodeIsDocumentedAndHasACase) {
  const std::string page = testing::ReadTestFile("docs/policy_check.md");
  const std::string cases = testing::ReadTestFile("tests/golden/review/findings.txt");
  for (const char* code :
       {"missing-relation",     "missing-column",     "missing-function", "missing-database-role",
        "unclassified-column",  "unlisted-relations", "no-columns",       "no-database-role",
        "shared-database-role", "mask-misfit",        "hidden-type",      "bad-row-filter",
        "only-redacted",        "linkable-columns",   "view-shows-more",  "invoker-view",
        "view-not-traced",      "view-unfiltered",    "view-refused",     "small-groups"}) {
    EXPECT_THAT(page, HasSubstr(absl::StrCat("`", code, "`")));
    EXPECT_THAT(cases, HasSubstr(absl::StrCat("\n[", code, "|")));
  }
}

constexpr char kCoarse[] = R"(
tables {
  name: "payroll.employees"
  columns { name: "birth_date" class: "date" }
  columns { name: "postal_code" class: "code" }
}
roles {
  name: "reader" database_role: "reader"
  rules { class: "date" generalize { date_to: YEAR } }
  rules { class: "code" allow {} }
}
)";

TEST_F(DatabaseReviewTest, CountsUnmaskedColumnsOfTheClassesNamed) {
  EXPECT_THAT(Review(kCoarse, ReviewOptions()), Not(HasSubstr("`birth_date`, `postal_code`")));
  ReviewOptions options;
  options.groups.combined_classes = {"code"};
  EXPECT_THAT(Review(kCoarse, options),
              HasSubstr("`birth_date`, `postal_code` in `payroll.employees` leaves 2 of 4 groups "
                        "with fewer than 5 rows, the smallest with 1"));
}

TEST_F(DatabaseReviewTest, TellsGroupsBelowTheSizeAskedFor) {
  ReviewOptions options;
  options.groups.min_group = 1;
  EXPECT_THAT(Review(kCoarse, options), Not(HasSubstr("small-groups")));
  options.groups.min_group = 10;
  EXPECT_THAT(Review(kCoarse, options), HasSubstr("leaves 2 of 3 groups with fewer than 10 rows"));
}

TEST_F(DatabaseReviewTest, ReadsNoRowsIfToldNotTo) {
  ReviewOptions options;
  options.read_data = false;
  EXPECT_THAT(Review(kCoarse, options), Not(HasSubstr("small-groups")));
}

TEST_F(DatabaseReviewTest, SaysWhatItCouldNotCount) {
  ASSERT_THAT(server_->Run("CREATE ROLE nobody LOGIN"), IsOk());
  EXPECT_THAT(Review(kCoarse, ReviewOptions(), "nobody"),
              AllOf(HasSubstr("[data-not-read||payroll.employees]"), HasSubstr("unclassified")));
}

TEST_F(DatabaseReviewTest, NeverShowsAValue) {
  ReviewOptions options;
  options.groups.combined_classes = {"code"};
  const std::string shown = Review(kCoarse, options);
  for (const char* value : {"1950", "900-0001", "900"}) EXPECT_THAT(shown, Not(HasSubstr(value)));
}

TEST_F(DatabaseReviewTest, FailsWhereThereIsNoDatabase) {
  BackendOptions options;
  options.connection = "host=/nowhere/at/all";
  const auto backend = MakePostgresBackend(options);
  EXPECT_THAT(ReviewDatabase(*backend, *PolicyOf(kCoarse), ReviewOptions()),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace sudare::review
