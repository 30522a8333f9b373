#include "examples/payroll/generator/masters.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "examples/payroll/generator/pay_rules.h"
#include "examples/payroll/generator/person.h"
#include "examples/payroll/generator/runs.h"
#include "examples/payroll/generator/transfer.h"

namespace sudare::example {
namespace {

using absl::CivilDay;
using absl::CivilMonth;

void WriteDepartments(Dataset& dataset) {
  int index = -1;
  for (const Department& department : Departments()) {
    ++index;
    dataset.Table("payroll.departments")
        .Text(department.code)
        .Text(department.name)
        .Text(department.name)
        .Text(department.division)
        .Null()
        .Text(absl::StrFormat("02%06d", 10100 + 10 * index))
        .Date(CivilDay(2015, 4, 1))
        .Null()
        .Text(absl::StrCat("D", index))
        .End();
  }
}

void WritePayItems(Dataset& dataset) {
  struct Item {
    const char* code;
    const char* name;
    bool taxable;
    bool fixed;
    const char* tags;
  };
  static constexpr Item kItems[] = {
      {"P01", "給料", true, true, "{base}"},
      {"P02", "地域手当", true, true, "{allowance}"},
      {"P03", "管理職手当", true, true, "{allowance}"},
      {"P04", "扶養手当", true, true, "{allowance}"},
      {"P05", "住居手当", true, true, "{allowance}"},
      {"P06", "通勤手当", false, true, "{allowance,commute}"},
      {"P07", "時間外勤務手当", true, false, "{allowance,overtime}"},
      {"P08", "給与改定差額", true, false, "{difference}"},
      {"P09", "期末勤勉手当", true, false, "{bonus}"},
      {"D01", "共済短期掛金", false, true, "{social}"},
      {"D02", "介護掛金", false, true, "{social}"},
      {"D03", "厚生年金保険料", false, true, "{social}"},
      {"D04", "退職等年金掛金", false, true, "{social}"},
      {"D05", "所得税", false, false, "{tax}"},
      {"D06", "住民税", false, false, "{tax}"},
      {"D07", "互助会費", false, true, "{other}"},
      {"D08", "組合費", false, true, "{other}"},
      {"D09", "団体保険料", false, true, "{other}"},
      {"D10", "年末調整過不足額", false, false, "{tax}"},
  };
  int order = 0;
  for (const Item& item : kItems) {
    dataset.Table("payroll.pay_items")
        .Text(item.code)
        .Text(item.name)
        .Text(absl::string_view(item.code, 1))
        .Bool(item.taxable)
        .Bool(item.fixed)
        .Int(++order)
        .Raw(item.tags)
        .End();
  }
}

void WritePayTable(Dataset& dataset, const char* table, int grades, int steps, bool revised) {
  for (int grade = 1; grade <= grades; ++grade) {
    for (int step = 1; step <= steps; ++step) {
      dataset.Table("payroll.pay_tables")
          .Text(table)
          .Int(grade)
          .Int(step)
          .Date(CivilDay(revised ? 2023 : 2022, 4, 1))
          .Date(revised ? CivilDay(2023, 12, 1) : CivilDay(2022, 3, 20))
          .Int(TableAmount({table, grade, step}, revised))
          .End();
    }
  }
}

void WriteOvertimeRate(Dataset& dataset, const char* code, CivilDay from,
                       std::optional<CivilDay> to, const char* rate) {
  dataset.Table("payroll.overtime_rates")
      .Text(code)
      .Date(from)
      .MaybeDate(to)
      .Raw(rate)
      .Text("jinji02")
      .End();
}

void WriteOvertimeRates(Dataset& dataset) {
  const CivilDay start(2022, 4, 1);
  WriteOvertimeRate(dataset, "OT", start, std::nullopt, "1.25");
  WriteOvertimeRate(dataset, "HO", start, std::nullopt, "1.35");
  WriteOvertimeRate(dataset, "NI", start, std::nullopt, "1.50");
  // S04: for one month the rate beyond 60 hours was mistyped.
  WriteOvertimeRate(dataset, "OV60", start, CivilDay(2023, 9, 30), "1.50");
  WriteOvertimeRate(dataset, "OV60", CivilDay(2023, 10, 1), CivilDay(2023, 10, 31), "1.25");
  WriteOvertimeRate(dataset, "OV60", CivilDay(2023, 11, 1), std::nullopt, "1.50");
}

void WriteRemunerationGrades(Dataset& dataset, const char* kind,
                             const std::vector<RemunerationGrade>& grades) {
  for (const RemunerationGrade& grade : grades) {
    CopyFile& table = dataset.Table("payroll.remuneration_grades");
    table.Text(kind).Int(grade.grade).Int(grade.lower);
    if (grade.upper == 0) {
      table.Null();
    } else {
      table.Int(grade.upper);
    }
    table.Int(grade.standard).End();
  }
}

void WriteUsers(Dataset& dataset) {
  static constexpr const char* kUsers[] = {"jinji01", "jinji02", "keiri01", "keiri02"};
  int index = 200;
  for (const char* user : kUsers) {
    const Person person = MakePerson(dataset.plan(), --index);
    dataset.Table("payroll.system_users")
        .Text(user)
        .Text(person.employee_no)
        .Text(person.name.Full())
        .Text(absl::StrCat("$argon2id$v=19$m=65536,t=3,p=1$ZXhhbXBsZXNhbHQ$", user, "0hashhash"))
        .Text("\\x00112233445566778899aabbccddeeff")
        .Text("operator")
        .Raw("2024-03-29 08:31:00+09")
        .End();
  }
  dataset.Table("payroll.system_users")
      .Text("batch01")
      .Null()
      .Text("夜間バッチ")
      .Text("!")
      .Null()
      .Text("batch")
      .Null()
      .End();
}

void WriteBatches(Dataset& dataset) {
  const char* const jobs[] = {"attendance_import", "payroll_monthly", "bank_transfer"};
  for (int i = 0; i < dataset.plan().months; ++i) {
    dataset.Table("payroll.job_batches")
        .Int(i + 1)
        .Text(jobs[i % 3])
        .Text(i % 7 == 3 ? "failed" : "done")
        .Int(i % 7 == 3 ? 8 : 0)
        .Raw("06:00")
        .Raw(absl::StrCat(absl::FormatCivilTime(CivilDay(dataset.plan().Month(i))), " 06:00:00+09"))
        .Text(R"({"retry":1})")
        .End();
  }
}

void WriteTransferFile(Dataset& dataset, int run, CivilDay day, bool second,
                       const Dataset::TransferFile& file) {
  if (file.records == 0) return;
  const std::string created = absl::FormatCivilTime(day - (second ? 2 : 4));
  dataset.Table("payroll.bank_transfer_files")
      .Int(TransferFileId(run, second))
      .Int(run)
      .Text(absl::StrFormat("furikomi_%04d_%d.txt", run, second ? 2 : 1))
      .Date(day)
      .Int(file.records)
      .Int(file.yen)
      .Raw(created + " 10:00:00+09")
      .Text(second ? "keiri02" : "keiri01")
      .End();
}

void WriteRun(Dataset& dataset, int run, CivilMonth month, bool bonus) {
  const CivilDay paid = TransferDay(month, bonus);
  const std::string computed = absl::FormatCivilTime(paid - 8);
  dataset.Table("payroll.payroll_runs")
      .Int(run)
      .Date(CivilDay(month))
      .Text(bonus ? "bonus" : "monthly")
      .Date(paid)
      .Text("closed")
      .Raw(computed + " 19:00:00+09")
      .Raw(computed + " 19:42:30+09")
      .Raw("00:42:30")
      .Raw(absl::StrCat("{\"core ", month.year() - 2019, ".1\",\"tax ", month.year(), "\"}"))
      .End();
  WriteTransferFile(dataset, run, paid, false, dataset.transfers[run].first);
  WriteTransferFile(dataset, run, paid, true, dataset.transfers[run].second);
}

}  // namespace

void WriteMasters(Dataset& dataset) {
  WriteDepartments(dataset);
  WritePayItems(dataset);
  for (const bool revised : {false, true}) {
    WritePayTable(dataset, "G1", kGradesOfG1, kStepsOfG1, revised);
    WritePayTable(dataset, "K1", 1, kStepsOfK1, revised);
  }
  WriteOvertimeRates(dataset);
  WriteRemunerationGrades(dataset, "short", ShortTermGrades());
  WriteRemunerationGrades(dataset, "pension", PensionGrades());
  WriteUsers(dataset);
  WriteBatches(dataset);
}

void WriteRuns(Dataset& dataset) {
  for (int i = 0; i < dataset.plan().months; ++i) {
    const CivilMonth month = dataset.plan().Month(i);
    WriteRun(dataset, MonthlyRun(i), month, false);
    if (IsBonusMonth(month)) WriteRun(dataset, BonusRun(i), month, true);
  }
}

}  // namespace sudare::example
