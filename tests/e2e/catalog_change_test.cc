// The database's tables change while the proxy runs: nothing is shown by accident, and it finds
// back by itself.
#include <atomic>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AnyOf;
using ::testing::Not;
using ::testing::StartsWith;

// The catalog is read again after this time at the latest, see more_database below.
constexpr absl::Duration kRefreshed = absl::Seconds(5);

constexpr char kStar[] = "SELECT * FROM payroll.employees WHERE employee_no = '000001'";
constexpr char kName[] = "SELECT full_name FROM payroll.employees WHERE employee_no = '000001'";

class CatalogChangeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    OfficeOptions options;
    options.more_database = "catalog_refresh { seconds: 1 }";
    ASSERT_OK_AND_ASSIGN(office_, Office::Open(options));
    // Known, analysed and prepared.
    for (int i = 0; i < 3; ++i) {
      ASSERT_THAT(office_->Ask("vendor", kStar), IsAnswered());
      ASSERT_THAT(office_->Ask("vendor", kName), IsAnswered());
    }
  }

  void Change(const std::string& sql) { ASSERT_THAT(office_->database().Run(sql), IsOk()); }

  std::vector<std::string> NamesOf(const Reply& reply) {
    std::vector<std::string> names;
    for (const auto& column : reply.columns) names.push_back(column.name());
    return names;
  }

  std::unique_ptr<Office> office_;
};

TEST_F(CatalogChangeTest, ANewColumnStaysHidden) {
  Change("ALTER TABLE payroll.employees ADD COLUMN secret text DEFAULT 'himitsu'");
  for (int i = 0; i < 30; ++i) {
    const Reply reply = office_->Ask("vendor", kStar);
    EXPECT_THAT(reply, IsAnswered());
    EXPECT_THAT(NamesOf(reply), Not(::testing::Contains("secret")));
    EXPECT_FALSE(office_->Ask("vendor", "SELECT secret FROM payroll.employees").status.ok());
    EXPECT_FALSE(
        office_->Ask("vendor", "SELECT e::text FROM payroll.employees e LIMIT 1").rows.size() > 0 &&
        absl::StrContains(
            *office_->Ask("vendor", "SELECT e::text FROM payroll.employees e LIMIT 1").rows[0][0],
            "himitsu"));
    absl::SleepFor(absl::Milliseconds(100));
  }
}

TEST_F(CatalogChangeTest, ARenamedColumnIsHiddenUnderItsNewName) {
  Change("ALTER TABLE payroll.employees RENAME COLUMN personal_number TO harmless");
  EXPECT_TRUE(Soon(
      [&] {
        EXPECT_FALSE(office_->Ask("vendor", "SELECT harmless FROM payroll.employees").status.ok());
        const Reply reply = office_->Ask("vendor", kStar);
        EXPECT_THAT(NamesOf(reply), Not(::testing::Contains("harmless")));
        return reply.status.ok();
      },
      kRefreshed));
  // A hidden column that takes the name of a visible one has the mask of the name.
  Change(
      "ALTER TABLE payroll.employees RENAME COLUMN gross TO was_gross;"
      "ALTER TABLE payroll.employees RENAME COLUMN harmless TO personal_number");
  EXPECT_TRUE(Soon([&] { return office_->Ask("vendor", kStar).columns.size() == 5; }, kRefreshed));
  EXPECT_EQ(
      office_->Ask("vendor", "SELECT personal_number FROM payroll.employees LIMIT 1").rows[0][0],
      Value());
}

TEST_F(CatalogChangeTest, ColumnsThatSwapTheirNamesNeverShowWhatTheNameHides) {
  const Reply before = office_->Ask("vendor", kName);
  std::atomic<bool> stop{false};
  std::thread asking([&] {
    const auto stub = sudare::v1::QueryService::NewStub(office_->proxy().PlainChannel());
    while (!stop) {
      const Reply reply = RunQuery(*stub, "vendor", "SELECT full_name FROM payroll.employees");
      for (const auto& row : reply.rows) ASSERT_THAT(*row[0], StartsWith("nam_"));
    }
  });
  for (int i = 0; i < 6; ++i) {
    Change(
        "BEGIN; ALTER TABLE payroll.employees RENAME COLUMN full_name TO x;"
        "ALTER TABLE payroll.employees RENAME COLUMN phone TO full_name;"
        "ALTER TABLE payroll.employees RENAME COLUMN x TO phone; COMMIT;");
    absl::SleepFor(absl::Milliseconds(200));
  }
  stop = true;
  asking.join();
  const Reply after = office_->Ask("vendor", kName);
  ASSERT_THAT(after, IsAnswered());
  EXPECT_EQ(after.rows, before.rows);
}

TEST_F(CatalogChangeTest, ATableDroppedAndMadeAgainIsAnsweredWithinSeconds) {
  Change(
      "CREATE TABLE payroll.keep AS SELECT * FROM payroll.employees;"
      "DROP TABLE payroll.employees");
  EXPECT_FALSE(office_->Ask("vendor", kName).status.ok());
  EXPECT_TRUE(
      Soon([&] { return office_->Ask("vendor", kName).detail.reason() == "HIDDEN_OR_MISSING"; },
           kRefreshed));
  // With other types and in another order.
  Change(
      "CREATE TABLE payroll.employees AS SELECT gross::text, personal_number::text, full_name, "
      "employee_no, 'himitsu' AS fresh, note, phone FROM payroll.keep");
  EXPECT_TRUE(Soon([&] { return office_->Ask("vendor", kName).status.ok(); }, kRefreshed));
  const Reply reply = office_->Ask("vendor", kStar);
  ASSERT_THAT(reply, IsAnswered());
  EXPECT_THAT(NamesOf(reply), Not(::testing::Contains("fresh")));
  for (const Value& value : reply.rows[0]) {
    EXPECT_THAT(value.value_or(""), Not(::testing::HasSubstr("一郎")));
  }
}

TEST_F(CatalogChangeTest, AColumnThatChangesItsTypeIsAnsweredRightly) {
  Change("ALTER TABLE payroll.employees ALTER COLUMN gross TYPE numeric(12,2)");
  EXPECT_TRUE(Soon(
      [&] {
        const Reply reply = office_->Ask(
            "vendor", "SELECT gross FROM payroll.employees WHERE employee_no = '000001'");
        EXPECT_THAT(reply.status.error_code(),
                    AnyOf(grpc::StatusCode::OK, grpc::StatusCode::UNAVAILABLE));
        return reply.status.ok() && reply.rows[0][0] == "200001.00";
      },
      kRefreshed));
}

TEST_F(CatalogChangeTest, ATableThatBecomesAViewOfMoreShowsNoMore) {
  Change(
      "ALTER TABLE payroll.employees RENAME TO real;"
      "CREATE VIEW payroll.employees AS SELECT employee_no, personal_number AS full_name, "
      "full_name AS personal_number, phone, note, gross, full_name AS extra FROM payroll.real");
  for (int i = 0; i < 30; ++i) {
    const Reply reply = office_->Ask("vendor", kStar);
    if (!reply.status.ok()) {
      EXPECT_NE(reply.detail.reason(), "");
    } else {
      EXPECT_THAT(NamesOf(reply), Not(::testing::Contains("extra")));
      for (const Value& value : reply.rows[0]) {
        EXPECT_THAT(value.value_or(""), Not(::testing::HasSubstr("一郎")));
      }
    }
    absl::SleepFor(absl::Milliseconds(100));
  }
}

}  // namespace
}  // namespace sudare::testing
