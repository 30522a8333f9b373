// The columns of a CSV, and the masking of its records.
#ifndef SUDARE_POLICY_STREAMS_CSV_BATCH_MASKER_H_
#define SUDARE_POLICY_STREAMS_CSV_BATCH_MASKER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/masker.h"
#include "policy/streams/csv_masker.h"
#include "policy/streams/record_batches.h"

namespace sudare {

struct CsvColumn {
  std::string name;
  ColumnType type;
  std::shared_ptr<const Masker::ColumnMasker> masker;
  bool is_hidden = false;
  // What is shown is the field itself.
  bool is_copied = false;
  // The value has to be one of the type, which isn't text.
  bool is_checked = false;
};

// Columns by position, each with masks of its own, so that threads share nothing.
absl::StatusOr<std::vector<CsvColumn>> CsvColumns(const std::vector<std::string>& names,
                                                  const Masker& masker, const CsvOptions& options);

absl::StatusOr<std::unique_ptr<BatchMasker>> MakeCsvBatchMasker(std::vector<CsvColumn> columns,
                                                                const CsvOptions& options);

}  // namespace sudare

#endif  // SUDARE_POLICY_STREAMS_CSV_BATCH_MASKER_H_
