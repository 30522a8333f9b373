#include "examples/payroll/generator/papers.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "examples/payroll/generator/kana.h"
#include "examples/payroll/generator/numbers.h"
#include "examples/payroll/generator/random.h"

namespace sudare::example {
namespace {

using absl::CivilDay;
using absl::CivilMonth;

int FiscalYear(CivilMonth month) {
  return static_cast<int>(month.year()) - (month.month() >= 6 ? 0 : 1);
}

class PaperWriter {
 public:
  PaperWriter(Dataset& dataset, const Person& person)
      : dataset_(dataset), person_(person), random_(dataset.plan().seed + 11, person.index) {}

  Papers Write() {
    WriteEmployee();
    WriteFamily();
    WriteCareer();
    WriteDeclarations();
    WriteCommutes();
    WriteHousing();
    WriteTaxes();
    WriteAccounts();
    WriteDeductions();
    return std::move(papers_);
  }

 private:
  std::optional<std::string> Note() {
    const std::string& number = person_.personal_number;
    if (person_.part == Part::kNumberInNote) {
      const int spelling = person_.index % 3;
      return absl::StrCat("本人確認済。マイナンバー ", SpellNumber(number, spelling),
                          " 届出書と照合");
    }
    if (random_.Chance(0.016)) {
      return absl::StrCat("採用通知 文書番号 ", ScatteredDigits(person_.index, 31, 12));
    }
    if (random_.Chance(0.01)) {
      return absl::StrCat("連絡は家族の携帯 ", person_.mobile_phone, " へ");
    }
    if (random_.Chance(0.03)) return "育児短時間勤務の相談あり";
    return std::nullopt;
  }

  void WriteEmployee() {
    const std::optional<std::string> reason =
        person_.retired ? std::optional<std::string>(person_.retire_reason) : std::nullopt;
    const bool disabled = random_.Chance(0.025);
    dataset_.Table("payroll.employees")
        .Text(person_.employee_no)
        .Text(person_.personal_number)
        .Text(person_.name.Full())
        .Text(person_.name.FullKana())
        .Date(person_.birth)
        .Raw(person_.sex == Sex::kMale ? "1" : "2")
        .Text(person_.postal_code)
        .Text(person_.address)
        .Text(person_.phone)
        .Text(person_.mobile_phone)
        .Text(person_.email)
        .Text(person_.kind)
        .Text(person_.career.back().department)
        .Date(person_.hired)
        .MaybeDate(person_.retired)
        .MaybeText(reason)
        .Text(person_.mutual_aid_no)
        .Text(person_.pension_no)
        .MaybeText(disabled ? std::optional<std::string>("3級") : std::nullopt)
        .Bool(person_.union_member)
        .MaybeText(Note())
        .Text(absl::StrCat("OLD", person_.index))
        .Raw("2024-04-01 09:00:00+09")
        .End();
    Identify("names", person_.name.Full());
    Identify("kana", person_.name.FullKana());
    Identify("personal_numbers", person_.personal_number);
    Identify("addresses", person_.address);
    Identify("phones", person_.phone);
    Identify("phones", person_.mobile_phone);
    Identify("emails", person_.email);
    Identify("mutual_aid_numbers", person_.mutual_aid_no);
    Identify("pension_numbers", person_.pension_no);
    Identify("addressee_numbers", person_.addressee_no);
  }

  void Identify(const char* kind, const std::string& value) { dataset_.Identity(kind, value); }

  void WriteFamily() {
    for (const Relative& relative : person_.family) {
      dataset_.Table("payroll.dependents")
          .Text(person_.employee_no)
          .Int(relative.number)
          .Text(relative.personal_number)
          .Text(relative.name.Full())
          .Text(relative.name.FullKana())
          .Text(relative.relation)
          .Date(relative.birth)
          .Int(relative.income)
          .Null()
          .Bool(relative.tax_dependent)
          .Bool(relative.allowance_dependent)
          .Date(relative.valid_from)
          .MaybeDate(relative.valid_to)
          .End();
      Identify("personal_numbers", relative.personal_number);
      Identify("names", relative.name.Full());
      Identify("kana", relative.name.FullKana());
    }
  }

