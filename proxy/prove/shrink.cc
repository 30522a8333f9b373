#include "proxy/prove/shrink.h"

#include <memory>
#include <optional>

#include "proxy/sql/smaller.h"

namespace sudare::prove {

std::string Shrink(const std::string& sql,
                   const std::function<bool(const std::string&)>& still_fails, int budget) {
  std::string smallest = sql;
  bool cut_again = true;
  while (cut_again && budget > 0) {
    cut_again = false;
    auto smaller = std::make_unique<sql::SmallerStatements>(smallest);
    for (std::optional<std::string> next = smaller->Next(); next.has_value() && budget-- > 0;
         next = smaller->Next()) {
      if (!still_fails(*next)) continue;
      cut_again = true;
      smallest = *next;
      // What was tried without success before this place has little chance now; the next round
      // tries it again.
      const int place = smaller->place();
      smaller = std::make_unique<sql::SmallerStatements>(smallest, place);
    }
  }
  return smallest;
}

}  // namespace sudare::prove
