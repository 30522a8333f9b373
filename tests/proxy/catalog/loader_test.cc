#include "proxy/catalog/loader.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_backend.h"
#include "tests/support/fake_policy.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::FakeBackend;
using ::sudare::testing::FakePolicy;
using ::sudare::testing::IsOk;
using ::sudare::testing::PostgresServer;
using ::sudare::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kSchema[] = R"sql(
  CREATE SCHEMA payroll;
  CREATE ROLE reader LOGIN;
  CREATE TYPE payroll.kind AS ENUM ('a', 'b');
  CREATE TYPE payroll."Odd Pair" AS (x int, y int);
  CREATE DOMAIN payroll.twelve AS text CHECK (length(VALUE) = 12);
  CREATE COLLATION payroll.loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
  CREATE TABLE payroll.employees (
    id int PRIMARY KEY,
    code char(7) NOT NULL,
    gone text,
    name varchar(80) COLLATE payroll.loose,
    kind payroll.kind,
    kinds payroll.kind[],
    pair payroll."Odd Pair",
    number payroll.twelve,
    days date[],
    pay numeric(12, 2),
    document xml,
    extra jsonb,
    "quoted ""column" "char",
    UNIQUE (code) INCLUDE (pay),
    UNIQUE (pay) DEFERRABLE
  );
  ALTER TABLE payroll.employees DROP COLUMN gone;
  CREATE INDEX by_lower ON payroll.employees (lower(code), id);
  CREATE UNIQUE INDEX partly ON payroll.employees (name) WHERE id > 0;
  CREATE VIEW payroll.active AS SELECT e.id, e.name AS n FROM payroll.employees e WHERE e.id > 0;
  CREATE MATERIALIZED VIEW payroll.totals AS SELECT sum(pay) AS total FROM payroll.employees;
  CREATE TABLE payroll.slips (month date, id int, PRIMARY KEY (month, id)) PARTITION BY RANGE (month);
  CREATE TABLE payroll.slips_2026 PARTITION OF payroll.slips
    FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE TABLE payroll."給与 ""明細""" ("金額" int8);
  CREATE TABLE payroll.unlisted (a int);
  CREATE TABLE payroll.notes (
    id int NOT NULL, month date,
    CONSTRAINT of_slip FOREIGN KEY (id, month) REFERENCES payroll.slips (id, month) MATCH FULL
      ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    CHECK (id > 0));
  CREATE INDEX by_month ON payroll.notes (month DESC NULLS LAST, id);
  CREATE SEQUENCE payroll.counter;
)sql";

class LoaderTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto started = PostgresServer::Start();
    ASSERT_THAT(started, IsOk());
    server_ = std::move(started)->release();
    ASSERT_THAT(server_->Run(kSchema), IsOk());
    BackendOptions options;
    // A role without a single privilege on data.
    options.connection = server_->ConnectionString("reader");
    backend_ = MakePostgresBackend(options).release();
  }
  static void TearDownTestSuite() {
    delete backend_;
    delete server_;
  }

  static std::shared_ptr<const CatalogSnapshot> Load(
      const std::vector<std::pair<std::string, std::string>>& relations) {
    auto loaded = LoadCatalog(*backend_, "", FakePolicy(relations), {});
    EXPECT_THAT(loaded, IsOk());
    return loaded.ok() ? *loaded
                       : std::make_shared<const CatalogSnapshot>(std::vector<CatalogRelation>());
  }

  static PostgresServer* server_;
  static Backend* backend_;
};

PostgresServer* LoaderTest::server_ = nullptr;
Backend* LoaderTest::backend_ = nullptr;

