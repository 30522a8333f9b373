// Masters: the tables that belong to nobody in particular.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_MASTERS_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_MASTERS_H_

#include "examples/payroll/generator/dataset.h"

namespace sudare::example {

void WriteMasters(Dataset& dataset);

// Runs and transfer files, after all employees were paid.
void WriteRuns(Dataset& dataset);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_MASTERS_H_
