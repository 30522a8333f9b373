// The kinds of data that a draft knows: each becomes a class of the policy. A closed table.
#ifndef SUDARE_PROXY_DISCOVER_KINDS_H_
#define SUDARE_PROXY_DISCOVER_KINDS_H_

#include <vector>

namespace sudare::discover {

enum class Kind {
  kUnclassified,
  kPersonalNumber,
  kCorporateNumber,
  kPersonName,
  kPersonNameKana,
  kAddress,
  kPhone,
  kEmail,
  kBankBranch,
  kBankAccount,
  kAccountHolder,
  kPensionNo,
  kMutualAidNo,
  kInsuredNo,
  kResidentCode,
  kCardNo,
  kAddresseeNo,
  kBirthDate,
  kSex,
  kPostalCode,
  kMunicipality,
  kRoute,
  kRelation,
  kRetireReason,
  kDisability,
  kUnionMembership,
  kIllness,
  kAmount,
  kAttendance,
  kEmployeeNo,
  kKey,
  kCode,
  kDate,
  kRemark,
  kFreeText,
  kRecordLine,
  kImage,
  kDocument,
  kCredential,
};

// How the starter role of a draft shows a kind.
enum class Treatment { kHide, kRedact, kTokenize, kYear, kPostalArea, kScrub, kAllow };

struct KindEntry {
  Kind kind;
  // Of the class: "personal_number".
  const char* name;
  // What staff call it.
  const char* title;
  Treatment treatment;
  // Of tokens: the domain, also their prefix.
  const char* token = "";
};

// Every kind but kUnclassified, in the order in which a draft lists them.
const std::vector<KindEntry>& KindTable();

// REQUIRES: not kUnclassified.
const KindEntry& EntryOf(Kind kind);

// "unclassified" for that one.
const char* KindName(Kind kind);

// The starter role shows its values as they are.
bool IsShown(Kind kind);

// Values of it point at one person, so that a copy elsewhere is as sensitive.
bool IsIdentity(Kind kind);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_KINDS_H_
