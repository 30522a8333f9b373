// The end of a year: adjustment and withholding slips.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_YEAR_END_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_YEAR_END_H_

#include <map>
#include <string>

#include "examples/payroll/generator/dataset.h"
#include "examples/payroll/generator/person.h"
#include "examples/payroll/generator/slip.h"

namespace sudare::example {

// The Corporate Number of the city.
const std::string& CityCorporateNumber();

// Writes the year-end adjustment of `totals`; returns what is still to be taken (or, below zero,
// given back).
int WriteYearEnd(Dataset& dataset, const Person& person, int year, const YearToDate& totals);

// Writes the withholding slips of all years that ended before the plan does.
void WriteWithholdingSlips(Dataset& dataset, const Person& person,
                           const std::map<int, YearToDate>& years);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_YEAR_END_H_
