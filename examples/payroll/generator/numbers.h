// Numbers with check digits, and numbers that never repeat: by counting, not by remembering.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_NUMBERS_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_NUMBERS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace sudare::example {

// The 12th digit of an Individual Number (個人番号) from its first 11: Ordinance 85 of 2014 of the
// Ministry of Internal Affairs and Communications, article 5. REQUIRES: 11 digits.
char PersonalNumberCheckDigit(absl::string_view first_eleven);

// Whether `number` is 12 digits with the right check digit.
bool IsPersonalNumber(absl::string_view number);

// The first digit of a Corporate Number (法人番号) from the 12 after it: Ordinance 70 of 2014 of
// the Ministry of Finance, article 2. REQUIRES: 12 digits.
char CorporateNumberCheckDigit(absl::string_view base);

// `width` digits, different for each `serial` below 10^width, without visible order. REQUIRES:
// width <= 11.
std::string ScatteredDigits(uint64_t serial, uint64_t seed, int width);

// A made-up Individual Number, different for each serial.
std::string PersonalNumber(uint64_t serial, uint64_t seed);

// "1234-5678-9018", "1234 5678 9018", "123456789018" in full-width digits, by `spelling` 0, 1, 2;
// else plain.
std::string SpellNumber(absl::string_view digits, int spelling);

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_NUMBERS_H_
