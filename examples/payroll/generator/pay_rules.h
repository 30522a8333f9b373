// The arithmetic of a month's pay, simplified: plausible rates, exact integers.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_PAY_RULES_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_PAY_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace sudare::example {

// A place in a pay table (給料表): G1 general, K1 one-year appointments, S1 special posts.
struct PayGrade {
  std::string table;
  int grade = 1;
  int step = 1;
};

inline constexpr int kGradesOfG1 = 7;
inline constexpr int kStepsOfG1 = 125;
inline constexpr int kStepsOfK1 = 25;

// Yen a month. `revised`: by the table of April 2023, promulgated in December 2023.
int TableAmount(const PayGrade& pay, bool revised);

// Whether pay of `month` is computed by the revised table.
bool RevisedTablePaidIn(absl::CivilMonth month);

// Area allowance on `yen`.
int AreaAllowance(int yen);

// Pay for an hour of work: 12 months over 1883.25 hours, half up.
int HourlyAmount(int base_and_area);

// Overtime pay, half up. `percent`: 125 and so on.
int OvertimeAmount(int hourly, int percent, int minutes);

// Grades of standard monthly remuneration (標準報酬).
struct RemunerationGrade {
  int grade = 0;
  int lower = 0;
  // Zero: no upper bound.
  int upper = 0;
  int standard = 0;
};
const std::vector<RemunerationGrade>& ShortTermGrades();
const std::vector<RemunerationGrade>& PensionGrades();
const RemunerationGrade& GradeFor(const std::vector<RemunerationGrade>& grades, int average);

struct Premiums {
  int mutual_aid = 0;
  int care = 0;
  int pension = 0;
  int retirement = 0;

  int Total() const { return mutual_aid + care + pension + retirement; }
};
Premiums PremiumsOn(int short_term, int pension, bool care);

// Income tax of a month on pay after social insurance. `column`: 'A' 甲 or 'B' 乙.
int MonthlyTax(int taxable, int dependents, char column);
int BonusTax(int taxable);
int AnnualTax(int taxable_income);
// Income of employment after its own deduction.
int EmploymentIncome(int total);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_PAY_RULES_H_
