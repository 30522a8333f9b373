#include "proxy/admission/staff_quota.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

constexpr auto kExhausted = absl::StatusCode::kResourceExhausted;

sudare::v1::TokenLimits Limits(uint32_t per_hour, uint32_t per_day) {
  sudare::v1::TokenLimits limits;
  limits.set_detokenize_per_hour(per_hour);
  limits.set_detokenize_per_day(per_day);
  return limits;
}

class StaffQuotaTest : public ::testing::Test {
 protected:
  absl::Time now_ = absl::FromUnixSeconds(1'770'000'000);
};

TEST_F(StaffQuotaTest, AllowsWhatConfigProtoPromises) {
  StaffQuota quota({});
  for (int i = 0; i < 30; ++i) EXPECT_THAT(quota.TakeDetokenize("head", now_), IsOk());
  EXPECT_THAT(quota.TakeDetokenize("head", now_), StatusIs(kExhausted, HasSubstr("30 such calls")));
  for (int i = 0; i < 300; ++i) EXPECT_THAT(quota.TakeTrace("head", now_), IsOk());
  EXPECT_THAT(quota.TakeTrace("head", now_), StatusIs(kExhausted));
  int in_a_day = 30;
  for (int hour = 1; hour < 24; ++hour) {
    now_ += absl::Hours(1);
    while (quota.TakeDetokenize("head", now_).ok()) ++in_a_day;
  }
  EXPECT_EQ(in_a_day, 200);
}

TEST_F(StaffQuotaTest, CountsEachMemberAlone) {
  StaffQuota quota(Limits(1, 10));
  EXPECT_THAT(quota.TakeDetokenize("head", now_), IsOk());
  EXPECT_THAT(quota.TakeDetokenize("clerk", now_), IsOk());
  EXPECT_THAT(quota.TakeDetokenize("head", now_), StatusIs(kExhausted, HasSubstr("`head`")));
}

TEST_F(StaffQuotaTest, TheHourSlides) {
  StaffQuota quota(Limits(2, 100));
  EXPECT_THAT(quota.TakeDetokenize("head", now_), IsOk());
  now_ += absl::Minutes(40);
  EXPECT_THAT(quota.TakeDetokenize("head", now_), IsOk());
  const absl::Status refused = quota.TakeDetokenize("head", now_);
  EXPECT_THAT(refused, StatusIs(kExhausted, HasSubstr("within an hour, as many as allowed: try "
                                                      "again in 20m")));
  EXPECT_EQ(DetailOf(refused).reason(), "TOKEN_CALLS_PER_HOUR");
  EXPECT_EQ(DetailOf(refused).advice(), "try again in 20m");
  now_ += absl::Minutes(19) + absl::Seconds(59);
  EXPECT_THAT(quota.TakeDetokenize("head", now_), StatusIs(kExhausted, HasSubstr("again in 1s")));
  now_ += absl::Seconds(1);
  EXPECT_THAT(quota.TakeDetokenize("head", now_), IsOk());
  // Only the first of the three has left the hour.
  EXPECT_THAT(quota.TakeDetokenize("head", now_), StatusIs(kExhausted, HasSubstr("again in 40m")));
}

TEST_F(StaffQuotaTest, WhatIsRefusedIsNotCounted) {
  StaffQuota quota(Limits(1, 100));
  EXPECT_THAT(quota.TakeDetokenize("head", now_), IsOk());
  for (int minute = 1; minute < 60; ++minute) {
    now_ += absl::Minutes(1);
    EXPECT_THAT(quota.TakeDetokenize("head", now_), StatusIs(kExhausted));
  }
  now_ += absl::Minutes(1);
  EXPECT_THAT(quota.TakeDetokenize("head", now_), IsOk());
}

TEST_F(StaffQuotaTest, TheDayCountsEvenIfTheHourIsFree) {
  StaffQuota quota(Limits(2, 3));
  EXPECT_THAT(quota.TakeDetokenize("head", now_), IsOk());
  now_ += absl::Hours(2);
  for (int i = 0; i < 2; ++i) EXPECT_THAT(quota.TakeDetokenize("head", now_), IsOk());
  now_ += absl::Hours(2);
  const absl::Status refused = quota.TakeDetokenize("head", now_);
  EXPECT_THAT(refused,
              StatusIs(kExhausted, HasSubstr("3 such calls within 24 hours, as many as allowed: "
                                             "try again in 20h")));
  EXPECT_EQ(DetailOf(refused).reason(), "TOKEN_CALLS_PER_DAY");
  now_ += absl::Hours(20);
  EXPECT_THAT(quota.TakeDetokenize("head", now_), IsOk());
  EXPECT_THAT(quota.TakeDetokenize("head", now_), StatusIs(kExhausted));
}

TEST_F(StaffQuotaTest, AClockThatIsSetBackGivesNothingAway) {
  StaffQuota quota(Limits(2, 100));
  for (int i = 0; i < 2; ++i) EXPECT_THAT(quota.TakeDetokenize("head", now_), IsOk());
  EXPECT_THAT(quota.TakeDetokenize("head", now_ - absl::Hours(5)), StatusIs(kExhausted));
}

}  // namespace
}  // namespace sudare
