#include "policy/base/base64url.h"

#include <array>
#include <cstdint>

namespace sudare {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr uint8_t kNoDigit = 0xFF;

std::array<uint8_t, 256> MakeDigits() {
  std::array<uint8_t, 256> digits;
  digits.fill(kNoDigit);
  for (uint8_t i = 0; i < 64; ++i) digits[static_cast<unsigned char>(kAlphabet[i])] = i;
  return digits;
}

}  // namespace

void AppendBase64Url(const unsigned char* bytes, size_t size, std::string* out) {
  const size_t start = out->size();
  const size_t rest = size % 3;
  out->resize(start + size / 3 * 4 + (rest == 0 ? 0 : rest + 1));
  char* to = &(*out)[start];
  size_t i = 0;
  for (; i + 3 <= size; i += 3) {
    const uint32_t group = static_cast<uint32_t>(bytes[i]) << 16 |
                           static_cast<uint32_t>(bytes[i + 1]) << 8 | bytes[i + 2];
    *to++ = kAlphabet[group >> 18];
    *to++ = kAlphabet[group >> 12 & 63];
    *to++ = kAlphabet[group >> 6 & 63];
    *to++ = kAlphabet[group & 63];
  }
  if (rest == 0) return;
  const uint32_t group = static_cast<uint32_t>(bytes[i]) << 16 |
                         (rest == 2 ? static_cast<uint32_t>(bytes[i + 1]) << 8 : 0);
  *to++ = kAlphabet[group >> 18];
  *to++ = kAlphabet[group >> 12 & 63];
  if (rest == 2) *to++ = kAlphabet[group >> 6 & 63];
}

bool DecodeBase64Url(absl::string_view text, std::string* out) {
  static const std::array<uint8_t, 256> digits = MakeDigits();
  out->clear();
  if (text.size() % 4 == 1) return false;
  out->reserve(text.size() / 4 * 3 + 2);
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const uint8_t digit = digits[static_cast<unsigned char>(c)];
    if (digit == kNoDigit) return false;
    bits = (bits << 6 | digit) & 0xFFFF;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out->push_back(static_cast<char>(bits >> count & 0xFF));
    }
  }
  return (bits & ((1u << count) - 1)) == 0;
}

}  // namespace sudare
