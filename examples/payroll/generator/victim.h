// What an attacker would like to know, by name of the value: for checking whether an attack leaked.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_VICTIM_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_VICTIM_H_

#include "examples/payroll/generator/dataset.h"

namespace sudare::example {

// Writes truth/victim.tsv: the first employee is the victim.
void WriteVictim(Dataset& dataset);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_VICTIM_H_