  void WriteCareer() {
    for (const Appointment& appointment : person_.career) {
      dataset_.Table("payroll.appointments")
          .Int(dataset_.NextId("appointment"))
          .Text(person_.employee_no)
          .Date(appointment.effective)
          .Text(appointment.kind)
          .Text(appointment.department)
          .Text(appointment.pay.table)
          .Int(appointment.pay.grade)
          .Int(appointment.pay.step)
          .Int(appointment.percent)
          .MaybeText(appointment.remark.empty() ? std::nullopt
                                                : std::optional<std::string>(appointment.remark))
          .End();
    }
  }

  void WriteDeclarations() {
    if (!person_.declares) return;
    const int last = static_cast<int>(dataset_.plan().LastMonth().year());
    for (int year = 2022; year <= last; ++year) {
      if (person_.hired > CivilDay(year, 12, 31)) continue;
      if (person_.retired && *person_.retired < CivilDay(year, 1, 1)) continue;
      Period period{std::max(person_.hired, CivilDay(year, 1, 1)), CivilDay(year, 12, 31)};
      CivilDay submitted = std::max(person_.hired, CivilDay(year - 1, 12, 10));
      if (person_.part == Part::kLateDeclaration && year == 2023) {
        submitted = CivilDay(2023, 6, 20);
        period.from = CivilDay(2023, 7, 1);
      }
      dataset_.Table("payroll.declarations")
          .Int(dataset_.NextId("declaration"))
          .Text(person_.employee_no)
          .Int(year)
          .Date(submitted)
          .Date(period.from)
          .Date(*period.to)
          .MaybeText(random_.Chance(0.6) ? std::optional<std::string>(person_.personal_number)
                                         : std::nullopt)
          .Text(person_.address)
          .Bool(false)
          .Bool(false)
          .End();
      papers_.declarations.push_back(period);
    }
  }

  void AddCommute(CivilDay from, std::optional<CivilDay> to) {
    static constexpr const char* kStations[] = {"簾", "御簾浜", "葦原", "潮見台", "竹垣"};
    CommuteNotice notice;
    notice.id = dataset_.NextId("commute");
    notice.period = {from, to};
    notice.pass_amount = 10 * random_.Between(2400, 12000);
    const char* station = random_.Pick(kStations);
    dataset_.Table("payroll.commute_notices")
        .Int(notice.id)
        .Text(person_.employee_no)
        .Date(from)
        .MaybeDate(to)
        .Text(random_.Chance(0.7) ? "鉄道" : "バス")
        .Text(absl::StrCat(station, "駅～簾市役所前"))
        .Text(station)
        .Raw(absl::StrCat(random_.Between(2, 40), ".", random_.Between(1, 9)))
        .Int(6)
        .Int(notice.pass_amount)
        .Date(from - 10)
        .End();
    papers_.commutes.push_back(notice);
  }

  void WriteCommutes() {
    const CivilDay from = std::max(person_.hired, CivilDay(2020, 4, 1));
    const bool scripted =
        person_.part == Part::kDoubleCommute || person_.part == Part::kReplacedCommute;
    if (!scripted && (person_.kind == "special" || !random_.Chance(0.8))) return;
    if (person_.part == Part::kDoubleCommute) {
      AddCommute(from, std::nullopt);
      AddCommute(CivilDay(2023, 10, 1), std::nullopt);
      dataset_.Planted("S01", person_.employee_no);
      return;
    }
    const bool moved = scripted || (person_.Ordinary() && !person_.retired &&
                                    from < CivilDay(2022, 1, 1) && random_.Chance(0.04));
    if (!moved) {
      AddCommute(from, person_.retired);
      return;
    }
    static constexpr CivilDay kMoves[] = {CivilDay(2022, 10, 1), CivilDay(2023, 4, 1),
                                          CivilDay(2023, 10, 1)};
    const CivilDay day = scripted ? CivilDay(2023, 10, 1) : random_.Pick(kMoves);
    AddCommute(from, day - 1);
    AddCommute(day, std::nullopt);
    dataset_.Decoy("S01", person_.employee_no, "the old notice was closed the day before");
  }

