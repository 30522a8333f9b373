#include "proxy/prove/examination.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "proxy/prove/shrink.h"

namespace sudare::prove {
namespace {

constexpr size_t kShownRows = 6;
constexpr size_t kShownBytes = 400;

using Rows = std::vector<std::vector<Value>>;

std::string Shown(std::vector<Value> const& row) {
  const std::string text = absl::StrJoin(row, " | ", [](std::string* out, const Value& value) {
    absl::StrAppend(out, value.has_value() ? *value : "∅");
  });
  return text.size() <= kShownBytes ? text : absl::StrCat(text.substr(0, kShownBytes), "…");
}

// From the first row on in which the two differ.
std::string Shown(const Rows& rows, size_t from) {
  std::string text = absl::StrCat(rows.size(), " rows");
  for (size_t i = from; i < rows.size() && i < from + kShownRows; ++i) {
    absl::StrAppend(&text, "\n", Shown(rows[i]));
  }
  return text;
}

std::string ShownError(const Observation& seen) {
  if (seen.status.ok()) return absl::StrCat(seen.rows.size(), " rows");
  return absl::StrCat(seen.error.reason(), " ", seen.error.sqlstate(), " ", seen.status.message());
}

size_t FirstDifference(const Rows& one, const Rows& other) {
  size_t at = 0;
  while (at < one.size() && at < other.size() && one[at] == other[at]) ++at;
  return at;
}

// Sums of floating-point numbers depend on the order in which rows were added.
void RoundFloats(const Observation& seen, Rows* rows) {
  for (size_t column = 0; column < seen.types.size(); ++column) {
    if (seen.types[column] != "float8" && seen.types[column] != "float4") continue;
    for (std::vector<Value>& row : *rows) {
      if (column >= row.size() || !row[column].has_value()) continue;
      row[column] = absl::StrFormat("%.5g", std::strtod(row[column]->c_str(), nullptr));
    }
  }
}

// The row types of the twin's tables have no name that a client is told.
bool HaveSameTypes(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  if (one.size() != other.size()) return false;
  for (size_t i = 0; i < one.size(); ++i) {
    if (!other[i].empty() && one[i] != other[i]) return false;
  }
  return true;
}

void Sort(Rows* rows) { std::sort(rows->begin(), rows->end()); }

// Which rows are looked at, and by which expression first, is PostgreSQL's choice.
bool IsOnARow(const Observation& seen) {
  const std::string& state = seen.error.sqlstate();
  return absl::StartsWith(state, "22") || absl::StartsWith(state, "21");
}

}  // namespace

absl::string_view FindingName(Finding finding) {
  switch (finding) {
    case Finding::kDifference:
      return "difference";
    case Finding::kLeak:
      return "leak";
    case Finding::kOrder:
      return "order";
    case Finding::kNone:
      break;
  }
  return "none";
}

Examiner::Examiner(std::string account, const Subjects& subjects)
    : account_(std::move(account)), subjects_(subjects) {}

Examined Examiner::Examine(const ProofQuery& query) {
  Examined examined;
  const Observation seen = subjects_.one->Ask(account_, query.sql);
  examined.is_answered = seen.status.ok();
  if (seen.IsCutShort()) {
    examined.is_cut_short = true;
    return examined;
  }
  if (!seen.status.ok()) {
    examined.reason = seen.error.reason().empty() ? seen.error.sqlstate() : seen.error.reason();
  }
  HoldAgainstOther(query, seen, &examined);
  if (examined.finding == Finding::kLeak || examined.is_cut_short) return examined;
  HoldAgainstTwin(query, seen, &examined);
  return examined;
}

void Examiner::HoldAgainstOther(const ProofQuery& query, const Observation& seen,
                                Examined* examined) {
  const Observation other = subjects_.other->Ask(account_, query.sql);
  if (other.IsCutShort()) {
    examined->is_cut_short = true;
    return;
  }
  const bool same_head = seen.HeadText() == other.HeadText();
  if (same_head && seen.rows == other.rows) return;
  Rows one = seen.rows;
  Rows sorted_other = other.rows;
  Sort(&one);
  Sort(&sorted_other);
  const bool same_rows = same_head && one == sorted_other;
  // What differs from one time to the next tells nothing.
  const Observation again = subjects_.again->Ask(account_, query.sql);
  if (again.HeadText() != seen.HeadText()) return;
  if (same_rows && again.rows != seen.rows) return;
  Rows sorted_again = again.rows;
  Sort(&sorted_again);
  if (!same_rows && sorted_again != one) return;
  // Which rows come first decides which ones an open LIMIT lets through.
  const bool is_open = same_head && !query.has_one_answer && seen.rows.size() == other.rows.size();
  examined->finding = same_rows || is_open ? Finding::kOrder : Finding::kLeak;
  if (!same_head) {
    examined->what = seen.status.ok() && other.status.ok() ? "columns" : "error";
    examined->one = ShownError(seen);
    examined->other = ShownError(other);
    return;
  }
  examined->what = same_rows                               ? "order of rows"
                   : seen.rows.size() != other.rows.size() ? "number of rows"
                                                           : "rows";
  const size_t at = FirstDifference(seen.rows, other.rows);
  examined->one = Shown(seen.rows, at);
  examined->other = Shown(other.rows, at);
}

void Examiner::HoldAgainstTwin(const ProofQuery& query, const Observation& seen,
                               Examined* examined) {
  const Observation twin = subjects_.twin->Ask(account_, query.sql);
  examined->is_answerable = twin.status.ok() && query.has_one_answer;
  if (twin.IsCutShort()) examined->is_cut_short = true;
  if (!seen.status.ok() || !query.has_one_answer || twin.IsCutShort()) return;
  if (!twin.status.ok()) {
    // A key that the twin has lost groups there no longer.
    if (IsOnARow(twin) || twin.error.sqlstate() == "42803") return;
    examined->finding = Finding::kDifference;
    examined->what = "answered what the masked database refuses";
    examined->one = ShownError(seen);
    examined->other = ShownError(twin);
    return;
  }
  Rows one = seen.rows;
  Rows other = twin.rows;
  RoundFloats(seen, &one);
  RoundFloats(twin, &other);
  if (!query.is_ordered) {
    Sort(&one);
    Sort(&other);
  }
  const bool same_columns = seen.names == twin.names && HaveSameTypes(seen.types, twin.types);
  if (same_columns && one == other) return;
  examined->finding = Finding::kDifference;
  examined->what = !same_columns                ? "columns"
                   : one.size() != other.size() ? "number of rows"
                                                : "rows";
  if (!same_columns) {
    examined->one =
        absl::StrCat(absl::StrJoin(seen.names, ", "), "\n", absl::StrJoin(seen.types, ", "));
    examined->other =
        absl::StrCat(absl::StrJoin(twin.names, ", "), "\n", absl::StrJoin(twin.types, ", "));
    return;
  }
  const size_t at = FirstDifference(one, other);
  examined->one = Shown(one, at);
  examined->other = Shown(other, at);
}

ProofQuery Examiner::Smallest(const ProofQuery& query, const Examined& examined, int budget) {
  ProofQuery smallest = query;
  const auto still_fails = [&](const std::string& sql) {
    ProofQuery smaller = query;
    smaller.sql = sql;
    const Examined now = Examine(smaller);
    return now.finding == examined.finding && now.what == examined.what;
  };
  smallest.sql = Shrink(query.sql, still_fails, budget);
  return smallest;
}

}  // namespace sudare::prove
