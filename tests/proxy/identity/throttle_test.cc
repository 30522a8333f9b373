#include "proxy/identity/throttle.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

absl::Time At(int seconds) { return kNow + absl::Seconds(seconds); }

void Fail(Throttle& throttle, absl::string_view name, absl::Time now) {
  throttle.Begin(name, now);
  throttle.End(name, /*failed=*/true, now);
}

TEST(ThrottleTest, LetsSoManyFailuresPassWithinTheWindow) {
  Throttle throttle(3, absl::Seconds(60), 100);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(throttle.WaitOf("a", At(i)), absl::ZeroDuration());
    Fail(throttle, "a", At(i));
  }
  EXPECT_EQ(throttle.WaitOf("a", At(3)), absl::Seconds(57));
  EXPECT_EQ(throttle.WaitOf("b", At(3)), absl::ZeroDuration());
}

TEST(ThrottleTest, TheWindowSlides) {
  Throttle throttle(2, absl::Seconds(60), 100);
  Fail(throttle, "a", At(0));
  Fail(throttle, "a", At(50));
  EXPECT_GT(throttle.WaitOf("a", At(59)), absl::ZeroDuration());
  EXPECT_EQ(throttle.WaitOf("a", At(60)), absl::ZeroDuration());
  Fail(throttle, "a", At(60));
  EXPECT_EQ(throttle.WaitOf("a", At(61)), absl::Seconds(49));
}

TEST(ThrottleTest, ASuccessForgivesNothing) {
  Throttle throttle(2, absl::Seconds(60), 100);
  Fail(throttle, "a", At(0));
  throttle.Begin("a", At(1));
  throttle.End("a", /*failed=*/false, At(1));
  Fail(throttle, "a", At(2));
  EXPECT_GT(throttle.WaitOf("a", At(3)), absl::ZeroDuration());
}

TEST(ThrottleTest, AttemptsInProgressCount) {
  Throttle throttle(2, absl::Seconds(60), 100);
  throttle.Begin("a", At(0));
  EXPECT_FALSE(throttle.IsBusy("a", At(0)));
  throttle.Begin("a", At(0));
  EXPECT_TRUE(throttle.IsBusy("a", At(0)));
  EXPECT_EQ(throttle.WaitOf("a", At(0)), absl::ZeroDuration());
  throttle.End("a", false, At(1));
  EXPECT_FALSE(throttle.IsBusy("a", At(1)));
}

TEST(ThrottleTest, TellsTheFirstRefusalFromTheNext) {
  Throttle throttle(1, absl::Seconds(60), 100);
  Fail(throttle, "a", At(0));
  EXPECT_TRUE(throttle.IsFirstRefusal("a"));
  EXPECT_FALSE(throttle.IsFirstRefusal("a"));
  EXPECT_EQ(throttle.WaitOf("a", At(60)), absl::ZeroDuration());
  Fail(throttle, "a", At(60));
  EXPECT_TRUE(throttle.IsFirstRefusal("a"));
}

TEST(ThrottleTest, AFloodOfNamesTakesBoundedMemory) {
  Throttle throttle(3, absl::Seconds(60), 50);
  for (int i = 0; i < 1000; ++i) Fail(throttle, absl::StrCat("name", i), At(0));
  EXPECT_LE(throttle.names(), 50u);
  // The latest are the ones that are kept.
  Fail(throttle, "a", At(1));
  for (int i = 0; i < 49; ++i) Fail(throttle, absl::StrCat("again", i), At(2));
  Fail(throttle, "a", At(3));
  Fail(throttle, "a", At(3));
  EXPECT_GT(throttle.WaitOf("a", At(3)), absl::ZeroDuration());
}

TEST(ThrottleTest, ForgetsWhatIsOverAndWhatSucceeded) {
  Throttle throttle(3, absl::Seconds(60), 50);
  Fail(throttle, "a", At(0));
  EXPECT_EQ(throttle.names(), 1u);
  throttle.WaitOf("a", At(60));
  EXPECT_EQ(throttle.names(), 0u);
  throttle.Begin("b", At(60));
  throttle.End("b", false, At(60));
  EXPECT_EQ(throttle.names(), 0u);
}

}  // namespace
}  // namespace sudare
