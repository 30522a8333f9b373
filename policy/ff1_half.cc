#include "policy/ff1_half.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace sudare {
namespace {

// Big numbers fail for lack of memory only; operator new would end the process, too.
void Check(bool done) {
  if (!done) std::abort();
}

BIGNUM* NewNumber() {
  BIGNUM* number = BN_new();
  Check(number != nullptr);
  return number;
}

// radix^exponent; 0 if that doesn't fit a word.
uint64_t Power(uint32_t radix, size_t exponent) {
  uint64_t power = 1;
  for (size_t i = 0; i < exponent; ++i) {
    if (__builtin_mul_overflow(power, radix, &power)) return 0;
  }
  return power;
}

// Digits that fit a word: big numbers are read and written so many at a time.
size_t DigitsOfWord(uint32_t radix) {
  size_t digits = 1;
  while (Power(radix, digits + 1) != 0) ++digits;
  return digits;
}

void SetPower(uint32_t radix, size_t exponent, BIGNUM* power) {
  const size_t step = DigitsOfWord(radix);
  Check(BN_one(power) == 1);
  for (; exponent > step; exponent -= step) {
    Check(BN_mul_word(power, Power(radix, step)) == 1);
  }
  Check(BN_mul_word(power, Power(radix, exponent)) == 1);
}

}  // namespace

size_t BitsOfDigits(uint32_t radix, size_t digits) {
  const uint64_t power = Power(radix, digits);
  if (power != 0) return 64 - __builtin_clzll(power - 1);
  BIGNUM* const largest = NewNumber();
  SetPower(radix, digits, largest);
  Check(BN_sub_word(largest, 1) == 1);
  const size_t bits = BN_num_bits(largest);
  BN_free(largest);
  return bits;
}

bool SmallHalf::Holds(uint32_t radix, size_t digits) { return Power(radix, digits) != 0; }

SmallHalf::SmallHalf(uint32_t radix, size_t digits)
    : radix_(radix), digits_(digits), modulus_(Power(radix, digits)) {}

void SmallHalf::Read(const unsigned char* numerals) {
  value_ = 0;
  for (size_t i = 0; i < digits_; ++i) value_ = value_ * radix_ + numerals[i];
}

void SmallHalf::Write(unsigned char* numerals) const {
  uint64_t rest = value_;
  for (size_t i = digits_; i-- > 0; rest /= radix_) {
    numerals[i] = static_cast<unsigned char>(rest % radix_);
  }
}

void SmallHalf::Store(unsigned char* bytes, size_t size) const {
  uint64_t rest = value_;
  for (size_t i = size; i-- > 0; rest >>= 8) bytes[i] = static_cast<unsigned char>(rest);
}

uint64_t SmallHalf::Residue(const unsigned char* bytes, size_t size) const {
  unsigned __int128 number = 0;
  for (size_t i = 0; i < size; ++i) number = number << 8 | bytes[i];
  return static_cast<uint64_t>(number % modulus_);
}

void SmallHalf::Add(const unsigned char* bytes, size_t size) {
  const uint64_t added = Residue(bytes, size);
  // Without a sum that might not fit.
  value_ = value_ >= modulus_ - added ? value_ - (modulus_ - added) : value_ + added;
}

void SmallHalf::Subtract(const unsigned char* bytes, size_t size) {
  const uint64_t taken = Residue(bytes, size);
  value_ = value_ >= taken ? value_ - taken : value_ + (modulus_ - taken);
}

BigHalf::BigHalf(uint32_t radix, size_t digits)
    : radix_(radix), digits_(digits), modulus_(NewNumber()), value_(NewNumber()) {
  SetPower(radix, digits, modulus_);
}

BigHalf::~BigHalf() { Release(); }

BigHalf::BigHalf(BigHalf&& other) noexcept
    : radix_(other.radix_),
      digits_(other.digits_),
      modulus_(std::exchange(other.modulus_, nullptr)),
      value_(std::exchange(other.value_, nullptr)) {}

BigHalf& BigHalf::operator=(BigHalf&& other) noexcept {
  if (this == &other) return *this;
  Release();
  radix_ = other.radix_;
  digits_ = other.digits_;
  modulus_ = std::exchange(other.modulus_, nullptr);
  value_ = std::exchange(other.value_, nullptr);
  return *this;
}

void BigHalf::Release() {
  BN_free(modulus_);
  BN_clear_free(value_);
}

void BigHalf::Read(const unsigned char* numerals) {
  const size_t step = DigitsOfWord(radix_);
  BN_zero(value_);
  for (size_t at = 0; at < digits_;) {
    const size_t count = std::min(step, digits_ - at);
    uint64_t word = 0;
    for (size_t i = 0; i < count; ++i) word = word * radix_ + numerals[at++];
    Check(BN_mul_word(value_, Power(radix_, count)) == 1 && BN_add_word(value_, word) == 1);
  }
}

void BigHalf::Write(unsigned char* numerals) const {
  const size_t step = DigitsOfWord(radix_);
  BIGNUM* const rest = BN_dup(value_);
  Check(rest != nullptr);
  for (size_t at = digits_; at > 0;) {
    uint64_t word = BN_div_word(rest, Power(radix_, step));
    for (size_t i = std::min(step, at); i > 0; --i, word /= radix_) {
      numerals[--at] = static_cast<unsigned char>(word % radix_);
    }
  }
  BN_clear_free(rest);
}

void BigHalf::Store(unsigned char* bytes, size_t size) const {
  Check(BN_bn2binpad(value_, bytes, static_cast<int>(size)) >= 0);
}

void BigHalf::Add(const unsigned char* bytes, size_t size) {
  BN_CTX* const context = BN_CTX_new();
  BIGNUM* const added = BN_bin2bn(bytes, static_cast<int>(size), nullptr);
  Check(context != nullptr && added != nullptr &&
        BN_mod_add(value_, value_, added, modulus_, context) == 1);
  BN_clear_free(added);
  BN_CTX_free(context);
}

void BigHalf::Subtract(const unsigned char* bytes, size_t size) {
  BN_CTX* const context = BN_CTX_new();
  BIGNUM* const taken = BN_bin2bn(bytes, static_cast<int>(size), nullptr);
  Check(context != nullptr && taken != nullptr &&
        BN_mod_sub(value_, value_, taken, modulus_, context) == 1);
  BN_clear_free(taken);
  BN_CTX_free(context);
}

}  // namespace sudare
