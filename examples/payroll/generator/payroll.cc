#include "examples/payroll/generator/payroll.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "examples/payroll/generator/runs.h"
#include "examples/payroll/generator/transfer.h"
#include "examples/payroll/generator/year_end.h"

namespace sudare::example {
namespace {

using absl::CivilDay;
using absl::CivilMonth;

constexpr CivilMonth kRevisionPaid(2023, 12);

// A decision on standard remuneration.
struct Decision {
  CivilMonth from;
  RemunerationGrade short_term;
  RemunerationGrade pension;
};

int WorkingDays(CivilDay first, CivilDay last) {
  int days = 0;
  for (CivilDay day = first; day <= last; ++day) {
    const absl::Weekday weekday = absl::GetWeekday(day);
    days += weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday;
  }
  return days;
}

int Managerial(const PayGrade& pay) {
  if (pay.table != "G1" || pay.grade < 6) return 0;
  return pay.grade == 6 ? 55000 : 77000;
}

class PayrollWriter {
 public:
  PayrollWriter(Dataset& dataset, const Person& person, const Papers& papers,
                const std::vector<Overtime>& overtime)
      : dataset_(dataset), person_(person), papers_(papers), overtime_(overtime) {}

  std::map<int, YearToDate> Write() {
    FirstDecision();
    for (int i = 0; i < dataset_.plan().months; ++i) {
      const CivilMonth month = dataset_.plan().Month(i);
      if (!person_.WorksIn(month)) continue;
      if (month.month() == 9) DecideAnnually(month);
      if (IsBonusMonth(month)) PayBonus(i);
      PayMonth(i);
      WriteOvertime(i);
    }
    return std::move(years_);
  }

 private:
  CivilDay AsOf(CivilMonth month) const { return std::max(CivilDay(month), person_.hired); }

  int FullBase(CivilMonth month, bool revised) const {
    return TableAmount(person_.On(AsOf(month)).pay, revised);
  }

  // Base pay of the month, less what was not worked in the month of leaving.
  int BasePay(CivilMonth month) const {
    const int full =
        FullBase(month, RevisedTablePaidIn(month)) * person_.On(AsOf(month)).percent / 100;
    if (!person_.retired || CivilMonth(*person_.retired) != month) return full;
    if (person_.part == Part::kDiedMidMonth || person_.part == Part::kFullMonthPaid) return full;
    const int worked = WorkingDays(CivilDay(month), *person_.retired);
    const int all = WorkingDays(CivilDay(month), CivilDay(month + 1) - 1);
    return static_cast<int>(int64_t{full} * worked / all);
  }

  int DependentsAllowance(CivilDay day) const {
    int yen = 0;
    for (const Relative& relative : person_.family) {
      if (!relative.allowance_dependent || !relative.CountsOn(day)) continue;
      yen += relative.relation == "子" ? 10000 : 6500;
    }
    return yen;
  }

  std::vector<CommutePayment> Commutes(CivilMonth month) const {
    std::vector<CommutePayment> payments;
    for (const CommuteNotice& notice : papers_.commutes) {
      if (!notice.period.Holds(AsOf(month))) continue;
      const int in_half_year = (month.month() + 8) % 6;  // months since April or October
      if (in_half_year == 0) {
        payments.push_back({notice.id, notice.pass_amount});
      } else if (CivilMonth(notice.period.from) == month) {
        payments.push_back({notice.id, notice.pass_amount * (6 - in_half_year) / 6});
      }
    }
    return payments;
  }

  int PassPerMonth(CivilDay day) const {
    int yen = 0;
    for (const CommuteNotice& notice : papers_.commutes) {
      if (notice.period.Holds(day)) yen += notice.pass_amount / 6;
    }
    return yen;
  }

  // --- Standard remuneration -------------------------------------------------------------------

