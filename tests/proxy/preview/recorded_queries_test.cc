#include "proxy/preview/recorded_queries.h"

#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "proto/audit.pb.h"
#include "proxy/audit/audit_log.h"
#include "proxy/preview/diff_text.h"
#include "tests/policy/policies.h"
#include "tests/proxy/sql/fixture.h"
#include "tests/support/status_matchers.h"

namespace sudare::preview {
namespace {

using ::sudare::testing::FixtureCatalog;
using ::sudare::testing::PolicyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kHead[] = R"(
classes { name: "key" } classes { name: "name" } classes { name: "birth" } classes { name: "note" } classes { name: "phone" }
tables { name: "payroll.employees" columns { name: "employee_no" class: "key" } columns { name: "full_name" class: "name" }
         columns { name: "birth_date" class: "birth" } columns { name: "note" class: "note" } columns { name: "phone" class: "phone" } }
accounts { name: "a" role: "r" kind: PROGRAM certificate { san: "a@x" } }
)";

std::shared_ptr<const Policy> Role(const std::string& rules) {
  return PolicyOf(
      absl::StrCat(kHead, "roles { name: \"r\" rules { class: \"key\" allow {} }", rules, "}"));
}

constexpr char kOld[] = R"(
  rules { class: "name" tokenize { domain: "n" } } rules { class: "birth" generalize { date_to: YEAR } }
  rules { class: "note" scrub {} } rules { class: "phone" partial { keep_last: 2 } })";

v1::RecordedQueries Compare(const std::string& old_rules, const std::string& new_rules,
                            const std::vector<RecordedQuery>& queries) {
  return CompareRecordedQueries(queries, Role(old_rules), Role(new_rules), FixtureCatalog());
}

TEST(RecordedQueriesTest, TellsWhatEachWouldShowMoreOrLess) {
  const std::string changed = R"(
    rules { class: "name" allow {} } rules { class: "birth" redact {} } rules { class: "note" hide {} }
    rules { class: "phone" partial { keep_last: 2 } })";
  const v1::RecordedQueries recorded =
      Compare(kOld, changed,
              {{"a", "SELECT full_name FROM payroll.employees WHERE employee_no = $1", 5, 0},
               {"a", "SELECT birth_date FROM payroll.employees", 2, 0},
               {"a", "SELECT note FROM payroll.employees", 3, 0},
               {"a", "SELECT phone FROM payroll.employees WHERE phone LIKE $1", 1, 0}});
  ASSERT_THAT(recorded.changes(), SizeIs(3));
  EXPECT_EQ(recorded.changes(0).direction(), "more");
  EXPECT_EQ(recorded.changes(0).runs(), 5u);
  EXPECT_EQ(recorded.changes(0).account(), "a");
  EXPECT_THAT(recorded.changes(0).effects(),
              ElementsAre("payroll.employees.full_name: tokenize { domain: \"n\" } → allow {}"));
  EXPECT_EQ(recorded.changes(1).direction(), "newly refused");
  EXPECT_THAT(recorded.changes(1).effects(), ElementsAre(HasSubstr("HIDDEN_OR_MISSING")));
  EXPECT_EQ(recorded.changes(2).direction(), "less");
  EXPECT_EQ(recorded.unchanged(), 1u);
  EXPECT_EQ(recorded.shapes(), 4u);
  EXPECT_EQ(recorded.runs(), 11u);
}

TEST(RecordedQueriesTest, SettingsOfAMaskAndRowsCountToo) {
  const std::string other =
      absl::StrCat(R"(rules { class: "phone" partial { keep_last: 3 } })", kOld,
                   R"(row_filters { table: "payroll.employees" where: "employee_no < '9'" })");
  const v1::RecordedQueries recorded =
      Compare(kOld, other, {{"a", "SELECT phone FROM payroll.employees", 1, 0}});
  ASSERT_THAT(recorded.changes(), SizeIs(1));
  EXPECT_THAT(
      recorded.changes(0).effects(),
      ElementsAre("payroll.employees.phone: partial { keep_last: 2 } → partial { keep_last: 3 }",
                  "rows of payroll.employees: all rows → employee_no < '9'"));
}

TEST(RecordedQueriesTest, RowsCountWhereNoColumnIsRead) {
  const std::string filtered = absl::StrCat(
      kOld, R"(row_filters { table: "payroll.employees" where: "employee_no < '9'" })");
  const v1::RecordedQueries recorded =
      Compare(filtered, kOld, {{"a", "SELECT count(*) FROM payroll.employees", 1, 0}});
  ASSERT_THAT(recorded.changes(), SizeIs(1));
  EXPECT_EQ(recorded.changes(0).direction(), "more");
  EXPECT_THAT(recorded.changes(0).effects(),
              ElementsAre("rows of payroll.employees: employee_no < '9' → all rows"));
}

