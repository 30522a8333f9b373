#include "proxy/discover/hints.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace sudare::discover {
namespace {

// Types that an entry goes with.
enum TypeSet : unsigned {
  kTextual = 1,
  kNumeric = 2,
  kDates = 4,
  kTimes = 8,
  kBooleans = 16,
  kJsons = 32,
  kOthers = 64,
  kAny = 127,
};

struct Entry {
  Kind kind;
  unsigned types;
  // Separated by "|". Words of names are whole parts between underscores ("policy_no" is found in
  // "old_policy_no"); those of comments may stand anywhere.
  absl::string_view names;
  absl::string_view comments;
};

// The first that matches wins, so what is more telling or more sensitive stands above.
constexpr Entry kEntries[] = {
    {Kind::kCredential, kAny,
     "password|passwd|password_hash|secret|client_key|private_key|api_key|access_token|salt",
     "パスワード|暗証|秘密鍵|端末鍵|認証鍵"},
    {Kind::kPersonalNumber, kAny,
     "personal_number|personal_no|individual_number|individual_no|my_number|mynumber|kojin_bango|"
     "kojin_bangou|kojin_no",
     "個人番号|マイナンバー"},
    {Kind::kCorporateNumber, kAny,
     "corporate_number|corporate_no|hojin_bango|houjin_bangou|hojin_no", "法人番号"},
    {Kind::kPensionNo, kTextual | kNumeric,
     "pension_no|pension_number|nenkin_no|nenkin_bango|kiso_nenkin", "基礎年金番号|年金番号"},
    {Kind::kMutualAidNo, kTextual | kNumeric,
     "mutual_aid_no|mutual_aid_number|kyosai_no|kumiaiin_no", "組合員番号|組合員証"},
    {Kind::kInsuredNo, kTextual | kNumeric,
     "insured_no|insured_number|insurance_no|insurance_number|insurer_no|hihokensha_no|policy_no|"
     "policy_number|hoken_no",
     "被保険者|保険者番号|証券番号|保険証"},
    {Kind::kResidentCode, kTextual | kNumeric, "resident_code|juminhyo_code|jumin_code",
     "住民票コード"},
    {Kind::kAddresseeNo, kTextual | kNumeric, "addressee_no|atena_no|atena_bango", "宛名番号"},
    {Kind::kCardNo, kTextual | kNumeric | kOthers, "card_id|card_no|card_number|ic_card",
     "カード番号|ICカード|職員証番号|旅券番号|免許証番号"},
    {Kind::kAccountHolder, kTextual, "holder|holder_kana|holder_name|account_holder|meigi", "名義"},
    {Kind::kBankAccount, kTextual | kNumeric,
     "account_number|account_no|bank_account|koza_no|koza_bango", "口座番号"},
    {Kind::kBankBranch, kTextual | kNumeric,
     "bank_code|branch_code|bank_name|branch_name|ginko_code|shiten_code",
     "金融機関|銀行コード|銀行名|支店コード|支店名"},
    {Kind::kPhone, kTextual | kNumeric,
     "phone|phone_number|mobile|mobile_phone|tel|tel_no|telephone|fax|denwa|keitai",
     "電話|携帯|連絡先|FAX|ファクス"},
    {Kind::kEmail, kTextual, "email|e_mail|mail|mail_address|email_address", "メール"},
    {Kind::kPostalCode, kTextual | kNumeric, "postal_code|post_code|postcode|zip|zip_code|yubin",
     "郵便番号"},
    {Kind::kMunicipality, kTextual | kNumeric, "municipality|city_code|city_name|shichoson",
     "市区町村|市町村"},
    {Kind::kAddress, kTextual, "address|addr|residence|jusho|home_address",
     "住所|所在地|居所|本籍"},
    {Kind::kBirthDate, kTextual | kNumeric | kDates,
     "birth_date|birthdate|birthday|date_of_birth|dob|birth|seinengappi", "生年月日|誕生日"},
    {Kind::kPersonNameKana, kTextual, "kana|name_kana|furigana|shimei_kana",
     "氏名カナ|カナ氏名|フリガナ|ふりがな"},
    {Kind::kPersonName, kTextual,
     "full_name|first_name|last_name|family_name|given_name|person_name|employee_name|"
     "recipient_name|landlord_name|beneficiary_name|display_name|spouse_name|shimei",
     "氏名|姓名|受取人|通称|旧姓"},
    {Kind::kSex, kAny, "sex|gender|seibetsu", "性別"},
    {Kind::kRelation, kTextual | kNumeric, "relation|relationship|zokugara", "続柄"},
    {Kind::kRetireReason, kTextual | kNumeric, "retire_reason|retirement_reason|taishoku_riyu",
     "退職事由|退職理由"},
    {Kind::kDisability, kAny, "disability|handicap|widowed|single_parent|shogai",
     "障害者|障害等級|障害の|障がい|寡婦|ひとり親"},
    {Kind::kUnionMembership, kAny, "union|union_member|union_fee",
     "職員団体|労働組合|組合費|組合加入"},
    {Kind::kIllness, kTextual | kNumeric | kJsons | kBooleans,
     "illness|illness_name|disease|diagnosis|medical|pregnant|byomei|circumstances",
     "病名|病気|傷病|診断|疾病|妊娠|事情"},
    {Kind::kRoute, kTextual | kNumeric, "route|station|distance|keiro",
     "経路|最寄駅|通勤距離|距離"},
    {Kind::kImage, kTextual | kJsons,
     "before_value|after_value|old_value|new_value|before_image|after_image|old_row|new_row",
     "変更前|変更後|更新前|更新後"},
    {Kind::kFreeText, kTextual, "note|notes|free_text", "自由記述"},
    {Kind::kRecordLine, kTextual, "raw_line|raw_record|zengin|csv_line|record_text",
     "元の行|出力した行|データレコード|全銀"},
    {Kind::kRemark, kTextual,
     "remark|remarks|memo|reason|comment|comments|message|description|biko|tekiyo|riyu",
     "備考|メモ|摘要|理由|内容|コメント|事由"},
    {Kind::kDocument, kJsons, "payload|document|body", "帳票データ|電文"},
    {Kind::kEmployeeNo, kTextual | kNumeric,
     "employee_no|employee_number|employee_id|emp_no|staff_no|shokuin_no|shain_no",
     "職員番号|社員番号|従業員番号"},
    {Kind::kAttendance, kNumeric | kTimes | kDates,
     "minutes|hours|working_hours|clock_in|clock_out|break_time|starts_at|ends_at",
     "勤務時間|始業|終業|出勤時刻|退勤時刻|休憩|開始時刻|終了時刻|時間(分)"},
    {Kind::kDate, kTimes, "elapsed|duration|scheduled_time", "所要時間|予定時刻"},
    {Kind::kDate, kNumeric, "year|tax_year|fiscal_year|month|nendo", "年分|年度"},
    {Kind::kDate, kDates, "on|at|date|from|to|month|day", "日|月|年|時刻"},
    {Kind::kCode, kNumeric, "sort_order|grade|step|count_of", "の数|人数|月数|号給|等級|級|表示順"},
    {Kind::kAmount, kNumeric,
     "amount|amounts|pay|allowance|premium|tax|fee|rate|income|deduction|total|rent|price|salary|"
     "wage|percent|insurance|adjustment|difference|cost",
     "額|手当|給料|税|掛金|保険料|控除|率|所得|家賃|割合|合計|件数|会費|月給|賃金"},
    {Kind::kAttendance, kNumeric | kTimes, "", "時間|時刻"},
    {Kind::kKey, kNumeric | kOthers, "id|no|seq|serial|uuid", "番号|連番|通番|ID|端末"},
    {Kind::kKey, kTextual, "user_id|operator_id|updated_by|created_by|exported_by|login_id",
     "更新者|作成者|操作者|利用者ID"},
    {Kind::kCode, kBooleans, "is|has|flag|enabled|active", "フラグ|対象|有無"},
    {Kind::kCode, kTextual | kNumeric | kBooleans | kOthers,
     "code|kind|type|status|state|flag|class|category|action|means|side|version|file_name|job_name|"
     "item_name|department_name|table_name|short_name|tags",
     "コード|区分|種別|種目|状態|項目|所属|部名|略称|権限|画面|ファイル名|ジョブ名|版|表|手段|操作|"
     "="},
};

unsigned TypesOf(ColumnType type) {
  switch (type.type) {
    case SqlType::kText:
    case SqlType::kVarchar:
    case SqlType::kBpchar:
      return kTextual;
    case SqlType::kInt2:
    case SqlType::kInt4:
    case SqlType::kInt8:
    case SqlType::kNumeric:
    case SqlType::kFloat4:
    case SqlType::kFloat8:
      return kNumeric;
    case SqlType::kDate:
    case SqlType::kTimestamp:
    case SqlType::kTimestamptz:
      return kDates;
    case SqlType::kTime:
    case SqlType::kTimetz:
    case SqlType::kInterval:
      return kTimes;
    case SqlType::kBool:
      return kBooleans;
    case SqlType::kJson:
    case SqlType::kJsonb:
      return kJsons;
    default:
      return kOthers;
  }
}

// "_employee_no_" of employee_no, employeeNo and EMPLOYEE-NO.
std::string PartsOf(absl::string_view name) {
  std::string parts = "_";
  bool was_lower = false;
  for (char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isupper(byte) && was_lower) parts += '_';
    was_lower = absl::ascii_islower(byte) || absl::ascii_isdigit(byte);
    parts += c == '-' || c == ' ' ? '_' : absl::ascii_tolower(byte);
  }
  return parts + "_";
}

