#include "tests/differential/nasty_values.h"

#include <cstdio>
#include <cstring>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace sudare::testing {
namespace {

using Random = std::mt19937_64;
using Texts = std::vector<std::string>;

size_t Below(size_t limit, Random* random) { return (*random)() % limit; }

const std::string& OneOf(const Texts& texts, Random* random) {
  return texts[Below(texts.size(), random)];
}

std::string Digits(size_t count, Random* random) {
  std::string digits;
  for (size_t i = 0; i < count; ++i) digits.push_back(static_cast<char>('0' + Below(10, random)));
  return digits;
}

std::string Repeat(const std::string& text, size_t count) {
  std::string repeated;
  for (size_t i = 0; i < count; ++i) repeated += text;
  return repeated;
}

Texts PickedTexts() {
  return {
      "",
      " ",
      "  ",
      "a",
      "ab",
      "abc",
      "abcd",
      "trailing   ",
      "  leading",
      "\t\n\r",
      "\x01\x7f",
      "山田 太郎",
      "𠮷野家",
      "𠮷",
      "辻󠄀",
      "葛󠄀城市",
      "か\u3099",
      "e\u0301e\u0301",
      "👨‍👩‍👧‍👦",
      "ﾊﾝｶｸｶﾅ",
      "髙﨑邊邉齋濵德",
      "\u200b\u200d",
      "\ufeff",
      "\\",
      "\\1\\&",
      "'",
      "''",
      "\"",
      "%_",
      "${a}",
      "123456",
      "1234567",
      "12345678",
      "123456789018",
      "１２３４５６７",
      "１２３４ ５６７８ ９０１８",
      "1234-5678-9018",
      "1234‐5678‑9018",
      "1234–5678—9018",
      "1234−5678ー9018",
      "1234－5678･9018",
      "1234・5678.9018",
      "1234,5678/9018",
      "1234_5678_9018",
      "1 2 3 4 5 6 7",
      "1　2　3　4　5　6　7",
      "1\n2\n3\n4\n5\n6\n7",
      "1\u200b2\u200b3\u200b4\u200b5\u200b6\u200b7",
      "一二三四五六七",
      "〇一二三四五六七八九",
      "二〇二三年十月一日",
      "①②③④⑤⑥⑦",
      "²³¹⁰⁴⁵⁶₇₈₉",
      "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕",
      "🯰🯱🯲🯳🯴🯵🯶",
      "٠١٢٣٤٥٦٧",
      "1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣",
      "1\u03362\u03363\u03364\u03365\u03366\u03367",
      "090-1234-5678",
      "(090)1234-5678",
      "+81 90 1234 5678",
      "12 34 56 x 78 90 12 34",
      "a1b2c3d4e5f6g7",
      "-1234567-",
      "1234567-",
      "--1234567",
      "123-----4567",
      "2023-10-01 12:34:56",
      "¥1,234,567",
      "1.5e10",
      "番号は1234 5678 9018です。口座７６５４３２１",
      "123456789012345678901234567890",
      "0000000",
      "1\u03002\u03003\u03004\u03005\u03006\u03007",
      "१२३४५६७",
      "1a2",
      "十百千万億兆",
      "a\u0000b" /* the literal ends at the NUL: "a" */,
      Repeat("𠮷", 1000),
      Repeat("1 ", 500),
      Repeat("12345 x ", 200),
      Repeat(" ", 300) + "1",
      Repeat("a", 1 << 20),
      Repeat("１２３４５６ ", 50000),
      Repeat("あ1234567", 60000),
  };
}

std::string RandomText(Random* random) {
  static const Texts& pieces = *new Texts{
      "1",      "2", "7", "0",  "９",     "０",     "３",         "一",     "二",     "〇",
      "零",     "①", "²", "𝟗",  " ",      "　",     "-",          "‐",      "ー",     "－",
      ".",      ",", "/", "_",  "・",     "\n",     "\t",         "\u200b", "\u00a0", "\ufe0f",
      "\u0301", "a", "Z", "山", "か",     "𠮷",     "\\",         "'",      "\"",     "$",
      "é",      "(", ":", "十", "\u00b5", "\u0600", "\U000E0100", "\u2028",
  };
  std::string text;
  const size_t length = Below(40, random);
  // Mostly digits in half of the texts, so that runs of every length come up.
  const bool digits = Below(2, random) == 0;
  for (size_t i = 0; i < length; ++i) {
    text += pieces[Below(digits && Below(4, random) > 0 ? 14 : pieces.size(), random)];
  }
  return text;
}

Texts IntegerTexts(int bits) {
  const int64_t most = bits == 64 ? INT64_MAX : (int64_t{1} << (bits - 1)) - 1;
  Texts texts;
  for (const int64_t number :
       {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{9}, int64_t{10}, int64_t{-10}, int64_t{9999},
        int64_t{10000}, int64_t{-9999}, int64_t{-10000}, int64_t{-10001}, int64_t{12345}, most,
        most - 1, -most, -most - 1, -most + 1, most / 2, -most / 3}) {
    texts.push_back(absl::StrCat(number));
  }
  return texts;
}

std::string RandomInteger(int bits, Random* random) {
  const int shift = 64 - bits + static_cast<int>(Below(static_cast<size_t>(bits), random));
  return absl::StrCat(static_cast<int64_t>((*random)()) >> shift);
}

Texts PickedNumerics() {
  return {"0",
          "0.0",
          "0.000",
          "-0.00",
          "1",
          "-1",
          "0.5",
          "-0.5",
          "9999.999",
          "-9999.999",
          "-10000",
          "10000.0",
          "-10000.0000",
          "-10000.0001",
          "0.0000001",
          "-0.0000001",
          "123456789.987654321",
          "NaN",
          "Infinity",
          "-Infinity",
          "250000",
          "249999.99",
          "-249999.99",
          "0.1",
          "0.25",
          "0.3",
          "-0.3",
          "1e-100",
          "-1e-100",
          "1e1000",
          "-1e1000",
          "1e-16383",
          "-1e-16383",
          "1e130999",
          "-1e130999",
          "1e131000",
          "-1e131000",
          "9e131071",
          "-9e131071",
          Repeat("9", 1000),
          "-" + Repeat("9", 1000),
          Repeat("9", 131000),
          "-" + Repeat("9", 131000) + "." + Repeat("9", 1000),
          "-" + Repeat("9", 131072),
          "0." + Repeat("3", 16000),
          "123.4500",
          "100000000000000000000000000000000000001"};
}

std::string RandomNumeric(Random* random) {
  std::string text = Below(2, random) == 0 ? "-" : "";
  text += Digits(Below(30, random), random) + "0";
  if (Below(2, random) == 0) text += "." + Digits(1 + Below(12, random), random);
  return text;
}

Texts PickedFloats(bool is_double) {
  Texts texts = {"0",         "-0",       "1",        "-1",       "0.5",        "-0.5",
                 "0.1",       "0.3",      "-0.3",     "1e-5",     "1e5",        "123456",
                 "999999",    "1000000",  "1e6",      "1.5e7",    "NaN",        "Infinity",
                 "-Infinity", "1e-37",    "-1e-37",   "1e36",     "1e37",       "-1e37",
                 "3e37",      "3.4e38",   "-3.4e38",  "9999.999", "-9999.999",  "249999.99",
                 "250000",    "16777216", "16777217", "1e-40",    "9.999999e36"};
  if (!is_double) return texts;
  const Texts more = {"0.30000000000000004",
                      "1e14",
                      "1e15",
                      "1e16",
                      "123456789012345678",
                      "1e22",
                      "1e23",
                      "-1e23",
                      "9007199254740993",
                      "5e-324",
                      "-5e-324",
                      "1e299",
                      "1e300",
                      "-1e300",
                      "1.7e308",
                      "-1.7e308",
                      "2.2250738585072014e-308",
                      "5.684341886080802e-14",
                      "9.5367431640625e-07",
                      "1e21",
                      "3e22"};
  texts.insert(texts.end(), more.begin(), more.end());
  return texts;
}

std::string RandomFloat(bool is_double, Random* random) {
  switch (Below(3, random)) {
    case 0: {  // any bits
      char buffer[64];
      if (is_double) {
        uint64_t bits = (*random)();
        double number;
        std::memcpy(&number, &bits, sizeof(number));
        if (!(number == number) || number - number != 0) return "NaN";
        std::snprintf(buffer, sizeof(buffer), "%.17g", number);
      } else {
        auto bits = static_cast<uint32_t>((*random)());
        float number;
        std::memcpy(&number, &bits, sizeof(number));
        if (!(number == number) || number - number != 0) return "NaN";
        std::snprintf(buffer, sizeof(buffer), "%.9g", static_cast<double>(number));
      }
      return buffer;
    }
    case 1:
      return absl::StrCat(RandomInteger(40, random), ".", Digits(3, random));
    default:
      return absl::StrCat(Below(2, random) == 0 ? "-" : "", "1", Digits(Below(20, random), random),
                          "e", Below(is_double ? 36 : 17, random));
  }
}

std::string RandomDay(Random* random) {
  static constexpr size_t kYears[] = {9999, 200, 4711, 294275};
  const size_t choice = Below(4, random);
  const size_t year = (choice == 1 ? 1850 : 1) + Below(kYears[choice], random);
  return absl::StrFormat("%04d-%02d-%02d", year, 1 + Below(12, random), 1 + Below(28, random));
}

std::string Era(const std::string& day, Random* random) {
  return day.size() == 10 && day < "4711" && Below(8, random) == 0 ? " BC" : "";
}

std::string RandomTime(Random* random) {
  return absl::StrFormat("%02d:%02d:%02d.%06d", Below(24, random), Below(60, random),
                         Below(60, random), Below(3, random) == 0 ? 0 : Below(1000000, random));
}

Texts PickedDates() {
  return {"infinity",      "-infinity",     "0001-01-01",    "0001-03-31",    "0001-04-01",
          "0001-12-31 BC", "0001-01-01 BC", "0001-03-31 BC", "0044-03-15 BC", "0001-02-29 BC",
          "0005-02-29 BC", "1582-10-10",    "1899-12-31",    "1900-01-01",    "1948-05-02",
          "1970-01-01",    "2000-02-29",    "2023-03-31",    "2023-04-01",    "2023-12-31",
          "2024-02-29",    "9999-12-31",    "10000-01-01",   "4712-01-01 BC", "4713-12-31 BC",
          "4713-01-01 BC", "294275-12-31",  "294276-12-30"};
}

Texts PickedTimestamps(bool with_zone) {
  Texts texts;
  for (const std::string& date : PickedDates()) {
    if (date.find("infinity") != std::string::npos) {
      texts.push_back(date);
      continue;
    }
    const std::string day = date.substr(0, date.find(' '));
    const std::string era = date.substr(day.size());
    for (const char* time :
         {"00:00:00", "23:59:59.999999", "03:04:05.1", "14:59:59.999999", "15:00:00"}) {
      texts.push_back(absl::StrCat(day, " ", time, with_zone ? "+00" : "", era));
    }
  }
  const char* zone = with_zone ? "+00" : "";
  for (const char* edge : {"4714-11-24 00:00:00", "4713-01-01 00:00:00", "4712-01-01 00:00:00",
                           "4713-12-31 23:59:59.999999"}) {
    texts.push_back(absl::StrCat(edge, zone, " BC"));
  }
  for (const char* edge :
       {"294276-12-30 23:59:59.999999", "294276-12-31 00:00:00", "294276-12-31 23:59:59.999999"}) {
    texts.push_back(absl::StrCat(edge, zone));
  }
  return texts;
}

struct JsonStyle {
  // Escapes that jsonb refuses, and numbers beyond numeric.
  bool wild = false;
};

std::string RandomJsonString(const JsonStyle& style, Random* random) {
  static const Texts& pieces = *new Texts{
      "a",
      "b",
      "山",
      "𠮷",
      " ",
      "\\n",
      "\\\"",
      "\\\\",
      "\\/",
      "\\u0041",
      "\\u5c71",
      "\\ud842\\udfb7",
      "\\uD842\\uDFB7",
      "\\u001f",
      "\\\\u0000",
      "\\\\ud800",
      "\x7f",
      "\ufdd0",
      "{",
      "]",
      ",",
      ":",
      "\\u00e9",
      "\\uFFFF",
  };
  static const Texts& wild =
      *new Texts{"\\u0000", "\\ud800", "\\udc00", "\\ud800\\u0041", "\\ud800\\ud800\\udc00"};
  std::string text = "\"";
  for (size_t i = Below(6, random); i > 0; --i) text += OneOf(pieces, random);
  if (style.wild && Below(40, random) == 0) text += OneOf(wild, random);
  return text + "\"";
}

std::string RandomJson(const JsonStyle& style, int depth, Random* random) {
  static const Texts& blanks = *new Texts{"", "", "", " ", "\n", "\t", "\r\n "};
  static const Texts& numbers = *new Texts{
      "0",    "-0",     "-0.0", "1", "1.50", "1e2", "1E+2", "-1.5e-3", "12345678901234567890",
      "0.10", "100e-2", "1e100"};
  static const Texts& wild_numbers = *new Texts{"1e999999", "-1E-999999", "1e131073"};
  static const Texts& keys = *new Texts{"\"a\"",       "\"b\"",    "\"c\"",
                                        "\"items\"",   "\"code\"", "\"form version\"",
                                        "\"\\u0061\"", "\"様式\"", "\"\\u69d8\\u5f0f\"",
                                        "\"\"",        "\"a.b\"",  "\"q\\\"k\"",
                                        "\"d\"",       "\"aa\"",   "\"B\""};
  const size_t choice = depth <= 0 ? Below(6, random) : Below(14, random);
  if (choice == 0) return "null";
  if (choice == 1) return Below(2, random) == 0 ? "true" : "false";
  if (choice < 4) return RandomJsonString(style, random);
  if (choice < 6)
    return OneOf(style.wild && Below(30, random) == 0 ? wild_numbers : numbers, random);
  const bool object = choice < 11;
  std::string text = object ? "{" : "[";
  const size_t count = Below(6, random);
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) text += ",";
    text += OneOf(blanks, random);
    if (object)
      absl::StrAppend(&text, OneOf(keys, random), OneOf(blanks, random), ":",
                      OneOf(blanks, random));
    absl::StrAppend(&text, RandomJson(style, depth - 1, random), OneOf(blanks, random));
  }
  if (count == 0) text += OneOf(blanks, random);
  return text + (object ? "}" : "]");
}

