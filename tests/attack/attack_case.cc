#include "tests/attack/attack_case.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "policy/base/status_macros.h"

namespace sudare::testing {

absl::StatusOr<std::vector<AttackCase>> ReadAttackCases(const std::string& folder) {
  SUDARE_ASSIGN_OR_RETURN(std::vector<Attack> attacks, ReadAttacks(folder));
  std::vector<AttackCase> cases;
  for (Attack& attack : attacks) {
    AttackCase& one = cases.emplace_back();
    bool is_judged = false;
    for (absl::string_view line : absl::StrSplit(attack.sql, '\n')) {
      if (absl::ConsumePrefix(&line, "-- as: ")) {
        one.account = std::string(line);
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
    one.attack = std::move(attack);
  }
  return cases;
}

}  // namespace sudare::testing
