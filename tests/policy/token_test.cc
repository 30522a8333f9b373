#include "policy/token.h"

#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "policy/keyring.h"
#include "policy/siv_tokenizer.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using TokenizerPtr = std::shared_ptr<const Tokenizer>;

const std::string& KeyOf(char fill) {
  static std::string key;
  key.assign(32, fill);
  return key;
}

TokenizerPtr Make(const TokenScope& scope, const std::string& prefix, uint32_t id = 1,
                  char key = 'k') {
  auto keyring = Keyring::FromKey(id, KeyOf(key));
  EXPECT_TRUE(keyring.ok()) << keyring.status();
  return (*keyring)->MakeTokenizer(scope, prefix);
}

TokenizerPtr Employee() { return Make({"employee", "global"}, "emp"); }

std::vector<std::string> Values() {
  std::vector<std::string> values = {"",
                                     "0",
                                     "000123",
                                     "山田 太郎",
                                     "𠮷",
                                     std::string(1, '\0'),
                                     "\xff\xfe\x80",
                                     std::string("a\x80"),
                                     std::string("a\x80\0\0", 4),
                                     std::string(1 << 20, 'x')};
  for (size_t size = 1; size < 300; size += 7) values.push_back(std::string(size, 'v'));
  std::mt19937_64 random(7);
  for (int i = 0; i < 300; ++i) {
    std::string value(random() % 120, '\0');
    for (char& byte : value) byte = static_cast<char>(random());
    values.push_back(value);
  }
  return values;
}

TEST(TokenTest, EveryValueComesBack) {
  const TokenizerPtr tokenizer = Employee();
  for (const std::string& value : Values()) {
    const std::string token = tokenizer->Tokenize(value);
    ASSERT_EQ(tokenizer->Detokenize(token), value);
    // Again, now perhaps from the cache.
    ASSERT_EQ(tokenizer->Tokenize(value), token);
  }
}

TEST(TokenTest, TwoTokenizersOfOneScopeAgree) {
  const TokenizerPtr a = Employee();
  const TokenizerPtr b = Employee();
  for (const std::string& value : Values()) ASSERT_EQ(a->Tokenize(value), b->Tokenize(value));
}

TEST(TokenTest, AppendsToWhatIsThere) {
  const TokenizerPtr tokenizer = Employee();
  std::string out = "before ";
  tokenizer->AppendToken("x", &out);
  tokenizer->AppendToken("x", &out);
  EXPECT_EQ(out, absl::StrCat("before ", tokenizer->Tokenize("x"), tokenizer->Tokenize("x")));
}

// Computed by a separate program from the description in siv_tokenizer.h. Tokens in old reports
// must stay readable.
TEST(TokenTest, TheFormatStaysWhatItIs) {
  EXPECT_EQ(Employee()->Tokenize("000123"), "emp_AQAAAUi3f29ZRaZLjbEupjkDcJCWlOACwyr1afPnLemzPz9I");
  EXPECT_EQ(Make({"employee", "role:payroll"}, "")->Tokenize("山田"),
            "AQAAAU5lzrN1LT5jZZVQrkMwrI7K6Sx5ZdQLnHXCb4zi58aJ");
  EXPECT_EQ(Employee()->Tokenize(std::string(100, 'v')),
            "emp_AQAAAbMBHq_EoW7m-"
            "SiAFy2aPoqF64e4CcSZAZMJsAPtCjiZbJnHcgijTC0Se42MhHxXO5VEtbB17btRSgrcE3eD_dL32HZ_"
            "2Y1UeUfZ_hyxmqgUlox2WyKYkLrNyv1Vd3LAEx92NH5fob6fivws0d9AHNTWiUC4c6hhdabVEWCweqXR");
}

TEST(TokenTest, ConsistsOfPrefixAndUrlSafeCharacters) {
  const TokenizerPtr tokenizer = Employee();
  for (const std::string& value : Values()) {
    const std::string token = tokenizer->Tokenize(value);
    ASSERT_TRUE(absl::StartsWith(token, "emp_"));
    ASSERT_EQ(
        token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
        std::string::npos);
  }
}

TEST(TokenTest, HidesTheLengthUpToFifteenBytes) {
  const TokenizerPtr tokenizer = Employee();
  std::set<size_t> lengths;
  for (size_t size = 0; size < 16; ++size)
    lengths.insert(tokenizer->Tokenize(std::string(size, 'a')).size());
  EXPECT_EQ(lengths, std::set<size_t>{4 + 48});
  EXPECT_GT(tokenizer->Tokenize(std::string(16, 'a')).size(), 4u + 48);
}

