#include "proxy/policies/policy_in_force.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/loader.h"

namespace sudare {
namespace {

constexpr char kMakeKeyring[] =
    "make one with `sudare keys create` and name it under `keyring` in the configuration";

// What can't be done without keys.
std::optional<Issue> FindNeedOfKeys(const Policy& policy) {
  for (const Role& role : policy.roles()) {
    if (role.counts_persons()) {
      Issue issue;
      issue.place = role.place;
      issue.message = absl::StrCat("role `", role.name,
                                   "` has a budget of persons, and there is no keyring to keep "
                                   "them apart with");
      issue.advice = kMakeKeyring;
      return issue;
    }
    for (const Rule& rule : role.rules) {
      if (rule.kind != MaskKind::kTokenize) continue;
      Issue issue;
      issue.place = rule.place;
      issue.message = absl::StrCat("role `", role.name, "` tokenizes, and there is no keyring");
      issue.advice = kMakeKeyring;
      return issue;
    }
  }
  return std::nullopt;
}

}  // namespace

PolicyInForce::PolicyInForce(Options options) : options_(std::move(options)) {}

std::shared_ptr<const Policy> PolicyInForce::Current() const {
  absl::ReaderMutexLock lock(&mutex_);
  return current_;
}

PolicyInForce::Outcome PolicyInForce::Load() {
  LoadResult result = LoadPolicy(options_.path, {options_.signers});
  if (result.policy != nullptr && !options_.has_keyring) {
    if (auto issue = FindNeedOfKeys(*result.policy)) {
      result.issues.push_back(*std::move(issue));
      result.policy = nullptr;
    }
  }
  if (result.policy == nullptr) return {false, std::move(result.issues)};
  absl::MutexLock lock(&mutex_);
  current_ = std::move(result.policy);
  return {true, std::move(result.issues)};
}

}  // namespace sudare
