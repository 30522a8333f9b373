// What a finding in an audit log means, and what to do, in English and Japanese, for staff.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_CLI_AUDIT_DAMAGE_WORDS_H_
#define SUDARE_PROXY_CLI_AUDIT_DAMAGE_WORDS_H_

#include "absl/strings/string_view.h"
#include "proxy/audit/damage.h"

namespace sudare {

struct DamageWords {
  absl::string_view meaning;
  absl::string_view advice;
  absl::string_view meaning_ja;
  absl::string_view advice_ja;
};

DamageWords WordsFor(audit::DamageKind kind);

}  // namespace sudare

#endif  // SUDARE_PROXY_CLI_AUDIT_DAMAGE_WORDS_H_
