#include "tests/attack/secrets.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SecretsTest, FindsANumberInEverySpelling) {
  Secrets secrets;
  secrets.AddNumber("012345678901");
  for (const char* text :
       {"012345678901", "0123-4567-8901", "0123 4567 8901", "０１２３４５６７８９０１",
        "12345678901", "x012345678901y", "１２３４-5678 901", "109876543210", "9012345678901"}) {
    EXPECT_THAT(secrets.FoundIn(text), ElementsAre("012345678901")) << text;
  }
}

TEST(SecretsTest, FindsATextPlainAndEncoded) {
  Secrets secrets;
  secrets.AddText("佐藤 一郎");
  for (const char* text :
       {"(佐藤 一郎)", "佐藤一郎", "e4bd90e897a420e4b880e9838e", "5L2Q6JekIOS4gOmDjg=="}) {
    EXPECT_THAT(secrets.FoundIn(text), ElementsAre("佐藤 一郎")) << text;
  }
}

TEST(SecretsTest, TakesAShortNumberOnlyWhereItStandsAlone) {
  Secrets secrets;
  secrets.AddNumber("000732");
  EXPECT_THAT(secrets.FoundIn("no 732."), ElementsAre("000732"));
  EXPECT_THAT(secrets.FoundIn("17325"), IsEmpty());
}

TEST(SecretsTest, FindsNothingInOtherValues) {
  Secrets secrets;
  secrets.Add("012345678901");
  secrets.Add("佐藤 一郎");
  EXPECT_THAT(secrets.FoundIn("佐藤 次郎 | 012345678902 | 2026-04-01"), IsEmpty());
}

}  // namespace
}  // namespace sudare::testing
