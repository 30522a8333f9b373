#include "policy/checks/known_names.h"

#include "absl/strings/str_cat.h"

namespace sudare::checks {

KnownNames::KnownNames(const v1::Policy& policy) {
  for (const v1::DataClass& data_class : policy.classes()) classes.Add(data_class);
  for (const v1::Table& table : policy.tables()) {
    tables.Add(table);
    for (const v1::Column& column : table.columns()) {
      columns.emplace(absl::StrCat(table.name(), ".", column.name()), &column);
    }
  }
  for (const v1::Role& role : policy.roles()) roles.Add(role);
}

const v1::Column* KnownNames::FindColumn(absl::string_view name) const {
  const auto found = columns.find(name);
  return found == columns.end() ? nullptr : found->second;
}

absl::string_view TableOf(absl::string_view column) {
  const size_t dot = column.rfind('.');
  return dot == absl::string_view::npos ? "" : column.substr(0, dot);
}

}  // namespace sudare::checks
