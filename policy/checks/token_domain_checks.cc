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

// Whether both give the same tokens to the values of a column.
bool HaveOneForm(const v1::Tokenize& a, const v1::Tokenize& b) {
  return a.has_digits() == b.has_digits() &&
         a.digits().invalid_check_digit() == b.digits().invalid_check_digit();
}

}  // namespace

void CheckTokenDomains(const v1::Role& role, Findings* findings) {
  absl::flat_hash_map<std::string, const v1::Tokenize*> first_of_domain;
  for (const v1::Rule& rule : role.rules()) {
    if (!rule.has_tokenize() || rule.tokenize().domain().empty()) continue;
    const v1::Tokenize& tokenize = rule.tokenize();
    if (tokenize.scope() == v1::Tokenize::WINDOW && !role.requires_window()) {
      findings->Error("token-scope", {tokenize, v1::Tokenize::kScopeFieldNumber},
                      absl::StrCat("tokens of scope WINDOW in role ", Quoted(role.name()),
                                   ", which works without windows"),
                      "set `requires_window: true`, or give another scope");
    }
    const auto [found, is_first] = first_of_domain.emplace(tokenize.domain(), &tokenize);
    if (is_first) continue;
    const std::string domain = Quoted(tokenize.domain());
    if (EffectiveScope(tokenize) != EffectiveScope(*found->second)) {
      findings->Error("token-domain", {tokenize, v1::Tokenize::kScopeFieldNumber},
                      absl::StrCat("domain ", domain, " has another scope earlier in this role"),
                      "tokens of one domain are compared with each other: give all its rules the "
                      "same scope, or use another domain");
    }
    if (!HaveOneForm(tokenize, *found->second)) {
      const int field = tokenize.has_digits() ? v1::Tokenize::kDigitsFieldNumber
                                              : v1::Tokenize::kDomainFieldNumber;
      findings->Warning(
          "token-domain", {tokenize, field},
          absl::StrCat("domain ", domain, " has tokens of another form earlier in this role"),
          "the same value then has different tokens; give all its rules the same "
          "`digits`, or use another domain");
    }
    if (tokenize.prefix() != found->second->prefix()) {
      findings->Warning("token-domain", {tokenize, v1::Tokenize::kPrefixFieldNumber},
                        absl::StrCat("domain ", domain, " has another prefix earlier in this role"),
                        "the same value then has different tokens; give all its rules the same "
                        "prefix");
    }
  }
}

}  // namespace sudare::checks
