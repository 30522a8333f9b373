// Where a query leaves the order of its rows open, no index may give them in the order of a hidden
// value. Each query comes sorted from the raw database, and unsorted through the pipeline.
#include <cmath>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "tests/differential/masked_database.h"
#include "tests/support/golden.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using Rows = std::vector<std::vector<Value>>;

struct OrderQuery {
  std::string table;
  // The hidden column whose order must not show.
  std::string hidden;
  // `$table` stands for the table; the first column is id, or name if `by_name`. Names in braces
  // are tokens for the account.
  std::string sql;
  std::string account = "vendor";
  bool by_name = false;
  // For the raw database, where it has to be another: the row filter, or what a mask does.
  std::string raw;
};

class RowOrderTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    // Costs under which the planner takes an index wherever one helps, as it does by itself over a
    // large table on fast disks, and several processes.
    PostgresServer::Options server;
    server.settings = {{"random_page_cost", "0.1"},
                       {"cpu_index_tuple_cost", "0"},
                       {"min_parallel_table_scan_size", "0"},
                       {"parallel_setup_cost", "0"},
                       {"parallel_tuple_cost", "0"}};
    server_ = PostgresServer::Start(server).value().release();
    ASSERT_THAT(server_->Run(ReadTestFile("tests/differential/row_order.sql")), IsOk());
    MaskedDatabase::Options options;
    options.policies = {"tests/differential/row_order.textproto"};
    ASSERT_OK_AND_ASSIGN(auto masked, MaskedDatabase::Create(*server_, options));
    masked_ = masked.release();
  }

  static void TearDownTestSuite() {
    delete masked_;
    delete server_;
  }

  // How much more often the hidden value rises from one row to the next than it falls, as a share:
  // near 0 for rows that know nothing of it, 1 or -1 for rows sorted by it.
  static double Sortedness(const std::vector<std::string>& values) {
    int up = 0;
    int down = 0;
    for (size_t i = 1; i < values.size(); ++i) {
      if (values[i - 1] < values[i]) ++up;
      if (values[i - 1] > values[i]) ++down;
    }
    return up + down == 0 ? 0 : static_cast<double>(up - down) / (up + down);
  }

  // Of the rows as they came.
  static std::vector<std::string> HiddenValues(const OrderQuery& query, const Rows& rows,
                                               bool tokens) {
    const VisibleSchema& schema = masked_->SchemaOf(query.account);
    const auto& tokenizer = schema.Find("office", query.table)->FindColumn("name")->tokenizer;
    std::map<std::string, std::string> by_id;
    if (!query.by_name) {
      const Rows all =
          server_->Query(absl::StrCat("SELECT id, ", query.hidden, " FROM office.", query.table))
              .value();
      for (const auto& row : all) {
        if (row[1].has_value()) by_id[*row[0]] = *row[1];
      }
    }
    std::vector<std::string> values;
    for (const auto& row : rows) {
      if (!row[0].has_value()) continue;
      if (!query.by_name) {
        const auto found = by_id.find(*row[0]);
        if (found != by_id.end()) values.push_back(found->second);
      } else {
        values.push_back(tokens ? tokenizer->Detokenize(*row[0]).value_or("") : *row[0]);
      }
    }
    return values;
  }

  // {name abc} becomes the token of `name abc`, or the value itself.
  static std::string WithNames(const OrderQuery& query, std::string sql, bool tokens) {
    sql = absl::StrReplaceAll(sql, {{"$table", absl::StrCat("office.", query.table)}});
    const auto& tokenizer =
        masked_->SchemaOf(query.account).Find("office", query.table)->FindColumn("name")->tokenizer;
    for (size_t open = sql.find('{'); open != std::string::npos; open = sql.find('{')) {
      const size_t close = sql.find('}', open);
      const std::string name = sql.substr(open + 1, close - open - 1);
      sql.replace(open, close + 1 - open, tokens ? tokenizer->Tokenize(name) : name);
    }
    return sql;
  }

  static PostgresServer* server_;
  static MaskedDatabase* masked_;
};

PostgresServer* RowOrderTest::server_ = nullptr;
MaskedDatabase* RowOrderTest::masked_ = nullptr;

