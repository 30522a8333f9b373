// Matchers for absl::Status and absl::StatusOr.
//
//   EXPECT_THAT(DoThing(), IsOk());
//   EXPECT_THAT(MakeThing(), IsOkAndHolds(Eq(3)));
//   EXPECT_THAT(MakeThing(), StatusIs(absl::StatusCode::kNotFound, HasSubstr("no table")));
//   ASSERT_OK_AND_ASSIGN(auto thing, MakeThing());
#ifndef SUDARE_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define SUDARE_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <ostream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sudare::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& value) {
  return value.status();
}

MATCHER(IsOk, negation ? "isn't OK" : "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

MATCHER_P2(StatusIs, code, message_matcher,
           "has the code " + absl::StatusCodeToString(code) + " and a message that " +
               ::testing::DescribeMatcher<std::string>(message_matcher)) {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status.ToString();
  return status.code() == code &&
         ::testing::ExplainMatchResult(message_matcher, std::string(status.message()),
                                       result_listener);
}

template <typename Code>
auto StatusIs(Code code) {
  return StatusIs(code, ::testing::_);
}

// Of an absl::StatusOr whose value matches `value_matcher`.
MATCHER_P(IsOkAndHolds, value_matcher, "is OK and holds a matching value") {
  if (!arg.ok()) {
    *result_listener << arg.status().ToString();
    return false;
  }
  return ::testing::ExplainMatchResult(value_matcher, *arg, result_listener);
}

}  // namespace sudare::testing

#define SUDARE_TEST_CONCAT_INNER(a, b) a##b
#define SUDARE_TEST_CONCAT(a, b) SUDARE_TEST_CONCAT_INNER(a, b)

// ASSERT_OK_AND_ASSIGN(auto thing, MakeThing());
#define ASSERT_OK_AND_ASSIGN(lhs, expr) \
  ASSERT_OK_AND_ASSIGN_IMPL(SUDARE_TEST_CONCAT(status_or_, __LINE__), lhs, expr)
#define ASSERT_OK_AND_ASSIGN_IMPL(status_or, lhs, expr) \
  auto status_or = (expr);                              \
  ASSERT_TRUE(status_or.ok()) << status_or.status();    \
  lhs = *std::move(status_or)

#endif  // SUDARE_TESTS_SUPPORT_STATUS_MATCHERS_H_
