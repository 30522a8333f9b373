// Whether a statement's answer depends on more than the database: on the time, or on chance.
#ifndef SUDARE_PROXY_SQL_REPEATABILITY_H_
#define SUDARE_PROXY_SQL_REPEATABILITY_H_

#include <string>

#include "proxy/sql/parse.h"

namespace sudare::sql {

// What in the statement gives another answer at another time, as people write it: `now`,
// `CURRENT_DATE`, `random`, `'today'`. Empty: nothing. Looks for names only, and may find one that
// does no harm: a column alias can't be mistaken, the text 'today' in a list of words can.
std::string UnrepeatablePart(const ParsedSql& parsed);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_REPEATABILITY_H_