Texts PickedJsons(bool wild) {
  Texts texts = {
      "null",
      "1",
      "\"a\"",
      "{}",
      "[]",
      " { } ",
      "\n[ ]\t",
      "{\"a\":null}",
      "{\"a\":{}}",
      "{\"a\":{\"b\":null}}",
      "{\"a\":1,\"a\":2}",
      "{\"a\":{\"b\":1},\"a\":{\"c\":2}}",
      "{\"a\":{\"b\":1},\"a\":3}",
      "{\"a\":[1,2]}",
      "{\"items\":[]}",
      "{\"items\":[{}]}",
      "{\"items\":[{\"code\":1},{\"x\":2},3,null,[],[{\"code\":9}]]}",
      "{\"items\":{\"code\":1}}",
      "[{\"a\":1},{\"b\":2},[{\"a\":3}]]",
      "{\"form version\":\"R05\"}",
      "{\"\":1}",
      "{ \"a\" : { \"b\" : [ 1 , 2 ] , \"c\" : 3 } , \"様式\" : \"\\u5c71\" }",
      "{\"a\":\"\\ud842\\udfb7\"}",
      "{\"x\":\"\\\\u0000\",\"a\":1}",
      "{\"x\":\"\\\\\\\\ud800\",\"a\":1}",
      "{\"\\u0061\":1}",
      Repeat("[", 500) + Repeat("]", 500),
      Repeat("{\"a\":", 2000) + "1" + Repeat("}", 2000),
      "{\"a\":" + Repeat("[", 2000) + Repeat("]", 2000) + "}",
      "{\"a\":\"" + Repeat("x", 1 << 20) + "\",\"b\":1}",
  };
  if (wild) {
    const Texts more = {"{\"x\":\"\\u0000\",\"a\":1}",
                        "{\"\\u0000\":1,\"a\":1}",
                        "{\"x\":\"\\ud800\",\"a\":1}",
                        "{\"x\":\"\\\\ud800\\udc00\",\"a\":1}",
                        "{\"x\":\"\\\\\\ud800\\udc00\",\"a\":1}",
                        "{\"x\":\"\\udc00\\ud800\",\"a\":1}",
                        "{\"a\":1e999999}",
                        "{\"items\":[{\"code\":\"\\u0000\"}]}",
                        "{\"x\":\"\\uD800\\u0041\"}",
                        "[\"\\u0000\"]"};
    texts.insert(texts.end(), more.begin(), more.end());
  }
  return texts;
}

