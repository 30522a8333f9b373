// What a value looks like, without what it says.
#ifndef SUDARE_PROXY_DISCOVER_SHAPE_H_
#define SUDARE_PROXY_DISCOVER_SHAPE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sudare::discover {

// "NNN-NNNN", "漢漢　漢漢", "カカカ カカ", "AAAA@AAAA.AA": every digit becomes N, every letter A,
// kanji 漢, hiragana か, katakana カ, other characters than a few marks ·. At most 24 characters,
// then "…".
std::string ShapeOf(absl::string_view value);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_SHAPE_H_
