#include "proxy/admission/admission.h"

#include <atomic>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "tests/support/status_matchers.h"

namespace sudare::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr auto kRefused = absl::StatusCode::kFailedPrecondition;
constexpr auto kExhausted = absl::StatusCode::kResourceExhausted;

absl::Time JapaneseTime(const char* text) {
  absl::Time time;
  EXPECT_TRUE(
      absl::ParseTime("%Y-%m-%d %H:%M:%S", text, absl::FixedTimeZone(9 * 3600), &time, nullptr));
  return time;
}

const char kMidYear[] = "2026-08-01 12:00:00";

class AdmissionTest : public ::testing::Test {
 protected:
  AdmissionTest() {
    role_.name = "payroll-maintenance";
    account_ = AccountNamed("payroll-vendor-01");
  }

  Account AccountNamed(const std::string& name) const {
    Account account;
    account.name = name;
    account.role = &role_;
    account.pledges = {
        {"誓約書 2026-014", absl::CivilDay(2026, 4, 1), absl::CivilDay(2027, 3, 31)}};
    return account;
  }

  absl::Status Try(const Account& account, const char* when) {
    return MakeAdmission({})->Admit(account, JapaneseTime(when)).status();
  }

  Role role_;
  Account account_;
};

TEST_F(AdmissionTest, AnExpiredPledgeAndAnOverdueReportBlockOrNotAsTheRegisterSays) {
  Organization vendor;
  vendor.reports = {{"監査報告書", absl::CivilDay(2026, 4, 1)}};
  vendor.report_months = 12;
  account_.registered = &vendor;
  EXPECT_EQ(DetailOf(Try(account_, "2027-04-01 00:00:00")).reason(), "PLEDGE_EXPIRED");
  vendor.expired_pledge_blocks = false;
  EXPECT_THAT(Try(account_, "2027-04-01 23:59:59"), IsOk());
  // It was never signed before.
  EXPECT_THAT(Try(account_, "2026-03-31 12:00:00"), StatusIs(kRefused));
  vendor.overdue_report_blocks = true;
  EXPECT_THAT(Try(account_, "2027-04-01 23:59:59"), IsOk());
  const absl::Status owing = Try(account_, "2027-04-02 00:00:00");
  EXPECT_THAT(owing, StatusIs(kRefused, AllOf(HasSubstr("since 2027-04-02"),
                                              HasSubstr("セキュリティ監査報告書"))));
  EXPECT_EQ(DetailOf(owing).reason(), "SECURITY_REPORT_OVERDUE");
  // Programs of the vendor, too.
  account_.is_program = true;
  EXPECT_THAT(Try(account_, "2027-04-02 00:00:00"), StatusIs(kRefused));
}

TEST_F(AdmissionTest, BudgetsThatNobodyKeepsLetNobodyIn) {
  role_.budgets.set_persons_per_day(10);
  EXPECT_EQ(DetailOf(Try(account_, kMidYear)).reason(), "NO_BUDGETS_HERE");
}

TEST_F(AdmissionTest, APledgeCountsFromItsFirstDayToItsLastInJapan) {
  EXPECT_THAT(Try(account_, "2026-03-31 23:59:59"), StatusIs(kRefused));
  EXPECT_THAT(Try(account_, "2026-04-01 00:00:00"), IsOk());
  EXPECT_THAT(Try(account_, "2027-03-31 23:59:59"), IsOk());
  EXPECT_THAT(Try(account_, "2027-04-01 00:00:00"), StatusIs(kRefused));
}

TEST_F(AdmissionTest, SaysWhatIsWrongWithThePledge) {
  const absl::Status early = Try(account_, "2026-03-01 09:00:00");
  EXPECT_EQ(DetailOf(early).reason(), "PLEDGE_NOT_YET_VALID");
  EXPECT_THAT(std::string(early.message()),
              AllOf(HasSubstr("valid from 2026-04-01"), HasSubstr("today is 2026-03-01 in Japan")));
  const absl::Status late = Try(account_, "2027-05-01 09:00:00");
  EXPECT_EQ(DetailOf(late).reason(), "PLEDGE_EXPIRED");
  EXPECT_THAT(std::string(late.message()), HasSubstr("expired on 2027-03-31"));
  account_.pledges.clear();
  const absl::Status missing = Try(account_, kMidYear);
  EXPECT_THAT(missing, StatusIs(kRefused, HasSubstr("no pledge")));
  EXPECT_EQ(DetailOf(missing).reason(), "PLEDGE_MISSING");
  EXPECT_NE(DetailOf(missing).advice(), "");
}

TEST_F(AdmissionTest, OneValidPledgeAmongSeveralIsEnough) {
  account_.pledges.insert(account_.pledges.begin(), {"誓約書 2025-007", absl::CivilDay(2025, 4, 1),
                                                     absl::CivilDay(2026, 3, 31)});
  EXPECT_THAT(Try(account_, kMidYear), IsOk());
  account_.pledges[1].signed_on = absl::CivilDay(2026, 9, 1);
  const absl::Status between = Try(account_, kMidYear);
  EXPECT_EQ(DetailOf(between).reason(), "PLEDGE_NOT_YET_VALID");
  EXPECT_THAT(std::string(between.message()), HasSubstr("2026-09-01"));
}

TEST_F(AdmissionTest, ProgramsNeedNoPledge) {
  account_.pledges.clear();
  account_.is_program = true;
  EXPECT_THAT(Try(account_, kMidYear), IsOk());
}

