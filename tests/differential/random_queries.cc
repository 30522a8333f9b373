#include "tests/differential/random_queries.h"

#include <cstdlib>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "policy/value.h"

namespace sudare::testing {
namespace {

constexpr int kSamples = 8;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  uint64_t value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

// A token with one character changed.
std::string Altered(std::string token) {
  if (!token.empty()) token.back() = token.back() == 'A' ? 'B' : 'A';
  return token;
}

ColumnType TypeInTwin(MaskedDatabase& database, const std::string& account,
                      const std::string& table, const std::string& column) {
  const Observation seen = database.AskTwinPinned(
      account, absl::StrCat("SELECT \"", column, "\" FROM ", table, " LIMIT 0"), {},
      absl::Seconds(30));
  return seen.status.ok() ? TypeFromName(seen.answer.types.at(0)) : ColumnType();
}

}  // namespace

prove::QueryGenerator::Samples SamplesOf(MaskedDatabase& database, const std::string& account) {
  return [&database, account](const VisibleRelation& relation) {
    prove::RelationSamples samples;
    const std::string table =
        absl::StrCat("\"", relation.relation->schema, "\".\"", relation.relation->name, "\"");
    const auto rows = database.AskTwin(account, absl::StrCat("SELECT count(*) FROM ", table));
    samples.usable = rows.ok();
    if (!rows.ok()) return samples;
    samples.rows = std::atof(rows->at(0).at(0)->c_str());
    for (const CatalogColumn& column : relation.relation->columns) {
      // In an order that is none of theirs.
      const auto values = database.AskTwin(
          account, absl::StrCat("SELECT DISTINCT \"", column.name, "\"::text, md5(\"", column.name,
                                "\"::text) FROM ", table, " WHERE \"", column.name,
                                "\" IS NOT NULL ORDER BY 2 LIMIT ", kSamples));
      if (!values.ok()) continue;
      prove::ColumnSamples& known = samples.columns[column.name];
      for (const auto& row : *values) known.seen.push_back(*row.at(0));
      if (relation.is_expanded_view) known.type = TypeInTwin(database, account, table, column.name);
      const VisibleColumn* visible = relation.FindColumn(column.name);
      if (visible == nullptr || !visible->is_token()) continue;
      for (const std::string& token : known.seen) {
        known.never.push_back(visible->tokenizer->Detokenize(token).value_or(""));
      }
      known.never.push_back("nothing");
      if (!known.seen.empty()) known.never.push_back(Altered(known.seen[0]));
    }
    return samples;
  };
}

RandomRun ThisRun(int default_count, uint64_t default_seed, int part, int parts) {
  RandomRun run;
  run.count = static_cast<int>(FromEnvironment("SUDARE_RANDOM_QUERIES", default_count) / parts);
  run.seed = FromEnvironment("SUDARE_RANDOM_SEED", default_seed) * 1000 + part;
  return run;
}

}  // namespace sudare::testing
