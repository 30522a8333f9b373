// Names of PostgreSQL's built-in types by oid; oids below 10000 are fixed for good.
#ifndef SUDARE_PROXY_BACKEND_TYPE_NAMES_H_
#define SUDARE_PROXY_BACKEND_TYPE_NAMES_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace sudare {

// The name in pg_catalog ("int4", "_text"); "text" for literals of unknown type (oid 705); empty
// for user types.
absl::string_view BuiltinTypeName(uint32_t oid);

}  // namespace sudare

#endif  // SUDARE_PROXY_BACKEND_TYPE_NAMES_H_
