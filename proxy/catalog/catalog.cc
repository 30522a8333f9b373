#include "proxy/catalog/catalog.h"

#include <sodium.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace sudare {
namespace {

std::string KeyOf(absl::string_view schema, absl::string_view relation) {
  return absl::StrCat(schema, absl::string_view("\0", 1), relation);
}

// Unambiguous: every text carries its length.
void AppendText(absl::string_view text, std::string* out) {
  absl::StrAppend(out, text.size(), ":", text);
}

void AppendTexts(const std::vector<std::string>& texts, std::string* out) {
  absl::StrAppend(out, texts.size(), ":");
  for (const std::string& text : texts) AppendText(text, out);
}

void AppendIndex(const CatalogIndex& index, std::string* out) {
  absl::StrAppend(out, index.is_unique, index.is_primary, index.has_expressions, index.is_partial,
                  index.is_own, ":", index.key_columns, ":");
  AppendTexts(index.columns, out);
  AppendTexts(index.read_columns, out);
  AppendText(index.name, out);
  AppendText(index.method, out);
  for (const int option : index.options) absl::StrAppend(out, option, ",");
  out->push_back(';');
}

void AppendConstraint(const CatalogConstraint& constraint, std::string* out) {
  AppendText(constraint.name, out);
  out->append({constraint.kind, constraint.on_update, constraint.on_delete, constraint.match});
  absl::StrAppend(out, constraint.is_deferrable, constraint.is_deferred, ":");
  AppendText(constraint.index, out);
  AppendText(constraint.other_schema, out);
  AppendText(constraint.other_relation, out);
  AppendTexts(constraint.columns, out);
  AppendTexts(constraint.other_columns, out);
}

std::string ContentOf(const std::vector<CatalogRelation>& relations) {
  std::string content;
  for (const CatalogRelation& relation : relations) {
    AppendText(relation.schema, &content);
    AppendText(relation.name, &content);
    AppendText(relation.view_definition, &content);
    absl::StrAppend(&content, relation.oid, "/", static_cast<int>(relation.kind),
                    relation.has_row_security ? "s/" : "/", relation.columns.size(), "/",
                    relation.indexes.size(), ";");
    for (const CatalogColumn& column : relation.columns) {
      AppendText(column.name, &content);
      AppendText(column.type_sql, &content);
      absl::StrAppend(&content, static_cast<int>(column.type.type),
                      column.type.is_array ? "a" : "-", column.deterministic_collation ? "d" : "-",
                      column.is_not_null ? "n" : "-", column.type_modifier, ";");
    }
    for (const CatalogIndex& index : relation.indexes) AppendIndex(index, &content);
    for (const CatalogConstraint& constraint : relation.constraints) {
      AppendConstraint(constraint, &content);
    }
  }
  return content;
}

std::string HashOf(const std::string& content) {
  unsigned char hash[crypto_generichash_BYTES];
  crypto_generichash(hash, sizeof(hash), reinterpret_cast<const unsigned char*>(content.data()),
                     content.size(), nullptr, 0);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(hash), sizeof(hash)));
}

}  // namespace

absl::string_view RelationKindName(RelationKind kind) {
  switch (kind) {
    case RelationKind::kTable:
    case RelationKind::kPartitionedTable:
      return "table";
    case RelationKind::kView:
      return "view";
    case RelationKind::kMaterializedView:
      return "materialized view";
    case RelationKind::kForeignTable:
      return "foreign table";
  }
  return "table";
}

const CatalogColumn* CatalogRelation::FindColumn(absl::string_view column) const {
  for (const CatalogColumn& candidate : columns) {
    if (candidate.name == column) return &candidate;
  }
  return nullptr;
}

CatalogSnapshot::CatalogSnapshot(std::vector<CatalogRelation> relations)
    : relations_(std::move(relations)), fingerprint_(HashOf(ContentOf(relations_))) {
  for (size_t i = 0; i < relations_.size(); ++i) {
    by_name_[KeyOf(relations_[i].schema, relations_[i].name)] = i;
  }
}

const CatalogRelation* CatalogSnapshot::Find(absl::string_view schema,
                                             absl::string_view relation) const {
  const auto found = by_name_.find(KeyOf(schema, relation));
  return found == by_name_.end() ? nullptr : &relations_[found->second];
}

std::vector<const CatalogRelation*> CatalogSnapshot::FindByName(absl::string_view relation) const {
  std::vector<const CatalogRelation*> found;
  for (const CatalogRelation& candidate : relations_) {
    if (candidate.name == relation) found.push_back(&candidate);
  }
  return found;
}

}  // namespace sudare
