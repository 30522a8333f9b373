#include "proxy/prove/vocabulary.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace sudare::prove {
namespace {

bool KeepsEquality(const VisibleColumn& column) {
  return column.decision.kind == MaskKind::kAllow || column.is_token();
}

std::vector<size_t> KeyOf(const VisibleRelation& relation) {
  for (const CatalogIndex& index : relation.relation->indexes) {
    if (!index.is_primary) continue;
    std::vector<size_t> key;
    for (const std::string& name : index.columns) {
      const VisibleColumn* column = relation.FindColumn(name);
      if (column == nullptr || !KeepsEquality(*column)) return {};
      key.push_back(column - relation.columns.data());
    }
    return key;
  }
  return {};
}

TableColumn MakeColumn(const std::string& name, ColumnType type, const RelationSamples& samples) {
  TableColumn column;
  column.name = name;
  const auto found = samples.columns.find(name);
  if (found != samples.columns.end()) {
    column.samples = std::make_shared<ColumnSamples>(found->second);
    if (found->second.type.type != SqlType::kUnknown) type = found->second.type;
  }
  column.kind = KindOf(type);
  column.comparable = type.type != SqlType::kJson;
  return column;
}

// Names that have to be quoted beside those that don't look like names.
bool IsReserved(const std::string& name) {
  static constexpr const char* kReserved[] = {"user", "order", "group", "table", "end", "all",
                                              "desc", "asc",   "limit", "check", "to",  "select"};
  return std::find(std::begin(kReserved), std::end(kReserved), name) != std::end(kReserved);
}

}  // namespace

Kind KindOf(ColumnType type) {
  if (type.is_array) return type.type == SqlType::kText ? Kind::kTexts : Kind::kOther;
  switch (type.type) {
    case SqlType::kText:
    case SqlType::kVarchar:
    case SqlType::kBpchar:
      return Kind::kText;
    case SqlType::kInt2:
    case SqlType::kInt4:
    case SqlType::kInt8:
      return Kind::kInt;
    case SqlType::kNumeric:
      return Kind::kNumber;
    case SqlType::kDate:
      return Kind::kDate;
    case SqlType::kTimestamp:
      return Kind::kTime;
    case SqlType::kBool:
      return Kind::kBool;
    case SqlType::kJsonb:
      return Kind::kJson;
    default:
      return Kind::kOther;
  }
}

std::vector<Table> TablesOf(const VisibleSchema& schema, const QueryGenerator::Samples& samples) {
  std::vector<Table> tables;
  for (const VisibleRelation& relation : schema.relations()) {
    const RelationSamples known = samples(relation);
    if (!known.usable) continue;
    Table& table = tables.emplace_back();
    table.schema = relation.relation->schema;
    table.name = relation.relation->name;
    table.rows = std::max(known.rows, 1.0);
    if (relation.is_expanded_view) {
      for (const CatalogColumn& column : relation.relation->columns) {
        table.columns.push_back(MakeColumn(column.name, column.type, known));
      }
      continue;
    }
    for (const VisibleColumn& column : relation.columns) {
      table.columns.push_back(MakeColumn(column.column->name, column.type, known));
    }
    table.key = KeyOf(relation);
  }
  return tables;
}

std::string NameText(const std::string& name) {
  const bool plain = !name.empty() && (absl::ascii_islower(name[0]) || name[0] == '_') &&
                     std::all_of(name.begin(), name.end(), [](char c) {
                       return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
                     });
  if (plain && !IsReserved(name)) return name;
  return absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

std::string LiteralText(const std::string& value) {
  return absl::StrCat("'", absl::StrReplaceAll(value, {{"'", "''"}}), "'");
}

}  // namespace sudare::prove
