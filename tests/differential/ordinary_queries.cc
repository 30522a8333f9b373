#include "tests/differential/ordinary_queries.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "tests/examples/example_database.h"

namespace sudare::testing {
namespace {

using Rows = std::vector<std::vector<Value>>;

std::string Literal(const Value& value) {
  if (!value.has_value()) return "NULL";
  return absl::StrCat("'", absl::StrReplaceAll(*value, {{"'", "''"}}), "'");
}

// Puts in what the account has seen before.
absl::StatusOr<std::string> WithSeenValues(MaskedDatabase& database, const std::string& account,
                                           std::string text) {
  for (size_t open = text.find("{{"); open != std::string::npos; open = text.find("{{")) {
    const size_t close = text.find("}}", open);
    if (close == std::string::npos) return absl::InvalidArgumentError("`{{` without `}}`");
    SUDARE_ASSIGN_OR_RETURN(const Rows rows,
                            database.AskTwin(account, text.substr(open + 2, close - open - 2)));
    if (rows.empty() || !rows[0][0].has_value()) {
      return absl::InvalidArgumentError("the query in `{{…}}` gives no value");
    }
    text.replace(open, close + 2 - open, *rows[0][0]);
  }
  return text;
}

// The twin's COPY takes no parameters. A literal is, as they are, of a type still to be found.
std::string WithLiterals(std::string sql, const std::vector<Value>& parameters) {
  for (size_t i = parameters.size(); i > 0; --i) {
    sql = absl::StrReplaceAll(sql, {{absl::StrCat("$", i), Literal(parameters[i - 1])}});
  }
  return sql;
}

// Whether `some` are that many of `all`; both sorted.
bool AreAnyOf(const Rows& some, const Rows& all, size_t limit) {
  return some.size() == std::min(limit, all.size()) &&
         std::includes(all.begin(), all.end(), some.begin(), some.end());
}

std::string FirstRows(const Rows& rows) {
  const size_t shown = std::min<size_t>(rows.size(), 5);
  return absl::StrCat(rows.size(), " rows\n", TextOf({rows.begin(), rows.begin() + shown}));
}

void Compare(Rows expected, Rows actual, Verdict* verdict, size_t limit) {
  verdict->rows = actual.size();
  if (!verdict->query.ordered) {
    std::sort(expected.begin(), expected.end());
    std::sort(actual.begin(), actual.end());
  }
  const bool same =
      verdict->query.any_rows ? AreAnyOf(actual, expected, limit) : actual == expected;
  if (same) return;
  verdict->outcome = Verdict::Outcome::kDiffers;
  verdict->detail = absl::StrCat("expected ", FirstRows(expected), "actual ", FirstRows(actual));
}

void Ask(MaskedDatabase& database, Verdict* verdict) {
  OrdinaryQuery& query = verdict->query;
  const auto wrong = [&](const absl::Status& status) {
    verdict->outcome = Verdict::Outcome::kWrongQuery;
    verdict->detail = std::string(status.message());
  };
  absl::StatusOr<std::string> sql = WithSeenValues(database, query.account, query.sql);
  if (!sql.ok()) return wrong(sql.status());
  for (Value& parameter : query.parameters) {
    if (!parameter.has_value()) continue;
    absl::StatusOr<std::string> value = WithSeenValues(database, query.account, *parameter);
    if (!value.ok()) return wrong(value.status());
    parameter = *std::move(value);
  }
  const std::string literal = WithLiterals(*sql, query.parameters);
  absl::StatusOr<Rows> expected = database.AskTwin(query.account, literal);
  if (!expected.ok()) return wrong(expected.status());
  const size_t limit = expected->size();
  if (query.any_rows) expected = database.AskTwin(query.account, WithoutLimit(literal));
  if (!expected.ok()) return wrong(expected.status());

  const absl::Time started = absl::Now();
  Observation seen = database.AskPipeline(query.account, *sql, query.parameters);
  verdict->duration = absl::Now() - started;
  if (seen.status.ok()) {
    return Compare(*std::move(expected), std::move(seen.answer.rows), verdict, limit);
  }
  verdict->outcome = Verdict::Outcome::kRefused;
  verdict->reason = seen.error.reason();
  verdict->detail = absl::StrCat(seen.error.message(), " (line ", seen.error.line(), "; ",
                                 seen.error.advice(), ")");
}

}  // namespace

std::string Verdict::Place() const {
  return absl::StrCat(theme, ".sql:", query.line, " (", query.title, ")");
}

absl::StatusOr<std::vector<Verdict>> AskOrdinaryQueries(MaskedDatabase& database,
                                                        const std::string& folder) {
  std::error_code error;
  std::set<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".sql") files.insert(entry.path());
  }
  if (files.empty()) return absl::NotFoundError(absl::StrCat("no queries in `", folder, "`"));
  std::vector<Verdict> verdicts;
  for (const std::filesystem::path& file : files) {
    SUDARE_ASSIGN_OR_RETURN(const std::string text, ReadText(file));
    absl::StatusOr<std::vector<OrdinaryQuery>> queries = ParseQueryFile(text);
    if (!queries.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file.string(), ": ", queries.status().message()));
    }
    for (OrdinaryQuery& query : *queries) {
      Verdict& verdict = verdicts.emplace_back();
      verdict.theme = file.stem();
      verdict.query = std::move(query);
      Ask(database, &verdict);
    }
  }
  return verdicts;
}

}  // namespace sudare::testing
