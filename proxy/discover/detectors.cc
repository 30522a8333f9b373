#include "proxy/discover/detectors.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "policy/base/utf8.h"
#include "policy/check_digit.h"
#include "proxy/discover/digit_runs.h"

namespace sudare::discover {
namespace {

bool HasCheckDigit(absl::string_view twelve) {
  unsigned char digits[kIndividualNumberDigits];
  for (size_t i = 0; i < kIndividualNumberDigits; ++i) {
    digits[i] = static_cast<unsigned char>(twelve[i] - '0');
  }
  return HasValidCheckDigit(digits);
}

// The groups of a value that is one run; empty for others.
std::vector<std::string> GroupsOf(absl::string_view value) {
  if (!OnlyDigits(value).has_value()) return {};
  return FindDigitRuns(value)[0].groups;
}

// Whether the run may be a number in twelve digits: alone, or in four, four and four.
bool MayBePersonalNumber(const DigitRun& run, std::string* number) {
  *number = run.Digits();
  if (number->size() == kIndividualNumberDigits) return true;
  for (const std::string& group : run.groups) {
    if (group.size() == kIndividualNumberDigits) {
      *number = group;
      return true;
    }
  }
  for (size_t i = 0; i + 2 < run.groups.size(); ++i) {
    if (run.groups[i].size() == 4 && run.groups[i + 1].size() == 4 &&
        run.groups[i + 2].size() == 4) {
      *number = run.groups[i] + run.groups[i + 1] + run.groups[i + 2];
      return true;
    }
  }
  return false;
}

bool AreDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

}  // namespace

const std::vector<Detector>& DetectorTable() {
  static const auto& table = *new std::vector<Detector>{
      {Kind::kPersonalNumber, IsPersonalNumber, 0.95, true},
      {Kind::kCorporateNumber, IsCorporateNumber, 0.95, true},
      {Kind::kRecordLine,
       [](absl::string_view value) { return ParseBankRecord(value).has_value(); }, 0.95},
      {Kind::kEmail, IsEmail, 0.95, true},
      {Kind::kAddress, IsAddress, 0.9},
      {Kind::kPhone, IsPhone, 0.85, true},
      {Kind::kPensionNo, IsPensionNumber, 0.8},
      {Kind::kPostalCode, IsPostalCode, 0.85, true},
      {Kind::kPersonName, IsPersonName, 0.85},
      {Kind::kPersonNameKana, IsKanaName, 0.8},
      {Kind::kInsuredNo, IsInsurerNumber, 0.6},
      {Kind::kMunicipality, IsMunicipality, 0.6},
      {Kind::kSex, IsSex, 0.8},
      {Kind::kRelation, IsRelation, 0.8},
  };
  return table;
}

bool IsPersonalNumber(absl::string_view value) {
  const std::optional<std::string> digits = OnlyDigits(value);
  if (!digits.has_value() || digits->size() > kIndividualNumberDigits || digits->size() < 10) {
    return false;
  }
  // What lost its zeros doesn't begin with one.
  if (digits->size() < kIndividualNumberDigits && digits->front() == '0') return false;
  return HasCheckDigit(std::string(kIndividualNumberDigits - digits->size(), '0') + *digits);
}

bool IsCorporateNumber(absl::string_view value) {
  const std::optional<std::string> digits = OnlyDigits(value);
  if (!digits.has_value() || digits->size() != 13) return false;
  int sum = 0;
  for (size_t n = 1; n <= 12; ++n) sum += ((*digits)[13 - n] - '0') * (n % 2 == 1 ? 1 : 2);
  return (*digits)[0] - '0' == 9 - sum % 9;
}

bool IsInsurerNumber(absl::string_view value) {
  constexpr absl::string_view kSchemes[] = {"01", "02", "03", "04", "06", "07", "31", "32",
                                            "33", "34", "63", "67", "72", "73", "74", "75"};
  if (value.size() != 8 || !AreDigits(value)) return false;
  if (std::find(std::begin(kSchemes), std::end(kSchemes), value.substr(0, 2)) ==
      std::end(kSchemes)) {
    return false;
  }
  int sum = 0;
  for (size_t i = 0; i < 7; ++i) {
    const int product = (value[6 - i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += product / 10 + product % 10;
  }
  return value[7] - '0' == (10 - sum % 10) % 10;
}

bool IsPensionNumber(absl::string_view value) {
  const std::vector<std::string> groups = GroupsOf(value);
  return groups.size() == 2 && groups[0].size() == 4 && groups[1].size() == 6;
}

bool IsPhone(absl::string_view value) {
  std::string text = absl::StrReplaceAll(
      value, {{"(", "-"}, {")", "-"}, {"（", "-"}, {"）", "-"}, {"+81", "0"}, {"０", "0"}});
  const std::vector<std::string> groups = GroupsOf(text);
  std::string digits;
  for (const std::string& group : groups) digits += group;
  if (digits.size() < 10 || digits.size() > 11 || digits[0] != '0') return false;
  if (digits.size() == 11) return digits[1] >= '5' && digits[2] == '0';
  // A number of ten digits without marks may be anything.
  return groups.size() == 3 && digits[1] != '0' && groups[2].size() == 4;
}

bool IsEmail(absl::string_view value) {
  const size_t at = value.find('@');
  if (at == 0 || at == absl::string_view::npos || value.find('@', at + 1) != value.npos) {
    return false;
  }
  const absl::string_view domain = value.substr(at + 1);
  const size_t point = domain.rfind('.');
  return point != domain.npos && point > 0 && domain.size() - point > 2 &&
         value.find(' ') == value.npos;
}

bool IsPostalCode(absl::string_view value) {
  const std::string text = absl::StrReplaceAll(value, {{"〒", ""}});
  const std::vector<std::string> groups = GroupsOf(text);
  return groups.size() == 2 && groups[0].size() == 3 && groups[1].size() == 4;
}

std::optional<BankRecord> ParseBankRecord(absl::string_view value) {
  // Fields are counted in characters, which half-width kana make longer in UTF-8.
  std::vector<absl::string_view> characters;
  for (absl::string_view rest = value; !rest.empty();) {
    const size_t length = FirstCharacter(rest).length;
    characters.push_back(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  // The record has 120; blanks at its end may be gone.
  if (characters.size() < 91 || characters.size() > 120 || characters[0] != "2") {
    return std::nullopt;
  }
  const auto field = [&characters](size_t from, size_t count) {
    std::string text;
    for (size_t i = from; i < from + count; ++i) {
      text.append(characters[i].data(), characters[i].size());
    }
    return text;
  };
  BankRecord record{field(1, 4), field(20, 3), field(43, 7), field(50, 30)};
  const std::string type = field(42, 1);
  if (!AreDigits(record.bank_code) || !AreDigits(record.branch_code) ||
      !AreDigits(record.account_number) || !AreDigits(field(80, 10)) ||
      absl::string_view("1249").find(type) == absl::string_view::npos) {
    return std::nullopt;
  }
  absl::StripTrailingAsciiWhitespace(&record.holder);
  return record;
}

NumbersInside FindPersonalNumbers(absl::string_view text) {
  NumbersInside found;
  for (const DigitRun& run : FindDigitRuns(text)) {
    std::string number;
    if (MayBePersonalNumber(run, &number)) {
      ++found.runs;
      if (HasCheckDigit(number)) ++found.valid;
    }
  }
  return found;
}

}  // namespace sudare::discover
