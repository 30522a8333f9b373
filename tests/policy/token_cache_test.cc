#include "policy/token_cache.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace sudare {
namespace {

std::string Find(const TokenCache& cache, const std::string& value) {
  std::string out;
  return cache.AppendTo(value, TokenCache::Hash(value), &out) ? out : "nothing";
}

void Put(const std::string& value, const std::string& token, TokenCache* cache) {
  cache->Put(value, TokenCache::Hash(value), token);
}

TEST(TokenCacheTest, StartsEmpty) {
  const TokenCache cache;
  EXPECT_EQ(Find(cache, ""), "nothing");
  EXPECT_EQ(Find(cache, "a"), "nothing");
}

TEST(TokenCacheTest, RemembersTokens) {
  TokenCache cache;
  Put("", "token of nothing", &cache);
  Put("a", "token of a", &cache);
  EXPECT_EQ(Find(cache, ""), "token of nothing");
  EXPECT_EQ(Find(cache, "a"), "token of a");
  EXPECT_EQ(Find(cache, "b"), "nothing");
}

TEST(TokenCacheTest, KeepsNothingThatDoesNotFit) {
  TokenCache cache;
  const std::string value(40, 'v');
  Put(value, std::string(TokenCache::kMaxBytes - 40, 't'), &cache);
  EXPECT_EQ(Find(cache, value), std::string(TokenCache::kMaxBytes - 40, 't'));
  const std::string longer(41, 'v');
  Put(longer, std::string(TokenCache::kMaxBytes - 40, 't'), &cache);
  EXPECT_EQ(Find(cache, longer), "nothing");
  EXPECT_EQ(Find(cache, std::string(1 << 20, 'v')), "nothing");
}

// Values share entries, but never tokens.
TEST(TokenCacheTest, NeverTakesOneValueForAnother) {
  TokenCache cache;
  int found = 0;
  for (int i = 0; i < 20000; ++i) Put(absl::StrCat(i), absl::StrCat("token ", i), &cache);
  for (int i = 0; i < 20000; ++i) {
    const std::string token = Find(cache, absl::StrCat(i));
    if (token == "nothing") continue;
    ++found;
    ASSERT_EQ(token, absl::StrCat("token ", i));
  }
  EXPECT_GT(found, 1000);
  EXPECT_LE(found, static_cast<int>(TokenCache::kEntries));
}

// Two values in one entry with one hash: the bytes decide.
TEST(TokenCacheTest, EqualHashesAreNotEnough) {
  TokenCache cache;
  cache.Put("abc", 5, "token");
  std::string out;
  EXPECT_FALSE(cache.AppendTo("abd", 5, &out));
  EXPECT_FALSE(cache.AppendTo("ab", 5, &out));
  EXPECT_TRUE(cache.AppendTo("abc", 5, &out));
}

}  // namespace
}  // namespace sudare