bool IsAscii(absl::string_view text) {
  for (char c : text) {
    if (!absl::ascii_isascii(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

absl::string_view WordIn(absl::string_view words, absl::string_view text, bool whole_parts) {
  for (absl::string_view word : absl::StrSplit(words, '|', absl::SkipEmpty())) {
    const bool found = whole_parts ? absl::StrContains(text, absl::StrCat("_", word, "_"))
                                   : absl::StrContains(text, word);
    if (found) return word;
  }
  return "";
}

}  // namespace

Hint HintOfComment(absl::string_view comment, ColumnType type) {
  for (const Entry& entry : kEntries) {
    if ((entry.types & TypesOf(type)) == 0) continue;
    const absl::string_view word = WordIn(entry.comments, comment, false);
    if (!word.empty()) return {entry.kind, std::string(word)};
  }
  return {};
}

Hint HintOfName(absl::string_view name, ColumnType type) {
  if (!IsAscii(name)) return HintOfComment(name, type);
  const std::string parts = PartsOf(name);
  for (const Entry& entry : kEntries) {
    if ((entry.types & TypesOf(type)) == 0) continue;
    const absl::string_view word = WordIn(entry.names, parts, true);
    if (!word.empty()) return {entry.kind, std::string(word)};
  }
  return {};
}

Hint HintOfType(ColumnType type) {
  switch (TypesOf(type)) {
    case kDates:
      return {Kind::kDate, "date"};
    case kTimes:
      return {Kind::kAttendance, "time"};
    case kJsons:
      return {Kind::kDocument, "JSON"};
    default:
      return {};
  }
}

bool SaysUnclassified(absl::string_view comment) {
  return absl::StrContains(comment, "未分類") || absl::StrContains(comment, "用途不明");
}

}  // namespace sudare::discover
