// Early return on a bad Status. Include from .cc files only, never from a header.
#ifndef SUDARE_POLICY_BASE_STATUS_MACROS_H_
#define SUDARE_POLICY_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define SUDARE_RETURN_IF_ERROR(expr)               \
  do {                                             \
    absl::Status sudare_status = (expr);           \
    if (!sudare_status.ok()) return sudare_status; \
  } while (false)

#define SUDARE_CONCAT_INNER(a, b) a##b
#define SUDARE_CONCAT(a, b) SUDARE_CONCAT_INNER(a, b)

// SUDARE_ASSIGN_OR_RETURN(auto thing, MakeThing());
#define SUDARE_ASSIGN_OR_RETURN(lhs, expr) \
  SUDARE_ASSIGN_OR_RETURN_IMPL(SUDARE_CONCAT(sudare_status_or_, __LINE__), lhs, expr)
#define SUDARE_ASSIGN_OR_RETURN_IMPL(status_or, lhs, expr)   \
  auto status_or = (expr);                                   \
  if (!status_or.ok()) return std::move(status_or).status(); \
  lhs = *std::move(status_or)

#endif  // SUDARE_POLICY_BASE_STATUS_MACROS_H_