  void WriteHousing() {
    if (person_.kind != "regular" || !random_.Chance(0.35)) return;
    const Name landlord = MakeName(random_, Sex::kMale);
    const std::string phone =
        absl::StrCat("0479-6", random_.Between(1, 9), "-", random_.Between(1000, 9999));
    const int rent = 500 * random_.Between(90, 180);
    papers_.housing_allowance = std::min(28000, (rent - 16000) / 2);
    dataset_.Table("payroll.housing_notices")
        .Int(dataset_.NextId("housing"))
        .Text(person_.employee_no)
        .Date(person_.hired)
        .MaybeDate(person_.retired)
        .Text(person_.address)
        .Text(landlord.Full())
        .Text(phone)
        .Int(rent)
        .Int(papers_.housing_allowance)
        .End();
    Identify("names", landlord.Full());
    Identify("phones", phone);
  }

  void AddTax(int year, bool change, CivilMonth effective, int annual, int first, int monthly) {
    TaxNotice notice{year, effective, first, monthly};
    notice.ignored = change && person_.part == Part::kTaxChangeIgnored;
    dataset_.Table("payroll.resident_tax_notices")
        .Int(dataset_.NextId("tax_notice"))
        .Text(person_.employee_no)
        .Int(year)
        .Text(change ? "change" : "initial")
        .Date(CivilDay(effective))
        .Text(person_.home.code)
        .Text(person_.home.name)
        .Text(person_.addressee_no)
        .Int(annual)
        .Int(first)
        .Int(monthly)
        .Date(CivilDay(effective) - 14)
        .End();
    papers_.taxes.push_back(notice);
  }

  void WriteTaxes() {
    const int last = FiscalYear(dataset_.plan().LastMonth());
    for (int year = 2021; year <= last; ++year) {
      if (person_.hired >= CivilDay(year, 1, 1)) continue;
      if (person_.retired && *person_.retired < CivilDay(year, 6, 1)) continue;
      const int pay = TableAmount(person_.On(CivilDay(year, 6, 1)).pay, false);
      const int annual =
          std::max(50000, (pay * 16 - 1500000) / 17 / 100 * 100) + 100 * random_.Between(0, 90);
      const int monthly = annual / 12 / 100 * 100;
      AddTax(year, false, CivilMonth(year, 6), annual, annual - 11 * monthly, monthly);
      MaybeChangeTax(year, annual, annual - 11 * monthly, monthly);
    }
  }

  void MaybeChangeTax(int year, int annual, int first, int monthly) {
    const bool scripted =
        (person_.part == Part::kTaxChangeIgnored || person_.part == Part::kTaxChangeFollowed) &&
        year == 2023;
    if (!scripted && !(person_.Ordinary() && year >= 2022 && random_.Chance(0.02))) return;
    // From October on: four months are paid.
    const int changed = annual * (random_.Chance(0.5) ? 120 : 80) / 100;
    const int rest = changed - first - 3 * monthly;
    const int new_monthly = rest / 8 / 100 * 100;
    AddTax(year, true, CivilMonth(year, 10), changed, rest - 7 * new_monthly, new_monthly);
    if (person_.part == Part::kTaxChangeIgnored) {
      dataset_.Planted("S02", person_.employee_no);
    } else if (!person_.retired) {
      dataset_.Decoy("S02", person_.employee_no, "the change was entered");
    }
  }

