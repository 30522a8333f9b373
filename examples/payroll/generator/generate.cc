#include "examples/payroll/generator/generate.h"

#include <map>
#include <memory>
#include <vector>

#include "examples/payroll/generator/attendance.h"
#include "examples/payroll/generator/masters.h"
#include "examples/payroll/generator/operation_log.h"
#include "examples/payroll/generator/papers.h"
#include "examples/payroll/generator/payroll.h"
#include "examples/payroll/generator/person.h"
#include "examples/payroll/generator/victim.h"
#include "examples/payroll/generator/year_end.h"
#include "policy/base/status_macros.h"

namespace sudare::example {

absl::Status Generate(const Plan& plan, const std::string& folder) {
  SUDARE_ASSIGN_OR_RETURN(const std::unique_ptr<Dataset> dataset, Dataset::Create(plan, folder));
  WriteMasters(*dataset);
  for (int index = 0; index < plan.employees + kSpecialPosts; ++index) {
    const Person person = MakePerson(plan, index);
    const Papers papers = WritePapers(*dataset, person);
    // The special posts keep no hours.
    std::vector<Overtime> overtime(plan.months);
    if (person.kind != "special") overtime = WriteAttendance(*dataset, person);
    const std::map<int, YearToDate> years = WritePayroll(*dataset, person, papers, overtime);
    WriteWithholdingSlips(*dataset, person, years);
    WriteOperationLogs(*dataset, person);
  }
  WriteRuns(*dataset);
  WriteExports(*dataset);
  WriteVictim(*dataset);
  return dataset->Finish();
}

}  // namespace sudare::example
