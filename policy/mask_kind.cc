#include "policy/mask.h"

namespace sudare {

absl::string_view MaskKindName(MaskKind kind) {
  switch (kind) {
    case MaskKind::kAllow:
      return "allow";
    case MaskKind::kHide:
      return "hide";
    case MaskKind::kRedact:
      return "redact";
    case MaskKind::kPresence:
      return "presence";
    case MaskKind::kPartial:
      return "partial";
    case MaskKind::kGeneralize:
      return "generalize";
    case MaskKind::kScrub:
      return "scrub";
    case MaskKind::kJson:
      return "json";
    case MaskKind::kTokenize:
      return "tokenize";
  }
  return "hide";
}

}  // namespace sudare
