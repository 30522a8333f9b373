#include "proxy/prove/generated_queries.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "proxy/prove/masked_value.h"
#include "proxy/prove/query_generator.h"

namespace sudare::prove {
namespace {

constexpr size_t kSamples = 8;

class GeneratedQueries : public QuerySource {
 public:
  GeneratedQueries(std::unique_ptr<QueryGenerator> generator, size_t count)
      : generator_(std::move(generator)), count_(count) {}

  std::optional<ProofQuery> Next() override {
    if (made_ == count_) return std::nullopt;
    const GeneratedQuery query = generator_->Next();
    ProofQuery proof;
    proof.name = absl::StrCat("generated ", ++made_);
    proof.sql = query.sql;
    proof.is_ordered = query.is_ordered;
    proof.has_one_answer = !query.is_undetermined;
    proof.may_fail = query.may_fail;
    return proof;
  }

 private:
  const std::unique_ptr<QueryGenerator> generator_;
  const size_t count_;
  size_t made_ = 0;
};

void AddSamples(const std::vector<DatasetRow>& rows, size_t place, const VisibleColumn& column,
                ColumnSamples* samples) {
  const size_t step = rows.size() / kSamples + 1;
  for (size_t row = 0; row < rows.size(); row += step) {
    const Value& value = rows[row].values[place];
    const Value masked = MaskedValue(column, value);
    if (masked.has_value()) samples->seen.push_back(*masked);
    if (column.is_token() && value.has_value()) samples->never.push_back(*value);
  }
  if (column.is_token()) samples->never.push_back("nothing");
}

}  // namespace

std::unique_ptr<QuerySource> MakeGeneratedQueries(const DatabaseShape& shape, const Dataset& rows,
                                                  const VisibleSchema& visible, size_t count,
                                                  uint64_t seed) {
  const auto samples_of = [&](const VisibleRelation& relation) {
    RelationSamples samples;
    samples.usable = !relation.columns.empty() && !relation.is_expanded_view;
    const auto tables = shape.tables_of_relation.find(relation.relation->oid);
    if (tables == shape.tables_of_relation.end() || tables->second.empty()) return samples;
    const size_t table = tables->second[0];
    samples.rows = static_cast<double>(rows.tables[table].size());
    for (const VisibleColumn& column : relation.columns) {
      const auto place = shape.tables[table].FindColumn(column.column->name);
      if (!place.has_value()) continue;
      AddSamples(rows.tables[table], *place, column, &samples.columns[column.column->name]);
    }
    return samples;
  };
  // Parameters need an interface of their own; the differential tests have them.
  QueryGenerator::Options options;
  options.parameter_percent = 0;
  options.undetermined = true;
  return std::make_unique<GeneratedQueries>(
      std::make_unique<QueryGenerator>(visible, samples_of, options, seed), count);
}

}  // namespace sudare::prove
