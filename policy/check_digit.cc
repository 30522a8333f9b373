#include "policy/check_digit.h"

namespace sudare {

bool HasValidCheckDigit(const unsigned char* digits) {
  constexpr int kWeights[kIndividualNumberDigits - 1] = {6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
  int sum = 0;
  for (size_t i = 0; i + 1 < kIndividualNumberDigits; ++i) sum += kWeights[i] * digits[i];
  const int rest = sum % 11;
  return digits[kIndividualNumberDigits - 1] == (rest <= 1 ? 0 : 11 - rest);
}

}  // namespace sudare
