// Generate: a whole made-up city payroll, written to a folder.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_GENERATE_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_GENERATE_H_

#include <string>

#include "absl/status/status.h"
#include "examples/payroll/generator/dataset.h"

namespace sudare::example {

// Writes one COPY file a table, load.sql and truth/ into `folder`. The same plan gives the same
// bytes.
//
// Errors: kInvalidArgument: the plan is out of range. kUnavailable: the folder can't be written.
absl::Status Generate(const Plan& plan, const std::string& folder);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_GENERATE_H_
