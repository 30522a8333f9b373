#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proxy/prove/query_writer.h"

namespace sudare::prove {
namespace {

int CountNamed(const std::vector<Leaf>& leaves, const std::string& name) {
  return absl::c_count_if(leaves, [&](const Leaf& leaf) { return leaf.name == name; });
}

const Leaf* OnlyNamed(const std::vector<Leaf>& leaves, const std::string& name) {
  if (CountNamed(leaves, name) != 1) return nullptr;
  return &*absl::c_find_if(leaves, [&](const Leaf& leaf) { return leaf.name == name; });
}

template <typename T>
void Append(const std::vector<T>& from, std::vector<T>* to) {
  to->insert(to->end(), from.begin(), from.end());
}

void AddSource(const Source& source, bool first, Scope* scope) {
  Append(source.leaves, &scope->leaves);
  Append(source.rows, &scope->rows);
  Append(source.names, &scope->names);
  Append(source.key, &scope->key);
  Append(source.tables, &scope->tables);
  scope->has_key = (first || scope->has_key) && source.has_key;
}

// What may be written without the name of its table, once all of FROM is known.
void AllowBareNames(const std::vector<std::string>& merged, Scope* scope) {
  std::vector<Leaf> joined;
  for (const std::string& name : merged) {
    if (CountNamed(scope->leaves, name) != 2) continue;
    Leaf leaf = *absl::c_find_if(scope->leaves, [&](const Leaf& one) { return one.name == name; });
    leaf.sql = NameText(name);
    leaf.qualifier.clear();
    joined.push_back(std::move(leaf));
  }
  for (Leaf& leaf : scope->leaves) leaf.bare_ok = CountNamed(scope->leaves, leaf.name) == 1;
  Append(joined, &scope->leaves);
}

// The column of a function with an alias alone is called like the alias, unless it has a name.
std::string ColumnOf(const std::string& call, const std::string& alias) {
  return absl::StartsWith(call, "jsonb_array_elements") ? "value" : alias;
}

}  // namespace

std::string QueryWriter::FreshName(const Scope& around, const std::vector<std::string>& taken) {
  // Few names, so that levels further in hide those further out now and then.
  const char* const letters = "abcdexyz";
  for (int attempt = 0; attempt < 20; ++attempt) {
    std::string name(1, letters[random_.Below(8)]);
    if (attempt > 8) absl::StrAppend(&name, attempt);
    if (!absl::c_linear_search(around.names, name) && !absl::c_linear_search(taken, name)) {
      return name;
    }
  }
  return absl::StrCat("n", ++names_);
}

std::string QueryWriter::AliasOf(const std::vector<OutputColumn>& columns, const std::string& name,
                                 Source* source) {
  std::vector<std::string> names;
  const size_t renamed = random_.Percent(20) ? 1 + random_.Below(columns.size()) : 0;
  for (size_t i = 0; i < columns.size(); ++i) {
    Leaf& leaf = source->leaves.emplace_back();
    leaf.name = columns[i].name;
    if (i < renamed) {
      leaf.name = absl::StrCat("f", i);
      while (absl::c_any_of(columns,
                            [&](const OutputColumn& other) { return other.name == leaf.name; })) {
        absl::StrAppend(&leaf.name, i);
      }
      names.push_back(leaf.name);
    }
    leaf.sql = absl::StrCat(name, ".", NameText(leaf.name));
    leaf.qualifier = name;
    leaf.kind = columns[i].kind;
    leaf.comparable = columns[i].comparable;
    leaf.samples = columns[i].samples;
  }
  source->names = {name};
  source->rows = {name};
  const std::string list = names.empty() ? "" : absl::StrCat("(", absl::StrJoin(names, ", "), ")");
  return absl::StrCat(random_.Percent(70) ? " AS " : " ", name, list);
}

Source QueryWriter::TableItem(const Scope& around) {
  const Table& table = random_.Pick(tables_);
  Source source;
  std::vector<OutputColumn> columns;
  for (const TableColumn& column : table.columns) {
    columns.push_back({column.name, "", column.kind, column.comparable, column.samples});
  }
  source.sql = absl::StrCat(NameText(table.schema), ".", NameText(table.name));
  std::string name = NameText(table.name);
  if (random_.Percent(15) && !absl::c_linear_search(around.names, name)) {
    // Without an alias: called by its own name, with its schema or without.
    AliasOf(columns, name, &source);
    const bool with_schema = random_.Percent(50);
    for (size_t i = 0; i < columns.size(); ++i) {
      source.leaves[i].name = columns[i].name;
      source.leaves[i].sql = absl::StrCat(with_schema ? NameText(table.schema) + "." : "", name,
                                          ".", NameText(columns[i].name));
    }
  } else {
    name = FreshName(around);
    absl::StrAppend(&source.sql, AliasOf(columns, name, &source));
  }
  source.row_count = table.rows;
  source.has_key = !table.key.empty();
  for (const size_t place : table.key) source.key.push_back(source.leaves[place].sql);
  if (source.has_key) source.tables.push_back({source.key, source.leaves});
  return source;
}

Source QueryWriter::SelectItem(const Scope& around, const Wanted& wanted, bool lateral) {
  Wanted inner;
  inner.outer = lateral ? &around : wanted.outer;
  inner.depth = wanted.depth - 1;
  inner.named = true;
  const Select select = WriteSelect(inner);
  Source source;
  source.sql = absl::StrCat(lateral ? "LATERAL " : "", "(", select.sql, ")");
  absl::StrAppend(&source.sql, AliasOf(select.columns, FreshName(around), &source));
  source.row_count = select.row_count;
  source.has_key = select.has_key;
  for (const size_t place : select.key) source.key.push_back(source.leaves[place].sql);
  return source;
}

Source QueryWriter::CteItem(const Scope& around) {
  const Cte* cte = FindCte();
  Source source;
  source.sql = NameText(cte->name);
  std::string name = NameText(cte->name);
  if (random_.Percent(40) && !absl::c_linear_search(around.names, name)) {
    AliasOf(cte->columns, name, &source);
    for (size_t i = 0; i < cte->columns.size(); ++i) {
      source.leaves[i].name = cte->columns[i].name;
      source.leaves[i].sql = absl::StrCat(name, ".", NameText(cte->columns[i].name));
    }
  } else {
    absl::StrAppend(&source.sql, AliasOf(cte->columns, FreshName(around), &source));
  }
  source.row_count = cte->row_count;
  source.has_key = cte->has_key;
  for (const size_t place : cte->key) source.key.push_back(source.leaves[place].sql);
  return source;
}

Source QueryWriter::ValuesItem(const Scope& around) {
  Wanted wanted;
  wanted.kinds = {Kind::kText};
  if (random_.Percent(50)) wanted.kinds.push_back(Kind::kInt);
  const Select select = Values(wanted);
  Source source;
  source.sql = absl::StrCat("(", select.sql, ")");
  absl::StrAppend(&source.sql, AliasOf(select.columns, FreshName(around), &source));
  source.row_count = select.row_count;
  return source;
}

Source QueryWriter::FunctionItem(const Scope& around, bool lateral) {
  Scope nothing;
  const Scope& scope = lateral ? around : nothing;
  const Place place = {&scope, 1, nullptr};
  const std::string name = FreshName(around);
  std::vector<OutputColumn> columns;
  Source source;
  switch (random_.Weighted({5, 3, 2, 2})) {
    case 0: {
      const Kind kind = random_.Pick({Kind::kText, Kind::kText, Kind::kInt});
      source.sql = ChooseFrom(SetFunctionsOf(kind), place);
      columns.push_back({ColumnOf(source.sql, name), "", kind, true, nullptr});
      break;
    }
    case 1:
      source.sql = absl::StrCat(ChooseFrom(SetFunctionsOf(Kind::kText), place), " WITH ORDINALITY");
      columns.push_back({ColumnOf(source.sql, name), "", Kind::kText, true, nullptr});
      columns.push_back({"ordinality", "", Kind::kInt, true, nullptr});
      source.has_key = true;
      break;
    case 2: {
      const std::string first = ChooseFrom(SetFunctionsOf(Kind::kInt), place);
      const std::string second = ChooseFrom(SetFunctionsOf(Kind::kText), place);
      source.sql = absl::StrCat("ROWS FROM (", first, ", ", second, ") AS ", name, "(g, h)");
      AliasOf({{"g", "", Kind::kInt, true, nullptr}, {"h", "", Kind::kText, true, nullptr}}, name,
              &source);
      for (size_t i = 0; i < 2; ++i) {
        source.leaves[i].name = i == 0 ? "g" : "h";
        source.leaves[i].sql = absl::StrCat(name, ".", source.leaves[i].name);
      }
      source.row_count = 5;
      return source;
    }
    default:
      source.sql = Expand("jsonb_each_text(jsonb_build_object('k', {text}, 'l', {int}))", place);
      columns.push_back({"key", "", Kind::kText, true, nullptr});
      columns.push_back({"value", "", Kind::kText, true, nullptr});
  }
  absl::StrAppend(&source.sql, AliasOf(columns, name, &source));
  if (source.has_key) source.key = {source.leaves.back().sql};
  // The row of a function with one column is that column.
  source.rows.clear();
  source.row_count = 4;
  return source;
}

Source QueryWriter::Item(const Scope& around, const Wanted& wanted, bool may_be_lateral) {
  const bool nest = wanted.depth > 0;
  const int cte = FindCte() != nullptr ? 25 : 0;
  switch (random_.Weighted({60, nest ? 22 : 0, cte, 5, 5, nest && may_be_lateral ? 14 : 0})) {
    case 1:
      return SelectItem(around, wanted, false);
    case 2:
      return CteItem(around);
    case 3:
      return ValuesItem(around);
    case 4:
      return FunctionItem(around, may_be_lateral);
    case 5:
      return SelectItem(around, wanted, true);
    default:
      return TableItem(around);
  }
}

std::string QueryWriter::Equality(const std::vector<Leaf>& left, const std::vector<Leaf>& right) {
  std::vector<std::string> found;
  for (const Leaf& a : left) {
    for (const Leaf& b : right) {
      if (a.kind != b.kind || (a.kind != Kind::kText && a.kind != Kind::kInt)) continue;
      const std::string text = absl::StrCat(a.sql, " = ", b.sql);
      // People join what has the same name.
      for (int i = 0; i < (a.name == b.name ? 6 : 1); ++i) found.push_back(text);
    }
  }
  return found.empty() ? "" : random_.Pick(found);
}

std::vector<std::string> QueryWriter::CommonNames(const Source& left, const Source& right,
                                                  bool* all) {
  std::vector<std::string> names;
  *all = true;
  for (const Leaf& leaf : left.leaves) {
    if (CountNamed(right.leaves, leaf.name) == 0) continue;
    const Leaf* other = OnlyNamed(right.leaves, leaf.name);
    const bool fits = other != nullptr && CountNamed(left.leaves, leaf.name) == 1 &&
                      other->kind == leaf.kind && leaf.kind != Kind::kOther && leaf.comparable;
    if (fits) {
      names.push_back(leaf.name);
    } else {
      *all = false;
    }
  }
  return names;
}

Source QueryWriter::Join(Source left, const Scope& around, const Wanted& wanted) {
  Scope with_left = around;
  AddSource(left, false, &with_left);
  const size_t parameters = parameters_.size();
  const size_t type = random_.Weighted({40, 35, 10, 10});
  const bool inner_or_left = type < 2;
  const Source right = Item(with_left, wanted, inner_or_left && random_.Percent(50));
  const char* const words[] = {" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN "};
  bool all = false;
  const std::vector<std::string> common = CommonNames(left, right, &all);
  const double rows = std::max(left.row_count, right.row_count);
  std::string text;
  std::vector<std::string> merged = left.merged;
  double row_count = rows * 1.5;
  const std::string equality = Equality(left.leaves, right.leaves);
  if (!common.empty() && random_.Percent(30)) {
    const std::string name = random_.Pick(common);
    text = absl::StrCat(words[type], right.sql, " USING (", NameText(name), ")");
    merged.push_back(name);
  } else if (!common.empty() && all && left.merged.empty() && random_.Percent(25)) {
    text = absl::StrCat(" NATURAL", words[type], right.sql);
    Append(common, &merged);
  } else if (!equality.empty()) {
    Scope both;
    both.outer = around.outer;
    AddSource(left, true, &both);
    AddSource(right, false, &both);
    // FULL JOIN wants conditions that it can merge or hash by.
    const bool more = type != 3 && random_.Percent(25);
    const std::string condition = more ? absl::StrCat(" AND ", Comparison(both, 1)) : "";
    text = absl::StrCat(words[type], right.sql, " ON ", equality, condition);
  } else {
    row_count = left.row_count * right.row_count;
    text = inner_or_left && random_.Percent(50) ? absl::StrCat(" LEFT JOIN ", right.sql, " ON true")
                                                : absl::StrCat(" CROSS JOIN ", right.sql);
  }
  if (row_count > options_.joined_rows) {
    parameters_.resize(parameters);
    return left;
  }
  left.sql = absl::StrCat(left.sql, text);
  Append(right.leaves, &left.leaves);
  Append(right.rows, &left.rows);
  Append(right.names, &left.names);
  Append(right.key, &left.key);
  Append(right.tables, &left.tables);
  left.has_key = left.has_key && right.has_key;
  left.merged = merged;
  left.row_count = row_count;
  return left;
}

Scope QueryWriter::From(const Wanted& wanted, std::string* sql, std::string* condition) {
  Scope scope;
  scope.outer = wanted.outer;
  std::vector<std::string> merged;
  double rows = 1;
  const int items = 1 + static_cast<int>(random_.Weighted({80, 15, 5}));
  for (int i = 0; i < items; ++i) {
    const size_t parameters = parameters_.size();
    Source source = Item(scope, wanted, i > 0);
    for (int joins = 0; joins < 2 && random_.Percent(wanted.depth > 0 ? 40 : 20); ++joins) {
      source = Join(std::move(source), scope, wanted);
    }
    const std::string equality = i > 0 ? Equality(scope.leaves, source.leaves) : "";
    const double more =
        equality.empty() ? rows * source.row_count : std::max(rows, source.row_count) * 1.5;
    if (i > 0 && more > options_.joined_rows) {
      parameters_.resize(parameters);
      break;
    }
    rows = more;
    if (!equality.empty()) absl::StrAppend(condition, condition->empty() ? "" : " AND ", equality);
    absl::StrAppend(sql, i > 0 ? ", " : "", source.sql);
    AddSource(source, i == 0, &scope);
    Append(source.merged, &merged);
  }
  AllowBareNames(merged, &scope);
  // Tables of outer joins give NULLs in place of their keys: no key to group by then.
  if (sql->find(" JOIN ") != std::string::npos) scope.tables.clear();
  return scope;
}

}  // namespace sudare::prove
