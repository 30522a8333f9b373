#include "tests/examples/attack_file.h"

#include <regex.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "policy/base/status_macros.h"

namespace sudare::testing {
namespace {

constexpr absl::string_view kName = "-- name: ";

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("no file `", path, "`"));
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

absl::Status SetRule(absl::string_view rule, Attack& attack) {
  if (rule == "rows") return absl::OkStatus();
  if (!absl::ConsumePrefix(&rule, "output /") || !absl::ConsumeSuffix(&rule, "/") || rule.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("attack `", attack.name, "`: `leaks` is neither `rows` nor `output /…/`"));
  }
  attack.pattern = std::string(rule);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Attack>> ParseAttacks(absl::string_view text) {
  std::vector<Attack> attacks;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::ConsumePrefix(&line, kName)) {
      attacks.emplace_back();
      attacks.back().name = std::string(line);
    } else if (attacks.empty()) {
      return absl::InvalidArgumentError("the file doesn't begin with `-- name:`");
    } else if (absl::ConsumePrefix(&line, "-- class: ")) {
      attacks.back().attack_class = std::string(line);
    } else if (absl::ConsumePrefix(&line, "-- leaks: ")) {
      SUDARE_RETURN_IF_ERROR(SetRule(line, attacks.back()));
    } else {
      absl::StrAppend(&attacks.back().sql, line, "\n");
    }
  }
  for (Attack& attack : attacks) {
    attack.sql = std::string(absl::StripAsciiWhitespace(attack.sql));
    if (attack.attack_class.empty() || attack.sql.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("attack `", attack.name, "` has no class or no statement"));
    }
  }
  return attacks;
}

std::string QuoteForRegex(absl::string_view text) {
  std::string quoted;
  for (char c : text) {
    if (absl::StrContains(".[]()*+?{}|^$\\", c)) quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted;
}

bool IsNameCharacter(char c) {
  return absl::ascii_islower(static_cast<unsigned char>(c)) || c == '_';
}

// Replaces {name}; other braces, as in {12}, stay.
absl::StatusOr<std::string> Substitute(absl::string_view text, const Victim& victim, bool quote) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    size_t end = i + 1;
    while (text[i] == '{' && end < text.size() && IsNameCharacter(text[end])) ++end;
    if (end == i + 1 || end == text.size() || text[end] != '}') {
      result.push_back(text[i]);
      continue;
    }
    const std::string name(text.substr(i + 1, end - i - 1));
    const auto found = victim.find(name);
    if (found == victim.end()) {
      return absl::InvalidArgumentError(absl::StrCat("the victim has no `", name, "`"));
    }
    result += quote ? QuoteForRegex(found->second) : found->second;
    i = end;
  }
  return result;
}

bool Compiles(const std::string& expression) {
  regex_t pattern;
  if (regcomp(&pattern, expression.c_str(), REG_EXTENDED | REG_NOSUB) != 0) return false;
  regfree(&pattern);
  return true;
}

std::optional<std::string> FindPattern(const std::string& expression, const std::string& text) {
  regex_t pattern;
  if (regcomp(&pattern, expression.c_str(), REG_EXTENDED) != 0) return std::nullopt;
  regmatch_t match;
  const bool found = regexec(&pattern, text.c_str(), 1, &match, 0) == 0;
  regfree(&pattern);
  if (!found) return std::nullopt;
  return text.substr(match.rm_so, match.rm_eo - match.rm_so);
}

}  // namespace

absl::StatusOr<std::vector<Attack>> ReadAttacks(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".sql") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Attack> attacks;
  for (const std::string& path : paths) {
    SUDARE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
    SUDARE_ASSIGN_OR_RETURN(std::vector<Attack> read, ParseAttacks(text));
    attacks.insert(attacks.end(), read.begin(), read.end());
  }
  return attacks;
}

absl::StatusOr<Victim> ReadVictim(const std::string& path) {
  SUDARE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  Victim victim;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    victim.insert(
        std::pair<std::string, std::string>(absl::StrSplit(line, absl::MaxSplits('\t', 1))));
  }
  return victim;
}

absl::StatusOr<Attack> Aim(const Attack& attack, const Victim& victim) {
  Attack aimed = attack;
  SUDARE_ASSIGN_OR_RETURN(aimed.sql, Substitute(attack.sql, victim, false));
  SUDARE_ASSIGN_OR_RETURN(aimed.pattern, Substitute(attack.pattern, victim, true));
  if (!Compiles(aimed.pattern)) {
    return absl::InvalidArgumentError(
        absl::StrCat("attack `", attack.name, "`: the expression in `leaks` is malformed"));
  }
  return aimed;
}

bool Leaked(const Attack& attack, bool ok, absl::string_view received) {
  if (attack.pattern.empty()) return ok && !absl::StripAsciiWhitespace(received).empty();
  return FindPattern(attack.pattern, std::string(received)).has_value();
}

std::string LeakIn(const Attack& attack, absl::string_view received) {
  if (attack.pattern.empty()) return "";
  return FindPattern(attack.pattern, std::string(received)).value_or("");
}

}  // namespace sudare::testing
