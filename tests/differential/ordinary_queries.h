// What becomes of ordinary queries: answered as the masked twin answers, or not.
#ifndef SUDARE_TESTS_DIFFERENTIAL_ORDINARY_QUERIES_H_
#define SUDARE_TESTS_DIFFERENTIAL_ORDINARY_QUERIES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/differential/masked_database.h"
#include "tests/differential/query_file.h"

namespace sudare::testing {

struct Verdict {
  enum class Outcome {
    kAnswered,
    kRefused,
    // Answered, and not as the twin does.
    kDiffers,
    // The twin itself can't answer it: the file is wrong.
    kWrongQuery,
  };
  // Name of the file without its ending.
  std::string theme;
  OrdinaryQuery query;
  Outcome outcome = Outcome::kAnswered;
  // Of a refusal: its stable name, and what it says.
  std::string reason;
  std::string detail;
  size_t rows = 0;
  // That the pipeline took.
  absl::Duration duration;

  // "salary.sql:17 (title)"
  std::string Place() const;
};

// Asks every query of the files in `folder`, in the order of their names. kNotFound: the folder.
// kInvalidArgument: a file that can't be read.
absl::StatusOr<std::vector<Verdict>> AskOrdinaryQueries(MaskedDatabase& database,
                                                        const std::string& folder);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DIFFERENTIAL_ORDINARY_QUERIES_H_
