#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/prove/query_writer.h"

namespace sudare::prove {
namespace {

Leaf GroupedLeaf(const std::string& sql, Kind kind) {
  Leaf leaf;
  leaf.sql = sql;
  leaf.kind = kind;
  return leaf;
}

}  // namespace

std::vector<std::string> QueryWriter::GroupItems(const Scope& from, Scope* above) {
  std::vector<std::string> items;
  above->has_key = true;
  if (!from.tables.empty() && random_.Percent(20)) {
    // The key stands for every column of its table.
    const KeyedTable& table = random_.Pick(from.tables);
    above->leaves = table.leaves;
    above->key = table.key;
    return table.key;
  }
  const int count = 1 + static_cast<int>(random_.Weighted({50, 35, 15}));
  for (int i = 0; i < count; ++i) {
    const Kind kind =
        random_.Pick({Kind::kText, Kind::kText, Kind::kText, Kind::kInt, Kind::kDate, Kind::kBool});
    std::vector<const Leaf*> found;
    for (const Leaf& leaf : from.leaves) {
      if (leaf.kind == kind) found.push_back(&leaf);
    }
    if (found.empty()) continue;
    const Leaf& leaf = *random_.Pick(found);
    if (kind != Kind::kText || random_.Percent(75)) {
      above->leaves.push_back(leaf);
    } else {
      above->leaves.push_back(
          GroupedLeaf(random_.Pick<std::string>({absl::StrCat("lower(", leaf.sql, ")"),
                                                 absl::StrCat("left(", leaf.sql, ", 5)"),
                                                 absl::StrCat("coalesce(", leaf.sql, ", 'none')"),
                                                 absl::StrCat("(", leaf.sql, " || 'x')"),
                                                 absl::StrCat("nullif(", leaf.sql, ", '')")}),
                      Kind::kText));
    }
    items.push_back(above->leaves.back().sql);
  }
  above->key = items;
  return items;
}

std::string QueryWriter::GroupClause(std::vector<std::string> items, const Select& select) {
  if (items.empty()) return "";
  for (std::string& item : items) {
    if (!random_.Percent(25)) continue;
    for (size_t i = 0; i < select.columns.size(); ++i) {
      if (select.columns[i].leaf != item) continue;
      item = absl::StrCat(i + 1);
      break;
    }
  }
  return absl::StrCat(" GROUP BY ", absl::StrJoin(items, ", "));
}

Select QueryWriter::GroupedSelect(const Wanted& wanted, const Scope& from,
                                  const std::string& clauses) {
  Scope above;
  above.outer = from.outer;
  above.names = from.names;
  above.grouped = &from;
  std::vector<std::string> items;
  if (random_.Percent(85)) {
    items = GroupItems(from, &above);
  } else {
    // One row for all.
    above.has_key = true;
  }
  // Sets of groups instead of groups: what isn't grouped by is NULL.
  std::string sets;
  if (items.size() > 1 && above.leaves.size() == items.size() && random_.Percent(25)) {
    const std::string list = absl::StrJoin(items, ", ");
    sets = random_.Pick<std::string>(
        {absl::StrCat(" GROUP BY ROLLUP (", list, ")"), absl::StrCat(" GROUP BY CUBE (", list, ")"),
         absl::StrCat(" GROUP BY GROUPING SETS ((", list, "), (", items[0], "), ())"),
         absl::StrCat(" GROUP BY ", items[0], ", ROLLUP (", items[1], ")")});
    if (!absl::StrContains(sets, items.back())) sets = absl::StrCat(" GROUP BY CUBE (", list, ")");
    const std::string level = absl::StrCat("grouping(", list, ")");
    above.leaves.push_back(GroupedLeaf(level, Kind::kInt));
    above.key.push_back(level);
  }
  Select select;
  Wanted shown = wanted;
  shown.top = false;
  const std::string outputs = Outputs(shown, above, &select);
  const std::string groups = sets.empty() ? GroupClause(items, select) : sets;
  select.sql = absl::StrCat("SELECT ", outputs, clauses, groups);
  if (random_.Percent(25)) {
    absl::StrAppend(&select.sql, " HAVING ", Condition(above, std::min(wanted.depth, 2)));
  } else if (groups.empty()) {
    // Outputs without an aggregate would make it no grouping at all.
    absl::StrAppend(&select.sql, " HAVING count(*) >= 0");
  }
  select.row_count = items.empty() ? 1 : 100;
  for (const std::string& key : above.key) {
    const auto found = std::find_if(select.columns.begin(), select.columns.end(),
                                    [&](const OutputColumn& column) { return column.leaf == key; });
    if (found == select.columns.end()) {
      select.key.clear();
      above.has_key = above.key.empty();
      absl::StrAppend(&select.sql, Tail(wanted, nullptr, &select));
      return select;
    }
    select.key.push_back(found - select.columns.begin());
  }
  select.has_key = true;
  absl::StrAppend(&select.sql, Tail(wanted, &above, &select));
  return select;
}

}  // namespace sudare::prove
