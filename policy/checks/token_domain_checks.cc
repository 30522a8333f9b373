#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "policy/checks/checks.h"

namespace sudare::checks {
namespace {

// Unset means the role's.
v1::Tokenize::Scope EffectiveScope(const v1::Tokenize& tokenize) {
  return tokenize.scope() == v1::Tokenize::SCOPE_UNSPECIFIED ? v1::Tokenize::ROLE
                                                             : tokenize.scope();
}

}  // namespace

void CheckTokenDomains(const v1::Role& role, Findings* findings) {
  absl::flat_hash_map<std::string, const v1::Tokenize*> first_of_domain;
  for (const v1::Rule& rule : role.rules()) {
    if (!rule.has_tokenize() || rule.tokenize().domain().empty()) continue;
    const v1::Tokenize& tokenize = rule.tokenize();
    const auto [found, is_first] = first_of_domain.emplace(tokenize.domain(), &tokenize);
    if (is_first) continue;
    const std::string domain = Quoted(tokenize.domain());
    if (EffectiveScope(tokenize) != EffectiveScope(*found->second)) {
      findings->Error({tokenize, v1::Tokenize::kScopeFieldNumber},
                      absl::StrCat("domain ", domain, " has another scope earlier in this role"),
                      "tokens of one domain are compared with each other: give all its rules the "
                      "same scope, or use another domain");
    }
    if (tokenize.prefix() != found->second->prefix()) {
      findings->Warning({tokenize, v1::Tokenize::kPrefixFieldNumber},
                        absl::StrCat("domain ", domain, " has another prefix earlier in this role"),
                        "the same value then has different tokens; give all its rules the same "
                        "prefix");
    }
  }
}

}  // namespace sudare::checks
