// How often a byte occurs, eight at a time.
#ifndef SUDARE_POLICY_STREAMS_COUNT_BYTE_H_
#define SUDARE_POLICY_STREAMS_COUNT_BYTE_H_

#include <cstdint>
#include <cstring>

#include "absl/numeric/bits.h"
#include "absl/strings/string_view.h"

namespace sudare {

inline int64_t CountByte(absl::string_view text, char byte) {
  constexpr uint64_t kLow = UINT64_C(0x7F7F7F7F7F7F7F7F);
  const uint64_t wanted = UINT64_C(0x0101010101010101) * static_cast<unsigned char>(byte);
  int64_t count = 0;
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t eight;
    std::memcpy(&eight, text.data() + at, 8);
    eight ^= wanted;
    // The highest bit of each byte that is 0 now, and no other bit.
    count += absl::popcount(~(((eight & kLow) + kLow) | eight | kLow));
  }
  for (; at < text.size(); ++at) count += text[at] == byte;
  return count;
}

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_COUNT_BYTE_H_
