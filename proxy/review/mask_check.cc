#include "proxy/review/mask_check.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "proxy/review/found.h"
#include "proxy/review/needed_grants.h"
#include "proxy/review/role_view.h"

namespace sudare::review {
namespace {

class MaskCheck {
 public:
  MaskCheck(const Policy& policy, const CatalogSnapshot& catalog)
      : policy_(policy), catalog_(catalog) {}

  std::vector<Issue> Check() {
    for (const Role& role : policy_.roles()) {
      for (const CatalogRelation& relation : catalog_.relations()) CheckRelation(role, relation);
    }
    return std::move(issues_);
  }

 private:
  void CheckRelation(const Role& role, const CatalogRelation& relation) {
    for (const CatalogColumn& column : relation.columns) {
      const RoleColumn seen = ColumnFor(policy_, role, relation, column);
      if (!seen.misfit.ok()) AddMisfit(role, relation, column, seen);
    }
    const auto reads = FindReads(policy_, role, relation);
    if (!reads.ok()) {
      AddError(
          FilterPlace(role, relation),
          {"bad-row-filter", role.name, FullName(relation), std::string(reads.status().message()),
           "queries of the role over it are refused until this is corrected"},
          &issues_);
    } else if (reads->is_visible && reads->columns.empty()) {
      AddWarning(role.place,
                 {"only-redacted", role.name, FullName(relation),
                  absl::StrCat("role ", Quoted(role.name), " sees nothing of ",
                               Quoted(FullName(relation)), " but redacted columns"),
                  "PostgreSQL counts no rows for a role without SELECT on any column: hide the "
                  "table from it, or show a column"},
                 &issues_);
    }
  }

  // A rule that meets many columns of a type is told once a column, whatever the role.
  void AddMisfit(const Role& role, const CatalogRelation& relation, const CatalogColumn& column,
                 const RoleColumn& seen) {
    const std::string name = absl::StrCat(FullName(relation), ".", column.name);
    if (column.type.type == SqlType::kUnknown) {
      if (!hidden_.insert(name).second) return;
      const PolicyTable* table = policy_.FindTable(relation.schema, relation.name);
      AddWarning(table->FindColumn(column.name)->place,
                 {"hidden-type", "", name,
                  absl::StrCat(Quoted(name), " has the type ", Quoted(column.type_sql),
                               ", which is never shown"),
                  "say so by a rule with `hide` or `redact` for it, or show it by a view that "
                  "casts it to text"},
                 &issues_);
      return;
    }
    AddError(seen.decision.rule->place,
             {"mask-misfit", role.name, name,
              absl::StrCat(Quoted(MaskKindName(seen.decision.kind)), " does not fit ", Quoted(name),
                           " of type ", Quoted(column.type_sql), ", which is hidden therefore"),
              std::string(seen.misfit.message())},
             &issues_);
  }

  static SourcePlace FilterPlace(const Role& role, const CatalogRelation& relation) {
    const auto found = role.row_filters.find(FullName(relation));
    return found == role.row_filters.end() ? role.place : found->second[0].place;
  }

  const Policy& policy_;
  const CatalogSnapshot& catalog_;
  std::set<std::string> hidden_;
  std::vector<Issue> issues_;
};

}  // namespace

std::vector<Issue> CheckMasks(const Policy& policy, const CatalogSnapshot& catalog) {
  return MaskCheck(policy, catalog).Check();
}

}  // namespace sudare::review
