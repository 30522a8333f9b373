#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "policy/check_digit.h"
#include "policy/keyring.h"
#include "policy/token.h"

namespace sudare {
namespace {

using TokenizerPtr = std::shared_ptr<const Tokenizer>;

std::shared_ptr<const Keyring> Ring(char fill = 'k') {
  return *Keyring::FromKey(1, std::string(32, fill));
}

TokenizerPtr Make(DigitForm form, const TokenScope& scope = {"insured", "global"}) {
  return Ring()->MakeDigitTokenizer(scope, form);
}

bool AllDigits(const std::string& text) {
  return text.find_first_not_of("0123456789") == std::string::npos;
}

bool IsIndividualNumber(std::string text) {
  if (text.size() != 12 || !AllDigits(text)) return false;
  for (char& c : text) c = static_cast<char>(c - '0');
  return HasValidCheckDigit(reinterpret_cast<const unsigned char*>(text.data()));
}

// Computed by a separate program from the description in docs/masks.md. Tokens in old reports must
// stay readable.
TEST(DigitTokenTest, TheMappingStaysWhatItIs) {
  const TokenizerPtr text = Make(DigitForm::kText);
  EXPECT_EQ(text->Tokenize("000123"), "325065");
  EXPECT_EQ(text->Tokenize("123456"), "489701");
  EXPECT_EQ(text->Tokenize("1234567"), "9951899");
  EXPECT_EQ(text->Tokenize("123456789012345678901234567890123456789012"),
            "344749961472573576403685205582760029766835");
  const TokenizerPtr check = Make(DigitForm::kTextNoIndividualNumber);
  EXPECT_EQ(check->Tokenize("123456"), "489701");
  EXPECT_EQ(check->Tokenize("123456789012"), "685731853224");
  EXPECT_EQ(check->Tokenize("000000000001"), "096043678170");
  struct Pair {
    const char* value;
    const char* token;
  };
  const Pair integers[] = {
      {"0", "494076"},
      {"1", "170385"},
      {"-1", "-967975"},
      {"999999", "285508"},
      {"-999999", "-689493"},
      {"1000000", "9322300"},
      {"123456789", "974364876"},
      {"1000000000", "1914691299"},
      {"2147483647", "1399818511"},
      {"-2147483648", "-1111053878"},
      {"2147483648", "8552848493"},
      {"9999999999", "7845971309"},
      {"10000000000", "88772302329"},
      {"9223372036854775807", "2723809759279360247"},
      {"-9223372036854775808", "-5127440480387162780"},
  };
  const TokenizerPtr integer = Make(DigitForm::kInteger);
  for (const Pair& pair : integers) {
    EXPECT_EQ(integer->Tokenize(pair.value), pair.token);
    EXPECT_EQ(integer->Detokenize(pair.token), pair.value);
  }
}

TEST(DigitTokenTest, EveryTextComesBack) {
  std::mt19937_64 random(11);
  std::vector<std::string> values = {"",        "0",       "12345",     "１２３４５６",
                                     "-123456", " 123456", "山田 太郎", "123456789018"};
  values.push_back(std::string("12345\0", 6));
  for (int i = 0; i < 2000; ++i) {
    std::string value(random() % 45, '\0');
    for (char& c : value) c = static_cast<char>('0' + random() % 10);
    values.push_back(value);
  }
  for (const DigitForm form : {DigitForm::kText, DigitForm::kTextNoIndividualNumber}) {
    const TokenizerPtr tokenizer = Make(form);
    for (const std::string& value : values) {
      const std::string token = tokenizer->Tokenize(value);
      ASSERT_EQ(tokenizer->Detokenize(token), value) << token;
      ASSERT_EQ(tokenizer->Tokenize(value), token) << "from the cache";
      const bool is_number = value.size() >= 6 && AllDigits(value);
      if (form == DigitForm::kText || !IsIndividualNumber(value)) {
        ASSERT_EQ(AllDigits(token), is_number) << value;
        ASSERT_TRUE(!is_number || token.size() == value.size()) << value;
      }
      ASSERT_EQ(tokenizer->IsAuthenticated(token), !AllDigits(token)) << token;
    }
  }
}

// A tenth of all texts of the least length: no two have one token.
TEST(DigitTokenTest, SixDigitsHaveNoCollision) {
  const TokenizerPtr tokenizer = Make(DigitForm::kText);
  std::vector<bool> seen(1000000);
  for (int i = 0; i < 1000000; i += 10) {
    uint32_t token = 0;
    ASSERT_TRUE(
        absl::SimpleAtoi(tokenizer->Tokenize(absl::StrCat(absl::Dec(i, absl::kZeroPad6))), &token));
    ASSERT_FALSE(seen[token]) << i;
    seen[token] = true;
  }
}

TEST(DigitTokenTest, NoTokenIsAnIndividualNumberIfSoAsked) {
  const TokenizerPtr tokenizer = Make(DigitForm::kTextNoIndividualNumber);
  std::mt19937_64 random(3);
  int individual = 0;
  std::set<std::string> tokens;
  std::set<std::string> values;
  for (int i = 0; i < 20000; ++i) {
    const std::string value = absl::StrCat(absl::Dec(random() % 1000000, absl::kZeroPad6),
                                           absl::Dec(random() % 1000000, absl::kZeroPad6));
    const std::string token = tokenizer->Tokenize(value);
    ASSERT_FALSE(IsIndividualNumber(token)) << value;
    individual += IsIndividualNumber(value);
    ASSERT_EQ(AllDigits(token), !IsIndividualNumber(value)) << value;
    ASSERT_EQ(tokenizer->Detokenize(token), value);
    values.insert(value);
    tokens.insert(token);
  }
  EXPECT_EQ(tokens.size(), values.size());
  EXPECT_GT(individual, 1500);
  // Nothing reads back from what can't be a token.
  EXPECT_EQ(tokenizer->Detokenize("123456789018"), std::nullopt);
  // Without the option one in ten is.
  const TokenizerPtr plain = Make(DigitForm::kText);
  int others = 0;
  for (const std::string& value : values) others += IsIndividualNumber(plain->Tokenize(value));
  EXPECT_GT(others, 1500);
}

int64_t TokenOf(const TokenizerPtr& tokenizer, int64_t value) {
  int64_t token = 0;
  EXPECT_TRUE(absl::SimpleAtoi(tokenizer->Tokenize(absl::StrCat(value)), &token)) << value;
  EXPECT_EQ(tokenizer->Detokenize(absl::StrCat(token)), absl::StrCat(value));
  return token;
}

// Of every length and sign, dense around the bounds of sets and types.
std::vector<int64_t> Integers() {
  std::vector<int64_t> centres = {0, 32767, 32768, 2147483647, 2147483648};
  for (int64_t power = 10; power < std::numeric_limits<int64_t>::max() / 10; power *= 10) {
    centres.push_back(power);
  }
  std::set<int64_t> values = {std::numeric_limits<int64_t>::max(),
                              std::numeric_limits<int64_t>::min(),
                              std::numeric_limits<int64_t>::min() + 1};
  for (const int64_t centre : centres) {
    for (int64_t d = -40; d <= 40; ++d) {
      values.insert(centre + d);
      values.insert(-centre + d);
    }
  }
  std::mt19937_64 random(29);
  for (int i = 0; i < 20000; ++i) {
    values.insert(static_cast<int64_t>(random() >> (random() % 63)) * (random() % 2 ? 1 : -1));
  }
  return {values.begin(), values.end()};
}

TEST(DigitTokenTest, IntegersAreMappedOneToOneWithinTheirTypesAndLengths) {
  const TokenizerPtr tokenizer = Make(DigitForm::kInteger);
  std::set<int64_t> tokens;
  const std::vector<int64_t> values = Integers();
  const auto fits_four_bytes = [](int64_t value) { return value == static_cast<int32_t>(value); };
  for (const int64_t value : values) {
    const int64_t token = TokenOf(tokenizer, value);
    ASSERT_TRUE(tokens.insert(token).second) << value;
    ASSERT_EQ(token < 0, value < 0) << value;
    ASSERT_EQ(fits_four_bytes(token), fits_four_bytes(value)) << value << " " << token;
    const size_t length = std::max<size_t>(absl::StrCat(value).size(), value < 0 ? 7 : 6);
    ASSERT_EQ(std::max<size_t>(absl::StrCat(token).size(), token < 0 ? 7 : 6), length) << value;
    ASSERT_FALSE(tokenizer->IsAuthenticated(absl::StrCat(token)));
  }
}

// All integers of 2 bytes.
TEST(DigitTokenTest, SmallIntegersHaveNoCollision) {
  const TokenizerPtr tokenizer = Make(DigitForm::kInteger);
  std::set<std::string> tokens;
  for (int i = -32768; i <= 32767; ++i) tokens.insert(tokenizer->Tokenize(absl::StrCat(i)));
  EXPECT_EQ(tokens.size(), 65536u);
}

TEST(DigitTokenTest, WhatIsNoIntegerIsNoTokenOfOne) {
  const TokenizerPtr tokenizer = Make(DigitForm::kInteger);
  for (const char* text : {"", "-0", "007", "+5", "1.5", "9223372036854775808", "x"}) {
    const std::string token = tokenizer->Tokenize(text);
    EXPECT_TRUE(tokenizer->IsAuthenticated(token));
    EXPECT_EQ(tokenizer->Detokenize(token), text);
    EXPECT_EQ(tokenizer->Detokenize(text), std::nullopt) << text;
  }
}

TEST(DigitTokenTest, OpaqueTokensOfNumbersAreForeign) {
  const TokenScope scope = {"insured", "global"};
  const TokenizerPtr opaque = Ring()->MakeTokenizer(scope, "");
  EXPECT_EQ(Make(DigitForm::kText)->Detokenize(opaque->Tokenize("123456")), std::nullopt);
  EXPECT_EQ(Make(DigitForm::kText)->Detokenize(opaque->Tokenize("12345")), "12345");
  EXPECT_EQ(Make(DigitForm::kInteger)->Detokenize(opaque->Tokenize("12345")), std::nullopt);
  EXPECT_EQ(Make(DigitForm::kTextNoIndividualNumber)->Detokenize(opaque->Tokenize("123456789018")),
            "123456789018");
}

TEST(DigitTokenTest, DomainScopeKeyAndFormGiveUnrelatedTokens) {
  const std::string ours = Make(DigitForm::kText)->Tokenize("1234567890");
  EXPECT_NE(Make(DigitForm::kText, {"other", "global"})->Tokenize("1234567890"), ours);
  EXPECT_NE(Make(DigitForm::kText, {"insured", "role:x"})->Tokenize("1234567890"), ours);
  EXPECT_NE(Make(DigitForm::kText, {"insure", "dglobal"})->Tokenize("1234567890"), ours);
  EXPECT_NE(Make(DigitForm::kInteger)->Tokenize("1234567890"), ours);
  EXPECT_NE(Ring('x')
                ->MakeDigitTokenizer({"insured", "global"}, DigitForm::kText)
                ->Tokenize("1234567890"),
            ours);
}

TEST(DigitTokenTest, AKeyThatIsNotThereMakesNoTokenizer) {
  EXPECT_EQ(Ring()->MakeDigitTokenizer({"insured", "global"}, DigitForm::kText, 2), nullptr);
  EXPECT_NE(Ring()->MakeDigitTokenizer({"insured", "global"}, DigitForm::kText, 1), nullptr);
}

TEST(DigitTokenTest, MayBeSharedBetweenThreads) {
  const TokenizerPtr tokenizer = Make(DigitForm::kInteger);
  std::vector<std::string> expected;
  for (int i = 0; i < 300; ++i) expected.push_back(tokenizer->Tokenize(absl::StrCat(i * 7919)));
  const TokenizerPtr shared = Make(DigitForm::kInteger);
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 300; ++i)
        wrong[t] += shared->Tokenize(absl::StrCat(i * 7919)) != expected[i];
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace sudare
