#include "examples/payroll/generator/person.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "examples/payroll/generator/numbers.h"
#include "examples/payroll/generator/random.h"

namespace sudare::example {
namespace {

constexpr int kNumbersPerPerson = 8;

absl::CivilDay BirthIn(Random& random, int year) {
  // Never January 1st: on that day the age by law and the age by calendar differ.
  return absl::CivilDay(year, random.Between(1, 12), random.Between(2, 28));
}

Relative MakeRelation(const Plan& plan, Random& random, const Person& person, const char* relation,
                      absl::CivilDay birth) {
  Relative relative;
  relative.number = static_cast<int>(person.family.size()) + 1;
  relative.personal_number =
      PersonalNumber(int64_t{person.index} * kNumbersPerPerson + relative.number, plan.seed);
  relative.relation = relation;
  const bool other = relative.relation == "配偶者";
  const bool female = relative.relation == "母" || (other && person.sex == Sex::kMale) ||
                      (!other && random.Chance(0.5));
  relative.name = MakeRelative(random, female ? Sex::kFemale : Sex::kMale, person.name);
  relative.birth = birth;
  relative.valid_from = std::max(absl::CivilDay(2012, 4, 1), birth);
  return relative;
}

// The child of 19 to 22 years in 2023 about whom S05 and its decoys turn.
void AddStudent(const Plan& plan, Random& random, Person& person) {
  Relative child =
      MakeRelation(plan, random, person, "子", BirthIn(random, random.Between(2002, 2004)));
  if (person.part == Part::kEarningChild) {
    child.income = 1200000;
    child.tax_dependent = false;
    child.allowance_dependent = false;
  }
  if (person.part == Part::kFormerDependent) child.valid_to = absl::CivilDay(2023, 3, 31);
  person.family.push_back(child);
}

void AddFamily(const Plan& plan, Random& random, Person& person) {
  const int age = 2023 - static_cast<int>(person.birth.year());
  const bool young_spouse = person.part == Part::kYoungSpouse;
  // The first employee, the victim of the attacks, always has one.
  if (young_spouse || person.index == 0 || (age >= 28 && random.Chance(0.5))) {
    const int born = young_spouse ? random.Between(2001, 2003)
                                  : static_cast<int>(person.birth.year()) + random.Between(-4, 4);
    Relative spouse = MakeRelation(plan, random, person, "配偶者", BirthIn(random, born));
    spouse.valid_from = absl::CivilDay(2021, 6, 1);
    person.family.push_back(spouse);
    const int children = young_spouse || age < 30 ? 0 : random.Between(0, 3);
    for (int i = 0; i < children; ++i) {
      const int oldest = std::max(static_cast<int>(person.birth.year()) + 26, 1996);
      const int year = random.Between(std::min(oldest, 2020), 2021);
      Relative child = MakeRelation(plan, random, person, "子", BirthIn(random, year));
      child.tax_dependent = child.allowance_dependent = year > 2000;
      if (!child.tax_dependent) child.income = 2400000;
      person.family.push_back(child);
    }
  }
  if (person.part == Part::kSpecificAsGeneral || person.part == Part::kEarningChild ||
      person.part == Part::kFormerDependent) {
    AddStudent(plan, random, person);
  }
  if (age >= 45 && random.Chance(0.1)) {
    const int born = static_cast<int>(person.birth.year()) - random.Between(24, 32);
    person.family.push_back(MakeRelation(plan, random, person, "母", BirthIn(random, born)));
  }
}

void AddContacts(const Plan& plan, Random& random, Person& person) {
  person.home = PickMunicipality(random);
  person.postal_code =
      absl::StrFormat("%s-%04d", person.home.postal_prefix, random.Between(1, 9998));
  person.address = MakeAddress(random, person.home);
  const std::string line = ScatteredDigits(person.index, plan.seed + 3, 6);
  person.phone = absl::StrCat("04", line.substr(0, 2), "-5", line.substr(2, 1), "-",
                              ScatteredDigits(person.index, plan.seed + 4, 6).substr(0, 4));
  const std::string mobile = ScatteredDigits(person.index, plan.seed + 5, 8);
  person.mobile_phone = absl::StrCat(random.Chance(0.5) ? "090-" : "080-", mobile.substr(0, 4), "-",
                                     mobile.substr(4));
  std::string user;
  for (int i = 0; i < 9; ++i) user.push_back(static_cast<char>('a' + random.Between(0, 25)));
  person.email = absl::StrCat(user, "@mail.sudare-city.example");
  person.mutual_aid_no = absl::StrCat("8", ScatteredDigits(person.index, plan.seed + 6, 7));
  const std::string pension = ScatteredDigits(person.index, plan.seed + 7, 9);
  person.pension_no = absl::StrCat("9", pension.substr(0, 3), "-", pension.substr(3));
  person.addressee_no = absl::StrCat("7", ScatteredDigits(person.index, plan.seed + 8, 9));
}

// The account itself: no matter who is paid into it.
Account AccountOf(const Plan& plan, int serial) {
  static constexpr const char* kBanks[] = {"9901", "9902", "9903", "9904"};
  Random random(plan.seed + 9, serial);
  Account account;
  account.bank_code = random.Pick(kBanks);
  account.branch_code = absl::StrFormat("%03d", random.Between(101, 160));
  account.type = random.Chance(0.95) ? '1' : '2';
  account.number = absl::StrCat("0", ScatteredDigits(serial, plan.seed + 10, 6));
  return account;
}

void AddAccounts(const Plan& plan, Random& random, Person& person) {
  person.account = AccountOf(plan, person.index * 2);
  if (person.part == Part::kSameNumberOtherBank) {
    const Account other = AccountOf(plan, (person.index - 1) * 2);
    person.account.number = other.number;
    person.account.bank_code = other.bank_code == "9901" ? "9902" : "9901";
  }
  if (person.Ordinary() && random.Chance(0.15)) {
    person.second_account = AccountOf(plan, person.index * 2 + 1);
  }
}

int PickAge(Random& random, Part part) {
  switch (part) {
    case Part::kSpecificAsGeneral:
    case Part::kEarningChild:
    case Part::kFormerDependent:
      return random.Between(43, 55);
    case Part::kYoungSpouse:
      return random.Between(23, 27);
    default:
      return random.Between(23, 59);
  }
}

void SetService(Random& random, Person& person) {
  const int age = PickAge(random, person.part);
  person.birth = BirthIn(random, 2022 - age);
  const int years = std::min(random.Between(1, 35), age - 21);
  person.hired = absl::CivilDay(2022 - years, 4, 1);
  if (person.part == Part::kHiredInSummer) {
    person.hired = absl::CivilDay(2023, random.Between(6, 7), 1);
  } else if (person.Ordinary() && random.Chance(0.03)) {
    person.hired = absl::CivilDay(2023, 4, 1);
  } else if (person.Ordinary() && random.Chance(0.03)) {
    person.retired = absl::CivilDay(2023, 3, 31);
    person.retire_reason = age >= 58 ? "定年" : "自己都合";
  }
  switch (person.part) {
    case Part::kFullMonthPaid:
      person.retired = absl::CivilDay(2023, 8, 10);
      person.retire_reason = "自己都合";
      break;
    case Part::kLeftMidMonth:
      person.retired = random.Chance(0.5) ? absl::CivilDay(2023, 8, 10)
                                          : absl::CivilDay(2022, 11, random.Between(8, 20));
      person.retire_reason = "自己都合";
      break;
    case Part::kDiedMidMonth:
      person.retired = absl::CivilDay(2023, 8, 10);
      person.retire_reason = "死亡";
      break;
    default:
      break;
  }
}

PayGrade FirstPay(Random& random, const Person& person) {
  if (person.kind == "special") return {"S1", 1, 1};
  if (person.kind == "fiscal") return {"K1", 1, random.Between(1, 15)};
  const int age = 2022 - static_cast<int>(person.birth.year());
  int grade = age < 30 ? 1 + random.Between(0, 1) : 2 + random.Between(0, (age - 22) / 8);
  // Those about whom overtime and promotion turn are no managers.
  if (!person.Ordinary()) grade = std::min(grade, 4);
  return {"G1", std::min(grade, kGradesOfG1), random.Between(5, 80)};
}

class CareerMaker {
 public:
  CareerMaker(const Plan& plan, Random& random, Person& person)
      : plan_(plan), random_(random), person_(person) {}

