#include "proxy/review/group_check.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "proxy/review/found.h"
#include "proxy/review/grants_script.h"
#include "proxy/review/role_view.h"
#include "proxy/review/rows.h"
#include "proxy/sql/row_filter_columns.h"

namespace sudare::review {
namespace {

constexpr char kAlias[] = "t";

struct CoarseColumn {
  std::string name;
  // SQL of the value and of what the mask leaves of it.
  std::string raw;
  std::string masked;
  SourcePlace place;
};

// What a role sees coarsely of one relation.
struct CoarseView {
  const Role* role = nullptr;
  const CatalogRelation* relation = nullptr;
  std::vector<CoarseColumn> coarse;
  // Unmasked ones that are counted with them.
  std::vector<CoarseColumn> combined;
  std::string condition;
};

std::string Names(const std::vector<CoarseColumn>& columns) {
  std::vector<std::string> names;
  for (const CoarseColumn& column : columns) names.push_back(column.name);
  return QuotedList(names);
}

std::string Joined(const std::vector<CoarseColumn>& columns, std::string CoarseColumn::*text) {
  return absl::StrJoin(columns, ", ", [text](std::string* out, const CoarseColumn& column) {
    *out += column.*text;
  });
}

// Rows without any value in the columns are no group that tells of somebody.
std::string CountingSql(const CoarseView& view, const std::vector<CoarseColumn>& columns) {
  const std::string values =
      absl::StrJoin(columns, " OR ", [](std::string* out, const CoarseColumn& column) {
        absl::StrAppend(out, column.raw, " IS NOT NULL");
      });
  const std::string from =
      absl::StrCat(" FROM ", SqlName(view.relation->schema, view.relation->name), " AS ", kAlias,
                   " WHERE ", view.condition, "(", values, ")");
  return absl::StrCat("WITH groups AS (SELECT count(*) AS size", from, " GROUP BY ",
                      Joined(columns, &CoarseColumn::masked), ") ",
                      "SELECT (SELECT count(*) FROM (SELECT DISTINCT ",
                      Joined(columns, &CoarseColumn::raw), from,
                      ") AS d), count(*), min(size), count(*) FILTER (WHERE size < $1::int8) "
                      "FROM groups");
}

class GroupCheck {
 public:
  GroupCheck(BackendSession& session, const Policy& policy, const GroupOptions& options)
      : session_(session), policy_(policy), options_(options) {}

  absl::Status Check(const Role& role, const CatalogRelation& relation) {
    const CoarseView view = MakeView(role, relation);
    if (view.coarse.empty()) return absl::OkStatus();
    for (const CoarseColumn& column : view.coarse) {
      SUDARE_RETURN_IF_ERROR(Count(view, {column}));
    }
    std::vector<CoarseColumn> all = view.coarse;
    all.insert(all.end(), view.combined.begin(), view.combined.end());
    return all.size() < 2 ? absl::OkStatus() : Count(view, all);
  }

  std::vector<Issue> Take() { return std::move(issues_); }

 private:
  CoarseView MakeView(const Role& role, const CatalogRelation& relation) const {
    CoarseView view;
    view.role = &role;
    view.relation = &relation;
    const std::vector<std::string> filters = RowFiltersOf(role, relation);
    // Conditions that are no expressions are told elsewhere.
    if (!sql::RowFilterColumns(relation, filters).ok()) return view;
    for (const std::string& filter : filters)
      absl::StrAppend(&view.condition, "(", filter, "\n) AND ");
    for (const CatalogColumn& column : relation.columns) {
      const RoleColumn seen = ColumnFor(policy_, role, relation, column);
      if (!seen.is_visible()) continue;
      const std::string raw = absl::StrCat(kAlias, ".", SqlName(column.name));
      const MaskKind kind = seen.decision.kind;
      CoarseColumn entry = {column.name, raw, raw, seen.decision.rule->place};
      if (kind == MaskKind::kGeneralize || kind == MaskKind::kPartial) {
        entry.masked = seen.mask->SqlExpression(raw);
        view.coarse.push_back(std::move(entry));
      } else if (kind == MaskKind::kAllow && IsCombined(*seen.decision.data_class)) {
        view.combined.push_back(std::move(entry));
      }
    }
    return view;
  }

  bool IsCombined(const DataClass& data_class) const {
    const std::vector<std::string>& classes = options_.combined_classes;
    return std::find(classes.begin(), classes.end(), data_class.name) != classes.end();
  }

  // Roles with the same masks and filters have the same groups: they are counted once.
  absl::Status Count(const CoarseView& view, const std::vector<CoarseColumn>& columns) {
    const std::string sql = CountingSql(view, columns);
    const auto known = counted_.find(sql);
    std::vector<Value> counts;
    if (known != counted_.end()) {
      counts = known->second;
    } else {
      const auto rows = ReadRows(session_, sql, {absl::StrCat(options_.min_group)});
      if (!rows.ok()) return NotRead(view, rows.status());
      counts = counted_[sql] = rows->at(0);
    }
    int64_t small = 0;
    if (!absl::SimpleAtoi(counts[3].value_or(""), &small) || small == 0) return absl::OkStatus();
    const std::string name = FullName(*view.relation);
    AddWarning(
        columns[0].place,
        {"small-groups", view.role->name,
         columns.size() == 1 ? absl::StrCat(name, ".", columns[0].name) : name,
         absl::StrCat("what role ", Quoted(view.role->name), " sees of ", Names(columns), " in ",
                      Quoted(name), " leaves ", small, " of ", counts[1].value_or("0"),
                      " groups with fewer than ", options_.min_group, " rows, the smallest with ",
                      counts[2].value_or("0"), " (", counts[0].value_or("0"),
                      " distinct values before)"),
         "choose a coarser mask, or a row filter, if a row stands for a person"},
        &issues_);
    return absl::OkStatus();
  }

  absl::Status NotRead(const CoarseView& view, const absl::Status& status) {
    if (status.code() == absl::StatusCode::kUnavailable) return status;
    const std::string name = FullName(*view.relation);
    if (!unread_.insert(name).second) return absl::OkStatus();
    AddWarning(view.role->place,
               {"data-not-read", "", name,
                absl::StrCat("rows of ", Quoted(name), " could not be counted: ", status.message()),
                "name a role in --database that may read it, or say --no-data"},
               &issues_);
    return absl::OkStatus();
  }

  BackendSession& session_;
  const Policy& policy_;
  const GroupOptions& options_;
  std::map<std::string, std::vector<Value>> counted_;
  std::set<std::string> unread_;
  std::vector<Issue> issues_;
};

}  // namespace

absl::StatusOr<std::vector<Issue>> CheckGroups(Backend& backend, const Policy& policy,
                                               const CatalogSnapshot& catalog,
                                               const GroupOptions& options) {
  SUDARE_ASSIGN_OR_RETURN(const auto session, backend.Lease("", ExecuteOptions()));
  GroupCheck check(*session, policy, options);
  for (const Role& role : policy.roles()) {
    for (const CatalogRelation& relation : catalog.relations()) {
      SUDARE_RETURN_IF_ERROR(check.Check(role, relation));
    }
  }
  return check.Take();
}

}  // namespace sudare::review
