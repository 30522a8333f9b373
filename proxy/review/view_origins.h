// ViewOrigins: from which columns of which tables each column of a view is made.
//
// The view's definition is compiled as a query is, over a made-up policy that shows everything but
// one column at a time: what is masked in the answer comes from that column. So sub-selects, CTEs,
// set operations, functions and views below are seen through as in queries, by the same code. Views
// below that the policy lists with columns count as tables: they are checked themselves. A
// definition that can't be compiled is taken at its worst: every column may come from all that the
// view reads.
#ifndef SUDARE_PROXY_REVIEW_VIEW_ORIGINS_H_
#define SUDARE_PROXY_REVIEW_VIEW_ORIGINS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/policy.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/catalog.h"

namespace sudare::review {

// A column of a table, by position in ViewOrigins::read.
struct ReadColumn {
  std::string schema;
  std::string relation;
  std::string column;
};

struct ViewOrigins {
  // All columns that the view reads, in its conditions too.
  std::vector<ReadColumn> read;
  // For each column of the view, those of `read` that its values are made of.
  std::vector<std::vector<size_t>> origins;
  // Unset: the definition couldn't be compiled.
  bool is_traced = false;
  // It reads relations of the system's own schemas.
  bool reads_catalog = false;
  // It reads with the privileges of who asks.
  bool is_invoker = false;
  // What `read` names, with types. Never nullptr.
  std::shared_ptr<const CatalogSnapshot> catalog;
};

// `view` is a view or a materialized view. Errors: those of Backend.
absl::StatusOr<ViewOrigins> TraceView(Backend& backend, const Policy& policy,
                                      const CatalogRelation& view);

}  // namespace sudare::review

#endif  // SUDARE_PROXY_REVIEW_VIEW_ORIGINS_H_
