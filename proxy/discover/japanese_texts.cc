// Detectors of names, addresses, dates and the like: those that need words.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "policy/base/utf8.h"
#include "proxy/discover/detectors.h"
#include "proxy/discover/digit_runs.h"
#include "proxy/discover/script.h"

namespace sudare::discover {
namespace {

// The commonest family names, forms of one name beside each other.
constexpr absl::string_view kFamilyNames[] = {
    "佐藤",   "鈴木", "高橋", "髙橋", "田中", "伊藤", "伊東", "渡辺",   "渡邊", "渡邉", "渡部",
    "山本",   "中村", "小林", "加藤", "吉田", "𠮷田", "山田", "佐々木", "山口", "松本", "井上",
    "木村",   "林",   "斎藤", "斉藤", "齋藤", "齊藤", "清水", "山崎",   "山﨑", "阿部", "安部",
    "森",     "池田", "橋本", "石川", "山下", "小川", "石井", "長谷川", "後藤", "岡田", "近藤",
    "前田",   "藤田", "遠藤", "青木", "坂本", "村上", "太田", "金子",   "藤井", "福田", "西村",
    "三浦",   "竹内", "中川", "岡本", "松田", "原田", "中野", "小野",   "田村", "藤原", "中山",
    "石田",   "小島", "和田", "森田", "内田", "柴田", "酒井", "原",     "高木", "髙木", "横山",
    "安藤",   "宮崎", "宮﨑", "上田", "島田", "工藤", "大野", "宮本",   "杉山", "今井", "丸山",
    "増田",   "高田", "髙田", "村田", "平野", "大塚", "菅原", "武田",   "新井", "荒井", "小山",
    "野口",   "桜井", "千葉", "岩崎", "佐野", "谷口", "上野", "松井",   "河野", "市川", "渡会",
    "五十嵐", "菊地", "菊池", "木下", "野村", "松尾", "久保", "北村",   "福島", "服部", "岩田",
    "土屋",   "本田", "樋口", "浜田", "濱田", "濵田", "秋山", "川口",   "永井", "馬場", "須藤",
    "西田",   "大西", "矢野", "吉川", "中島", "中嶋", "星野", "小松",   "辻",   "東",   "関",
    "堀",     "南"};

// How a value without separators begins: with a family name and up to four characters.
bool BeginsWithFamilyName(absl::string_view value) {
  return std::any_of(std::begin(kFamilyNames), std::end(kFamilyNames), [&](absl::string_view name) {
    if (!absl::StartsWith(value, name)) return false;
    const size_t rest = CountCharacters(value.substr(name.size()));
    return rest >= 1 && rest <= 4;
  });
}

bool EndsLikeAnOffice(absl::string_view value) {
  for (absl::string_view end :
       {"課", "部", "係", "室", "局", "所", "班", "センター", "市", "区",  "町",
        "村", "県", "校", "園", "館", "駅", "線", "額",       "料", "手当"}) {
    if (absl::EndsWith(value, end)) return true;
  }
  return false;
}

template <typename Predicate>
bool EveryCharacter(absl::string_view text, Predicate predicate) {
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    if (!predicate(character.code_point)) return false;
    text.remove_prefix(character.length);
  }
  return true;
}

// At the only gap, a full-width or ASCII blank.
std::vector<std::string> Words(absl::string_view value) {
  std::vector<std::string> words;
  for (absl::string_view part : absl::StrSplit(value, ' ', absl::SkipEmpty())) {
    for (absl::string_view word : absl::StrSplit(part, "　", absl::SkipEmpty())) {
      words.emplace_back(word);
    }
  }
  return words;
}

bool IsNamePart(absl::string_view word) {
  const size_t length = CountCharacters(word);
  return length >= 1 && length <= 6 && EveryCharacter(word, [](char32_t c) {
           return IsKanji(c) || IsHiragana(c) || IsKatakana(c);
         });
}

bool HasKanji(absl::string_view text) {
  return !EveryCharacter(text, [](char32_t c) { return !IsKanji(c); });
}

struct Era {
  absl::string_view name;
  int year_before_first;
};
constexpr Era kEras[] = {{"明治", 1867}, {"大正", 1911}, {"昭和", 1925}, {"平成", 1988},
                         {"令和", 2018}, {"M", 1867},    {"T", 1911},    {"S", 1925},
                         {"H", 1988},    {"R", 2018}};

std::optional<int> CheckedYear(int year, int month, int day) {
  if (year < 1868 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) {
    return std::nullopt;
  }
  return year;
}

std::optional<int> EraYear(absl::string_view value) {
  for (const Era& era : kEras) {
    absl::string_view rest = value;
    if (!absl::ConsumePrefix(&rest, era.name)) continue;
    std::string text(rest);
    if (absl::StartsWith(text, "元")) text.replace(0, absl::string_view("元").size(), "1");
    // Each number is a run: 年, 月 and points part them.
    std::vector<int> numbers;
    for (const DigitRun& run : FindDigitRuns(text)) {
      for (const std::string& group : run.groups) {
        int number = 0;
        if (group.size() > 2 || !absl::SimpleAtoi(group, &number)) return std::nullopt;
        numbers.push_back(number);
      }
    }
    if (numbers.size() != 3) return std::nullopt;
    return CheckedYear(era.year_before_first + numbers[0], numbers[1], numbers[2]);
  }
  return std::nullopt;
}

}  // namespace

