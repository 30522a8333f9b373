// Transfers of net pay to the banks (全銀 records).
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_TRANSFER_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_TRANSFER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "examples/payroll/generator/dataset.h"
#include "examples/payroll/generator/papers.h"
#include "examples/payroll/generator/person.h"
#include "examples/payroll/generator/slip.h"

namespace sudare::example {

// The day the banks pay: the 21st, bonuses on the 10th.
absl::CivilDay TransferDay(absl::CivilMonth month, bool bonus);

// A data record of 120 characters. `holder` in half-width kana.
std::string ZenginRecord(const Account& account, absl::string_view holder, int amount,
                         absl::string_view employee_no);

// Nothing is paid if the slip's net isn't above zero.
void WriteTransfers(Dataset& dataset, const Person& person, const Papers& papers, const Slip& slip);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_TRANSFER_H_
