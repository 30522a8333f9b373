#include "proxy/discover/discover.h"

#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "policy/base/status_macros.h"

namespace sudare::discover {
namespace {

constexpr absl::Duration kSchemaTimeout = absl::Seconds(60);

ExecuteOptions Within(absl::Duration timeout, const DiscoverOptions& options) {
  ExecuteOptions within;
  within.deadline = absl::Now() + timeout;
  within.cancelled = options.cancelled;
  return within;
}

// A lease for each table: after an error a session may be in doubt.
absl::StatusOr<ColumnValues> Sample(Backend& backend, const OutlineTable& table,
                                    const DiscoverOptions& options) {
  SUDARE_ASSIGN_OR_RETURN(const std::unique_ptr<BackendSession> session,
                          backend.Lease("", Within(options.limits.timeout, options)));
  return SampleTable(*session, table, options.limits, options.cancelled);
}

}  // namespace

absl::StatusOr<Discovery> Discover(Backend& backend, const DiscoverOptions& options) {
  Discovery discovery;
  {
    const ExecuteOptions within = Within(kSchemaTimeout, options);
    SUDARE_ASSIGN_OR_RETURN(const std::unique_ptr<BackendSession> session,
                            backend.Lease("", within));
    SUDARE_ASSIGN_OR_RETURN(discovery.outline, ReadOutline(*session, options.schemas, within));
  }
  const std::vector<OutlineTable>& tables = discovery.outline.tables;
  if (tables.empty()) {
    return absl::NotFoundError(
        "the database has no tables there: check `--schema` and the database");
  }
  for (size_t i = 0; i < tables.size(); ++i) {
    if (options.progress) options.progress(i, tables.size(), tables[i].FullName());
    absl::StatusOr<ColumnValues> sample = Sample(backend, tables[i], options);
    if (absl::IsUnavailable(sample.status()) || absl::IsCancelled(sample.status())) {
      return sample.status();
    }
    if (!sample.ok()) discovery.unread[i] = std::string(sample.status().message());
    if (tables[i].kind == 'f') discovery.unread[i] = "it lies on another server";
    for (size_t column = 0; column < tables[i].columns.size(); ++column) {
      const OutlineColumn& of = tables[i].columns[column];
      ColumnFinding& finding = discovery.findings[{i, column}];
      if (sample.ok()) finding.evidence = Weigh((*sample)[column], of.type);
      finding.classification = Classify(of, finding.evidence);
    }
  }
  if (options.progress) options.progress(tables.size(), tables.size(), "");
  Relate(discovery.outline, &discovery.findings);
  return discovery;
}

}  // namespace sudare::discover
