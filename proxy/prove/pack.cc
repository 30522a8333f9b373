#include "proxy/prove/pack.h"

#include <regex.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/keyring.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/loader.h"
#include "proxy/prove/ready_policy.h"
#include "proxy/prove/secrets.h"

namespace sudare::prove {
namespace {

constexpr absl::string_view kKey = "a key for a proof, and no secret";

std::optional<std::string> ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> Lines(absl::string_view text) {
  std::vector<std::string> lines;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripSuffix(line, "\r");
    if (!line.empty()) lines.emplace_back(line);
  }
  return lines;
}

// Paths of the queries without their ending, by name.
std::map<std::string, std::string> QueriesIn(const std::string& folder) {
  std::map<std::string, std::string> stems;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() == ".sql") stems[path.stem()] = (path.parent_path() / path.stem());
  }
  return stems;
}

std::string Statement(std::string sql) {
  absl::StripAsciiWhitespace(&sql);
  absl::string_view statement = sql;
  absl::ConsumeSuffix(&statement, ";");
  return std::string(statement);
}

bool IsRightPattern(const std::string& pattern) {
  regex_t compiled;
  if (regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0) return false;
  regfree(&compiled);
  return true;
}

bool Matches(const std::string& pattern, const std::string& text) {
  regex_t compiled;
  if (regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB | REG_NEWLINE) != 0) {
    return false;
  }
  const bool found = regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
  regfree(&compiled);
  return found;
}

absl::StatusOr<PackAttack> ReadAttack(const std::string& name, const std::string& stem) {
  PackAttack attack;
  attack.name = name;
  attack.sql = Statement(ReadAll(stem + ".sql").value_or(""));
  if (const auto secrets = ReadAll(stem + ".secret"); secrets.has_value()) {
    attack.secrets = Lines(*secrets);
  }
  for (const std::string& text : Lines(attack.sql)) {
    absl::string_view line = text;
    if (!absl::ConsumePrefix(&line, "-- leaks: ")) continue;
    if (line == "rows") attack.rows_leak = true;
    if (absl::ConsumePrefix(&line, "output /") && absl::ConsumeSuffix(&line, "/")) {
      attack.pattern = std::string(line);
    }
  }
  if (attack.secrets.empty() && !attack.rows_leak && attack.pattern.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        stem, ".sql: what a leak is isn't told: put the values that must not come back into ", name,
        ".secret, or a line `-- leaks: rows` into the query"));
  }
  if (!attack.pattern.empty() && !IsRightPattern(attack.pattern)) {
    return absl::InvalidArgumentError(absl::StrCat(stem, ".sql: the expression is malformed"));
  }
  return attack;
}

PackResult ScoreError(const PackError& error, const Observation& seen) {
  PackResult result;
  result.name = error.name;
  if (!seen.status.ok()) {
    result.remark = absl::StrCat(seen.error.reason(), seen.error.reason().empty() ? "" : ": ",
                                 seen.status.message());
    return result;
  }
  std::set<std::string> found;
  for (const std::vector<Value>& row : seen.rows) {
    if (!row.empty() && row[0].has_value()) {
      found.emplace(absl::StripTrailingAsciiWhitespace(*row[0]));
    }
  }
  const std::set<std::string> expected(error.expected.begin(), error.expected.end());
  size_t missing = 0;
  for (const std::string& key : expected) missing += found.count(key) == 0 ? 1 : 0;
  const size_t extra = found.size() - (expected.size() - missing);
  result.happened = missing == 0 && extra == 0;
  result.remark = result.happened ? absl::StrCat(found.size(), " found")
                                  : absl::StrCat(missing, " keys missing, ", extra, " too many");
  return result;
}

