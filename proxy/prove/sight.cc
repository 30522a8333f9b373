#include "proxy/prove/sight.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/prove/sql_text.h"

namespace sudare::prove {
namespace {

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80) != 0;
}

bool NamesWord(absl::string_view text, absl::string_view word) {
  for (size_t at = text.find(word); at != absl::string_view::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !IsNameCharacter(text[at - 1])) &&
        (end == text.size() || !IsNameCharacter(text[end]))) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string ReadingOf(const VisibleRelation& relation, const std::string& columns) {
  std::string sql = absl::StrCat("SELECT ", columns, " FROM ",
                                 QuotedName(relation.relation->schema, relation.relation->name));
  std::string joint = " WHERE (";
  for (const std::string& filter : relation.row_filters) {
    absl::StrAppend(&sql, joint, filter, ")");
    joint = " AND (";
  }
  return sql;
}

Sight::Sight(const DatabaseShape& shape, const VisibleSchema& visible)
    : shape_(shape), visible_(visible), relations_(shape.tables.size()) {
  for (const VisibleRelation& relation : visible_.relations()) {
    const auto tables = shape_.tables_of_relation.find(relation.relation->oid);
    if (tables == shape_.tables_of_relation.end()) continue;
    for (size_t table : tables->second) relations_[table].push_back(&relation);
  }
}

absl::Status Sight::Read(const PrivatePostgres& server, const std::string& database,
                         const Dataset& rows) {
  std::map<std::string, std::pair<size_t, size_t>> places;
  seen_by_.assign(rows.tables.size(), {});
  for (size_t table = 0; table < rows.tables.size(); ++table) {
    seen_by_[table].resize(rows.tables[table].size());
    for (size_t row = 0; row < rows.tables[table].size(); ++row) {
      places[rows.tables[table][row].location] = {table, row};
    }
  }
  std::vector<const VisibleRelation*> relations;
  std::vector<std::string> statements;
  for (const VisibleRelation& relation : visible_.relations()) {
    if (shape_.tables_of_relation.count(relation.relation->oid) == 0) continue;
    relations.push_back(&relation);
    statements.push_back(ReadingOf(relation, "tableoid::bigint || ctid::text"));
  }
  SUDARE_ASSIGN_OR_RETURN(const auto answers, server.QueryAll(statements, database));
  for (size_t i = 0; i < relations.size(); ++i) {
    for (const auto& row : answers[i]) {
      const auto place = places.find(row[0].value_or(""));
      if (place == places.end()) continue;
      seen_by_[place->second.first][place->second.second].push_back(relations[i]);
    }
  }
  return absl::OkStatus();
}

Forms Sight::FormsOf(size_t table, size_t row, size_t column) const {
  Forms forms;
  for (const VisibleRelation* relation : seen_by_[table][row]) {
    const VisibleColumn* form = relation->FindColumn(shape_.tables[table].columns[column].name);
    if (form != nullptr) forms.push_back(form);
  }
  return forms;
}

Forms Sight::FormsOf(size_t table, size_t column) const {
  Forms forms;
  for (const VisibleRelation* relation : relations_[table]) {
    const VisibleColumn* form = relation->FindColumn(shape_.tables[table].columns[column].name);
    if (form != nullptr) forms.push_back(form);
  }
  return forms;
}

bool Sight::IsFiltering(size_t table, size_t column) const {
  for (const VisibleRelation* relation : relations_[table]) {
    for (const std::string& filter : relation->row_filters) {
      if (NamesWord(filter, shape_.tables[table].columns[column].name)) return true;
    }
  }
  return false;
}

}  // namespace sudare::prove
