// SmallerStatements: statements like a given one, but smaller: without a clause, an output, a
// condition or a side of a join, or with a part in place of the whole. For reducing a statement
// that shows a defect.
//
// They parse; whether they mean anything, who asks has to try. Whatever decides which rows an
// answer has is left alone while it is needed: no ORDER BY is cut below a LIMIT.
//
// Thread-safety: one thread at a time.
//
//   SmallerStatements smaller(sql);
//   for (auto next = smaller.Next(); next.has_value(); next = smaller.Next()) Try(*next);
#ifndef SUDARE_PROXY_SQL_SMALLER_H_
#define SUDARE_PROXY_SQL_SMALLER_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sudare::sql {

class SmallerStatements {
 public:
  // Text that is no statement has none smaller. `first`: how many cuts to skip; cuts are counted
  // from the outside of a statement to its inside, so large ones come first.
  explicit SmallerStatements(absl::string_view sql, int first = 0);
  ~SmallerStatements();

  // The next one that is shorter than the given one; unset after the last.
  std::optional<std::string> Next();
  // The number of the cut that Next made.
  int place() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_SMALLER_H_
