// Egress: rows on their way out, tokenized and masked where the plan says so, packed into batches,
// held to the limits.
#ifndef SUDARE_PROXY_QUERY_EGRESS_H_
#define SUDARE_PROXY_QUERY_EGRESS_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "proto/query.pb.h"
#include "proxy/backend/backend.h"
#include "proxy/query/person_counter.h"
#include "proxy/query/pipeline.h"
#include "proxy/query/result_digest.h"
#include "proxy/sql/masked_sql.h"

namespace sudare {

struct EgressLimits {
  uint64_t rows = 0;
  uint64_t bytes = 0;
  // Asked before rows leave, with their number; a bad Status ends the query. May be null.
  std::function<absl::Status(uint64_t)> take_rows;
  // Counts whose data leaves; null: nobody does.
  PersonCounter* persons = nullptr;
  // Of one row, as it is shown.
  size_t row_bytes = ExecuteOptions().row_bytes;
};

// Thread-safety: one thread. Borrows all it is given.
class Egress : public RowReceiver {
 public:
  // `before_first`: called once before anything reaches the sink; what it refuses ends the query.
  Egress(const sql::MaskedSql& masked, const std::string& query_id, const EgressLimits& limits,
         std::function<absl::Status()> before_first, RowSink& sink);

  // For the header. Call it before the first row.
  void SetWindow(const std::string& id, absl::Time ends_at);

  // Of what is shown; null: none is made. Call it before the first row.
  void SetDigest(ResultDigest* digest) { digest_ = digest; }

  absl::Status OnFields(const std::vector<ResultField>& fields) override;
  absl::Status OnRow(absl::Span<const FieldView> row) override;

  // Sends what is left. Call after the last row.
  absl::Status Finish();

  // How much larger than shown a row may come from the database.
  size_t HiddenRowBytes() const;

  uint64_t rows() const { return rows_; }
  uint64_t bytes() const { return bytes_; }

 private:
  // Appends what is shown of a value; returns its length as batches have it.
  static int32_t Append(const sql::ResultColumnPlan& plan, absl::string_view text,
                        std::string* data);
  absl::Status Flush();
  absl::Status Open();

  const sql::MaskedSql& masked_;
  const EgressLimits limits_;
  std::function<absl::Status()> before_first_;
  RowSink& sink_;
  ResultDigest* digest_ = nullptr;
  sudare::v1::Header header_;
  sudare::v1::RowBatch batch_;
  bool masks_values_ = false;
  bool open_ = false;
  uint64_t rows_ = 0;
  uint64_t bytes_ = 0;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_QUERY_EGRESS_H_
