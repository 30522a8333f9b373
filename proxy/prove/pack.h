// A pack: a customer's own queries, by which a policy is scored over a real database.
//
//   errors/NAME.sql      a query that finds an error; NAME.expected: the first column's values that
//                        it must give, each once, a line each
//   attacks/NAME.sql     a query that must give nothing away; NAME.secret: values that must not
//   come
//                        back in any spelling, a line each; or in the query itself a line
//                        `-- leaks: rows` (any row is a leak) or `-- leaks: output /expression/`
#ifndef SUDARE_PROXY_PROVE_PACK_H_
#define SUDARE_PROXY_PROVE_PACK_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "policy/policy.h"
#include "proxy/prove/query_source.h"
#include "proxy/prove/subject.h"

namespace sudare::prove {

struct PackError {
  std::string name;
  std::string sql;
  std::vector<std::string> expected;
};

struct PackAttack {
  std::string name;
  std::string sql;
  std::vector<std::string> secrets;
  // Any row is a leak.
  bool rows_leak = false;
  // POSIX extended; empty: none.
  std::string pattern;
};

struct Pack {
  std::vector<PackError> errors;
  std::vector<PackAttack> attacks;

  // Over generated data they are queries like others.
  std::vector<ProofQuery> AsQueries() const;
};

// kInvalidArgument: the folder holds no query, or one doesn't say what is expected of it.
absl::StatusOr<Pack> ReadPack(const std::string& folder);

struct PackResult {
  std::string name;
  // An error was found, an attack leaked.
  bool happened = false;
  // "2 keys missing, 0 too many"; "COLUMN_NOT_FOUND"; "3 values shown". Never a value.
  std::string remark;
};

struct PackScore {
  std::string account;
  std::vector<PackResult> errors;
  std::vector<PackResult> attacks;

  size_t ErrorsFound() const;
  size_t AttacksThatLeak() const;
};

PackScore ScorePack(const Pack& pack, const std::string& account, Subject* subject);

struct PackOptions {
  std::shared_ptr<const Policy> policy;
  // libpq connection string of the database; only read.
  std::string database;
  std::string account;
  PipelineMaker make_pipeline = MakePipeline;
};

// Scores over a real database, as the policy's database roles.
// kInvalidArgument: no such account. Others: the database's.
absl::StatusOr<PackScore> ScorePackOver(const Pack& pack, const PackOptions& options);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_PACK_H_
