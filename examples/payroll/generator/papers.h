// Papers: what an employee handed in and what others sent about them: notices, declarations,
// accounts.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_PAPERS_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_PAPERS_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "examples/payroll/generator/dataset.h"
#include "examples/payroll/generator/person.h"

namespace sudare::example {

// Valid on [from, to].
struct Period {
  absl::CivilDay from;
  std::optional<absl::CivilDay> to;

  bool Holds(absl::CivilDay day) const { return from <= day && (!to.has_value() || *to >= day); }
};

struct CommuteNotice {
  int64_t id = 0;
  Period period;
  int pass_amount = 0;  // for six months
};

// A notice of resident tax: from its month to next May.
struct TaxNotice {
  int fiscal_year = 0;
  absl::CivilMonth effective;
  int first = 0;
  int monthly = 0;
  // S02: payroll never entered it.
  bool ignored = false;
};

struct AccountPeriod {
  Account account;
  int sequence = 1;
  Period period;
};

struct Papers {
  std::vector<CommuteNotice> commutes;
  std::vector<TaxNotice> taxes;
  std::vector<AccountPeriod> accounts;
  std::vector<Period> declarations;
  int housing_allowance = 0;
  int union_fee = 0;
  int group_insurance = 0;

  bool DeclaredOn(absl::CivilDay day) const;
  // The resident tax that payroll takes in `month`.
  int ResidentTax(absl::CivilMonth month) const;
};

// Paid into the second account each month.
inline constexpr int kSecondAccountAmount = 30000;

// Writes the employee's own rows and all papers.
Papers WritePapers(Dataset& dataset, const Person& person);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_PAPERS_H_
