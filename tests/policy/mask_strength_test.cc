// The order of masks. That a mask which "shows at most" what another shows can be computed from the
// other's result is tried out on values; for every other pair there are two values that only the
// one tells apart.
#include "policy/mask_strength.h"

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "policy/mask.h"

namespace sudare {
namespace {

v1::Rule RuleOf(const std::string& text) {
  v1::Rule rule;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &rule)) << text;
  return rule;
}

MaskOrder Compared(const std::string& a, const std::string& b) {
  return CompareMasks(RuleOf(a), RuleOf(b));
}

struct Family {
  SqlType type;
  std::vector<std::string> rules;
  std::vector<std::string> values;
};

std::vector<std::string> Texts() {
  std::vector<std::string> texts = {"",         "1",          "12",           "坂本",
                                    "坂本　匠", "0312345678", "x0312345678y", "1234567",
                                    "7654321",  "#",          "[#]"};
  std::minstd_rand random(7);
  for (int i = 0; i < 4000; ++i) {
    std::string text;
    for (unsigned n = random() % 9; n > 0; --n) text += "ab1-"[random() % 4];
    texts.push_back(text);
  }
  return texts;
}

std::vector<std::string> Numbers() {
  std::vector<std::string> numbers;
  for (int i = -300; i <= 300; ++i) numbers.push_back(absl::StrCat(i));
  return numbers;
}

std::vector<std::string> Dates() {
  std::vector<std::string> dates;
  for (int year = 1990; year < 1994; ++year) {
    for (int month = 10; month <= 12; ++month) {
      for (const char* day : {"01", "15"}) {
        dates.push_back(absl::StrCat(year, "-", month, "-", day));
        dates.push_back(absl::StrCat(year, "-0", month - 9, "-", day));
        dates.push_back(absl::StrCat(year, "-0", month - 6, "-", day));
      }
    }
  }
  return dates;
}

std::vector<std::string> Documents() {
  std::vector<std::string> documents = {"1", "[]", "{}"};
  for (const char* a : {"1", "{\"b\": 1}", "{\"b\": 2, \"c\": 1}", "{\"b\": 2, \"c\": 2}"}) {
    for (const char* list : {"[]", "[{\"d\": 1}]", "[{\"d\": 1, \"e\": 2}]", "[{\"d\": 2}, 3]"}) {
      documents.push_back(absl::StrCat("{\"a\": ", a, ", \"l\": ", list, "}"));
      documents.push_back(absl::StrCat("{\"l\": ", list, "}"));
    }
  }
  return documents;
}

std::vector<Family> Families() {
  const std::vector<std::string> common = {"", "hide {}", "redact {}", "presence {}", "allow {}"};
  std::vector<Family> families = {
      {SqlType::kText,
       {"redact { constant: 'x' }", "partial {}", "partial { keep_first: 1 }",
        "partial { keep_first: 1 fill: '#' fill_length: 9 }", "partial { keep_first: 2 }",
        "partial { keep_last: 1 }", "partial { keep_first: 1 keep_last: 1 }", "scrub {}",
        "scrub { min_digits: 1 }", "scrub { min_digits: 3 }",
        "scrub { min_digits: 1 replacement: '#' }"},
       Texts()},
      {SqlType::kInt4,
       {"generalize { number_bucket: '10' }", "generalize { number_bucket: '20' }",
        "generalize { number_bucket: '25' }", "generalize { number_bucket: '100' }",
        "generalize { brackets { from: '0' } brackets { from: '100' } }",
        "generalize { brackets { from: '0' } brackets { from: '50' } brackets { from: '100' } }",
        "generalize { brackets { from: '0' name: 'a' } brackets { from: '100' name: 'b' } }",
        "generalize { brackets { from: '0' name: 'a' } brackets { from: '50' name: 'b' } "
        "brackets { from: '100' name: 'a' } }",
        "generalize { brackets { from: '0' name: 'a' } brackets { from: '50' name: 'a' } }",
        "generalize { brackets { from: '0' } }", "generalize { brackets { from: '7' } }"},
       Numbers()},
      {SqlType::kNumeric,
       {"generalize { number_bucket: '0.5' }", "generalize { number_bucket: '1' }",
        "generalize { number_bucket: '1.50' }", "generalize { brackets { from: '1.5' } }"},
       {"-0.5", "0", "0.2", "0.5", "0.9", "1", "1.3", "1.5", "1.6", "2", "2.2", "2.5", "3", "NaN"}},
      {SqlType::kDate,
       {"generalize { date_to: YEAR }", "generalize { date_to: MONTH }",
        "generalize { date_to: FISCAL_YEAR }"},
       Dates()},
      {SqlType::kJsonb,
       {"json { keep: '$.a' }", "json { keep: '$.a.b' }", "json { keep: '$.a' keep: '$.l' }",
        "json { keep: '$.l[*].d' }", "json { keep: '$.l[*]' }",
        "json { keep: '$.a.b' keep: '$.a' }"},
       Documents()},
  };
  for (Family& family : families) {
    family.rules.insert(family.rules.end(), common.begin(), common.end());
  }
  return families;
}

