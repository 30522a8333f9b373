#include "proxy/discover/kinds.h"

#include <cstddef>

namespace sudare::discover {

const std::vector<KindEntry>& KindTable() {
  static const auto& table = *new std::vector<KindEntry>{
      {Kind::kPersonalNumber, "personal_number", "個人番号", Treatment::kRedact},
      {Kind::kCorporateNumber, "corporate_number", "法人番号", Treatment::kAllow},
      {Kind::kPersonName, "person_name", "氏名", Treatment::kTokenize, "name"},
      {Kind::kPersonNameKana, "person_name_kana", "氏名カナ", Treatment::kTokenize, "kana"},
      {Kind::kAddress, "address", "住所", Treatment::kTokenize, "address"},
      {Kind::kPhone, "phone", "電話番号", Treatment::kTokenize, "phone"},
      {Kind::kEmail, "email", "メールアドレス", Treatment::kTokenize, "mail"},
      {Kind::kBankBranch, "bank_branch", "金融機関・支店", Treatment::kTokenize, "bank"},
      {Kind::kBankAccount, "bank_account", "口座番号", Treatment::kTokenize, "account"},
      {Kind::kAccountHolder, "account_holder", "口座名義", Treatment::kTokenize, "holder"},
      {Kind::kPensionNo, "pension_no", "基礎年金番号", Treatment::kRedact},
      {Kind::kMutualAidNo, "mutual_aid_no", "共済組合員番号", Treatment::kRedact},
      {Kind::kInsuredNo, "insured_no", "被保険者番号・証券番号", Treatment::kRedact},
      {Kind::kResidentCode, "resident_code", "住民票コード", Treatment::kRedact},
      {Kind::kCardNo, "card_no", "ICカード番号", Treatment::kRedact},
      {Kind::kAddresseeNo, "addressee_no", "宛名番号", Treatment::kRedact},
      {Kind::kBirthDate, "birth_date", "生年月日", Treatment::kYear},
      {Kind::kSex, "sex", "性別", Treatment::kRedact},
      {Kind::kPostalCode, "postal_code", "郵便番号", Treatment::kPostalArea},
      {Kind::kMunicipality, "municipality", "居住市区町村", Treatment::kRedact},
      {Kind::kRoute, "route", "通勤経路", Treatment::kRedact},
      {Kind::kRelation, "relation", "続柄", Treatment::kRedact},
      {Kind::kRetireReason, "retire_reason", "退職事由", Treatment::kRedact},
      {Kind::kDisability, "disability", "障害の状況", Treatment::kRedact},
      {Kind::kUnionMembership, "union_membership", "職員団体", Treatment::kRedact},
      {Kind::kIllness, "illness", "病名・休暇の事情", Treatment::kRedact},
      {Kind::kAmount, "amount", "金額", Treatment::kAllow},
      {Kind::kAttendance, "attendance", "勤怠・時間", Treatment::kAllow},
      {Kind::kEmployeeNo, "employee_no", "職員番号", Treatment::kAllow},
      {Kind::kKey, "key", "内部キー", Treatment::kAllow},
      {Kind::kCode, "code", "コード・マスタ", Treatment::kAllow},
      {Kind::kDate, "date", "業務上の日付", Treatment::kAllow},
      {Kind::kRemark, "remark", "定型に近い備考", Treatment::kScrub},
      {Kind::kFreeText, "free_text", "自由記述", Treatment::kRedact},
      {Kind::kRecordLine, "record_line", "連携・伝送レコード", Treatment::kRedact},
      {Kind::kImage, "image", "変更前後の値", Treatment::kRedact},
      {Kind::kDocument, "document", "帳票データ", Treatment::kRedact},
      {Kind::kCredential, "credential", "認証情報", Treatment::kHide},
  };
  return table;
}

const KindEntry& EntryOf(Kind kind) { return KindTable()[static_cast<size_t>(kind) - 1]; }

const char* KindName(Kind kind) {
  return kind == Kind::kUnclassified ? "unclassified" : EntryOf(kind).name;
}

bool IsShown(Kind kind) {
  return kind != Kind::kUnclassified && EntryOf(kind).treatment == Treatment::kAllow;
}

bool IsIdentity(Kind kind) {
  return kind >= Kind::kPersonalNumber && kind <= Kind::kAddresseeNo &&
         kind != Kind::kCorporateNumber && kind != Kind::kBankBranch;
}

}  // namespace sudare::discover
