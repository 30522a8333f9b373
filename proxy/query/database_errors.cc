#include "proxy/query/database_errors.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proxy/backend/sqlstate.h"
#include "proxy/error.h"
#include "proxy/sql/check.h"

namespace sudare {
namespace {

// Found by the database while it reads the statement's text, before it reads any row: they depend
// on types alone.
constexpr const char* kTypeErrors[] = {
    "42883",  // no such operator or function for these types
    "42804",  // datatype mismatch
    "42803",  // grouping error
    "42846",  // cannot coerce
    "42725",  // ambiguous function
    "42P18",  // indeterminate datatype
    "42P19",  // invalid recursion
    "42P20",  // windowing error
    "42P10",  // invalid column reference
    "42P21",  // collation mismatch
    "42P22",  // indeterminate collation
    "42601",  // syntax, as far as it depends on meaning
    "42611", "42701", "42702", "42712", "42809",
};

bool IsStaleName(const std::string& sqlstate) {
  return sqlstate == "42703" || sqlstate == "42P01" || sqlstate == "3F000";
}

}  // namespace

absl::Status ExplainDatabaseError(const absl::Status& status, CatalogSource* catalog) {
  const sudare::v1::ErrorDetail detail = DetailOf(status);
  if (IsStaleName(detail.sqlstate())) {
    catalog->Invalidate();
    return MakeError(absl::StatusCode::kUnavailable,
                     "a table of the query has just changed in the database",
                     {"CATALOG_CHANGED", "send the query again", 0, 0, detail.sqlstate()});
  }
  const std::string text = ParseMessageOf(status).text;
  bool about_types = false;
  for (const char* known : kTypeErrors) about_types = about_types || detail.sqlstate() == known;
  if (text.empty() || !about_types || absl::StrContains(text, sql::kReservedPrefix)) {
    return MakeError(status.code(), status.message(),
                     {detail.reason(), detail.advice(), 0, 0, detail.sqlstate()});
  }
  return MakeError(status.code(), absl::StrCat("the database refuses the query: ", text),
                   {detail.reason(), detail.advice(), 0, 0, detail.sqlstate()});
}

}  // namespace sudare
