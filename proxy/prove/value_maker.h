// ValueMaker: values for one column: of its type, by what its check constraints say, and like those
// that people keep in a column of that name or class. With duplicates, NULLs, extremes, Japanese
// and 4-byte characters.
#ifndef SUDARE_PROXY_PROVE_VALUE_MAKER_H_
#define SUDARE_PROXY_PROVE_VALUE_MAKER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "policy/value.h"
#include "proxy/prove/database_shape.h"
#include "proxy/prove/random.h"

namespace sudare::prove {

// Thread-safety: one thread at a time.
// Lifetime: borrows the column.
class ValueMaker {
 public:
  // `hint`: names that tell what the column holds.
  ValueMaker(const ShapeColumn& column, absl::string_view hint);

  // `serial` makes values of different serials differ, as keys must.
  Value Make(Random& random) const;
  Value MakeUnique(size_t serial, Random& random) const;

 private:
  Value FromChecks(Random& random) const;
  std::string Number(Random& random, int64_t low, int64_t high) const;
  std::string Scalar(Random& random) const;
  std::string Text(Random& random) const;
  std::string Fitting(std::string text) const;

  const ShapeColumn& column_;
  const std::string hint_;
  // Literals of the checks, patterns among them, and lengths that they ask for.
  std::vector<std::string> literals_;
  std::vector<std::string> patterns_;
  std::vector<int64_t> numbers_;
  bool checks_length_ = false;
};

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_VALUE_MAKER_H_
