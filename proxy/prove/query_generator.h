// QueryGenerator: random SELECT statements over what an account sees, for holding the proxy's
// answers against those of a masked twin.
//
// What it promises:
// - The same schema, samples, options and seed give the same statements on every platform.
// - Statements are right for PostgreSQL 15: every name resolves, every type fits.
// - They use what the proxy's closed lists allow (proxy/sql/allowlist.cc), and among that above all
//   what is hard to mask: tokens in every position, whole rows, joins, nesting, grouping.
// - SQL determines their answers: no random(), no clock, no sums of floats, no LIMIT, DISTINCT ON,
//   row_number() or string_agg() without an order that leaves nothing open. With
//   `Options::undetermined` some do without, for asking two databases the same.
// - Few can fail on a row (a cast, a division); those say so.
//
// Thread-safety: one thread at a time.
// Lifetime: borrows nothing once it is made.
//
//   QueryGenerator generator(schema, samples, QueryGenerator::Options(), seed);
//   for (int i = 0; i < 1000; ++i) Compare(generator.Next());
#ifndef SUDARE_PROXY_PROVE_QUERY_GENERATOR_H_
#define SUDARE_PROXY_PROVE_QUERY_GENERATOR_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "policy/value.h"
#include "proxy/catalog/visible_schema.h"

namespace sudare::prove {

// Literals to compare a column with.
struct ColumnSamples {
  // As the account sees them: of a token column, tokens.
  std::vector<std::string> seen;
  // Of a token column: values behind tokens, which must match nothing, and texts that are no valid
  // token.
  std::vector<std::string> never;
  // Of a view that is read through its definition, whose columns have no masks of their own: the
  // type that the account sees. kUnknown: that of the database.
  ColumnType type;
};

struct RelationSamples {
  // False: statements leave the relation out (a view over columns that the account doesn't see).
  bool usable = true;
  // Roughly how many rows there are: keeps joins from growing without bound.
  double rows = 1000;
  // By name; a column that isn't here is compared with made-up literals.
  std::map<std::string, ColumnSamples> columns;
};

struct GeneratedQuery {
  std::string sql;
  // Of $1, $2, …
  std::vector<Value> parameters;
  // ORDER BY determines the order of the rows, but for rows that are equal in all that is shown.
  bool is_ordered = false;
  // It may fail on some row; which rows are looked at is PostgreSQL's choice, so it may also not.
  bool may_fail = false;
  // SQL allows for several answers (`Options::undetermined`).
  bool is_undetermined = false;
};

class QueryGenerator {
 public:
  struct Options {
    // How deep expressions and selects nest.
    int expression_depth = 3;
    int select_depth = 3;
    // Joins whose result is expected to have more rows are not written.
    double joined_rows = 20000;
    // Out of a hundred literals, how many come as parameters.
    int parameter_percent = 8;
    // Out of a hundred statements, about how many may hold an expression that can fail on a row.
    int failing_percent = 4;
    // Lets statements leave open which rows they give, or in which order they look at them.
    bool undetermined = false;
  };
  using Samples = std::function<RelationSamples(const VisibleRelation&)>;

  QueryGenerator(const VisibleSchema& schema, const Samples& samples, const Options& options,
                 uint64_t seed);
  ~QueryGenerator();

  GeneratedQuery Next();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_QUERY_GENERATOR_H_
