// A small payroll database, its roles as the policy needs them, and that policy.
#ifndef SUDARE_TESTS_PROXY_DOCTOR_HOUSE_H_
#define SUDARE_TESTS_PROXY_DOCTOR_HOUSE_H_

namespace sudare::doctor {

inline constexpr char kPolicy[] = R"(
  classes { name: "plain" }
  classes { name: "number" convertible: false }
  tables {
    name: "payroll.employees"
    columns { name: "employee_no" class: "plain" }
    columns { name: "personal_number" class: "number" }
  }
  roles {
    name: "vendor" database_role: "vendor_role"
    rules { class: "number" redact {} }
    rules { class: "plain" allow {} }
  }
  accounts { name: "v" role: "vendor" kind: PROGRAM certificate { san: "v@vendor.example" } }
  staff { name: "admin" duties: [ ADMINISTER ] certificate { san: "admin@city.example" } }
)";

inline constexpr char kSchema[] = R"(
  CREATE SCHEMA payroll;
  CREATE TABLE payroll.employees (employee_no text PRIMARY KEY, personal_number text);
  CREATE ROLE vendor_role NOLOGIN;
  ALTER ROLE vendor_role SET default_transaction_read_only = on;
  CREATE ROLE proxy_role LOGIN NOINHERIT;
  ALTER ROLE proxy_role SET default_transaction_read_only = on;
  GRANT vendor_role TO proxy_role;
  GRANT USAGE ON SCHEMA payroll TO vendor_role;
  GRANT SELECT (employee_no) ON payroll.employees TO vendor_role;
)";

}  // namespace sudare::doctor

#endif  // SUDARE_TESTS_PROXY_DOCTOR_HOUSE_H_