TEST_F(LoaderTest, ReadsColumnsWithTheirTypes) {
  const auto snapshot = Load({{"payroll", "employees"}});
  const CatalogRelation* table = snapshot->Find("payroll", "employees");
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->kind, RelationKind::kTable);
  EXPECT_GT(table->oid, 16383u);

  struct Expected {
    const char* name;
    ColumnType type;
    const char* type_sql;
  };
  const std::vector<Expected> expected = {
      {"id", {SqlType::kInt4, false}, "pg_catalog.int4"},
      {"code", {SqlType::kBpchar, false}, "pg_catalog.bpchar"},
      {"name", {SqlType::kVarchar, false}, "pg_catalog.\"varchar\""},
      {"kind", {SqlType::kUnknown, false}, "payroll.kind"},
      {"kinds", {SqlType::kUnknown, false}, "payroll._kind"},
      {"pair", {SqlType::kUnknown, false}, "payroll.\"Odd Pair\""},
      {"number", {SqlType::kUnknown, false}, "payroll.twelve"},
      {"days", {SqlType::kDate, true}, "pg_catalog._date"},
      {"pay", {SqlType::kNumeric, false}, "pg_catalog.\"numeric\""},
      {"document", {SqlType::kUnknown, false}, "pg_catalog.xml"},
      {"extra", {SqlType::kJsonb, false}, "pg_catalog.jsonb"},
      {"quoted \"column", {SqlType::kUnknown, false}, "pg_catalog.\"char\""},
  };
  ASSERT_EQ(table->columns.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const CatalogColumn& column = table->columns[i];
    EXPECT_EQ(column.name, expected[i].name);
    EXPECT_EQ(column.type, expected[i].type) << column.name;
    EXPECT_EQ(column.type_sql, expected[i].type_sql) << column.name;
    // Each is the name of a type.
    EXPECT_THAT(server_->Query("SELECT NULL::" + column.type_sql), IsOk());
    EXPECT_EQ(column.deterministic_collation, column.name != "name") << column.name;
  }
}

TEST_F(LoaderTest, ReadsIndexes) {
  const auto snapshot = Load({{"payroll", "employees"}, {"payroll", "slips"}});
  const auto find = [&](const char* table, const std::vector<std::string>& columns) {
    for (const CatalogIndex& index : snapshot->Find("payroll", table)->indexes) {
      if (index.columns == columns) return index;
    }
    ADD_FAILURE() << "no such index on " << table;
    return CatalogIndex();
  };
  EXPECT_TRUE(find("employees", {"code", "pay"}).is_unique);
  EXPECT_FALSE(find("employees", {"code", "pay"}).is_primary);
  // Checked at commit only, or for some rows only.
  EXPECT_FALSE(find("employees", {"pay"}).is_unique);
  EXPECT_FALSE(find("employees", {"name"}).is_unique);
  EXPECT_TRUE(find("slips", {"month", "id"}).is_primary);

  const auto& indexes = snapshot->Find("payroll", "employees")->indexes;
  EXPECT_EQ(indexes.size(), 5u);
  EXPECT_EQ(std::count_if(indexes.begin(), indexes.end(),
                          [](const CatalogIndex& index) { return index.is_primary; }),
            1);
  EXPECT_EQ(std::count_if(indexes.begin(), indexes.end(),
                          [](const CatalogIndex& index) { return index.has_expressions; }),
            1);
}

TEST_F(LoaderTest, ReadsWhatIndexesAreMadeOf) {
  const auto snapshot =
      Load({{"payroll", "notes"}, {"payroll", "employees"}, {"payroll", "slips"}});
  const auto& indexes = snapshot->Find("payroll", "notes")->indexes;
  ASSERT_EQ(indexes.size(), 1u);
  EXPECT_EQ(indexes[0].name, "by_month");
  EXPECT_EQ(indexes[0].method, "btree");
  EXPECT_EQ(indexes[0].key_columns, 2);
  EXPECT_THAT(indexes[0].options, ElementsAre(1, 0));
  for (const CatalogIndex& index : snapshot->Find("payroll", "employees")->indexes) {
    if (index.columns != std::vector<std::string>{"code", "pay"}) continue;
    EXPECT_EQ(index.key_columns, 1);
  }
  int own = 0;
  for (const CatalogIndex& index : snapshot->Find("payroll", "slips")->indexes) own += index.is_own;
  EXPECT_EQ(own, 1);
}

TEST_F(LoaderTest, ReadsConstraintsButNoChecks) {
  const auto snapshot = Load({{"payroll", "notes"}, {"payroll", "employees"}});
  const auto& constraints = snapshot->Find("payroll", "notes")->constraints;
  ASSERT_EQ(constraints.size(), 1u);
  const CatalogConstraint& key = constraints[0];
  EXPECT_EQ(key.name, "of_slip");
  EXPECT_EQ(key.kind, 'f');
  EXPECT_THAT(key.columns, ElementsAre("id", "month"));
  EXPECT_EQ(key.other_schema, "payroll");
  EXPECT_EQ(key.other_relation, "slips");
  EXPECT_THAT(key.other_columns, ElementsAre("id", "month"));
  EXPECT_EQ(key.index, "slips_pkey");
  EXPECT_EQ(key.on_update, 'c');
  EXPECT_EQ(key.on_delete, 'n');
  EXPECT_EQ(key.match, 'f');
  EXPECT_TRUE(key.is_deferrable);
  EXPECT_TRUE(key.is_deferred);
  const auto& others = snapshot->Find("payroll", "employees")->constraints;
  EXPECT_EQ(others.size(), 3u);
}

