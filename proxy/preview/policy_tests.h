// RunPolicyTests: what test files (proto/policy_test.proto) say of a policy, held against it.
#ifndef SUDARE_PROXY_PREVIEW_POLICY_TESTS_H_
#define SUDARE_PROXY_PREVIEW_POLICY_TESTS_H_

#include <memory>
#include <vector>

#include "policy/issue.h"
#include "policy/policy.h"
#include "policy/text/source_text.h"
#include "proto/preview.pb.h"
#include "proxy/catalog/catalog.h"

namespace sudare::preview {

// `catalog` may be null; tests of queries then are issues. Anything in a file that can't be read or
// makes no sense becomes an issue at its place, and the report is of the rest. Tokens are made with
// a key of this run.
sudare::v1::TestReport RunPolicyTests(
    const std::shared_ptr<const Policy>& policy,
    const std::shared_ptr<const CatalogSnapshot>& catalog,
    const std::vector<std::shared_ptr<const text::SourceText>>& files, std::vector<Issue>* issues);

}  // namespace sudare::preview

#endif  // SUDARE_PROXY_PREVIEW_POLICY_TESTS_H_
