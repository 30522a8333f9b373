// FixedCatalog: one snapshot, as long as it lives; for work without a server.
#ifndef SUDARE_PROXY_CATALOG_FIXED_CATALOG_H_
#define SUDARE_PROXY_CATALOG_FIXED_CATALOG_H_

#include <memory>
#include <utility>

#include "proxy/catalog/catalog.h"

namespace sudare {

class FixedCatalog : public CatalogSource {
 public:
  explicit FixedCatalog(std::shared_ptr<const CatalogSnapshot> snapshot)
      : snapshot_(std::move(snapshot)) {}
  std::shared_ptr<const CatalogSnapshot> Current() const override { return snapshot_; }
  void Invalidate() override {}

 private:
  const std::shared_ptr<const CatalogSnapshot> snapshot_;
};

}  // namespace sudare

#endif  // SUDARE_PROXY_CATALOG_FIXED_CATALOG_H_
