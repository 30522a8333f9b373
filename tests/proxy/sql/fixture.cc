#include "tests/proxy/sql/fixture.h"

#include <cstdlib>
#include <iostream>
#include <map>

#include "policy/base/status_macros.h"
#include "policy/loader.h"
#include "proxy/sql/compile.h"
#include "proxy/sql/parse.h"

namespace sudare::testing {
namespace {

constexpr char kPolicy[] = R"(
classes { name: "personal_number" title: "個人番号" convertible: false }
classes { name: "key" }
classes { name: "name" }
classes { name: "account" }
classes { name: "birth" }
classes { name: "phone" }
classes { name: "remark" }
classes { name: "pay" }
classes { name: "secret" }
classes { name: "number" }
classes { name: "form" }
tables {
  name: "payroll.employees"
  columns { name: "employee_no" class: "key" person: "employee" }
  columns { name: "full_name" class: "name" }
  columns { name: "personal_number" class: "personal_number" }
  columns { name: "birth_date" class: "birth" }
  columns { name: "department_id" class: "key" }
  columns { name: "phone" class: "phone" }
  columns { name: "note" class: "remark" }
  columns { name: "employment_kind" class: "key" }
  columns { name: "password" class: "secret" }
}
tables {
  name: "payroll.departments"
  columns { name: "id" class: "key" }
  columns { name: "name" class: "key" }
}
tables {
  name: "payroll.payslips"
  columns { name: "id" class: "key" }
  columns { name: "employee_no" class: "key" person: "employee" }
  columns { name: "month" class: "key" }
  columns { name: "gross" class: "pay" }
  columns { name: "bank_account" class: "account" }
}
tables {
  name: "attendance.employees"
  columns { name: "employee_no" class: "key" person: "employee" }
  columns { name: "full_name" class: "name" }
}
tables {
  name: "payroll.insured"
  columns { name: "id" class: "number" }
  columns { name: "insured_no" class: "number" }
  columns { name: "branch" class: "number" }
  columns { name: "amount" class: "number" }
  columns { name: "employee_no" class: "key" person: "employee" }
}
tables { name: "payroll.current_pay" }
tables {
  name: "payroll.forms"
  columns { name: "id" class: "key" }
  columns { name: "content" class: "form" }
  columns { name: "clearance" class: "secret" }
}
roles {
  name: "vendor"
  rules { class: "personal_number" redact {} }
  rules { class: "key" allow {} }
  rules { class: "pay" allow {} }
  rules { class: "name" tokenize { domain: "name" scope: ROLE prefix: "nam" } }
  rules { class: "account" tokenize { domain: "account" scope: ROLE prefix: "acc" } }
  rules { class: "birth" generalize { date_to: YEAR } }
  rules { class: "phone" partial { keep_last: 2 } }
  rules { class: "remark" scrub {} }
  rules { class: "secret" hide {} }
  rules { class: "number" tokenize { domain: "number" scope: ROLE digits {} } }
  rules { class: "form" json { keep: "$.form_version" } }
}
roles {
  name: "filtered"
  rules { class: "personal_number" presence {} }
  rules { class: "key" allow {} }
  rules { class: "pay" allow {} }
  rules { class: "name" tokenize { domain: "name" scope: ROLE } }
  rules { class: "account" redact { constant: "-" } }
  rules { column: "payroll.insured.insured_no" tokenize { domain: "number" scope: GLOBAL digits { invalid_check_digit: true } } }
  rules { class: "number" tokenize { domain: "integer" scope: GLOBAL digits {} } }
  row_filters { table: "payroll.employees" where: "employment_kind <> 'special'" }
  rules { class: "form" json { keep: "$.form_version" keep: "$.lines[*].kind" } }
  row_filters { table: "payroll.insured" where: "branch > 0" }
  row_filters { table: "payroll.forms" where: "clearance < 3 AND id > 0" }
}
accounts {
  name: "vendor" role: "vendor" kind: PROGRAM
}
accounts {
  name: "filtered" role: "filtered" kind: PROGRAM
}
)";

CatalogColumn Column(const std::string& name, SqlType type) {
  CatalogColumn column;
  column.name = name;
  column.type.type = type;
  column.type_sql = "pg_catalog." + TypeName(column.type);
  return column;
}

CatalogIndex Key(std::vector<std::string> columns) {
  CatalogIndex index;
  index.is_unique = true;
  index.is_primary = true;
  index.columns = std::move(columns);
  return index;
}

CatalogRelation Relation(uint32_t oid, const std::string& schema, const std::string& name,
                         std::vector<CatalogColumn> columns, std::vector<CatalogIndex> indexes) {
  CatalogRelation relation;
  relation.oid = oid;
  relation.schema = schema;
  relation.name = name;
  relation.columns = std::move(columns);
  relation.indexes = std::move(indexes);
  return relation;
}

}  // namespace