TEST_F(AdmissionTest, ARoleThatNeedsAWindowIsRefused) {
  role_.requires_window = true;
  const absl::Status status = Try(account_, kMidYear);
  EXPECT_THAT(status, StatusIs(kRefused, HasSubstr("`payroll-maintenance`")));
  EXPECT_EQ(DetailOf(status).reason(), "NO_OPEN_WINDOW");
  // Programs too.
  account_.is_program = true;
  EXPECT_THAT(Try(account_, kMidYear), StatusIs(kRefused));
}

TEST_F(AdmissionTest, AnAccountWithoutARoleIsRefused) {
  account_.role = nullptr;
  EXPECT_THAT(Try(account_, kMidYear), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(AdmissionTest, AnAccountRunsOnlySoManyQueriesAtOnce) {
  role_.limits.set_concurrent_queries(2);
  const auto admission = MakeAdmission({});
  const absl::Time now = JapaneseTime(kMidYear);
  ASSERT_OK_AND_ASSIGN(auto first, admission->Admit(account_, now));
  ASSERT_OK_AND_ASSIGN(auto second, admission->Admit(account_, now));
  const absl::Status status = admission->Admit(account_, now).status();
  EXPECT_THAT(status, StatusIs(kExhausted, HasSubstr("already runs 2 queries")));
  EXPECT_EQ(DetailOf(status).reason(), "ACCOUNT_QUERIES_AT_ONCE");
  // Others aren't concerned.
  EXPECT_THAT(admission->Admit(AccountNamed("hr-staff"), now), IsOk());
  first.reset();
  EXPECT_THAT(admission->Admit(account_, now), IsOk());
}

TEST_F(AdmissionTest, TheServerRunsOnlySoManyQueriesAtOnce) {
  sudare::v1::Defaults defaults;
  defaults.set_server_queries(3);
  const auto admission = MakeAdmission(defaults);
  const absl::Time now = JapaneseTime(kMidYear);
  std::vector<std::unique_ptr<AdmissionLease>> leases;
  for (const char* name : {"a", "b", "c"}) {
    ASSERT_OK_AND_ASSIGN(auto lease, admission->Admit(AccountNamed(name), now));
    leases.push_back(std::move(lease));
  }
  const absl::Status status = admission->Admit(AccountNamed("d"), now).status();
  EXPECT_EQ(DetailOf(status).reason(), "SERVER_QUERIES_AT_ONCE");
  EXPECT_THAT(status, StatusIs(kExhausted));
  leases.pop_back();
  EXPECT_THAT(admission->Admit(AccountNamed("d"), now), IsOk());
}

TEST_F(AdmissionTest, NeverMoreThanTheLimitRunAtOnceWhateverTheThreadsDo) {
  sudare::v1::Defaults defaults;
  defaults.set_server_queries(5);
  const auto admission = MakeAdmission(defaults);
  const absl::Time now = JapaneseTime(kMidYear);
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  std::atomic<int> admitted{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      const Account account = AccountNamed(t % 2 == 0 ? "even" : "odd");
      for (int i = 0; i < 2000; ++i) {
        auto lease = admission->Admit(account, now);
        if (!lease.ok()) continue;
        ++admitted;
        const int now_running = ++running;
        for (int seen = most;
             seen < now_running && !most.compare_exchange_weak(seen, now_running);) {
        }
        --running;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most.load(), 5);
  EXPECT_GT(admitted.load(), 0);
  // All places are free again.
  std::vector<std::unique_ptr<AdmissionLease>> leases;
  for (int i = 0; i < 5; ++i) {
    ASSERT_OK_AND_ASSIGN(auto lease, admission->Admit(account_, now));
    leases.push_back(std::move(lease));
  }
}

TEST(LimitsTest, AreTheDocumentedOnesWhereNobodySetsAny) {
  const EffectiveLimits limits = LimitsOf(Role(), {});
  EXPECT_EQ(limits.rows_per_query, 1'000'000u);
  EXPECT_EQ(limits.bytes_per_query, 1u << 30);
  EXPECT_EQ(limits.statement_timeout, absl::Seconds(60));
  EXPECT_EQ(limits.concurrent_queries, 8u);
  EXPECT_EQ(limits.sql_bytes, 1u << 20);
  EXPECT_EQ(limits.nesting_depth, 200u);
  EXPECT_EQ(limits.token_map_values, 200'000u);
}

TEST(LimitsTest, TheRolesOwnComeBeforeTheServers) {
  sudare::v1::Defaults defaults;
  defaults.set_rows_per_query(500);
  defaults.set_bytes_per_query(600);
  defaults.set_sql_bytes(700);
  defaults.set_token_map_values(800);
  defaults.mutable_statement_timeout()->set_seconds(5);
  Role role;
  role.limits.set_rows_per_query(10);
  role.limits.mutable_statement_timeout()->set_nanos(250'000'000);
  const EffectiveLimits limits = LimitsOf(role, defaults);
  EXPECT_EQ(limits.rows_per_query, 10u);
  EXPECT_EQ(limits.bytes_per_query, 600u);
  EXPECT_EQ(limits.sql_bytes, 700u);
  EXPECT_EQ(limits.token_map_values, 800u);
  EXPECT_EQ(limits.statement_timeout, absl::Milliseconds(250));
  role.limits.mutable_statement_timeout()->set_seconds(-1);
  EXPECT_EQ(LimitsOf(role, defaults).statement_timeout, absl::Seconds(5));
}

}  // namespace
}  // namespace sudare::testing