  void Decide(CivilMonth from, const char* kind, int average) {
    Decision decision{from, GradeFor(ShortTermGrades(), average),
                      GradeFor(PensionGrades(), average)};
    decisions_.push_back(decision);
    dataset_.Table("payroll.standard_remunerations")
        .Text(person_.employee_no)
        .Date(CivilDay(from))
        .Text(kind)
        .Int(average)
        .Int(decision.short_term.grade)
        .Int(decision.short_term.standard)
        .Int(decision.pension.grade)
        .Int(decision.pension.standard)
        .Date(CivilDay(from) - 10)
        .End();
  }

  void FirstDecision() {
    const bool old = person_.hired < CivilDay(dataset_.plan().FirstMonth());
    const CivilMonth month = old ? dataset_.plan().FirstMonth() : CivilMonth(person_.hired);
    const int base = FullBase(month, RevisedTablePaidIn(month));
    const int managerial = Managerial(person_.On(AsOf(month)).pay);
    const int dependents = DependentsAllowance(AsOf(month));
    const int average = base + managerial + dependents +
                        AreaAllowance(base + managerial + dependents) + papers_.housing_allowance +
                        PassPerMonth(AsOf(month));
    if (old) {
      Decide(CivilMonth(2021, 9), "annual", average);
    } else {
      Decide(month, "acquired", average);
    }
  }

  // From the pay of April to June; not for those who came in June or later.
  void DecideAnnually(CivilMonth month) {
    const int year = static_cast<int>(month.year());
    if (person_.hired >= CivilDay(year, 6, 1)) {
      dataset_.Decoy("S03", person_.employee_no, "hired after May: no decision is due");
      return;
    }
    if (quarter_.size() != 3) return;
    const int average = (quarter_[0] + quarter_[1] + quarter_[2]) / 3;
    if (person_.part == Part::kDecisionMissing && year == 2023) {
      dataset_.Planted("S03", person_.employee_no);
      return;
    }
    Decide(month, "annual", average);
  }

  const Decision& InForce() const { return decisions_.back(); }

  bool PaysCare(CivilMonth month) const {
    const int age = static_cast<int>(month.year() - person_.birth.year());
    return age > 40 || (age == 40 && month.month() >= person_.birth.month());
  }

  // --- Overtime -------------------------------------------------------------------------------

  int HourlyPay(CivilMonth month) const {
    const int base = FullBase(month, RevisedTablePaidIn(month));
    return HourlyAmount(base + AreaAllowance(base));
  }

  int OvertimeLine(int i, const char* code, int percent, int minutes, bool write) {
    if (minutes == 0) return 0;
    const CivilMonth month = dataset_.plan().Month(i);
    const int hourly = HourlyPay(month);
    const int amount = OvertimeAmount(hourly, percent, minutes);
    if (write) {
      dataset_.Table("payroll.overtime_details")
          .Text(person_.employee_no)
          .Date(CivilDay(month))
          .Text(code)
          .Int(minutes)
          .Int(hourly)
          .Raw(absl::StrCat(percent / 100, ".", percent % 100))
          .Int(amount)
          .Date(CivilDay(month + 1))
          .End();
    }
    return amount;
  }

  int OvertimePay(int i, bool write) {
    if (i < 0) return 0;
    constexpr int kSixtyHours = 60 * 60;
    const Overtime& overtime = overtime_[i];
    const int beyond = std::max(overtime.weekday - kSixtyHours, 0);
    // S04: the master said 1.25 for one month.
    const bool wrong = dataset_.plan().Month(i) == CivilMonth(2023, 10);
    if (write && beyond > 0) {
      if (wrong) {
        dataset_.Planted("S04", person_.employee_no);
      } else {
        dataset_.Decoy("S04", person_.employee_no, "beyond 60 hours at the right rate");
      }
    }
    return OvertimeLine(i, "OT", 125, overtime.weekday - beyond, write) +
           OvertimeLine(i, "OV60", wrong ? 125 : 150, beyond, write) +
           OvertimeLine(i, "HO", 135, overtime.holiday, write) +
           OvertimeLine(i, "NI", 150, overtime.midnight, write);
  }

