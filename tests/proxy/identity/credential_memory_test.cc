#include "proxy/identity/credential_memory.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

TEST(CredentialMemoryTest, RemembersForItsTimeAndNoLonger) {
  CredentialMemory memory(absl::Minutes(5), 10);
  const auto key = memory.KeyOf({"a", "b"});
  EXPECT_FALSE(memory.Knows(key, kNow));
  memory.Remember(key, kNow);
  EXPECT_TRUE(memory.Knows(key, kNow + absl::Minutes(5) - absl::Nanoseconds(1)));
  EXPECT_FALSE(memory.Knows(key, kNow + absl::Minutes(5)));
}

TEST(CredentialMemoryTest, KnowsWherePartsEnd) {
  CredentialMemory memory(absl::Minutes(5), 10);
  EXPECT_NE(memory.KeyOf({"ab", "c"}), memory.KeyOf({"a", "bc"}));
  EXPECT_NE(memory.KeyOf({"a", ""}), memory.KeyOf({"a"}));
}

TEST(CredentialMemoryTest, EachHasAKeyOfItsOwn) {
  CredentialMemory one(absl::Minutes(5), 10);
  CredentialMemory other(absl::Minutes(5), 10);
  EXPECT_NE(one.KeyOf({"a"}), other.KeyOf({"a"}));
}

TEST(CredentialMemoryTest, ForgetsTheOldestWhenFull) {
  CredentialMemory memory(absl::Minutes(5), 10);
  for (int i = 0; i < 100; ++i) memory.Remember(memory.KeyOf({absl::StrCat(i)}), kNow);
  EXPECT_EQ(memory.size(), 10u);
  EXPECT_FALSE(memory.Knows(memory.KeyOf({"89"}), kNow));
  EXPECT_TRUE(memory.Knows(memory.KeyOf({"90"}), kNow));
}

TEST(CredentialMemoryTest, WhatIsRenewedStays) {
  CredentialMemory memory(absl::Minutes(5), 10);
  const auto key = memory.KeyOf({"a"});
  memory.Remember(key, kNow);
  memory.Remember(key, kNow + absl::Minutes(4));
  memory.Remember(memory.KeyOf({"b"}), kNow + absl::Minutes(6));
  EXPECT_TRUE(memory.Knows(key, kNow + absl::Minutes(6)));
}

}  // namespace
}  // namespace sudare
