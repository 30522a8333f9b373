// What staff did to an employee's records: images before and after, and memos, in which numbers
// hide.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_OPERATION_LOG_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_OPERATION_LOG_H_

#include "examples/payroll/generator/dataset.h"
#include "examples/payroll/generator/person.h"

namespace sudare::example {

void WriteOperationLogs(Dataset& dataset, const Person& person);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_OPERATION_LOG_H_