const std::vector<OrderQuery>& Queries() {
  const std::string in =
      "IN ('{name 9f6}', '{name c4c}', '{name 1f0}', '{name e4d}', '{name 45c}', '{name 6f4}', "
      "'{name a87}', '{name 02e}', '{name 3c5}', '{name d3d}', '{name 7f3}', '{name 8f1}')";
  static const auto* queries = new std::vector<OrderQuery>{
      {"by_name", "name", "SELECT id FROM $table WHERE name " + in},
      {"by_name", "name", "SELECT id, name FROM $table WHERE name " + in + " LIMIT 30"},
      {"by_name", "name",
       "SELECT id FROM $table WHERE name = ANY (ARRAY['{name 9f6}', '{name 1f0}', '{name c4c}'])"},
      {"by_name", "name", "SELECT name FROM $table", "vendor", true,
       "SELECT name FROM $table ORDER BY name"},
      {"by_name", "name", "SELECT DISTINCT name FROM $table", "vendor", true,
       "SELECT DISTINCT name FROM $table ORDER BY name"},
      {"by_name", "name", "SELECT name, count(*) FROM $table GROUP BY name", "vendor", true,
       "SELECT name, count(*) FROM $table GROUP BY name ORDER BY name"},
      {"by_name", "name", "SELECT id FROM $table WHERE name IS NOT NULL LIMIT 50", "vendor", false,
       "SELECT id FROM $table WHERE name > '' LIMIT 50"},
      {"by_name", "name",
       "SELECT a.id FROM $table AS a JOIN $table AS b ON a.name = b.name AND b.id < 50 WHERE a.id "
       "< 4000",
       "vendor", false,
       "SELECT a.id FROM $table AS a JOIN $table AS b ON a.name = b.name WHERE b.id < 50 AND a.id "
       "< 4000 ORDER BY a.name"},
      {"covering", "name", "SELECT name FROM $table", "vendor", true},
      {"covering", "name", "SELECT id, department FROM $table WHERE department < 50", "vendor",
       false, "SELECT id, department FROM $table WHERE name > ''"},
      {"covering", "name", "SELECT id FROM $table WHERE name IS NOT NULL"},
      {"covering", "name", "SELECT DISTINCT name FROM $table", "vendor", true},
      {"covering", "name", "SELECT name FROM $table GROUP BY name LIMIT 100", "vendor", true},
      {"covering", "name",
       "SELECT a.id FROM $table AS a JOIN office.by_name AS b USING (name) WHERE b.id < 50 LIMIT "
       "1000",
       "vendor", false,
       "SELECT a.id FROM $table AS a JOIN office.by_name AS b USING (name) WHERE b.id < 50 ORDER "
       "BY name"},
      {"by_department_and_number", "number", "SELECT id FROM $table WHERE department = 7"},
      {"by_department_and_number", "number", "SELECT id FROM $table WHERE department = 7 LIMIT 20"},
      {"by_department_and_number", "number",
       "SELECT id, department FROM $table ORDER BY department LIMIT 100"},
      {"by_department_and_number", "number",
       "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY department) AS n FROM $table "
       "WHERE department = 5) AS x"},
      {"by_department_and_number", "number",
       "SELECT unnest(array_agg(id)) FROM $table WHERE department = 7 GROUP BY department"},
      {"by_department_and_number", "number",
       "SELECT t.id FROM generate_series(7, 7) AS g JOIN $table AS t ON t.department = g LIMIT 50"},
      {"by_name_and_number", "number",
       "SELECT id FROM $table WHERE name = '{name c4c}' OR name = '{name 9f6}'", "vendor", false,
       "SELECT id FROM $table ORDER BY number LIMIT 20"},
      {"by_name_and_number", "name", "SELECT id FROM $table WHERE name IS NOT NULL LIMIT 50",
       "vendor", false, "SELECT id FROM $table WHERE name > '' LIMIT 50"},
      {"by_part", "number", "SELECT id FROM $table WHERE department = 3"},
      {"by_part", "number", "SELECT id FROM $table WHERE department = 3 LIMIT 30"},
      {"by_expression", "name", "SELECT id FROM $table WHERE department = 7 LIMIT 60"},
      {"by_birth", "birth", "SELECT id FROM $table WHERE birth = '1980-01-01' LIMIT 60", "vendor",
       false, "SELECT id FROM $table WHERE birth BETWEEN '1980-01-01' AND '1980-03-31' LIMIT 60"},
      {"by_birth", "birth", "SELECT id FROM $table", "filtered", false,
       "SELECT id FROM $table WHERE birth > '2000-06-01'"},
      {"by_birth", "birth", "SELECT id FROM $table LIMIT 20", "filtered", false,
       "SELECT id FROM $table WHERE birth > '2000-06-01' LIMIT 20"},
      {"by_grade", "grade", "SELECT id FROM $table LIMIT 400", "filtered", false,
       "SELECT id FROM $table WHERE grade IN (13, 17, 42)"},
      {"sparse", "name", "SELECT id FROM $table WHERE name IS NOT NULL"},
      {"sparse", "name", "SELECT id FROM $table WHERE name IS NOT NULL LIMIT 10"},
      {"sparse", "name", "SELECT name FROM $table WHERE name IS NOT NULL LIMIT 10", "vendor", true},
      {"sparse", "number", "SELECT id FROM $table WHERE number", "vendor", false,
       "SELECT id FROM $table WHERE number IS NOT NULL"},
      {"sparse", "number", "SELECT id FROM $table WHERE number LIMIT 10", "vendor", false,
       "SELECT id FROM $table WHERE number IS NOT NULL LIMIT 10"},
      {"sparse", "number",
       "SELECT t.id FROM $table AS t JOIN office.by_name AS b ON b.id = t.id WHERE t.number LIMIT "
       "10",
       "vendor", false, "SELECT id FROM $table WHERE number IS NOT NULL LIMIT 10"},
      {"parts", "number", "SELECT id FROM $table WHERE department = 7 LIMIT 50"},
      {"parent", "number", "SELECT id FROM $table WHERE department = 7 LIMIT 50"},
      {"shown", "number", "SELECT id FROM $table WHERE department = 7 LIMIT 50"},
      {"kept", "number", "SELECT id FROM $table WHERE department = 7 LIMIT 50"},
  };
  return *queries;
}

