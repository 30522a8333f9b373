#include "proxy/catalog/system_catalog.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/json_string.h"

namespace sudare {
namespace {

void AppendArrayElement(const Value& value, std::string* out) {
  if (out->size() > 1) out->push_back(',');
  if (!value.has_value()) {
    out->append("NULL");
    return;
  }
  out->push_back('"');
  for (const char c : *value) {
    if (c == '"' || c == '\\') out->push_back('\\');
    out->push_back(c);
  }
  out->push_back('"');
}

// Its place among the columns that are supplied.
int SuppliedPlace(const SystemRelation& relation, int column) {
  int place = 0;
  for (int i = 0; i < column; ++i) {
    if (relation.columns[i].is_supplied) ++place;
  }
  return place;
}

// One part of a dotted name off the front; unset: there is none.
std::optional<std::string> TakePart(absl::string_view* text) {
  std::string part;
  if (!text->empty() && text->front() == '"') {
    size_t i = 1;
    for (; i < text->size(); ++i) {
      if ((*text)[i] == '"') {
        if (i + 1 >= text->size() || (*text)[i + 1] != '"') break;
        ++i;
      }
      part.push_back((*text)[i]);
    }
    if (i >= text->size()) return std::nullopt;
    text->remove_prefix(i + 1);
  } else {
    size_t i = 0;
    for (; i < text->size() && (*text)[i] != '.'; ++i) {
      const char c = (*text)[i];
      const bool fits = absl::ascii_isalnum(c) || c == '_' || c == '$' || (c & 0x80);
      if (!fits) return std::nullopt;
      part.push_back(absl::ascii_tolower(c));
    }
    text->remove_prefix(i);
  }
  if (part.empty()) return std::nullopt;
  return part;
}

}  // namespace

const SystemRows& SystemCatalog::RowsOf(const SystemRelation& relation) const {
  const auto [entry, added] = rows_.try_emplace(&relation);
  if (added && relation.has_rows) {
    const auto& makers =
        relation.schema == "pg_catalog" ? PgCatalogRowsMakers() : InformationSchemaRowsMakers();
    const auto maker = makers.find(relation.name);
    if (maker != makers.end()) entry->second = maker->second(objects_);
  }
  return entry->second;
}

std::shared_ptr<const std::string> SystemCatalog::Column(const SystemRelation& relation,
                                                         int column) const {
  absl::MutexLock lock(&mutex_);
  std::shared_ptr<const std::string>& known = columns_[{&relation, column}];
  if (known == nullptr) {
    const int place = SuppliedPlace(relation, column);
    std::string literal = "{";
    for (const std::vector<Value>& row : RowsOf(relation)) {
      AppendArrayElement(row[place], &literal);
    }
    literal.push_back('}');
    known = std::make_shared<const std::string>(std::move(literal));
  }
  return known;
}

const SystemCatalog::Pairs& SystemCatalog::PairsOf(SystemLookup lookup) const {
  const auto [entry, added] = pairs_.try_emplace(lookup);
  if (added) entry->second = MakeSystemLookup(lookup, objects_);
  return entry->second;
}

std::shared_ptr<const std::string> SystemCatalog::Lookup(SystemLookup lookup) const {
  absl::MutexLock lock(&mutex_);
  std::shared_ptr<const std::string>& known = lookups_[lookup];
  if (known == nullptr) {
    std::string json = "{";
    for (const auto& [key, value] : PairsOf(lookup)) {
      if (json.size() > 1) json.push_back(',');
      AppendJsonString(key, &json);
      json.push_back(':');
      AppendJsonString(value, &json);
    }
    json.push_back('}');
    known = std::make_shared<const std::string>(std::move(json));
  }
  return known;
}

Value SystemCatalog::Find(SystemLookup lookup, absl::string_view key) const {
  absl::MutexLock lock(&mutex_);
  const Pairs& pairs = PairsOf(lookup);
  const auto found = pairs.find(std::string(key));
  return found == pairs.end() ? Value() : Value(found->second);
}

std::optional<std::string> SystemCatalog::CanonicalName(absl::string_view written) {
  written = absl::StripAsciiWhitespace(written);
  std::string name;
  for (int parts = 1; parts <= 2; ++parts) {
    const std::optional<std::string> part = TakePart(&written);
    if (!part.has_value()) return std::nullopt;
    absl::StrAppend(&name, name.empty() ? "" : ".", QuotedIdentifier(*part));
    if (written.empty()) return name;
    if (written.front() != '.') return std::nullopt;
    written.remove_prefix(1);
  }
  return std::nullopt;
}

}  // namespace sudare
