#include "policy/digit_set.h"

#include <algorithm>

#include "policy/check_digit.h"

namespace sudare {
namespace {

bool AreDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Each character becomes its value.
void TakeDigits(absl::string_view text, std::string* digits) {
  digits->assign(text.data(), text.size());
  for (char& c : *digits) c = static_cast<char>(c - '0');
}

const unsigned char* Data(const std::string& digits) {
  return reinterpret_cast<const unsigned char*>(digits.data());
}

uint64_t NumberOf(const unsigned char* digits, size_t length) {
  uint64_t number = 0;
  for (size_t i = 0; i < length; ++i) number = number * 10 + digits[i];
  return number;
}

std::optional<DigitSet> FindTextSet(bool without_individual_numbers, absl::string_view text,
                                    std::string* digits) {
  if (text.size() < kMinTokenDigits || text.size() > kMaxTokenDigits || !AreDigits(text)) {
    return std::nullopt;
  }
  TakeDigits(text, digits);
  DigitSet set;
  set.length = text.size();
  set.tweak = "text";
  if (without_individual_numbers && text.size() == kIndividualNumberDigits) {
    set.tweak = "check";
    set.without_individual_numbers = true;
    if (!set.Holds(Data(*digits))) return std::nullopt;
  }
  return set;
}

std::optional<DigitSet> FindIntegerSet(absl::string_view text, std::string* digits) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  constexpr size_t kMaxDigits = 19;
  if (text.empty() || text.size() > kMaxDigits || !AreDigits(text) ||
      (text[0] == '0' && (negative || text.size() > 1))) {
    return std::nullopt;
  }
  DigitSet set;
  set.length = std::max(text.size(), kMinTokenDigits);
  digits->assign(set.length - text.size(), '0');
  TakeDigits(digits->append(text.data(), text.size()), digits);
  const uint64_t number = NumberOf(Data(*digits), set.length);
  const uint64_t four_bytes = (uint64_t{1} << 31) - (negative ? 0 : 1);
  const uint64_t eight_bytes = (uint64_t{1} << 63) - (negative ? 0 : 1);
  if (number > eight_bytes) return std::nullopt;
  uint64_t end = 1;
  for (size_t i = 0; i < set.length; ++i) end *= 10;
  // Zero is no negative number.
  set.low = set.length > kMinTokenDigits ? end / 10 : (negative ? 1 : 0);
  set.high = end - 1;
  if (number <= four_bytes) {
    set.tweak = negative ? "-4" : "+4";
    set.high = std::min(set.high, four_bytes);
  } else {
    set.tweak = negative ? "-8" : "+8";
    set.low = std::max(set.low, four_bytes + 1);
    set.high = std::min(set.high, eight_bytes);
  }
  return set;
}

}  // namespace

bool DigitSet::Holds(const unsigned char* digits) const {
  if (without_individual_numbers && HasValidCheckDigit(digits)) return false;
  if (high == 0) return true;
  const uint64_t number = NumberOf(digits, length);
  return number >= low && number <= high;
}

std::optional<DigitSet> FindDigitSet(DigitForm form, absl::string_view text, std::string* digits) {
  switch (form) {
    case DigitForm::kText:
      return FindTextSet(false, text, digits);
    case DigitForm::kTextNoIndividualNumber:
      return FindTextSet(true, text, digits);
    case DigitForm::kInteger:
      return FindIntegerSet(text, digits);
  }
  return std::nullopt;
}

void AppendDigits(DigitForm form, absl::string_view like, absl::string_view digits,
                  std::string* out) {
  if (form == DigitForm::kInteger) {
    if (like[0] == '-') out->push_back('-');
    while (digits.size() > 1 && digits[0] == 0) digits.remove_prefix(1);
  }
  for (const char digit : digits) out->push_back(static_cast<char>(digit + '0'));
}

}  // namespace sudare
