#include "proxy/query/explain.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "proxy/catalog/system_relations.h"
#include "proxy/sql/deparse.h"
#include "proxy/sql/parse.h"

namespace sudare {

bool IsVisibleName(const VisibleSchema& schema, absl::string_view name) {
  for (const VisibleRelation& relation : schema.relations()) {
    if (relation.relation->name == name || relation.relation->schema == name ||
        relation.FindColumn(name) != nullptr) {
      return true;
    }
  }
  return IsSystemName(name);
}

sudare::v1::ExplainResponse DescribeMasked(const sql::MaskedSql& masked,
                                           const VisibleSchema& schema) {
  sudare::v1::ExplainResponse response;
  sql::ParseLimits limits;
  limits.max_bytes = 256 << 20;
  limits.max_depth = 2000;
  const absl::StatusOr<sql::ParsedSql> parsed = sql::Parse(masked.sql, limits);
  if (parsed.ok()) {
    response.set_rewritten_sql(sql::DeparseWithoutLiterals(
        parsed->tree(), [&](absl::string_view name) { return IsVisibleName(schema, name); }));
  }
  for (const sql::ResultColumnPlan& plan : masked.columns) {
    sudare::v1::ResultColumn* column = response.add_columns();
    column->set_name(plan.name);
    column->set_mask(std::string(MaskKindName(plan.mask)));
    column->set_type(plan.is_raw() ? TypeName(plan.shown_type) : plan.type_name);
  }
  for (const sql::ColumnUse& use : masked.uses) {
    if (use.mask == MaskKind::kAllow && !use.is_catalog) continue;
    sudare::v1::ColumnUse* out = response.add_uses();
    out->set_column(use.column);
    out->set_mask(std::string(MaskKindName(use.mask)));
    out->set_rule(use.rule_place);
    for (const std::string& way : use.ways) out->add_ways(way);
    for (const std::string& reason : use.reasons) out->add_reasons(reason);
  }
  return response;
}

sudare::v1::ListTablesResponse DescribeTables(const VisibleSchema& schema, absl::string_view only) {
  sudare::v1::ListTablesResponse response;
  for (const VisibleRelation& visible : schema.relations()) {
    const CatalogRelation& relation = *visible.relation;
    const std::string full_name = absl::StrCat(relation.schema, ".", relation.name);
    if (!only.empty() && only != full_name && only != relation.name) continue;
    sudare::v1::VisibleTable* table = response.add_tables();
    table->set_name(full_name);
    table->set_title(visible.table->title);
    table->set_kind(std::string(RelationKindName(relation.kind)));
    table->set_has_row_filter(!visible.row_filters.empty());
    for (const VisibleColumn& visible_column : visible.columns) {
      sudare::v1::VisibleColumn* column = table->add_columns();
      column->set_name(visible_column.column->name);
      column->set_type(visible_column.type_name());
      column->set_mask(std::string(MaskKindName(visible_column.decision.kind)));
      if (visible_column.decision.data_class != nullptr) {
        column->set_class_(visible_column.decision.data_class->name);
      }
      const PolicyColumn* listed = visible.table->FindColumn(visible_column.column->name);
      if (listed != nullptr) column->set_title(listed->title);
    }
  }
  return response;
}

}  // namespace sudare
