// A CatalogSnapshot in a file (proto/catalog.proto): what the tools for policy authors work on
// where no database is at hand.
//
// Equal structures give equal texts: relations, indexes and constraints are in the order of their
// names, and object ids, which differ from one database to the next, aren't in it.
#ifndef SUDARE_PROXY_CATALOG_CATALOG_FILE_H_
#define SUDARE_PROXY_CATALOG_CATALOG_FILE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/issue.h"
#include "policy/text/source_text.h"
#include "proxy/catalog/catalog.h"

namespace sudare {

std::string CatalogText(const CatalogSnapshot& catalog);

// nullptr if it is no catalog; `issues` then tells why.
std::shared_ptr<const CatalogSnapshot> ReadCatalogText(
    const std::shared_ptr<const text::SourceText>& source, std::vector<Issue>* issues);

}  // namespace sudare

#endif  // SUDARE_PROXY_CATALOG_CATALOG_FILE_H_
