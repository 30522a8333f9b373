#include "examples/payroll/generator/slip.h"

#include <optional>

#include "absl/strings/str_cat.h"

namespace sudare::example {
namespace {

class LineWriter {
 public:
  LineWriter(Dataset& dataset, int run, absl::string_view employee_no)
      : table_(dataset.Table("payroll.payslip_lines")), run_(run), employee_no_(employee_no) {}

  void Line(absl::string_view item, int amount, std::optional<int64_t> source = std::nullopt) {
    if (amount == 0) return;
    table_.Int(run_).Text(employee_no_).Int(++line_).Text(item).Int(amount);
    if (source) {
      table_.Int(*source).End();
    } else {
      table_.Null().End();
    }
  }

 private:
  CopyFile& table_;
  const int run_;
  const absl::string_view employee_no_;
  int line_ = 0;
};

void WriteLines(Dataset& dataset, absl::string_view employee_no, const Slip& slip) {
  LineWriter lines(dataset, slip.run, employee_no);
  lines.Line("P01", slip.base);
  lines.Line("P02", slip.area);
  lines.Line("P03", slip.managerial);
  lines.Line("P04", slip.dependents);
  lines.Line("P05", slip.housing);
  for (const CommutePayment& commute : slip.commutes) {
    lines.Line("P06", commute.amount, commute.notice_id);
  }
  lines.Line("P07", slip.overtime);
  lines.Line("P08", slip.retroactive);
  lines.Line("P09", slip.bonus);
  lines.Line("D01", slip.premiums.mutual_aid);
  lines.Line("D02", slip.premiums.care);
  lines.Line("D03", slip.premiums.pension);
  lines.Line("D04", slip.premiums.retirement);
  lines.Line("D05", slip.income_tax);
  lines.Line("D06", slip.resident_tax);
  lines.Line("D07", slip.association_fee);
  lines.Line("D08", slip.union_fee);
  lines.Line("D09", slip.group_insurance);
  lines.Line("D10", slip.year_end_adjustment);
}

}  // namespace

int Slip::Commute() const {
  int sum = 0;
  for (const CommutePayment& commute : commutes) sum += commute.amount;
  return sum;
}

int Slip::Gross() const {
  return base + area + managerial + dependents + housing + Commute() + overtime + retroactive +
         bonus;
}

int Slip::Deductions() const {
  return premiums.Total() + income_tax + resident_tax + association_fee + union_fee +
         group_insurance + year_end_adjustment;
}

void WriteSlip(Dataset& dataset, absl::string_view employee_no, const Slip& slip,
               const YearToDate& totals) {
  dataset.Table("payroll.payslips")
      .Int(slip.run)
      .Text(employee_no)
      .Date(absl::CivilDay(slip.month))
      .Text(slip.department)
      .Text(slip.pay.table)
      .Int(slip.pay.grade)
      .Int(slip.pay.step)
      .Int(slip.percent)
      .Int(slip.base)
      .Int(slip.area)
      .Int(slip.managerial)
      .Int(slip.dependents)
      .Int(slip.housing)
      .Int(slip.Commute())
      .Int(slip.overtime)
      .Int(slip.retroactive)
      .Int(slip.bonus)
      .Int(slip.Gross())
      .Int(slip.Taxable())
      .Int(slip.premiums.mutual_aid)
      .Int(slip.premiums.care)
      .Int(slip.premiums.pension)
      .Int(slip.premiums.retirement)
      .Int(slip.income_tax)
      .Int(slip.resident_tax)
      .Int(slip.association_fee)
      .Int(slip.union_fee)
      .Int(slip.group_insurance)
      .Int(slip.year_end_adjustment)
      .Int(slip.Deductions())
      .Int(slip.Net())
      .Raw(absl::string_view(&slip.tax_column, 1))
      .Int(slip.dependent_count)
      .Int(slip.standard_short)
      .Int(slip.standard_pension)
      .Raw(absl::StrCat("{", totals.income, ",", totals.social_insurance, ",", totals.tax, "}"))
      .End();
  WriteLines(dataset, employee_no, slip);
}

}  // namespace sudare::example
