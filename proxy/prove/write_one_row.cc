#include <algorithm>

#include "absl/strings/str_cat.h"
#include "proxy/prove/query_writer.h"

namespace sudare::prove {

// By the key of a table, which is a column of a level further out.
std::string QueryWriter::LookUp(const Wanted& wanted) {
  Scope around;
  around.outer = wanted.outer;
  const Source table = TableItem(around);
  if (!table.has_key || table.key.size() != 1) return "";
  Scope scope;
  scope.outer = wanted.outer;
  scope.leaves = table.leaves;
  scope.names = table.names;
  scope.rows = table.rows;
  const auto key = std::find_if(scope.leaves.begin(), scope.leaves.end(),
                                [&](const Leaf& leaf) { return leaf.sql == table.key[0]; });
  Scope outside;
  outside.outer = wanted.outer;
  outside.names = scope.names;
  const std::string value = Column(key->kind, {&outside, 0, nullptr});
  const std::string output = Expression(wanted.kinds[0], scope, std::min(wanted.depth, 1));
  return absl::StrCat("SELECT ", output, " FROM ", table.sql, " WHERE ", key->sql, " = ", value);
}

std::string QueryWriter::Aggregated(const Wanted& wanted) {
  std::string from;
  std::string condition;
  Wanted simple = wanted;
  simple.depth = std::max(wanted.depth - 1, 0);
  Scope scope = From(simple, &from, &condition);
  if (condition.empty() && random_.Percent(60)) condition = Comparison(scope, 1);
  scope.outer = nullptr;
  const std::string output = ChooseFrom(AggregatesOf(wanted.kinds[0]), {&scope, 1, nullptr});
  return absl::StrCat("SELECT ", output, " FROM ", from, condition.empty() ? "" : " WHERE ",
                      condition);
}

std::string QueryWriter::First(const Wanted& wanted) {
  std::string from;
  std::string condition;
  Wanted simple = wanted;
  simple.depth = std::max(wanted.depth - 1, 0);
  const Scope scope = From(simple, &from, &condition);
  if (condition.empty() && random_.Percent(60)) condition = Comparison(scope, 1);
  const std::string output = Expression(wanted.kinds[0], scope, 1);
  return absl::StrCat("SELECT ", output, " FROM ", from, condition.empty() ? "" : " WHERE ",
                      condition, " ORDER BY ", TotalOrder(scope), " LIMIT 1");
}

Select QueryWriter::OneRow(const Wanted& wanted) {
  ++selects_;
  const Kind kind = wanted.kinds[0];
  Select select;
  const size_t parameters = parameters_.size();
  switch (random_.Weighted({10, 35, AggregatesOf(kind).empty() ? 0 : 35, 20})) {
    case 1:
      select.sql = LookUp(wanted);
      break;
    case 2:
      select.sql = Aggregated(wanted);
      break;
    case 3:
      select.sql = First(wanted);
      break;
    default:
      break;
  }
  if (select.sql.empty()) {
    parameters_.resize(parameters);
    Scope scope;
    scope.outer = wanted.outer;
    select.sql = absl::StrCat("SELECT ", Expression(kind, scope, std::min(wanted.depth, 1)));
  }
  select.columns.push_back({"", "", kind, true, nullptr});
  select.has_key = true;
  return select;
}

}  // namespace sudare::prove
