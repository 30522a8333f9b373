// PipelineHarness: the real pipeline over a real database, audit log and keys, called without a
// door.
#ifndef SUDARE_TESTS_SUPPORT_PIPELINE_HARNESS_H_
#define SUDARE_TESTS_SUPPORT_PIPELINE_HARNESS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/keyring.h"
#include "policy/policy.h"
#include "policy/value.h"
#include "proxy/catalog/catalog.h"
#include "proxy/query/pipeline.h"

namespace sudare::testing {

struct Answer {
  std::vector<std::string> names;
  std::vector<std::string> types;
  std::vector<std::string> masks;
  std::vector<std::vector<Value>> rows;
  std::string query_id;
};

// Thread-safety: Query may be called by any thread.
class PipelineHarness {
 public:
  struct Options {
    // libpq connection string.
    std::string connection;
    std::shared_ptr<const Policy> policy;
    std::shared_ptr<const CatalogSnapshot> catalog;
    std::shared_ptr<const Keyring> keyring;
    sudare::v1::Defaults defaults;
    std::function<absl::Time()> clock = absl::Now;
    // In place of the real ones; borrowed.
    Backend* backend = nullptr;
    AuditLog* audit = nullptr;
    std::string order_key = "the same order in every run";
    std::shared_ptr<const audit::StatementSealer> sealer;
  };

  explicit PipelineHarness(Options options);
  ~PipelineHarness();

  absl::StatusOr<Answer> Query(const std::string& account, const std::string& sql,
                               const std::vector<Value>& parameters = {},
                               const CallOptions& options = {});
  Pipeline& pipeline();
  const std::string& audit_folder() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_SUPPORT_PIPELINE_HARNESS_H_
