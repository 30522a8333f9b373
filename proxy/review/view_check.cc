#include "proxy/review/view_check.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/mask_strength.h"
#include "proxy/review/found.h"
#include "proxy/review/role_view.h"

namespace sudare::review {
namespace {

class ViewComparison {
 public:
  ViewComparison(const Policy& policy, const CatalogRelation& view, const ViewOrigins& origins)
      : policy_(policy),
        view_(view),
        table_(*policy.FindTable(view.schema, view.name)),
        name_(FullName(view)),
        origins_(origins) {}

  std::vector<Issue> Compare() {
    CheckKind();
    for (const Role& role : policy_.roles()) {
      bool is_visible = false;
      for (size_t i = 0; i < view_.columns.size(); ++i) {
        const RoleColumn seen = ColumnFor(policy_, role, view_, view_.columns[i]);
        is_visible |= seen.is_visible();
        if (!seen.shows_nothing()) CompareColumn(role, i, seen);
      }
      if (is_visible && RowFiltersOf(role, view_).empty()) NoteFilters(role);
    }
    return std::move(issues_);
  }

 private:
  void CheckKind() {
    if (origins_.is_invoker) {
      AddError(table_.place,
               {"invoker-view", "", name_,
                absl::StrCat("view ", Quoted(name_), " reads with the privileges of who asks"),
                "set security_invoker to off, or list it without columns: it is expanded then"},
               &issues_);
    }
    if (origins_.is_traced && !origins_.reads_catalog) return;
    AddWarning(table_.place,
               {"view-not-traced", "", name_,
                origins_.is_traced
                    ? absl::StrCat("view ", Quoted(name_), " reads the database's own catalog")
                    : absl::StrCat("the definition of view ", Quoted(name_),
                                   " holds a construct that is not analysed"),
                origins_.is_traced
                    ? "look yourself whether it shows names, statistics or statements of others"
                    : "every column was compared with all columns that the view reads"},
               &issues_);
  }

  void CompareColumn(const Role& role, size_t index, const RoleColumn& seen) {
    for (size_t origin : origins_.origins[index]) {
      const ReadColumn& read = origins_.read[origin];
      const CatalogRelation* relation = origins_.catalog->Find(read.schema, read.relation);
      const CatalogColumn* column =
          relation == nullptr ? nullptr : relation->FindColumn(read.column);
      RoleColumn base;
      if (column != nullptr) base = ColumnFor(policy_, role, *relation, *column);
      if (ShowsAtMost(seen.rule(), base.rule())) continue;
      AddShowsMore(role, view_.columns[index].name, seen, read, base);
    }
  }

  void AddShowsMore(const Role& role, const std::string& column, const RoleColumn& seen,
                    const ReadColumn& read, const RoleColumn& base) {
    const std::string name = absl::StrCat(name_, ".", column);
    const std::string base_name = absl::StrCat(read.schema, ".", read.relation, ".", read.column);
    const std::string base_form =
        base.is_visible() ? absl::StrCat("shows as ", Quoted(MaskKindName(base.decision.kind)))
                          : "hides";
    AddError(seen.decision.rule->place,
             {"view-shows-more", role.name, name,
              absl::StrCat(Quoted(MaskKindName(seen.decision.kind)), " shows of ", Quoted(name),
                           " what role ", Quoted(role.name), " must not see: it is made of ",
                           Quoted(base_name), ", which the policy ", base_form, " (",
                           base.decision.Place(), ")"),
              "give it the same mask, or list the view without columns so that its masks follow"},
             &issues_);
  }

  void NoteFilters(const Role& role) {
    std::set<std::string> filtered;
    for (const ReadColumn& read : origins_.read) {
      const std::string table = absl::StrCat(read.schema, ".", read.relation);
      if (role.row_filters.count(table) > 0) filtered.insert(table);
    }
    if (filtered.empty()) return;
    AddNote(table_.place,
            {"view-unfiltered", role.name, name_,
             absl::StrCat("view ", Quoted(name_), " reads all rows of ",
                          QuotedList({filtered.begin(), filtered.end()}), ", of which role ",
                          Quoted(role.name), " sees a part"),
             "look whether the view leaves the others out itself, or add a row filter for it"},
            &issues_);
  }

  const Policy& policy_;
  const CatalogRelation& view_;
  const PolicyTable& table_;
  const std::string name_;
  const ViewOrigins& origins_;
  std::vector<Issue> issues_;
};

}  // namespace

std::vector<Issue> CompareView(const Policy& policy, const CatalogRelation& view,
                               const ViewOrigins& origins) {
  return ViewComparison(policy, view, origins).Compare();
}

std::vector<Issue> CheckExpandedView(const Policy& policy, const CatalogRelation& view,
                                     const ViewOrigins& origins) {
  std::vector<Issue> issues;
  const std::string name = FullName(view);
  const SourcePlace& place = policy.FindTable(view.schema, view.name)->place;
  if (!origins.is_traced) {
    AddWarning(place,
               {"view-refused", "", name,
                absl::StrCat("view ", Quoted(name),
                             " can't be expanded: its definition holds a construct that is not "
                             "analysed"),
                "queries over it are refused: list its columns"},
               &issues);
    return issues;
  }
  std::vector<std::string> unlisted;
  for (const ReadColumn& read : origins.read) {
    const PolicyTable* table = policy.FindTable(read.schema, read.relation);
    if (table != nullptr && table->FindColumn(read.column) != nullptr) continue;
    unlisted.push_back(absl::StrCat(read.schema, ".", read.relation, ".", read.column));
  }
  if (unlisted.empty()) return issues;
  AddWarning(place,
             {"view-refused", "", name,
              absl::StrCat("view ", Quoted(name), " can't be expanded: it reads ",
                           QuotedList(unlisted), ", which the policy does not list"),
              "queries over it are refused: list these, or the view's columns"},
             &issues);
  return issues;
}

absl::StatusOr<std::vector<Issue>> CheckViews(Backend& backend, const Policy& policy,
                                              const CatalogSnapshot& catalog) {
  std::vector<Issue> issues;
  for (const CatalogRelation& relation : catalog.relations()) {
    const PolicyTable* table = policy.FindTable(relation.schema, relation.name);
    if (table == nullptr) continue;
    const bool is_expanded = relation.kind == RelationKind::kView && table->columns.empty();
    const bool is_view =
        relation.kind == RelationKind::kView || relation.kind == RelationKind::kMaterializedView;
    if (!is_view || (table->columns.empty() && !is_expanded)) continue;
    SUDARE_ASSIGN_OR_RETURN(const ViewOrigins origins, TraceView(backend, policy, relation));
    std::vector<Issue> found = is_expanded ? CheckExpandedView(policy, relation, origins)
                                           : CompareView(policy, relation, origins);
    for (Issue& issue : found) issues.push_back(std::move(issue));
  }
  return issues;
}

}  // namespace sudare::review