// Several processes that read a large relation give its rows as each comes along; how large it is
// depends on all that is hidden.
TEST_F(RowOrderTest, RowsOfOneRelationComeAsTheyAreStoredHoweverLargeItIs) {
  for (const char* sql :
       {"SELECT id FROM office.by_name WHERE id % 7 <> 0",
        "SELECT id, name FROM office.covering WHERE name LIKE '%a%'",
        "SELECT id FROM office.parts WHERE id % 3 = 1 LIMIT 2000",
        "SELECT x.id FROM (SELECT * FROM office.by_birth) x WHERE id % 5 = 2",
        "SELECT id, department FROM office.by_grade WHERE id % 2 = 0 AND department < 30"}) {
    const Observation seen = masked_->AskPipeline("vendor", sql);
    ASSERT_THAT(seen.status, IsOk()) << sql;
    int64_t last = -1;
    for (const auto& row : seen.answer.rows) {
      const int64_t id = std::stoll(row[0].value());
      EXPECT_LT(last, id) << sql;
      last = id;
    }
    EXPECT_GT(seen.answer.rows.size(), 100u) << sql;
  }
  const char* const gathered =
      "SELECT string_agg(id::text, ',') FROM office.by_grade WHERE id % 2 = 0";
  const Observation seen = masked_->AskPipeline("vendor", gathered);
  ASSERT_THAT(seen.status, IsOk());
  EXPECT_EQ(seen.answer.rows,
            server_->Query(absl::StrReplaceAll(gathered, {{"','", "',' ORDER BY id"}})).value());
}

TEST_F(RowOrderTest, NeverFollowsAHiddenValue) {
  for (const OrderQuery& query : Queries()) {
    SCOPED_TRACE(absl::StrCat(query.account, ": ", query.table, ": ", query.sql));
    const std::string raw_sql = query.raw.empty() ? query.sql : query.raw;
    const auto raw = server_->Query(WithNames(query, raw_sql, false));
    ASSERT_THAT(raw, IsOk());
    const Observation seen = masked_->AskPipeline(query.account, WithNames(query, query.sql, true));
    ASSERT_THAT(seen.status, IsOk());
    const std::vector<std::string> raw_values = HiddenValues(query, *raw, false);
    const std::vector<std::string> values = HiddenValues(query, seen.answer.rows, true);
    const double raw_sortedness = Sortedness(raw_values);
    const double sortedness = Sortedness(values);
    std::cout << absl::StreamFormat("%6.2f %6.2f %5d %5d %-9s %-24s %s\n", raw_sortedness,
                                    sortedness, raw_values.size(), values.size(), query.account,
                                    query.table, query.sql.substr(0, 90));
    EXPECT_GT(std::abs(raw_sortedness), 0.9) << "it proves nothing";
    EXPECT_LT(std::abs(sortedness), 0.75);
  }
}

}  // namespace
}  // namespace sudare::testing
