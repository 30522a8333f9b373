// MaskedDatabase: a database, the real pipeline in front of it, and what each account is promised
// to see as a twin database.
//
//   MaskedDatabase::Options options;
//   options.policies = {"tests/attack/policy.textproto"};
//   ASSERT_OK_AND_ASSIGN(auto masked, MaskedDatabase::Create(*server, options));
//   masked->AskPipeline("vendor", "SELECT …");
#ifndef SUDARE_TESTS_DIFFERENTIAL_MASKED_DATABASE_H_
#define SUDARE_TESTS_DIFFERENTIAL_MASKED_DATABASE_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "policy/policy.h"
#include "proto/query.pb.h"
#include "proxy/backend/backend.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/sql/masked_sql.h"
#include "tests/differential/permuted_keyring.h"
#include "tests/support/pipeline_harness.h"
#include "tests/support/postgres.h"

namespace sudare::testing {

// Everything that an account can see of one statement but the time it took.
struct Observation {
  absl::Status status;
  // Of a refusal or an error: reason, message, advice, place, SQLSTATE.
  sudare::v1::ErrorDetail error;
  Answer answer;

  // All of it as one text, a value a line. Two observations are equal if their texts are.
  std::string Text() const;
};

// Thread-safety: one thread at a time.
class MaskedDatabase {
 public:
  struct Options {
    std::string database = "postgres";
    // The login role of the proxy.
    std::string user = "postgres";
    // Files of the policy, and what is replaced in them: maintenance windows are taken for open,
    // and a test must not fail on the day when a pledge runs out.
    std::vector<std::string> policies;
    std::map<std::string, std::string> replaced;
    sudare::v1::Defaults defaults;
    // Values behind tokens that were renamed and keep their tokens; by domain.
    std::map<std::string, Renamed> renamed;
  };

  // The server outlives it.
  static absl::StatusOr<std::unique_ptr<MaskedDatabase>> Create(const PostgresServer& server,
                                                                const Options& options);

  const PostgresServer& server() const { return server_; }
  const Policy& policy() const { return *policy_; }
  PipelineHarness& harness() { return *harness_; }

  // What the account sees of the database; the account must be one of the policy's.
  const VisibleSchema& SchemaOf(const std::string& account);

  Observation AskPipeline(const std::string& account, const std::string& sql,
                          const std::vector<Value>& parameters = {},
                          const CallOptions& options = {});

  // What is sent to the database, or why nothing is.
  absl::StatusOr<sql::MaskedSql> Compile(const std::string& account, const std::string& sql,
                                         const std::vector<Value>& parameters = {});

  // What psql shows to the owner for one or several statements, errors and notices among it.
  struct Raw {
    bool ok = false;
    std::string text;
  };
  Raw AskOwner(const std::string& sql) const;

  // The same statement over the account's twin as a session of the proxy would run it, with names
  // and types of its columns. An error keeps its SQLSTATE.
  Observation AskTwinPinned(const std::string& account, const std::string& sql,
                            const std::vector<Value>& parameters, absl::Duration timeout);

  // The same SELECT over the account's twin, which is made when it is first asked.
  absl::StatusOr<std::vector<std::vector<Value>>> AskTwin(const std::string& account,
                                                          const std::string& sql);

  // The same for each of many SELECTs.
  absl::StatusOr<std::vector<absl::StatusOr<std::vector<std::vector<Value>>>>> AskTwinEach(
      const std::string& account, const std::vector<std::string>& statements);

 private:
  MaskedDatabase(const PostgresServer& server, Options options);
  absl::Status Start();
  // The name of the account's twin, which is made when it is first asked.
  absl::StatusOr<std::string> TwinOf(const std::string& account);

  const PostgresServer& server_;
  const Options options_;
  std::shared_ptr<const Policy> policy_;
  std::shared_ptr<const CatalogSnapshot> catalog_;
  std::shared_ptr<const Keyring> keyring_;
  std::unique_ptr<PipelineHarness> harness_;
  std::map<std::string, std::unique_ptr<VisibleSchema>> schemas_;
  // Account -> name of its database.
  std::map<std::string, std::string> twins_;
  std::map<std::string, std::unique_ptr<Backend>> twin_backends_;
};

// The options for the example: its policy, its login role, windows open, pledges of good length.
MaskedDatabase::Options ExampleOptions();

// Rows as text, a value a line; NULL is ∅.
std::string TextOf(const std::vector<std::vector<Value>>& rows);

}  // namespace sudare::testing

#endif  // SUDARE_TESTS_DIFFERENTIAL_MASKED_DATABASE_H_
