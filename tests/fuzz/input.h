// Input: the bytes of one run of a fuzz target, taken apart from the front.
#ifndef SUDARE_TESTS_FUZZ_INPUT_H_
#define SUDARE_TESTS_FUZZ_INPUT_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace sudare::fuzz {

// Thread-safety: one thread at a time.
// Lifetime: borrows the bytes.
class Input {
 public:
  Input(const uint8_t* data, size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  bool IsEmpty() const { return rest_.empty(); }
  // 0 where nothing is left.
  uint8_t Byte() {
    if (rest_.empty()) return 0;
    const auto byte = static_cast<uint8_t>(rest_[0]);
    rest_.remove_prefix(1);
    return byte;
  }
  uint32_t Number16() {
    const uint32_t high = Byte();
    return high << 8 | Byte();
  }
  // At most `size` bytes.
  absl::string_view Bytes(size_t size) {
    const absl::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  absl::string_view Rest() { return Bytes(rest_.size()); }

 private:
  absl::string_view rest_;
};

}  // namespace sudare::fuzz

#endif  // SUDARE_TESTS_FUZZ_INPUT_H_
