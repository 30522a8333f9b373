// Detectors: what a single value looks like. Pure, one for each kind that has a form of its own.
//
// A detector tells form, not truth: one in ten numbers of twelve digits has a right check digit by
// chance. How many values of a column match decides (classifier.h).
#ifndef SUDARE_PROXY_DISCOVER_DETECTORS_H_
#define SUDARE_PROXY_DISCOVER_DETECTORS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "proxy/discover/kinds.h"

namespace sudare::discover {

struct Detector {
  Kind kind;
  // Whether the whole value has the form, in any spelling.
  bool (*matches)(absl::string_view value);
  // Of a column without a telling name all of whose values match.
  double confidence;
  // A column of the kind has no other values: names and addresses are written in many ways.
  bool is_only_form = false;
};

// The closed table, the most telling first.
const std::vector<Detector>& DetectorTable();

// Twelve digits whose check digit is right, or fewer that lost their leading zeros (ten, eleven).
bool IsPersonalNumber(absl::string_view value);
// 法人番号: thirteen digits, the first of which is the check digit (ordinance 70 of the Ministry of
// Finance, 2014, article 2).
bool IsCorporateNumber(absl::string_view value);
// 保険者番号: eight digits, the last of which is the check digit (modulus 10, weights 2 and 1).
bool IsInsurerNumber(absl::string_view value);
bool IsPensionNumber(absl::string_view value);
bool IsPhone(absl::string_view value);
bool IsEmail(absl::string_view value);
bool IsPostalCode(absl::string_view value);
bool IsAddress(absl::string_view value);
bool IsMunicipality(absl::string_view value);
bool IsPersonName(absl::string_view value);
bool IsKanaName(absl::string_view value);
bool IsSex(absl::string_view value);
bool IsRelation(absl::string_view value);

// Year of a date: 1987-05-01, 19870501, 昭和62年5月1日, S62.5.1.
std::optional<int> YearOf(absl::string_view value);

// The fields of a data record for bank transfers (全銀協 データレコード), which is parsed and not
// searched: it has runs of digits that look like anything.
struct BankRecord {
  std::string bank_code;
  std::string branch_code;
  std::string account_number;
  std::string holder;
};
std::optional<BankRecord> ParseBankRecord(absl::string_view value);

// Runs of digits inside a text that could be personal numbers, and how many have a right check
// digit. Corporate numbers and longer runs are none.
struct NumbersInside {
  size_t runs = 0;
  size_t valid = 0;
};
NumbersInside FindPersonalNumbers(absl::string_view text);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_DETECTORS_H_
