#include "proxy/catalog/system_catalog.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/catalog/builtin_types.h"
#include "proxy/catalog/system_relations.h"
#include "tests/support/postgres.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::PostgresServer;
using ::testing::SizeIs;

TEST(SystemRelationsTest, HasAMakerForEveryRelationThatMayHaveRows) {
  for (const SystemRelation& relation : SystemRelations()) {
    const auto& makers =
        relation.schema == "pg_catalog" ? PgCatalogRowsMakers() : InformationSchemaRowsMakers();
    EXPECT_EQ(makers.contains(relation.name), relation.has_rows) << relation.FullName();
  }
}

// What a column is instead of what PostgreSQL has: see system_relations.h.
std::string TypeInstead(const std::string& type) {
  if (type == "regproc") return "oid";
  if (type == "regtype") return "text";
  if (type == "_aclitem") return "_text";
  return type;
}

TEST(SystemRelationsTest, HasTheColumnsOfPostgresInTheirOrder) {
  ASSERT_OK_AND_ASSIGN(const auto server, PostgresServer::Start());
  ASSERT_OK_AND_ASSIGN(
      const auto rows,
      server->Query("SELECT n.nspname, c.relname, c.oid, c.relkind, a.attname, t.typname "
                    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
                    "JOIN pg_type t ON t.oid = a.atttypid "
                    "WHERE n.nspname IN ('pg_catalog', 'information_schema') "
                    "ORDER BY c.oid, a.attnum"));
  std::map<std::string, std::vector<std::string>> columns;
  std::map<std::string, std::string> oids;
  for (const std::vector<Value>& row : rows) {
    const std::string relation = absl::StrCat(*row[0], ".", *row[1]);
    if (*row[3] == "r") oids[relation] = *row[2];
    if (*row[5] == "xid" || *row[5] == "anyarray") continue;
    columns[relation].push_back(absl::StrCat(*row[4], " ", TypeInstead(*row[5])));
  }
  for (const SystemRelation& relation : SystemRelations()) {
    std::vector<std::string> ours;
    for (const SystemRelationColumn& column : relation.columns) {
      ours.push_back(absl::StrCat(column.name, " ", column.is_array ? "_" : "", column.type));
    }
    EXPECT_EQ(absl::StrJoin(ours, "\n"), absl::StrJoin(columns[relation.FullName()], "\n"))
        << relation.FullName();
    if (relation.schema == "pg_catalog") {
      EXPECT_EQ(oids[relation.FullName()], relation.oid == 0 ? "" : absl::StrCat(relation.oid))
          << relation.FullName();
    }
  }
}

std::string TextOf(const BuiltinType& type) {
  const BuiltinTypeFunctions& f = type.functions;
  const auto flag = [](bool value) { return std::string(value ? "t" : "f"); };
  const auto letter = [](char c) { return std::string(1, c); };
  std::vector<std::string> parts = {absl::StrCat(type.oid),
                                    type.name,
                                    type.sql_name,
                                    absl::StrCat(type.array),
                                    absl::StrCat(type.length),
                                    flag(type.by_value),
                                    letter(type.kind),
                                    letter(type.category),
                                    flag(type.is_preferred),
                                    letter(type.align),
                                    letter(type.storage),
                                    absl::StrCat(type.collation),
                                    absl::StrCat(type.element)};
  for (const uint32_t oid : {f.input, f.output, f.receive, f.send, f.modifier_in, f.modifier_out,
                             f.analyze, f.subscript}) {
    parts.push_back(absl::StrCat(oid));
  }
  // The same for every type of the list.
  for (const char* same : {",", "f", "0", "-1", "0", "0"}) parts.push_back(same);
  return absl::StrJoin(parts, " ");
}

