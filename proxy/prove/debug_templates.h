// Ordinary queries, as people write them who look for an error, over any schema.
//
//   $T table  $A $B $C columns the account sees  $a the masked value of $A in some row
//   $N a column of numbers  $D a column of dates or times
//   $U another table  $X, $Y the columns by which the two are joined, $Q a column of $U
//
// A query of which a part isn't to be had is left out. Those that end in ORDER BY over all they
// give have one order only.
#ifndef SUDARE_PROXY_PROVE_DEBUG_TEMPLATES_H_
#define SUDARE_PROXY_PROVE_DEBUG_TEMPLATES_H_

#include "proxy/prove/attack_templates.h"

namespace sudare::prove {

struct DebugTemplate {
  absl::string_view name;
  absl::string_view sql;
  bool is_ordered = false;
};

absl::Span<const DebugTemplate> DebugTemplates();

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_DEBUG_TEMPLATES_H_
