#include "proxy/prove/proof.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "policy/base/quoted.h"
#include "policy/base/status_macros.h"
#include "policy/keyring.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/loader.h"
#include "proxy/prove/data_generator.h"
#include "proxy/prove/generated_queries.h"
#include "proxy/prove/masked_twin.h"
#include "proxy/prove/other_database.h"
#include "proxy/prove/ready_policy.h"

namespace sudare::prove {
namespace {

constexpr char kSchema[] = "sudare_schema";
constexpr char kOriginal[] = "sudare_a";
// Tried to make one counter-example small.
constexpr int kShrinkingBudget = 300;

// Only tokens of this proof are made with it, and nothing that is real has any.
constexpr absl::string_view kKey = "a key for a proof, and no secret";

class Proving {
 public:
  explicit Proving(const ProofOptions& options)
      : options_(options), policy_(MakeReadyPolicy(options.policy)) {}

  absl::StatusOr<ProofReport> Run() {
    SUDARE_ASSIGN_OR_RETURN(const std::vector<const Account*> accounts, ChooseAccounts());
    Tell("the database server");
    PrivatePostgres::Options server;
    server.settings = {
        {"timezone", "UTC"}, {"datestyle", "ISO"}, {"autovacuum", "off"}, {"jit", "off"}};
    SUDARE_ASSIGN_OR_RETURN(server_, PrivatePostgres::Start(server));
    SUDARE_ASSIGN_OR_RETURN(keyring_, Keyring::FromKey(1, kKey));
    SUDARE_RETURN_IF_ERROR(MakeOriginal());
    for (const Account* account : accounts) {
      if (IsCancelled()) break;
      SUDARE_RETURN_IF_ERROR(ProveAccount(*account));
    }
    return std::move(report_);
  }

 private:
  absl::StatusOr<std::vector<const Account*>> ChooseAccounts() const {
    std::vector<const Account*> chosen;
    std::set<std::string> roles;
    for (const std::string& name : options_.accounts) {
      const Account* account = policy_->FindAccount(name);
      if (account == nullptr) {
        return absl::InvalidArgumentError(absl::StrCat("the policy has no account ", Quoted(name)));
      }
      chosen.push_back(account);
    }
    if (!chosen.empty()) return chosen;
    for (const Account& account : policy_->accounts()) {
      if (account.role != nullptr && roles.insert(account.role->name).second) {
        chosen.push_back(&account);
      }
    }
    if (chosen.empty()) {
      return absl::FailedPreconditionError("the policy has no accounts: there is nothing to prove");
    }
    return chosen;
  }

  bool IsCancelled() {
    if (options_.cancelled != nullptr && options_.cancelled()) report_.was_cancelled = true;
    return report_.was_cancelled;
  }

  void Tell(const std::string& what, size_t queries = 0, size_t of = 0) const {
    if (options_.progress == nullptr) return;
    options_.progress({what, queries, of, report_.Differences(), report_.Leaks()});
  }

  // Words of the policy that tell what a column holds.
  std::string HintOf(const ShapeTable& table, const ShapeColumn& column) const {
    const PolicyTable* listed = options_.policy->FindTable(table.schema, table.name);
    const PolicyColumn* found = listed == nullptr ? nullptr : listed->FindColumn(column.name);
    if (found == nullptr) return "";
    return absl::StrCat(found->title, " ",
                        found->data_class == nullptr ? "" : found->data_class->name);
  }

  absl::Status MakeOriginal() {
    Tell("the schema");
    SUDARE_ASSIGN_OR_RETURN(report_.schema, LoadSchema(*server_, options_.schema, kSchema));
    SUDARE_ASSIGN_OR_RETURN(shape_, ReadShape(*server_, kSchema));
    Tell("the rows");
    generator_.rows_per_table = options_.rows_per_table;
    generator_.seed = options_.seed;
    generator_.hint = [this](const ShapeTable& table, const ShapeColumn& column) {
      return HintOf(table, column);
    };
    SUDARE_ASSIGN_OR_RETURN(GeneratedData data,
                            GenerateData(*server_, shape_, kSchema, generator_));
    SUDARE_RETURN_IF_ERROR(CreateDatabase(*server_, kSchema, kOriginal));
    SUDARE_RETURN_IF_ERROR(FillDatabase(*server_, shape_, data.rows, kOriginal));
    SUDARE_RETURN_IF_ERROR(server_->Run("ANALYZE", kOriginal));
    SUDARE_ASSIGN_OR_RETURN(rows_, ReadDataset(*server_, shape_, kOriginal));
    report_.tables = shape_.tables.size();
    report_.rows = rows_.RowCount();
    report_.unfilled = std::move(data.unfilled);
    BackendOptions backend;
    backend.connection = server_->ConnectionString("postgres", kOriginal);
    SUDARE_ASSIGN_OR_RETURN(
        catalog_, LoadCatalog(*MakePostgresBackend(backend), "", *policy_, ExecuteOptions()));
    for (const PolicyTable& table : policy_->tables()) {
      if (catalog_->Find(table.schema, table.name) == nullptr) {
        report_.missing.push_back(absl::StrCat(table.schema, ".", table.name));
      }
    }
    if (catalog_->relations().empty()) {
      return absl::FailedPreconditionError(
          "the schema has none of the relations that the policy lists");
    }
    return Keep(rows_, "a");
  }

