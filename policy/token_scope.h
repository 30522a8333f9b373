// Which tokens are comparable: everything that goes into a token's subkeys beside the master key.
#ifndef SUDARE_POLICY_TOKEN_SCOPE_H_
#define SUDARE_POLICY_TOKEN_SCOPE_H_

#include <string>

namespace sudare {

struct TokenScope {
  // Tokenize.domain of the policy.
  std::string domain;
  // "global", "role:<name>", "account:<name>".
  std::string scope;
};

}  // namespace sudare

#endif  // SUDARE_POLICY_TOKEN_SCOPE_H_
