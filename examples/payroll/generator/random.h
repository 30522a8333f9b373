// Random: a small deterministic source of numbers for made-up data (SplitMix64, Steele, Lea and
// Flood 2014).
//
// The same on every machine, unlike the distributions of <random>. Not for secrets.
// Thread-safety: one thread at a time.
#ifndef SUDARE_EXAMPLES_PAYROLL_GENERATOR_RANDOM_H_
#define SUDARE_EXAMPLES_PAYROLL_GENERATOR_RANDOM_H_

#include <cstddef>
#include <cstdint>

namespace sudare::example {

class Random {
 public:
  // `stream` gives independent sequences of one seed.
  Random(uint64_t seed, uint64_t stream)
      : state_(seed * 0x9e3779b97f4a7c15u ^ (stream + 1) * 0xd1b54a32d192ed03u) {}

  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15u;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // In [low, high].
  int Between(int low, int high) {
    return low + static_cast<int>(Next() % static_cast<uint64_t>(high - low + 1));
  }

  bool Chance(double probability) {
    return static_cast<double>(Next() >> 11) * 0x1.0p-53 < probability;
  }

  template <typename T, size_t n>
  const T& Pick(const T (&values)[n]) {
    return values[Next() % n];
  }

 private:
  uint64_t state_;
};

}  // namespace sudare::example

#endif  // SUDARE_EXAMPLES_PAYROLL_GENERATOR_RANDOM_H_
