#include "tests/policy/policies.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "absl/strings/str_join.h"

namespace sudare::testing {
namespace {

std::string Shown(const std::vector<Issue>& issues) {
  return absl::StrJoin(issues, "\n",
                       [](std::string* out, const Issue& issue) { out->append(issue.ToString()); });
}

}  // namespace

std::shared_ptr<const Policy> PolicyOf(const std::string& text) {
  LoadResult result = LoadPolicyFromSources({{"p.textproto", text}});
  if (result.policy == nullptr) {
    ADD_FAILURE() << "the test's own policy is wrong:\n" << Shown(result.issues);
    std::abort();
  }
  return result.policy;
}

std::string IssuesOf(const std::string& text) {
  return Shown(LoadPolicyFromSources({{"p.textproto", text}}).issues);
}

}  // namespace sudare::testing
