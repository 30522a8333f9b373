#include "proxy/replay/replayer.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "proxy/admission/admission.h"
#include "proxy/audit/audit_log.h"
#include "proxy/backend/backend.h"
#include "proxy/backend/one_user_backend.h"
#include "proxy/catalog/fixed_catalog.h"
#include "proxy/catalog/loader.h"
#include "proxy/error.h"
#include "proxy/policies/fixed_policy.h"
#include "proxy/query/pipeline.h"
#include "proxy/replay/comparison.h"
#include "proxy/sql/parse.h"
#include "proxy/sql/repeatability.h"

namespace sudare::replay {
namespace {

using sudare::v1::Outcome;
using sudare::v1::ReplayedQuery;

constexpr absl::Duration kReadingTime = absl::Seconds(30);

// Keeps how the last query ended, in memory: the digests of a replay are made by the very code that
// made those on record.
class OutcomeLog : public AuditLog {
 public:
  std::unique_ptr<Ticket> Append(sudare::v1::AuditRecord record) override {
    class Done : public Ticket {
     public:
      absl::Status Wait() override { return absl::OkStatus(); }
    };
    if (record.has_outcome()) last_ = record.outcome();
    return std::make_unique<Done>();
  }
  absl::Status Health() const override { return absl::OkStatus(); }

  // Unset: it was refused before it ran.
  std::optional<Outcome> Take() { return std::exchange(last_, std::nullopt); }

 private:
  std::optional<Outcome> last_;
};

// A window as it was: its tokens and classes, and an end that never comes.
class PastPass : public WindowPass {
 public:
  explicit PastPass(const WorkWindow& window) : window_(window) {}
  const std::string& window() const override { return window_.id; }
  const std::string& token_scope() const override { return window_.token_scope; }
  absl::Time ends_at() const override { return absl::InfiniteFuture(); }
  const std::vector<std::string>& classes() const override { return window_.classes; }
  bool cut() const override { return false; }
  absl::Status CutStatus() const override { return absl::OkStatus(); }
  void OnCut(std::function<void()>) override {}
  absl::Status TakeRows(uint64_t) override { return absl::OkStatus(); }

 private:
  const WorkWindow window_;
};

// Whoever is on record was let in.
class PastAdmission : public Admission {
 public:
  absl::StatusOr<std::unique_ptr<AdmissionLease>> Admit(const Account&, absl::Time) override {
    return std::make_unique<Lease>(window_);
  }
  void SetWindow(const std::optional<WorkWindow>& window) { window_ = window; }

 private:
  class Lease : public AdmissionLease {
   public:
    explicit Lease(const std::optional<WorkWindow>& window) {
      if (window.has_value()) pass_ = std::make_unique<PastPass>(*window);
    }
    WindowPass* pass() override { return pass_.get(); }

   private:
    std::unique_ptr<PastPass> pass_;
  };

  std::optional<WorkWindow> window_;
};

// Rows end here.
class DroppingSink : public RowSink {
 public:
  absl::Status OnHeader(const sudare::v1::Header&) override { return absl::OkStatus(); }
  absl::Status OnBatch(sudare::v1::RowBatch&) override { return absl::OkStatus(); }
  absl::Status OnSummary(const sudare::v1::Summary&) override { return absl::OkStatus(); }
};

// What was recorded can be run as it is: no literal was taken out of it, no name hidden.
bool IsWhole(const std::string& normalized_sql) {
  return !absl::StrContains(normalized_sql, "$") && !absl::StrContains(normalized_sql, "…") &&
         !absl::StartsWith(normalized_sql, "(statement");
}

// Names and classes of errors, never values: our own words (proxy/error.h).
std::string Words(const absl::Status& status) {
  const std::string reason = DetailOf(status).reason();
  return absl::StrCat(absl::StatusCodeToString(status.code()), reason.empty() ? "" : " ", reason);
}

class PipelineReplayer : public Replayer {
 public:
  PipelineReplayer(ReplayOptions options, std::unique_ptr<Backend> backend,
                   std::shared_ptr<const CatalogSnapshot> catalog)
      : options_(std::move(options)),
        policy_(options_.policy),
        catalog_(std::move(catalog)),
        backend_(std::move(backend)) {}

  ReplayedQuery Replay(const RecordedRun& run) override {
    ReplayedQuery query = AsRecorded(run);
    sudare::v1::StatementAsSent statement;
    if (!CanRun(run, &query) || !ReadStatement(run, &statement, &query)) return query;
    const absl::Status status = Run(run, statement);
    const std::optional<Outcome> outcome = log_.Take();
    if (!outcome.has_value()) {
      SetVerdict(ReplayedQuery::NOT_RUN, Words(status), &query);
      return query;
    }
    Compare(*run.outcome, *outcome, UnrepeatablePartOf(statement.sql()), &query);
    return query;
  }

