#include "proxy/doctor/policy_check.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/evaluator.h"
#include "proxy/policies/policy_in_force.h"
#include "proxy/policies/policy_signers.h"

namespace sudare::doctor {
namespace {

// Pledges that end within these days are told.
constexpr int kSoonDays = 30;

// False: a key can't be read.
bool ReadSigners(const sudare::v1::Config& config, std::vector<Ed25519PublicKey>* signers,
                 Findings* findings) {
  bool is_good = true;
  for (const std::string& path : config.policy_signers()) {
    auto keys = ReadPolicySigners({path});
    if (keys.ok()) {
      signers->push_back(std::move(keys->front()));
      continue;
    }
    findings->Add("signer-unreadable", path, {std::string(keys.status().message())});
    is_good = false;
  }
  return is_good;
}

void TellIssues(const std::string& path, const std::vector<Issue>& issues, Findings* findings) {
  size_t warnings = 0;
  for (const Issue& issue : issues) {
    if (issue.severity == Issue::Severity::kError) {
      findings->Add("policy-error", issue.place.file.empty() ? path : issue.place.ToString(),
                    {issue.message, issue.advice});
    } else if (issue.severity == Issue::Severity::kWarning) {
      ++warnings;
    }
  }
  if (warnings > 0) findings->Add("policy-warnings", path, {absl::StrCat(warnings), path});
}

void CheckPledges(const Policy& policy, absl::CivilDay today, Findings* findings) {
  for (const Account& account : policy.accounts()) {
    if (account.is_program) continue;
    if (!account.HasPledgeOn(today)) {
      findings->Add("no-pledge", account.name);
      continue;
    }
    absl::CivilDay last = today;
    for (const Pledge& pledge : account.pledges) last = std::max(last, pledge.expires_on);
    if (last - today < kSoonDays) {
      findings->Add("pledge-ends-soon", account.name, {absl::FormatCivilTime(last)});
    }
  }
}

bool HasAdmin(const Policy& policy) {
  return std::any_of(policy.staff().begin(), policy.staff().end(), [](const StaffMember& member) {
    return std::any_of(member.duties.begin(), member.duties.end(), [](auto duty) {
      return duty == sudare::v1::Staff::ADMINISTER || duty == sudare::v1::Staff::AUDIT;
    });
  });
}

}  // namespace

std::shared_ptr<const Policy> CheckPolicy(const sudare::v1::Config& config, absl::Time now,
                                          Findings* findings) {
  PolicyInForce::Options options;
  options.path = config.policy();
  options.has_keyring = config.has_keyring();
  if (!ReadSigners(config, &options.signers, findings)) return nullptr;
  const size_t signers = options.signers.size();
  PolicyInForce files(std::move(options));
  const PolicyInForce::Outcome outcome = files.Load();
  TellIssues(config.policy(), outcome.issues, findings);
  const std::shared_ptr<const Policy> policy = files.Current();
  if (policy == nullptr) return nullptr;
  findings->Add("policy-ok", config.policy(),
                {policy->hash(), absl::StrCat(policy->accounts().size()),
                 absl::StrCat(policy->roles().size()), absl::StrCat(policy->tables().size())});
  if (signers > 0) {
    findings->Add("policy-signed", config.policy(), {absl::StrCat(signers)});
  } else {
    findings->Add("policy-unsigned", config.policy());
  }
  CheckPledges(*policy, PledgeDay(now), findings);
  if (!HasAdmin(*policy)) findings->Add("no-admin", config.policy());
  return policy;
}

}  // namespace sudare::doctor
