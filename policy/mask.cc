#include "policy/mask.h"

#include "policy/transforms/allow.h"
#include "policy/transforms/generalize.h"
#include "policy/transforms/hide.h"
#include "policy/transforms/json.h"
#include "policy/transforms/partial.h"
#include "policy/transforms/presence.h"
#include "policy/transforms/redact.h"
#include "policy/transforms/scrub.h"
#include "policy/transforms/tokenize.h"

namespace sudare {

absl::StatusOr<std::unique_ptr<const Mask>> MakeMask(const sudare::v1::Rule& rule,
                                                     ColumnType type) {
  switch (rule.mask_case()) {
    case sudare::v1::Rule::kAllow:
      return MakeAllow(type);
    case sudare::v1::Rule::kHide:
      return MakeHide(type);
    case sudare::v1::Rule::kRedact:
      return MakeRedact(rule.redact(), type);
    case sudare::v1::Rule::kPresence:
      return MakePresence(type);
    case sudare::v1::Rule::kPartial:
      return MakePartial(rule.partial(), type);
    case sudare::v1::Rule::kGeneralize:
      return MakeGeneralize(rule.generalize(), type);
    case sudare::v1::Rule::kScrub:
      return MakeScrub(rule.scrub(), type);
    case sudare::v1::Rule::kJson:
      return MakeJson(rule.json(), type);
    case sudare::v1::Rule::kTokenize:
      return MakeTokenize(rule.tokenize(), type);
    case sudare::v1::Rule::MASK_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("the rule names no mask: say `hide {}` or another one");
}

}  // namespace sudare