 private:
  // Tokens and digests were made with the key that was the primary one then. Where the keyring has
  // lost that, digests tell.
  Pipeline& PipelineFor(uint32_t key) {
    std::unique_ptr<Pipeline>& pipeline = pipelines_[key];
    if (pipeline != nullptr) return *pipeline;
    PipelineParts parts;
    parts.policy = &policy_;
    parts.catalog = &catalog_;
    parts.backend = backend_.get();
    parts.audit = &log_;
    parts.admission = &admission_;
    parts.defaults = options_.defaults;
    if (options_.keyring != nullptr) {
      absl::StatusOr<std::shared_ptr<const Keyring>> keyring = options_.keyring(key);
      if (!keyring.ok()) keyring = options_.keyring(0);
      if (keyring.ok()) parts.keyring = *std::move(keyring);
    }
    pipeline = MakePipeline(std::move(parts));
    return *pipeline;
  }

  bool CanRun(const RecordedRun& run, ReplayedQuery* query) const {
    if (run.intent.policy_hash() != options_.policy->hash()) {
      SetVerdict(ReplayedQuery::OTHER_POLICY, run.intent.policy_hash(), query);
    } else if (!run.outcome.has_value() || WasInterrupted(*run.outcome)) {
      SetVerdict(ReplayedQuery::INTERRUPTED, run.outcome.has_value() ? run.outcome->status() : "-",
                 query);
    } else if (!run.intent.caller().window().empty() && !run.window.has_value()) {
      SetVerdict(ReplayedQuery::WINDOW_UNKNOWN, run.intent.caller().window(), query);
    } else {
      return true;
    }
    return false;
  }

  bool ReadStatement(const RecordedRun& run, sudare::v1::StatementAsSent* statement,
                     ReplayedQuery* query) const {
    const std::string& sealed = run.intent.sealed_statement();
    if (!sealed.empty() && options_.key.has_value()) {
      absl::StatusOr<sudare::v1::StatementAsSent> opened = options_.key->Open(sealed);
      if (opened.ok()) {
        *statement = *std::move(opened);
        return true;
      }
      SetVerdict(ReplayedQuery::OTHER_KEY, "", query);
      return false;
    }
    if (IsWhole(run.intent.normalized_sql())) {
      statement->set_sql(run.intent.normalized_sql());
      return true;
    }
    SetVerdict(sealed.empty() ? ReplayedQuery::NOT_KEPT : ReplayedQuery::NOT_OPENED, "", query);
    return false;
  }

  absl::Status Run(const RecordedRun& run, const sudare::v1::StatementAsSent& statement) {
    admission_.SetWindow(run.window);
    const QueryOnRecord on_record = {run.intent.query_id(), run.time};
    CallOptions call;
    call.cancelled = options_.cancelled;
    call.replayed = &on_record;
    sudare::v1::QueryRequest request;
    request.set_sql(statement.sql());
    *request.mutable_parameters() = statement.parameters();
    DroppingSink sink;
    return PipelineFor(run.outcome->digest_key())
        .Query({run.intent.caller().account(), "replay", ""}, request, call, sink);
  }

  static std::string UnrepeatablePartOf(const std::string& text) {
    const absl::StatusOr<sql::ParsedSql> parsed = sql::Parse(text, sql::ParseLimits());
    return parsed.ok() ? sql::UnrepeatablePart(*parsed) : "";
  }

  const ReplayOptions options_;
  FixedPolicy policy_;
  FixedCatalog catalog_;
  OutcomeLog log_;
  PastAdmission admission_;
  const std::unique_ptr<Backend> backend_;
  // By the number of the primary key; 0: as it is.
  std::map<uint32_t, std::unique_ptr<Pipeline>> pipelines_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Replayer>> Replayer::Make(ReplayOptions options) {
  BackendOptions backend_options;
  backend_options.connection = options.database;
  backend_options.time_zone = options.time_zone;
  backend_options.pool_size = 1;
  std::unique_ptr<Backend> backend = MakePostgresBackend(backend_options);
  ExecuteOptions reading;
  reading.deadline = absl::Now() + kReadingTime;
  SUDARE_ASSIGN_OR_RETURN(std::shared_ptr<const CatalogSnapshot> catalog,
                          LoadCatalog(*backend, "", *options.policy, reading));
  if (!options.uses_database_roles) backend = std::make_unique<OneUserBackend>(std::move(backend));
  return std::make_unique<PipelineReplayer>(std::move(options), std::move(backend),
                                            std::move(catalog));
}

}  // namespace sudare::replay
