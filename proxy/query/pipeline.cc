#include "proxy/query/pipeline.h"

#include <malloc.h>
#include <sodium.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "policy/person_hasher.h"
#include "proxy/audit/record.h"
#include "proxy/error.h"
#include "proxy/query/account_view.h"
#include "proxy/query/audit_records.h"
#include "proxy/query/bind.h"
#include "proxy/query/database_errors.h"
#include "proxy/query/egress.h"
#include "proxy/query/explain.h"
#include "proxy/query/result_digest.h"
#include "proxy/query/token_map.h"
#include "proxy/sql/check.h"
#include "proxy/sql/compile.h"
#include "proxy/sql/deparse.h"
#include "proxy/sql/parse.h"

namespace sudare {
namespace {

constexpr size_t kMaxPurposeBytes = 1000;

using Parameters = google::protobuf::RepeatedPtrField<sudare::v1::Parameter>;

std::string RandomKey() {
  std::string key(crypto_generichash_KEYBYTES, '\0');
  randombytes_buf(key.data(), key.size());
  return key;
}

// A secret of its own for each statement of each account in one window under one policy: rows are
// put into order by raw values too, and an order that outlived the tokens would link the old ones
// to the new.
std::string OrderSalt(const std::string& key, const QueryFacts& facts, const std::string& sql) {
  const std::string& account = facts.caller.account;
  const std::string text =
      absl::StrCat(account.size(), ":", account, facts.policy_hash.size(), ":", facts.policy_hash,
                   facts.window.size(), ":", facts.window, sql);
  unsigned char salt[crypto_generichash_BYTES_MIN];
  crypto_generichash(salt, sizeof(salt), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), reinterpret_cast<const unsigned char*>(key.data()), key.size());
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(salt), sizeof(salt)));
}

// Rows in an order that the salt makes have been sorted, each with its hash: a set of all of them
// costs little beside that, and is all that a replay, under another salt, can compare.
uint64_t MostSetRows(const sql::MaskedSql& masked) {
  const auto is_salt = [](const sql::BoundParameter& parameter) {
    return parameter.kind == sql::BoundParameter::Kind::kOrderSalt;
  };
  const auto& parameters = masked.parameters;
  return std::any_of(parameters.begin(), parameters.end(), is_salt) ? ResultDigest::kAllRows
                                                                    : ResultDigest::kMostSetRows;
}

// Trees of large statements take fifty times their text. What is freed of them stays with the
// thread that worked on it, and as many threads take turns as there are calls at once: so it goes
// back to the system after each.
constexpr size_t kLargeSql = 256 << 10;

class GiveMemoryBack {
 public:
  explicit GiveMemoryBack(const std::string& sql) : is_large_(sql.size() >= kLargeSql) {}
  ~GiveMemoryBack() {
    if (is_large_) malloc_trim(0);
  }
  GiveMemoryBack(const GiveMemoryBack&) = delete;
  GiveMemoryBack& operator=(const GiveMemoryBack&) = delete;

 private:
  const bool is_large_;
};

// One call as it goes through the pipeline.
struct Call {
  const QueryOnRecord* replayed = nullptr;
  QueryFacts facts;
  absl::Time start;
  std::shared_ptr<const Policy> policy;
  EffectiveLimits limits;
  std::unique_ptr<AdmissionLease> lease;
  std::shared_ptr<AccountView> view;
};

class QueryPipeline : public Pipeline {
 public:
  explicit QueryPipeline(PipelineParts parts)
      : parts_(std::move(parts)),
        order_key_(parts_.order_key.empty() ? RandomKey() : parts_.order_key),
        hasher_(parts_.keyring == nullptr ? nullptr : parts_.keyring->MakePersonHasher()),
        digest_key_(parts_.keyring == nullptr ? nullptr : parts_.keyring->MakeDigestKey()),
        views_(parts_.keyring) {}

  absl::Status Query(const Caller& caller, const sudare::v1::QueryRequest& request,
                     const CallOptions& options, RowSink& sink) override {
    const GiveMemoryBack afterwards(request.sql());
    Call call;
    call.replayed = options.replayed;
    call.facts.purpose = request.purpose().substr(0, kMaxPurposeBytes);
    absl::StatusOr<std::shared_ptr<const CompiledStatement>> statement =
        Prepare(caller, request.sql(), request.parameters(), &call);
    if (!statement.ok()) return Refuse(call, statement.status());
    return Run(call, **statement, request, options, sink);
  }

