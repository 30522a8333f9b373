#include "proxy/preview/diff_text.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace sudare::preview {
namespace {

struct Section {
  const char* direction;
  const char* heading;
};

constexpr Section kSections[] = {
    {"more", "SHOWS OR ALLOWS MORE"},
    {"different", "neither more nor less"},
    {"less", "shows or allows less"},
};

std::string GroupOf(const v1::PolicyChange& change) {
  const std::string accounts = absl::StrJoin(change.accounts(), ", ");
  if (change.role().empty()) return accounts.empty() ? "for everybody" : accounts;
  return absl::StrCat(change.role(), accounts.empty() ? ": no account has it" : ": ", accounts);
}

std::string PlacesOf(const v1::PolicyChange& change) {
  if (change.old_place().empty() && change.new_place().empty()) return "";
  const auto shown = [](const std::string& place) { return place.empty() ? "none" : place; };
  return absl::StrCat("  (", shown(change.old_place()), " → ", shown(change.new_place()), ")");
}

// The groups in the order of their riskiest change, so that each has one heading.
void AppendSection(const v1::PolicyDiff& diff, const Section& section, std::string* out) {
  std::vector<std::pair<std::string, std::string>> groups;
  for (const v1::PolicyChange& change : diff.changes()) {
    if (change.direction() != section.direction) continue;
    const std::string name = GroupOf(change);
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&name](const auto& known) { return known.first == name; });
    if (group == groups.end()) group = groups.insert(groups.end(), {name, ""});
    absl::StrAppend(&group->second, "    ", change.kind(), " ", change.subject(), ": ",
                    change.before(), " → ", change.after(), PlacesOf(change), "\n");
  }
  if (!groups.empty()) absl::StrAppend(out, section.heading, "\n");
  for (const auto& group : groups) absl::StrAppend(out, "  ", group.first, "\n", group.second);
}

std::string Times(uint32_t runs) { return absl::StrCat(runs, runs == 1 ? " time" : " times"); }

void AppendRecorded(const v1::RecordedQueries& recorded, std::string* out) {
  absl::StrAppend(out, "recorded queries\n");
  std::map<std::string, int> counts;
  for (const v1::ShapeChange& change : recorded.changes()) {
    ++counts[change.direction()];
    absl::StrAppend(out, "  ", change.direction(), ", ", change.account(), ", ",
                    Times(change.runs()), "\n    ", change.sql(), "\n");
    for (const std::string& effect : change.effects()) {
      absl::StrAppend(out, "      ", effect, "\n");
    }
  }
  for (const v1::Undecided& undecided : recorded.undecided()) {
    absl::StrAppend(out, "  not decided: ", undecided.why(), ", ", undecided.account(), ", ",
                    Times(undecided.runs()), "\n    ", undecided.sql(), "\n");
  }
  absl::StrAppend(out, recorded.shapes(), " recorded queries (", recorded.runs(), " runs)");
  for (const char* direction : {"more", "newly answered", "different", "newly refused", "less"}) {
    if (counts[direction] > 0) absl::StrAppend(out, ", ", counts[direction], " ", direction);
  }
  absl::StrAppend(out, ", ", recorded.unchanged(), " unchanged, ", recorded.undecided_size(),
                  " not decided\n");
}

}  // namespace

std::string DiffText(const v1::PolicyDiff& diff) {
  std::string out;
  std::map<std::string, int> counts;
  for (const v1::PolicyChange& change : diff.changes()) ++counts[change.direction()];
  for (const Section& section : kSections) AppendSection(diff, section, &out);
  if (diff.has_recorded()) AppendRecorded(diff.recorded(), &out);
  absl::StrAppend(&out, counts["more"], " more, ", counts["different"], " different, ",
                  counts["less"], " less\n");
  return out;
}

}  // namespace sudare::preview
