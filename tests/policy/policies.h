// Policies for tests, as text.
#ifndef SUDARE_TESTS_POLICY_POLICIES_H_
#define SUDARE_TESTS_POLICY_POLICIES_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "policy/loader.h"
#include "policy/policy.h"

namespace sudare::testing {

// The policy of this text, whose file is called "p.textproto". Aborts the test with the issues if
// it doesn't validate.
std::shared_ptr<const Policy> PolicyOf(const std::string& text);

// All issues of this text, one after the other as the user sees them.
std::string IssuesOf(const std::string& text);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_POLICY_POLICIES_H_
