// QueryWriter: writes one random statement at a time. Its parts are spread over files by what they
// write: write_expression, write_from, write_select, write_with.
#ifndef SUDARE_PROXY_PROVE_QUERY_WRITER_H_
#define SUDARE_PROXY_PROVE_QUERY_WRITER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "proxy/prove/grammar.h"
#include "proxy/prove/query_generator.h"
#include "proxy/prove/random.h"
#include "proxy/prove/scope.h"
#include "proxy/prove/vocabulary.h"

namespace sudare::prove {

// Thread-safety: one thread at a time.
class QueryWriter {
 public:
  // Borrows all three.
  QueryWriter(const std::vector<Table>& tables, const QueryGenerator::Options& options,
              Random* random)
      : tables_(tables), options_(options), random_(*random) {}

  GeneratedQuery Write();

 private:
  struct Cte {
    std::string name;
    std::vector<OutputColumn> columns;
    double row_count = 1;
    bool has_key = false;
    std::vector<size_t> key;
  };
  // Where an expression is written.
  struct Place {
    const Scope* scope = nullptr;
    int depth = 0;
    // {L}
    const Leaf* subject = nullptr;
  };

  // --- write_expression.cc
  std::string Expression(Kind kind, const Scope& scope, int depth);
  std::string Condition(const Scope& scope, int depth);
  std::string Expand(absl::string_view pattern, const Place& place);
  std::string Word(absl::string_view word, const Place& place);
  std::string ChooseFrom(const Productions& productions, const Place& place);
  const Leaf* FindLeaf(Kind kind, const Scope& scope);
  std::string LeafText(const Leaf& leaf, const Scope& scope);
  std::string Column(Kind kind, const Place& place);
  std::string Comparison(const Scope& scope, int depth);
  std::string Sample(const Leaf& leaf, bool may_be_parameter);
  std::string SampleText(Kind kind, const ColumnSamples* samples);
  std::string Row(const Place& place);
  std::string Window(const Place& place, bool total);
  std::string Frame();
  std::string AnyComparable(const Place& place);
  // A column of some table that is a token; nullptr if there is none.
  const TableColumn* SomeToken();

  // --- write_order.cc
  // ORDER BY items that leave nothing open.
  std::string TotalOrder(const Scope& scope);
  std::string SomeOrder(const Scope& scope);
  std::string Direction();
  // Whether to leave open what should be closed.
  bool LeaveOpen();

  // --- write_from.cc
  // `condition` gets what keeps items separated by commas from multiplying; may stay empty.
  Scope From(const Wanted& wanted, std::string* sql, std::string* condition);
  Source Item(const Scope& around, const Wanted& wanted, bool may_be_lateral);
  Source TableItem(const Scope& around);
  Source SelectItem(const Scope& around, const Wanted& wanted, bool lateral);
  Source CteItem(const Scope& around);
  Source ValuesItem(const Scope& around);
  Source FunctionItem(const Scope& around, bool lateral);
  Source Join(Source left, const Scope& around, const Wanted& wanted);
  // An equality of a column of each; empty if none fits.
  std::string Equality(const std::vector<Leaf>& left, const std::vector<Leaf>& right);
  // Names that both have once, of one kind.
  std::vector<std::string> CommonNames(const Source& left, const Source& right, bool* all);
  std::string FreshName(const Scope& around, const std::vector<std::string>& taken = {});
  // The alias, and its list of columns if there is to be one.
  std::string AliasOf(const std::vector<OutputColumn>& columns, const std::string& name,
                      Source* source);

  // --- write_with.cc
  std::string With(const Wanted& wanted);
  std::string RecursiveCte(const std::string& name, const Wanted& wanted);
  const Cte* FindCte();
  bool IsCte(const std::string& name) const;

  // --- write_one_row.cc
  Select OneRow(const Wanted& wanted);
  std::string LookUp(const Wanted& wanted);
  std::string Aggregated(const Wanted& wanted);
  std::string First(const Wanted& wanted);

  // --- write_select.cc, write_group.cc
  Select WriteSelect(const Wanted& wanted);
  Select PlainSelect(const Wanted& wanted);
  Select SetOperation(const Wanted& wanted);
  Select Values(const Wanted& wanted);
  std::vector<Kind> ChooseKinds(const Wanted& wanted);
  Select GroupedSelect(const Wanted& wanted, const Scope& from, const std::string& clauses);
  Select DistinctSelect(const Wanted& wanted, const Scope& from, const std::string& clauses);
  // Expressions to group by, and what can be written above them.
  std::vector<std::string> GroupItems(const Scope& from, Scope* above);
  std::string GroupClause(std::vector<std::string> items, const Select& select);
  std::string Outputs(const Wanted& wanted, const Scope& scope, Select* select);
  std::string OneOutput(Kind kind, const Wanted& wanted, const Scope& scope, Select* select);
  std::string RowOutput(const Scope& scope, Select* select);
  // " AS name", or nothing; `natural` is the name that PostgreSQL gives by itself.
  std::string OutputName(const Wanted& wanted, const std::string& natural, Select* select);
  // ORDER BY and LIMIT of a select whose rows are those of `scope`; nullptr: of its outputs.
  std::string Tail(const Wanted& wanted, const Scope* scope, Select* select);
  std::string OrderByOutputs(const Select& select);
  std::string Limit(bool total);

  bool MayFail();

  const std::vector<Table>& tables_;
  const QueryGenerator::Options& options_;
  Random& random_;

  // Of the statement being written.
  std::vector<Cte> ctes_;
  std::vector<Value> parameters_;
  bool failing_allowed_ = false;
  bool may_fail_ = false;
  bool is_undetermined_ = false;
  int selects_ = 0;
  int names_ = 0;
};

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_QUERY_WRITER_H_
