#include "proxy/review/foreign_key_check.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/mask_strength.h"
#include "proxy/review/found.h"
#include "proxy/review/role_view.h"

namespace sudare::review {
namespace {

struct End {
  const CatalogRelation& relation;
  const CatalogColumn& column;
  RoleColumn seen;

  std::string Name() const { return absl::StrCat(FullName(relation), ".", column.name); }
  std::string Shown() const {
    return absl::StrCat(Quoted(Name()), " by ", Quoted(MaskKindName(seen.decision.kind)));
  }
};

// What is left of presence tells nothing that could be matched.
bool LinksToNothing(const End& end) {
  return ShowsAtMost(end.seen.rule(), sudare::v1::Rule::default_instance()) ||
         end.seen.decision.kind == MaskKind::kPresence;
}

void CheckPair(const Role& role, const CatalogConstraint& key, const End& from, const End& to,
               std::vector<Issue>* issues) {
  if (LinksToNothing(from) || LinksToNothing(to)) return;
  if (CompareMasks(from.seen.rule(), to.seen.rule()) == MaskOrder::kEqual) return;
  AddError(from.seen.decision.rule->place,
           {"linkable-columns", role.name, from.Name(),
            absl::StrCat("foreign key ", Quoted(key.name), " joins ", from.Shown(), " with ",
                         to.Shown(), " (", to.seen.decision.rule->place.ToString(),
                         "): each can be read by the other"),
            "give both ends the same mask with the same parameters, or hide one of them"},
           issues);
}

void CheckKey(const Policy& policy, const Role& role, const CatalogRelation& relation,
              const CatalogConstraint& key, const CatalogSnapshot& catalog,
              std::vector<Issue>* issues) {
  const CatalogRelation* other = catalog.Find(key.other_schema, key.other_relation);
  if (other == nullptr || key.columns.size() != key.other_columns.size()) return;
  for (size_t i = 0; i < key.columns.size(); ++i) {
    const CatalogColumn* from = relation.FindColumn(key.columns[i]);
    const CatalogColumn* to = other->FindColumn(key.other_columns[i]);
    if (from == nullptr || to == nullptr) continue;
    CheckPair(role, key, {relation, *from, ColumnFor(policy, role, relation, *from)},
              {*other, *to, ColumnFor(policy, role, *other, *to)}, issues);
  }
}

}  // namespace

std::vector<Issue> CheckForeignKeys(const Policy& policy, const CatalogSnapshot& catalog) {
  std::vector<Issue> issues;
  for (const Role& role : policy.roles()) {
    for (const CatalogRelation& relation : catalog.relations()) {
      for (const CatalogConstraint& key : relation.constraints) {
        if (key.kind == 'f') CheckKey(policy, role, relation, key, catalog, &issues);
      }
    }
  }
  return issues;
}

}  // namespace sudare::review