  absl::StatusOr<sudare::v1::ExplainResponse> Explain(
      const Caller& caller, const sudare::v1::ExplainRequest& request) override {
    const GiveMemoryBack afterwards(request.sql());
    Call call;
    const absl::Status admitted = Admit(caller, &call);
    if (!admitted.ok()) return Refuse(call, admitted);
    const absl::StatusOr<std::shared_ptr<const CompiledStatement>> statement =
        CompileFor(&call, request.sql(), request.parameters());
    sudare::v1::ExplainResponse response;
    if (statement.ok()) {
      response = DescribeMasked((*statement)->masked, call.view->schema);
    } else {
      *response.mutable_refusal() = DetailOf(statement.status());
    }
    response.set_policy_hash(call.facts.policy_hash);
    return response;
  }

  absl::StatusOr<sudare::v1::ListTablesResponse> ListTables(
      const Caller& caller, const sudare::v1::ListTablesRequest& request) override {
    Call call;
    const absl::Status admitted = Admit(caller, &call);
    if (!admitted.ok()) return Refuse(call, admitted);
    return DescribeTables(call.view->schema, request.table());
  }

 private:
  // Admission, and the account's view of the database.
  absl::Status Admit(const Caller& caller, Call* call) {
    call->start = parts_.clock();
    call->facts.query_id =
        call->replayed != nullptr ? call->replayed->query_id : audit::NewCallId();
    const absl::Time day = call->replayed != nullptr ? call->replayed->time : call->start;
    call->facts.caller = caller;
    call->policy = parts_.policy->Current();
    if (call->policy == nullptr) {
      return MakeError(absl::StatusCode::kFailedPrecondition, "no policy is in force",
                       {"NO_POLICY", "an admin has to load one", 0, 0, ""});
    }
    call->facts.policy_hash = call->policy->hash();
    call->facts.account = call->policy->FindAccount(caller.account);
    if (call->facts.account == nullptr || call->facts.account->role == nullptr) {
      return MakeError(absl::StatusCode::kPermissionDenied,
                       "the policy has no such account any more",
                       {"NO_ACCOUNT", "ask an admin", 0, 0, ""});
    }
    const Account& account = *call->facts.account;
    SUDARE_ASSIGN_OR_RETURN(call->lease, parts_.admission->Admit(account, day));
    WorkWindow window;
    if (const WindowPass* const pass = call->lease->pass(); pass != nullptr) {
      window = {pass->window(), pass->token_scope(), pass->classes()};
      call->facts.window = window.id;
    }
    call->limits = LimitsOf(*account.role, parts_.defaults);
    const std::shared_ptr<const CatalogSnapshot> catalog = parts_.catalog->Current();
    if (catalog == nullptr) {
      return MakeError(absl::StatusCode::kUnavailable, "the database has not been reached yet",
                       {"DATABASE_UNAVAILABLE", "try again in some seconds", 0, 0, ""});
    }
    call->view = views_.Get(call->policy, catalog, account, day, window);
    return absl::OkStatus();
  }

  absl::Status CheckCountable(const Call& call) const {
    const WindowPass* const pass = call.lease->pass();
    if (pass == nullptr || !pass->counts_persons() || hasher_ != nullptr) return absl::OkStatus();
    return MakeError(
        absl::StatusCode::kFailedPrecondition,
        "people are counted here, and there is no keyring to keep them apart with",
        {"NO_KEYRING", "name a `keyring` in the configuration of the proxy", 0, 0, ""});
  }

  absl::StatusOr<std::shared_ptr<const CompiledStatement>> Prepare(const Caller& caller,
                                                                   const std::string& sql,
                                                                   const Parameters& parameters,
                                                                   Call* call) {
    call->facts.normalized_sql = absl::StrCat("(statement of ", sql.size(), " bytes, not read)");
    SUDARE_RETURN_IF_ERROR(Admit(caller, call));
    SUDARE_RETURN_IF_ERROR(CheckCountable(*call));
    return CompileFor(call, sql, parameters);
  }

