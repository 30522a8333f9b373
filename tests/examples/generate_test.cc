#include "examples/payroll/generator/generate.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/examples/example_database.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::sudare::example::Generate;
using ::sudare::example::Plan;

std::string Folder(const std::string& name) {
  return absl::StrCat(std::getenv("TEST_TMPDIR"), "/", name);
}

// Every file of `a` and its equal in `b`; the number of files that differ.
int Differences(const std::string& a, const std::string& b) {
  int differences = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(a)) {
    if (!entry.is_regular_file()) continue;
    const auto other = b / std::filesystem::relative(entry.path(), a);
    differences += ReadText(entry.path()).value() != ReadText(other).value_or("");
  }
  return differences;
}

TEST(GenerateTest, TheSamePlanGivesTheSameBytes) {
  ASSERT_THAT(Generate({200, 24, 7}, Folder("a")), IsOk());
  ASSERT_THAT(Generate({200, 24, 7}, Folder("b")), IsOk());
  EXPECT_EQ(Differences(Folder("a"), Folder("b")), 0);
}

TEST(GenerateTest, AnotherSeedGivesOtherPeople) {
  ASSERT_THAT(Generate({200, 24, 7}, Folder("c")), IsOk());
  ASSERT_THAT(Generate({200, 24, 8}, Folder("d")), IsOk());
  EXPECT_NE(ReadText(Folder("c") + "/truth/personal_numbers.txt").value(),
            ReadText(Folder("d") + "/truth/personal_numbers.txt").value());
}

TEST(GenerateTest, RefusesPlansThatTheErrorsDoNotFitInto) {
  EXPECT_THAT(Generate({199, 24, 1}, Folder("e")), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Generate({200, 23, 1}, Folder("e")), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(GenerateTest, HardNamesOccur) {
  ASSERT_THAT(Generate({1000, 24, 1}, Folder("f")), IsOk());
  const std::string names = ReadText(Folder("f") + "/truth/names.txt").value();
  for (const char* name :
       {"髙橋", "山﨑", "渡邊", "渡邉", "齋藤", "濵田", "德永", "𠮷田", "辻󠄀"}) {
    EXPECT_THAT(names, ::testing::HasSubstr(name));
  }
}

// Beside the number's own column, and in more than one spelling.
TEST(GenerateTest, NumbersHideInTextAndDocuments) {
  ASSERT_OK_AND_ASSIGN(const auto database, ExampleDatabase::Create());
  const auto count = [&database](absl::string_view sql) {
    return std::stoi(*database->server().Query(sql).value()[0][0]);
  };
  EXPECT_GE(count("SELECT count(*) FROM payroll.employees WHERE note ~ '\\d{4}-\\d{4}-\\d{4}'"), 1);
  EXPECT_GE(count("SELECT count(*) FROM payroll.employees WHERE note ~ '\\d{4} \\d{4} \\d{4}'"), 1);
  EXPECT_GE(count("SELECT count(*) FROM payroll.employees WHERE note ~ '[０-９]{12}'"), 1);
  EXPECT_GE(
      count("SELECT count(*) FROM payroll.operation_logs AS l JOIN payroll.employees AS e "
            "USING (employee_no) WHERE l.after_value->>'personal_number' = e.personal_number"),
      20);
  // JSON numbers lose their leading zeros.
  EXPECT_GE(count("SELECT count(*) FROM payroll.withholding_slips AS s, "
                  "jsonb_array_elements(s.payload->'dependents') AS d "
                  "WHERE jsonb_typeof(d->'personal_number') = 'number' "
                  "AND length(d->>'personal_number') < 12"),
            1);
}

TEST(GenerateTest, PaySlipsAddUp) {
  ASSERT_OK_AND_ASSIGN(const auto database, ExampleDatabase::Create());
  const auto none = [&database](absl::string_view sql) {
    EXPECT_EQ(*database->server().Query(sql).value()[0][0], "0") << sql;
  };
  none("SELECT count(*) FROM payroll.payslips WHERE net_amount <> gross_amount - deduction_total");
  none(
      "SELECT count(*) FROM (SELECT p.run_id FROM payroll.payslips AS p "
      "LEFT JOIN payroll.payslip_lines AS l USING (run_id, employee_no) "
      "LEFT JOIN payroll.pay_items AS i USING (item_code) "
      "GROUP BY p.run_id, p.employee_no, p.gross_amount, p.deduction_total "
      "HAVING p.gross_amount <> coalesce(sum(l.amount) FILTER (WHERE i.side = 'P'), 0) "
      "OR p.deduction_total <> coalesce(sum(l.amount) FILTER (WHERE i.side = 'D'), 0)) AS x");
  none(
      "SELECT count(*) FROM payroll.bank_transfer_files AS f WHERE (f.record_count, "
      "f.total_amount) "
      "<> (SELECT count(*), sum(t.amount) FROM payroll.bank_transfers AS t "
      "WHERE t.file_id = f.file_id)");
  none(
      "SELECT count(*) FROM payroll.attendance_imports AS i WHERE i.row_count <> "
      "(SELECT count(*) FROM payroll.attendance_import_rows AS r WHERE r.import_id = i.import_id)");
}

}  // namespace
}  // namespace sudare::testing
