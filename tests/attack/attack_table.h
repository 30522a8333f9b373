// AttackTable: what came of a run of attacks, as the tables of docs/attacks.md.
#ifndef SUDARE_TESTS_ATTACK_ATTACK_TABLE_H_
#define SUDARE_TESTS_ATTACK_ATTACK_TABLE_H_

#include <string>
#include <utility>
#include <vector>

#include "tests/examples/attack_file.h"

namespace sudare::testing {

// Thread-safety: one thread at a time.
class AttackTable {
 public:
  // Groups in the order in which they are shown: a name, and what it is.
  using Groups = std::vector<std::pair<std::string, std::string>>;

  // `group`: "channel"; `doors`: who asked here, a column each.
  AttackTable(std::string group, Groups groups, std::vector<std::string> doors);

  struct Row {
    std::string group;
    // Aimed.
    Attack attack;
    // What the owner received on the raw database.
    std::string raw;
    // For each door: the reason of its refusal, or empty: an answer in which nothing was found.
    std::vector<std::string> refusals;
    bool leaks_raw = false;
    // By any door.
    bool leaks_here = false;
    // Where it was published; may be empty.
    std::string known;
  };
  void Add(Row row) { rows_.push_back(std::move(row)); }

  // Groups without an attack.
  std::vector<std::string> EmptyGroups() const;
  // Markdown: counts by group, then every attack.
  std::string Text() const;

 private:
  std::string Totals() const;

  const std::string group_;
  const Groups groups_;
  const std::vector<std::string> doors_;
  std::vector<Row> rows_;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_ATTACK_ATTACK_TABLE_H_
