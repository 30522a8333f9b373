// Payroll: an employee's pay, month by month, with everything that follows from it.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_PAYROLL_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_PAYROLL_H_

#include <map>
#include <vector>

#include "examples/payroll/generator/attendance.h"
#include "examples/payroll/generator/dataset.h"
#include "examples/payroll/generator/papers.h"
#include "examples/payroll/generator/person.h"
#include "examples/payroll/generator/slip.h"

namespace sudare::example {

// Writes pay slips with their lines, transfers, overtime, standard remuneration, differences and
// year-end adjustments. `overtime` is by month of the plan. Returns totals by year.
std::map<int, YearToDate> WritePayroll(Dataset& dataset, const Person& person, const Papers& papers,
                                       const std::vector<Overtime>& overtime);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_PAYROLL_H_
