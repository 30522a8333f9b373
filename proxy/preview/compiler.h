// Compiler: what the proxy would make of an account's queries, without database, keys and log.
#ifndef SUDARE_PROXY_PREVIEW_COMPILER_H_
#define SUDARE_PROXY_PREVIEW_COMPILER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "policy/keyring.h"
#include "policy/value.h"
#include "proto/preview.pb.h"
#include "proto/query.pb.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/preview/viewpoint.h"
#include "proxy/sql/masked_sql.h"

namespace sudare::preview {

// A keyring with a key of its own, made of randomness and known to nobody: tokens made with it tell
// nothing and are others with each run.
std::shared_ptr<const Keyring> MakePassingKeyring();

// Thread-safety: one thread at a time.
class Compiler {
 public:
  // `viewpoint` needs a catalog.
  Compiler(const Viewpoint& viewpoint, std::shared_ptr<const Keyring> keyring);

  // Why the account may not work on the day, as the proxy would say it; OK also if its role needs a
  // window, since a window may be open.
  absl::Status Standing() const;

  // Errors: those of sql/compile.h.
  absl::StatusOr<sql::MaskedSql> Compile(const std::string& sql,
                                         const std::vector<Value>& parameters) const;

  // Literals hidden. The refusal is that of the statement.
  sudare::v1::QueryExplanation Explain(const std::string& sql,
                                       const std::vector<Value>& parameters) const;

  const VisibleSchema& schema() const { return schema_; }

 private:
  const Viewpoint viewpoint_;
  const VisibleSchema schema_;
};

}  // namespace sudare::preview

#endif  // SUDARE_PROXY_PREVIEW_COMPILER_H_
