#include "tests/differential/comparison.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proxy/prove/shrink.h"

namespace sudare::testing {
namespace {

using Rows = std::vector<std::vector<Value>>;

constexpr absl::Duration kTwinTimeout = absl::Seconds(2);
// The pipeline may well be slower, above all while other tests run.
constexpr absl::Duration kPipelineTimeout = absl::Seconds(20);
constexpr int kShrinkBudget = 400;
constexpr size_t kShownRows = 12;

// Class 22: a value that something can't be done with.
bool IsAboutValues(const Observation& seen) {
  return absl::StartsWith(seen.error.sqlstate(), "22");
}

std::string RowText(const std::vector<Value>& row) {
  std::string text;
  for (const Value& value : row) absl::StrAppend(&text, value.value_or("∅"), " | ");
  return text;
}

std::string Shown(const Observation& seen) {
  if (!seen.status.ok()) {
    return absl::StrCat(seen.status.ToString(), " ", seen.error.reason(), " ",
                        seen.error.sqlstate(), "\n");
  }
  std::string text;
  for (size_t i = 0; i < seen.answer.names.size(); ++i) {
    absl::StrAppend(&text, seen.answer.names[i], " ", seen.answer.types[i], ", ");
  }
  absl::StrAppend(&text, "(", seen.answer.rows.size(), " rows)\n");
  for (size_t i = 0; i < seen.answer.rows.size() && i < kShownRows; ++i) {
    absl::StrAppend(&text, "  ", RowText(seen.answer.rows[i]), "\n");
  }
  return text;
}

// Rows of either that the other doesn't have.
std::string OnlyIn(const Rows& some, const Rows& others) {
  Rows only;
  std::set_difference(some.begin(), some.end(), others.begin(), others.end(),
                      std::back_inserter(only));
  std::string text;
  for (size_t i = 0; i < only.size() && i < 4; ++i) {
    absl::StrAppend(&text, "  ", RowText(only[i]), "\n");
  }
  return text;
}

// Composite types have names of their own in one of the databases and not in the other.
bool SameTypes(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  if (some.size() != others.size()) return false;
  for (size_t i = 0; i < some.size(); ++i) {
    const bool composite = some[i].empty() || some[i] == "record" || others[i].empty() ||
                           others[i] == "record" || some[i] == "_record" || others[i] == "_record";
    if (some[i] != others[i] && !composite) return false;
  }
  return true;
}

std::string WhatDiffers(const Comparison& one, bool is_ordered) {
  const Answer& expected = one.expected.answer;
  const Answer& actual = one.actual.answer;
  if (expected.names != actual.names) return "names";
  if (!SameTypes(expected.types, actual.types)) return "types";
  if (expected.rows == actual.rows) return "";
  Rows expected_rows = expected.rows;
  Rows actual_rows = actual.rows;
  std::sort(expected_rows.begin(), expected_rows.end());
  std::sort(actual_rows.begin(), actual_rows.end());
  if (expected_rows != actual_rows) return "rows";
  return is_ordered ? "order" : "";
}

}  // namespace

std::string Comparison::Text() const {
  std::string text =
      absl::StrCat("differs: ", what, "\nexpected: ", Shown(expected), "actual: ", Shown(actual));
  Rows expected_rows = expected.answer.rows;
  Rows actual_rows = actual.answer.rows;
  std::sort(expected_rows.begin(), expected_rows.end());
  std::sort(actual_rows.begin(), actual_rows.end());
  absl::StrAppend(&text, "only expected:\n", OnlyIn(expected_rows, actual_rows), "only actual:\n",
                  OnlyIn(actual_rows, expected_rows));
  return text;
}

Comparison CompareWithTwin(MaskedDatabase& database, const std::string& account,
                           const prove::GeneratedQuery& query) {
  using Verdict = Comparison::Verdict;
  Comparison one;
  one.expected = database.AskTwinPinned(account, query.sql, query.parameters, kTwinTimeout);
  const bool twin_fails = !one.expected.status.ok();
  if (twin_fails && !IsAboutValues(one.expected)) {
    one.verdict = Verdict::kSkipped;
    one.what = one.expected.error.sqlstate();
    if (one.what.empty()) one.what = std::string(one.expected.error.reason());
    return one;
  }
  one.actual = database.AskPipeline(account, query.sql, query.parameters,
                                    {absl::Now() + kPipelineTimeout, nullptr});
  if (one.actual.status.ok()) {
    if (twin_fails) {
      one.verdict = query.may_fail ? Verdict::kFailed : Verdict::kDifferent;
      one.what = absl::StrCat("only the twin fails: ", one.expected.error.sqlstate());
      return one;
    }
    one.what = WhatDiffers(one, query.is_ordered);
    one.verdict = one.what.empty() ? Verdict::kSame : Verdict::kDifferent;
    return one;
  }
  const absl::StatusCode code = one.actual.status.code();
  if (code == absl::StatusCode::kDeadlineExceeded && !twin_fails) {
    one.verdict = Verdict::kTooSlow;
    one.what = one.actual.error.reason();
    return one;
  }
  const bool is_refusal =
      one.actual.error.sqlstate().empty() &&
      (code == absl::StatusCode::kUnimplemented || code == absl::StatusCode::kPermissionDenied);
  if (is_refusal) {
    one.verdict = Verdict::kRefused;
    one.what = one.actual.error.reason();
    return one;
  }
  const bool fail_alike = one.actual.error.sqlstate() == one.expected.error.sqlstate();
  if (IsAboutValues(one.actual) && (query.may_fail || fail_alike)) {
    one.verdict = Verdict::kFailed;
    one.what = one.actual.error.sqlstate();
    return one;
  }
  one.verdict = Verdict::kDifferent;
  one.what = absl::StrCat("fails: ", one.actual.error.reason(), " ", one.actual.error.sqlstate());
  return one;
}

prove::GeneratedQuery WithText(const prove::GeneratedQuery& query, const std::string& sql) {
  prove::GeneratedQuery changed = query;
  changed.sql = sql;
  while (!changed.parameters.empty() &&
         !absl::StrContains(sql, absl::StrCat("$", changed.parameters.size()))) {
    changed.parameters.pop_back();
  }
  return changed;
}

std::string SmallestDifference(MaskedDatabase& database, const std::string& account,
                               const prove::GeneratedQuery& query, const std::string& what) {
  return prove::Shrink(
      query.sql,
      [&](const std::string& sql) {
        if (what == "order" && !absl::StrContains(sql, "ORDER BY")) return false;
        const Comparison one = CompareWithTwin(database, account, WithText(query, sql));
        if (!one.expected.status.ok()) return false;
        return (one.verdict == Comparison::Verdict::kDifferent ||
                one.verdict == Comparison::Verdict::kRefused) &&
               one.what == what;
      },
      kShrinkBudget);
}

}  // namespace sudare::testing
