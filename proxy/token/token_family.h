// TokenFamily: tokens that are comparable with each other, as the rules of a policy make them.
#ifndef SUDARE_PROXY_TOKEN_TOKEN_FAMILY_H_
#define SUDARE_PROXY_TOKEN_TOKEN_FAMILY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "policy/evaluator.h"
#include "policy/policy.h"
#include "policy/token_scope.h"
#include "proto/policy.pb.h"

namespace sudare {

// A maintenance window, whose accounts may have seen tokens of its own.
struct TokenWindow {
  WorkWindow work;
  std::string role;
  std::vector<std::string> accounts;
};

// Lifetime: points into its policy.
struct TokenFamily {
  TokenScope scope;
  std::string prefix;
  // GLOBAL, ROLE, ACCOUNT or WINDOW.
  sudare::v1::Tokenize::Scope kind = sudare::v1::Tokenize::ROLE;
  // Null for GLOBAL.
  const Role* role = nullptr;
  // Only for ACCOUNT.
  const Account* account = nullptr;
  // Only for WINDOW: its number, and who worked in it.
  std::string window;
  std::vector<std::string> window_accounts;

  // "global", "role", "account" or "window"
  absl::string_view KindName() const;
  // For messages: "role `payroll-maintenance`".
  std::string Description() const;
};

// Of the tokens that a rule of `role` makes; `account` for scope ACCOUNT, `window` for scope
// WINDOW, else null.
TokenFamily FamilyOf(const sudare::v1::Tokenize& tokenize, const Role& role, const Account* account,
                     const TokenWindow* window = nullptr);

// Every family that some rule makes, each once; of scope WINDOW, those of `windows`. Rules that
// come too late to decide anything are among them; their families have no tokens.
std::vector<TokenFamily> FamiliesOf(const Policy& policy, const std::vector<TokenWindow>& windows);

// Whether the account is shown tokens of this family. Its pledge doesn't matter: a token may have
// been seen while it was valid.
bool IsShownTo(const TokenFamily& family, const Account& account);
// Whether some account of the role may be.
bool IsShownTo(const TokenFamily& family, const Role& role);

// The accounts of the policy to whom it is shown, in the policy's order.
std::vector<const Account*> HoldersOf(const Policy& policy, const TokenFamily& family);

// The classes of the columns whose values become tokens of this family, in the policy's order.
std::vector<const DataClass*> ClassesOf(const Policy& policy, const TokenFamily& family);

}  // namespace sudare

#endif  // SUDARE_PROXY_TOKEN_TOKEN_FAMILY_H_