std::shared_ptr<const Policy> FixturePolicy() {
  static const auto* policy = [] {
    LoadResult loaded = LoadPolicyFromSources({{"fixture.textproto", kPolicy}});
    for (const Issue& issue : loaded.issues) {
      if (issue.severity == Issue::Severity::kError) std::cerr << issue.ToString() << "\n";
    }
    if (loaded.policy == nullptr) std::abort();
    return new std::shared_ptr<const Policy>(loaded.policy);
  }();
  return *policy;
}

std::shared_ptr<const CatalogSnapshot> FixtureCatalog() {
  static const auto* catalog = [] {
    std::vector<CatalogRelation> relations;
    CatalogIndex by_name;
    by_name.columns = {"full_name"};
    relations.push_back(
        Relation(1, "payroll", "employees",
                 {Column("employee_no", SqlType::kText), Column("full_name", SqlType::kText),
                  Column("personal_number", SqlType::kBpchar), Column("birth_date", SqlType::kDate),
                  Column("department_id", SqlType::kInt4), Column("phone", SqlType::kText),
                  Column("note", SqlType::kText), Column("employment_kind", SqlType::kText),
                  Column("password", SqlType::kText), Column("added_later", SqlType::kText)},
                 {Key({"employee_no"}), by_name}));
    relations.push_back(Relation(2, "payroll", "departments",
                                 {Column("id", SqlType::kInt4), Column("name", SqlType::kText)},
                                 {Key({"id"})}));
    relations.push_back(
        Relation(3, "payroll", "payslips",
                 {Column("id", SqlType::kInt8), Column("employee_no", SqlType::kText),
                  Column("month", SqlType::kDate), Column("gross", SqlType::kInt4),
                  Column("bank_account", SqlType::kText)},
                 {Key({"id"})}));
    relations.push_back(
        Relation(4, "attendance", "employees",
                 {Column("employee_no", SqlType::kText), Column("full_name", SqlType::kText)},
                 {Key({"employee_no"})}));
    CatalogRelation view =
        Relation(5, "payroll", "current_pay",
                 {Column("employee_no", SqlType::kText), Column("full_name", SqlType::kText),
                  Column("gross", SqlType::kInt4)},
                 {});
    view.kind = RelationKind::kView;
    view.view_definition =
        "SELECT e.employee_no, e.full_name, p.gross FROM payroll.employees e JOIN payroll.payslips "
        "p "
        "ON e.employee_no = p.employee_no;";
    relations.push_back(std::move(view));
    relations.push_back(
        Relation(6, "payroll", "not_listed", {Column("id", SqlType::kInt4)}, {Key({"id"})}));
    CatalogIndex by_insured_no;
    by_insured_no.columns = {"insured_no"};
    relations.push_back(
        Relation(7, "payroll", "insured",
                 {Column("id", SqlType::kInt4), Column("insured_no", SqlType::kText),
                  Column("branch", SqlType::kInt2), Column("amount", SqlType::kInt8),
                  Column("employee_no", SqlType::kText)},
                 {Key({"id"}), by_insured_no}));
    relations.push_back(Relation(8, "payroll", "forms",
                                 {Column("id", SqlType::kInt4), Column("content", SqlType::kJsonb),
                                  Column("clearance", SqlType::kInt2)},
                                 {Key({"id"})}));
    return new std::shared_ptr<const CatalogSnapshot>(
        std::make_shared<CatalogSnapshot>(std::move(relations)));
  }();
  return *catalog;
}

std::shared_ptr<const Keyring> FixtureKeyring() {
  static const auto* keyring =
      new std::shared_ptr<const Keyring>(*Keyring::FromKey(1, "0123456789abcdef0123456789abcdef"));
  return *keyring;
}

const VisibleSchema& SchemaOf(const std::string& account) {
  static auto* schemas = new std::map<std::string, std::unique_ptr<VisibleSchema>>();
  std::unique_ptr<VisibleSchema>& schema = (*schemas)[account];
  if (schema == nullptr) {
    schema = std::make_unique<VisibleSchema>(FixturePolicy(), FixtureCatalog(), FixtureKeyring(),
                                             *FixturePolicy()->FindAccount(account),
                                             DecisionContext{absl::UnixEpoch()});
  }
  return *schema;
}

absl::StatusOr<sql::MaskedSql> CompileFor(const std::string& account, const std::string& sql,
                                          const std::vector<Value>& parameters,
                                          bool count_persons) {
  SUDARE_ASSIGN_OR_RETURN(sql::ParsedSql parsed, sql::Parse(sql, sql::ParseLimits()));
  return sql::Compile(std::move(parsed), SchemaOf(account), parameters, count_persons);
}

}  // namespace sudare::testing
