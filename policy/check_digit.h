// The check digit of Japan's Individual Numbers (個人番号).
//
// Source: ordinance 85 of the Ministry of Internal Affairs and Communications, 2014, article 5. The
// last of twelve digits is 11 - r, or 0 where r is 0 or 1; r is the sum of the other digits times 6
// 5 4 3 2 7 6 5 4 3 2, modulo 11.
#ifndef SUDARE_POLICY_CHECK_DIGIT_H_
#define SUDARE_POLICY_CHECK_DIGIT_H_

#include <cstddef>

namespace sudare {

constexpr size_t kIndividualNumberDigits = 12;

// `digits` are kIndividualNumberDigits numbers from 0 to 9.
bool HasValidCheckDigit(const unsigned char* digits);

}  // namespace sudare

#endif  // SUDARE_POLICY_CHECK_DIGIT_H_
