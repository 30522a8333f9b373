#include "tests/fuzz/outputs.h"

#include <algorithm>

#include "tests/fuzz/statement_tree.h"

namespace sudare::fuzz {
namespace {

namespace pg = ::pg_query;

void AddItems(const pg::Node& node, std::vector<const pg::Node*>* items) {
  if (node.has_join_expr()) {
    AddItems(node.join_expr().larg(), items);
    AddItems(node.join_expr().rarg(), items);
  }
  items->push_back(&node);
}

std::string NameOfTarget(const pg::ResTarget& target) {
  if (!target.name().empty() || !target.val().has_column_ref()) return target.name();
  return NamesIn(target.val().column_ref().fields()).back();
}

// Names of a list take the place of the first columns' names.
void Rename(const google::protobuf::RepeatedPtrField<pg::Node>& names,
            std::vector<OutputColumn>* columns) {
  for (int i = 0; i < names.size() && i < static_cast<int>(columns->size()); ++i) {
    (*columns)[i].name = names[i].string().sval();
  }
}

bool IsSameToken(const VisibleColumn* a, const VisibleColumn* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a->tokenizer->Tokenize("123456") == b->tokenizer->Tokenize("123456");
}

}  // namespace

std::vector<const pg::Node*> Outputs::ItemsOf(const pg::SelectStmt& select) {
  std::vector<const pg::Node*> items;
  for (const pg::Node& node : select.from_clause()) AddItems(node, &items);
  return items;
}

std::string Outputs::NameOfItem(const pg::Node& item) {
  if (item.has_range_subselect()) return item.range_subselect().alias().aliasname();
  if (item.has_range_function()) return item.range_function().alias().aliasname();
  if (item.has_join_expr()) return item.join_expr().alias().aliasname();
  const pg::RangeVar& range = item.range_var();
  return range.has_alias() ? range.alias().aliasname() : range.relname();
}

std::vector<OutputColumn> Outputs::OfItem(const pg::Node& item, const Ctes& ctes) {
  std::vector<OutputColumn> columns;
  if (item.has_range_subselect()) {
    columns = Of(item.range_subselect().subquery().select_stmt(), ctes);
    Rename(item.range_subselect().alias().colnames(), &columns);
  } else if (item.has_range_var() && item.range_var().schemaname().empty()) {
    const auto found = std::find_if(ctes.rbegin(), ctes.rend(), [&](const auto* cte) {
      return cte->ctename() == item.range_var().relname();
    });
    if (found == ctes.rend()) return columns;
    columns = Of((*found)->ctequery().select_stmt(), ctes);
    Rename((*found)->aliascolnames(), &columns);
    Rename(item.range_var().alias().colnames(), &columns);
  } else if (item.has_range_var()) {
    // Inside a masking sub-select; its targets are checked there.
  } else if (item.has_join_expr() && item.join_expr().has_alias()) {
    for (const pg::Node* side : {&item.join_expr().larg(), &item.join_expr().rarg()}) {
      std::vector<const pg::Node*> parts;
      AddItems(*side, &parts);
      for (const pg::Node* part : parts) {
        for (OutputColumn& column : OfItem(*part, ctes)) columns.push_back(std::move(column));
      }
    }
  }
  return columns;
}

const VisibleColumn* Outputs::RawBehind(const pg::ColumnRef& ref, const pg::SelectStmt& select,
                                        const Ctes& ctes) {
  const std::vector<std::string> names = NamesIn(ref.fields());
  const auto raw = raw_.find(names.back());
  if (raw != raw_.end()) return raw->second;
  for (const pg::Node* item : ItemsOf(select)) {
    if (names.size() > 1 && NameOfItem(*item) != names[0]) continue;
    for (const OutputColumn& column : OfItem(*item, ctes)) {
      if (column.name == names.back() && column.raw != nullptr) return column.raw;
    }
  }
  return nullptr;
}

std::vector<OutputColumn> Outputs::OfTargets(const pg::SelectStmt& select, const Ctes& ctes) {
  std::vector<OutputColumn> columns;
  for (const pg::Node& node : select.target_list()) {
    const pg::ResTarget& target = node.res_target();
    const auto& fields = target.val().column_ref().fields();
    const bool star = fields.size() > 0 && fields[fields.size() - 1].has_a_star();
    if (star) {
      for (const pg::Node* item : ItemsOf(select)) {
        if (fields.size() > 1 && NameOfItem(*item) != fields[0].string().sval()) continue;
        for (OutputColumn& column : OfItem(*item, ctes)) columns.push_back(std::move(column));
      }
      continue;
    }
    OutputColumn column;
    column.name = NameOfTarget(target);
    const auto named = raw_.find(column.name);
    if (named != raw_.end()) {
      column.raw = named->second;
    } else if (target.val().has_column_ref()) {
      column.raw = RawBehind(target.val().column_ref(), select, ctes);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

const std::vector<OutputColumn>& Outputs::Of(const pg::SelectStmt& select, const Ctes& ctes) {
  const auto known = known_.find(&select);
  if (known != known_.end()) return known->second;
  // A recursive query that asks for its own columns finds none yet.
  known_[&select] = {};
  Ctes inner = ctes;
  for (const pg::Node& cte : select.with_clause().ctes()) inner.push_back(&cte.common_table_expr());
  std::vector<OutputColumn> columns;
  if (select.values_lists_size() > 0) {
    for (int i = 1; i <= select.values_lists(0).list().items_size(); ++i) {
      columns.push_back({"column" + std::to_string(i)});
    }
  } else if (select.op() != pg::SETOP_NONE) {
    columns = Of(select.larg(), inner);
    // The second side of a recursive query may ask for the first.
    known_[&select] = columns;
    const std::vector<OutputColumn>& right = Of(select.rarg(), inner);
    for (size_t i = 0; i < columns.size() && i < right.size(); ++i) {
      columns[i].mixed |= right[i].mixed || !IsSameToken(columns[i].raw, right[i].raw);
    }
  } else {
    columns = OfTargets(select, inner);
  }
  return known_[&select] = std::move(columns);
}

}  // namespace sudare::fuzz
