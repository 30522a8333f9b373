// Which statements may leave the session as it is for the next account, without a reset.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "policy/loader.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/compile.h"
#include "proxy/sql/parse.h"
#include "tests/proxy/sql/fixture.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

constexpr char kSql[] = "SELECT p.employee_no FROM payroll.payslips AS p";

// Whether kSql leaves the session clean if payroll.payslips is changed by `change`.
bool LeavesClean(const std::function<void(CatalogRelation&)>& change) {
  std::vector<CatalogRelation> relations = FixtureCatalog()->relations();
  for (CatalogRelation& relation : relations) {
    if (relation.name == "payslips") change(relation);
  }
  const std::shared_ptr<const Policy> policy = FixturePolicy();
  const VisibleSchema schema(policy, std::make_shared<const CatalogSnapshot>(relations),
                             FixtureKeyring(), *policy->FindAccount("vendor"), {absl::Now()});
  auto parsed = sql::Parse(kSql, sql::ParseLimits());
  auto masked = sql::Compile(*std::move(parsed), schema, {});
  EXPECT_THAT(masked, IsOk());
  return masked->leaves_session_clean;
}

TEST(SessionCleanTest, StoredRowsAndBuiltInFunctionsLeaveItClean) {
  EXPECT_TRUE(LeavesClean([](CatalogRelation&) {}));
  EXPECT_TRUE(LeavesClean([](CatalogRelation& r) { r.kind = RelationKind::kPartitionedTable; }));
  EXPECT_TRUE(LeavesClean([](CatalogRelation& r) { r.kind = RelationKind::kMaterializedView; }));
}

TEST(SessionCleanTest, WhatRunsCodeOfTheDatabaseDoesNot) {
  EXPECT_FALSE(LeavesClean([](CatalogRelation& r) { r.kind = RelationKind::kView; }));
  EXPECT_FALSE(LeavesClean([](CatalogRelation& r) { r.kind = RelationKind::kForeignTable; }));
  EXPECT_FALSE(LeavesClean([](CatalogRelation& r) { r.has_row_security = true; }));
}

TEST(SessionCleanTest, FunctionsThatAnAdminAddedDoNot) {
  const LoadResult loaded = LoadPolicyFromSources(
      {{"added.textproto",
        "functions { name: \"payroll.era\" comment: \"reads nothing\" }"
        "roles { name: \"r\" } accounts { name: \"a\" role: \"r\" kind: PROGRAM }"}});
  ASSERT_NE(loaded.policy, nullptr);
  const VisibleSchema schema(loaded.policy, FixtureCatalog(), FixtureKeyring(),
                             *loaded.policy->FindAccount("a"), {absl::Now()});
  for (const bool added : {false, true}) {
    auto parsed = sql::Parse(added ? "SELECT payroll.era('x')" : "SELECT upper('x')",
                             sql::ParseLimits());
    ASSERT_OK_AND_ASSIGN(const auto masked, sql::Compile(*std::move(parsed), schema, {}));
    EXPECT_EQ(masked.leaves_session_clean, !added);
  }
}

}  // namespace
}  // namespace sudare::testing
