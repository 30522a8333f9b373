// DigitSet: a set of digit strings of one length that is mapped onto itself, value to token.
//
// Every value and every token is in one set or in none; sets don't overlap. FF1 permutes all
// strings of the set's length, and repeating it until the result is in the set again (cycle
// walking) permutes the set. So tokens of digits have no collisions, and a token says which set to
// go back through.
#ifndef SUDARE_POLICY_DIGIT_SET_H_
#define SUDARE_POLICY_DIGIT_SET_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sudare {

// The standard's minimum of 1,000,000 strings (SP 800-38G Rev. 1).
constexpr size_t kMinTokenDigits = 6;
// Longer texts of digits are taken as texts: FF1's time grows with the square of their length.
constexpr size_t kMaxTokenDigits = 65536;

// What the digits of a column are.
enum class DigitForm {
  // Texts; leading zeros count.
  kText,
  // The same, and a token of twelve digits never is an Individual Number.
  kTextNoIndividualNumber,
  // Integers of 2, 4 or 8 bytes: one set of sets for all, so that equal numbers have equal tokens.
  kInteger,
};

struct DigitSet {
  size_t length = 0;
  // FF1's tweak: sets that share a length are permuted independently of each other.
  absl::string_view tweak;
  // Without the strings whose check digit is right.
  bool without_individual_numbers = false;
  // Read as a number, at least `low` and at most `high`; 0 and 0: any.
  uint64_t low = 0;
  uint64_t high = 0;

  // `digits` are `length` numbers from 0 to 9.
  bool Holds(const unsigned char* digits) const;
};

// The set that `text` is in, and its digits: one character each, with the value 0 to 9. Unset: it
// is in none.
//
// Texts are in a set if they are kMinTokenDigits to kMaxTokenDigits ASCII digits (and no Individual
// Number, if so asked). Integers are if they are written as PostgreSQL writes them and fit 8 bytes.
// Their sets are, for each sign: up to six digits; each number of digits from seven; ten digits in
// two, up to the bounds of 4 bytes and beyond. Tokens of 4-byte values so fit 4 bytes.
std::optional<DigitSet> FindDigitSet(DigitForm form, absl::string_view text, std::string* digits);

// The text of digits found for a text in its set: what FindDigitSet(form, …) reads back.
void AppendDigits(DigitForm form, absl::string_view like, absl::string_view digits,
                  std::string* out);

}  // namespace sudare

#endif  // SUDARE_POLICY_DIGIT_SET_H_
