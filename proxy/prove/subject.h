// Subject: what is proved, asked as an account would ask it, with everything that the account could
// see of the answer.
#ifndef SUDARE_PROXY_PROVE_SUBJECT_H_
#define SUDARE_PROXY_PROVE_SUBJECT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "policy/keyring.h"
#include "policy/policy.h"
#include "policy/value.h"
#include "proto/query.pb.h"
#include "proxy/catalog/catalog.h"
#include "proxy/query/pipeline.h"

namespace sudare::prove {

// One statement's answer, but for the time it took.
struct Observation {
  absl::Status status;
  // Of a refusal or an error: reason, message, advice, place, SQLSTATE.
  sudare::v1::ErrorDetail error;
  std::vector<std::string> names;
  std::vector<std::string> types;
  std::vector<std::string> masks;
  std::vector<std::vector<Value>> rows;

  // All but the rows, as one text.
  std::string HeadText() const;
  // It took too long, or gave more than is kept here: nothing can be said of it.
  bool IsCutShort() const;
};

// Thread-safety: one thread at a time.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual Observation Ask(const std::string& account, const std::string& sql) = 0;
};

// Makes the pipeline from its parts: MakePipeline, or in tests one with a fault.
using PipelineMaker = std::function<std::unique_ptr<Pipeline>(PipelineParts)>;

struct PipelineSubjectOptions {
  // libpq connection string.
  std::string connection;
  std::shared_ptr<const Policy> policy;
  std::shared_ptr<const CatalogSnapshot> catalog;
  std::shared_ptr<const Keyring> keyring;
  PipelineMaker make_pipeline = MakePipeline;
  // Orders that a statement leaves open are the same for the same key.
  std::string order_key = "an order for proofs, not a secret";
  // Whether statements run as the policy's database roles. In a private database, which has no
  // grants for them, they run as the connection's own user.
  bool uses_database_roles = false;
};

// The real pipeline without a door, with a log that keeps nothing.
std::unique_ptr<Subject> MakePipelineSubject(const PipelineSubjectOptions& options);

// The database itself, in read-only sessions that are pinned like the proxy's; for any account.
std::unique_ptr<Subject> MakeDatabaseSubject(const std::string& connection);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_SUBJECT_H_
