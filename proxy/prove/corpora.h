// The shipped corpora, made to fit a schema: attacks on what an account may not see, and ordinary
// queries over what it sees.
#ifndef SUDARE_PROXY_PROVE_CORPORA_H_
#define SUDARE_PROXY_PROVE_CORPORA_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "proxy/catalog/visible_schema.h"
#include "proxy/prove/dataset.h"
#include "proxy/prove/query_source.h"

namespace sudare::prove {

struct CorpusOptions {
  uint64_t seed = 1;
  // Columns attacked, chosen at random, of each mask as many as of the others; each by every
  // template.
  size_t columns = 12;
  // Relations asked, chosen at random; each by every template.
  size_t relations = 8;
};

// Neither source borrows anything.
std::unique_ptr<QuerySource> MakeAttacks(const DatabaseShape& shape, const Dataset& rows,
                                         const VisibleSchema& visible,
                                         const CorpusOptions& options);
std::unique_ptr<QuerySource> MakeDebugQueries(const DatabaseShape& shape, const Dataset& rows,
                                              const VisibleSchema& visible,
                                              const CorpusOptions& options);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_CORPORA_H_
