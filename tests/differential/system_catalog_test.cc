// The catalog that client tools read: psql's own queries and those of other tools are answered, and
// two databases that differ in all that is hidden answer alike.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/differential/masked_database.h"
#include "tests/support/child_process.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kFolder[] = "tests/differential/";
constexpr char kPsql[] = "/usr/lib/postgresql/15/bin/psql";

class SystemCatalogTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    Start("system_catalog_one.sql", &servers_[0], &databases_[0]);
    Start("system_catalog_other.sql", &servers_[1], &databases_[1]);
  }

  static void TearDownTestSuite() {
    for (int i : {0, 1}) {
      databases_[i] = nullptr;
      servers_[i] = nullptr;
    }
  }

  static void Start(const std::string& file, std::unique_ptr<PostgresServer>* server,
                    std::unique_ptr<MaskedDatabase>* database) {
    ASSERT_OK_AND_ASSIGN(*server, PostgresServer::Start());
    ASSERT_THAT((*server)->Run(ReadTestFile(absl::StrCat(kFolder, file))), IsOk());
    MaskedDatabase::Options options;
    options.policies = {absl::StrCat(kFolder, "system_catalog.textproto")};
    ASSERT_OK_AND_ASSIGN(*database, MaskedDatabase::Create(**server, options));
  }

  static MaskedDatabase& one() { return *databases_[0]; }
  static MaskedDatabase& other() { return *databases_[1]; }

  // Answered, and alike.
  static Observation ExpectAnswered(const std::string& sql) {
    Observation seen = one().AskPipeline("vendor", sql);
    EXPECT_THAT(seen.status, IsOk()) << sql << "\n" << seen.error.DebugString();
    ExpectAlike(sql, seen.Text());
    return seen;
  }

  static void ExpectAlike(const std::string& sql, const std::string& text) {
    EXPECT_EQ(text, other().AskPipeline("vendor", sql).Text()) << sql;
    for (const char* word : {"hidden", "secret", "4711"}) {
      EXPECT_FALSE(absl::StrContains(text, word)) << word << " in the answer to\n" << sql;
    }
  }

  // What psql sends for a command, one by one; it finds the object by name first.
  static std::vector<std::string> SentBy(const std::string& command) {
    const absl::StatusOr<std::string> output = RunProgram(
        {{kPsql, "-XE", "-d", servers_[0]->ConnectionString("postgres"), "-c", command}}, "");
    EXPECT_THAT(output.status(), IsOk());
    std::vector<std::string> queries;
    for (absl::string_view part :
         absl::StrSplit(output.value_or(""), "********* QUERY **********")) {
      const size_t end = part.find("**************************");
      if (end != absl::string_view::npos) queries.emplace_back(part.substr(0, end));
    }
    EXPECT_FALSE(queries.empty()) << command;
    return queries;
  }

  // Rows of all its queries. Object ids that psql got from the database become those of the answer
  // before.
  static std::string AskAs(const std::string& command) {
    std::string all, raw_oid, oid;
    for (std::string query : SentBy(command)) {
      if (!oid.empty()) query = absl::StrReplaceAll(query, {{raw_oid, oid}});
      const Observation seen = ExpectAnswered(query);
      if (oid.empty() && absl::StrContains(query, "SELECT c.oid,") && !seen.answer.rows.empty()) {
        const auto raw = servers_[0]->Query(query.substr(0, query.rfind(';')));
        EXPECT_THAT(raw, IsOk());
        raw_oid = absl::StrCat("'", *(*raw)[0][0], "'");
        oid = absl::StrCat("'", *seen.answer.rows[0][0], "'");
      }
      absl::StrAppend(&all, seen.Text());
    }
    return all;
  }

  static std::unique_ptr<PostgresServer> servers_[2];
  static std::unique_ptr<MaskedDatabase> databases_[2];
};

