// PolicySource: gives the policy in force.
#ifndef SUDARE_PROXY_POLICIES_POLICY_SOURCE_H_
#define SUDARE_PROXY_POLICIES_POLICY_SOURCE_H_

#include <memory>

#include "policy/policy.h"

namespace sudare {

// Thread-safety: share freely.
class PolicySource {
 public:
  virtual ~PolicySource() = default;
  // nullptr: none. Who holds a policy keeps it, whatever comes after.
  virtual std::shared_ptr<const Policy> Current() const = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_POLICIES_POLICY_SOURCE_H_