Texts PickedOf(SqlType type) {
  switch (type) {
    case SqlType::kBool:
      return {"t", "f"};
    case SqlType::kInt2:
      return IntegerTexts(16);
    case SqlType::kInt4:
      return IntegerTexts(32);
    case SqlType::kInt8:
      return IntegerTexts(64);
    case SqlType::kNumeric:
      return PickedNumerics();
    case SqlType::kFloat4:
    case SqlType::kFloat8:
      return PickedFloats(type == SqlType::kFloat8);
    case SqlType::kText:
    case SqlType::kVarchar:
    case SqlType::kBpchar:
      return PickedTexts();
    case SqlType::kDate: {
      Texts dates = PickedDates();
      dates.insert(dates.end(), {"4714-11-24 BC", "294276-12-31", "294277-01-01", "5874897-12-31"});
      return dates;
    }
    case SqlType::kTimestamp:
    case SqlType::kTimestamptz:
      return PickedTimestamps(type == SqlType::kTimestamptz);
    case SqlType::kTime:
      return {"00:00:00", "23:59:59.999999", "24:00:00", "12:34:56"};
    case SqlType::kTimetz:
      return {"00:00:00+00", "23:59:59.999999-15:59:59", "24:00:00+09", "12:34:56+05:30"};
    case SqlType::kInterval:
      return {"0", "1 year 2 mons -3 days 04:05:06.7", "-1 days", "178000000 years",
              "00:00:00.000001"};
    case SqlType::kUuid:
      return {"00000000-0000-0000-0000-000000000000", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"};
    case SqlType::kJson:
    case SqlType::kJsonb:
      return PickedJsons(type == SqlType::kJson);
    case SqlType::kBytea:
      return {"\\x", "\\x00", "\\xdeadbeef", "\\x" + Repeat("ff", 5000)};
    case SqlType::kInet:
      return {"192.168.1.5",    "192.168.1.0/24", "0.0.0.0/0", "::1",
              "::ffff:1.2.3.4", "2001:db8::/32",  "fe80::1/64"};
    case SqlType::kCidr:
      return {"192.168.1.0/24", "10.0.0.0/8", "192.168.1.5/32", "::/0", "2001:db8::/32", "::1/128"};
    case SqlType::kUnknown:
      break;
  }
  return {};
}

// Empty for types whose picked values are enough.
std::string RandomOf(SqlType type, Random* random) {
  switch (type) {
    case SqlType::kInt2:
      return RandomInteger(16, random);
    case SqlType::kInt4:
      return RandomInteger(32, random);
    case SqlType::kInt8:
      return RandomInteger(64, random);
    case SqlType::kNumeric:
      return RandomNumeric(random);
    case SqlType::kFloat4:
    case SqlType::kFloat8:
      return RandomFloat(type == SqlType::kFloat8, random);
    case SqlType::kText:
    case SqlType::kVarchar:
    case SqlType::kBpchar:
      return RandomText(random);
    case SqlType::kDate: {
      const std::string day = RandomDay(random);
      return day + Era(day, random);
    }
    case SqlType::kTimestamp:
    case SqlType::kTimestamptz: {
      const std::string day = RandomDay(random);
      return absl::StrCat(day, " ", RandomTime(random), type == SqlType::kTimestamptz ? "+00" : "",
                          Era(day, random));
    }
    case SqlType::kTime:
      return RandomTime(random);
    case SqlType::kJson:
    case SqlType::kJsonb: {
      JsonStyle style;
      style.wild = type == SqlType::kJson;
      return RandomJson(style, 5, random);
    }
    default:
      return "";
  }
}

}  // namespace

std::vector<std::string> NastyValues(SqlType type, size_t random_count, uint64_t seed) {
  Texts texts = PickedOf(type);
  Random random(seed);
  for (size_t i = 0; i < random_count; ++i) {
    std::string text = RandomOf(type, &random);
    if (text.empty() && !IsText({type})) break;
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace sudare::testing
