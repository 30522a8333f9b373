// A twin of the example's database as an account sees it, made without the proxy: views in the
// schemas masked_payroll and masked_attendance, masks in SQL, tokens stood in for by digests.
#ifndef SUDARE_TESTS_EXAMPLES_MASKED_TWIN_H_
#define SUDARE_TESTS_EXAMPLES_MASKED_TWIN_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "tests/support/postgres.h"

namespace sudare::testing {

// A day on which the pledges of the example's accounts hold.
absl::Time ExampleDay();

absl::Status MakeMaskedTwin(const PostgresServer& server, const Policy& policy,
                            absl::string_view account);

// The statement with each schema replaced by its twin.
std::string ForTwin(absl::string_view sql);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_EXAMPLES_MASKED_TWIN_H_