  // Parse, check, resolve, decide, rewrite, deparse; or what was made of the same text before.
  absl::StatusOr<std::shared_ptr<const CompiledStatement>> CompileFor(
      Call* call, const std::string& sql, const Parameters& parameters) {
    if (sql.size() <= call->limits.sql_bytes) {
      std::shared_ptr<const CompiledStatement> known = call->view->statements.Find(sql);
      if (known != nullptr) return known;
    }
    sql::ParseLimits limits;
    limits.max_bytes = call->limits.sql_bytes;
    limits.max_depth = static_cast<int>(call->limits.nesting_depth);
    SUDARE_ASSIGN_OR_RETURN(sql::ParsedSql parsed, sql::Parse(sql, limits));
    auto statement = std::make_shared<CompiledStatement>();
    statement->normalized_sql = Normalized(parsed, call->view->schema);
    statement->fingerprint = sql::FingerprintOf(sql);
    statement->order_salt = OrderSalt(order_key_, call->facts, sql);
    call->facts.normalized_sql = statement->normalized_sql;
    call->facts.fingerprint = statement->fingerprint;
    const WindowPass* const pass = call->lease->pass();
    SUDARE_ASSIGN_OR_RETURN(
        statement->masked,
        sql::Compile(std::move(parsed), call->view->schema, ValuesOf(parameters),
                     /*count_persons=*/pass != nullptr && pass->counts_persons()));
    if (!statement->masked.depends_on_parameters) {
      call->view->statements.Insert(sql, statement);
    }
    return std::shared_ptr<const CompiledStatement>(std::move(statement));
  }

  static std::string Normalized(const sql::ParsedSql& parsed, const VisibleSchema& schema) {
    return sql::DeparseWithoutLiterals(
        parsed.tree(), [&](absl::string_view name) { return IsVisibleName(schema, name); });
  }

  absl::Status Refuse(const Call& call, const absl::Status& status) {
    // Also what is refused must be on record; without a log nothing is answered, not even that.
    SUDARE_RETURN_IF_ERROR(parts_.audit->AppendDurably(RefusalRecord(call.facts, status)));
    if (parts_.observer != nullptr) parts_.observer->OnQueryEnd(status.code(), 0, std::nullopt);
    return status;
  }

  // A statement too large to be kept is answered nevertheless.
  sudare::v1::AuditRecord IntentOf(const Call& call, const CompiledStatement& statement,
                                   const sudare::v1::QueryRequest& request) {
    sudare::v1::AuditRecord record = IntentRecord(call.facts, statement);
    if (parts_.sealer == nullptr) return record;
    sudare::v1::StatementAsSent sent;
    sent.set_sql(request.sql());
    *sent.mutable_parameters() = request.parameters();
    if (std::optional<std::string> sealed = parts_.sealer->Seal(sent)) {
      record.mutable_intent()->set_sealed_statement(*std::move(sealed));
    }
    return record;
  }

