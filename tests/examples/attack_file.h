// Attacks of examples/payroll/attacks, read, aimed at a victim and judged. The format is described
// in the README there.
//
//   ASSERT_OK_AND_ASSIGN(auto attacks, ReadAttacks("examples/payroll/attacks"));
//   ASSERT_OK_AND_ASSIGN(auto victim, ReadVictim(folder + "/truth/victim.tsv"));
//   Attack attack = Aim(attacks[0], victim);
//   EXPECT_TRUE(Leaked(attack, ok, everything_received));
#ifndef SUDARE_TESTS_EXAMPLES_ATTACK_FILE_H_
#define SUDARE_TESTS_EXAMPLES_ATTACK_FILE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sudare::testing {

struct Attack {
  std::string name;
  // direct, derived, rename, otherplace, compare, message, channel or sqltext.
  std::string attack_class;
  // One or several statements, sent as one string.
  std::string sql;
  // Set: it leaked if this expression (POSIX extended) is found in anything received. Empty: if it
  // gave any row.
  std::string pattern;
};

// Name of a value -> the value, from truth/victim.tsv.
using Victim = std::map<std::string, std::string>;

// All attacks of a folder's *.sql, by name of the file. kInvalidArgument: a header is missing or
// unknown.
absl::StatusOr<std::vector<Attack>> ReadAttacks(const std::string& folder);

absl::StatusOr<Victim> ReadVictim(const std::string& path);

// Puts the victim's values into statement and pattern, in the latter quoted. kInvalidArgument:
// there is no such value, or the pattern is malformed.
absl::StatusOr<Attack> Aim(const Attack& attack, const Victim& victim);

// REQUIRES: aimed. `ok`: all statements succeeded. `received`: rows, copied data, notices,
// notifications and errors, as text.
bool Leaked(const Attack& attack, bool ok, absl::string_view received);

// REQUIRES: it leaked. What of `received` the pattern found; empty if any row was a leak.
std::string LeakIn(const Attack& attack, absl::string_view received);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_EXAMPLES_ATTACK_FILE_H_