  void Make() {
    const auto& departments = Departments();
    Appointment first;
    first.effective = person_.hired;
    first.kind = "採用";
    first.department =
        person_.kind == "special"
            ? departments.front().code
            : departments[random_.Between(1, static_cast<int>(departments.size()) - 1)].code;
    first.pay = FirstPay(random_, person_);
    person_.career.push_back(first);
    for (absl::CivilMonth month = plan_.FirstMonth(); month <= plan_.LastMonth(); ++month) {
      if (absl::CivilDay(month) > person_.hired && person_.WorksIn(month)) Advance(month);
    }
  }

 private:
  void Add(absl::CivilMonth month, const char* kind, const std::string& remark) {
    next_.effective = absl::CivilDay(month);
    next_.kind = kind;
    next_.remark = remark;
    person_.career.push_back(next_);
  }

  void Promote(absl::CivilMonth month) {
    next_.pay.grade = std::min(next_.pay.grade + 1, kGradesOfG1);
    Add(month, "昇格", absl::StrCat("発令通知 ", ScatteredDigits(person_.index, 17, 12)));
  }

  void Advance(absl::CivilMonth month) {
    if (person_.kind != "regular") return;
    next_ = person_.career.back();
    const bool april = month.month() == 4;
    if (month.month() == 1) {
      next_.pay.step = std::min(next_.pay.step + 4, kStepsOfG1);
      Add(month, "昇給", "");
    } else if (Promoted(month)) {
      Promote(month);
    } else if (april && random_.Chance(0.15)) {
      const auto& departments = Departments();
      next_.department =
          departments[random_.Between(1, static_cast<int>(departments.size()) - 1)].code;
      Add(month, "異動", "定期異動");
    } else if (month == absl::CivilMonth(2023, 8) && OnLeave()) {
      next_.percent = person_.part == Part::kUnpaidLeave ? 0 : 80;
      Add(month, "休職",
          absl::StrCat("休職開始 診断書受付番号 ", ScatteredDigits(person_.index, 23, 12)));
    }
  }

