// FixedPolicy: one policy, in force as long as it lives; for work without a server.
#ifndef SUDARE_PROXY_POLICIES_FIXED_POLICY_H_
#define SUDARE_PROXY_POLICIES_FIXED_POLICY_H_

#include <memory>
#include <utility>

#include "proxy/policies/policy_source.h"

namespace sudare {

class FixedPolicy : public PolicySource {
 public:
  explicit FixedPolicy(std::shared_ptr<const Policy> policy) : policy_(std::move(policy)) {}
  std::shared_ptr<const Policy> Current() const override { return policy_; }

 private:
  const std::shared_ptr<const Policy> policy_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_POLICIES_FIXED_POLICY_H_
