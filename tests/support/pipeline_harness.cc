#include "tests/support/pipeline_harness.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "policy/base/status_macros.h"
#include "proxy/admission/admission.h"
#include "proxy/audit/audit_log.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/fixed_catalog.h"
#include "proxy/policies/fixed_policy.h"

namespace sudare::testing {
namespace {

class CollectingSink : public RowSink {
 public:
  explicit CollectingSink(Answer* answer) : answer_(*answer) {}

  absl::Status OnHeader(const sudare::v1::Header& header) override {
    answer_.query_id = header.query_id();
    for (const sudare::v1::ResultColumn& column : header.columns()) {
      answer_.names.push_back(column.name());
      answer_.types.push_back(column.type());
      answer_.masks.push_back(column.mask());
    }
    return absl::OkStatus();
  }

  absl::Status OnBatch(sudare::v1::RowBatch& batch) override {
    size_t offset = 0;
    int next = 0;
    for (uint32_t i = 0; i < batch.row_count(); ++i) {
      std::vector<Value>& row = answer_.rows.emplace_back();
      for (size_t column = 0; column < answer_.names.size(); ++column) {
        const int length = batch.lengths(next++);
        row.push_back(length < 0 ? Value() : Value(batch.data().substr(offset, length)));
        offset += std::max(length, 0);
      }
    }
    return absl::OkStatus();
  }

  absl::Status OnSummary(const sudare::v1::Summary& summary) override { return absl::OkStatus(); }

 private:
  Answer& answer_;
};

std::string TemporaryFolder() {
  const char* base = std::getenv("TEST_TMPDIR");
  std::string name = std::string(base != nullptr ? base : "/tmp") + "/harness-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) std::abort();
  return name;
}

}  // namespace

struct PipelineHarness::Parts {
  explicit Parts(Options options)
      : policy(options.policy), catalog(options.catalog), folder(TemporaryFolder()) {
    if (options.audit == nullptr) {
      AuditLogOptions audit_options;
      audit_options.folder = folder + "/audit";
      absl::StatusOr<std::unique_ptr<AuditLog>> opened = OpenAuditLog(audit_options);
      if (!opened.ok()) {
        std::cerr << opened.status() << "\n";
        std::abort();
      }
      audit = *std::move(opened);
    }
    if (options.backend == nullptr) {
      BackendOptions backend_options;
      backend_options.connection = options.connection;
      backend = MakePostgresBackend(backend_options);
    }
    admission = MakeAdmission(options.defaults);
    PipelineParts parts;
    parts.policy = &policy;
    parts.catalog = &catalog;
    parts.backend = options.backend != nullptr ? options.backend : backend.get();
    parts.audit = options.audit != nullptr ? options.audit : audit.get();
    parts.admission = admission.get();
    parts.keyring = options.keyring;
    parts.defaults = options.defaults;
    parts.order_key = options.order_key;
    parts.sealer = options.sealer;
    parts.clock = options.clock;
    pipeline = MakePipeline(std::move(parts));
  }

  FixedPolicy policy;
  FixedCatalog catalog;
  const std::string folder;
  std::unique_ptr<AuditLog> audit;
  std::unique_ptr<Backend> backend;
  std::unique_ptr<Admission> admission;
  std::unique_ptr<Pipeline> pipeline;
};

PipelineHarness::PipelineHarness(Options options)
    : parts_(std::make_unique<Parts>(std::move(options))) {}
PipelineHarness::~PipelineHarness() = default;

Pipeline& PipelineHarness::pipeline() { return *parts_->pipeline; }

const std::string& PipelineHarness::audit_folder() const { return parts_->folder; }

absl::StatusOr<Answer> PipelineHarness::Query(const std::string& account, const std::string& sql,
                                              const std::vector<Value>& parameters,
                                              const CallOptions& options) {
  sudare::v1::QueryRequest request;
  request.set_sql(sql);
  for (const Value& value : parameters) {
    sudare::v1::Parameter* parameter = request.add_parameters();
    if (value.has_value()) parameter->set_value(*value);
  }
  Answer answer;
  CollectingSink sink(&answer);
  SUDARE_RETURN_IF_ERROR(
      parts_->pipeline->Query({account, "certificate", "test"}, request, options, sink));
  return answer;
}

}  // namespace sudare::testing
