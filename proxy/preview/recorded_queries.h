// What another policy would do to the queries that an audit log holds.
//
// The log holds statements without their literals ($1, $2, … in their place), so they are compiled
// with parameters of unknown value. Masks and refusals hardly ever depend on a literal; where a
// statement that once ran doesn't compile without them, that is said and nothing is guessed.
#ifndef SUDARE_PROXY_PREVIEW_RECORDED_QUERIES_H_
#define SUDARE_PROXY_PREVIEW_RECORDED_QUERIES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/policy.h"
#include "proto/preview.pb.h"
#include "proxy/catalog/catalog.h"

namespace sudare::preview {

// A statement of an account, as it was recorded.
struct RecordedQuery {
  std::string account;
  std::string sql;
  // How often it ran, and how often it was refused.
  uint32_t answered = 0;
  uint32_t refused = 0;
};

// Each statement of each account once, by account and text. Errors: those of VerifyAuditLog; a log
// that was altered isn't reviewed.
absl::StatusOr<std::vector<RecordedQuery>> ReadRecordedQueries(const std::string& audit_folder);

// Both policies over the same database; pledges count as valid and windows as open.
sudare::v1::RecordedQueries CompareRecordedQueries(
    const std::vector<RecordedQuery>& queries, const std::shared_ptr<const Policy>& older,
    const std::shared_ptr<const Policy>& newer,
    const std::shared_ptr<const CatalogSnapshot>& catalog);

}  // namespace sudare::preview

#endif  // SUDARE_PROXY_PREVIEW_RECORDED_QUERIES_H_
