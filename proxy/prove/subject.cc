#include "proxy/prove/subject.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/admission/admission.h"
#include "proxy/audit/audit_log.h"
#include "proxy/backend/backend.h"
#include "proxy/backend/one_user_backend.h"
#include "proxy/catalog/fixed_catalog.h"
#include "proxy/error.h"
#include "proxy/policies/fixed_policy.h"

namespace sudare::prove {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(10);
// Kept of an answer; one statement's rows must not fill the memory.
constexpr size_t kMaxRows = 50000;
constexpr size_t kMaxBytes = 32 << 20;

absl::Status TooLarge() {
  return absl::AbortedError("the answer is larger than `sudare prove` compares");
}

class ForgetfulLog : public AuditLog {
 public:
  std::unique_ptr<Ticket> Append(sudare::v1::AuditRecord) override {
    class Done : public Ticket {
     public:
      absl::Status Wait() override { return absl::OkStatus(); }
    };
    return std::make_unique<Done>();
  }
  absl::Status Health() const override { return absl::OkStatus(); }
};

class ObservingSink : public RowSink {
 public:
  explicit ObservingSink(Observation* observation) : seen_(*observation) {}

  absl::Status OnHeader(const sudare::v1::Header& header) override {
    for (const sudare::v1::ResultColumn& column : header.columns()) {
      seen_.names.push_back(column.name());
      seen_.types.push_back(column.type());
      seen_.masks.push_back(column.mask());
    }
    return absl::OkStatus();
  }

  absl::Status OnBatch(sudare::v1::RowBatch& batch) override {
    bytes_ += batch.data().size();
    if (bytes_ > kMaxBytes || seen_.rows.size() + batch.row_count() > kMaxRows) return TooLarge();
    size_t offset = 0;
    int next = 0;
    for (uint32_t i = 0; i < batch.row_count(); ++i) {
      std::vector<Value>& row = seen_.rows.emplace_back();
      for (size_t column = 0; column < seen_.names.size(); ++column) {
        const int length = batch.lengths(next++);
        row.push_back(length < 0 ? Value()
                                 : Value(batch.data().substr(offset, static_cast<size_t>(length))));
        offset += static_cast<size_t>(std::max(length, 0));
      }
    }
    return absl::OkStatus();
  }

  absl::Status OnSummary(const sudare::v1::Summary&) override { return absl::OkStatus(); }

 private:
  Observation& seen_;
  size_t bytes_ = 0;
};

class ObservingReceiver : public RowReceiver {
 public:
  explicit ObservingReceiver(Observation* observation) : seen_(*observation) {}

  absl::Status OnFields(const std::vector<ResultField>& fields) override {
    for (const ResultField& field : fields) {
      seen_.names.push_back(field.name);
      seen_.types.push_back(field.type_name);
    }
    return absl::OkStatus();
  }

  absl::Status OnRow(absl::Span<const FieldView> fields) override {
    if (seen_.rows.size() >= kMaxRows) return TooLarge();
    std::vector<Value>& row = seen_.rows.emplace_back();
    for (const FieldView& field : fields) {
      bytes_ += field.size;
      row.push_back(field.data == nullptr ? Value() : Value(std::string(field.data, field.size)));
    }
    return bytes_ > kMaxBytes ? TooLarge() : absl::OkStatus();
  }

 private:
  Observation& seen_;
  size_t bytes_ = 0;
};

void SetStatus(absl::Status status, Observation* observation) {
  observation->error = DetailOf(status);
  observation->status = std::move(status);
}

class PipelineSubject : public Subject {
 public:
  explicit PipelineSubject(const PipelineSubjectOptions& options)
      : policy_(options.policy),
        catalog_(options.catalog),
        admission_(MakeAdmission(sudare::v1::Defaults())) {
    BackendOptions backend;
    backend.connection = options.connection;
    backend.pool_size = 2;
    backend_ = MakePostgresBackend(backend);
    if (!options.uses_database_roles) {
      backend_ = std::make_unique<OneUserBackend>(std::move(backend_));
    }
    PipelineParts parts;
    parts.policy = &policy_;
    parts.catalog = &catalog_;
    parts.backend = backend_.get();
    parts.audit = &audit_;
    parts.admission = admission_.get();
    parts.keyring = options.keyring;
    parts.order_key = options.order_key;
    pipeline_ = options.make_pipeline(std::move(parts));
  }

  Observation Ask(const std::string& account, const std::string& sql) override {
    Observation observation;
    ObservingSink sink(&observation);
    sudare::v1::QueryRequest request;
    request.set_sql(sql);
    CallOptions options;
    options.deadline = absl::Now() + kPatience;
    absl::Status status =
        pipeline_->Query({account, "certificate", "prove"}, request, options, sink);
    SetStatus(std::move(status), &observation);
    return observation;
  }

 private:
  FixedPolicy policy_;
  FixedCatalog catalog_;
  ForgetfulLog audit_;
  std::unique_ptr<Admission> admission_;
  std::unique_ptr<Backend> backend_;
  std::unique_ptr<Pipeline> pipeline_;
};

class DatabaseSubject : public Subject {
 public:
  explicit DatabaseSubject(const std::string& connection) {
    BackendOptions options;
    options.connection = connection;
    options.pool_size = 2;
    backend_ = MakePostgresBackend(options);
  }

  Observation Ask(const std::string&, const std::string& sql) override {
    Observation observation;
    SetStatus(Run(sql, &observation), &observation);
    return observation;
  }

 private:
  absl::Status Run(const std::string& sql, Observation* observation) {
    ExecuteOptions options;
    options.deadline = absl::Now() + kPatience;
    SUDARE_ASSIGN_OR_RETURN(const auto session, backend_->Lease("", options));
    Statement statement;
    statement.sql = sql;
    statement.keep_prepared = false;
    ObservingReceiver receiver(observation);
    return session->Execute(statement, options, receiver);
  }

  std::unique_ptr<Backend> backend_;
};

}  // namespace

std::string Observation::HeadText() const {
  std::string text;
  if (!status.ok()) {
    absl::StrAppend(&text, absl::StatusCodeToString(status.code()), "\n", error.DebugString());
  }
  for (size_t i = 0; i < names.size(); ++i) {
    absl::StrAppend(&text, names[i], "\n", types[i], "\n", i < masks.size() ? masks[i] : "", "\n");
  }
  return text;
}

bool Observation::IsCutShort() const {
  return status.code() == absl::StatusCode::kDeadlineExceeded ||
         status.code() == absl::StatusCode::kAborted;
}

std::unique_ptr<Subject> MakePipelineSubject(const PipelineSubjectOptions& options) {
  return std::make_unique<PipelineSubject>(options);
}

std::unique_ptr<Subject> MakeDatabaseSubject(const std::string& connection) {
  return std::make_unique<DatabaseSubject>(connection);
}

}  // namespace sudare::prove
