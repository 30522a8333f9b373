#include "examples/payroll/generator/victim.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "examples/payroll/generator/numbers.h"
#include "examples/payroll/generator/person.h"

namespace sudare::example {
namespace {

std::string WithoutZeros(absl::string_view digits) {
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  return std::string(digits);
}

std::string Numbers(const std::vector<Person>& people) {
  return absl::StrJoin(
      people, " ", [](std::string* out, const Person& person) { out->append(person.employee_no); });
}

// In which order sorting by a hidden value puts the first eight.
void WriteOrders(Dataset& dataset) {
  std::vector<Person> people;
  for (int i = 0; i < 8; ++i) people.push_back(MakePerson(dataset.plan(), i));
  std::sort(people.begin(), people.end(),
            [](const Person& a, const Person& b) { return a.personal_number < b.personal_number; });
  dataset.Victim("number_order", Numbers(people));
  std::sort(people.begin(), people.end(), [](const Person& a, const Person& b) {
    return std::make_pair(a.name.FullKana(), a.index) < std::make_pair(b.name.FullKana(), b.index);
  });
  dataset.Victim("name_order", Numbers(people));
}

// The first three in whose notes a number hides, each in another spelling.
void WriteNotes(Dataset& dataset) {
  static constexpr const char* kSpellings[] = {"note_hyphenated", "note_spaced", "note_fullwidth"};
  int found = 0;
  for (int i = 0; found < 3; ++i) {
    if (PartOf(i) != Part::kNumberInNote) continue;
    const std::string number = MakePerson(dataset.plan(), i).personal_number;
    dataset.Victim(kSpellings[i % 3], SpellNumber(number, i % 3));
    if (i % 3 == 0) dataset.Victim("note_digits", number);
    ++found;
  }
}

}  // namespace

void WriteVictim(Dataset& dataset) {
  const Person person = MakePerson(dataset.plan(), 0);
  const std::string& number = person.personal_number;
  dataset.Victim("employee_no", person.employee_no);
  dataset.Victim("other_employee_no", MakePerson(dataset.plan(), 1).employee_no);
  dataset.Victim("personal_number", number);
  dataset.Victim("personal_number_without_zeros", WithoutZeros(number));
  dataset.Victim("personal_number_reversed", std::string(number.rbegin(), number.rend()));
  dataset.Victim("personal_number_hex", absl::BytesToHexString(number));
  dataset.Victim("full_name", person.name.Full());
  dataset.Victim("birth_date", absl::FormatCivilTime(person.birth));
  dataset.Victim("account_number", person.account.number);
  dataset.Victim("dependent_number", person.family.front().personal_number);
  dataset.Victim("dependent_number_json", WithoutZeros(person.family.front().personal_number));
  const Person special = MakePerson(dataset.plan(), dataset.plan().employees);
  dataset.Victim("special_employee_no", special.employee_no);
  dataset.Victim("special_name", special.name.Full());
  dataset.Victim("special_base_pay", absl::StrCat(TableAmount(special.career.front().pay, false)));
  WriteOrders(dataset);
  WriteNotes(dataset);
}

}  // namespace sudare::example