  absl::Status ProveAccount(const Account& account) {
    AccountProof& proof = report_.accounts.emplace_back();
    proof.account = account.name;
    proof.role = account.role == nullptr ? "" : account.role->name;
    Tell(absl::StrCat("the databases of ", account.name));
    const VisibleSchema visible(policy_, catalog_, keyring_, account, DecisionContext{absl::Now()});
    const std::string number = absl::StrCat(report_.accounts.size());
    OtherDatabaseOptions other_options;
    other_options.schema = kSchema;
    other_options.original = kOriginal;
    other_options.database = absl::StrCat("sudare_b", number);
    other_options.seed = options_.seed;
    other_options.generator = generator_;
    absl::StatusOr<OtherDatabase> other =
        MakeOtherDatabase(*server_, shape_, rows_, visible, keyring_, other_options);
    if (!other.ok()) {
      return absl::Status(other.status().code(),
                          absl::StrCat(account.name, ": ", other.status().message()));
    }
    Take(*other, &proof);
    SUDARE_RETURN_IF_ERROR(Keep(other->rows, account.name));
    const std::string twin = absl::StrCat("sudare_masked", number);
    SUDARE_RETURN_IF_ERROR(MakeMaskedTwin(*server_, visible, kOriginal, twin));

    const auto one = SubjectOver(kOriginal, keyring_);
    const auto again = SubjectOver(kOriginal, keyring_, "another order for the same");
    const auto other_one = SubjectOver(other_options.database, other->keyring);
    const auto masked = MakeDatabaseSubject(server_->ConnectionString("postgres", twin));
    Examiner examiner(account.name, {one.get(), other_one.get(), again.get(), masked.get()});
    for (const ProofQuery& query : QueriesFor(visible)) {
      if (IsCancelled()) break;
      Examine(query, &examiner, &proof);
    }
    return absl::OkStatus();
  }

  static void Take(const OtherDatabase& other, AccountProof* proof) {
    proof->values_changed = other.values_changed;
    proof->columns_changed = other.columns_changed;
    proof->rows_changed = other.rows_changed;
    proof->rows_added = other.rows_added;
    proof->rows_removed = other.rows_removed;
    proof->columns_kept = other.columns_kept;
  }

  std::unique_ptr<Subject> SubjectOver(const std::string& database,
                                       std::shared_ptr<const Keyring> keyring,
                                       const std::string& order_key = "") const {
    PipelineSubjectOptions subject;
    subject.connection = server_->ConnectionString("postgres", database);
    subject.policy = policy_;
    subject.catalog = catalog_;
    subject.keyring = std::move(keyring);
    subject.make_pipeline = options_.make_pipeline;
    if (!order_key.empty()) subject.order_key = order_key;
    return MakePipelineSubject(subject);
  }

  std::vector<ProofQuery> QueriesFor(const VisibleSchema& visible) const {
    CorpusOptions corpus;
    corpus.seed = options_.seed;
    corpus.columns = options_.attacked_columns;
    corpus.relations = options_.asked_relations;
    const std::unique_ptr<QuerySource> sources[] = {
        MakeAttacks(shape_, rows_, visible, corpus),
        MakeDebugQueries(shape_, rows_, visible, corpus),
        MakeGeneratedQueries(shape_, rows_, visible, options_.queries, options_.seed)};
    std::vector<ProofQuery> queries;
    for (const auto& source : sources) {
      for (auto query = source->Next(); query.has_value(); query = source->Next()) {
        queries.push_back(*std::move(query));
      }
    }
    queries.insert(queries.end(), options_.more_queries.begin(), options_.more_queries.end());
    total_ = queries.size();
    return queries;
  }

