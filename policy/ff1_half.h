// The two halves of an FF1 string as numbers below radix^digits: in a machine word where that is
// possible, in OpenSSL's big numbers beyond.
#ifndef SUDARE_POLICY_FF1_HALF_H_
#define SUDARE_POLICY_FF1_HALF_H_

#include <openssl/bn.h>

#include <cstddef>
#include <cstdint>

namespace sudare {

// Bits of the largest number of so many digits.
size_t BitsOfDigits(uint32_t radix, size_t digits);

class SmallHalf {
 public:
  // Whether radix^digits is below 2^64.
  static bool Holds(uint32_t radix, size_t digits);

  // REQUIRES: Holds(radix, digits).
  SmallHalf(uint32_t radix, size_t digits);

  void Read(const unsigned char* numerals);
  void Write(unsigned char* numerals) const;
  // Highest byte first, zeros before it.
  void Store(unsigned char* bytes, size_t size) const;
  // Adds or subtracts the number in `bytes`, at most 16 of them, modulo radix^digits.
  void Add(const unsigned char* bytes, size_t size);
  void Subtract(const unsigned char* bytes, size_t size);

 private:
  uint64_t Residue(const unsigned char* bytes, size_t size) const;

  uint32_t radix_;
  size_t digits_;
  uint64_t modulus_;
  uint64_t value_ = 0;
};

// Any size. Can be moved, not copied.
class BigHalf {
 public:
  BigHalf(uint32_t radix, size_t digits);
  ~BigHalf();
  BigHalf(BigHalf&& other) noexcept;
  BigHalf& operator=(BigHalf&& other) noexcept;

  void Read(const unsigned char* numerals);
  void Write(unsigned char* numerals) const;
  void Store(unsigned char* bytes, size_t size) const;
  void Add(const unsigned char* bytes, size_t size);
  void Subtract(const unsigned char* bytes, size_t size);

 private:
  void Release();

  uint32_t radix_;
  size_t digits_;
  BIGNUM* modulus_;
  BIGNUM* value_;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_FF1_HALF_H_
