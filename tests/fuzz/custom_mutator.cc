// Lets the fuzzer change texts by words every other time.

#include <cstring>
#include <string>

#include "tests/fuzz/text_mutator.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace {

sudare::fuzz::TextMutator& TheMutator() {
  static auto* mutator = new sudare::fuzz::TextMutator(1);
  return *mutator;
}

absl::string_view TextOf(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

size_t Write(const std::string& text, uint8_t* data, size_t max_size) {
  const size_t size = std::min(text.size(), max_size);
  std::memcpy(data, text.data(), size);
  return size;
}

}  // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned seed) {
  TheMutator().Reseed(seed);
  if (seed % 16 == 0) TheMutator().Learn(TextOf(data, size));
  if (seed % 2 == 0) return LLVMFuzzerMutate(data, size, max_size);
  const std::string text(TextOf(data, size));
  return Write(TheMutator().Mutate(text, text), data, max_size);
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t* data1, size_t size1,
                                            const uint8_t* data2, size_t size2, uint8_t* out,
                                            size_t max_out_size, unsigned seed) {
  TheMutator().Reseed(seed);
  TheMutator().Learn(TextOf(data2, size2));
  return Write(TheMutator().Mutate(TextOf(data1, size1), TextOf(data2, size2)), out, max_out_size);
}
