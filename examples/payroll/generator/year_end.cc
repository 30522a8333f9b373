#include "examples/payroll/generator/year_end.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "examples/payroll/generator/numbers.h"

namespace sudare::example {
namespace {

using absl::CivilDay;
using absl::CivilMonth;

// Dependents by the classes of the tax law, on December 31st.
struct Counts {
  int spouse = 0;
  int general = 0;
  int specific = 0;
  int elderly = 0;
  int minor = 0;
};

Counts CountFamily(const Person& person, int year) {
  Counts counts;
  for (const Relative& relative : person.family) {
    if (!relative.tax_dependent || !relative.CountsOn(CivilDay(year, 12, 31))) continue;
    // Nobody is born on January 1st here, so years suffice.
    const int age = year - static_cast<int>(relative.birth.year());
    if (relative.relation == "配偶者") {
      ++counts.spouse;
    } else if (age < 16) {
      ++counts.minor;
    } else if (age >= 19 && age <= 22) {
      ++counts.specific;
    } else if (age >= 70) {
      ++counts.elderly;
    } else {
      ++counts.general;
    }
  }
  return counts;
}

void NotePart(Dataset& dataset, const Person& person, int year) {
  if (year != 2023) return;
  switch (person.part) {
    case Part::kSpecificAsGeneral:
      dataset.Planted("S05", person.employee_no);
      break;
    case Part::kYoungSpouse:
      dataset.Decoy("S05", person.employee_no, "the spouse is 20 to 22");
      break;
    case Part::kEarningChild:
      dataset.Decoy("S05", person.employee_no, "the child earns too much");
      break;
    case Part::kFormerDependent:
      dataset.Decoy("S05", person.employee_no, "the child left the household");
      break;
    default:
      break;
  }
}

// The number as text, or as a JSON number: then the leading zero is lost.
std::string JsonNumber(absl::string_view number, bool as_text) {
  if (as_text) return absl::StrCat("\"", number, "\"");
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size() - 1));
  return std::string(number);
}

std::string Payload(const Person& person, int year, bool old_form, const YearToDate& totals) {
  std::vector<std::string> dependents;
  for (const Relative& relative : person.family) {
    if (!relative.CountsOn(CivilDay(year, 12, 31))) continue;
    dependents.push_back(absl::StrCat(
        R"({"name":")", relative.name.Full(), R"(","personal_number":)",
        JsonNumber(relative.personal_number, (person.index + relative.number) % 2 == 0), "}"));
  }
  const char* blocks = old_form ? R"(["recipient","payer","amounts"])"
                                : R"(["recipient","payer","amounts","dependents_u16"])";
  return absl::StrCat(R"({"form_version":")", old_form ? "R04" : "R05",
                      R"(","layout":{"writer":"WS-)", person.On(CivilDay(year, 12, 31)).department,
                      R"(","blocks":)", blocks, R"(},"recipient":{"personal_number":)",
                      JsonNumber(person.personal_number, true), R"(,"name":")", person.name.Full(),
                      R"(","kana":")", person.name.FullKana(), R"(","address":")", person.address,
                      R"("},"payer":{"corporate_number":")", CityCorporateNumber(),
                      R"("},"dependents":[)", absl::StrJoin(dependents, ","),
                      R"(],"amounts":{"paid":)", totals.income, R"(,"social_insurance":)",
                      totals.social_insurance, R"(,"tax":)", totals.tax, "}}");
}

void WriteWithholdingSlip(Dataset& dataset, const Person& person, int year,
                          const YearToDate& totals) {
  const std::string& department = person.On(CivilDay(year, 12, 31)).department;
  const bool left_behind = year == 2023 && department == kOldFormDepartment;
  dataset.Table("payroll.withholding_slips")
      .Int(dataset.NextId("withholding_slip"))
      .Text(person.employee_no)
      .Int(year)
      .Text(department)
      .Text(person.personal_number)
      .Text(person.name.Full())
      .Text(person.name.FullKana())
      .Text(person.address)
      .Text(CityCorporateNumber())
      .Int(totals.income)
      .Int(totals.tax)
      .Text(Payload(person, year, year < 2023 || left_behind, totals))
      .Date(CivilDay(year + 1, 1, 20))
      .End();
  if (left_behind) dataset.Planted("S13", person.employee_no);
}

}  // namespace

const std::string& CityCorporateNumber() {
  static const auto& number = *new std::string([] {
    const std::string base = "000020992011";
    return absl::StrCat(std::string(1, CorporateNumberCheckDigit(base)), base);
  }());
  return number;
}

int WriteYearEnd(Dataset& dataset, const Person& person, int year, const YearToDate& totals) {
  constexpr int kBasicDeduction = 480000;
  Counts counts = CountFamily(person, year);
  if (person.part == Part::kSpecificAsGeneral && year == 2023) {
    --counts.specific;
    ++counts.general;
  }
  NotePart(dataset, person, year);
  const int employment = EmploymentIncome(totals.income);
  const int spouse = 380000 * counts.spouse;
  const int dependents =
      380000 * counts.general + 630000 * counts.specific + 480000 * counts.elderly;
  const int life_insurance = person.index % 3 == 0 ? 40000 : 0;
  const int taxable = std::max(employment - totals.social_insurance - life_insurance -
                                   kBasicDeduction - spouse - dependents,
                               0) /
                      1000 * 1000;
  const int tax = AnnualTax(taxable) / 100 * 100;
  dataset.Table("payroll.year_end_adjustments")
      .Text(person.employee_no)
      .Int(year)
      .Int(totals.income)
      .Int(employment)
      .Int(totals.social_insurance)
      .Int(life_insurance)
      .Int(kBasicDeduction)
      .Int(spouse)
      .Int(counts.general)
      .Int(counts.specific)
      .Int(counts.elderly)
      .Int(counts.minor)
      .Int(dependents)
      .Int(0)
      .Int(taxable)
      .Int(tax)
      .Int(totals.tax)
      .Int(tax - totals.tax)
      .Date(CivilDay(year, 12, 18))
      .End();
  return tax - totals.tax;
}

void WriteWithholdingSlips(Dataset& dataset, const Person& person,
                           const std::map<int, YearToDate>& years) {
  for (const auto& [year, totals] : years) {
    if (CivilMonth(year, 12) < dataset.plan().LastMonth()) {
      WriteWithholdingSlip(dataset, person, year, totals);
    }
  }
}

}  // namespace sudare::example