  void WriteOvertime(int i) { OvertimePay(i, true); }

  // --- The difference of the revised table -----------------------------------------------------

  int Retroactive() {
    int total = 0;
    for (CivilMonth month(2023, 4); month < kRevisionPaid; ++month) {
      if (!person_.WorksIn(month) || person_.kind == "special") continue;
      const Appointment& right = person_.On(AsOf(month));
      if (right.percent == 0) continue;
      // S08: computed with the grade before the promotion of July.
      const bool old_grade = person_.part == Part::kOldGradeDifference;
      const PayGrade& pay = old_grade ? person_.On(CivilDay(2023, 6, 1)).pay : right.pay;
      const int before = TableAmount(pay, false);
      const int after = TableAmount(pay, true);
      const int raise = (after - before) * right.percent / 100;
      const int difference = raise + AreaAllowance(raise);
      dataset_.Table("payroll.retroactive_differences")
          .Text(person_.employee_no)
          .Date(CivilDay(month))
          .Date(CivilDay(kRevisionPaid))
          .Text(pay.table)
          .Int(pay.grade)
          .Int(pay.step)
          .Int(before)
          .Int(after)
          .Int(difference)
          .End();
      total += difference;
    }
    if (person_.part == Part::kOldGradeDifference) dataset_.Planted("S08", person_.employee_no);
    if (person_.part == Part::kPromotedInJuly) {
      dataset_.Decoy("S08", person_.employee_no, "promoted, and computed with the new grade");
    }
    return total;
  }

  // --- Slips ----------------------------------------------------------------------------------

  Slip Frame(CivilMonth month) const {
    const Appointment& appointment = person_.On(AsOf(month));
    Slip slip;
    slip.month = month;
    slip.department = appointment.department;
    slip.pay = appointment.pay;
    slip.percent = appointment.percent;
    slip.standard_short = InForce().short_term.standard;
    slip.standard_pension = InForce().pension.standard;
    slip.tax_column = TaxColumn(month);
    for (const Relative& relative : person_.family) {
      slip.dependent_count += relative.tax_dependent && relative.CountsOn(AsOf(month));
    }
    return slip;
  }

  char TaxColumn(CivilMonth month) const {
    if (!papers_.DeclaredOn(AsOf(month))) return 'B';
    // S11: declared, and taxed as if not.
    const bool wrong = person_.part == Part::kWrongTaxColumn && month >= CivilMonth(2023, 5) &&
                       month <= CivilMonth(2023, 7);
    return wrong ? 'B' : 'A';
  }

  void SetAllowances(Slip& slip) const {
    const int percent = slip.percent;
    slip.base = BasePay(slip.month);
    slip.managerial = Managerial(slip.pay) * percent / 100;
    slip.dependents = DependentsAllowance(AsOf(slip.month)) * percent / 100;
    slip.area = AreaAllowance(slip.base + slip.managerial + slip.dependents);
    if (percent == 0) return;
    slip.housing = papers_.housing_allowance;
    slip.commutes = Commutes(slip.month);
  }

  void PayMonth(int i) {
    const CivilMonth month = dataset_.plan().Month(i);
    Slip slip = Frame(month);
    slip.run = MonthlyRun(i);
    SetAllowances(slip);
    slip.overtime = OvertimePay(i - 1, false);
    if (month == kRevisionPaid) slip.retroactive = Retroactive();
    slip.premiums = PremiumsOn(slip.standard_short, slip.standard_pension, PaysCare(month));
    slip.income_tax =
        MonthlyTax(slip.Taxable() - slip.premiums.Total(), slip.dependent_count, slip.tax_column);
    slip.resident_tax = papers_.ResidentTax(month);
    slip.association_fee = slip.base / 1000 * 3;
    slip.union_fee = papers_.union_fee;
    slip.group_insurance = papers_.group_insurance;
    Add(slip);
    if (month.month() == 12) AdjustYear(slip);
    RememberQuarter(slip);
    Finish(slip);
  }

