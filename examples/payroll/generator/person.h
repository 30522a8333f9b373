// Person: who an employee is: identity, family, home, accounts and career. A pure function of plan
// and index.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_PERSON_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_PERSON_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "examples/payroll/generator/dataset.h"
#include "examples/payroll/generator/names.h"
#include "examples/payroll/generator/pay_rules.h"
#include "examples/payroll/generator/script.h"

namespace sudare::example {

struct Relative {
  int number = 0;
  std::string personal_number;
  Name name;
  std::string relation;  // 配偶者, 子, 母
  absl::CivilDay birth;
  int income = 0;
  bool tax_dependent = true;
  bool allowance_dependent = true;
  absl::CivilDay valid_from;
  std::optional<absl::CivilDay> valid_to;

  bool CountsOn(absl::CivilDay day) const {
    return valid_from <= day && (!valid_to.has_value() || *valid_to >= day);
  }
};

// The state of an appointment from a day on (発令).
struct Appointment {
  absl::CivilDay effective;
  std::string kind;
  std::string department;
  PayGrade pay;
  int percent = 100;
  std::string remark;
};

struct Account {
  std::string bank_code;
  std::string branch_code;
  char type = '1';
  std::string number;
};

struct Person {
  int index = 0;
  Part part = Part::kOrdinary;
  std::string employee_no;
  std::string personal_number;
  std::string kind;  // regular, fiscal, special
  Name name;
  Sex sex = Sex::kMale;
  absl::CivilDay birth;
  Municipality home;
  std::string postal_code;
  std::string address;
  std::string phone;
  std::string mobile_phone;
  std::string email;
  std::string mutual_aid_no;
  std::string pension_no;
  std::string addressee_no;
  bool union_member = false;
  absl::CivilDay hired;
  std::optional<absl::CivilDay> retired;
  std::string retire_reason;
  std::vector<Relative> family;
  std::vector<Appointment> career;
  Account account;
  std::optional<Account> second_account;
  bool declares = true;

  bool Ordinary() const { return part == Part::kOrdinary; }
  // The number in the attendance system.
  std::string AttendanceNo() const { return "00" + employee_no; }
  // In office on any day of the month.
  bool WorksIn(absl::CivilMonth month) const;
  // REQUIRES: hired on or before `day`.
  const Appointment& On(absl::CivilDay day) const;
};

// Number of special posts, which follow the employees.
inline constexpr int kSpecialPosts = 5;

// The department whose slips are still written in last year's form (S13).
inline constexpr const char* kOldFormDepartment = "0750";

struct Department {
  std::string code;
  std::string name;
  std::string division;
};
const std::vector<Department>& Departments();

// REQUIRES: index in [0, employees + kSpecialPosts).
Person MakePerson(const Plan& plan, int index);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_PERSON_H_
