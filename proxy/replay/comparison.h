// What is said of a query that ran again: the ends held against each other, and the words for it.
//
// Thread-safety: pure functions.
#ifndef SUDARE_PROXY_REPLAY_COMPARISON_H_
#define SUDARE_PROXY_REPLAY_COMPARISON_H_

#include <string>

#include "proto/audit.pb.h"
#include "proto/replay.pb.h"
#include "proxy/replay/recorded_runs.h"

namespace sudare::replay {

// All that the record tells; no verdict yet.
sudare::v1::ReplayedQuery AsRecorded(const RecordedRun& run);

// Sets the verdict and its words. `what` goes into them: a name, a policy's hash; never a value.
void SetVerdict(sudare::v1::ReplayedQuery::Verdict verdict, const std::string& what,
                sudare::v1::ReplayedQuery* query);

// Whether how a query ended says nothing of the data: it was interrupted from outside.
bool WasInterrupted(const sudare::v1::Outcome& outcome);

// `replayed`: how it ended now. `unrepeatable`: what in the statement gives another answer at
// another time (proxy/sql/repeatability.h); empty: nothing.
void Compare(const sudare::v1::Outcome& recorded, const sudare::v1::Outcome& replayed,
             const std::string& unrepeatable, sudare::v1::ReplayedQuery* query);

bool IsSame(sudare::v1::ReplayedQuery::Verdict verdict);

// Counts verdicts.
class Tally {
 public:
  explicit Tally(const std::string& policy_hash) { summary_.set_policy_hash(policy_hash); }
  void Add(const sudare::v1::ReplayedQuery& query);
  sudare::v1::ReplaySummary Summary() const;

 private:
  sudare::v1::ReplaySummary summary_;
};

// A line for each difference and each query of which nothing can be said, in both languages; empty
// for others. And the whole at the end.
std::string LineOf(const sudare::v1::ReplayedQuery& query);
std::string TextOf(const sudare::v1::ReplaySummary& summary);

}  // namespace sudare::replay

#endif  // SUDARE_PROXY_REPLAY_COMPARISON_H_
