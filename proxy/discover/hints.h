// Hints: what a column's name and comment say about its kind, in Japanese, English and romaji.
#ifndef SUDARE_PROXY_DISCOVER_HINTS_H_
#define SUDARE_PROXY_DISCOVER_HINTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "policy/value.h"
#include "proxy/discover/kinds.h"

namespace sudare::discover {

struct Hint {
  Kind kind = Kind::kUnclassified;
  // The word of the closed table that was found; empty: none.
  std::string word;
};

// The first entry of the table that the name matches and that goes with the type. Names may be
// snake_case, CamelCase or Japanese.
Hint HintOfName(absl::string_view name, ColumnType type);
Hint HintOfComment(absl::string_view comment, ColumnType type);

// What the type alone says: dates are dates, JSON is a document.
Hint HintOfType(ColumnType type);

// "(未分類)": somebody didn't know either.
bool SaysUnclassified(absl::string_view comment);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_HINTS_H_
