#include "examples/payroll/generator/attendance.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "examples/payroll/generator/numbers.h"
#include "examples/payroll/generator/random.h"

namespace sudare::example {
namespace {

using absl::CivilDay;
using absl::CivilMonth;

// The day whose file was written and never read (S07).
constexpr CivilDay kLostDay(2023, 6, 15);

bool IsWeekend(CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

// Imports of the same day that failed first.
bool FailedFirst(int day) { return day % 97 == 13; }

int ImportId(int day) { return day * 2 + 2; }

std::string FileName(CivilDay day) {
  return absl::StrFormat("shomu_%04d%02d%02d.csv", day.year(), day.month(), day.day());
}

std::string Uuid(uint64_t serial, uint64_t seed) {
  Random random(seed, serial);
  const uint64_t a = random.Next();
  const uint64_t b = random.Next();
  return absl::StrFormat("%08x-%04x-4%03x-a%03x-%012x", a >> 32, (a >> 16) & 0xffff, a & 0xfff,
                         b >> 52, b & 0xffffffffffff);
}

class AttendanceWriter {
 public:
  AttendanceWriter(Dataset& dataset, const Person& person)
      : dataset_(dataset), person_(person), random_(dataset.plan().seed + 1, person.index) {
    months_.resize(dataset.plan().months);
  }

  std::vector<Overtime> Write() {
    WriteEmployee();
    const CivilDay first(dataset_.plan().FirstMonth());
    for (int i = 0; i < dataset_.plan().Days(); ++i) {
      const CivilDay day = first + i;
      if (day < person_.hired || (person_.retired && day > *person_.retired)) continue;
      if (person_.On(day).percent < 100) continue;
      WriteDay(day, i);
    }
    WriteLeave();
    return months_;
  }

 private:
  void WriteEmployee() {
    dataset_.Table("attendance.employees")
        .Text(person_.AttendanceNo())
        .Text(person_.name.Full())
        .Text(person_.name.FullKana())
        .Text(person_.mobile_phone)
        .Text(person_.career.back().department)
        .Text(absl::StrFormat("%016x", Random(dataset_.plan().seed + 2, person_.index).Next()))
        .Raw("38.75")
        .Raw("08:30")
        .Raw("17:15")
        .Date(person_.hired)
        .MaybeDate(person_.retired)
        .End();
  }

  // The chance of overtime on a working day.
  double Chance(CivilDay day) const {
    const CivilMonth month(day);
    switch (person_.part) {
      case Part::kWrongOvertimeRate:
        if (month == CivilMonth(2023, 10)) return 1;
        break;
      case Part::kLongOvertime:
        if (month == CivilMonth(2023, 7) || month == CivilMonth(2024, 1)) return 1;
        break;
      case Part::kDecisionMissing:
        if (month >= CivilMonth(2023, 3) && month <= CivilMonth(2023, 5)) return 0.9;
        break;
      default:
        break;
    }
    return day == kLostDay ? 0.18 : 0.11;
  }

  void WriteDay(CivilDay day, int index) {
    const bool weekend = IsWeekend(day);
    // Cards older than three months are archived.
    if (!weekend && CivilMonth(day) > dataset_.plan().LastMonth() - 3) WriteCard(day);
    if (person_.kind != "regular" || person_.On(day).pay.grade >= 6) return;
    const double chance = Chance(day);
    if (weekend) {
      if (absl::GetWeekday(day) == absl::Weekday::saturday && random_.Chance(0.012)) {
        WriteOvertime(day, index, "HO", 9 * 60, 60 * random_.Between(3, 6));
      }
      return;
    }
    if (!random_.Chance(chance)) return;
    if (chance == 1) {
      WriteOvertime(day, index, "OT", 17 * 60 + 30, 15 * random_.Between(14, 18));
    } else if (chance < 0.5 && random_.Chance(0.04)) {
      WriteOvertime(day, index, "NI", 22 * 60, 15 * random_.Between(2, 6));
    } else {
      WriteOvertime(day, index, "OT", 17 * 60 + 30, 15 * random_.Between(2, 12));
    }
  }

  void WriteCard(CivilDay day) {
    const std::string date = absl::FormatCivilTime(day);
    dataset_.Table("attendance.timecards")
        .Text(person_.AttendanceNo())
        .Date(day)
        .Raw(absl::StrFormat("%s 08:%02d:00", date, random_.Between(5, 30)))
        .Raw(absl::StrFormat("%s %02d:%02d:00", date, random_.Between(17, 20),
                             random_.Between(15, 59)))
        .Raw("01:00:00")
        .Raw(Uuid(random_.Between(1, 40), 99))
        .End();
  }

  std::string Reason(CivilDay day) {
    static constexpr const char* kReasons[] = {"議会資料の作成", "窓口対応の延長",
                                               "決算事務",       "システム切替の立会い",
                                               "選挙事務",       "台風対応"};
    std::string reason = random_.Pick(kReasons);
    if (random_.Chance(0.085)) {
      // Twelve digits that are nobody's number, unless by chance.
      absl::StrAppend(&reason, " 文書番号",
                      absl::StrFormat("%04d%02d%02d%04d", day.year(), day.month(), day.day(),
                                      random_.Between(1, 9999)));
    }
    return reason;
  }

  void WriteOvertime(CivilDay day, int index, const char* code, int start, int minutes) {
    const int end = std::min(start + minutes, 24 * 60 - 1);
    dataset_.Table("attendance.overtime_requests")
        .Int(dataset_.NextId("overtime_request"))
        .Text(person_.AttendanceNo())
        .Date(day)
        .Raw(absl::StrFormat("%02d:%02d", start / 60, start % 60))
        .Raw(absl::StrFormat("%02d:%02d", end / 60, end % 60))
        .Int(minutes)
        .Text(code)
        .Text(Reason(day))
        .Text("00100001")
        .Raw(absl::StrCat(absl::FormatCivilTime(day), " 17:20:00+09"))
        .End();
    WriteLine(day, index, code, minutes);
  }

  void WriteLine(CivilDay day, int index, const char* code, int minutes) {
    const int line = ++dataset_.exports[index].lines;
    const std::string raw = absl::StrCat("D,", person_.AttendanceNo(), ",", person_.name.Full(),
                                         ",", absl::FormatCivilTime(day), ",", code, ",", minutes);
    dataset_.Table("attendance.csv_export_lines")
        .Int(index + 1)
        .Int(line + 1)
        .Text(person_.AttendanceNo())
        .Date(day)
        .Text(code)
        .Int(minutes)
        .Text(raw)
        .End();
    if (day == kLostDay) {
      if (!lost_) dataset_.Planted("S07", person_.employee_no);
      lost_ = true;
      return;
    }
    dataset_.Table("payroll.attendance_import_rows")
        .Int(ImportId(index))
        .Int(line + 1)
        .Text(person_.AttendanceNo())
        .Date(day)
        .Text(code)
        .Int(minutes)
        .Text(raw)
        .End();
    Overtime& month = months_[CivilMonth(day) - dataset_.plan().FirstMonth()];
    (code[0] == 'O' ? month.weekday : code[0] == 'H' ? month.holiday : month.midnight) += minutes;
  }

  void WriteLeave() {
    static constexpr const char* kIllness[] = {"インフルエンザ", "腰椎椎間板ヘルニア", "適応障害",
                                               "急性胃腸炎", "骨折"};
    for (int i = 0; i < 3; ++i) {
      const bool sick = random_.Chance(0.2);
      const CivilDay start =
          CivilDay(dataset_.plan().FirstMonth()) + random_.Between(0, dataset_.plan().Days() - 10);
      if (start < person_.hired || (person_.retired && start > *person_.retired)) continue;
      CopyFile& table = dataset_.Table("attendance.leave_records");
      table.Int(dataset_.NextId("leave"))
          .Text(person_.AttendanceNo())
          .Text(sick ? "SICK" : "ANNUAL")
          .Date(start)
          .Date(start + (sick ? 5 : 0))
          .Raw(sick ? "46.5" : "7.8");
      if (sick) {
        table.Text(random_.Pick(kIllness)).Text("診断書あり。家族が付き添い").End();
      } else {
        table.Null().Null().End();
      }
    }
  }

  Dataset& dataset_;
  const Person& person_;
  Random random_;
  std::vector<Overtime> months_;
  bool lost_ = false;
};

void WriteImport(Dataset& dataset, CivilDay day, int index, bool failed) {
  const std::string date = absl::FormatCivilTime(day + 1);
  CopyFile& table = dataset.Table("payroll.attendance_imports");
  table.Int(ImportId(index) - (failed ? 1 : 0)).Date(day).Text(FileName(day));
  if (failed) {
    table.Raw(date + " 06:00:00").Null().Text("error").Int(0).Text("ファイルが開けません").End();
    return;
  }
  table.Raw(date + " 06:10:00")
      .Raw(date + " 06:11:00")
      .Text("done")
      .Int(dataset.exports[index].lines)
      .Null()
      .End();
}

}  // namespace

std::vector<Overtime> WriteAttendance(Dataset& dataset, const Person& person) {
  return AttendanceWriter(dataset, person).Write();
}

void WriteExports(Dataset& dataset) {
  const CivilDay first(dataset.plan().FirstMonth());
  for (int i = 0; i < dataset.plan().Days(); ++i) {
    const CivilDay day = first + i;
    dataset.Table("attendance.csv_exports")
        .Int(i + 1)
        .Date(day)
        .Text(FileName(day))
        .Raw(absl::FormatCivilTime(day) + " 23:40:00")
        .Text("batch01")
        .Int(dataset.exports[i].lines)
        .Text(absl::StrFormat("\\x%016x", Random(7, i).Next()))
        .End();
    dataset.Table("attendance.csv_export_lines")
        .Int(i + 1)
        .Int(1)
        .Null()
        .Null()
        .Null()
        .Null()
        .Text(absl::StrCat("H,", FileName(day), ",職員番号,氏名,勤務日,区分,分"))
        .End();
    // A day without rows is not imported, and rightly so.
    if (day == kLostDay || dataset.exports[i].lines == 0) continue;
    if (FailedFirst(i)) WriteImport(dataset, day, i, true);
    WriteImport(dataset, day, i, false);
  }
}

}  // namespace sudare::example
