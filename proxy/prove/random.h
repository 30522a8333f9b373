// Random: the same numbers for the same seed, on every machine (SplitMix64, Steele et al. 2014).
//
// Thread-safety: one thread at a time.
#ifndef SUDARE_PROXY_PROVE_RANDOM_H_
#define SUDARE_PROXY_PROVE_RANDOM_H_

#include <cstdint>
#include <vector>

namespace sudare {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
  // 0 to n - 1; 0 for n == 0.
  size_t Below(size_t n) { return n == 0 ? 0 : static_cast<size_t>(Next() % n); }
  // Both ends included.
  int64_t Between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(Below(static_cast<size_t>(high - low) + 1));
  }
  bool Chance(int percent) { return Below(100) < static_cast<size_t>(percent); }
  // REQUIRES: not empty.
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[Below(from.size())];
  }

 private:
  uint64_t state_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_PROVE_RANDOM_H_
