// The grammar of expressions: what each kind of expression may be made of, and how often.
#ifndef SUDARE_PROXY_PROVE_GRAMMAR_H_
#define SUDARE_PROXY_PROVE_GRAMMAR_H_

#include <vector>

#include "proxy/prove/vocabulary.h"

namespace sudare::prove {

// One way to write an expression. Words in braces are written anew each time:
//   {text} {int} {number} {date} {time} {bool} {json} {texts} {any}
//               an expression of that kind; {any} of one that can be compared
//   {c:text} …  a column of it
//   {t:text}    one whose type shows, for functions of any type
//   {L} {V} {W} the column that is being compared, a literal for it, one that is no parameter
//   {M}         another column of the kind of {L}
//   {literal:text} …
//   {0-9} {1-9} a digit
//   {one:text}  a sub-select of one row and column; {many:text} of several rows, {sorted:text} in
//   order {exists}    a sub-select of any columns {row}       a row of FROM {total}     ORDER BY
//   items that leave nothing open; {some} that may {over}      a window whose order may leave
//   something open, {over total} one that doesn't
struct Production {
  int weight;
  const char* text;
  // It may fail on some row.
  bool may_fail = false;
};
using Productions = std::vector<Production>;

const Productions& ExpressionsOf(Kind kind);
// Without operands.
const Productions& LiteralsOf(Kind kind);
// Conditions on {L}.
const Productions& ComparisonsOf(Kind kind);
const Productions& AggregatesOf(Kind kind);
const Productions& WindowFunctionsOf(Kind kind);
// Functions in FROM with one column of that kind.
const Productions& SetFunctionsOf(Kind kind);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_GRAMMAR_H_
