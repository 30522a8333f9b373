#include "proxy/catalog/catalog_file.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/text/message_text.h"
#include "policy/text/place_map.h"
#include "proto/catalog.pb.h"

namespace sudare {
namespace {

constexpr char kHeading[] =
    "# The structure of the database as far as the policy lists it; no values.\n"
    "# Written by `sudare policy snapshot`: don't edit, write it anew.\n";

// One name for each kind, unlike RelationKindName(), by which a partitioned table is a table.
constexpr std::pair<RelationKind, absl::string_view> kKinds[] = {
    {RelationKind::kTable, "table"},
    {RelationKind::kPartitionedTable, "partitioned table"},
    {RelationKind::kView, "view"},
    {RelationKind::kMaterializedView, "materialized view"},
    {RelationKind::kForeignTable, "foreign table"},
};

std::vector<std::string> KindNames() {
  std::vector<std::string> names;
  for (const auto& kind : kKinds) names.emplace_back(kind.second);
  return names;
}

std::string KindText(RelationKind kind) {
  for (const auto& known : kKinds) {
    if (known.first == kind) return std::string(known.second);
  }
  return "table";
}

std::optional<RelationKind> KindOf(absl::string_view name) {
  for (const auto& known : kKinds) {
    if (known.second == name) return known.first;
  }
  return std::nullopt;
}

template <typename Repeated>
std::vector<typename Repeated::value_type> Items(const Repeated& repeated) {
  return {repeated.begin(), repeated.end()};
}

void WriteColumn(const CatalogColumn& column, v1::CatalogColumn* out) {
  out->set_name(column.name);
  out->set_type(TypeName(column.type));
  out->set_type_sql(column.type_sql);
  out->set_not_null(column.is_not_null);
  if (column.type_modifier >= 0) out->set_type_modifier(column.type_modifier);
  out->set_nondeterministic_collation(!column.deterministic_collation);
}

CatalogColumn ReadColumn(const v1::CatalogColumn& written) {
  CatalogColumn column;
  column.name = written.name();
  column.type = TypeFromName(written.type());
  column.type_sql = written.type_sql();
  column.is_not_null = written.not_null();
  if (written.has_type_modifier()) column.type_modifier = written.type_modifier();
  column.deterministic_collation = !written.nondeterministic_collation();
  return column;
}

void WriteIndex(const CatalogIndex& index, v1::CatalogIndex* out) {
  out->set_name(index.name);
  out->set_unique(index.is_unique);
  out->set_primary(index.is_primary);
  *out->mutable_columns() = {index.columns.begin(), index.columns.end()};
  out->set_key_columns(index.key_columns);
  *out->mutable_options() = {index.options.begin(), index.options.end()};
  out->set_method(index.method);
  out->set_partial(index.is_partial);
  out->set_has_expressions(index.has_expressions);
  *out->mutable_read_columns() = {index.read_columns.begin(), index.read_columns.end()};
  out->set_of_child(!index.is_own);
}

CatalogIndex ReadIndex(const v1::CatalogIndex& written) {
  CatalogIndex index;
  index.name = written.name();
  index.is_unique = written.unique();
  index.is_primary = written.primary();
  index.columns = Items(written.columns());
  index.key_columns = written.key_columns();
  index.options = {written.options().begin(), written.options().end()};
  index.method = written.method();
  index.is_partial = written.partial();
  index.has_expressions = written.has_expressions();
  index.read_columns = Items(written.read_columns());
  index.is_own = !written.of_child();
  return index;
}

void WriteConstraint(const CatalogConstraint& constraint, v1::CatalogConstraint* out) {
  out->set_name(constraint.name);
  out->set_kind(std::string(1, constraint.kind));
  *out->mutable_columns() = {constraint.columns.begin(), constraint.columns.end()};
  out->set_deferrable(constraint.is_deferrable);
  out->set_deferred(constraint.is_deferred);
  out->set_index(constraint.index);
  if (constraint.kind != 'f') return;
  out->set_other_schema(constraint.other_schema);
  out->set_other_relation(constraint.other_relation);
  *out->mutable_other_columns() = {constraint.other_columns.begin(),
                                   constraint.other_columns.end()};
  out->set_on_update(std::string(1, constraint.on_update));
  out->set_on_delete(std::string(1, constraint.on_delete));
  out->set_match(std::string(1, constraint.match));
}

char Letter(const std::string& text, char unset) { return text.empty() ? unset : text[0]; }

CatalogConstraint ReadConstraint(const v1::CatalogConstraint& written) {
  CatalogConstraint constraint;
  constraint.name = written.name();
  constraint.kind = Letter(written.kind(), constraint.kind);
  constraint.columns = Items(written.columns());
  constraint.is_deferrable = written.deferrable();
  constraint.is_deferred = written.deferred();
  constraint.index = written.index();
  constraint.other_schema = written.other_schema();
  constraint.other_relation = written.other_relation();
  constraint.other_columns = Items(written.other_columns());
  constraint.on_update = Letter(written.on_update(), constraint.on_update);
  constraint.on_delete = Letter(written.on_delete(), constraint.on_delete);
  constraint.match = Letter(written.match(), constraint.match);
  return constraint;
}

template <typename Element>
std::vector<const Element*> ByName(const std::vector<Element>& elements) {
  std::vector<const Element*> sorted;
  for (const Element& element : elements) sorted.push_back(&element);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Element* a, const Element* b) { return a->name < b->name; });
  return sorted;
}

