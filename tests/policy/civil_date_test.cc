#include "policy/civil_date.h"

#include <gtest/gtest.h>

namespace sudare {
namespace {

TEST(CivilDateTest, ReadsADayThatExists) {
  EXPECT_EQ(ParseCivilDate("2026-04-01"), absl::CivilDay(2026, 4, 1));
  EXPECT_EQ(ParseCivilDate("2028-02-29"), absl::CivilDay(2028, 2, 29));
}

TEST(CivilDateTest, RefusesEverythingElse) {
  for (const char* text : {"", "2026-4-01", "2026-02-30", "2027-02-29", "2026-13-01", "2026-00-10",
                           "2026/04/01", "2026-04-01 ", " 2026-04-1", "20260401", "+026-04-01",
                           "-026-04-01", "２０２６-04-01", "2026-04-0x", "令和8年4月1日"}) {
    EXPECT_EQ(ParseCivilDate(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sudare
