// Drafts: rows for the other database, before it is known whether they fit.
#ifndef SUDARE_PROXY_PROVE_DRAFTS_H_
#define SUDARE_PROXY_PROVE_DRAFTS_H_

#include <optional>
#include <vector>

#include "proxy/prove/column_classes.h"
#include "proxy/prove/data_generator.h"
#include "proxy/prove/dataset.h"
#include "proxy/prove/sight.h"

namespace sudare::prove {

struct Draft {
  // The row it came from; unset: one more hidden row.
  std::optional<size_t> origin;
  std::vector<Value> values;
};

// By table.
using Drafts = std::vector<std::vector<Draft>>;

struct DraftSource {
  const DatabaseShape& shape;
  const Dataset& rows;
  const Sight& sight;
  const ColumnClasses& classes;
  const std::set<ColumnPlace>& kept;
  // Tables whose rows neither come nor go.
  const std::set<size_t>& kept_rows;
  const GeneratorOptions& generator;
};

Drafts MakeDrafts(const DraftSource& source, uint64_t seed);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_DRAFTS_H_
