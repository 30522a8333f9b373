#include "proxy/metrics/metrics.h"

#include <exception>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "policy/base/quoted.h"
#include "prometheus/collectable.h"
#include "prometheus/counter.h"
#include "prometheus/exposer.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace sudare {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

// One thread is enough for a scrape now and then.
constexpr int kThreads = 1;

// In seconds; from a look-up by key to a report over years.
const prometheus::Histogram::BucketBoundaries& Buckets() {
  static const auto* const buckets = new prometheus::Histogram::BucketBoundaries{
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
  return *buckets;
}

MetricFamily Gauge(const char* name, const char* help, double value,
                   std::vector<ClientMetric::Label> labels = {}) {
  MetricFamily family;
  family.name = name;
  family.help = help;
  family.type = MetricType::Gauge;
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = value;
  family.metric.push_back(std::move(metric));
  return family;
}

MetricFamily LoadsOf(const PolicyStatus& policy) {
  MetricFamily family;
  family.name = "sudare_policy_loads_total";
  family.help = "Policies that were to be put into force, since the start.";
  family.type = MetricType::Counter;
  for (const bool loaded : {true, false}) {
    ClientMetric metric;
    metric.label = {{"result", loaded ? "loaded" : "rejected"}};
    metric.counter.value = static_cast<double>(loaded ? policy.loaded : policy.rejected);
    family.metric.push_back(std::move(metric));
  }
  return family;
}

void AddCheckpoints(const AuditCheckpoints& now, std::vector<MetricFamily>* families) {
  if (now.key.empty()) return;
  families->push_back(Gauge("sudare_audit_checkpoint", "Number of the audit log's last checkpoint.",
                            static_cast<double>(now.number)));
  if (now.number != 0) {
    families->push_back(Gauge("sudare_audit_checkpoint_timestamp_seconds",
                              "When the audit log's last checkpoint was made.",
                              absl::ToDoubleSeconds(now.time - absl::UnixEpoch())));
  }
  families->push_back(Gauge("sudare_audit_checkpoints_made",
                            "0 while checkpoints of the audit log can't be made.",
                            now.trouble.empty()));
  MetricFamily up =
      Gauge("sudare_audit_anchor_up", "0 while checkpoints can't be brought to this anchor.", 0);
  MetricFamily lacking =
      Gauge("sudare_audit_checkpoints_not_anchored", "Checkpoints that this anchor lacks.", 0);
  up.metric.clear();
  lacking.metric.clear();
  for (const AuditAnchorStatus& anchor : now.anchors) {
    ClientMetric metric;
    metric.label = {{"anchor", anchor.name}};
    metric.gauge.value = anchor.trouble.empty();
    up.metric.push_back(metric);
    metric.gauge.value = static_cast<double>(anchor.lacking);
    lacking.metric.push_back(std::move(metric));
  }
  if (now.anchors.empty()) return;
  families->push_back(std::move(up));
  families->push_back(std::move(lacking));
}

// What is read at each scrape.
class Readings : public prometheus::Collectable {
 public:
  explicit Readings(std::function<MetricsReading()> read) : read_(std::move(read)) {}

  std::vector<MetricFamily> Collect() const override {
    const MetricsReading now = read_();
    const double loaded_at = absl::ToDoubleSeconds(now.policy.loaded_at - absl::UnixEpoch());
    std::vector<MetricFamily> families = {
        Gauge("sudare_serving", "1 if queries can be answered.", now.serving),
        Gauge("sudare_audit_log_writable", "1 if the audit log takes records.",
              now.audit_log_writable),
        Gauge("sudare_catalog_read", "1 once the database's catalog has been read.",
              now.catalog_read),
        Gauge("sudare_connections", "Open connections of clients.", now.connections),
        Gauge("sudare_policy_last_load_successful",
              "0 while the last policy that was to be loaded was rejected.",
              now.policy.last_was_loaded),
        Gauge("sudare_policy_loaded_timestamp_seconds", "When the policy in force was loaded.",
              loaded_at),
        Gauge("sudare_policy_info", "The policy in force.", 1, {{"hash", now.policy.hash}}),
        LoadsOf(now.policy),
        Gauge("sudare_window_lines_not_off",
              "Lines of closed maintenance windows whose command at closing failed.",
              static_cast<double>(now.lines_not_off)),
    };
    AddCheckpoints(now.checkpoints, &families);
    if (now.unsigned_months.has_value()) {
      families.push_back(Gauge("sudare_audit_unsigned_months",
                               "Months of the audit log whose sign-off is overdue.",
                               static_cast<double>(*now.unsigned_months)));
    }
    return families;
  }

 private:
  const std::function<MetricsReading()> read_;
};

class PrometheusMetrics final : public Metrics {
 public:
  PrometheusMetrics(const std::string& address, std::function<MetricsReading()> read)
      : registry_(std::make_shared<prometheus::Registry>()),
        readings_(std::make_shared<Readings>(std::move(read))),
        queries_(prometheus::BuildCounter()
                     .Name("sudare_queries_total")
                     .Help("Queries by how they ended.")
                     .Register(*registry_)),
        rows_(prometheus::BuildCounter()
                  .Name("sudare_query_rows_total")
                  .Help("Rows that left the proxy.")
                  .Register(*registry_)
                  .Add({})),
        duration_(prometheus::BuildHistogram()
                      .Name("sudare_query_duration_seconds")
                      .Help("Time of queries that ran, with their rows on the way.")
                      .Register(*registry_)
                      .Add({}, Buckets())),
        exposer_(address, kThreads) {
    exposer_.RegisterCollectable(registry_);
    exposer_.RegisterCollectable(readings_);
  }

  void OnQueryEnd(absl::StatusCode code, uint64_t rows,
                  std::optional<absl::Duration> elapsed) override {
    queries_.Add({{"status", absl::StatusCodeToString(code)}}).Increment();
    rows_.Increment(static_cast<double>(rows));
    if (elapsed.has_value()) duration_.Observe(absl::ToDoubleSeconds(*elapsed));
  }

 private:
  const std::shared_ptr<prometheus::Registry> registry_;
  const std::shared_ptr<Readings> readings_;
  prometheus::Family<prometheus::Counter>& queries_;
  prometheus::Counter& rows_;
  prometheus::Histogram& duration_;
  prometheus::Exposer exposer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Metrics>> Metrics::Serve(const std::string& address,
                                                        std::function<MetricsReading()> read) {
  // The library's way to say that the address is taken.
  try {
    return std::make_unique<PrometheusMetrics>(address, std::move(read));
  } catch (const std::exception&) {
    return absl::FailedPreconditionError(
        absl::StrCat("metrics can't be served at ", Quoted(address), ": is the address taken?"));
  }
}

}  // namespace sudare
