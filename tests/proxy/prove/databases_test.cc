// Databases of a proof over a schema that has everything: loaded, filled, and twinned.
#include <cstdlib>
#include <fstream>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/loader.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/loader.h"
#include "proxy/prove/data_generator.h"
#include "proxy/prove/masked_value.h"
#include "proxy/prove/other_database.h"
#include "proxy/prove/ready_policy.h"
#include "proxy/prove/schema_loader.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace sudare::prove {
namespace {

using sudare::testing::IsOk;
using sudare::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kSchemaFile[] = "tests/proxy/prove/odd_schema.sql";
constexpr char kPolicyFile[] = "tests/proxy/prove/odd_policy.textproto";

std::string WriteSchema(const std::string& text) {
  const std::string path = std::string(std::getenv("TEST_TMPDIR")) + "/some_schema.sql";
  std::ofstream(path) << text;
  return path;
}

class DatabasesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    PrivatePostgres::Options options;
    options.settings = {{"timezone", "UTC"}};
    server_ = PrivatePostgres::Start(options).value().release();
    loaded_ = new LoadedSchema(LoadSchema(*server_, kSchemaFile, "empty").value());
    shape_ = new DatabaseShape(ReadShape(*server_, "empty").value());
    data_ = new GeneratedData(GenerateData(*server_, *shape_, "empty", Generator(1)).value());
    ASSERT_THAT(CreateDatabase(*server_, "empty", "one"), IsOk());
    ASSERT_THAT(FillDatabase(*server_, *shape_, data_->rows, "one"), IsOk());
  }
  static void TearDownTestSuite() {
    delete data_;
    delete shape_;
    delete loaded_;
    delete server_;
  }

  static GeneratorOptions Generator(uint64_t seed) {
    GeneratorOptions options;
    options.rows_per_table = 60;
    options.seed = seed;
    return options;
  }

  static std::string Ask(const std::string& sql, const std::string& database = "one") {
    const auto rows = server_->Query(sql, database);
    return rows.ok() ? rows->at(0).at(0).value_or("∅") : rows.status().ToString();
  }

  static PrivatePostgres* server_;
  static LoadedSchema* loaded_;
  static DatabaseShape* shape_;
  static GeneratedData* data_;
};

PrivatePostgres* DatabasesTest::server_ = nullptr;
LoadedSchema* DatabasesTest::loaded_ = nullptr;
DatabaseShape* DatabasesTest::shape_ = nullptr;
GeneratedData* DatabasesTest::data_ = nullptr;

TEST_F(DatabasesTest, MakesMissingRolesAndTellsWhatItLeavesOut) {
  EXPECT_THAT(std::set<std::string>(loaded_->made_roles.begin(), loaded_->made_roles.end()),
              ElementsAre("Other Reader", "office_owner", "reader"));
  EXPECT_THAT(loaded_->skipped, SizeIs(2));
  EXPECT_THAT(loaded_->skipped,
              Contains(HasSubstr("odd_schema.sql:5: extension \"no_such_extension\"")));
  EXPECT_EQ(Ask("SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'office'"),
            "office_owner");
  EXPECT_EQ(Ask("SELECT has_table_privilege('reader', 'office.people', 'SELECT')"), "t");
}