void WriteRelation(const CatalogRelation& relation, v1::CatalogRelation* out) {
  out->set_schema(relation.schema);
  out->set_name(relation.name);
  out->set_kind(KindText(relation.kind));
  for (const CatalogColumn& column : relation.columns) WriteColumn(column, out->add_columns());
  for (const auto* index : ByName(relation.indexes)) WriteIndex(*index, out->add_indexes());
  for (const auto* constraint : ByName(relation.constraints)) {
    WriteConstraint(*constraint, out->add_constraints());
  }
  out->set_view_definition(relation.view_definition);
  out->set_has_row_security(relation.has_row_security);
}

CatalogRelation ReadRelation(const v1::CatalogRelation& written, RelationKind kind) {
  CatalogRelation relation;
  relation.schema = written.schema();
  relation.name = written.name();
  relation.kind = kind;
  for (const auto& column : written.columns()) relation.columns.push_back(ReadColumn(column));
  for (const auto& index : written.indexes()) relation.indexes.push_back(ReadIndex(index));
  for (const auto& constraint : written.constraints()) {
    relation.constraints.push_back(ReadConstraint(constraint));
  }
  relation.view_definition = written.view_definition();
  relation.has_row_security = written.has_row_security();
  return relation;
}

}  // namespace

std::string CatalogText(const CatalogSnapshot& catalog) {
  std::vector<const CatalogRelation*> relations;
  for (const CatalogRelation& relation : catalog.relations()) relations.push_back(&relation);
  std::sort(relations.begin(), relations.end(),
            [](const CatalogRelation* a, const CatalogRelation* b) {
              return std::tie(a->schema, a->name) < std::tie(b->schema, b->name);
            });
  v1::Catalog written;
  for (const CatalogRelation* relation : relations) {
    WriteRelation(*relation, written.add_relations());
  }
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(written, &text);
  return absl::StrCat(kHeading, text);
}

std::shared_ptr<const CatalogSnapshot> ReadCatalogText(
    const std::shared_ptr<const text::SourceText>& source, std::vector<Issue>* issues) {
  v1::Catalog written;
  text::PlaceMap places;
  const size_t before = issues->size();
  if (!text::ReadMessageText(source, &written, &places, issues)) return nullptr;
  std::vector<CatalogRelation> relations;
  for (const v1::CatalogRelation& relation : written.relations()) {
    const std::optional<RelationKind> kind = KindOf(relation.kind());
    if (!kind) {
      issues->push_back(
          places.IssueAt(relation, v1::CatalogRelation::kKindFieldNumber, 0,
                         absl::StrCat("unknown kind of relation ", Quoted(relation.kind())),
                         absl::StrCat("kinds: ", QuotedList(KindNames()))));
      continue;
    }
    relations.push_back(ReadRelation(relation, *kind));
  }
  if (written.relations().empty() && issues->size() == before) {
    Issue issue;
    issue.place.file = source->file();
    issue.message = "no relation in this catalog";
    issue.advice = "write it anew by `sudare policy snapshot`";
    issues->push_back(std::move(issue));
  }
  if (issues->size() > before) return nullptr;
  return std::make_shared<const CatalogSnapshot>(std::move(relations));
}

}  // namespace sudare