std::unique_ptr<PostgresServer> SystemCatalogTest::servers_[2];
std::unique_ptr<MaskedDatabase> SystemCatalogTest::databases_[2];

TEST_F(SystemCatalogTest, TheDatabasesThemselvesDiffer) {
  const std::string sql = "SELECT count(*) FROM pg_attribute";
  const auto first = servers_[0]->Query(sql);
  const auto second = servers_[1]->Query(sql);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_NE(*first, *second);
}

TEST_F(SystemCatalogTest, PsqlCommandsAreAnswered) {
  for (const char* command : {"\\d",
                              "\\d+",
                              "\\dt",
                              "\\dt+",
                              "\\dt *.*",
                              "\\d payroll.departments",
                              "\\d+ payroll.payslips",
                              "\\d+ payroll.pay_view",
                              "\\d payroll.totals",
                              "\\d payroll.employees_pkey",
                              "\\d payroll.\"Odd Table\"",
                              "\\dn",
                              "\\dn+",
                              "\\dv",
                              "\\dv+",
                              "\\di",
                              "\\di+",
                              "\\dm",
                              "\\ds",
                              "\\dE",
                              "\\dS",
                              "\\l",
                              "\\l+",
                              "\\du",
                              "\\df",
                              "\\dT",
                              "\\dT+",
                              "\\dp",
                              "\\dD",
                              "\\dx",
                              "\\db",
                              "\\dL",
                              "\\dP",
                              "\\dy",
                              "\\dRp",
                              "\\dd"}) {
    SCOPED_TRACE(command);
    AskAs(command);
  }
}

TEST_F(SystemCatalogTest, DescribeShowsTypesAndMasksAsTheAccountSeesThem) {
  const std::string shown = AskAs("\\d+ payroll.employees");
  EXPECT_THAT(shown, HasSubstr("employee_no\ncharacter(6)\n"));
  EXPECT_THAT(shown, HasSubstr("full_name\ntext\n"));
  EXPECT_THAT(shown, HasSubstr("personal_number\nboolean\n"));
  EXPECT_THAT(shown, HasSubstr("職員番号; mask: allow\n"));
  EXPECT_THAT(shown, HasSubstr("個人番号; mask: presence\n"));
  EXPECT_THAT(shown, HasSubstr("PRIMARY KEY (employee_no)\n"));
  EXPECT_THAT(shown, HasSubstr("CREATE INDEX employees_by_name ON payroll.employees USING btree "
                               "(full_name DESC, department_id)\n"));
  // Two schemas have a table of this name.
  EXPECT_THAT(shown, HasSubstr("FOREIGN KEY (department_id) REFERENCES payroll.departments(id) ON "
                               "UPDATE CASCADE ON DELETE RESTRICT\n"));
}

TEST_F(SystemCatalogTest, ViewsThatAreExpandedHaveTheColumnsThatTheAccountSees) {
  const std::string shown = AskAs("\\d+ payroll.pay_list");
  EXPECT_THAT(shown, HasSubstr("name\ntext\n"));
  EXPECT_THAT(shown, HasSubstr("personal_number\nboolean\n"));
  EXPECT_THAT(shown, HasSubstr("yearly\nnumeric\n"));
  EXPECT_THAT(shown, HasSubstr("staff\nbigint\n"));
  EXPECT_THAT(shown, HasSubstr("mask: tokenize"));
  const auto columns_of = [&](const std::string& view) {
    return TextOf(ExpectAnswered(absl::StrCat("SELECT column_name, data_type FROM "
                                              "information_schema.columns WHERE table_name = '",
                                              view, "' ORDER BY ordinal_position"))
                      .answer.rows);
  };
  // It reads what the account doesn't see: it can't be queried, and has no columns.
  EXPECT_EQ(columns_of("word_list"), "");
  // Its definition asks the catalog that is being made.
  EXPECT_EQ(columns_of("named"), "id\ninteger\n--\nsource\ntext\n--\n");
}

