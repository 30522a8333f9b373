// Ff1: format-preserving encryption, FF1 of NIST SP 800-38G (algorithms 7 and 8), over AES.
//
// For each key, tweak, radix and length it is a permutation of all strings of that length over the
// digits 0 to radix - 1. Only the Feistel composition is here; AES is OpenSSL's. Nothing is
// authenticated: every string decrypts to some string.
//
// The standard asks for radix^length >= 1,000,000 (Rev. 1); smaller domains work and are the
// caller's fault. Time grows with the square of the length from some thousand digits on: 0.7 µs for
// 12 decimal digits, 1 ms for 10,000. Thread-safety: one thread; make one per use.
//
//   Aes aes(key, 32);
//   Ff1 ff1(aes, 10, digits.size(), tweak);
//   ff1.Encrypt(digits.data());
#ifndef SUDARE_POLICY_FF1_H_
#define SUDARE_POLICY_FF1_H_

#include <cstddef>
#include <cstdint>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "policy/aes.h"

namespace sudare {

class Ff1 {
 public:
  // 2 <= radix <= 256, 2 <= length < 2^32. Borrows `aes`.
  Ff1(const Aes& aes, uint32_t radix, size_t length, absl::string_view tweak);
  ~Ff1();
  Ff1(const Ff1&) = delete;
  Ff1& operator=(const Ff1&) = delete;

  // `numerals` are `length` digits, the first one the highest, changed in place.
  void Encrypt(unsigned char* numerals);
  void Decrypt(unsigned char* numerals);

 private:
  using Bytes = absl::InlinedVector<unsigned char, 64>;

  template <typename Half>
  void Run(bool encrypt, unsigned char* numerals);
  template <typename Half>
  void AddRound(int round, const Half& from, bool subtract, Half* to);
  void Pseudorandom(unsigned char* block) const;

  const Aes& aes_;
  const uint32_t radix_;
  // u and v of the standard: digits of the left and of the right half.
  const size_t left_;
  const size_t right_;
  // b: bytes of a half as a number.
  const size_t number_bytes_;
  // P encrypted: the state of the chain after its first block.
  unsigned char after_header_[kAesBlockBytes];
  // Q: tweak, zeros, round, number.
  Bytes message_;
  // S, d bytes of it used.
  Bytes stream_;
  const size_t stream_bytes_;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_FF1_H_
