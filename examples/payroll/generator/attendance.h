// Attendance: what the attendance system holds of an employee, and what payroll took over from it.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_ATTENDANCE_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_ATTENDANCE_H_

#include <vector>

#include "examples/payroll/generator/dataset.h"
#include "examples/payroll/generator/person.h"

namespace sudare::example {

// Minutes of overtime of a month that reached payroll.
struct Overtime {
  int weekday = 0;   // OT; what is beyond 60 hours is OV60
  int holiday = 0;   // HO
  int midnight = 0;  // NI
};

// Writes the employee's rows of the schema `attendance` and of the imports; by month of the plan.
std::vector<Overtime> WriteAttendance(Dataset& dataset, const Person& person);

// Writes the exports and imports themselves, after all employees.
void WriteExports(Dataset& dataset);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_ATTENDANCE_H_