TEST_F(DatabasesTest, SaysWhereASchemaIsWrong) {
  EXPECT_THAT(
      LoadSchema(*server_, WriteSchema("CREATE TABLE a (b int);\n\nCREATE TABLE a;\n"), "x"),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("some_schema.sql:3: syntax error at or near \";\"")));
  EXPECT_THAT(LoadSchema(*server_, WriteSchema("CREATE DATABASE a;\n\\connect a\n"), "x"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("without `--create`")));
  EXPECT_THAT(LoadSchema(*server_, "/no/such/schema.sql", "x"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cannot read")));
}

TEST_F(DatabasesTest, FillsEveryTable) {
  EXPECT_THAT(data_->unfilled, IsEmpty());
  for (size_t i = 0; i < shape_->tables.size(); ++i) {
    EXPECT_GT(data_->rows.tables[i].size(), 5u) << shape_->tables[i].name;
  }
  EXPECT_NE(Ask("SELECT count(*) FROM office.slips_2023"), "0");
  EXPECT_NE(Ask("SELECT count(*) FROM office.slips_2024"), "0");
  EXPECT_NE(Ask("SELECT count(*) FROM office.cases_east"), "0");
  EXPECT_NE(Ask("SELECT count(*) FROM ONLY office.devices"), "0");
  EXPECT_NE(Ask("SELECT count(*) FROM office.sums"), "0");
  // Of a circle of foreign keys, both sides.
  EXPECT_NE(Ask("SELECT count(head) FROM office.departments"), "0");
}

TEST_F(DatabasesTest, MakesRowsThatKeepEveryForeignKey) {
  int checked = 0;
  for (const ShapeTable& table : shape_->tables) {
    for (const ShapeForeignKey& key : table.foreign_keys) {
      EXPECT_EQ(Ask(absl::StrCat("SELECT count(*) FROM ", table.SqlName(), " AS x WHERE ",
                                 DanglingCondition(*shape_, table, key))),
                "0")
          << key.name;
      ++checked;
    }
  }
  EXPECT_GE(checked, 6);
}

TEST_F(DatabasesTest, MakesValuesThatAreOddOnPurpose) {
  EXPECT_NE(Ask("SELECT count(*) FROM office.people WHERE octet_length(\"Full Name\") > "
                "length(\"Full Name\") * 3"),
            "0")
      << "characters of four bytes";
  EXPECT_NE(Ask("SELECT count(*) FROM office.people WHERE phone IS NULL"), "0");
  EXPECT_NE(Ask("SELECT count(*) - count(DISTINCT kind) FROM office.people"), "0");
  EXPECT_NE(Ask("SELECT count(*) FROM office.people WHERE kind = '臨時'"), "0");
}

TEST_F(DatabasesTest, MakesTheSameRowsForTheSameSeed) {
  ASSERT_OK_AND_ASSIGN(const GeneratedData again,
                       GenerateData(*server_, *shape_, "empty", Generator(1)));
  EXPECT_EQ(DatasetScript(*shape_, again.rows), DatasetScript(*shape_, data_->rows));
  ASSERT_OK_AND_ASSIGN(const GeneratedData other,
                       GenerateData(*server_, *shape_, "empty", Generator(2)));
  EXPECT_NE(DatasetScript(*shape_, other.rows), DatasetScript(*shape_, data_->rows));
}

class OtherDatabaseTest : public DatabasesTest {
 protected:
  void Make(const std::string& account) {
    const LoadResult result =
        LoadPolicyFromSources({{kPolicyFile, testing::ReadTestFile(kPolicyFile)}});
    for (const Issue& issue : result.issues) {
      ASSERT_NE(issue.severity, Issue::Severity::kError) << issue.ToString();
    }
    policy_ = MakeReadyPolicy(result.policy);
    ASSERT_OK_AND_ASSIGN(keyring_, Keyring::FromKey(1, "0123456789abcdef0123456789abcdef"));
    BackendOptions backend;
    backend.connection = server_->ConnectionString("postgres", "one");
    ASSERT_OK_AND_ASSIGN(catalog_, LoadCatalog(*MakePostgresBackend(backend), "", *policy_, {}));
    ASSERT_OK_AND_ASSIGN(rows_, ReadDataset(*server_, *shape_, "one"));
    const VisibleSchema visible = SchemaWith(keyring_, account);
    OtherDatabaseOptions options;
    options.schema = "empty";
    options.original = "one";
    options.database = "other";
    options.generator = Generator(1);
    ASSERT_OK_AND_ASSIGN(other_,
                         MakeOtherDatabase(*server_, *shape_, rows_, visible, keyring_, options));
  }

  VisibleSchema SchemaWith(std::shared_ptr<const Keyring> keyring,
                           const std::string& account) const {
    return VisibleSchema(policy_, catalog_, std::move(keyring), *policy_->FindAccount(account),
                         DecisionContext{absl::Now()});
  }

  // A listed relation as the account sees it, in its physical order.
  std::vector<std::vector<Value>> Seen(const VisibleSchema& schema, const std::string& relation,
                                       const std::string& database) const {
    const VisibleRelation& of = *schema.Find("office", relation);
    std::string sql;
    for (const VisibleColumn& column : of.columns) {
      absl::StrAppend(&sql, sql.empty() ? "SELECT " : ", ", "\"", column.column->name, "\"");
    }
    absl::StrAppend(&sql, " FROM office.", relation);
    if (!of.row_filters.empty()) absl::StrAppend(&sql, " WHERE ", of.row_filters[0]);
    auto rows = server_->Query(sql, database).value();
    for (auto& row : rows) {
      for (size_t i = 0; i < row.size(); ++i) row[i] = MaskedValue(of.columns[i], row[i]);
    }
    return rows;
  }

  std::shared_ptr<const Policy> policy_;
  std::shared_ptr<const Keyring> keyring_;
  std::shared_ptr<const CatalogSnapshot> catalog_;
  Dataset rows_;
  OtherDatabase other_;
};

TEST_F(OtherDatabaseTest, LooksAlikeAndDiffersInAllThatIsHidden) {
  Make("vendor-01");
  const VisibleSchema one = SchemaWith(keyring_, "vendor-01");
  const VisibleSchema other = SchemaWith(other_.keyring, "vendor-01");
  for (const char* relation : {"people", "departments", "slips", "cases_east", "devices"}) {
    EXPECT_EQ(Seen(one, relation, "one"), Seen(other, relation, "other")) << relation;
  }
  for (const char* sql :
       {"SELECT personal_number FROM office.people", "SELECT hired FROM office.people",
        "SELECT \"Full Name\" FROM office.people", "SELECT phone FROM office.people",
        "SELECT note FROM office.people", "SELECT papers FROM office.people",
        "SELECT post FROM office.people", "SELECT state FROM office.people",
        "SELECT account FROM office.slips", "SELECT words FROM office.unlisted",
        "SELECT staff_no, id FROM office.people WHERE kind = 'special'"}) {
    EXPECT_NE(*server_->Query(sql, "one"), *server_->Query(sql, "other")) << sql;
  }
  EXPECT_GT(other_.rows_changed, 0u);
  EXPECT_GT(other_.rows_added + other_.rows_removed, 0u);
}

TEST_F(OtherDatabaseTest, KeepsEveryConstraint) {
  Make("vendor-01");
  for (const ShapeTable& table : shape_->tables) {
    for (const ShapeForeignKey& key : table.foreign_keys) {
      EXPECT_EQ(Ask(absl::StrCat("SELECT count(*) FROM ", table.SqlName(), " AS x WHERE ",
                                 DanglingCondition(*shape_, table, key)),
                    "other"),
                "0")
          << key.name;
    }
  }
}

TEST_F(OtherDatabaseTest, KeepsWhatAListedViewShows) {
  // office.born_in shows the year of birth in clear, though the column behind it is masked.
  Make("vendor-01");
  EXPECT_THAT(other_.columns_kept, Contains("office.people.born"));
  EXPECT_EQ(*server_->Query("SELECT id, year FROM office.born_in ORDER BY 1, 2", "one"),
            *server_->Query("SELECT id, year FROM office.born_in ORDER BY 1, 2", "other"));
}

TEST_F(OtherDatabaseTest, IsFoundForAnAccountThatSeesNearlyAll) {
  Make("clerk");
  const VisibleSchema one = SchemaWith(keyring_, "clerk");
  const VisibleSchema other = SchemaWith(other_.keyring, "clerk");
  EXPECT_EQ(Seen(one, "people", "one"), Seen(other, "people", "other"));
  EXPECT_NE(*server_->Query("SELECT personal_number FROM office.people", "one"),
            *server_->Query("SELECT personal_number FROM office.people", "other"));
}

}  // namespace
}  // namespace sudare::prove