TEST(RecordedQueriesTest, WhatWasRefusedMayBeAnsweredNow) {
  const v1::RecordedQueries recorded =
      Compare(R"(rules { class: "name" hide {} })", kOld,
              {{"a", "SELECT full_name FROM payroll.employees", 0, 2},
               {"a", "SELECT nonsense FROM payroll.employees", 0, 1}});
  ASSERT_THAT(recorded.changes(), SizeIs(1));
  EXPECT_EQ(recorded.changes(0).direction(), "newly answered");
  EXPECT_EQ(recorded.unchanged(), 1u);
}

// Nothing is guessed about them, and they are counted.
TEST(RecordedQueriesTest, WhatCannotBeToldIsSaidToBeUndecided) {
  const v1::RecordedQueries recorded =
      Compare(kOld, kOld,
              {{"a", "(statement of 2097152 bytes, not read)", 0, 1},
               {"a", "(InsertStmt)", 0, 4},
               {"a", "SELECT \"…\" FROM payroll.employees", 1, 0},
               {"b", "SELECT 1", 1, 0},
               {"a", "SELECT note FROM payroll.no_more", 3, 0}});
  EXPECT_THAT(recorded.changes(), IsEmpty());
  ASSERT_THAT(recorded.undecided(), SizeIs(5));
  EXPECT_EQ(recorded.undecided(0).why(), "the record holds no statement");
  EXPECT_EQ(recorded.undecided(1).why(), "the record holds no statement");
  EXPECT_EQ(recorded.undecided(2).why(), "the record hides names in it");
  EXPECT_EQ(recorded.undecided(3).why(), "the old policy has no such account");
  EXPECT_THAT(recorded.undecided(4).why(), HasSubstr("it ran, but doesn't compile"));
}

// What is recorded of a query is what this room reads: literals become parameters.
TEST(RecordedQueriesTest, ParametersInPlaceOfLiteralsCompile) {
  const v1::RecordedQueries recorded = Compare(
      kOld, kOld,
      {{"a", "SELECT employee_no, $1 FROM payroll.employees WHERE full_name = $2 LIMIT $3", 1, 0},
       {"a",
        "SELECT count(*) FROM payroll.employees WHERE full_name IN ($1, $2) AND birth_date >= "
        "$3::date",
        1, 0},
       {"a", "(SELECT full_name FROM payroll.employees) UNION ALL (SELECT $1)", 1, 0},
       {"a", "SELECT date_trunc($1, birth_date) FROM payroll.employees ORDER BY $2", 1, 0},
       {"a", "SELECT full_name FROM payroll.employees WHERE full_name LIKE $1 AND phone <> $2", 1,
        0}});
  EXPECT_THAT(recorded.undecided(), IsEmpty()) << recorded.DebugString();
  EXPECT_EQ(recorded.unchanged(), 5u);
}

class AuditFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char folder[] = "/tmp/sudare-recorded-XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    AuditLogOptions options;
    options.folder = absl::StrCat(folder_, "/audit");
    ASSERT_OK_AND_ASSIGN(log_, OpenAuditLog(options));
  }
  void TearDown() override {
    log_.reset();
    std::filesystem::remove_all(folder_);
  }

  void Intent(const std::string& account, const std::string& sql) {
    v1::AuditRecord record;
    record.mutable_intent()->mutable_caller()->set_account(account);
    record.mutable_intent()->set_normalized_sql(sql);
    ASSERT_THAT(log_->AppendDurably(record), testing::IsOk());
  }
  void Refusal(const std::string& account, const std::string& sql) {
    v1::AuditRecord record;
    record.mutable_refusal()->mutable_caller()->set_account(account);
    record.mutable_refusal()->set_normalized_sql(sql);
    ASSERT_THAT(log_->AppendDurably(record), testing::IsOk());
  }

  std::string folder_;
  std::unique_ptr<AuditLog> log_;
};

TEST_F(AuditFolderTest, EachStatementOfAnAccountComesOnceWithItsCounts) {
  Intent("a", "SELECT 1");
  Intent("a", "SELECT 1");
  Refusal("a", "SELECT 1");
  Intent("b", "SELECT 1");
  Refusal("a", "SELECT 2");
  ASSERT_OK_AND_ASSIGN(const auto queries, ReadRecordedQueries(absl::StrCat(folder_, "/audit")));
  ASSERT_THAT(queries, SizeIs(3));
  EXPECT_EQ(queries[0].answered, 2u);
  EXPECT_EQ(queries[0].refused, 1u);
  EXPECT_EQ(queries[1].sql, "SELECT 2");
  EXPECT_EQ(queries[1].refused, 1u);
  EXPECT_EQ(queries[2].account, "b");
}

TEST_F(AuditFolderTest, AFolderThatIsNotThereIsAnError) {
  EXPECT_FALSE(ReadRecordedQueries(absl::StrCat(folder_, "/nothing")).ok());
}

}  // namespace
}  // namespace sudare::preview
