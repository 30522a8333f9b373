// PolicyInForce: the policy that all parts of a running proxy ask for, and its replacement while it
// runs.
#ifndef SUDARE_PROXY_POLICIES_POLICY_IN_FORCE_H_
#define SUDARE_PROXY_POLICIES_POLICY_IN_FORCE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "policy/base/ed25519.h"
#include "policy/issue.h"
#include "policy/policy.h"
#include "proxy/policies/policy_source.h"

namespace sudare {

// Thread-safety: internally locked. Who holds a policy keeps it, whatever comes after.
class PolicyInForce : public PolicySource {
 public:
  struct Options {
    // A file or a folder.
    std::string path;
    // Without one a policy that tokenizes is an error: nobody could make its tokens.
    bool has_keyring = false;
    // Not empty: the policy must be signed by one of them.
    std::vector<Ed25519PublicKey> signers;
  };

  // Nothing is in force before the first Load that succeeds.
  explicit PolicyInForce(Options options);

  std::shared_ptr<const Policy> Current() const override;

  struct Outcome {
    // Whether the policy was replaced; if not, the one before is in force.
    bool loaded = false;
    std::vector<Issue> issues;
  };
  Outcome Load();

 private:
  const Options options_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Policy> current_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sudare

#endif  // SUDARE_PROXY_POLICIES_POLICY_IN_FORCE_H_