  void AddAccount(const Account& account, int sequence, Period period) {
    const std::string holder = HalfWidthKana(person_.name.FullKana());
    CopyFile& table = dataset_.Table("payroll.bank_accounts");
    table.Int(dataset_.NextId("account"))
        .Text(person_.employee_no)
        .Int(sequence)
        .Text(account.bank_code)
        .Text(account.branch_code)
        .Text(std::string(1, account.type))
        .Text(account.number)
        .Text(holder);
    if (sequence == 1) {
      table.Null();
    } else {
      table.Int(kSecondAccountAmount);
    }
    table.Date(period.from).MaybeDate(period.to).Text("keiri02").End();
    papers_.accounts.push_back({account, sequence, period});
    Identify("account_numbers", account.number);
  }

  void WriteAccounts() {
    Identify("holders", HalfWidthKana(person_.name.FullKana()));
    const Account& own = person_.account;
    const std::string& no = person_.employee_no;
    switch (person_.part) {
      case Part::kAccountTypedOver:
        AddAccount(own, 1, {person_.hired, CivilDay(2023, 5, 14)});
        AddAccount(MakePerson(dataset_.plan(), person_.index - 1).account, 1,
                   {CivilDay(2023, 5, 15), std::nullopt});
        dataset_.Planted("S12", no);
        return;
      case Part::kAccountOwner:
        if (person_.index + 1 < dataset_.plan().employees) dataset_.Planted("S12", no);
        break;
      case Part::kAccountReopened:
        AddAccount(own, 1, {person_.hired, CivilDay(2022, 12, 31)});
        AddAccount(own, 1, {CivilDay(2023, 1, 1), std::nullopt});
        dataset_.Decoy("S12", no, "one person, the same account twice");
        return;
      case Part::kSameNumberOtherBank:
        dataset_.Decoy("S12", no, "the same number at another bank");
        break;
      default:
        break;
    }
    AddAccount(own, 1, {person_.hired, std::nullopt});
    if (person_.second_account) {
      AddAccount(*person_.second_account, 2, {person_.hired, std::nullopt});
      dataset_.Decoy("S09", no, "two accounts of one person");
    }
  }

  void WriteDeductions() {
    if (person_.union_member) {
      papers_.union_fee = TableAmount(person_.career.front().pay, false) / 1000 * 8;
      WriteDeduction("D08", papers_.union_fee, std::nullopt, std::nullopt);
    }
    if (person_.kind == "regular" && random_.Chance(0.3)) {
      papers_.group_insurance = 500 * random_.Between(3, 18);
      const Name beneficiary = MakeRelative(random_, Sex::kFemale, person_.name);
      Identify("names", beneficiary.Full());
      const std::string policy = absl::StrCat("GI", ScatteredDigits(person_.index, 41, 9));
      Identify("policy_numbers", policy);
      WriteDeduction("D09", papers_.group_insurance, policy, beneficiary.Full());
    }
  }

  void WriteDeduction(const char* item, int amount, const std::optional<std::string>& policy,
                      const std::optional<std::string>& beneficiary) {
    dataset_.Table("payroll.deductions")
        .Text(person_.employee_no)
        .Text(item)
        .Date(person_.hired)
        .MaybeDate(person_.retired)
        .Int(amount)
        .MaybeText(policy)
        .MaybeText(beneficiary)
        .End();
  }

  Dataset& dataset_;
  const Person& person_;
  Random random_;
  Papers papers_;
};

}  // namespace

bool Papers::DeclaredOn(CivilDay day) const {
  for (const Period& period : declarations) {
    if (period.Holds(day)) return true;
  }
  return false;
}

int Papers::ResidentTax(CivilMonth month) const {
  const TaxNotice* found = nullptr;
  for (const TaxNotice& notice : taxes) {
    if (notice.fiscal_year != FiscalYear(month) || notice.effective > month) continue;
    if (!notice.ignored) found = &notice;
  }
  if (found == nullptr) return 0;
  return found->effective == month ? found->first : found->monthly;
}

Papers WritePapers(Dataset& dataset, const Person& person) {
  return PaperWriter(dataset, person).Write();
}

}  // namespace sudare::example
