// Numbers of the payroll runs and of their transfer files.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_RUNS_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_RUNS_H_

#include "absl/time/civil_time.h"

namespace sudare::example {

// Runs by month of the plan.
inline int MonthlyRun(int month) { return month * 2 + 1; }
inline int BonusRun(int month) { return month * 2 + 2; }
inline bool IsBonusMonth(absl::CivilMonth month) {
  return month.month() == 6 || month.month() == 12;
}
inline int TransferFileId(int run, bool second) { return run * 10 + (second ? 2 : 1); }

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_RUNS_H_
