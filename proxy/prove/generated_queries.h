// The query generator as a source of a proof.
#ifndef SUDARE_PROXY_PROVE_GENERATED_QUERIES_H_
#define SUDARE_PROXY_PROVE_GENERATED_QUERIES_H_

#include <cstdint>
#include <memory>

#include "proxy/catalog/visible_schema.h"
#include "proxy/prove/dataset.h"
#include "proxy/prove/query_source.h"

namespace sudare::prove {

// `count` statements. Borrows nothing once it is made.
std::unique_ptr<QuerySource> MakeGeneratedQueries(const DatabaseShape& shape, const Dataset& rows,
                                                  const VisibleSchema& visible, size_t count,
                                                  uint64_t seed);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_GENERATED_QUERIES_H_
