// Random: choices that follow from a seed alone, the same on every platform.
#ifndef SUDARE_PROXY_PROVE_RANDOM_H_
#define SUDARE_PROXY_PROVE_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <vector>

namespace sudare::prove {

// The engine's numbers are fixed by the C++ standard; those of the standard's distributions are
// not, so none is used. Remainders favour small results by less than one in 2^50: nothing here
// needs better.
//
// Thread-safety: one thread at a time.
class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  // 0 to bound - 1. REQUIRES: bound > 0.
  size_t Below(size_t bound) { return engine_() % bound; }
  // Both ends included.
  int Between(int low, int high) { return low + static_cast<int>(Below(high - low + 1)); }
  bool Percent(int percent) { return Below(100) < static_cast<size_t>(percent); }

  // REQUIRES: `from` isn't empty.
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[Below(from.size())];
  }
  template <typename T>
  T Pick(std::initializer_list<T> from) {
    return from.begin()[Below(from.size())];
  }

  // An index of `weights`, each as often as its weight says.
  size_t Weighted(std::initializer_list<int> weights) {
    int sum = 0;
    for (const int weight : weights) sum += weight;
    int left = static_cast<int>(Below(sum));
    size_t index = 0;
    for (const int weight : weights) {
      if (left < weight) return index;
      left -= weight;
      ++index;
    }
    return 0;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_RANDOM_H_
