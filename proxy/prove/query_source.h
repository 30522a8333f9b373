// Queries for a proof, from whatever makes them.
#ifndef SUDARE_PROXY_PROVE_QUERY_SOURCE_H_
#define SUDARE_PROXY_PROVE_QUERY_SOURCE_H_

#include <optional>
#include <string>

namespace sudare::prove {

struct ProofQuery {
  // Where it comes from, for reports: "attack where_equals", "generated 17".
  std::string name;
  std::string sql;
  // Asks for what the account may not see: a refusal is no defect.
  bool is_attack = false;
  // Its rows are in one order only.
  bool is_ordered = false;
  // SQL allows one answer only, which is about the account's tables: the masked twin must give it.
  bool has_one_answer = true;
  // It may fail on a row, and PostgreSQL chooses which rows it looks at.
  bool may_fail = false;
};

// Thread-safety: one thread at a time.
class QuerySource {
 public:
  virtual ~QuerySource() = default;
  // Unset: there are no more.
  virtual std::optional<ProofQuery> Next() = 0;
};

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_QUERY_SOURCE_H_
