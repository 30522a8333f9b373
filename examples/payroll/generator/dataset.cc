#include "examples/payroll/generator/dataset.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"

namespace sudare::example {

const std::vector<std::string>& TableNames() {
  static const auto& names = *new std::vector<std::string>{
      "payroll.departments",
      "payroll.pay_items",
      "payroll.pay_tables",
      "payroll.overtime_rates",
      "payroll.remuneration_grades",
      "payroll.payroll_runs",
      "payroll.bank_transfer_files",
      "payroll.attendance_imports",
      "payroll.job_batches",
      "payroll.employees",
      "payroll.dependents",
      "payroll.declarations",
      "payroll.appointments",
      "payroll.commute_notices",
      "payroll.housing_notices",
      "payroll.overtime_details",
      "payroll.standard_remunerations",
      "payroll.resident_tax_notices",
      "payroll.deductions",
      "payroll.bank_accounts",
      "payroll.payslips",
      "payroll.payslip_lines",
      "payroll.retroactive_differences",
      "payroll.bank_transfers",
      "payroll.year_end_adjustments",
      "payroll.withholding_slips",
      "payroll.operation_logs",
      "payroll.attendance_import_rows",
      "payroll.system_users",
      "attendance.employees",
      "attendance.timecards",
      "attendance.overtime_requests",
      "attendance.leave_records",
      "attendance.csv_exports",
      "attendance.csv_export_lines",
  };
  return names;
}

Dataset::Dataset(const Plan& plan, const std::string& folder) : plan_(plan), folder_(folder) {
  exports.resize(plan.Days());
  transfers.resize(plan.months * 2 + 3);
  for (const std::string& name : TableNames()) {
    tables_[name] = std::make_unique<CopyFile>(absl::StrCat(folder, "/", name, ".copy"));
  }
}

absl::StatusOr<std::unique_ptr<Dataset>> Dataset::Create(const Plan& plan,
                                                         const std::string& folder) {
  if (plan.employees < 200 || plan.employees > 200000) {
    return absl::InvalidArgumentError("`--employees` must be from 200 to 200000");
  }
  if (plan.months < 24 || plan.months > 60) {
    return absl::InvalidArgumentError("`--months` must be from 24 to 60");
  }
  std::error_code error;
  std::filesystem::create_directories(folder + "/truth", error);
  if (error) return absl::UnavailableError(absl::StrCat("cannot make `", folder, "/truth`"));
  return absl::WrapUnique(new Dataset(plan, folder));
}

CopyFile& Dataset::Table(absl::string_view name) { return *tables_.at(name); }

CopyFile& Dataset::Truth(absl::string_view name) {
  std::unique_ptr<CopyFile>& file = truth_[name];
  if (file == nullptr) {
    file = std::make_unique<CopyFile>(absl::StrCat(folder_, "/truth/", name));
  }
  return *file;
}

void Dataset::Identity(absl::string_view kind, absl::string_view value) {
  Truth(absl::StrCat(kind, ".txt")).Text(value).End();
}

void Dataset::Planted(absl::string_view id, absl::string_view employee_no) {
  Truth("planted.tsv").Text(id).Text("planted").Text(employee_no).Text("").End();
}

void Dataset::Decoy(absl::string_view id, absl::string_view employee_no, absl::string_view why) {
  Truth("planted.tsv").Text(id).Text("decoy").Text(employee_no).Text(why).End();
}

void Dataset::Victim(absl::string_view name, absl::string_view value) {
  Truth("victim.tsv").Text(name).Text(value).End();
}

absl::Status Dataset::WriteLoadScript() const {
  const std::string path = folder_ + "/load.sql";
  std::ofstream script(path);
  script << "-- Run in this folder, after schema.sql: psql -f load.sql\n"
            "\\set ON_ERROR_STOP on\n"
            "BEGIN;\n";
  for (const std::string& name : TableNames()) {
    script << "\\copy " << name << " FROM '" << name << ".copy'\n";
  }
  script << "COMMIT;\nANALYZE;\n";
  script.close();
  if (!script) return absl::UnavailableError(absl::StrCat("cannot write `", path, "`"));
  return absl::OkStatus();
}

absl::Status Dataset::Finish() {
  for (auto& [name, file] : tables_) SUDARE_RETURN_IF_ERROR(file->Close());
  for (auto& [name, file] : truth_) SUDARE_RETURN_IF_ERROR(file->Close());
  return WriteLoadScript();
}

}  // namespace sudare::example
