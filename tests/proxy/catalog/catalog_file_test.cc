#include "proxy/catalog/catalog_file.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

using ::testing::HasSubstr;

// Nothing in it has the value that a field has by itself.
CatalogRelation OddRelation() {
  CatalogRelation relation;
  relation.schema = "payroll";
  relation.name = "給与 \"明細\"";
  relation.kind = RelationKind::kPartitionedTable;
  relation.has_row_security = true;
  relation.view_definition = "SELECT 1\n  AS \"a\\b\"";
  CatalogColumn column;
  column.name = "金額";
  column.type = {SqlType::kNumeric, true};
  column.type_sql = "pg_catalog._numeric";
  column.deterministic_collation = false;
  column.is_not_null = true;
  column.type_modifier = 786438;
  relation.columns.push_back(column);
  column.name = "kind";
  column.type = {};
  column.type_sql = "payroll.kind";
  column.type_modifier = -1;
  relation.columns.push_back(column);
  CatalogIndex index;
  index.name = "a_index";
  index.is_unique = index.is_primary = index.has_expressions = index.is_partial = true;
  index.columns = {"金額", "kind"};
  index.read_columns = {"", "kind"};
  index.method = "btree";
  index.key_columns = 1;
  index.options = {3, 0};
  index.is_own = false;
  relation.indexes.push_back(index);
  CatalogConstraint constraint;
  constraint.name = "a_constraint";
  constraint.kind = 'f';
  constraint.columns = {"金額"};
  constraint.is_deferrable = constraint.is_deferred = true;
  constraint.index = "other_pkey";
  constraint.other_schema = "s";
  constraint.other_relation = "o";
  constraint.other_columns = {"c"};
  constraint.on_update = 'c';
  constraint.on_delete = 'n';
  constraint.match = 'f';
  relation.constraints.push_back(constraint);
  return relation;
}

std::shared_ptr<const CatalogSnapshot> Read(const std::string& text, std::string* shown) {
  std::vector<Issue> issues;
  auto catalog = ReadCatalogText(
      std::make_shared<const text::SourceText>("c.catalog.textproto", text), &issues);
  for (const Issue& issue : issues) absl::StrAppend(shown, issue.ToString(), "\n");
  return catalog;
}

TEST(CatalogFileTest, ReadsBackEverythingButObjectIds) {
  std::string shown;
  const CatalogSnapshot written({OddRelation()});
  const auto read = Read(CatalogText(written), &shown);
  ASSERT_NE(read, nullptr) << shown;
  // The fingerprint is of all content.
  EXPECT_EQ(read->fingerprint(), written.fingerprint());

  CatalogRelation with_id = OddRelation();
  with_id.oid = 16384;
  EXPECT_EQ(CatalogText(CatalogSnapshot({with_id})), CatalogText(written));
}

TEST(CatalogFileTest, EveryKindOfRelationHasAName) {
  for (const RelationKind kind :
       {RelationKind::kTable, RelationKind::kPartitionedTable, RelationKind::kView,
        RelationKind::kMaterializedView, RelationKind::kForeignTable}) {
    CatalogRelation relation;
    relation.schema = relation.name = "x";
    relation.kind = kind;
    std::string shown;
    const auto read = Read(CatalogText(CatalogSnapshot({relation})), &shown);
    ASSERT_NE(read, nullptr) << shown;
    EXPECT_EQ(read->relations()[0].kind, kind);
  }
}

TEST(CatalogFileTest, TheTextIsInTheOrderOfNames) {
  CatalogRelation first, second;
  first.schema = "b";
  first.name = "a";
  second.schema = "a";
  second.name = "b";
  CatalogIndex index;
  for (const char* name : {"y", "x"}) {
    index.name = name;
    second.indexes.push_back(index);
  }
  const std::string text = CatalogText(CatalogSnapshot({first, second}));
  std::swap(second.indexes[0], second.indexes[1]);
  EXPECT_EQ(CatalogText(CatalogSnapshot({second, first})), text);
}

TEST(CatalogFileTest, WhatIsWrongIsToldWithItsPlace) {
  std::string shown;
  EXPECT_EQ(Read("relations {\n  schema: \"a\" nam: \"b\"\n}", &shown), nullptr);
  EXPECT_THAT(shown, HasSubstr("c.catalog.textproto:2:15: error: unknown field `nam`"));
  EXPECT_THAT(shown, HasSubstr("did you mean `name`?"));
  shown.clear();
  EXPECT_EQ(Read("relations { schema: \"a\" name: \"b\" kind: \"index\" }", &shown), nullptr);
  EXPECT_THAT(shown, HasSubstr("unknown kind of relation `index`"));
  shown.clear();
  EXPECT_EQ(Read("relations { schema: \"a\"", &shown), nullptr);
  EXPECT_NE(shown, "");
  shown.clear();
  EXPECT_EQ(Read("# nothing\n", &shown), nullptr);
  EXPECT_THAT(shown, HasSubstr("no relation in this catalog"));
}

}  // namespace
}  // namespace sudare
