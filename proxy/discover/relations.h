// Relations between columns: what is equal to, refers to, or is made of another column's values,
// and what follows for its kind.
#ifndef SUDARE_PROXY_DISCOVER_RELATIONS_H_
#define SUDARE_PROXY_DISCOVER_RELATIONS_H_

#include <map>
#include <vector>

#include "proxy/discover/classifier.h"
#include "proxy/discover/evidence.h"
#include "proxy/discover/outline.h"

namespace sudare::discover {

enum class RelationKind { kRefersTo, kEquals, kHolds };

struct Relation {
  RelationKind kind;
  ColumnPlace target;
  // Of the values (the pieces, if it holds them) that occur in the target.
  double share = 1;
};

struct ColumnFinding {
  Evidence evidence;
  Classification classification;
  std::vector<Relation> relations;
};

using Findings = std::map<ColumnPlace, ColumnFinding>;

// Fills in `relations`, and lets kinds follow them: a column that equals one with a known kind has
// that kind, and text that holds names or numbers of other columns is hidden. Compares hashes of
// samples: what two samples have in common by chance of their rows is missed.
void Relate(const Outline& outline, Findings* findings);

}  // namespace sudare::discover

#endif  // SUDARE_PROXY_DISCOVER_RELATIONS_H_
