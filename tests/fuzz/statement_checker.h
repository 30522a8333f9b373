// The invariants of every statement that is sent to the database, read off its text alone.
#ifndef SUDARE_TESTS_FUZZ_STATEMENT_CHECKER_H_
#define SUDARE_TESTS_FUZZ_STATEMENT_CHECKER_H_

#include <string>

#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/masked_sql.h"

namespace sudare::fuzz {

// What is wrong with `masked`; empty if nothing:
// - its text is one SELECT without any construct that is refused, nor a name outside pg_catalog;
// - every relation stands inside a masking sub-select (masking_select.h) or is a WITH query;
// - raw values of tokens stand only where they are compared, grouped by or counted, and leave the
//   statement only as outputs that the proxy tokenizes;
// - what the proxy binds (values behind tokens, maps, the salt) stands only where it must.
std::string CheckStatement(const sql::MaskedSql& masked, const VisibleSchema& schema);

}  // namespace sudare::fuzz

#endif  // SUDARE_TESTS_FUZZ_STATEMENT_CHECKER_H_
