#include "tests/attack/attack_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "policy/base/utf8.h"

namespace sudare::testing {
namespace {

// Characters of a leak that are shown.
constexpr size_t kShown = 40;

std::string Line(const std::vector<std::string>& cells) {
  return absl::StrCat("| ", absl::StrJoin(cells, " | "), " |\n");
}

std::string Rule(size_t columns) { return Line(std::vector<std::string>(columns, "---")); }

// As one cell of a table, in a line of code.
std::string Excerpt(absl::string_view text) {
  std::string shown;
  for (size_t characters = 0; !text.empty() && characters < kShown; ++characters) {
    const size_t length = FirstCharacter(text).length;
    absl::StrAppend(&shown, text.substr(0, length));
    text.remove_prefix(length);
  }
  if (!text.empty()) absl::StrAppend(&shown, "…");
  return absl::StrCat("`", absl::StrReplaceAll(shown, {{"\n", " "}, {"|", "\\|"}, {"`", "'"}}),
                      "`");
}

std::string LeakOf(const AttackTable::Row& row) {
  const std::string leak = LeakIn(row.attack, row.raw);
  if (!leak.empty()) return Excerpt(leak);
  return row.attack.pattern.empty() ? "a right guess is confirmed" : "it is done";
}

}  // namespace

AttackTable::AttackTable(std::string group, Groups groups, std::vector<std::string> doors)
    : group_(std::move(group)), groups_(std::move(groups)), doors_(std::move(doors)) {}

std::vector<std::string> AttackTable::EmptyGroups() const {
  std::vector<std::string> empty;
  for (const auto& [name, meaning] : groups_) {
    if (std::none_of(rows_.begin(), rows_.end(),
                     [&name = name](const Row& row) { return row.group == name; })) {
      empty.push_back(name);
    }
  }
  return empty;
}

std::string AttackTable::Totals() const {
  std::vector<std::string> heading = {group_, "what it is", "attacks", "leak raw"};
  for (const std::string& door : doors_)
    heading.push_back(absl::StrCat(door, ": refused / masked"));
  heading.push_back("leak here");
  std::string text = absl::StrCat(Line(heading), Rule(heading.size()));
  const auto add = [&](const std::string& name, const std::string& meaning, auto belongs) {
    const auto count = std::count_if(rows_.begin(), rows_.end(), belongs);
    const auto count_if = [&](bool Row::*property) {
      return std::count_if(rows_.begin(), rows_.end(),
                           [&](const Row& row) { return belongs(row) && row.*property; });
    };
    std::vector<std::string> cells = {name, meaning, absl::StrCat(count),
                                      absl::StrCat(count_if(&Row::leaks_raw))};
    for (size_t i = 0; i < doors_.size(); ++i) {
      const auto refused = std::count_if(rows_.begin(), rows_.end(), [&](const Row& row) {
        return belongs(row) && !row.refusals[i].empty();
      });
      cells.push_back(absl::StrCat(refused, " / ", count - refused));
    }
    cells.push_back(absl::StrCat(count_if(&Row::leaks_here)));
    absl::StrAppend(&text, Line(cells));
  };
  for (const auto& [name, meaning] : groups_) {
    add(name, meaning, [&name = name](const Row& row) { return row.group == name; });
  }
  add("**all**", "", [](const Row&) { return true; });
  return text;
}

std::string AttackTable::Text() const {
  std::vector<std::string> heading = {"attack", group_, "on the raw database"};
  heading.insert(heading.end(), doors_.begin(), doors_.end());
  std::string text = absl::StrCat(Totals(), "\n", Line(heading), Rule(heading.size()));
  for (const auto& [name, meaning] : groups_) {
    for (const Row& row : rows_) {
      if (row.group != name) continue;
      std::vector<std::string> cells = {
          row.known.empty() ? row.attack.name : absl::StrCat(row.attack.name, " (", row.known, ")"),
          name, LeakOf(row)};
      for (const std::string& refusal : row.refusals) {
        cells.push_back(refusal.empty() ? "answered, masked" : absl::StrCat("`", refusal, "`"));
      }
      absl::StrAppend(&text, Line(cells));
    }
  }
  return text;
}

}  // namespace sudare::testing
