#include "tests/differential/ordinary_queries.h"

#include <algorithm>
#include <filesystem>
#include <map>
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

// The queries between {{ and }} of a text.
std::vector<std::string> SeenValuesOf(absl::string_view text) {
  std::vector<std::string> queries;
  for (size_t open = text.find("{{"); open != absl::string_view::npos;
       open = text.find("{{", open)) {
    const size_t close = text.find("}}", open);
    if (close == absl::string_view::npos) break;
    queries.emplace_back(text.substr(open + 2, close - open - 2));
    open = close;
  }
  return queries;
}

// What the account has seen before, by the query that gave it.
using SeenValues = std::map<std::string, std::string>;

std::string WithSeenValues(const SeenValues& seen, std::string text) {
  for (const std::string& query : SeenValuesOf(text)) {
    const auto found = seen.find(query);
    if (found == seen.end()) continue;
    text = absl::StrReplaceAll(text, {{absl::StrCat("{{", query, "}}"), found->second}});
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

// All that one account asks. The twin answers in one session: a session each would take longer
// than the rest.
absl::Status PutInSeenValues(MaskedDatabase& database, const std::string& account,
                             const std::vector<Verdict*>& verdicts) {
  std::set<std::string> wanted;
  const auto want = [&](absl::string_view text) {
    for (std::string& query : SeenValuesOf(text)) wanted.insert(std::move(query));
  };
  for (const Verdict* verdict : verdicts) {
    want(verdict->query.sql);
    for (const Value& parameter : verdict->query.parameters) want(parameter.value_or(""));
  }
  const std::vector<std::string> queries(wanted.begin(), wanted.end());
  SUDARE_ASSIGN_OR_RETURN(const auto answers, database.AskTwinEach(account, queries));
  SeenValues seen;
  for (size_t i = 0; i < queries.size(); ++i) {
    if (!answers[i].ok() || answers[i]->empty()) continue;
    seen[queries[i]] = (*answers[i])[0][0].value_or("");
  }
  for (Verdict* verdict : verdicts) {
    verdict->query.sql = WithSeenValues(seen, verdict->query.sql);
    for (Value& parameter : verdict->query.parameters) {
      if (parameter.has_value()) parameter = WithSeenValues(seen, *parameter);
    }
  }
  return absl::OkStatus();
}

void Ask(MaskedDatabase& database, const absl::StatusOr<Rows>& limited,
         const absl::StatusOr<Rows>& expected, Verdict* verdict) {
  if (!limited.ok() || !expected.ok()) {
    verdict->outcome = Verdict::Outcome::kWrongQuery;
    verdict->detail = std::string((limited.ok() ? expected : limited).status().message());
    return;
  }
  const OrdinaryQuery& query = verdict->query;
  const absl::Time started = absl::Now();
  Observation seen = database.AskPipeline(query.account, query.sql, query.parameters);
  verdict->duration = absl::Now() - started;
  if (seen.status.ok()) {
    return Compare(*expected, std::move(seen.answer.rows), verdict, limited->size());
  }
  verdict->outcome = Verdict::Outcome::kRefused;
  verdict->reason = seen.error.reason();
  verdict->detail = absl::StrCat(seen.error.message(), " (line ", seen.error.line(), "; ",
                                 seen.error.advice(), ")");
}

absl::Status AskAs(MaskedDatabase& database, const std::string& account,
                   const std::vector<Verdict*>& verdicts) {
  SUDARE_RETURN_IF_ERROR(PutInSeenValues(database, account, verdicts));
  std::vector<std::string> statements;
  for (const Verdict* verdict : verdicts) {
    const OrdinaryQuery& query = verdict->query;
    statements.push_back(WithLiterals(query.sql, query.parameters));
    // Without its LIMIT as well.
    statements.push_back(query.any_rows ? WithoutLimit(statements.back()) : "SELECT");
  }
  SUDARE_ASSIGN_OR_RETURN(const auto answers, database.AskTwinEach(account, statements));
  for (size_t i = 0; i < verdicts.size(); ++i) {
    const bool any_rows = verdicts[i]->query.any_rows;
    Ask(database, answers[2 * i], answers[2 * i + (any_rows ? 1 : 0)], verdicts[i]);
  }
  return absl::OkStatus();
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
    }
  }
  std::map<std::string, std::vector<Verdict*>> by_account;
  for (Verdict& verdict : verdicts) by_account[verdict.query.account].push_back(&verdict);
  for (const auto& [account, asked] : by_account) {
    SUDARE_RETURN_IF_ERROR(AskAs(database, account, asked));
  }
  return verdicts;
}

}  // namespace sudare::testing
