#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/prove/query_writer.h"

namespace sudare::prove {
namespace {

// Beyond that many selects in a statement only simple ones are added.
constexpr int kManySelects = 10;

bool AllComparable(const Select& select) {
  return absl::c_all_of(select.columns,
                        [](const OutputColumn& column) { return column.comparable; });
}

// The key of the rows, if every part of it is shown.
void KeepKey(const Scope& scope, Select* select) {
  if (!scope.has_key) return;
  for (const std::string& key : scope.key) {
    const auto found = absl::c_find_if(
        select->columns, [&](const OutputColumn& column) { return column.leaf == key; });
    if (found == select->columns.end()) {
      select->key.clear();
      return;
    }
    select->key.push_back(found - select->columns.begin());
  }
  select->has_key = true;
}

void KeyOfAll(Select* select) {
  select->has_key = true;
  for (size_t i = 0; i < select->columns.size(); ++i) select->key.push_back(i);
}

}  // namespace

std::vector<Kind> QueryWriter::ChooseKinds(const Wanted& wanted) {
  if (!wanted.kinds.empty()) return wanted.kinds;
  std::vector<Kind> kinds;
  const int count = 1 + static_cast<int>(random_.Weighted({25, 35, 25, 15}));
  for (int i = 0; i < count; ++i) {
    kinds.push_back(random_.Pick({Kind::kText, Kind::kText, Kind::kText, Kind::kText, Kind::kText,
                                  Kind::kInt, Kind::kInt, Kind::kDate, Kind::kBool, Kind::kNumber,
                                  Kind::kJson, Kind::kTexts, Kind::kTime, Kind::kOther}));
  }
  return kinds;
}

std::string QueryWriter::OutputName(const Wanted& wanted, const std::string& natural,
                                    Select* select) {
  OutputColumn& column = select->columns.back();
  const auto taken = [&](const std::string& name) {
    return std::any_of(select->columns.begin(), select->columns.end() - 1,
                       [&](const OutputColumn& other) { return other.name == name; });
  };
  column.name = natural;
  const bool must_name = wanted.named && (natural.empty() || taken(natural));
  if (!must_name && !random_.Percent(natural.empty() ? 60 : 15)) return "";
  column.name = absl::StrCat("c", select->columns.size());
  if (random_.Percent(10) && !taken("full_name")) column.name = "full_name";
  if (taken(column.name)) column.name = absl::StrCat("o", ++names_);
  return absl::StrCat(" AS ", column.name);
}

std::string QueryWriter::OneOutput(Kind kind, const Wanted& wanted, const Scope& scope,
                                   Select* select) {
  OutputColumn& column = select->columns.emplace_back();
  column.kind = kind;
  const Leaf* leaf = random_.Percent(55) ? FindLeaf(kind, scope) : nullptr;
  if (leaf == nullptr && kind == Kind::kOther) {
    column.kind = kind = Kind::kText;
  }
  if (leaf != nullptr) {
    column.comparable = leaf->comparable;
    column.samples = leaf->samples;
    column.leaf = leaf->sql;
    const std::string text = LeafText(*leaf, scope);
    return absl::StrCat(text, OutputName(wanted, leaf->name, select));
  }
  const std::string text =
      Expression(kind, scope, std::clamp(wanted.depth, 1, options_.expression_depth));
  return absl::StrCat(text, OutputName(wanted, "", select));
}

std::string QueryWriter::RowOutput(const Scope& scope, Select* select) {
  // The columns of the result are not looked at: only the statement itself shows rows as a whole.
  OutputColumn& column = select->columns.emplace_back();
  column.comparable = false;
  const std::string& row = random_.Pick(scope.rows);
  return random_.Pick<std::string>({"*", absl::StrCat(row, ".*"), row,
                                    absl::StrCat("to_jsonb(", row, ")"),
                                    absl::StrCat("row_to_json(", row, ")"),
                                    absl::StrCat(row, "::text"), absl::StrCat("ROW(", row, ".*)")});
}

std::string QueryWriter::Outputs(const Wanted& wanted, const Scope& scope, Select* select) {
  std::vector<std::string> outputs;
  if (wanted.top && !scope.rows.empty() && random_.Percent(12)) {
    outputs.push_back(RowOutput(scope, select));
    if (random_.Percent(60)) return outputs[0];
  }
  for (const Kind kind : ChooseKinds(wanted)) {
    outputs.push_back(OneOutput(kind, wanted, scope, select));
  }
  return absl::StrJoin(outputs, ", ");
}

std::string QueryWriter::Limit(bool total) {
  if (!total) return random_.Percent(20) ? " OFFSET 0" : "";
  switch (random_.Weighted({50, 15, 10, 5, 5, 3})) {
    case 1:
      return absl::StrCat(" LIMIT ", random_.Between(1, 30));
    case 2:
      return absl::StrCat(" LIMIT ", random_.Between(1, 30), " OFFSET ", random_.Between(0, 5));
    case 3:
      return absl::StrCat(" OFFSET ", random_.Between(0, 9));
    case 4:
      return absl::StrCat(" FETCH FIRST ", random_.Between(1, 9), " ROWS WITH TIES");
    case 5:
      return " LIMIT ALL";
    default:
      return "";
  }
}

std::string QueryWriter::OrderByOutputs(const Select& select) {
  // A name that PostgreSQL makes up might be any of the others.
  const auto may_be = [](const OutputColumn& column, const std::string& name) {
    return column.name.empty() || column.name == name;
  };
  std::vector<std::string> items;
  for (size_t i = 0; i < select.columns.size(); ++i) {
    const std::string& name = select.columns[i].name;
    const bool by_name = !name.empty() && random_.Percent(40) &&
                         absl::c_count_if(select.columns, [&](const OutputColumn& column) {
                           return may_be(column, name);
                         }) == 1;
    items.push_back(absl::StrCat(by_name ? NameText(name) : absl::StrCat(i + 1), Direction()));
  }
  return absl::StrJoin(items, ", ");
}

std::string QueryWriter::Tail(const Wanted& wanted, const Scope* scope, Select* select) {
  if (wanted.sorted) return " ORDER BY 1";
  const int none = wanted.top ? 35 : 70;
  const bool by_outputs = AllComparable(*select);
  switch (random_.Weighted(
      {none, scope != nullptr ? 25 : 0, by_outputs ? 15 : 0, scope != nullptr ? 12 : 0})) {
    case 1:
      select->is_ordered = true;
      return absl::StrCat(" ORDER BY ", TotalOrder(*scope), Limit(true));
    case 2:
      select->is_ordered = true;
      return absl::StrCat(" ORDER BY ", OrderByOutputs(*select), Limit(true));
    case 3: {
      // Who ties is part of the answer, in which order is not.
      const std::string ties = random_.Percent(25) ? " FETCH FIRST 5 ROWS WITH TIES" : "";
      return absl::StrCat(" ORDER BY ", SomeOrder(*scope), ties);
    }
    default:
      if (LeaveOpen()) return absl::StrCat(" LIMIT ", random_.Between(1, 20));
      return Limit(false);
  }
}

Select QueryWriter::PlainSelect(const Wanted& wanted) {
  std::string from;
  std::string condition;
  Scope scope = From(wanted, &from, &condition);
  if (random_.Percent(condition.empty() ? 55 : 30)) {
    const std::string more = Condition(scope, std::min(wanted.depth, options_.expression_depth));
    condition = condition.empty() ? more : absl::StrCat(condition, " AND (", more, ")");
  }
  const std::string clauses =
      absl::StrCat(" FROM ", from, condition.empty() ? "" : " WHERE ", condition);
  const size_t style = random_.Weighted({60, 22, 14});
  if (style == 1) return GroupedSelect(wanted, scope, clauses);
  if (style == 2) return DistinctSelect(wanted, scope, clauses);
  Select select;
  scope.windows = random_.Percent(40);
  const std::string outputs = Outputs(wanted, scope, &select);
  scope.windows = false;
  select.row_count = 500;
  KeepKey(scope, &select);
  select.sql = absl::StrCat("SELECT ", outputs, clauses);
  absl::StrAppend(&select.sql, Tail(wanted, &scope, &select));
  return select;
}

Select QueryWriter::DistinctSelect(const Wanted& wanted, const Scope& from,
                                   const std::string& clauses) {
  Select select;
  Wanted shown = wanted;
  shown.top = false;
  const std::string outputs = Outputs(shown, from, &select);
  const Leaf* leaf = FindLeaf(random_.Pick({Kind::kText, Kind::kInt, Kind::kDate}), from);
  const bool own = leaf != nullptr && absl::c_any_of(from.leaves, [&](const Leaf& one) {
                     return one.sql == leaf->sql;
                   });
  const bool on = (random_.Percent(35) || !AllComparable(select)) && own && !wanted.sorted;
  select.row_count = 200;
  if (on) {
    const std::string direction = Direction();
    const std::string rest = LeaveOpen() ? "" : absl::StrCat(", ", TotalOrder(from));
    select.is_ordered = !is_undetermined_;
    select.sql = absl::StrCat("SELECT DISTINCT ON (", leaf->sql, ") ", outputs, clauses,
                              " ORDER BY ", leaf->sql, direction, rest);
    return select;
  }
  const bool distinct = AllComparable(select);
  select.sql = absl::StrCat("SELECT ", distinct ? "DISTINCT " : "", outputs, clauses);
  if (distinct) KeyOfAll(&select);
  absl::StrAppend(&select.sql, Tail(wanted, nullptr, &select));
  return select;
}

Select QueryWriter::Values(const Wanted& wanted) {
  const std::vector<Kind> kinds =
      wanted.kinds.empty() ? std::vector<Kind>{Kind::kText} : wanted.kinds;
  Scope plain;
  plain.outer = wanted.outer;
  std::vector<std::string> rows;
  const int count = random_.Between(1, 4);
  for (int i = 0; i < count; ++i) {
    std::vector<std::string> row;
    for (const Kind kind : kinds) {
      const TableColumn* token = kind == Kind::kText ? SomeToken() : nullptr;
      row.push_back(token != nullptr && random_.Percent(70)
                        ? LiteralText(SampleText(kind, token->samples.get()))
                        : Expression(kind, plain, 1));
    }
    rows.push_back(absl::StrCat("(", absl::StrJoin(row, ", "), ")"));
  }
  Select select;
  for (size_t i = 0; i < kinds.size(); ++i) {
    select.columns.push_back({absl::StrCat("column", i + 1), "", kinds[i], true, nullptr});
  }
  select.row_count = count;
  select.sql = absl::StrCat("VALUES ", absl::StrJoin(rows, ", "));
  if (wanted.sorted) absl::StrAppend(&select.sql, " ORDER BY 1");
  return select;
}

Select QueryWriter::SetOperation(const Wanted& wanted) {
  Wanted side;
  side.outer = wanted.outer;
  side.depth = wanted.depth - 1;
  side.named = wanted.named;
  side.kinds = ChooseKinds(wanted);
  // Columns of other types may not fit together, and equal numbers may look different.
  for (Kind& kind : side.kinds) {
    if (kind == Kind::kOther || kind == Kind::kNumber) kind = Kind::kText;
  }
  const Select left = WriteSelect(side);
  const std::string op =
      random_.Pick<const char*>({" UNION ", " UNION ", " UNION ALL ", " UNION ALL ", " INTERSECT ",
                                 " EXCEPT ", " INTERSECT ALL ", " EXCEPT ALL "});
  const Select right = WriteSelect(side);
  Select select;
  select.columns = left.columns;
  for (OutputColumn& column : select.columns) column.leaf.clear();
  select.row_count = left.row_count + right.row_count;
  select.sql = absl::StrCat("(", left.sql, ")", op, "(", right.sql, ")");
  if (!absl::StrContains(op, "ALL")) KeyOfAll(&select);
  absl::StrAppend(&select.sql, Tail(wanted, nullptr, &select));
  return select;
}

Select QueryWriter::WriteSelect(const Wanted& wanted) {
  ++selects_;
  Wanted simple = wanted;
  if (selects_ > kManySelects) simple.depth = 0;
  const size_t outer_ctes = ctes_.size();
  std::string with;
  if (simple.depth > 0 && random_.Percent(wanted.top ? 25 : 8)) with = With(simple);
  Select select;
  const bool united = simple.depth > 0 && random_.Percent(14);
  if (united) {
    select = SetOperation(simple);
  } else if (!wanted.top && !wanted.named && random_.Percent(5)) {
    select = Values(simple);
  } else {
    select = PlainSelect(simple);
  }
  select.sql = absl::StrCat(with, select.sql);
  ctes_.resize(outer_ctes);
  return select;
}

}  // namespace sudare::prove