std::string ResultOf(const Mask& mask, const std::string* value) {
  if (value == nullptr) return mask.Apply(nullptr).value_or("\1");
  const absl::string_view view = *value;
  return mask.Apply(&view).value_or("\1");
}

// Whether the first mask's result follows from the second's on all values, NULL among them.
bool Follows(const v1::Rule& shown, const v1::Rule& limit, const Family& family) {
  const v1::Rule hide = RuleOf("hide {}");
  const auto made = [&](const v1::Rule& rule) {
    const bool is_set = rule.mask_case() != v1::Rule::MASK_NOT_SET;
    return MakeMask(is_set ? rule : hide, {family.type}).value();
  };
  const auto shown_mask = made(shown);
  const auto limit_mask = made(limit);
  std::map<std::string, std::string> meaning;
  meaning[ResultOf(*limit_mask, nullptr)] = ResultOf(*shown_mask, nullptr);
  for (const std::string& value : family.values) {
    const std::string result = ResultOf(*shown_mask, &value);
    if (meaning.emplace(ResultOf(*limit_mask, &value), result).first->second != result) {
      return false;
    }
  }
  return true;
}

TEST(MaskStrength, ShowsAtMostIsWhatCanBeComputedFromTheOthersResult) {
  for (const Family& family : Families()) {
    for (const std::string& shown : family.rules) {
      for (const std::string& limit : family.rules) {
        EXPECT_EQ(ShowsAtMost(RuleOf(shown), RuleOf(limit)),
                  Follows(RuleOf(shown), RuleOf(limit), family))
            << "`" << shown << "` against `" << limit << "`";
      }
    }
  }
}

TEST(MaskStrength, SaysWhichOfTwoShowsMore) {
  const std::string year = "generalize { date_to: YEAR }";
  const std::string month = "generalize { date_to: MONTH }";
  const std::string fiscal_year = "generalize { date_to: FISCAL_YEAR }";
  EXPECT_EQ(Compared(year, month), MaskOrder::kStronger);
  EXPECT_EQ(Compared(month, year), MaskOrder::kWeaker);
  EXPECT_EQ(Compared(year, fiscal_year), MaskOrder::kIncomparable);
  EXPECT_EQ(Compared("hide {}", "redact {}"), MaskOrder::kEqual);
}

TEST(MaskStrength, MonthsOfDifferentTimeZonesCannotBeCompared) {
  EXPECT_EQ(
      Compared("generalize { date_to: MONTH time_zone: 'UTC' }", "generalize { date_to: MONTH }"),
      MaskOrder::kIncomparable);
  EXPECT_EQ(Compared("generalize { date_to: MONTH time_zone: 'Asia/Tokyo' }",
                     "generalize { date_to: MONTH }"),
            MaskOrder::kEqual);
}

TEST(MaskStrength, AReplacementWithDigitsIsARunOfItsOwn) {
  EXPECT_EQ(Compared("scrub { min_digits: 2 replacement: '00' }",
                     "scrub { min_digits: 7 replacement: '00' }"),
            MaskOrder::kIncomparable);
}

TEST(MaskStrength, TokensAreOrderedByWhoCanCompareThem) {
  const auto token = [](const std::string& more) {
    return absl::StrCat("tokenize { domain: 'name' ", more, " }");
  };
  EXPECT_EQ(Compared(token("scope: ACCOUNT"), token("scope: ROLE")), MaskOrder::kStronger);
  EXPECT_EQ(Compared(token("scope: GLOBAL"), token("scope: ROLE")), MaskOrder::kWeaker);
  EXPECT_EQ(Compared(token(""), token("scope: ROLE prefix: 'n'")), MaskOrder::kEqual);
  EXPECT_EQ(Compared(token(""), token("digits {}")), MaskOrder::kStronger);
  EXPECT_EQ(Compared(token("digits {}"), token("digits { invalid_check_digit: true }")),
            MaskOrder::kIncomparable);
  EXPECT_EQ(Compared(token("scope: ACCOUNT digits {}"), token("scope: ROLE")),
            MaskOrder::kIncomparable);
  EXPECT_EQ(Compared(token(""), "tokenize { domain: 'kana' }"), MaskOrder::kIncomparable);
  EXPECT_EQ(Compared(token(""), "allow {}"), MaskOrder::kStronger);
  EXPECT_EQ(Compared(token(""), "presence {}"), MaskOrder::kWeaker);
  EXPECT_EQ(Compared(token(""), "partial { keep_last: 3 }"), MaskOrder::kIncomparable);
}

}  // namespace
}  // namespace sudare
