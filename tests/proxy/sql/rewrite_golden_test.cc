// What is sent to the database for a client's statement, or why it is refused: golden files under
// tests/golden/sql.
//
// An input may begin with "account: NAME" (default "vendor") and "parameter: VALUE" lines.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "proxy/error.h"
#include "tests/proxy/sql/fixture.h"
#include "tests/support/golden.h"

namespace sudare::testing {
namespace {

// Of rows of the catalog.
constexpr size_t kShownBytes = 80;

std::string DescribeParameter(const sql::BoundParameter& bound) {
  const std::string token =
      bound.client_index > 0 ? absl::StrCat("$", bound.client_index) : "literal";
  switch (bound.kind) {
    case sql::BoundParameter::Kind::kClient:
      return absl::StrCat("client's ", token);
    case sql::BoundParameter::Kind::kInverted:
      return absl::StrCat("value behind ", token);
    case sql::BoundParameter::Kind::kIsValidToken:
      return absl::StrCat("whether ", token, " is a token");
    case sql::BoundParameter::Kind::kTokenMap:
      return absl::StrCat("token map ", bound.map);
    case sql::BoundParameter::Kind::kOrderSalt:
      return "salt of the row order";
    case sql::BoundParameter::Kind::kSupplied:
      return bound.supplied->size() <= kShownBytes
                 ? *bound.supplied
                 : absl::StrCat(bound.supplied->substr(0, kShownBytes), "…");
  }
  return "";
}

std::string DescribeError(const absl::Status& status) {
  const sudare::v1::ErrorDetail detail = DetailOf(status);
  return absl::StrCat(absl::StatusCodeToString(status.code()), " ", detail.reason(), " at ",
                      detail.line(), ":", detail.column(), ": ", detail.message(), "\n  ",
                      detail.advice());
}

std::string Describe(const sql::MaskedSql& masked) {
  std::string out = masked.sql;
  for (size_t i = 0; i < masked.parameters.size(); ++i) {
    absl::StrAppend(&out, "\n$", i + 1, ": ", DescribeParameter(masked.parameters[i]));
  }
  std::vector<std::string> columns;
  for (const sql::ResultColumnPlan& plan : masked.columns) {
    columns.push_back(absl::StrCat(plan.name, "/", std::string(MaskKindName(plan.mask)),
                                   plan.is_raw() ? "/egress" : ""));
  }
  absl::StrAppend(&out, "\ncolumns: ", absl::StrJoin(columns, " "));
  for (const sql::TokenMapPlan& map : masked.maps) absl::StrAppend(&out, "\nmap: ", map.column);
  for (const sql::ColumnUse& use : masked.uses) {
    if (use.reasons.empty()) continue;
    absl::StrAppend(&out, "\n", use.column, " needs its map for ",
                    absl::StrJoin(use.reasons, ", "));
  }
  if (masked.forbid_parallel_scans) absl::StrAppend(&out, "\nno parallel scans");
  if (masked.forbid_index_scans) absl::StrAppend(&out, "\nno index scans");
  if (masked.forbid_index_only_scans) absl::StrAppend(&out, "\nno index-only scans");
  return out;
}

std::string Produce(const std::string& input) {
  std::string account = "vendor";
  std::vector<Value> parameters;
  std::string sql = input;
  while (absl::StartsWith(sql, "account: ") || absl::StartsWith(sql, "parameter: ")) {
    const size_t end = sql.find('\n');
    absl::string_view line = absl::string_view(sql).substr(0, end);
    if (absl::ConsumePrefix(&line, "account: ")) account = std::string(line);
    if (absl::ConsumePrefix(&line, "parameter: ")) parameters.emplace_back(std::string(line));
    sql = sql.substr(end + 1);
  }
  const absl::StatusOr<sql::MaskedSql> masked = CompileFor(account, sql, parameters);
  return masked.ok() ? Describe(*masked) : DescribeError(masked.status());
}

TEST(RewriteGoldenTest, MaskingAtTheTable) {
  ExpectGoldenCases("tests/golden/sql/masking.txt", Produce);
}
TEST(RewriteGoldenTest, MasksAtEgress) {
  ExpectGoldenCases("tests/golden/sql/egress_masks.txt", Produce);
}
TEST(RewriteGoldenTest, Tokens) { ExpectGoldenCases("tests/golden/sql/tokens.txt", Produce); }
TEST(RewriteGoldenTest, Names) { ExpectGoldenCases("tests/golden/sql/names.txt", Produce); }
TEST(RewriteGoldenTest, Constructs) {
  ExpectGoldenCases("tests/golden/sql/constructs.txt", Produce);
}
TEST(RewriteGoldenTest, RowOrder) { ExpectGoldenCases("tests/golden/sql/row_order.txt", Produce); }
TEST(RewriteGoldenTest, EqualityOfTokens) {
  ExpectGoldenCases("tests/golden/sql/equality.txt", Produce);
}
TEST(RewriteGoldenTest, Catalog) { ExpectGoldenCases("tests/golden/sql/catalog.txt", Produce); }
TEST(RewriteGoldenTest, Refusals) { ExpectGoldenCases("tests/golden/sql/refusals.txt", Produce); }

}  // namespace
}  // namespace sudare::testing