TEST_F(SystemCatalogTest, QueriesOfToolsAreAnswered) {
  int asked = 0;
  for (absl::string_view block : absl::StrSplit(
           ReadTestFile("tests/differential/system_catalog.sql"), "\n\n", absl::SkipWhitespace())) {
    if (absl::StartsWith(block, "--")) continue;
    ExpectAnswered(std::string(block));
    ++asked;
  }
  EXPECT_GT(asked, 50);
}

TEST_F(SystemCatalogTest, NumbersOfColumnsHaveNoGaps) {
  const Observation seen = ExpectAnswered(
      "SELECT column_name, ordinal_position FROM information_schema.columns WHERE table_schema = "
      "'payroll' AND table_name = 'departments' ORDER BY ordinal_position");
  EXPECT_EQ(TextOf(seen.answer.rows), "id\n1\n--\nname\n2\n--\nparent_id\n3\n--\n");
}

TEST_F(SystemCatalogTest, ObjectIdsAreNotThoseOfTheDatabase) {
  const std::string sql =
      "SELECT oid FROM pg_class WHERE relname IN ('employees', 'payslips', 'employees_pkey')";
  const Observation seen = ExpectAnswered(sql);
  ASSERT_EQ(seen.answer.rows.size(), 3u);
  const auto raw = servers_[0]->Query(sql);
  ASSERT_THAT(raw, IsOk());
  for (const std::vector<Value>& row : seen.answer.rows) {
    EXPECT_GE(std::stoll(*row[0]), 16384);
    EXPECT_THAT(*raw, Not(::testing::Contains(row)));
  }
}

TEST_F(SystemCatalogTest, ParametersNameObjectsToo) {
  const std::string sql =
      "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1";
  const Observation seen = one().AskPipeline("vendor", sql, {"payroll.payslips"});
  ASSERT_THAT(seen.status, IsOk());
  EXPECT_EQ(TextOf(seen.answer.rows), "employee_no\n--\n");
  EXPECT_EQ(TextOf(one().AskPipeline("vendor", sql, {"payroll.departments"}).answer.rows),
            "id\n--\n");
}

// Every object id of the database is tried in every function: none tells of it.
TEST_F(SystemCatalogTest, RealObjectIdsTellNothing) {
  const auto oids = servers_[1]->Query(
      "SELECT string_agg(oid::text, ',') FROM (SELECT oid FROM pg_class WHERE oid >= 16384 UNION "
      "SELECT oid FROM pg_type WHERE oid >= 16384 UNION SELECT oid FROM pg_constraint WHERE oid >= "
      "16384 UNION SELECT oid FROM pg_proc WHERE oid >= 16384 UNION SELECT oid FROM pg_namespace "
      "WHERE oid >= 16384) AS o");
  ASSERT_THAT(oids, IsOk());
  const std::string from = absl::StrCat("FROM unnest('{", *(*oids)[0][0], "}'::oid[]) AS o");
  for (const char* expression : {"pg_table_is_visible(o)",
                                 "pg_type_is_visible(o)",
                                 "pg_function_is_visible(o)",
                                 "nullif(format_type(o, NULL), repeat('?', 3))",
                                 "nullif(o::regclass::text, o::text)",
                                 "nullif(o::regtype::text, o::text)",
                                 "nullif(o::regproc::text, o::text)",
                                 "nullif(o::regnamespace::text, o::text)",
                                 "nullif(o::regrole::text, o::text)",
                                 "obj_description(o, 'pg_class')",
                                 "obj_description(o)",
                                 "col_description(o, 1)",
                                 "pg_get_indexdef(o)",
                                 "pg_get_constraintdef(o)",
                                 "pg_get_viewdef(o)",
                                 "pg_relation_size(o)",
                                 "pg_get_userbyid(o)",
                                 "has_table_privilege(o, 'SELECT')",
                                 "has_column_privilege(o, 1::smallint, 'SELECT')",
                                 "has_schema_privilege(o, 'USAGE')"}) {
    const std::string sql = absl::StrCat("SELECT o, ", expression, " AS v ", from, " WHERE ",
                                         expression, " IS NOT NULL");
    EXPECT_EQ(TextOf(ExpectAnswered(sql).answer.rows), "") << expression;
  }
}

