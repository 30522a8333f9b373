#include "policy/ff1.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "policy/ff1_half.h"

namespace sudare {
namespace {

constexpr int kRounds = 10;

void PutBigEndian(size_t value, size_t size, unsigned char* out) {
  for (size_t i = size; i-- > 0; value >>= 8) out[i] = static_cast<unsigned char>(value);
}

size_t RoundUp(size_t value, size_t unit) { return (value + unit - 1) / unit * unit; }

void Xor(const unsigned char* from, unsigned char* block) {
  for (size_t i = 0; i < kAesBlockBytes; ++i) block[i] ^= from[i];
}

}  // namespace

Ff1::Ff1(const Aes& aes, uint32_t radix, size_t length, absl::string_view tweak)
    : aes_(aes),
      radix_(radix),
      left_(length / 2),
      right_(length - left_),
      number_bytes_((BitsOfDigits(radix, right_) + 7) / 8),
      message_(RoundUp(tweak.size() + 1 + number_bytes_, kAesBlockBytes), 0),
      stream_bytes_(RoundUp(number_bytes_, 4) + 4) {
  stream_.resize(RoundUp(stream_bytes_, kAesBlockBytes));
  std::copy(tweak.begin(), tweak.end(), message_.begin());
  unsigned char* const header = after_header_;
  header[0] = 1;
  header[1] = 2;
  header[2] = 1;
  PutBigEndian(radix, 3, header + 3);
  header[6] = kRounds;
  header[7] = static_cast<unsigned char>(left_);
  PutBigEndian(length, 4, header + 8);
  PutBigEndian(tweak.size(), 4, header + 12);
  aes_.Encrypt(header);
}

Ff1::~Ff1() {
  sodium_memzero(after_header_, sizeof(after_header_));
  sodium_memzero(message_.data(), message_.size());
  sodium_memzero(stream_.data(), stream_.size());
}

// PRF of the standard over P and Q: a chain of blocks whose last one counts.
void Ff1::Pseudorandom(unsigned char* block) const {
  std::memcpy(block, after_header_, kAesBlockBytes);
  for (size_t at = 0; at < message_.size(); at += kAesBlockBytes) {
    Xor(message_.data() + at, block);
    aes_.Encrypt(block);
  }
}

template <typename Half>
void Ff1::AddRound(int round, const Half& from, bool subtract, Half* to) {
  unsigned char* const number = message_.data() + message_.size() - number_bytes_;
  number[-1] = static_cast<unsigned char>(round);
  from.Store(number, number_bytes_);
  Pseudorandom(stream_.data());
  for (size_t at = kAesBlockBytes; at < stream_.size(); at += kAesBlockBytes) {
    unsigned char* const block = stream_.data() + at;
    std::memset(block, 0, kAesBlockBytes);
    PutBigEndian(at / kAesBlockBytes, 8, block + 8);
    Xor(stream_.data(), block);
    aes_.Encrypt(block);
  }
  if (subtract) {
    to->Subtract(stream_.data(), stream_bytes_);
  } else {
    to->Add(stream_.data(), stream_bytes_);
  }
}

// A half keeps its modulus when the halves change places: in every round it is the one the standard
// names m.
template <typename Half>
void Ff1::Run(bool encrypt, unsigned char* numerals) {
  Half a(radix_, left_);
  Half b(radix_, right_);
  a.Read(numerals);
  b.Read(numerals + left_);
  for (int i = 0; i < kRounds; ++i) {
    if (encrypt) {
      AddRound(i, b, /*subtract=*/false, &a);
      std::swap(a, b);
    } else {
      std::swap(a, b);
      AddRound(kRounds - 1 - i, b, /*subtract=*/true, &a);
    }
  }
  a.Write(numerals);
  b.Write(numerals + left_);
}

void Ff1::Encrypt(unsigned char* numerals) {
  if (SmallHalf::Holds(radix_, right_)) {
    Run<SmallHalf>(true, numerals);
  } else {
    Run<BigHalf>(true, numerals);
  }
}

void Ff1::Decrypt(unsigned char* numerals) {
  if (SmallHalf::Holds(radix_, right_)) {
    Run<SmallHalf>(false, numerals);
  } else {
    Run<BigHalf>(false, numerals);
  }
}

}  // namespace sudare
