// TracePersons: whose data the rows of an answer show.
//
// Each table that the policy says to be about people (Column.person), where it stands in FROM, is
// somebody. Somebody's number is known in a row if an output is that number and nothing else,
// through however many sub-selects and WITH queries; or if it is joined by `=` to one that is; or
// if WHERE or ON compares it by `=` with a value. Everybody else who is shown counts as one person
// in each row.
//
// Who is only looked at (WHERE, ORDER BY, EXISTS, count(x)) isn't shown. Several rows that became
// one, by GROUP BY or an aggregate, count as one; what puts any number of people into one value
// (array_agg, string_agg, ARRAY(SELECT …), …) is refused, unless all of them are one by their
// number. See docs/decisions.
#ifndef SUDARE_PROXY_SQL_PERSON_TRACE_H_
#define SUDARE_PROXY_SQL_PERSON_TRACE_H_

#include "absl/status/statusor.h"
#include "proxy/sql/analysis.h"
#include "proxy/sql/masked_sql.h"

namespace sudare::sql {

// Of a resolved statement that wasn't rewritten yet. kPermissionDenied: the people in its rows
// can't be counted.
absl::StatusOr<PersonPlan> TracePersons(Analysis* analysis);

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_PERSON_TRACE_H_