  void PayBonus(int i) {
    const CivilMonth month = dataset_.plan().Month(i);
    const Appointment& appointment = person_.On(AsOf(month));
    if (appointment.percent < 100 || CivilMonth(person_.hired) == month) return;
    Slip slip = Frame(month);
    slip.run = BonusRun(i);
    const int base = FullBase(month, RevisedTablePaidIn(month));
    slip.bonus = (base + AreaAllowance(base)) * 22 / 10;
    const int standard = slip.bonus / 1000 * 1000;
    slip.premiums = PremiumsOn(standard, standard, PaysCare(month));
    slip.income_tax = BonusTax(slip.bonus - slip.premiums.Total());
    Add(slip);
    Finish(slip);
  }

  void Add(const Slip& slip) {
    YearToDate& year = years_[static_cast<int>(slip.month.year())];
    year.income += slip.Taxable();
    year.social_insurance += slip.premiums.Total();
    year.tax += slip.income_tax;
  }

  void AdjustYear(Slip& slip) {
    const int year = static_cast<int>(slip.month.year());
    // The special posts file returns of their own.
    if (person_.kind == "special") return;
    if (!papers_.DeclaredOn(CivilDay(year, 12, 1)) || slip.percent == 0) return;
    if (person_.retired && *person_.retired < CivilDay(year, 12, 31)) return;
    slip.year_end_adjustment = WriteYearEnd(dataset_, person_, year, years_[year]);
    years_[year].tax += slip.year_end_adjustment;
  }

  // Pay of April to June as standard remuneration counts it.
  void RememberQuarter(const Slip& slip) {
    const int month = slip.month.month();
    if (month == 4) quarter_.clear();
    if (month < 4 || month > 6) return;
    quarter_.push_back(slip.Gross() - slip.Commute() - slip.retroactive +
                       PassPerMonth(CivilDay(slip.month)));
  }

  void Finish(const Slip& slip) {
    WriteSlip(dataset_, person_.employee_no, slip, years_[static_cast<int>(slip.month.year())]);
    WriteTransfers(dataset_, person_, papers_, slip);
    NoteParts(slip);
  }

  void NoteParts(const Slip& slip) {
    const bool monthly = slip.run % 2 == 1;
    const std::string& no = person_.employee_no;
    if (monthly && slip.month == CivilMonth(2023, 9)) {
      if (person_.part == Part::kUnpaidLeave) dataset_.Planted("S06", no);
      if (person_.part == Part::kPaidLeave) dataset_.Decoy("S06", no, "leave at 80 %");
    }
    if (monthly && slip.month == CivilMonth(2023, 6)) {
      if (person_.part == Part::kWrongTaxColumn) dataset_.Planted("S11", no);
      if (person_.part == Part::kLateDeclaration) dataset_.Decoy("S11", no, "declared in June");
      if (!person_.declares) dataset_.Decoy("S11", no, "no declaration: column B is right");
    }
    if (!person_.retired || CivilMonth(*person_.retired) != slip.month || !monthly) return;
    if (person_.part == Part::kFullMonthPaid) dataset_.Planted("S10", no);
    if (person_.part == Part::kLeftMidMonth) dataset_.Decoy("S10", no, "prorated");
    if (person_.part == Part::kDiedMidMonth) dataset_.Decoy("S10", no, "died: the full month");
  }

  Dataset& dataset_;
  const Person& person_;
  const Papers& papers_;
  const std::vector<Overtime>& overtime_;
  std::vector<Decision> decisions_;
  std::vector<int> quarter_;
  std::map<int, YearToDate> years_;
};

}  // namespace

std::map<int, YearToDate> WritePayroll(Dataset& dataset, const Person& person, const Papers& papers,
                                       const std::vector<Overtime>& overtime) {
  return PayrollWriter(dataset, person, papers, overtime).Write();
}

}  // namespace sudare::example
