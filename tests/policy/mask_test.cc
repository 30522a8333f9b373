// What each mask makes of a value. That its SQL form makes the same:
// tests/differential/mask_sql_test.cc.
#include "policy/mask.h"

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace sudare {
namespace {

using ::sudare::testing::IsOk;
using ::sudare::testing::StatusIs;
using ::testing::HasSubstr;

absl::StatusOr<std::unique_ptr<const Mask>> Make(const std::string& rule_text, ColumnType type) {
  sudare::v1::Rule rule;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(rule_text, &rule)) << rule_text;
  return MakeMask(rule, type);
}

// "NULL" for NULL.
std::string Masked(const std::string& rule, SqlType type, const char* value) {
  const auto mask = Make(rule, {type});
  if (!mask.ok()) return mask.status().ToString();
  if (value == nullptr) return (*mask)->Apply(nullptr).value_or("NULL");
  const absl::string_view view = value;
  return (*mask)->Apply(&view).value_or("NULL");
}

std::string MaskedText(const std::string& rule, const char* value) {
  return Masked(rule, SqlType::kText, value);
}

const std::vector<std::string>& AllRules() {
  static const auto& rules =
      *new std::vector<std::string>{"allow { }",
                                    "hide { }",
                                    "redact { }",
                                    "redact { constant: '1' }",
                                    "presence { }",
                                    "partial { keep_first: 1 }",
                                    "partial { keep_last: 3 }",
                                    "generalize { date_to: YEAR }",
                                    "generalize { date_to: MONTH }",
                                    "generalize { date_to: FISCAL_YEAR }",
                                    "generalize { number_bucket: '10000' }",
                                    "generalize { brackets { from: '0' } brackets { from: '10' } }",
                                    "scrub { }",
                                    "scrub { min_digits: 1 }",
                                    "json { keep: '$.a' keep: '$.b[*].c' }",
                                    "tokenize { domain: 'd' }"};
  return rules;
}

std::vector<ColumnType> AllTypes() {
  std::vector<ColumnType> types;
  for (int i = 0; i <= static_cast<int>(SqlType::kCidr); ++i) {
    types.push_back({static_cast<SqlType>(i)});
    types.push_back({static_cast<SqlType>(i), true});
  }
  return types;
}

TEST(MaskTest, EveryMaskEitherFitsOrSaysWhatWould) {
  int fitting = 0;
  for (const ColumnType type : AllTypes()) {
    for (const std::string& rule : AllRules()) {
      const auto mask = Make(rule, type);
      if (mask.ok()) {
        ++fitting;
        continue;
      }
      EXPECT_THAT(mask, StatusIs(absl::StatusCode::kInvalidArgument)) << rule << TypeName(type);
      EXPECT_FALSE(absl::EndsWith(mask.status().message(), "."));
    }
  }
  EXPECT_GT(fitting, 200);
  EXPECT_THAT(
      Make("scrub { }", {SqlType::kInt4}),
      StatusIs(absl::StatusCode::kInvalidArgument,
               "`scrub` doesn't fit a column of type `int4`: use `redact`, `presence`, `partial`, "
               "`generalize`, `tokenize`, `hide`, `allow`"));
}

TEST(MaskTest, ColumnsOutsideTheListAreHiddenOrNull) {
  for (const std::string& rule : AllRules()) {
    const bool fits = rule == "hide { }" || rule == "redact { }";
    EXPECT_EQ(Make(rule, {}).ok(), fits) << rule;
  }
  EXPECT_EQ((*Make("redact { }", {}))->SqlExpression("t.c"), "NULL");
}

TEST(MaskTest, ARuleWithoutAMaskIsRefused) {
  EXPECT_THAT(Make("class: 'x'", {SqlType::kText}), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(MaskTest, KindsHaveTheNamesOfPolicyFiles) {
  EXPECT_EQ(MaskKindName(MaskKind::kAllow), "allow");
  EXPECT_EQ(MaskKindName(MaskKind::kTokenize), "tokenize");
  for (const std::string& rule : AllRules()) {
    for (const SqlType type : {SqlType::kText, SqlType::kInt4, SqlType::kDate, SqlType::kJson}) {
      const auto mask = Make(rule, {type});
      if (!mask.ok()) continue;
      EXPECT_EQ(rule.substr(0, rule.find(' ')), MaskKindName((*mask)->kind()));
    }
  }
}

// Bytes that no database sends: an application may.
TEST(MaskTest, EveryMaskIsTotal) {
  std::vector<std::string> values = {"",
                                     " ",
                                     "\xff",
                                     "\xe7\xb0",
                                     "1234567\xff",
                                     "\xf0\xa0\xae\xb7",
                                     std::string(3, '\0'),
                                     "{",
                                     "{\"a\"",
                                     "{\"a\":}",
                                     "[",
                                     "\"",
                                     "\"\\",
                                     "\"\\u12",
                                     "-",
                                     "--1",
                                     "1e",
                                     "1e999999999999",
                                     "e5",
                                     ".",
                                     "-.",
                                     "NaN",
                                     "nan",
                                     "0x10",
                                     "2023",
                                     "2023-",
                                     "2023-02-30",
                                     "2023-13-01",
                                     "0000-01-01",
                                     "2023-01-01 25:00:00",
                                     "2023-01-01 00:00:00+99",
                                     "99999999-01-01",
                                     "infinity",
                                     "{\"a\":\"\\ud800\"}",
                                     std::string(1 << 20, '['),
                                     std::string(1 << 20, '9'),
                                     std::string(1 << 20, '\x80')};
  const std::string alphabet = "0123456789-+:. eE{}[]\",\\uaBC\x80\xe3\x81";
  std::mt19937_64 random(11);
  for (int i = 0; i < 300; ++i) {
    std::string value(random() % 40, '\0');
    for (char& byte : value) byte = alphabet[random() % alphabet.size()];
    values.push_back(value);
  }
  for (const ColumnType type : AllTypes()) {
    for (const std::string& rule : AllRules()) {
      const auto mask = Make(rule, type);
      if (!mask.ok()) continue;
      (*mask)->Apply(nullptr);
      for (const std::string& value : values) {
        const absl::string_view view = value;
        (*mask)->Apply(&view);
      }
    }
  }
}

TEST(MaskTest, AllowShowsTheValue) {
  EXPECT_EQ(MaskedText("allow { }", "x"), "x");
  EXPECT_EQ(MaskedText("allow { }", nullptr), "NULL");
  EXPECT_EQ((*Make("allow { }", {SqlType::kText}))->SqlExpression("t.c"), "t.c");
}

TEST(MaskTest, TokensOfDigitsKeepIntegersAndAreTextOtherwise) {
  const char* const digits = "tokenize { domain: 'd' digits { } }";
  EXPECT_EQ((*Make(digits, {SqlType::kInt8}))->result_type(), ColumnType{SqlType::kInt8});
  EXPECT_EQ((*Make(digits, {SqlType::kInt4}))->result_type(), ColumnType{SqlType::kInt4});
  // int2 can't hold a domain of the standard's least size.
  EXPECT_EQ((*Make(digits, {SqlType::kInt2}))->result_type(), ColumnType{SqlType::kInt4});
  for (const SqlType type :
       {SqlType::kText, SqlType::kBpchar, SqlType::kNumeric, SqlType::kDate, SqlType::kUuid}) {
    EXPECT_EQ((*Make(digits, {type}))->result_type(), ColumnType{SqlType::kText});
  }
}

TEST(MaskTest, AnInvalidCheckDigitIsRefusedWhereItCouldNotHold) {
  const char* const rule = "tokenize { domain: 'd' digits { invalid_check_digit: true } }";
  EXPECT_TRUE(Make(rule, {SqlType::kText}).ok());
  // Fewer than twelve digits.
  EXPECT_TRUE(Make(rule, {SqlType::kInt4}).ok());
  const auto mask = Make(rule, {SqlType::kInt8});
  EXPECT_EQ(mask.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(mask.status().message()),
              HasSubstr("`invalid_check_digit` doesn't fit a column of type `int8`"));
}

TEST(MaskTest, HideAndTokenizeShowNothingAndHaveNoSql) {
  for (const char* rule : {"hide { }", "tokenize { domain: 'd' }"}) {
    EXPECT_EQ(MaskedText(rule, "x"), "NULL");
    EXPECT_EQ((*Make(rule, {SqlType::kText}))->SqlExpression("t.c"), "");
  }
  EXPECT_EQ((*Make("tokenize { domain: 'd' }", {SqlType::kInt4}))->result_type(),
            (ColumnType{SqlType::kText}));
}

TEST(MaskTest, RedactHidesPresenceToo) {
  EXPECT_EQ(MaskedText("redact { }", "x"), "NULL");
  EXPECT_EQ(MaskedText("redact { constant: '非表示' }", "x"), "非表示");
  EXPECT_EQ(MaskedText("redact { constant: '非表示' }", nullptr), "非表示");
}

TEST(MaskTest, RedactNeverMentionsTheColumn) {
  for (const ColumnType type : AllTypes()) {
    const auto mask = Make("redact { }", type);
    ASSERT_THAT(mask, IsOk());
    EXPECT_FALSE(absl::StrContains((*mask)->SqlExpression("secret_column"), "secret_column"));
  }
  EXPECT_FALSE(absl::StrContains(
      (*Make("redact { constant: 'a' }", {SqlType::kText}))->SqlExpression("secret_column"),
      "secret_column"));
}

struct ConstantCase {
  SqlType type;
  const char* constant;
  // nullptr: refused
  const char* shown;
};

TEST(MaskTest, RedactBringsConstantsIntoTheDatabasesForm) {
  const ConstantCase cases[] = {
      {SqlType::kBool, "true", "t"},
      {SqlType::kBool, "yes", nullptr},
      {SqlType::kInt2, "-0012", "-12"},
      {SqlType::kInt2, "32768", nullptr},
      {SqlType::kInt4, "2147483648", nullptr},
      {SqlType::kInt8, "1.0", nullptr},
      {SqlType::kInt8, " 1", nullptr},
      {SqlType::kInt8, "", nullptr},
      {SqlType::kNumeric, "-0.00", "0.00"},
      {SqlType::kNumeric, "1e3", "1000"},
      {SqlType::kNumeric, "one", nullptr},
      {SqlType::kFloat8, "1e15", "1e+15"},
      {SqlType::kFloat8, "1e400", nullptr},
      {SqlType::kFloat4, "1e39", nullptr},
      {SqlType::kText, "", ""},
      {SqlType::kText, "\xff", nullptr},
      {SqlType::kDate, "2023-02-29", nullptr},
      {SqlType::kDate, "2024-02-29", "2024-02-29"},
      {SqlType::kDate, "20230101", nullptr},
      {SqlType::kTimestamp, "2023-01-01 00:00:00.500", "2023-01-01 00:00:00.5"},
      {SqlType::kTimestamp, "2023-01-01", nullptr},
      {SqlType::kTimestamptz, "2023-01-01 00:00:00+09", "2022-12-31 15:00:00+00"},
      {SqlType::kTimestamptz, "2023-01-01 00:00:00", nullptr},
      {SqlType::kTime, "24:00:00", nullptr},
      {SqlType::kUuid, "x", nullptr},
      {SqlType::kJson, "{\"a\": ", nullptr},
      {SqlType::kJsonb, "{\"a\":1}", nullptr},
      {SqlType::kJsonb, "[]", "[]"},
      {SqlType::kBytea, "\\x0", nullptr},
      {SqlType::kInterval, "1 day", nullptr},
      {SqlType::kInet, "::1", nullptr},
      {SqlType::kUnknown, "x", nullptr},
  };
  for (const ConstantCase& one : cases) {
    sudare::v1::Rule rule;
    rule.mutable_redact()->set_constant(one.constant);
    const auto mask = MakeMask(rule, {one.type});
    EXPECT_EQ(mask.ok(), one.shown != nullptr) << one.constant << " for " << TypeName({one.type});
    if (!mask.ok() || one.shown == nullptr) continue;
    EXPECT_EQ((*mask)->Apply(nullptr), one.shown);
  }
}

TEST(MaskTest, PresenceIsOneBit) {
  EXPECT_EQ(MaskedText("presence { }", ""), "t");
  EXPECT_EQ(MaskedText("presence { }", nullptr), "f");
}

TEST(MaskTest, PartialCountsCharacters) {
  EXPECT_EQ(MaskedText("partial { keep_last: 3 }", "1234567"), "****567");
  EXPECT_EQ(MaskedText("partial { keep_first: 1 }", "𠮷野家"), "𠮷****");
  EXPECT_EQ(
      MaskedText("partial { keep_first: 1 keep_last: 1 fill: '＊' fill_length: 2 }", "山田太郎"),
      "山＊＊郎");
  EXPECT_EQ(MaskedText("partial { keep_first: 1 }", nullptr), "NULL");
  EXPECT_EQ(MaskedText("partial { }", "secret"), "****");
  EXPECT_EQ(MaskedText("partial { keep_first: 1 }", "\xff\xfe"), "\xff****");
  EXPECT_EQ(MaskedText("partial { keep_last: 2 }", "a\x80\xe7\xb0"), "****\xe7\xb0");
}

TEST(MaskTest, PartialShowsNothingOfAValueThatWouldBeKept) {
  EXPECT_EQ(MaskedText("partial { keep_first: 2 keep_last: 2 }", "abcd"), "****");
  EXPECT_EQ(MaskedText("partial { keep_first: 2 keep_last: 2 }", "𠮷𠮷𠮷𠮷"), "****");
  EXPECT_EQ(MaskedText("partial { keep_first: 2 keep_last: 2 }", "abcde"), "ab****de");
  EXPECT_EQ(MaskedText("partial { keep_first: 2 keep_last: 2 }", ""), "****");
}

TEST(MaskTest, PartialTakesTheTextOfOtherTypes) {
  EXPECT_EQ(Masked("partial { keep_first: 2 }", SqlType::kBpchar, "ab        "), "****");
  EXPECT_EQ(Masked("partial { keep_last: 3 }", SqlType::kInet, "10.0.0.1"), "****/32");
  EXPECT_EQ(Masked("partial { keep_last: 4 }", SqlType::kInet, "fe80::1"), "****/128");
  EXPECT_EQ(Masked("partial { keep_last: 1 }", SqlType::kInt4, "-42"), "****2");
}

TEST(MaskTest, PartialRefusesOddParameters) {
  for (const char* rule : {"partial { fill: 'ab' }", "partial { fill: '\\377' }",
                           "partial { fill: '\\000' }", "partial { keep_first: 1001 }",
                           "partial { keep_last: 4294967295 }", "partial { fill_length: 1001 }"}) {
    EXPECT_THAT(Make(rule, {SqlType::kText}), StatusIs(absl::StatusCode::kInvalidArgument)) << rule;
  }
}

TEST(MaskTest, GeneralizeCutsDates) {
  const auto date = [](const char* unit, const char* value) {
    return Masked(absl::StrCat("generalize { date_to: ", unit, " }"), SqlType::kDate, value);
  };
  EXPECT_EQ(date("YEAR", "2023-10-17"), "2023-01-01");
  EXPECT_EQ(date("MONTH", "2023-10-17"), "2023-10-01");
  EXPECT_EQ(date("FISCAL_YEAR", "2024-03-31"), "2023-04-01");
  EXPECT_EQ(date("FISCAL_YEAR", "2024-04-01"), "2024-04-01");
  EXPECT_EQ(date("FISCAL_YEAR", "0001-03-31"), "0001-04-01 BC");
  EXPECT_EQ(date("YEAR", "0044-03-15 BC"), "0044-01-01 BC");
  EXPECT_EQ(date("YEAR", "infinity"), "infinity");
  EXPECT_EQ(date("YEAR", "-infinity"), "-infinity");
  EXPECT_EQ(date("YEAR", "4713-12-31 BC"), "NULL");
  EXPECT_EQ(date("YEAR", "5874897-12-31"), "NULL");
  EXPECT_EQ(date("YEAR", nullptr), "NULL");
  EXPECT_EQ(Masked("generalize { date_to: MONTH }", SqlType::kTimestamp, "2023-10-17 12:34:56.789"),
            "2023-10-01 00:00:00");
}

TEST(MaskTest, GeneralizeCutsInstantsInTheRulesZone) {
  const auto instant = [](const char* zone, const char* value) {
    return Masked(absl::StrCat("generalize { date_to: MONTH time_zone: '", zone, "' }"),
                  SqlType::kTimestamptz, value);
  };
  EXPECT_EQ(instant("", "2023-09-30 14:59:59.999999+00"), "2023-08-31 15:00:00+00");
  EXPECT_EQ(instant("", "2023-09-30 15:00:00+00"), "2023-09-30 15:00:00+00");
  EXPECT_EQ(instant("Asia/Tokyo", "2023-10-01 00:00:00+09"), "2023-10-01 00:00:00+09");
  EXPECT_EQ(instant("Asia/Tokyo", "2023-09-30 23:59:59+09"), "2023-09-01 00:00:00+09");
  EXPECT_EQ(instant("UTC", "2023-09-30 15:00:00+00"), "2023-09-01 00:00:00+00");
  EXPECT_EQ(instant("UTC", "2023-10-01 00:00:00+09"), "2023-09-01 09:00:00+09");
  // Before 1888 Tokyo had its own solar time.
  EXPECT_EQ(instant("", "1880-06-15 00:00:00+00"), "1880-05-31 14:41:01+00");
}

TEST(MaskTest, GeneralizeRefusesZonesThatPostgresqlMayReadOtherwise) {
  for (const char* zone :
       {"JST", "EST", "CET", "Japan", "Nowhere/City", "/etc/localtime", "../zoneinfo/UTC",
        "Fixed/UTC+09:00:00", "posix/Asia/Tokyo", "right/Asia/Tokyo", "Asia/Tokyo\\n",
        "libc:localtime", "Asia/../Asia/Tokyo", "file:Asia/Tokyo"}) {
    EXPECT_THAT(Make(absl::StrCat("generalize { date_to: YEAR time_zone: '", zone, "' }"),
                     {SqlType::kTimestamptz}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("time zone")))
        << zone;
  }
}

TEST(MaskTest, GeneralizeCutsNumbersDownwards) {
  const auto bucket = [](const char* size, SqlType type, const char* value) {
    return Masked(absl::StrCat("generalize { number_bucket: '", size, "' }"), type, value);
  };
  EXPECT_EQ(bucket("10000", SqlType::kInt4, "312345"), "310000");
  EXPECT_EQ(bucket("10000", SqlType::kInt4, "-1"), "-10000");
  EXPECT_EQ(bucket("10000", SqlType::kInt4, "-10000"), "-10000");
  EXPECT_EQ(bucket("10000", SqlType::kInt2, "-32768"), "NULL");
  EXPECT_EQ(bucket("10000", SqlType::kInt2, "-30000"), "-30000");
  EXPECT_EQ(bucket("100000", SqlType::kInt2, "-1"), "NULL");
  EXPECT_EQ(bucket("100000", SqlType::kInt2, "1"), "0");
  EXPECT_EQ(bucket("10", SqlType::kInt8, "-9223372036854775808"), "NULL");
  EXPECT_EQ(bucket("0.25", SqlType::kNumeric, "0.3"), "0.25");
  EXPECT_EQ(bucket("0.25", SqlType::kNumeric, "-0.0001"), "-0.25");
  EXPECT_EQ(bucket("0.10", SqlType::kNumeric, "0.3"), "0.3");
  EXPECT_EQ(bucket("10000", SqlType::kNumeric, "312345.67"), "310000");
  EXPECT_EQ(bucket("10000", SqlType::kNumeric, "NaN"), "NaN");
  EXPECT_EQ(bucket("10000", SqlType::kNumeric, "-Infinity"), "-Infinity");
  EXPECT_EQ(bucket("0.1", SqlType::kFloat8, "0.3"), "0.3");
  EXPECT_EQ(bucket("0.1", SqlType::kFloat8, "0.29999999999999999"), "0.2");
  EXPECT_EQ(bucket("10000", SqlType::kFloat8, "-1e+300"), "NULL");
  EXPECT_EQ(bucket("1", SqlType::kFloat4, "-0"), "0");
}

TEST(MaskTest, GeneralizeRefusesOddParameters) {
  for (const char* rule :
       {"generalize { }", "generalize { date_to: YEAR number_bucket: '1' }",
        "generalize { number_bucket: '0' }", "generalize { number_bucket: '-1' }",
        "generalize { number_bucket: '1e3' }", "generalize { number_bucket: 'x' }",
        "generalize { number_bucket: '1000000000000000000' }",
        "generalize { number_bucket: '0.5' }", "generalize { number_bucket: 'NaN' }",
        "generalize { number_bucket: '1' time_zone: 'UTC' }",
        "generalize { brackets { from: '1' } brackets { from: '1' } }",
        "generalize { brackets { from: '1' name: 'a' } brackets { from: '2' } }",
        "generalize { brackets { from: '0.5' } }", "generalize { brackets { from: '4000000000' } }",
        "generalize { brackets { from: 'NaN' name: 'a' } }", "generalize { date_to: YEAR }"}) {
    EXPECT_THAT(Make(rule, {SqlType::kInt4}), StatusIs(absl::StatusCode::kInvalidArgument)) << rule;
  }
  EXPECT_THAT(Make("generalize { number_bucket: '1' }", {SqlType::kDate}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(MaskTest, GeneralizePutsNumbersIntoBrackets) {
  const std::string named =
      "generalize { brackets { from: '0' name: '低' } brackets { from: '250000' name: '中' } "
      "brackets { from: '500000' name: '高' } }";
  EXPECT_EQ(Masked(named, SqlType::kInt4, "249999"), "低");
  EXPECT_EQ(Masked(named, SqlType::kInt4, "250000"), "中");
  EXPECT_EQ(Masked(named, SqlType::kNumeric, "249999.99"), "低");
  EXPECT_EQ(Masked(named, SqlType::kNumeric, "-0.01"), "NULL");
  EXPECT_EQ(Masked(named, SqlType::kFloat8, "Infinity"), "高");
  EXPECT_EQ(Masked(named, SqlType::kFloat8, "NaN"), "高");
  EXPECT_EQ(Masked(named, SqlType::kFloat8, "-Infinity"), "NULL");
  EXPECT_EQ((*Make(named, {SqlType::kInt4}))->result_type(), (ColumnType{SqlType::kText}));
  const std::string plain = "generalize { brackets { from: '0' } brackets { from: '250000' } }";
  EXPECT_EQ(Masked(plain, SqlType::kInt4, "300000"), "250000");
  EXPECT_EQ((*Make(plain, {SqlType::kInt4}))->result_type(), (ColumnType{SqlType::kInt4}));
}

TEST(MaskTest, ScrubFindsNumbersInEverySpelling) {
  for (const char* number :
       {"123456789018", "１２３４５６７８９０１８", "1234 5678 9018", "1234-5678-9018",
        "1234　5678　9018", "1234ー5678ー9018", "１２３４－５６７８－９０１８", "1234・5678・9018",
        "1234\n5678\n9018", "1\u200b2345678\u200b9018", "1 2 3 4 5 6 7 8 9 0 1 8", "23456789018",
        "一二三四五六七八九〇一八", "①②③④⑤⑥⑦⑧⑨⓪①⑧", "1234,5678.9018", "1̶2̶3̶4̶5̶6̶7̶8̶9̶"}) {
    EXPECT_FALSE(absl::StrContains(
        MaskedText("scrub { }", absl::StrCat("番号は", number, "です").c_str()), number));
    EXPECT_EQ(MaskedText("scrub { }", absl::StrCat("番号は", number, "。").c_str()).substr(0, 12),
              "番号は[#]")
        << number;
  }
  EXPECT_EQ(MaskedText("scrub { }", "a 1234567 b"), "a [#] b");
  EXPECT_EQ(MaskedText("scrub { }", nullptr), "NULL");
}

TEST(MaskTest, ScrubLeavesShortRunsAlone) {
  EXPECT_EQ(MaskedText("scrub { }", "内線 123-456 まで"), "内線 123-456 まで");
  EXPECT_EQ(MaskedText("scrub { }", "123456a123456"), "123456a123456");
  EXPECT_EQ(MaskedText("scrub { min_digits: 12 }", "03-1234-5678"), "03-1234-5678");
  EXPECT_EQ(MaskedText("scrub { min_digits: 3 replacement: '\\\\1' }", "x123 12 y"), "x\\1 y");
  EXPECT_EQ(MaskedText("scrub { }", "三人で二〇二三年"), "三人で二〇二三年");
}

TEST(MaskTest, ScrubRefusesOddParameters) {
  for (const char* rule : {"scrub { min_digits: 0 }", "scrub { min_digits: 201 }",
                           "scrub { replacement: '\\377' }", "scrub { replacement: '\\000' }"}) {
    EXPECT_THAT(Make(rule, {SqlType::kText}), StatusIs(absl::StatusCode::kInvalidArgument)) << rule;
  }
}

TEST(MaskTest, JsonKeepsListedPathsOnly) {
  const char* rule = "json { keep: '$.form_version' keep: '$.lines[*].code' keep: '$.\"a b\"' }";
  EXPECT_EQ(Masked(rule, SqlType::kJsonb,
                   "{\"a b\": 1.50, \"name\": \"山田\", \"lines\": [{\"code\": \"x\", \"no\": 12}, "
                   "5], \"form_version\": \"R05\"}"),
            "{\"a b\": 1.50, \"lines\": [{\"code\": \"x\"}, null], \"form_version\": \"R05\"}");
  EXPECT_EQ(Masked(rule, SqlType::kJson, " {\"form_version\" : { \"x\" : 1 } , \"no\":1}"),
            "{\"form_version\":{ \"x\" : 1 }}");
  EXPECT_EQ(Masked(rule, SqlType::kJson, "{}"), "{}");
  EXPECT_EQ(Masked(rule, SqlType::kJson, "[1]"), "NULL");
  EXPECT_EQ(Masked(rule, SqlType::kJson, "\"form_version\""), "NULL");
  EXPECT_EQ(Masked(rule, SqlType::kJson, "{\"form_version\":1,\"form_version\":2}"),
            "{\"form_version\":2}");
  EXPECT_EQ(Masked(rule, SqlType::kJson, "{\"form\\u005fversion\":1}"), "{\"form_version\":1}");
  EXPECT_EQ(Masked(rule, SqlType::kJson, "{\"form_version\":1,\"x\":\"\\u0000\"}"), "NULL");
  EXPECT_EQ(Masked(rule, SqlType::kJson, "{\"form_version\":1 \"secret\":2}"), "NULL");
}

TEST(MaskTest, JsonRefusesOddPaths) {
  for (const char* path : {"", "$", "a", "$.", "$.a.", "$a", "$.a b", "$[0]", "$.a[", "$..a", "$.*",
                           "$.\"a", "$.\"a\\\\n\"", "$.\\377"}) {
    EXPECT_THAT(Make(absl::StrCat("json { keep: '", path, "' }"), {SqlType::kJson}),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << path;
  }
  EXPECT_THAT(Make("json { }", {SqlType::kJson}), StatusIs(absl::StatusCode::kInvalidArgument));
}

// Masks must not break out of the expression, whatever the policy's text holds.
TEST(MaskTest, SqlQuotesWhatComesFromThePolicy) {
  EXPECT_THAT((*Make("redact { constant: \"a'b\" }", {SqlType::kText}))->SqlExpression("c"),
              HasSubstr("'a''b'"));
  EXPECT_THAT((*Make("partial { fill: \"'\" }", {SqlType::kText}))->SqlExpression("c"),
              HasSubstr("''''''''"));
  EXPECT_THAT((*Make("scrub { replacement: \"'\" }", {SqlType::kText}))->SqlExpression("c"),
              HasSubstr("''''"));
  EXPECT_THAT((*Make("json { keep: '$.\"\\'\"' }", {SqlType::kJson}))->SqlExpression("c"),
              HasSubstr("''''"));
  EXPECT_THAT((*Make("generalize { brackets { from: '0' name: \"it's\" } }", {SqlType::kInt4}))
                  ->SqlExpression("c"),
              HasSubstr("'it''s'"));
}

// The proxy masks long texts twice (docs/decisions/0011).
TEST(MaskTest, MaskingALongTextTwiceChangesNothing) {
  const char* const pieces[] = {"1",  "9",  "٣",  "三", "7654321",   "０９０", "-",   " ",
                                "・", "\n", "あ", "𠮷", "e\xCC\x81", "x",      "[#]", "*"};
  std::mt19937 random(20261127);
  for (const char* rule : {"partial { keep_first: 1 }", "partial { keep_last: 3 fill_length: 1 }",
                           "partial { keep_first: 1000 keep_last: 1000 fill: '髙' fill_length: 1 }",
                           "partial { }", "partial { fill_length: 9 keep_last: 2 }", "scrub { }",
                           "scrub { min_digits: 1 }", "scrub { min_digits: 40 }"}) {
    for (SqlType type : {SqlType::kText, SqlType::kVarchar, SqlType::kBpchar}) {
      const auto mask = Make(rule, {type});
      ASSERT_THAT(mask.status(), IsOk()) << rule;
      for (int round = 0; round < 20; ++round) {
        std::string text;
        while (text.size() <= 8192) text += pieces[random() % std::size(pieces)];
        const absl::string_view view = text;
        const Value once = (*mask)->Apply(&view);
        ASSERT_TRUE(once.has_value());
        const absl::string_view again = *once;
        EXPECT_EQ((*mask)->Apply(&again), once) << rule;
      }
    }
  }
}

}  // namespace
}  // namespace sudare