TEST_F(SystemCatalogTest, HiddenAndMissingHaveOneAnswer) {
  for (const char* pattern :
       {"SELECT '$'::regclass", "SELECT '$'::regclass::oid", "SELECT to_regclass('$')",
        "SELECT has_table_privilege('$', 'SELECT')",
        "SELECT has_column_privilege('$', 'id', 'SELECT')",
        "SELECT attname FROM pg_attribute WHERE attrelid = '$'::regclass",
        "SELECT ('payroll.' || substr('$', 9))::regclass::text",
        "SELECT has_table_privilege(substr('x$', 2), 'SELECT')",
        "SELECT count(*) FROM information_schema.tables WHERE table_schema || '.' || table_name = "
        "'$'"}) {
    const auto ask = [&](const char* name) {
      return other().AskPipeline("vendor", absl::StrReplaceAll(pattern, {{"$", name}})).Text();
    };
    EXPECT_EQ(absl::StrReplaceAll(ask("payroll.hidden_table"), {{"hidden_table", "hidden_tabbe"}}),
              ask("payroll.hidden_tabbe"))
        << pattern;
  }
  const auto ask = [&](const char* column) {
    return other()
        .AskPipeline("vendor", absl::StrCat("SELECT has_column_privilege('payroll.employees', '",
                                            column, "', 'SELECT')"))
        .Text();
  };
  EXPECT_EQ(ask("hidden_word"), ask("hidden_work"));
}

TEST_F(SystemCatalogTest, NoValueTakesAnObjectIdForAName) {
  // COALESCE and its like would make the number a name, were one of the others of such a type.
  for (const char* sql :
       {"SELECT CASE WHEN false THEN pg_typeof(1) ELSE 16400 END",
        "SELECT CASE WHEN false THEN typinput ELSE 16400 END::text FROM pg_type LIMIT 1",
        "SELECT CASE WHEN false THEN 'simple'::regconfig ELSE 16400 END::text",
        "SELECT COALESCE(relacl::text, 'x') FROM pg_class LIMIT 1"}) {
    const std::string text = one().AskPipeline("vendor", sql).Text();
    ExpectAlike(sql, text);
  }
}

TEST_F(SystemCatalogTest, CatalogRelationsOutsideTheListAreMissing) {
  for (const char* relation :
       {"pg_stats", "pg_statistic", "pg_stat_activity", "pg_authid", "pg_shadow", "pg_user_mapping",
        "pg_largeobject", "pg_subscription", "pg_stat_user_tables", "pg_hba_file_rules",
        "pg_prepared_statements", "pg_statistic_ext_data", "pg_stats_ext", "pg_file_settings"}) {
    const Observation seen =
        one().AskPipeline("vendor", absl::StrCat("SELECT * FROM pg_catalog.", relation));
    EXPECT_EQ(seen.error.reason(), "HIDDEN_OR_MISSING") << relation;
  }
}

TEST_F(SystemCatalogTest, ExplainNamesTheCatalog) {
  const auto masked = one().Compile("vendor", "SELECT relname FROM pg_class");
  ASSERT_THAT(masked, IsOk());
  ASSERT_EQ(masked->uses.size(), 1u);
  EXPECT_EQ(masked->uses[0].column, "pg_catalog.pg_class");
  EXPECT_THAT(masked->uses[0].ways, ElementsAre("catalog of visible objects"));
  EXPECT_THAT(masked->sql, Not(HasSubstr("pg_catalog.pg_class")));
}

}  // namespace
}  // namespace sudare::testing
