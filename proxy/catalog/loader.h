// Reads what the database says about the relations that a policy lists.
#ifndef SUDARE_PROXY_CATALOG_LOADER_H_
#define SUDARE_PROXY_CATALOG_LOADER_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "policy/policy.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/catalog.h"

namespace sudare {

// Relations that are listed but don't exist, or are neither tables nor views, are left out. Needs
// no privilege on them. Errors: those of Backend.
absl::StatusOr<std::shared_ptr<const CatalogSnapshot>> LoadCatalog(Backend& backend,
                                                                   absl::string_view database_role,
                                                                   const Policy& policy,
                                                                   const ExecuteOptions& options);

}  // namespace sudare

#endif  // SUDARE_PROXY_CATALOG_LOADER_H_
