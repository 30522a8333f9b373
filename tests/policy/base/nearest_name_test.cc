#include "policy/base/nearest_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sudare {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(NearestNameTest, FindsATypingError) {
  EXPECT_EQ(DidYouMean("pya", {"name", "pay", "bank"}), "did you mean `pay`?");
  EXPECT_EQ(DidYouMean("personal_nummer", {"personal_number"}), "did you mean `personal_number`?");
  EXPECT_EQ(DidYouMean("氏名姓", {"氏名"}), "did you mean `氏名`?");
}

TEST(NearestNameTest, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(DidYouMean("salary", {"name", "bank"}), "");
  EXPECT_EQ(DidYouMean("", {"a"}), "");
  EXPECT_EQ(DidYouMean(std::string(1000, 'a'), {std::string(1001, 'a')}), "");
}

TEST(NearestNameTest, TheNearestComesFirstAndTheCaseDecides) {
  EXPECT_THAT(NearestNames("pay", {"Pays", "pays", "PAY", "pa"}, 4),
              ElementsAre("PAY", "pa", "pays", "Pays"));
  EXPECT_THAT(NearestNames("pay", {"pays", "pa"}, 1), ElementsAre("pa"));
}

TEST(NearestNameTest, NeverProposesTheNameItself) {
  EXPECT_THAT(NearestNames("pay", {"pay"}, 3), IsEmpty());
}

}  // namespace
}  // namespace sudare
