// A twin of a database in which every value was replaced by its mask: what Sudare promises to
// answer from.
//
// The twin is made with the library's C++ masks and tokens, so that it is independent of the SQL
// that the proxy sends.
#ifndef SUDARE_PROXY_PROVE_MASKED_TWIN_H_
#define SUDARE_PROXY_PROVE_MASKED_TWIN_H_

#include <string>

#include "absl/status/status.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/prove/private_postgres.h"

namespace sudare::prove {

// Makes database `twin` with the relations of `schema`, filled from `source`. Expanded views become
// views over the twin's tables, where their definition is valid there.
absl::Status MakeMaskedTwin(const PrivatePostgres& server, const VisibleSchema& schema,
                            const std::string& source, const std::string& twin);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_MASKED_TWIN_H_
