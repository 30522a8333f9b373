// Examination: one query, held against what the masked twin answers, and against what the same
// pipeline shows of a database that differs in what is hidden.
#ifndef SUDARE_PROXY_PROVE_EXAMINATION_H_
#define SUDARE_PROXY_PROVE_EXAMINATION_H_

#include <string>

#include "absl/strings/string_view.h"
#include "proxy/prove/query_source.h"
#include "proxy/prove/subject.h"

namespace sudare::prove {

enum class Finding {
  kNone,
  // The answer isn't that of the masked database.
  kDifference,
  // What is hidden shows.
  kLeak,
  // The same rows in another order, where the query leaves the order open: the planner's choice,
  // which knows statistics of hidden values (docs/decisions/0006).
  kOrder,
};

absl::string_view FindingName(Finding finding);  // "difference", "leak", "order"

struct Examined {
  Finding finding = Finding::kNone;
  // In a word or two, what differs: "rows", "number of rows", "column types", "error".
  std::string what;
  // Both sides, cut to what fits a report.
  std::string one;
  std::string other;
  bool is_answered = false;
  // Too slow or too large to say anything.
  bool is_cut_short = false;
  // PostgreSQL has an answer for it over the masked database.
  bool is_answerable = false;
  // Why it isn't answered.
  std::string reason;
};

// Lifetime: borrows the subjects.
class Examiner {
 public:
  struct Subjects {
    Subject* one = nullptr;
    Subject* other = nullptr;
    // Over the same database as `one`, with another order key: what differs here, differs by
    // chance.
    Subject* again = nullptr;
    Subject* twin = nullptr;
  };
  Examiner(std::string account, const Subjects& subjects);

  Examined Examine(const ProofQuery& query);

  // The smallest query found that shows the same; at most `budget` are tried.
  ProofQuery Smallest(const ProofQuery& query, const Examined& examined, int budget);

 private:
  void HoldAgainstTwin(const ProofQuery& query, const Observation& seen, Examined* examined);
  void HoldAgainstOther(const ProofQuery& query, const Observation& seen, Examined* examined);

  const std::string account_;
  const Subjects subjects_;
};

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_EXAMINATION_H_
