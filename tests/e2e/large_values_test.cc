// Values as large as PostgreSQL makes them: refused in words, and the proxy's memory stays what it
// was.
#include <atomic>
#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/office.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

constexpr uint64_t kMebi = 1 << 20;

class LargeValuesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(office_, Office::Open());
    ASSERT_THAT(office_->Ask("vendor", "SELECT 1"), IsAnswered());
    before_ = office_->proxy().ResidentBytes();
  }

  // The most that the proxy has taken while the query ran, beside what it had before.
  uint64_t PeakDuring(const std::string& sql, Reply* reply) {
    std::atomic<bool> ended{false};
    uint64_t peak = 0;
    std::thread watch([&] {
      while (!ended) {
        peak = std::max(peak, office_->proxy().ResidentBytes());
        absl::SleepFor(absl::Milliseconds(2));
      }
    });
    *reply = office_->Ask("vendor", sql);
    ended = true;
    watch.join();
    return peak > before_ ? peak - before_ : 0;
  }

  std::unique_ptr<Office> office_;
  uint64_t before_ = 0;
};

TEST_F(LargeValuesTest, AValueOfAGigabyteIsRefusedAndNeverHeld) {
  for (const char* sql : {"SELECT repeat('x', 1000000000)",
                          "SELECT 1, array_fill('0123456789'::text, ARRAY[20000000])",
                          "SELECT string_agg(a.full_name, ',') FROM payroll.employees a, "
                          "payroll.employees b"}) {
    Reply reply;
    const uint64_t peak = PeakDuring(sql, &reply);
    EXPECT_THAT(reply, IsRefused(grpc::StatusCode::RESOURCE_EXHAUSTED, "ROW_TOO_LARGE")) << sql;
    EXPECT_NE(reply.detail.advice(), "");
    EXPECT_LT(peak, 64 * kMebi) << sql;
  }
  EXPECT_TRUE(Soon([&] { return office_->RunningInDatabase() == 0; }));
  EXPECT_THAT(office_->Ask("vendor", "SELECT 1"), IsAnswered());
}

TEST_F(LargeValuesTest, MoreThanTheDatabaseCanHoldIsRefusedInWords) {
  for (const char* sql : {"SELECT repeat('x', 1100000000)", "SELECT repeat('x', 2000000000)",
                          "SELECT array_fill(1, ARRAY[1000000000])", "SELECT lpad('x', 2147483647)",
                          "SELECT upper(repeat(full_name, 10000000)) FROM payroll.employees"}) {
    const Reply reply = office_->Ask("vendor", sql);
    EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED)
        << sql << ": " << reply.status.error_message();
    EXPECT_NE(reply.detail.reason(), "");
  }
  EXPECT_THAT(office_->Ask("vendor", "SELECT 1"), IsAnswered());
}

TEST_F(LargeValuesTest, ValuesOfMegabytesComeWhole) {
  const Reply reply =
      office_->Ask("vendor", "SELECT repeat('髙', 5000000) FROM generate_series(1, 3)");
  ASSERT_THAT(reply, IsAnswered());
  ASSERT_EQ(reply.rows.size(), 3u);
  EXPECT_EQ(reply.rows[2][0]->size(), 15'000'000u);
  EXPECT_EQ(reply.rows[2][0]->substr(14'999'997), "髙");
}

TEST_F(LargeValuesTest, ManyLargeRowsDontAddUp) {
  Reply reply;
  const uint64_t peak =
      PeakDuring("SELECT repeat('x', 4000000) FROM generate_series(1, 100)", &reply);
  ASSERT_THAT(reply, IsAnswered());
  EXPECT_LT(peak, 128 * kMebi);
}

// Masked on its way out, a value comes from the database as long as it is: that must not decide
// whether its row is too large.
TEST_F(LargeValuesTest, TheLengthOfAMaskedValueDoesNotDecideWhichRowIsTooLarge) {
  ASSERT_THAT(office_->database().Run("UPDATE payroll.employees SET phone = CASE employee_no "
                                      "WHEN '000001' THEN '0001' || repeat('x', 300) || '9999' "
                                      "WHEN '000002' THEN '00000-9999' "
                                      "ELSE repeat('y', 1000000) || '9999' END"),
              IsOk());
  const auto fits = [&](const std::string& employee, int filler) {
    const Reply reply =
        office_->Ask("vendor", absl::StrCat("SELECT repeat('x', ", filler,
                                            "), phone FROM payroll.employees WHERE employee_no = '",
                                            employee, "'"));
    if (reply.status.ok()) {
      EXPECT_EQ(reply.rows.at(0).at(1), Value("****9999"));
    } else {
      EXPECT_THAT(reply, IsRefused(grpc::StatusCode::RESOURCE_EXHAUSTED, "ROW_TOO_LARGE"));
    }
    return reply.status.ok();
  };
  int least = (16 << 20) - 400;
  int most = (16 << 20) + 100;
  ASSERT_TRUE(fits("000002", least));
  ASSERT_FALSE(fits("000002", most));
  while (most - least > 1) {
    const int middle = (least + most) / 2;
    (fits("000002", middle) ? least : most) = middle;
  }
  for (const char* employee : {"000001", "000003"}) {
    EXPECT_TRUE(fits(employee, least)) << employee;
    EXPECT_FALSE(fits(employee, most)) << employee;
  }
}

}  // namespace
}  // namespace sudare::testing