  void Examine(const ProofQuery& query, Examiner* examiner, AccountProof* proof) {
    const Examined examined = examiner->Examine(query);
    ++proof->queries;
    if (examined.is_answered) ++proof->answered;
    if (examined.is_cut_short) ++proof->cut_short;
    if (query.is_attack) {
      ++proof->attacks;
      if (examined.is_answered) ++proof->attacks_answered;
    } else if (examined.is_answerable && !examined.is_cut_short &&
               (examined.is_answered || !query.may_fail)) {
      ++proof->answerable;
      if (examined.is_answered) ++proof->answerable_answered;
      if (!examined.is_answered) ++proof->refusals[examined.reason];
    }
    if (examined.finding == Finding::kDifference) ++proof->differences;
    if (examined.finding == Finding::kLeak) ++proof->leaks;
    if (examined.finding == Finding::kOrder) ++proof->order_only;
    if (examined.finding != Finding::kNone) {
      AddCounterExample(query, examined, examiner, proof->account);
    }
    Tell(proof->account, proof->queries, total_);
  }

  void AddCounterExample(const ProofQuery& query, const Examined& examined, Examiner* examiner,
                         const std::string& account) {
    const auto alike = [&](const CounterExample& example) {
      return example.finding == examined.finding;
    };
    const auto known =
        std::count_if(report_.counter_examples.begin(), report_.counter_examples.end(), alike);
    if (static_cast<size_t>(known) >= options_.max_counter_examples) return;
    const ProofQuery smallest = examiner->Smallest(query, examined, kShrinkingBudget);
    const Examined shown = examiner->Examine(smallest);
    CounterExample example;
    example.finding = examined.finding;
    example.account = account;
    example.name = query.name;
    example.found_sql = query.sql;
    example.sql = smallest.sql;
    example.what = examined.what;
    example.one = shown.finding == examined.finding ? shown.one : examined.one;
    example.other = shown.finding == examined.finding ? shown.other : examined.other;
    // The same small query is often found from several.
    for (const CounterExample& other : report_.counter_examples) {
      if (other.sql == example.sql && other.account == account) return;
    }
    report_.counter_examples.push_back(std::move(example));
  }

  absl::Status Keep(const Dataset& rows, const std::string& name) const {
    if (options_.keep_folder.empty()) return absl::OkStatus();
    const std::string path = absl::StrCat(options_.keep_folder, "/rows_", name, ".sql");
    std::error_code failed;
    std::filesystem::create_directories(options_.keep_folder, failed);
    std::ofstream file(path);
    file << DatasetScript(shape_, rows);
    file.close();
    if (!file) return absl::InvalidArgumentError(absl::StrCat("cannot write ", Quoted(path)));
    return absl::OkStatus();
  }

  const ProofOptions& options_;
  const std::shared_ptr<const Policy> policy_;
  std::unique_ptr<PrivatePostgres> server_;
  std::shared_ptr<const Keyring> keyring_;
  std::shared_ptr<const CatalogSnapshot> catalog_;
  DatabaseShape shape_;
  Dataset rows_;
  GeneratorOptions generator_;
  ProofReport report_;
  mutable size_t total_ = 0;
};

template <typename Get>
size_t SumOf(const std::vector<AccountProof>& accounts, Get get) {
  size_t sum = 0;
  for (const AccountProof& account : accounts) sum += get(account);
  return sum;
}

}  // namespace

size_t ProofReport::Queries() const {
  return SumOf(accounts, [](const AccountProof& proof) { return proof.queries; });
}
size_t ProofReport::Answered() const {
  return SumOf(accounts, [](const AccountProof& proof) { return proof.answered; });
}
size_t ProofReport::Differences() const {
  return SumOf(accounts, [](const AccountProof& proof) { return proof.differences; });
}
size_t ProofReport::Leaks() const {
  return SumOf(accounts, [](const AccountProof& proof) { return proof.leaks; });
}
size_t ProofReport::OrderOnly() const {
  return SumOf(accounts, [](const AccountProof& proof) { return proof.order_only; });
}
double ProofReport::ShareAnswered() const {
  const size_t answerable =
      SumOf(accounts, [](const AccountProof& proof) { return proof.answerable; });
  const size_t answered =
      SumOf(accounts, [](const AccountProof& proof) { return proof.answerable_answered; });
  return answerable == 0 ? 1 : static_cast<double>(answered) / static_cast<double>(answerable);
}

absl::StatusOr<ProofReport> Prove(const ProofOptions& options) { return Proving(options).Run(); }

}  // namespace sudare::prove