TEST(TokenTest, EveryChangedBitMakesItNoToken) {
  const TokenizerPtr tokenizer = Employee();
  for (const std::string& value : {std::string("000123"), std::string(), std::string(40, 'x')}) {
    const std::string token = tokenizer->Tokenize(value);
    for (size_t at = 0; at < token.size(); ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string altered = token;
        altered[at] = static_cast<char>(byte);
        if (altered == token) continue;
        ASSERT_EQ(tokenizer->Detokenize(altered), std::nullopt) << at << " " << byte;
      }
    }
  }
}

TEST(TokenTest, CutsAdditionsAndGarbageAreNoTokens) {
  const TokenizerPtr tokenizer = Employee();
  const std::string token = tokenizer->Tokenize("000123");
  for (size_t size = 0; size < token.size(); ++size) {
    EXPECT_EQ(tokenizer->Detokenize(token.substr(0, size)), std::nullopt);
    EXPECT_EQ(tokenizer->Detokenize(token.substr(token.size() - size)), std::nullopt);
  }
  for (const char* text : {"=", "==", "A", "AAAA", "\n", " ", "AAAAAAAAAAAAAAAAAAAAAA"}) {
    const std::string more = text;
    EXPECT_EQ(tokenizer->Detokenize(token + more), std::nullopt);
    EXPECT_EQ(tokenizer->Detokenize(more + token), std::nullopt);
  }
  std::mt19937_64 random(3);
  for (int i = 0; i < 2000; ++i) {
    std::string garbage = "emp_";
    for (size_t size = random() % 100; size > 0; --size)
      garbage.push_back(static_cast<char>(random()));
    EXPECT_EQ(tokenizer->Detokenize(garbage), std::nullopt);
  }
  EXPECT_EQ(tokenizer->Detokenize(std::string(1 << 20, 'A')), std::nullopt);
}

// A token's halves can't be recombined with another token's.
TEST(TokenTest, SplicedTokensAreNoTokens) {
  const TokenizerPtr tokenizer = Employee();
  const std::string a = tokenizer->Tokenize("000123");
  const std::string b = tokenizer->Tokenize("000124");
  for (size_t at = 5; at < a.size(); ++at) {
    const std::string spliced = a.substr(0, at) + b.substr(at);
    if (spliced == a || spliced == b) continue;
    EXPECT_EQ(tokenizer->Detokenize(spliced), std::nullopt) << at;
  }
}

TEST(TokenTest, ForeignTokensAreNoTokens) {
  const TokenizerPtr ours = Employee();
  struct Foreign {
    const char* what;
    TokenizerPtr tokenizer;
  };
  const Foreign others[] = {
      {"domain", Make({"account", "global"}, "emp")},
      {"scope", Make({"employee", "role:vendor"}, "emp")},
      {"prefix", Make({"employee", "global"}, "per")},
      {"no prefix", Make({"employee", "global"}, "")},
      {"key", Make({"employee", "global"}, "emp", 1, 'x')},
      {"key id", Make({"employee", "global"}, "emp", 2)},
      {"shifted boundary", Make({"employe", "eglobal"}, "emp")},
  };
  for (const Foreign& other : others) {
    const std::string theirs = other.tokenizer->Tokenize("000123");
    EXPECT_NE(theirs, ours->Tokenize("000123")) << other.what;
    EXPECT_EQ(ours->Detokenize(theirs), std::nullopt) << other.what;
    EXPECT_EQ(other.tokenizer->Detokenize(ours->Tokenize("000123")), std::nullopt) << other.what;
  }
}

TEST(TokenTest, AnotherPrefixPutBeforeATokenIsNoToken) {
  const std::string theirs = Make({"employee", "global"}, "per")->Tokenize("000123");
  EXPECT_EQ(Employee()->Detokenize("emp_" + theirs.substr(4)), std::nullopt);
}

// Equal beginnings of values don't show.
TEST(TokenTest, SimilarValuesHaveUnrelatedTokens) {
  const TokenizerPtr tokenizer = Employee();
  const std::string a = tokenizer->Tokenize(std::string(32, 'a') + "1").substr(4);
  const std::string b = tokenizer->Tokenize(std::string(32, 'a') + "2").substr(4);
  int equal = 0;
  for (size_t i = 6; i < a.size(); ++i) equal += a[i] == b[i];
  EXPECT_LT(equal, 12);
}

TEST(TokenTest, MayBeSharedBetweenThreads) {
  const TokenizerPtr tokenizer = Employee();
  const TokenizerPtr reference = Employee();
  std::vector<std::string> expected;
  for (int i = 0; i < 500; ++i) expected.push_back(reference->Tokenize(absl::StrCat(i)));
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int round = 0; round < 20; ++round) {
        for (int i = 0; i < 500; ++i)
          wrong[t] += tokenizer->Tokenize(absl::StrCat(i)) != expected[i];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace sudare
