// Outputs: the columns of selects in a rewritten statement, and which of them are raw values.
#ifndef SUDARE_TESTS_FUZZ_OUTPUTS_H_
#define SUDARE_TESTS_FUZZ_OUTPUTS_H_

#include <map>
#include <string>
#include <vector>

#include "proxy/sql/pg_query.pb.h"
#include "tests/fuzz/masking_select.h"

namespace sudare::fuzz {

struct OutputColumn {
  // Empty where PostgreSQL makes a name up.
  std::string name;
  // Whose raw value it is; nullptr: no raw value.
  const VisibleColumn* raw = nullptr;
  // A set operation puts raw values and others, or those of different tokens, into one column.
  bool mixed = false;
};

// Thread-safety: one thread at a time.
// Lifetime: borrows the tree and the raw columns.
class Outputs {
 public:
  using Ctes = std::vector<const pg_query::CommonTableExpr*>;

  // `raw` of the whole statement.
  explicit Outputs(const RawColumns& raw) : raw_(raw) {}

  // `ctes`: WITH queries in sight of `select`, the nearest last.
  const std::vector<OutputColumn>& Of(const pg_query::SelectStmt& select, const Ctes& ctes);
  // Of one item of FROM, which is no join.
  std::vector<OutputColumn> OfItem(const pg_query::Node& item, const Ctes& ctes);

  // The items that names of a select may mean, joins taken apart.
  static std::vector<const pg_query::Node*> ItemsOf(const pg_query::SelectStmt& select);
  static std::string NameOfItem(const pg_query::Node& item);

 private:
  std::vector<OutputColumn> OfTargets(const pg_query::SelectStmt& select, const Ctes& ctes);
  const VisibleColumn* RawBehind(const pg_query::ColumnRef& ref, const pg_query::SelectStmt& select,
                                 const Ctes& ctes);

  const RawColumns& raw_;
  std::map<const pg_query::SelectStmt*, std::vector<OutputColumn>> known_;
};

}  // namespace sudare::fuzz

#endif  // SUDARE_TESTS_FUZZ_OUTPUTS_H_
