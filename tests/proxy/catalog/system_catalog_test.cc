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

TEST(BuiltinTypesTest, AreThoseOfPostgres) {
  ASSERT_OK_AND_ASSIGN(const auto server, PostgresServer::Start());
  for (const BuiltinType& type : BuiltinTypes()) {
    ASSERT_OK_AND_ASSIGN(
        const auto rows,
        server->Query(absl::StrCat(
            "SELECT typname, format_type(oid, NULL), typarray, typlen, typbyval, typtype, "
            "typcategory, typispreferred, typalign, typstorage, typcollation, typelem, "
            "typinput::oid, typoutput::oid, typreceive::oid, typsend::oid, typmodin::oid, "
            "typmodout::oid, typanalyze::oid, typsubscript::oid, typdelim, typnotnull, "
            "typbasetype, typtypmod, typndims, typrelid FROM pg_type WHERE oid = ",
            type.oid)));
    ASSERT_THAT(rows, SizeIs(1)) << type.name;
    const BuiltinTypeFunctions& f = type.functions;
    const std::string ours = absl::StrJoin(
        {type.name, type.sql_name, absl::StrCat(type.array), absl::StrCat(type.length),
         std::string(type.by_value ? "t" : "f"), std::string(1, type.kind),
         std::string(1, type.category), std::string(type.is_preferred ? "t" : "f"),
         std::string(1, type.align), std::string(1, type.storage), absl::StrCat(type.collation),
         absl::StrCat(type.element), absl::StrCat(f.input), absl::StrCat(f.output),
         absl::StrCat(f.receive), absl::StrCat(f.send), absl::StrCat(f.modifier_in),
         absl::StrCat(f.modifier_out), absl::StrCat(f.analyze), absl::StrCat(f.subscript),
         // The same for every type of the list.
         std::string(","), std::string("f"), std::string("0"), std::string("-1"), std::string("0"),
         std::string("0")},
        " ");
    std::vector<std::string> theirs;
    for (const Value& value : rows[0]) theirs.push_back(*value);
    EXPECT_EQ(ours, absl::StrJoin(theirs, " "));
  }
}

TEST(BuiltinTypesTest, KnowFunctionsByTheirOid) {
  ASSERT_OK_AND_ASSIGN(const auto server, PostgresServer::Start());
  for (const char* name :
       {"array_in", "array_out", "array_recv", "array_send", "range_in", "range_recv",
        "multirange_in", "domain_in", "domain_recv", "enum_in", "enum_recv", "record_in",
        "record_recv", "textin", "textrecv", "boolin", "int4in", "int8in"}) {
    ASSERT_OK_AND_ASSIGN(const auto rows,
                         server->Query(absl::StrCat("SELECT '", name, "'::regproc::oid")));
    EXPECT_EQ(absl::StrCat(BuiltinFunctionOid(name)), *rows[0][0]) << name;
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
  ASSERT_OK_AND_ASSIGN(const auto keywords,
                       server->Query("SELECT word FROM pg_get_keywords() UNION ALL VALUES "
                                     "('plain'), ('Upper'), ('1a'), ('a1'), ('a b'), ('a\"b'), "
                                     "('給与'), ('_a'), ('a$')"));
  for (const std::vector<Value>& row : keywords) {
    ASSERT_OK_AND_ASSIGN(const auto quoted,
                         server->Query(absl::StrCat("SELECT quote_ident($x$", *row[0], "$x$)")));
    EXPECT_EQ(QuotedIdentifier(*row[0]), *quoted[0][0]);
  }
}

}  // namespace
}  // namespace sudare