  bool OnLeave() const {
    return person_.part == Part::kUnpaidLeave || person_.part == Part::kPaidLeave;
  }

  bool Promoted(absl::CivilMonth month) {
    if (person_.part == Part::kDecisionMissing) return month == absl::CivilMonth(2023, 4);
    if (person_.part == Part::kOldGradeDifference || person_.part == Part::kPromotedInJuly) {
      return month == absl::CivilMonth(2023, 7);
    }
    return person_.Ordinary() && month.month() == 4 && random_.Chance(0.08);
  }

  const Plan& plan_;
  Random& random_;
  Person& person_;
  Appointment next_;
};

}  // namespace

const std::vector<Department>& Departments() {
  static const auto& departments = *new std::vector<Department>{
      {"0100", "秘書課", "市長公室"},       {"0110", "企画政策課", "企画部"},
      {"0120", "財政課", "企画部"},         {"0210", "総務課", "総務部"},
      {"0220", "人事課", "総務部"},         {"0230", "情報システム課", "総務部"},
      {"0240", "契約検査課", "総務部"},     {"0310", "市民課", "市民部"},
      {"0320", "税務課", "市民部"},         {"0330", "収納課", "市民部"},
      {"0340", "国保年金課", "市民部"},     {"0410", "社会福祉課", "福祉部"},
      {"0420", "高齢福祉課", "福祉部"},     {"0430", "こども課", "福祉部"},
      {"0440", "保育課", "福祉部"},         {"0450", "健康増進課", "福祉部"},
      {"0510", "環境課", "環境経済部"},     {"0520", "商工観光課", "環境経済部"},
      {"0530", "農政課", "環境経済部"},     {"0610", "建設課", "都市建設部"},
      {"0620", "都市計画課", "都市建設部"}, {"0630", "建築指導課", "都市建設部"},
      {"0640", "下水道課", "都市建設部"},   {"0710", "教育総務課", "教育委員会"},
      {"0720", "学校教育課", "教育委員会"}, {"0730", "生涯学習課", "教育委員会"},
      {"0740", "図書館", "教育委員会"},     {kOldFormDepartment, "給食センター", "教育委員会"},
      {"0810", "議会事務局", "議会"},       {"0820", "監査委員事務局", "監査"},
      {"0910", "消防総務課", "消防本部"},   {"0920", "警防課", "消防本部"},
  };
  return departments;
}

bool Person::WorksIn(absl::CivilMonth month) const {
  return absl::CivilMonth(hired) <= month &&
         (!retired.has_value() || absl::CivilMonth(*retired) >= month);
}

const Appointment& Person::On(absl::CivilDay day) const {
  const Appointment* found = &career.front();
  for (const Appointment& appointment : career) {
    if (appointment.effective <= day) found = &appointment;
  }
  return *found;
}

Person MakePerson(const Plan& plan, int index) {
  Random random(plan.seed, index);
  Person person;
  person.index = index;
  const bool special = index >= plan.employees;
  person.part = special ? Part::kOrdinary : PartOf(index);
  person.employee_no = absl::StrCat(special ? 900001 + index - plan.employees : 100001 + index);
  person.kind = special                                    ? "special"
                : person.Ordinary() && random.Chance(0.15) ? "fiscal"
                                                           : "regular";
  person.personal_number = PersonalNumber(int64_t{index} * kNumbersPerPerson, plan.seed);
  person.sex = random.Chance(0.5) ? Sex::kMale : Sex::kFemale;
  person.name = MakeName(random, person.sex);
  SetService(random, person);
  if (special) {
    person.hired = absl::CivilDay(2021, 4, 1);
    person.retired.reset();
  }
  AddContacts(plan, random, person);
  AddFamily(plan, random, person);
  CareerMaker(plan, random, person).Make();
  if (special) person.career.front().pay.step = index - plan.employees + 1;
  AddAccounts(plan, random, person);
  person.union_member = person.kind == "regular" && random.Chance(0.6);
  person.declares = person.kind != "fiscal" || random.Chance(0.5);
  return person;
}

}  // namespace sudare::example
