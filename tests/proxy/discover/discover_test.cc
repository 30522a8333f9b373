// Discover over a database made for it: what is read, what is found, and that nothing of the
// content comes out. All numbers are made up.
#include "proxy/discover/discover.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "examples/payroll/generator/numbers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "proxy/backend/backend.h"
#include "proxy/discover/digit_runs.h"
#include "proxy/discover/draft.h"
#include "proxy/discover/report.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::discover {
namespace {

using sudare::testing::IsOk;
using sudare::testing::PostgresServer;
using sudare::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSchema[] = R"sql(
  CREATE TYPE mood AS ENUM ('calm', 'busy');
  CREATE TABLE person (staff_no char(6) PRIMARY KEY, kojin_bango char(12), mail text,
                       mood mood, birthday char(8), zip integer, "odd.name" text, "Quo""te" text);
  COMMENT ON COLUMN person.mood IS '状態';
  COMMENT ON COLUMN person.mail IS '問合せは 03123456789 へ';
  CREATE TABLE request (request_id integer, approver char(6), tags text[], copy text,
                        memo text, detail jsonb, reference char(12));
  CREATE TABLE large (large_id integer, memo text);
  CREATE TABLE nothing_known (a integer, b text);
  CREATE TABLE secret_table (phone text);
  CREATE TABLE slow (phone text);
  CREATE FUNCTION wait() RETURNS boolean LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(30); RETURN true; END $$;
  ALTER TABLE slow ENABLE ROW LEVEL SECURITY;
  CREATE POLICY slow ON slow USING (public.wait());
  INSERT INTO slow VALUES ('03-1234-5678');
  CREATE VIEW people AS SELECT staff_no FROM person;
  CREATE ROLE reader LOGIN;
  GRANT SELECT ON person, request, large, nothing_known, slow TO reader;
)sql";

std::string Rows() {
  std::string sql;
  for (uint64_t i = 0; i < 40; ++i) {
    const std::string number = example::PersonalNumber(i, 41);
    const std::string staff = absl::StrCat(730000 + i * 7);
    absl::StrAppend(&sql, "INSERT INTO person VALUES ('", staff, "', '", number, "', 'p", staff,
                    "@mail.example', 'calm', '19", 50 + i, "0517', ", 1000000 + i * 31, ", 'odd",
                    staff, "', 'quote", staff, "');\n");
    absl::StrAppend(&sql, "INSERT INTO request VALUES (", i, ", '", staff, "', '{", number, "}', '",
                    example::SpellNumber(number, static_cast<int>(i % 4)), "', '窓口で ",
                    example::SpellNumber(number, static_cast<int>(i % 4)), " を確認', '{\"n\": \"",
                    number, "\"}', '", example::ScatteredDigits(i, 5, 11), "7');\n");
  }
  // One memo in a thousand rows says something.
  absl::StrAppend(
      &sql,
      "INSERT INTO large SELECT n, CASE WHEN n % 1000 = 999 THEN '住所は簾市本町' || n || "
      "'-2-3' END FROM generate_series(1, 60000) n; ANALYZE large;\n");
  return sql;
}

class DiscoverTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto server = PostgresServer::Start();
    ASSERT_THAT(server, IsOk());
    server_ = server->release();
    ASSERT_THAT(server_->Run(absl::StrCat(kSchema, Rows())), IsOk());
    auto found = As("reader");
    ASSERT_THAT(found, IsOk());
    found_ = new Discovery(*std::move(found));
  }
  static void TearDownTestSuite() {
    delete found_;
    delete server_;
  }

  static absl::StatusOr<Discovery> As(const std::string& user, DiscoverOptions options = {}) {
    BackendOptions backend_options;
    backend_options.connection = server_->ConnectionString(user);
    const std::unique_ptr<Backend> backend = MakePostgresBackend(backend_options);
    options.limits.rows = 200;
    options.limits.timeout = absl::Seconds(2);
    return Discover(*backend, options);
  }

  // "personal_number", "-" if it isn't sure.
  static std::string ClassOf(const std::string& table, const std::string& column) {
    for (const auto& [place, finding] : found_->findings) {
      const OutlineTable& of = found_->outline.tables[place.first];
      if (of.name != table || of.columns[place.second].name != column) continue;
      return finding.classification.IsSure() ? KindName(finding.classification.kind) : "-";
    }
    return "no such column";
  }

  static PostgresServer* server_;
  static Discovery* found_;
};

PostgresServer* DiscoverTest::server_ = nullptr;
Discovery* DiscoverTest::found_ = nullptr;

TEST_F(DiscoverTest, PersonalNumbersAreFoundInEveryHidingPlace) {
  EXPECT_EQ(ClassOf("person", "kojin_bango"), "personal_number");
  EXPECT_EQ(ClassOf("request", "tags"), "personal_number");
  EXPECT_EQ(ClassOf("request", "copy"), "personal_number");
  EXPECT_EQ(ClassOf("request", "memo"), "remark");
  EXPECT_EQ(ClassOf("request", "detail"), "document");
  EXPECT_EQ(ClassOf("request", "reference"), "-");
  const std::string report = ReportText(*found_);
  EXPECT_THAT(report, HasSubstr("public.request.detail holds values of public.person.kojin_bango"));
}

