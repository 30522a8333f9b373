// A policy with tokens of every scope, and the tokens that its rules make.
#ifndef SUDARE_TESTS_PROXY_TOKEN_TOKEN_POLICY_H_
#define SUDARE_TESTS_PROXY_TOKEN_TOKEN_POLICY_H_

#include <memory>
#include <string>

#include "policy/keyring.h"
#include "policy/policy.h"

namespace sudare::testing {

// Roles `payroll` (accounts payroll-01, payroll-02: name by role, phone by account, city for all)
// and `attendance` (attendance-01: name by role, city for all). Staff: head (DETOKENIZE), auditor
// (AUDIT), clerk (REQUEST).
std::shared_ptr<const Policy> TokenPolicy();

// A key in memory; different `fill`, different key.
std::shared_ptr<const Keyring> KeyringOf(char fill);

// The token that the policy's proxy would make of `value`.
std::string TokenOf(const Keyring& keyring, const std::string& domain, const std::string& scope,
                    const std::string& prefix, const std::string& value);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_PROXY_TOKEN_TOKEN_POLICY_H_
