// Attack cases: attacks with who runs them and what the proxy has to answer. The format is that of
// tests/examples/attack_file.h with two more headers, described in the README here.
#ifndef SUDARE_TESTS_ATTACK_ATTACK_CASE_H_
#define SUDARE_TESTS_ATTACK_ATTACK_CASE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/examples/attack_file.h"

namespace sudare::testing {

struct AttackCase {
  Attack attack;
  std::string account = "vendor";
  // Reason of the refusal; empty: the answer is that of the masked twin, be it rows or an error.
  std::string refusal;
  // An answer of the proxy's own: a catalog is not part of the twin.
  bool is_answered = false;
  // One of Channels().
  std::string channel;
  // Where the same was published of another product; may be empty.
  std::string known;
};

// The channels of the design's table, by their short names, and what each is.
const std::vector<std::pair<std::string, std::string>>& Channels();

// kInvalidArgument: a case says nothing of the proxy, or names an unknown channel.
absl::StatusOr<std::vector<AttackCase>> ReadAttackCases(const std::string& folder);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_ATTACK_ATTACK_CASE_H_
