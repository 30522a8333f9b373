// Classifier: from hints and evidence to the kind of a column, how sure that is, and why.
#ifndef SUDARE_PROXY_DISCOVER_CLASSIFIER_H_
#define SUDARE_PROXY_DISCOVER_CLASSIFIER_H_

#include <string>
#include <vector>

#include "proxy/discover/evidence.h"
#include "proxy/discover/kinds.h"
#include "proxy/discover/outline.h"

namespace sudare::discover {

// What is less sure stays unclassified. To be wrong about what the starter role hides costs
// convenience; about what it shows, secrets.
inline constexpr double kEnoughToHide = 0.5;
inline constexpr double kEnoughToShow = 0.7;

struct Classification {
  Kind kind = Kind::kUnclassified;
  // 0 to 1; a rank, no probability.
  double confidence = 0;
  // In plain words, without values: "comment says `氏名`", "98 % of 1000 values look like one".
  std::vector<std::string> reasons;

  bool IsSure() const;
};

// Pure. A sample that speaks against a name wins where the name would show the column.
Classification Classify(const OutlineColumn& column, const Evidence& evidence);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_CLASSIFIER_H_
