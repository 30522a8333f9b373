// Slip: the amounts of one pay slip and how they are written.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_SLIP_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_SLIP_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "examples/payroll/generator/dataset.h"
#include "examples/payroll/generator/pay_rules.h"
#include "examples/payroll/generator/person.h"

namespace sudare::example {

struct CommutePayment {
  int64_t notice_id = 0;
  int amount = 0;
};

struct Slip {
  int run = 0;
  absl::CivilMonth month;
  std::string department;
  PayGrade pay;
  int percent = 100;
  int base = 0;
  int area = 0;
  int managerial = 0;
  int dependents = 0;
  int housing = 0;
  std::vector<CommutePayment> commutes;
  int overtime = 0;
  int retroactive = 0;
  int bonus = 0;
  Premiums premiums;
  int income_tax = 0;
  int resident_tax = 0;
  int association_fee = 0;
  int union_fee = 0;
  int group_insurance = 0;
  int year_end_adjustment = 0;
  char tax_column = 'A';
  int dependent_count = 0;
  int standard_short = 0;
  int standard_pension = 0;

  int Commute() const;
  int Gross() const;
  int Taxable() const { return Gross() - Commute(); }
  int Deductions() const;
  int Net() const { return Gross() - Deductions(); }
};

struct YearToDate {
  int income = 0;
  int social_insurance = 0;
  int tax = 0;
};

// The rows of payslips and payslip_lines.
void WriteSlip(Dataset& dataset, absl::string_view employee_no, const Slip& slip,
               const YearToDate& totals);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_SLIP_H_
