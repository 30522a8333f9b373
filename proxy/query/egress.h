// Egress: rows on their way out, tokenized where the plan says so, packed into batches, held to the
// limits.
#ifndef SUDARE_PROXY_QUERY_EGRESS_H_
#define SUDARE_PROXY_QUERY_EGRESS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "proto/query.pb.h"
#include "proxy/backend/backend.h"
#include "proxy/query/pipeline.h"
#include "proxy/sql/masked_sql.h"

namespace sudare {

struct EgressLimits {
  uint64_t rows = 0;
  uint64_t bytes = 0;
};

// Thread-safety: one thread. Borrows all it is given.
class Egress : public RowReceiver {
 public:
  // `before_first`: called once before anything reaches the sink; what it refuses ends the query.
  Egress(const sql::MaskedSql& masked, const std::string& query_id, const EgressLimits& limits,
         std::function<absl::Status()> before_first, RowSink& sink);

  absl::Status OnFields(const std::vector<ResultField>& fields) override;
  absl::Status OnRow(absl::Span<const FieldView> row) override;

  // Sends what is left. Call after the last row.
  absl::Status Finish();

  uint64_t rows() const { return rows_; }
  uint64_t bytes() const { return bytes_; }

 private:
  absl::Status Flush();
  absl::Status Open();

  const sql::MaskedSql& masked_;
  const EgressLimits limits_;
  std::function<absl::Status()> before_first_;
  RowSink& sink_;
  sudare::v1::Header header_;
  sudare::v1::RowBatch batch_;
  bool open_ = false;
  uint64_t rows_ = 0;
  uint64_t bytes_ = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_EGRESS_H_
