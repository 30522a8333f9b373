#include "examples/payroll/generator/names.h"

#include "absl/strings/str_cat.h"

namespace sudare::example {
namespace {

struct Reading {
  const char* text;
  const char* kana;
};

constexpr Reading kFamilies[] = {
    {"佐藤", "サトウ"},
    {"鈴木", "スズキ"},
    {"高橋", "タカハシ"},
    {"髙橋", "タカハシ"},
    {"田中", "タナカ"},
    {"伊藤", "イトウ"},
    {"渡辺", "ワタナベ"},
    {"渡邊", "ワタナベ"},
    {"渡邉", "ワタナベ"},
    {"山本", "ヤマモト"},
    {"中村", "ナカムラ"},
    {"小林", "コバヤシ"},
    {"加藤", "カトウ"},
    {"吉田", "ヨシダ"},
    {"𠮷田", "ヨシダ"},
    {"山田", "ヤマダ"},
    {"佐々木", "ササキ"},
    {"山口", "ヤマグチ"},
    {"松本", "マツモト"},
    {"井上", "イノウエ"},
    {"木村", "キムラ"},
    {"林", "ハヤシ"},
    {"斎藤", "サイトウ"},
    {"齋藤", "サイトウ"},
    {"清水", "シミズ"},
    {"山崎", "ヤマザキ"},
    {"山﨑", "ヤマサキ"},
    {"阿部", "アベ"},
    {"森", "モリ"},
    {"池田", "イケダ"},
    {"橋本", "ハシモト"},
    {"石川", "イシカワ"},
    {"前田", "マエダ"},
    {"藤田", "フジタ"},
    {"後藤", "ゴトウ"},
    {"岡田", "オカダ"},
    {"長谷川", "ハセガワ"},
    {"村上", "ムラカミ"},
    {"近藤", "コンドウ"},
    {"石井", "イシイ"},
    {"遠藤", "エンドウ"},
    {"坂本", "サカモト"},
    {"青木", "アオキ"},
    {"福田", "フクダ"},
    {"西村", "ニシムラ"},
    {"太田", "オオタ"},
    {"濵田", "ハマダ"},
    {"浜田", "ハマダ"},
    {"德永", "トクナガ"},
    {"徳永", "トクナガ"},
    {"髙﨑", "タカサキ"},
    {"辻󠄀", "ツジ"},
    {"辻", "ツジ"},
    {"菅原", "スガワラ"},
    {"五十嵐", "イガラシ"},
    {"小笠原", "オガサワラ"},
    {"勅使河原", "テシガワラ"},
    {"長宗我部", "チョウソカベ"},
    {"東", "アズマ"},
    {"乙訓", "オトクニ"},
};

constexpr Reading kMen[] = {
    {"太郎", "タロウ"},       {"一郎", "イチロウ"}, {"健一", "ケンイチ"}, {"誠", "マコト"},
    {"大輔", "ダイスケ"},     {"翔太", "ショウタ"}, {"拓也", "タクヤ"},   {"直樹", "ナオキ"},
    {"隆", "タカシ"},         {"浩二", "コウジ"},   {"修", "オサム"},     {"亮", "リョウ"},
    {"悠斗", "ユウト"},       {"蓮", "レン"},       {"颯太", "ソウタ"},   {"陽翔", "ハルト"},
    {"正雄", "マサオ"},       {"茂", "シゲル"},     {"清", "キヨシ"},     {"勇気", "ユウキ"},
    {"慎之介", "シンノスケ"}, {"匠", "タクミ"},     {"航", "ワタル"},     {"司", "ツカサ"},
};

constexpr Reading kWomen[] = {
    {"花子", "ハナコ"},   {"陽子", "ヨウコ"}, {"恵子", "ケイコ"},   {"由美", "ユミ"},
    {"真由美", "マユミ"}, {"美咲", "ミサキ"}, {"愛", "アイ"},       {"さくら", "サクラ"},
    {"結衣", "ユイ"},     {"葵", "アオイ"},   {"陽菜", "ヒナ"},     {"凜", "リン"},
    {"久美子", "クミコ"}, {"裕子", "ユウコ"}, {"千代", "チヨ"},     {"幸恵", "ユキエ"},
    {"あゆみ", "アユミ"}, {"優希", "ユウキ"}, {"京香", "キョウカ"}, {"莉子", "リコ"},
    {"瑠璃", "ルリ"},     {"澪", "ミオ"},     {"奈々", "ナナ"},     {"静江", "シズエ"},
};

constexpr Municipality kMunicipalities[] = {
    {"992011", "千葉県", "簾市", "299"},     {"992011", "千葉県", "簾市", "299"},
    {"992011", "千葉県", "簾市", "299"},     {"992029", "千葉県", "葦原市", "298"},
    {"992037", "千葉県", "潮見市", "297"},   {"993213", "千葉県", "竹垣町", "289"},
    {"081001", "茨城県", "霞ヶ丘市", "314"}, {"131008", "東京都", "水鏡区", "134"},
};

constexpr const char* kTowns[] = {"中央",     "本町", "緑が丘", "若葉台", "東浜",   "西浜",
                                  "大字御簾", "桜木", "港町",   "梅園",   "松ヶ枝", "古戸"};
constexpr const char* kBuildings[] = {"コーポ葦", "メゾン若葉", "簾ハイツ", "サンライズ本町"};
constexpr const char* kKanjiDigits[] = {"一", "二", "三", "四", "五", "六"};

std::string WideNumber(int number) {
  std::string wide;
  for (char c : absl::StrCat(number)) {
    wide += "\xEF\xBC";
    wide += static_cast<char>(0x90 + (c - '0'));
  }
  return wide;
}

}  // namespace

Name MakeName(Random& random, Sex sex) {
  const Reading& family = random.Pick(kFamilies);
  const Reading& given = sex == Sex::kMale ? random.Pick(kMen) : random.Pick(kWomen);
  return {family.text, given.text, family.kana, given.kana};
}

Name MakeRelative(Random& random, Sex sex, const Name& head) {
  const Reading& given = sex == Sex::kMale ? random.Pick(kMen) : random.Pick(kWomen);
  return {head.family, given.text, head.family_kana, given.kana};
}

const Municipality& PickMunicipality(Random& random) { return random.Pick(kMunicipalities); }

std::string MakeAddress(Random& random, const Municipality& municipality) {
  std::string address =
      absl::StrCat(municipality.prefecture, municipality.name, random.Pick(kTowns));
  const int chome = random.Between(1, 6);
  const int block = random.Between(1, 40);
  const int house = random.Between(1, 30);
  switch (random.Between(0, 2)) {
    case 0:
      absl::StrAppend(&address, chome, "-", block, "-", house);
      break;
    case 1:
      absl::StrAppend(&address, kKanjiDigits[chome - 1], "丁目", block, "番", house, "号");
      break;
    default:
      absl::StrAppend(&address, WideNumber(chome), "－", WideNumber(block), "－",
                      WideNumber(house));
  }
  if (random.Chance(0.3)) {
    absl::StrAppend(&address, "　", random.Pick(kBuildings), random.Between(101, 909), "号室");
  }
  return address;
}

}  // namespace sudare::example
