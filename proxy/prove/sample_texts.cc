#include "proxy/prove/sample_texts.h"

#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace sudare::prove {
namespace {

template <size_t N>
const char* OneOf(const std::array<const char*, N>& texts, Random& random) {
  return texts[random.Below(N)];
}

// With characters of four bytes in UTF-8, and of the same look.
constexpr std::array<const char*, 14> kFamilyNames = {"佐藤", "鈴木", "高橋", "髙橋", "𠮷田",
                                                      "吉田", "渡邉", "渡辺", "斎藤", "齋藤",
                                                      "中村", "小林", "𩸽",   "森"};
constexpr std::array<const char*, 12> kGivenNames = {
    "匠", "花子", "太郎", "結衣", "蓮", "さくら", "健一", "美咲", "大翔", "陽菜", "𠀋男", "一"};
constexpr std::array<const char*, 10> kKana = {"サトウ",   "スズキ",   "タカハシ", "ヨシダ",
                                               "ワタナベ", "サイトウ", "ナカムラ", "コバヤシ",
                                               "モリ",     "ハナコ"};
constexpr std::array<const char*, 6> kPlaces = {"緑町", "本町", "栄町", "桜台", "旭ヶ丘", "新田"};
constexpr std::array<const char*, 9> kWords = {"regular", "fiscal", "A",  "通勤", "住居",
                                               "test",    "Z-9",    "課", "x"};

std::string Remark(Random& random) {
  switch (random.Below(6)) {
    case 0:
      return absl::StrCat("電話", Digits(10, random), "に連絡済み");
    case 1:
      return absl::StrCat("番号 ", Digits(4, random), "-", Digits(4, random), "-",
                          Digits(4, random), " を確認");
    case 2:
      return absl::StrCat(PersonName(random), "の申出による ", Digits(3, random));
    case 3:
      return absl::StrCat("１２３４５６", Digits(6, random), " 100%_済");
    case 4:
      return absl::StrCat("line one\nline\ttwo '", Digits(2, random), "' \\ \"");
    default:
      return OneOf(kWords, random);
  }
}

}  // namespace

std::string Digits(size_t count, Random& random) {
  std::string digits;
  for (size_t i = 0; i < count; ++i) digits += static_cast<char>('0' + random.Below(10));
  return digits;
}

std::string PersonName(Random& random) {
  return absl::StrCat(OneOf(kFamilyNames, random), random.Percent(80) ? "　" : " ",
                      OneOf(kGivenNames, random));
}

std::string TextFor(absl::string_view hint, Random& random) {
  const auto has = [hint](absl::string_view word) { return absl::StrContains(hint, word); };
  if (has("kana")) return absl::StrCat(OneOf(kKana, random), " ", OneOf(kKana, random));
  if (has("mail")) return absl::StrCat("p", random.Below(500), "@example.jp");
  if (has("phone") || has("tel") || has("mobile")) {
    return absl::StrFormat("0%d0-%s-%s", random.Between(7, 9), Digits(4, random),
                           Digits(4, random));
  }
  if (has("postal") || has("zip")) return absl::StrCat(Digits(3, random), "-", Digits(4, random));
  if (has("address")) {
    return absl::StrCat("架空市", OneOf(kPlaces, random), random.Between(1, 9), "丁目",
                        random.Between(1, 20), "-", random.Between(1, 30));
  }
  if (has("remark") || has("note") || has("memo") || has("free_text") || has("comment") ||
      has("reason") || has("illness")) {
    return Remark(random);
  }
  if (has("personal_number")) return Digits(12, random);
  if (has("code") || has("kind") || has("state")) {
    return absl::StrCat(Digits(random.Percent(50) ? 2 : 4, random));
  }
  if (has("number") || has("_no") || has("account") || has("card")) return Digits(7, random);
  if (has("name") || has("holder") || has("person") || has("氏名")) return PersonName(random);
  return random.Percent(30) ? Remark(random) : OneOf(kWords, random);
}

}  // namespace sudare::prove
