#include "tests/attack/attack_case.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "policy/base/status_macros.h"

namespace sudare::testing {
namespace {

// The channel of a class whose attacks don't say otherwise.
const std::map<std::string, std::string>& ChannelOfClass() {
  static const auto* channels = new std::map<std::string, std::string>{
      {"direct", "columns"},       {"compare", "predicates"},
      {"order", "row order"},      {"filter", "row filter"},
      {"message", "error texts"},  {"catalog", "statistics and catalog"},
      {"session", "session"},      {"row", "whole rows"},
      {"identifier", "names"},     {"sqltext", "functions"},
      {"userobject", "functions"}, {"partition", "partitions"},
      {"bomb", "statement bombs"},
  };
  return *channels;
}

}  // namespace

const std::vector<std::pair<std::string, std::string>>& Channels() {
  static const auto* channels = new std::vector<std::pair<std::string, std::string>>{
      {"columns", "a column, a row or a table that isn't shown, asked for by name"},
      {"predicates", "masked values found out by comparing, joining, grouping and searching"},
      {"functions", "functions that run SQL text or read tables inside; users' own objects"},
      {"row filter", "a predicate that runs before the row filter"},
      {"row order", "the order of rows, windows, DISTINCT and GROUP BY"},
      {"statistics and catalog", "pg_stats, EXPLAIN, definitions, sizes, estimates"},
      {"error texts", "errors that quote values, or come for hidden rows"},
      {"views", "views over masked tables"},
      {"stored results", "materialized views and foreign tables"},
      {"partitions", "partitions and children of inheritance"},
      {"hidden or missing", "the difference between what is hidden and what isn't there"},
      {"session", "settings, cursors, COPY, notifications, locks, files, large objects"},
      {"whole rows", "rows as values, composites, system columns, samples, locks of rows"},
      {"GROUP BY key", "columns that depend on a grouped key"},
      {"names", "aliases, shadowing, quoting, Unicode: what a name means"},
      {"statement bombs", "statements that exhaust instead of asking"},
  };
  return *channels;
}

absl::StatusOr<std::vector<AttackCase>> ReadAttackCases(const std::string& folder) {
  SUDARE_ASSIGN_OR_RETURN(std::vector<Attack> attacks, ReadAttacks(folder));
  std::vector<AttackCase> cases;
  for (Attack& attack : attacks) {
    AttackCase& one = cases.emplace_back();
    bool is_judged = false;
    for (absl::string_view line : absl::StrSplit(attack.sql, '\n')) {
      if (absl::ConsumePrefix(&line, "-- as: ")) {
        one.account = std::string(line);
      } else if (absl::ConsumePrefix(&line, "-- channel: ")) {
        one.channel = std::string(line);
      } else if (absl::ConsumePrefix(&line, "-- known: ")) {
        one.known = std::string(line);
      } else if (absl::ConsumePrefix(&line, "-- proxy: refused ")) {
        one.refusal = std::string(line);
        is_judged = true;
      } else if (line == "-- proxy: twin" || line == "-- proxy: answered") {
        one.is_answered = line == "-- proxy: answered";
        is_judged = true;
      }
    }
    if (!is_judged) {
      return absl::InvalidArgumentError(
          absl::StrCat("attack `", attack.name,
                       "` has no `-- proxy: twin`, `-- proxy: answered` or `-- proxy: refused`"));
    }
    const auto usual = ChannelOfClass().find(attack.attack_class);
    if (one.channel.empty() && usual != ChannelOfClass().end()) one.channel = usual->second;
    const bool is_known = std::any_of(Channels().begin(), Channels().end(), [&](const auto& entry) {
      return entry.first == one.channel;
    });
    if (!is_known) {
      return absl::InvalidArgumentError(
          absl::StrCat("attack `", attack.name, "`: no channel `", one.channel, "` is known"));
    }
    one.attack = std::move(attack);
  }
  return cases;
}

}  // namespace sudare::testing
