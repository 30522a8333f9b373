// Attacks on any column of any schema.
//
//   $T table  $K a column the account sees  $H the column attacked  $V a raw value of it
//   $P a pattern of the value's beginning  $M the value's masked form
//   $r table and $h column as text literals
#ifndef SUDARE_PROXY_PROVE_ATTACK_TEMPLATES_H_
#define SUDARE_PROXY_PROVE_ATTACK_TEMPLATES_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace sudare::prove {

struct SqlTemplate {
  absl::string_view name;
  absl::string_view sql;
  // False: SQL leaves the answer open, or it is about the system and not about tables.
  bool has_one_answer = true;
};

absl::Span<const SqlTemplate> AttackTemplates();

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_ATTACK_TEMPLATES_H_
