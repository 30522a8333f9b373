#include "proxy/catalog/catalog.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

using ::testing::SizeIs;

CatalogRelation Relation(std::string schema, std::string name, std::vector<std::string> columns) {
  CatalogRelation relation;
  relation.schema = std::move(schema);
  relation.name = std::move(name);
  for (std::string& column : columns) {
    relation.columns.push_back({std::move(column), {SqlType::kInt4, false}, "pg_catalog.int4"});
  }
  return relation;
}

TEST(CatalogSnapshotTest, FindsRelationsBySchemaAndName) {
  const CatalogSnapshot snapshot({Relation("payroll", "employees", {"id"}),
                                  Relation("attendance", "employees", {"no"}),
                                  Relation("payroll", "給与", {"金額"})});
  ASSERT_NE(snapshot.Find("payroll", "employees"), nullptr);
  EXPECT_NE(snapshot.Find("payroll", "employees")->FindColumn("id"), nullptr);
  EXPECT_EQ(snapshot.Find("payroll", "employees")->FindColumn("no"), nullptr);
  EXPECT_NE(snapshot.Find("payroll", "給与")->FindColumn("金額"), nullptr);
  EXPECT_EQ(snapshot.Find("payroll", "Employees"), nullptr);
  EXPECT_EQ(snapshot.Find("", "employees"), nullptr);
  EXPECT_THAT(snapshot.FindByName("employees"), SizeIs(2));
  EXPECT_THAT(snapshot.FindByName("nothing"), SizeIs(0));
}

TEST(CatalogSnapshotTest, HasTheSameFingerprintForTheSameContentOnly) {
  const auto fingerprint = [](std::vector<CatalogRelation> relations) {
    return CatalogSnapshot(std::move(relations)).fingerprint();
  };
  const CatalogRelation relation = Relation("a", "b", {"x", "y"});
  EXPECT_EQ(fingerprint({relation}), fingerprint({Relation("a", "b", {"x", "y"})}));
  EXPECT_NE(fingerprint({relation}), fingerprint({}));
  EXPECT_NE(fingerprint({relation}), fingerprint({Relation("ab", "", {"x", "y"})}));
  EXPECT_NE(fingerprint({relation}), fingerprint({Relation("a", "b", {"y", "x"})}));

  CatalogRelation changed = relation;
  changed.columns[0].type.is_array = true;
  EXPECT_NE(fingerprint({relation}), fingerprint({changed}));
  changed = relation;
  changed.columns[0].deterministic_collation = false;
  EXPECT_NE(fingerprint({relation}), fingerprint({changed}));
  changed = relation;
  changed.kind = RelationKind::kView;
  EXPECT_NE(fingerprint({relation}), fingerprint({changed}));
  changed = relation;
  changed.view_definition = "SELECT 1";
  EXPECT_NE(fingerprint({relation}), fingerprint({changed}));
  changed = relation;
  changed.indexes.push_back({true, true, {"x"}});
  EXPECT_NE(fingerprint({relation}), fingerprint({changed}));
  changed = relation;
  changed.columns[0].is_not_null = true;
  EXPECT_NE(fingerprint({relation}), fingerprint({changed}));
  changed = relation;
  changed.columns[0].type_modifier = 4;
  EXPECT_NE(fingerprint({relation}), fingerprint({changed}));
  changed = relation;
  changed.constraints.emplace_back().name = "key";
  EXPECT_NE(fingerprint({relation}), fingerprint({changed}));
}

TEST(CatalogSnapshotTest, NamesItsKindsAsPeopleDo) {
  EXPECT_EQ(RelationKindName(RelationKind::kPartitionedTable), "table");
  EXPECT_EQ(RelationKindName(RelationKind::kMaterializedView), "materialized view");
}

}  // namespace
}  // namespace sudare
