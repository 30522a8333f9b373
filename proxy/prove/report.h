// What a proof and a pack's score say, for people and for programs.
#ifndef SUDARE_PROXY_PROVE_REPORT_H_
#define SUDARE_PROXY_PROVE_REPORT_H_

#include <string>
#include <vector>

#include "proxy/prove/pack.h"
#include "proxy/prove/proof.h"

namespace sudare::prove {

struct Verdict {
  // Of the proof, if one was made.
  const ProofReport* proof = nullptr;
  std::vector<PackScore> scores;
  // Rows in another order count as leaks.
  bool strict_order = false;

  // Nothing was found that speaks against the policy: no difference, no leak, all errors of the
  // packs, and some queries were asked.
  bool IsProved() const;
};

// Ends with "prove: 812 queries, 640 answered (78.8 %), 0 differences, 0 leaks" and, for each
// score, "errors still found 13/13, attacks that leak 0/64". Values in it are of generated rows.
std::string TextReport(const Verdict& verdict);

// One JSON object, on one line.
std::string JsonReport(const Verdict& verdict);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_REPORT_H_
