// Proof: a customer's policy over the customer's schema, tried out in a private PostgreSQL.
//
// For each account two databases are made that look alike to it and differ in all that is hidden,
// and a third that is masked once and for all. Attacks, ordinary and random queries go through the
// shipped pipeline: the answers must be those of the masked database, and the same over both of the
// others.
#ifndef SUDARE_PROXY_PROVE_PROOF_H_
#define SUDARE_PROXY_PROVE_PROOF_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "policy/policy.h"
#include "proxy/prove/corpora.h"
#include "proxy/prove/examination.h"
#include "proxy/prove/query_source.h"
#include "proxy/prove/schema_loader.h"
#include "proxy/prove/subject.h"

namespace sudare::prove {

struct ProofProgress {
  std::string account;  // or what is being made
  size_t queries = 0;
  size_t of = 0;  // 0: not known yet
  size_t differences = 0;
  size_t leaks = 0;
};

struct ProofOptions {
  std::shared_ptr<const Policy> policy;
  // A file as `pg_dump --schema-only` writes it.
  std::string schema;
  size_t rows_per_table = 200;
  // Generated ones, for each account.
  size_t queries = 300;
  uint64_t seed = 1;
  // Empty: one of each role.
  std::vector<std::string> accounts;
  // How much of the schema the shipped corpora take on, for each account.
  size_t attacked_columns = 12;
  size_t asked_relations = 8;
  // Asked of every account, after the shipped ones: those of a pack.
  std::vector<ProofQuery> more_queries;
  // More findings are counted, but not made small.
  size_t max_counter_examples = 5;
  // Where the databases are written to, as SQL; empty: nowhere.
  std::string keep_folder;
  PipelineMaker make_pipeline = MakePipeline;
  std::function<void(const ProofProgress&)> progress;
  // Polled between queries.
  std::function<bool()> cancelled;
};

struct CounterExample {
  Finding finding = Finding::kNone;
  std::string account;
  // Of the query it was found with.
  std::string name;
  std::string found_sql;
  // The smallest that shows it.
  std::string sql;
  std::string what;
  // What the account sees; beside it what the masked database answers or, of a leak, what is seen
  // of the other database.
  std::string one;
  std::string other;
};

struct AccountProof {
  std::string account;
  std::string role;
  // Of the other database.
  size_t values_changed = 0;
  size_t columns_changed = 0;
  size_t rows_changed = 0;
  size_t rows_added = 0;
  size_t rows_removed = 0;
  std::vector<std::string> columns_kept;

  size_t queries = 0;
  size_t answered = 0;
  // Attacks among them.
  size_t attacks = 0;
  size_t attacks_answered = 0;
  // Ordinary queries that PostgreSQL answers over the masked database, and those answered here.
  size_t answerable = 0;
  size_t answerable_answered = 0;
  // Of those not answered.
  std::map<std::string, size_t> refusals;
  size_t differences = 0;
  size_t leaks = 0;
  size_t order_only = 0;
  size_t cut_short = 0;
};

struct ProofReport {
  LoadedSchema schema;
  size_t tables = 0;
  size_t rows = 0;
  std::vector<std::string> unfilled;
  // Relations that the policy lists and the schema hasn't.
  std::vector<std::string> missing;
  std::vector<AccountProof> accounts;
  std::vector<CounterExample> counter_examples;
  bool was_cancelled = false;

  size_t Queries() const;
  size_t Answered() const;
  size_t Differences() const;
  size_t Leaks() const;
  size_t OrderOnly() const;
  // Of ordinary queries, a share of 1; 1 if there were none.
  double ShareAnswered() const;
};

// kInvalidArgument: the schema can't be loaded, or there is no such account. kNotFound: no
// PostgreSQL server is installed. kFailedPrecondition: there is nothing to prove.
absl::StatusOr<ProofReport> Prove(const ProofOptions& options);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_PROOF_H_