bool IsPersonName(absl::string_view value) {
  const size_t length = CountCharacters(value);
  if (length < 2 || length > 14 || !HasKanji(value)) return false;
  const std::vector<std::string> words = Words(value);
  if (words.size() == 2) {
    return IsNamePart(words[0]) && IsNamePart(words[1]) && !EndsLikeAnOffice(words[1]);
  }
  return words.size() == 1 && IsNamePart(words[0]) && BeginsWithFamilyName(words[0]) &&
         !EndsLikeAnOffice(words[0]);
}

bool IsKanaName(absl::string_view value) {
  const std::vector<std::string> words = Words(value);
  if (words.size() != 2) return false;
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    const size_t length = CountCharacters(word);
    return length >= 1 && length <= 14 && EveryCharacter(word, [](char32_t c) {
             return IsKatakana(c) || IsHiragana(c) || c == U'-';
           });
  });
}

bool IsAddress(absl::string_view value) {
  if (CountCharacters(value) < 6) return false;
  const size_t prefecture =
      std::min({value.find("東京都"), value.find("北海道"), value.find("京都府"),
                value.find("大阪府"), value.find("県")});
  const bool has_prefecture = prefecture <= absl::string_view("神奈川").size();
  bool has_town = false;
  for (absl::string_view unit : {"市", "区", "町", "村", "郡"}) {
    const size_t at = value.find(unit);
    has_town = has_town || (at != value.npos && at > 0 && at < 36);
  }
  if (!has_town) return false;
  if (has_prefecture) return true;
  return !FindDigitRuns(value).empty() &&
         (absl::StrContains(value, "丁目") || absl::StrContains(value, "番") ||
          absl::StrContains(value, "-") || absl::StrContains(value, "－"));
}

bool IsMunicipality(absl::string_view value) {
  const size_t length = CountCharacters(value);
  if (length < 2 || length > 9 || !HasKanji(value)) return false;
  return absl::EndsWith(value, "市") || absl::EndsWith(value, "区") ||
         absl::EndsWith(value, "町") || absl::EndsWith(value, "村");
}

bool IsSex(absl::string_view value) {
  return value == "男" || value == "女" || value == "男性" || value == "女性";
}

bool IsRelation(absl::string_view value) {
  constexpr absl::string_view kRelations[] = {
      "本人", "世帯主", "配偶者", "夫",   "妻",   "子",   "長男", "長女", "二男",
      "二女", "次男",   "次女",   "三男", "三女", "父",   "母",   "祖父", "祖母",
      "兄",   "弟",     "姉",     "妹",   "孫",   "義父", "義母"};
  return std::find(std::begin(kRelations), std::end(kRelations), value) != std::end(kRelations);
}

std::optional<int> YearOf(absl::string_view value) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (value.size() == 8 && absl::SimpleAtoi(value, &day)) {
    return CheckedYear(day / 10000, day / 100 % 100, day % 100);
  }
  const std::vector<absl::string_view> parts =
      absl::StrSplit(value.substr(0, 10), absl::ByAnyChar("-/"));
  if (parts.size() == 3 && parts[0].size() == 4 && absl::SimpleAtoi(parts[0], &year) &&
      absl::SimpleAtoi(parts[1], &month) && absl::SimpleAtoi(parts[2], &day)) {
    return CheckedYear(year, month, day);
  }
  return EraYear(value);
}

}  // namespace sudare::discover
