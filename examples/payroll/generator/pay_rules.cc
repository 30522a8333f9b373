#include "examples/payroll/generator/pay_rules.h"

#include <algorithm>
#include <cstdint>

namespace sudare::example {
namespace {

std::vector<RemunerationGrade> MakeGrades(const std::vector<int>& thousands) {
  std::vector<RemunerationGrade> grades;
  for (size_t i = 0; i < thousands.size(); ++i) {
    RemunerationGrade grade;
    grade.grade = static_cast<int>(i) + 1;
    grade.standard = thousands[i] * 1000;
    grade.lower = i == 0 ? 0 : (thousands[i - 1] + thousands[i]) * 500;
    grade.upper = i + 1 == thousands.size() ? 0 : (thousands[i] + thousands[i + 1]) * 500;
    grades.push_back(grade);
  }
  return grades;
}

}  // namespace

int TableAmount(const PayGrade& pay, bool revised) {
  static constexpr int kRaise[] = {8000, 6500, 5000, 3800, 2800, 2000, 1500};
  static constexpr int kSpecial[] = {950000, 790000, 720000, 640000, 590000};
  if (pay.table == "S1") return kSpecial[pay.step - 1];
  if (pay.table == "K1") return 140000 + (pay.step - 1) * 1500 + (revised ? 4000 : 0);
  return 146100 + (pay.grade - 1) * 27000 + (pay.step - 1) * 950 +
         (revised ? kRaise[pay.grade - 1] : 0);
}

bool RevisedTablePaidIn(absl::CivilMonth month) { return month >= absl::CivilMonth(2023, 12); }

int AreaAllowance(int yen) { return yen / 10; }

int HourlyAmount(int base_and_area) {
  const int64_t yen = int64_t{base_and_area} * 1200;
  return static_cast<int>((2 * yen + 188325) / (2 * 188325));
}

int OvertimeAmount(int hourly, int percent, int minutes) {
  const int64_t yen = int64_t{hourly} * percent * minutes;
  return static_cast<int>((2 * yen + 6000) / (2 * 6000));
}

const std::vector<RemunerationGrade>& ShortTermGrades() {
  static const auto& grades = *new std::vector<RemunerationGrade>(MakeGrades(
      {58,  68,  78,  88,  98,  104, 110, 118, 126, 134,  142,  150,  160,  170,  180,  190, 200,
       220, 240, 260, 280, 300, 320, 340, 360, 380, 410,  440,  470,  500,  530,  560,  590, 620,
       650, 680, 710, 750, 790, 830, 880, 930, 980, 1030, 1090, 1150, 1210, 1270, 1330, 1390}));
  return grades;
}

const std::vector<RemunerationGrade>& PensionGrades() {
  static const auto& grades = *new std::vector<RemunerationGrade>(
      MakeGrades({88,  98,  104, 110, 118, 126, 134, 142, 150, 160, 170, 180, 190, 200, 220, 240,
                  260, 280, 300, 320, 340, 360, 380, 410, 440, 470, 500, 530, 560, 590, 620, 650}));
  return grades;
}

const RemunerationGrade& GradeFor(const std::vector<RemunerationGrade>& grades, int average) {
  for (const RemunerationGrade& grade : grades) {
    if (grade.upper == 0 || average < grade.upper) return grade;
  }
  return grades.back();
}

Premiums PremiumsOn(int short_term, int pension, bool care) {
  Premiums premiums;
  premiums.mutual_aid = short_term / 1000 * 49;
  premiums.care = care ? short_term / 1000 * 8 : 0;
  premiums.pension = static_cast<int>(int64_t{pension} * 915 / 10000);
  premiums.retirement = static_cast<int>(int64_t{pension} * 75 / 10000);
  return premiums;
}

int MonthlyTax(int taxable, int dependents, char column) {
  if (column == 'B') {
    if (taxable < 88000) return std::max(taxable, 0) * 3 / 100;
    return 2700 + (taxable - 88000) / 10 * 2;
  }
  const int base = taxable * 7 / 10 - 40000 - 31667 * dependents;
  if (base <= 0) return 0;
  if (base <= 162500) return base * 5 / 100 / 10 * 10;
  if (base <= 275000) return (base / 10 - 8296) / 10 * 10;
  return (base / 10 * 2 - 35796) / 10 * 10;
}

int BonusTax(int taxable) { return std::max(taxable, 0) / 1000 * 61; }

int AnnualTax(int taxable_income) {
  if (taxable_income <= 0) return 0;
  if (taxable_income <= 1950000) return taxable_income / 100 * 5;
  if (taxable_income <= 3300000) return taxable_income / 10 - 97500;
  return taxable_income / 10 * 2 - 427500;
}

int EmploymentIncome(int total) {
  if (total <= 1625000) return std::max(total - 550000, 0);
  if (total <= 3600000) return total / 10 * 7 - 80000;
  if (total <= 6600000) return total / 10 * 8 - 440000;
  return total / 10 * 9 - 1100000;
}

}  // namespace sudare::example
