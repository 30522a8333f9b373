#include "examples/payroll/generator/numbers.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace sudare::example {

char PersonalNumberCheckDigit(absl::string_view first_eleven) {
  int sum = 0;
  for (int n = 1; n <= 11; ++n) {
    const int digit = first_eleven[11 - n] - '0';
    sum += digit * (n <= 6 ? n + 1 : n - 5);
  }
  const int rest = sum % 11;
  return static_cast<char>('0' + (rest <= 1 ? 0 : 11 - rest));
}

bool IsPersonalNumber(absl::string_view number) {
  if (number.size() != 12) return false;
  for (char c : number) {
    if (c < '0' || c > '9') return false;
  }
  return PersonalNumberCheckDigit(number.substr(0, 11)) == number[11];
}

char CorporateNumberCheckDigit(absl::string_view base) {
  int sum = 0;
  for (int n = 1; n <= 12; ++n) {
    const int digit = base[12 - n] - '0';
    sum += digit * (n % 2 == 1 ? 1 : 2);
  }
  return static_cast<char>('0' + 9 - sum % 9);
}

std::string ScatteredDigits(uint64_t serial, uint64_t seed, int width) {
  uint64_t modulus = 1;
  for (int i = 0; i < width; ++i) modulus *= 10;
  // Multiplying by a number coprime to 10 permutes the residues; so does reversing the digits.
  constexpr unsigned __int128 kFactor = 38742047363u;
  const uint64_t offset = seed % 9973 * 104729u + 35791394u;
  uint64_t value = static_cast<uint64_t>((kFactor * serial + offset) % modulus);
  uint64_t reversed = 0;
  for (int i = 0; i < width; ++i, value /= 10) reversed = reversed * 10 + value % 10;
  value = static_cast<uint64_t>((kFactor * reversed + offset) % modulus);
  return absl::StrFormat("%0*d", width, value);
}

std::string PersonalNumber(uint64_t serial, uint64_t seed) {
  std::string number = ScatteredDigits(serial, seed, 11);
  number.push_back(PersonalNumberCheckDigit(number));
  return number;
}

std::string SpellNumber(absl::string_view digits, int spelling) {
  if (spelling == 0 || spelling == 1) {
    const char* separator = spelling == 0 ? "-" : " ";
    return absl::StrCat(digits.substr(0, 4), separator, digits.substr(4, 4), separator,
                        digits.substr(8));
  }
  if (spelling != 2) return std::string(digits);
  std::string wide;
  for (char c : digits) {
    // U+FF10 and on.
    wide += "\xEF\xBC";
    wide += static_cast<char>(0x90 + (c - '0'));
  }
  return wide;
}

}  // namespace sudare::example
