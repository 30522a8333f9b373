#include "examples/payroll/generator/operation_log.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "examples/payroll/generator/numbers.h"
#include "examples/payroll/generator/random.h"

namespace sudare::example {
namespace {

std::optional<std::string> Memo(Random& random, const Person& person) {
  // In the log of the first employee, the victim of the attacks, there is always a plain one.
  const bool victim = person.index == 0;
  if (victim || random.Chance(0.12)) {
    // Hyphenated, spaced, full-width, plain.
    return absl::StrCat("番号通知カードで確認 ",
                        SpellNumber(person.personal_number, victim ? 3 : random.Between(0, 3)));
  }
  if (random.Chance(0.1)) {
    return absl::StrCat("受付番号 ", ScatteredDigits(person.index, 53, 12), " により修正");
  }
  if (random.Chance(0.1)) return "窓口で本人から申し出";
  return std::nullopt;
}

std::string Image(const Person& person, bool with_number, bool registered) {
  if (!with_number) {
    return absl::StrCat(R"({"address":")", registered ? person.address : "（旧住所）",
                        R"(","mobile_phone":")", person.mobile_phone, R"("})");
  }
  return absl::StrCat(R"({"full_name":")", person.name.Full(), R"(","personal_number":)",
                      registered ? absl::StrCat("\"", person.personal_number, "\"") : "null", "}");
}

void WriteOperationLog(Dataset& dataset, Random& random, const Person& person) {
  const bool with_number = person.index == 0 || random.Chance(0.4);
  const absl::CivilDay day(2022 + random.Between(0, 1), random.Between(4, 12),
                           random.Between(1, 28));
  const uint64_t high = random.Next();
  dataset.Table("payroll.operation_logs")
      .Int(dataset.NextId("operation_log"))
      .Raw(absl::StrFormat("%s %02d:%02d:00+09", absl::FormatCivilTime(day), random.Between(9, 16),
                           random.Between(0, 59)))
      .Text(random.Chance(0.5) ? "jinji01" : "jinji02")
      .Raw(absl::StrFormat("%08x-%04x-4%03x-8%03x-%012x", high >> 32, (high >> 16) & 0xffff,
                           high & 0xfff, (high >> 12) & 0xfff, random.Next() & 0xffffffffffff))
      .Text(with_number ? "KJN010" : "SKN020")
      .Text("UPDATE")
      .Text("payroll.employees")
      .Text(person.employee_no)
      .Text(Image(person, with_number, false))
      .Text(Image(person, with_number, true))
      .MaybeText(Memo(random, person))
      .End();
}

}  // namespace

void WriteOperationLogs(Dataset& dataset, const Person& person) {
  Random random(dataset.plan().seed + 13, person.index);
  if (person.index == 0 || random.Chance(0.8)) WriteOperationLog(dataset, random, person);
  if (random.Chance(0.1)) WriteOperationLog(dataset, random, person);
}

}  // namespace sudare::example
