#include "proxy/backend/session_settings.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

TEST(SessionSettingsTest, QuotesSpacesAndBackslashesForTheStartupPacket) {
  EXPECT_EQ(StartupOptions({{"a", "x y"}, {"b", "c\\d"}}), "-c a=x\\ y -c b=c\\\\d");
}

TEST(SessionSettingsTest, PinsTheRoleEvenIfThereIsNone) {
  EXPECT_EQ(PinnedSettings("sudare_role", "UTC").back().value, "sudare_role");
  EXPECT_EQ(PinnedSettings("", "UTC").back().name, "role");
  EXPECT_EQ(PinnedSettings("", "UTC").back().value, "none");
}

TEST(SessionSettingsTest, AsksForEachSettingByName) {
  EXPECT_EQ(SettingsQuery({{"a", "1"}, {"b", "2"}}),
            "SELECT pg_catalog.current_setting('a'), pg_catalog.current_setting('b')");
}

}  // namespace
}  // namespace sudare