TEST_F(LoaderTest, ReadsWhetherColumnsAreNotNullAndHowLong) {
  const auto snapshot = Load({{"payroll", "employees"}});
  const CatalogRelation& table = *snapshot->Find("payroll", "employees");
  EXPECT_TRUE(table.FindColumn("id")->is_not_null);
  EXPECT_FALSE(table.FindColumn("name")->is_not_null);
  EXPECT_EQ(table.FindColumn("id")->type_modifier, -1);
  EXPECT_EQ(table.FindColumn("code")->type_modifier, 11);
}

TEST_F(LoaderTest, ReadsViewsWithTheirDefinitionFullyQualified) {
  const auto snapshot = Load({{"payroll", "active"}, {"payroll", "totals"}});
  const CatalogRelation* view = snapshot->Find("payroll", "active");
  ASSERT_NE(view, nullptr);
  EXPECT_EQ(view->kind, RelationKind::kView);
  EXPECT_THAT(view->view_definition, HasSubstr("FROM payroll.employees e"));
  EXPECT_EQ(view->view_definition.find(';'), std::string::npos);
  EXPECT_EQ(view->columns.size(), 2u);
  EXPECT_EQ(snapshot->Find("payroll", "totals")->kind, RelationKind::kMaterializedView);
  EXPECT_EQ(snapshot->Find("payroll", "totals")->view_definition, "");
}

TEST_F(LoaderTest, ReadsPartitionedTablesAndQuotedNames) {
  const auto snapshot =
      Load({{"payroll", "slips"}, {"payroll", "slips_2026"}, {"payroll", "給与 \"明細\""}});
  EXPECT_EQ(snapshot->Find("payroll", "slips")->kind, RelationKind::kPartitionedTable);
  EXPECT_EQ(snapshot->Find("payroll", "slips_2026")->kind, RelationKind::kTable);
  const CatalogRelation* quoted = snapshot->Find("payroll", "給与 \"明細\"");
  ASSERT_NE(quoted, nullptr);
  EXPECT_EQ(quoted->columns[0].name, "金額");
}

TEST_F(LoaderTest, LeavesOutWhatIsMissingUnlistedOrNoRelation) {
  const auto snapshot = Load({{"payroll", "employees"},
                              {"payroll", "employees"},
                              {"payroll", "missing"},
                              {"payroll", "counter"},
                              {"nowhere", "employees"},
                              {"payroll\\", "{\"x,y\"}"}});
  EXPECT_EQ(snapshot->relations().size(), 1u);
  EXPECT_EQ(snapshot->Find("payroll", "unlisted"), nullptr);
  EXPECT_EQ(Load({})->relations().size(), 0u);
}

TEST_F(LoaderTest, ReadsTheSameCatalogTwice) {
  EXPECT_EQ(Load({{"payroll", "employees"}, {"payroll", "slips"}})->fingerprint(),
            Load({{"payroll", "slips"}, {"payroll", "employees"}})->fingerprint());
}

TEST(LoaderErrorTest, PassesOnWhatTheBackendSays) {
  FakeBackend backend;
  backend.FailLeases(absl::UnavailableError("away"));
  EXPECT_THAT(LoadCatalog(backend, "role", FakePolicy(), {}),
              StatusIs(absl::StatusCode::kUnavailable));
  backend.FailLeases(absl::OkStatus());
  backend.When("pg_class", FakeBackend::Failing(absl::PermissionDeniedError("no")));
  EXPECT_THAT(LoadCatalog(backend, "role", FakePolicy(), {}),
              StatusIs(absl::StatusCode::kPermissionDenied));
  ASSERT_EQ(backend.ran().size(), 1u);
  EXPECT_EQ(backend.ran()[0].database_role, "role");
  EXPECT_TRUE(backend.ran()[0].in_snapshot);
}

}  // namespace
}  // namespace sudare
