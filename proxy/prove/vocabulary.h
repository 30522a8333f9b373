// Vocabulary: what random statements may speak of: relations, their columns, literals for them.
#ifndef SUDARE_PROXY_PROVE_VOCABULARY_H_
#define SUDARE_PROXY_PROVE_VOCABULARY_H_

#include <memory>
#include <string>
#include <vector>

#include "proxy/catalog/visible_schema.h"
#include "proxy/prove/query_generator.h"

namespace sudare::prove {

// Types as the grammar tells them apart: values of one kind may be compared, united and put in one
// array.
enum class Kind { kText, kInt, kNumber, kDate, kTime, kBool, kJson, kTexts, kOther };

Kind KindOf(ColumnType type);

struct TableColumn {
  std::string name;
  Kind kind = Kind::kOther;
  // False for types without equality (json): no DISTINCT, no grouping.
  bool comparable = true;
  std::shared_ptr<const ColumnSamples> samples;
};

struct Table {
  std::string schema;
  std::string name;
  double rows = 0;
  std::vector<TableColumn> columns;
  // Places of the columns that name a row; empty if the account sees none.
  std::vector<size_t> key;
};

std::vector<Table> TablesOf(const VisibleSchema& schema, const QueryGenerator::Samples& samples);

// As SQL writes it; quoted where it has to be.
std::string NameText(const std::string& name);
std::string LiteralText(const std::string& value);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_VOCABULARY_H_