TEST_F(DiscoverTest, CopiesFollowWhatTheyEqual) {
  EXPECT_EQ(ClassOf("person", "staff_no"), "employee_no");
  EXPECT_EQ(ClassOf("request", "approver"), "employee_no");
}

TEST_F(DiscoverTest, RareTextInALargeTableIsRead) {
  for (const auto& [place, finding] : found_->findings) {
    const OutlineTable& table = found_->outline.tables[place.first];
    if (table.name != "large") continue;
    EXPECT_GE(finding.evidence.values, 50u) << table.columns[place.second].name;
  }
}

TEST_F(DiscoverTest, WhatCannotBeReadIsJudgedByItsNameAndTold) {
  ASSERT_EQ(found_->unread.size(), 2u);
  const std::string report = ReportText(*found_);
  EXPECT_THAT(report, HasSubstr("Judged by names and comments alone"));
  EXPECT_THAT(report, HasSubstr("  public.secret_table: "));
  EXPECT_THAT(report, HasSubstr("  public.slow: "));
  EXPECT_EQ(ClassOf("secret_table", "phone"), "phone");
  EXPECT_EQ(ClassOf("slow", "phone"), "phone");
}

TEST_F(DiscoverTest, TheDraftLoadsWithoutIssuesAndHidesWhatIsNotSure) {
  const std::string draft = DraftPolicy(*found_);
  const LoadResult loaded = LoadPolicyFromSources({{"draft.textproto", draft}});
  for (const Issue& issue : loaded.issues) ADD_FAILURE() << issue.ToString() << "\n" << draft;
  ASSERT_NE(loaded.policy, nullptr);
  EXPECT_THAT(draft, HasSubstr("class: \"personal_number\" }"));
  EXPECT_THAT(draft, HasSubstr("name: \"personal_number\" title: \"個人番号\" convertible: false"));
  EXPECT_THAT(draft, HasSubstr("rules { class: \"personal_number\" redact {} }"));
  // Not masks that their types can't take.
  EXPECT_THAT(draft, HasSubstr("rules { column: \"public.person.birthday\" redact {} }"));
  EXPECT_THAT(draft, HasSubstr("rules { column: \"public.person.zip\" redact {} }"));
  EXPECT_THAT(draft, HasSubstr("# unclassified, hidden: \"reference\" character(12)"));
  EXPECT_THAT(draft, HasSubstr("# unclassified, hidden: \"odd.name\" text"));
  EXPECT_THAT(draft, HasSubstr("# \"public.nothing_known\": no column is sure"));
  EXPECT_THAT(draft, HasSubstr("# tables { name: \"public.people\" }"));
}

TEST_F(DiscoverTest, NoValueAndNoNumberOfOneIsInAnyOutput) {
  const std::string output = absl::StrCat(ReportText(*found_), DraftPolicy(*found_));
  size_t checked = 0;
  for (const OutlineTable& table : found_->outline.tables) {
    for (const OutlineColumn& column : table.columns) {
      // Labels of a type are schema, and numbers below a thousand are counts.
      if (column.name == "mood") continue;
      ASSERT_OK_AND_ASSIGN(const auto rows,
                           server_->Query(absl::StrCat(
                               "SELECT \"", absl::StrReplaceAll(column.name, {{"\"", "\"\""}}),
                               "\"::text FROM ", table.FullName(), " LIMIT 300")));
      for (const auto& row : rows) {
        if (!row[0].has_value() || row[0]->size() < 5) continue;
        ++checked;
        EXPECT_FALSE(absl::StrContains(output, *row[0])) << column.name;
        for (const DigitRun& run : FindDigitRuns(*row[0])) {
          for (const std::string& digits : run.groups) {
            if (digits.size() < 4) continue;
            EXPECT_FALSE(absl::StrContains(output, digits)) << column.name;
          }
        }
      }
    }
  }
  EXPECT_GT(checked, 400u);
  // Nor the long number that somebody wrote into a comment.
  EXPECT_THAT(output, Not(HasSubstr("03123456789")));
}

TEST_F(DiscoverTest, ItReadsOnlyTheSchemasThatAreAskedFor) {
  DiscoverOptions options;
  options.schemas = {"elsewhere"};
  EXPECT_THAT(As("reader", options).status(), StatusIs(absl::StatusCode::kNotFound, ::testing::_));
}

TEST_F(DiscoverTest, ItEndsWhenItIsCancelled) {
  DiscoverOptions options;
  options.cancelled = [] { return true; };
  EXPECT_THAT(As("reader", options).status(), StatusIs(absl::StatusCode::kCancelled, ::testing::_));
}

TEST_F(DiscoverTest, ProgressGoesOverEveryTable) {
  std::vector<std::string> tables;
  DiscoverOptions options;
  options.progress = [&tables](size_t done, size_t of, const std::string& table) {
    EXPECT_EQ(done, tables.size());
    EXPECT_EQ(of, 6u);
    tables.push_back(table);
  };
  ASSERT_THAT(As("postgres", options), IsOk());
  ASSERT_EQ(tables.size(), 7u);
  EXPECT_EQ(tables[0], "public.large");
}

}  // namespace
}  // namespace sudare::discover
