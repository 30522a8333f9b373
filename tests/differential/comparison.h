// Comparison: one statement through the pipeline and over the account's masked twin.
#ifndef SUDARE_TESTS_DIFFERENTIAL_COMPARISON_H_
#define SUDARE_TESTS_DIFFERENTIAL_COMPARISON_H_

#include <string>

#include "proxy/prove/query_generator.h"
#include "tests/differential/masked_database.h"

namespace sudare::testing {

struct Comparison {
  enum class Verdict {
    kSame,
    // By the analysis, before anything ran; `what` is its reason.
    kRefused,
    // Both fail while they run, or one does: PostgreSQL may evaluate conditions in any order, and
    // SQL allows for both answers. Only for statements that said that they may fail.
    kFailed,
    // It takes too long over the twin, or is no right statement there.
    kSkipped,
    // Over the pipeline's time limit: a refusal of a kind, since no row was shown as an answer. How
    // long a statement takes isn't promised, so a few may; many would be a defect.
    kTooSlow,
    kDifferent,
  };
  Verdict verdict = Verdict::kSame;
  // In a word or two: what is different, why it was refused or skipped.
  std::string what;
  Observation expected;
  Observation actual;

  std::string Text() const;
};

Comparison CompareWithTwin(MaskedDatabase& database, const std::string& account,
                           const prove::GeneratedQuery& query);

// A small statement that is different in the same way.
std::string SmallestDifference(MaskedDatabase& database, const std::string& account,
                               const prove::GeneratedQuery& query, const std::string& what);

// The statement's parameters as far as it uses them.
prove::GeneratedQuery WithText(const prove::GeneratedQuery& query, const std::string& sql);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DIFFERENTIAL_COMPARISON_H_
