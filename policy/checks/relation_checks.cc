#include "absl/strings/str_cat.h"
#include "policy/base/nearest_name.h"
#include "policy/base/quoted.h"
#include "policy/checks/checks.h"
#include "policy/checks/name_rules.h"

namespace sudare::checks {
namespace {

void CheckClasses(const v1::Policy& policy, Findings* findings) {
  Duplicates duplicates("class", findings);
  for (const v1::DataClass& data_class : policy.classes()) {
    const Spot name = {data_class, v1::DataClass::kNameFieldNumber};
    if (data_class.name().empty()) {
      findings->Missing("incomplete", name, "class without a name", "add `name: \"…\"`");
    } else if (!IsLowerCaseWord(data_class.name(), /*underscores=*/true)) {
      findings->Error("bad-name", name, absl::StrCat("bad class name ", Quoted(data_class.name())),
                      "use lower-case letters, digits and `_`, a letter first; Japanese goes "
                      "into `title`");
    }
    duplicates.Add(name, data_class.name());
  }
}

void CheckColumn(const v1::Table& table, const v1::Column& column, const KnownNames& names,
                 Findings* findings) {
  const Spot name = {column, v1::Column::kNameFieldNumber};
  const std::string full_name = absl::StrCat(table.name(), ".", column.name());
  if (column.name().empty()) {
    findings->Missing("incomplete", name,
                      absl::StrCat("column without a name in ", Quoted(table.name())),
                      "add `name: \"…\"`");
  } else if (!IsIdentifier(column.name()) || column.name().find('.') != absl::string_view::npos) {
    findings->Error("bad-name", name, absl::StrCat("bad column name ", Quoted(column.name())),
                    "write the bare name as PostgreSQL stores it, without a dot and with at most "
                    "63 bytes");
  }
  const Spot data_class = {column, v1::Column::kClassFieldNumber};
  if (column.class_().empty()) {
    findings->Missing("incomplete", data_class,
                      absl::StrCat("column ", Quoted(full_name), " is in no class"),
                      "add `class: \"…\"`");
  } else if (names.classes.Find(column.class_()) == nullptr && !findings->Full()) {
    findings->Missing("unknown-name", data_class,
                      absl::StrCat("unknown class ", Quoted(column.class_())),
                      DidYouMean(column.class_(), names.classes.names()));
  }
  if (!column.person().empty() && !IsLowerCaseWord(column.person(), /*underscores=*/true)) {
    findings->Error("bad-name", {column, v1::Column::kPersonFieldNumber},
                    absl::StrCat("bad name ", Quoted(column.person()), " of what numbers people"),
                    "use lower-case letters, digits and `_`, a letter first, as in `person: "
                    "\"employee\"`");
  }
}

}  // namespace

void CheckRelations(const v1::Policy& policy, const KnownNames& names, Findings* findings) {
  CheckClasses(policy, findings);
  Duplicates tables("table", findings);
  for (const v1::Table& table : policy.tables()) {
    const Spot name = {table, v1::Table::kNameFieldNumber};
    if (table.name().empty()) {
      findings->Missing("incomplete", name, "table without a name", "add `name: \"schema.table\"`");
    } else if (!IsSchemaQualified(table.name())) {
      findings->Error("bad-name", name,
                      absl::StrCat("table name ", Quoted(table.name()), " is not schema.table"),
                      "write the schema, one dot and the table, as in `payroll.employees`");
    }
    tables.Add(name, table.name());
    Duplicates columns("column", findings);
    for (const v1::Column& column : table.columns()) {
      columns.Add({column, v1::Column::kNameFieldNumber}, column.name());
      CheckColumn(table, column, names, findings);
    }
  }
}

void CheckFunctions(const v1::Policy& policy, Findings* findings) {
  Duplicates duplicates("function", findings);
  for (const v1::AllowedFunction& function : policy.functions()) {
    const Spot name = {function, v1::AllowedFunction::kNameFieldNumber};
    if (function.name().empty()) {
      findings->Missing("incomplete", name, "function without a name",
                        "add `name: \"schema.function\"`");
    } else if (!IsSchemaQualified(function.name())) {
      findings->Error(
          "bad-name", name,
          absl::StrCat("function name ", Quoted(function.name()), " is not schema.function"),
          "write the schema, one dot and the bare name: every overload is allowed");
    }
    duplicates.Add(name, function.name());
    if (function.comment().empty()) {
      findings->Warning(
          "unexplained-function", {function},
          absl::StrCat("function ", Quoted(function.name()), " is allowed without a reason"),
          "say in `comment` why it reads no table and runs no SQL text");
    }
  }
}

}  // namespace sudare::checks