TEST(BuiltinTypesTest, AreThoseOfPostgres) {
  std::vector<std::string> oids, ours;
  for (const BuiltinType& type : BuiltinTypes()) {
    oids.push_back(absl::StrCat(type.oid));
    ours.push_back(TextOf(type));
  }
  ASSERT_OK_AND_ASSIGN(const auto server, PostgresServer::Start());
  ASSERT_OK_AND_ASSIGN(
      const auto rows,
      server->Query(absl::StrCat(
          "SELECT concat_ws(' ', oid, typname, format_type(oid, NULL), typarray, typlen, typbyval, "
          "typtype, typcategory, typispreferred, typalign, typstorage, typcollation, typelem, "
          "typinput::oid, typoutput::oid, typreceive::oid, typsend::oid, typmodin::oid, "
          "typmodout::oid, typanalyze::oid, typsubscript::oid, typdelim, typnotnull, typbasetype, "
          "typtypmod, typndims, typrelid) FROM pg_type WHERE oid IN (",
          absl::StrJoin(oids, ","), ") ORDER BY oid")));
  std::vector<std::string> theirs;
  for (const std::vector<Value>& row : rows) theirs.push_back(*row[0]);
  EXPECT_EQ(absl::StrJoin(ours, "\n"), absl::StrJoin(theirs, "\n"));
}

TEST(BuiltinTypesTest, KnowFunctionsByTheirOid) {
  ASSERT_OK_AND_ASSIGN(const auto server, PostgresServer::Start());
  ASSERT_OK_AND_ASSIGN(
      const auto rows,
      server->Query("SELECT n, n::regproc::oid FROM unnest('{array_in,array_out,array_recv,"
                    "array_send,range_in,range_recv,multirange_in,domain_in,domain_recv,enum_in,"
                    "enum_recv,record_in,record_recv,textin,textrecv,boolin,int4in,int8in}'::text[]"
                    ") AS n"));
  ASSERT_THAT(rows, SizeIs(18));
  for (const std::vector<Value>& row : rows) {
    EXPECT_EQ(absl::StrCat(BuiltinFunctionOid(*row[0])), *row[1]) << *row[0];
  }
  EXPECT_EQ(BuiltinFunctionOid("pg_read_file"), 0u);
}

TEST(BuiltinTypesTest, AreFoundHoweverSqlWritesThem) {
  const auto oid = [](const char* sql) {
    const BuiltinType* type = FindBuiltinTypeInSql(sql);
    return type == nullptr ? 0u : type->oid;
  };
  EXPECT_EQ(oid("integer"), 23u);
  EXPECT_EQ(oid(" INT "), 23u);
  EXPECT_EQ(oid("pg_catalog.int4[]"), 1007u);
  EXPECT_EQ(oid("timestamp  with time zone"), 1184u);
  EXPECT_EQ(oid("char"), 1042u);
  EXPECT_EQ(oid("\"char\""), 18u);
  EXPECT_EQ(oid("payroll.employees"), 0u);
  EXPECT_EQ(oid(""), 0u);
}

TEST(SystemCatalogTest, ReadsNamesAsSqlDoes) {
  EXPECT_EQ(SystemCatalog::CanonicalName("Payroll.Employees"), "payroll.employees");
  EXPECT_EQ(SystemCatalog::CanonicalName(" \"Odd \"\"x\" "), "\"Odd \"\"x\"");
  EXPECT_EQ(SystemCatalog::CanonicalName("payroll.\"Odd Table\""), "payroll.\"Odd Table\"");
  EXPECT_EQ(SystemCatalog::CanonicalName("\"employees\""), "employees");
  for (const char* wrong : {"", ".", "a.", "a.b.c", "a b", "\"a", "a;b", "\"\""}) {
    EXPECT_EQ(SystemCatalog::CanonicalName(wrong), std::nullopt) << wrong;
  }
}

TEST(SystemCatalogTest, QuotesNamesAsPostgresDoes) {
  ASSERT_OK_AND_ASSIGN(const auto server, PostgresServer::Start());
  ASSERT_OK_AND_ASSIGN(
      const auto rows,
      server->Query("SELECT w, quote_ident(w) FROM (SELECT word FROM pg_get_keywords() UNION ALL "
                    "VALUES ('plain'), ('Upper'), ('1a'), ('a1'), ('a b'), ('a\"b'), ('給与'), "
                    "('_a'), ('a$')) AS k (w)"));
  EXPECT_GT(rows.size(), 100u);
  for (const std::vector<Value>& row : rows) EXPECT_EQ(QuotedIdentifier(*row[0]), *row[1]);
}

}  // namespace
}  // namespace sudare
