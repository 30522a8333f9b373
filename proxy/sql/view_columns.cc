#include "proxy/sql/view_columns.h"

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "proxy/sql/analysis.h"
#include "proxy/sql/check.h"
#include "proxy/sql/parse.h"
#include "proxy/sql/resolve.h"

namespace sudare::sql {
namespace {

std::string Quoted(absl::string_view name) {
  return absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

using References = absl::flat_hash_map<const ast::Node*, const Reference*>;

// The table's column that an output hands through, however many selects lie between; nullptr: it is
// computed.
const VisibleColumn* ColumnBehind(const Output* output, const References& references) {
  while (output != nullptr && output->target != nullptr) {
    const auto found = references.find(&output->target->res_target().val());
    if (found == references.end()) return nullptr;
    const ItemColumn& column = *found->second->column;
    if (column.visible != nullptr) return column.visible;
    output = column.output;
  }
  return nullptr;
}

}  // namespace

std::vector<ViewColumn> DescribeView(const VisibleSchema& schema, const VisibleRelation& view) {
  const CatalogRelation& relation = *view.relation;
  absl::StatusOr<ParsedSql> parsed =
      Parse(absl::StrCat("SELECT * FROM ", Quoted(relation.schema), ".", Quoted(relation.name)),
            ParseLimits());
  if (!parsed.ok() || !CheckStatement(*parsed).ok()) return {};
  const auto analysis = Resolve(&*parsed, schema, {});
  if (!analysis.ok()) return {};
  References references;
  for (const Reference& reference : (*analysis)->references) {
    if (reference.node != nullptr) references[reference.node] = &reference;
  }
  std::vector<ViewColumn> columns;
  for (const Output* output : (*analysis)->top->outputs) {
    ViewColumn column;
    column.name = output->name;
    column.mask = output->mask;
    if (const VisibleColumn* behind = ColumnBehind(output, references)) {
      column.type = behind->type;
    } else if (const CatalogColumn* own = relation.FindColumn(output->name)) {
      column.type = own->type;
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace sudare::sql
