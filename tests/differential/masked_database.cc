#include "tests/differential/masked_database.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "policy/base/status_macros.h"
#include "policy/keyring.h"
#include "policy/loader.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/loader.h"
#include "proxy/error.h"
#include "proxy/sql/compile.h"
#include "proxy/sql/parse.h"
#include "tests/differential/masked_twin.h"
#include "tests/support/child_process.h"
#include "tests/support/collecting_receiver.h"
#include "tests/support/golden.h"

namespace sudare::testing {
namespace {

constexpr char kPsql[] = "/usr/lib/postgresql/15/bin/psql";

absl::StatusOr<std::shared_ptr<const Policy>> ReadPolicy(const MaskedDatabase::Options& options) {
  std::vector<PolicyText> sources;
  for (const std::string& path : options.policies) {
    sources.push_back({path, absl::StrReplaceAll(ReadTestFile(path), options.replaced)});
  }
  const LoadResult loaded = LoadPolicyFromSources(sources);
  if (loaded.policy != nullptr) return loaded.policy;
  std::string issues;
  for (const Issue& issue : loaded.issues) absl::StrAppend(&issues, issue.ToString(), "\n");
  return absl::InvalidArgumentError(issues);
}

}  // namespace

MaskedDatabase::Options ExampleOptions() {
  MaskedDatabase::Options options;
  options.user = "sudare_proxy";
  for (const char* file :
       {"00_classes", "10_tables_payroll", "11_tables_attendance", "20_roles", "30_accounts"}) {
    options.policies.push_back(absl::StrCat("examples/payroll/policy/", file, ".textproto"));
  }
  options.replaced = {{"requires_window: true", ""},
                      {"expires: \"2027-03-31\"", "expires: \"9999-03-31\""}};
  return options;
}

std::string TextOf(const std::vector<std::vector<Value>>& rows) {
  std::string text;
  for (const std::vector<Value>& row : rows) {
    for (const Value& value : row) absl::StrAppend(&text, value.has_value() ? *value : "∅", "\n");
    absl::StrAppend(&text, "--\n");
  }
  return text;
}

std::string Observation::Text() const {
  std::string text;
  if (!status.ok()) {
    absl::StrAppend(&text, absl::StatusCodeToString(status.code()), "\n", error.DebugString());
  }
  for (size_t i = 0; i < answer.names.size(); ++i) {
    absl::StrAppend(&text, answer.names[i], "\n", answer.types[i], "\n", answer.masks[i], "\n");
  }
  return absl::StrCat(text, "==\n", TextOf(answer.rows));
}

MaskedDatabase::MaskedDatabase(const PostgresServer& server, Options options)
    : server_(server), options_(std::move(options)) {}

absl::StatusOr<std::unique_ptr<MaskedDatabase>> MaskedDatabase::Create(const PostgresServer& server,
                                                                       const Options& options) {
  auto masked = absl::WrapUnique(new MaskedDatabase(server, options));
  SUDARE_RETURN_IF_ERROR(masked->Start());
  return masked;
}

absl::Status MaskedDatabase::Start() {
  SUDARE_ASSIGN_OR_RETURN(policy_, ReadPolicy(options_));
  SUDARE_ASSIGN_OR_RETURN(keyring_, Keyring::FromKey(1, "0123456789abcdef0123456789abcdef"));
  keyring_ = MakePermutedKeyring(keyring_, options_.renamed);
  BackendOptions backend_options;
  backend_options.connection = server_.ConnectionString(options_.user, options_.database);
  SUDARE_ASSIGN_OR_RETURN(
      catalog_, LoadCatalog(*MakePostgresBackend(backend_options), "", *policy_, ExecuteOptions()));
  PipelineHarness::Options harness;
  harness.connection = backend_options.connection;
  harness.policy = policy_;
  harness.catalog = catalog_;
  harness.keyring = keyring_;
  harness.defaults = options_.defaults;
  harness_ = std::make_unique<PipelineHarness>(std::move(harness));
  return absl::OkStatus();
}

const VisibleSchema& MaskedDatabase::SchemaOf(const std::string& account) {
  std::unique_ptr<VisibleSchema>& schema = schemas_[account];
  if (schema == nullptr) {
    schema = std::make_unique<VisibleSchema>(
        policy_, catalog_, keyring_, *policy_->FindAccount(account), DecisionContext{absl::Now()});
  }
  return *schema;
}

Observation MaskedDatabase::AskPipeline(const std::string& account, const std::string& sql,
                                        const std::vector<Value>& parameters,
                                        const CallOptions& options) {
  Observation observation;
  absl::StatusOr<Answer> answer = harness_->Query(account, sql, parameters, options);
  observation.status = answer.status();
  if (answer.ok()) {
    observation.answer = *std::move(answer);
  } else {
    observation.error = DetailOf(answer.status());
  }
  return observation;
}

absl::StatusOr<sql::MaskedSql> MaskedDatabase::Compile(const std::string& account,
                                                       const std::string& sql,
                                                       const std::vector<Value>& parameters) {
  SUDARE_ASSIGN_OR_RETURN(sql::ParsedSql parsed, sql::Parse(sql, sql::ParseLimits()));
  return sql::Compile(std::move(parsed), SchemaOf(account), parameters);
}

MaskedDatabase::Raw MaskedDatabase::AskOwner(const std::string& sql) const {
  const absl::StatusOr<std::string> output =
      RunProgram({{kPsql, "-XAtq", "-v", "ON_ERROR_STOP=1", "-d",
                   server_.ConnectionString("postgres", options_.database), "-c", sql}},
                 "");
  if (output.ok()) return {true, *output};
  return {false, std::string(output.status().message())};
}

absl::StatusOr<std::string> MaskedDatabase::TwinOf(const std::string& account) {
  std::string& twin = twins_[account];
  if (twin.empty()) {
    twin = absl::StrCat("twin_", options_.database, "_", twins_.size());
    SUDARE_RETURN_IF_ERROR(MakeMaskedTwin(server_, SchemaOf(account), options_.database, twin));
  }
  return twin;
}

absl::StatusOr<std::vector<std::vector<Value>>> MaskedDatabase::AskTwin(const std::string& account,
                                                                        const std::string& sql) {
  SUDARE_ASSIGN_OR_RETURN(const std::string twin, TwinOf(account));
  return server_.Query(sql, twin);
}

absl::StatusOr<std::vector<absl::StatusOr<std::vector<std::vector<Value>>>>>
MaskedDatabase::AskTwinEach(const std::string& account,
                            const std::vector<std::string>& statements) {
  SUDARE_ASSIGN_OR_RETURN(const std::string twin, TwinOf(account));
  return server_.QueryEach(statements, twin);
}

Observation MaskedDatabase::AskTwinPinned(const std::string& account, const std::string& sql,
                                          const std::vector<Value>& parameters,
                                          absl::Duration timeout) {
  Observation observation;
  const absl::StatusOr<std::string> twin = TwinOf(account);
  std::unique_ptr<Backend>& backend = twin_backends_[account];
  if (backend == nullptr && twin.ok()) {
    BackendOptions options;
    options.connection = server_.ConnectionString("postgres", *twin);
    backend = MakePostgresBackend(options);
  }
  ExecuteOptions execute;
  execute.deadline = absl::Now() + timeout;
  CollectingReceiver receiver;
  observation.status = [&]() -> absl::Status {
    SUDARE_RETURN_IF_ERROR(twin.status());
    SUDARE_ASSIGN_OR_RETURN(const std::unique_ptr<BackendSession> session,
                            backend->Lease("", execute));
    return session->Execute({sql, parameters, {}, false}, execute, receiver);
  }();
  if (!observation.status.ok()) observation.error = DetailOf(observation.status);
  for (const ResultField& field : receiver.fields) {
    observation.answer.names.push_back(field.name);
    observation.answer.types.push_back(field.type_name);
  }
  observation.answer.rows = std::move(receiver.rows);
  return observation;
}

}  // namespace sudare::testing