PackResult ScoreAttack(const PackAttack& attack, const Observation& seen) {
  PackResult result;
  result.name = attack.name;
  std::string received;
  for (const std::vector<Value>& row : seen.rows) {
    for (const Value& value : row) absl::StrAppend(&received, value.value_or(""), "\n");
  }
  if (!seen.status.ok()) absl::StrAppend(&received, seen.error.DebugString());
  Secrets secrets;
  for (const std::string& value : attack.secrets) secrets.Add(value);
  const size_t shown = secrets.FoundIn(received).size();
  // An oracle tells by giving rows; nothing came back where it was refused.
  const bool has_rows = std::any_of(seen.rows.begin(), seen.rows.end(), [](const auto& row) {
    return std::any_of(row.begin(), row.end(),
                       [](const Value& value) { return value.has_value() && !value->empty(); });
  });
  const bool is_matched = !attack.pattern.empty() && Matches(attack.pattern, received);
  result.happened = shown > 0 || (attack.rows_leak && has_rows) || is_matched;
  result.remark = shown > 0                      ? absl::StrCat(shown, " values shown")
                  : attack.rows_leak && has_rows ? absl::StrCat(seen.rows.size(), " rows")
                  : is_matched                   ? "the expression was found"
                  : seen.status.ok()             ? "answered masked"
                                                 : seen.error.reason();
  return result;
}

size_t CountHappened(const std::vector<PackResult>& results) {
  return static_cast<size_t>(std::count_if(results.begin(), results.end(),
                                           [](const PackResult& one) { return one.happened; }));
}

}  // namespace

std::vector<ProofQuery> Pack::AsQueries() const {
  std::vector<ProofQuery> queries;
  for (const PackError& error : errors) {
    // How its rows are ordered, and whether SQL leaves anything open, isn't known.
    queries.push_back({absl::StrCat("pack ", error.name), error.sql, false, false, true, true});
  }
  for (const PackAttack& attack : attacks) {
    queries.push_back({absl::StrCat("pack ", attack.name), attack.sql, true, false, false, true});
  }
  return queries;
}

absl::StatusOr<Pack> ReadPack(const std::string& folder) {
  Pack pack;
  for (const auto& [name, stem] : QueriesIn(folder + "/errors")) {
    PackError error;
    error.name = name;
    error.sql = Statement(ReadAll(stem + ".sql").value_or(""));
    const auto expected = ReadAll(stem + ".expected");
    if (!expected.has_value()) {
      return absl::InvalidArgumentError(absl::StrCat(
          stem, ".expected is missing: list the keys that the query has to find, a line each"));
    }
    error.expected = Lines(*expected);
    pack.errors.push_back(std::move(error));
  }
  for (const auto& [name, stem] : QueriesIn(folder + "/attacks")) {
    SUDARE_ASSIGN_OR_RETURN(PackAttack attack, ReadAttack(name, stem));
    pack.attacks.push_back(std::move(attack));
  }
  if (pack.errors.empty() && pack.attacks.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no queries in ", Quoted(folder),
                     ": a pack has `errors/*.sql` with `.expected`, and `attacks/*.sql`"));
  }
  return pack;
}

size_t PackScore::ErrorsFound() const { return CountHappened(errors); }
size_t PackScore::AttacksThatLeak() const { return CountHappened(attacks); }

PackScore ScorePack(const Pack& pack, const std::string& account, Subject* subject) {
  PackScore score;
  score.account = account;
  for (const PackError& error : pack.errors) {
    score.errors.push_back(ScoreError(error, subject->Ask(account, error.sql)));
  }
  for (const PackAttack& attack : pack.attacks) {
    score.attacks.push_back(ScoreAttack(attack, subject->Ask(account, attack.sql)));
  }
  return score;
}

absl::StatusOr<PackScore> ScorePackOver(const Pack& pack, const PackOptions& options) {
  PipelineSubjectOptions subject;
  subject.connection = options.database;
  subject.policy = MakeReadyPolicy(options.policy);
  if (subject.policy->FindAccount(options.account) == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("the policy has no account ", Quoted(options.account)));
  }
  BackendOptions backend;
  backend.connection = options.database;
  SUDARE_ASSIGN_OR_RETURN(subject.catalog, LoadCatalog(*MakePostgresBackend(backend), "",
                                                       *subject.policy, ExecuteOptions()));
  SUDARE_ASSIGN_OR_RETURN(subject.keyring, Keyring::FromKey(1, kKey));
  subject.make_pipeline = options.make_pipeline;
  subject.uses_database_roles = true;
  return ScorePack(pack, options.account, MakePipelineSubject(subject).get());
}

}  // namespace sudare::prove
