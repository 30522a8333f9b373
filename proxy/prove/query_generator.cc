#include "proxy/prove/query_generator.h"

#include <utility>

#include "proxy/prove/query_writer.h"
#include "proxy/prove/random.h"
#include "proxy/prove/vocabulary.h"

namespace sudare::prove {

GeneratedQuery QueryWriter::Write() {
  ctes_.clear();
  parameters_.clear();
  failing_allowed_ = random_.Percent(options_.failing_percent);
  may_fail_ = false;
  is_undetermined_ = false;
  selects_ = 0;
  names_ = 0;
  Wanted wanted;
  wanted.top = true;
  wanted.depth = random_.Between(0, options_.select_depth);
  const Select select = WriteSelect(wanted);
  GeneratedQuery query;
  query.sql = select.sql;
  query.parameters = parameters_;
  query.is_ordered = select.is_ordered && !is_undetermined_;
  query.may_fail = may_fail_;
  query.is_undetermined = is_undetermined_;
  return query;
}

struct QueryGenerator::Parts {
  Parts(std::vector<Table> all, const Options& chosen, uint64_t seed)
      : tables(std::move(all)), options(chosen), random(seed), writer(tables, options, &random) {}

  const std::vector<Table> tables;
  const Options options;
  Random random;
  QueryWriter writer;
};

QueryGenerator::QueryGenerator(const VisibleSchema& schema, const Samples& samples,
                               const Options& options, uint64_t seed)
    : parts_(std::make_unique<Parts>(TablesOf(schema, samples), options, seed)) {}

QueryGenerator::~QueryGenerator() = default;

GeneratedQuery QueryGenerator::Next() { return parts_->writer.Write(); }

}  // namespace sudare::prove
