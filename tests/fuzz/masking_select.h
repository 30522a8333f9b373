// MaskingSelect: the sub-select that stands in the place of a relation, and what must be true of
// it.
#ifndef SUDARE_TESTS_FUZZ_MASKING_SELECT_H_
#define SUDARE_TESTS_FUZZ_MASKING_SELECT_H_

#include <map>
#include <string>

#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/masked_sql.h"
#include "proxy/sql/pg_query.pb.h"

namespace sudare::fuzz {

// Names under which raw values travel begin so; no client can write them.
// Of raw values that tokens stand for, and of those that are masked on their way out.
constexpr char kRawPrefix[] = "sudare$r";
constexpr char kUnmaskedPrefix[] = "sudare$m";

// Whether a sub-select reads a relation of the database directly.
bool ReadsRelation(const pg_query::RangeSubselect& item);

// Raw names, and whose values they are.
using RawColumns = std::map<std::string, const VisibleColumn*>;

// What is wrong with the sub-select over a relation; empty if nothing. It must be
//   (SELECT <masks> FROM schema.relation t [WHERE <row filter> [AND <comparisons>] OFFSET 0]) alias
// with a visible relation, exactly the policy's expressions, no other column of it, and raw values
// of tokens under reserved names only, which are added to `raw`.
std::string CheckMaskingSelect(const pg_query::RangeSubselect& item, const sql::MaskedSql& masked,
                               const VisibleSchema& schema, RawColumns* raw);

}  // namespace sudare::fuzz

#endif  // SUDARE_TESTS_FUZZ_MASKING_SELECT_H_