  absl::Status Run(const Call& call, const CompiledStatement& statement,
                   const sudare::v1::QueryRequest& request, const CallOptions& options,
                   RowSink& sink) {
    std::unique_ptr<AuditLog::Ticket> intent =
        parts_.audit->Append(IntentOf(call, statement, request));
    // Durable before anything leaves: rows, but also an error, which tells of the data too.
    bool durable = false;
    const auto wait_for_intent = [&]() -> absl::Status {
      if (durable) return absl::OkStatus();
      SUDARE_RETURN_IF_ERROR(intent->Wait());
      durable = true;
      return absl::OkStatus();
    };
    WindowPass* const pass = call.lease->pass();
    EgressLimits limits = {call.limits.rows_per_query, call.limits.bytes_per_query};
    if (pass != nullptr) limits.take_rows = [pass](uint64_t rows) { return pass->TakeRows(rows); };
    std::optional<PersonCounter> persons;
    if (pass != nullptr && pass->counts_persons() && statement.masked.persons.shows_anybody()) {
      persons.emplace(statement.masked.persons, *hasher_, ValuesOf(request.parameters()),
                      [pass](absl::Span<const absl::uint128> known, uint64_t unnamed) {
                        return pass->SeePersons(known, unnamed);
                      });
      limits.persons = &*persons;
    }
    std::optional<ResultDigest> digest;
    if (digest_key_ != nullptr) {
      digest.emplace(*digest_key_, call.facts.query_id, MostSetRows(statement.masked));
    }
    ResultDigest* const digest_or_null = digest.has_value() ? &*digest : nullptr;
    Egress egress(statement.masked, call.facts.query_id, limits, wait_for_intent, sink);
    egress.SetDigest(digest_or_null);
    if (!call.facts.window.empty()) egress.SetWindow(call.facts.window, pass->ends_at());
    ExecuteOptions execute;
    execute.deadline = std::min(options.deadline, call.start + call.limits.statement_timeout);
    execute.cancelled = options.cancelled;
    if (pass != nullptr) {
      execute.cancelled = [pass, &options] {
        return pass->cut() || (options.cancelled && options.cancelled());
      };
      if (options.abort != nullptr) pass->OnCut(options.abort);
    }
    execute.more_row_bytes = egress.HiddenRowBytes();
    // The disk and the database work at the same time.
    execute.while_it_runs = [&] { intent->Start(); };
    DatabasePosition position;
    // The first counts: it is that of the snapshot, where there is one.
    execute.on_position = [&position](DatabasePosition told) {
      if (position.wal.empty()) position = std::move(told);
    };
    absl::Status status = Execute(call, statement, request.parameters(), execute, egress);
    // Whatever it ended with, that is why.
    if (!status.ok() && pass != nullptr && pass->cut()) status = pass->CutStatus();
    const absl::Status recorded = wait_for_intent();
    const absl::Duration elapsed = parts_.clock() - call.start;
    if (parts_.observer != nullptr) {
      parts_.observer->OnQueryEnd((recorded.ok() ? status : recorded).code(), egress.rows(),
                                  elapsed);
    }
    // A log that fails now is found out by the next intent: then queries stop.
    QueryEnd end;
    end.status = status;
    end.rows = egress.rows();
    end.bytes = egress.bytes();
    if (persons.has_value()) {
      end.persons = persons->persons();
      end.new_persons = persons->new_persons();
    }
    end.elapsed = elapsed;
    end.position = std::move(position);
    end.digest = digest_or_null;
    parts_.audit->AppendSoon(OutcomeRecord(call.facts, end));
    SUDARE_RETURN_IF_ERROR(recorded);
    SUDARE_RETURN_IF_ERROR(status);
    sudare::v1::Summary summary;
    summary.set_rows(egress.rows());
    summary.set_bytes(egress.bytes());
    summary.set_elapsed_micros(absl::ToInt64Microseconds(elapsed));
    return sink.OnSummary(summary);
  }

  // The session goes back before the last rows leave: while those wait for their intent, or for a
  // slow client, others use it.
  absl::Status Execute(const Call& call, const CompiledStatement& compiled,
                       const Parameters& parameters, const ExecuteOptions& execute,
                       Egress& egress) {
    SUDARE_RETURN_IF_ERROR(ReadRows(call, compiled, parameters, execute, egress));
    return egress.Finish();
  }

  absl::Status ReadRows(const Call& call, const CompiledStatement& compiled,
                        const Parameters& parameters, const ExecuteOptions& execute,
                        Egress& egress) {
    const sql::MaskedSql& masked = compiled.masked;
    SUDARE_ASSIGN_OR_RETURN(
        std::unique_ptr<BackendSession> session,
        parts_.backend->Lease(call.facts.account->role->database_role, execute));
    std::vector<std::string> maps;
    if (!masked.maps.empty()) {
      // Map and query must see the same rows.
      SUDARE_RETURN_IF_ERROR(session->BeginSnapshot(execute));
      for (const sql::TokenMapPlan& plan : masked.maps) {
        SUDARE_ASSIGN_OR_RETURN(
            std::string map, ReadTokenMap(plan, call.limits.token_map_values, execute, *session));
        maps.push_back(std::move(map));
      }
    }
    SUDARE_ASSIGN_OR_RETURN(const Statement statement,
                            Bind(masked, parameters, maps, compiled.order_salt));
    const absl::Status status = session->Execute(statement, execute, egress);
    return status.ok() ? status : ExplainDatabaseError(status, parts_.catalog);
  }

  const PipelineParts parts_;
  const std::string order_key_;
  // Null: there is no keyring, and so no policy with a budget of persons.
  const std::shared_ptr<const PersonHasher> hasher_;
  // Null: there is no keyring, and results have no digests.
  const std::shared_ptr<const DigestKey> digest_key_;
  AccountViews views_;
};

}  // namespace

std::unique_ptr<Pipeline> MakePipeline(PipelineParts parts) {
  return std::make_unique<QueryPipeline>(std::move(parts));
}

}  // namespace sudare
