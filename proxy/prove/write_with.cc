#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/prove/query_writer.h"

namespace sudare::prove {

const QueryWriter::Cte* QueryWriter::FindCte() {
  if (ctes_.empty()) return nullptr;
  const Cte& chosen = random_.Pick(ctes_);
  // The latest of a name hides those before it.
  const Cte* found = nullptr;
  for (const Cte& cte : ctes_) {
    if (cte.name == chosen.name) found = &cte;
  }
  return found;
}

bool QueryWriter::IsCte(const std::string& name) const {
  return absl::c_any_of(ctes_, [&](const Cte& cte) { return cte.name == name; });
}

std::string QueryWriter::RecursiveCte(const std::string& name, const Wanted& wanted) {
  Wanted one;
  one.outer = wanted.outer;
  one.depth = wanted.depth - 1;
  one.kinds = {Kind::kText};
  one.one_row = true;
  const std::string start = OneRow(one).sql;
  Scope scope;
  for (const auto& [column, kind] : {std::pair("n", Kind::kInt), std::pair("x", Kind::kText)}) {
    Leaf& leaf = scope.leaves.emplace_back();
    leaf.name = column;
    leaf.sql = absl::StrCat("r.", column);
    leaf.qualifier = "r";
    leaf.kind = kind;
  }
  scope.names = {"r"};
  std::string from = absl::StrCat(NameText(name), " AS r");
  if (random_.Percent(40)) {
    Source table = TableItem(scope);
    const std::string equality = Equality({scope.leaves[1]}, table.leaves);
    if (!equality.empty()) {
      absl::StrAppend(&from, " JOIN ", table.sql, " ON ", equality);
      for (const Leaf& leaf : table.leaves) scope.leaves.push_back(leaf);
      scope.names.push_back(table.names[0]);
    }
  }
  const std::string step = Expression(Kind::kText, scope, 1);
  return absl::StrCat("SELECT 1, (", start, ")::text UNION ", random_.Percent(50) ? "ALL " : "",
                      "SELECT r.n + 1, (", step, ")::text FROM ", from, " WHERE r.n < ",
                      random_.Between(2, 4));
}

std::string QueryWriter::With(const Wanted& wanted) {
  std::vector<std::string> parts;
  std::vector<std::string> names;
  const bool recursive = random_.Percent(35);
  const int count = 1 + static_cast<int>(random_.Weighted({60, 40}));
  for (int i = 0; i < count; ++i) {
    // Some hide a table's name.
    std::string name = random_.Pick<const char*>({"c", "w", "q", "employees", "payslips", "r"});
    // Only without RECURSIVE may a query read another of its own name.
    if (absl::c_linear_search(names, name) || (recursive && IsCte(name))) {
      name = absl::StrCat("w", ++names_);
    }
    names.push_back(name);
    Cte cte;
    cte.name = name;
    if (recursive && random_.Percent(70)) {
      parts.push_back(absl::StrCat(NameText(name), "(n, x) AS (", RecursiveCte(name, wanted), ")"));
      cte.columns = {{"n", "", Kind::kInt, true, nullptr}, {"x", "", Kind::kText, true, nullptr}};
      cte.row_count = 20;
      ctes_.push_back(std::move(cte));
      continue;
    }
    Wanted inner;
    inner.outer = wanted.outer;
    inner.depth = wanted.depth - 1;
    inner.named = true;
    const Select select = WriteSelect(inner);
    cte.columns = select.columns;
    cte.row_count = select.row_count;
    cte.has_key = select.has_key;
    cte.key = select.key;
    std::string list;
    if (random_.Percent(20)) {
      cte.columns[0].name = "f";
      for (size_t j = 1; j < cte.columns.size(); ++j) {
        if (cte.columns[j].name == "f") cte.columns[0].name = "ff";
      }
      list = absl::StrCat("(", cte.columns[0].name, ")");
    }
    const std::string kept =
        random_.Pick<const char*>({"", "", "", "MATERIALIZED ", "NOT MATERIALIZED "});
    parts.push_back(absl::StrCat(NameText(name), list, " AS ", kept, "(", select.sql, ")"));
    ctes_.push_back(std::move(cte));
  }
  return absl::StrCat("WITH ", recursive ? "RECURSIVE " : "", absl::StrJoin(parts, ", "), " ");
}

}  // namespace sudare::prove
