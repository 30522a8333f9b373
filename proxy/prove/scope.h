// What an expression of a random statement may refer to at its place.
#ifndef SUDARE_PROXY_PROVE_SCOPE_H_
#define SUDARE_PROXY_PROVE_SCOPE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "proxy/prove/vocabulary.h"

namespace sudare::prove {

// A column that can be written at a place.
struct Leaf {
  // "e.full_name"
  std::string sql;
  std::string name;
  // "e"; empty if levels further in can't refer to it.
  std::string qualifier;
  Kind kind = Kind::kOther;
  bool comparable = true;
  // The name alone says it too.
  bool bare_ok = false;
  std::shared_ptr<const ColumnSamples> samples;
};

// A table whose key is among what can be written: grouped by the key, all its columns can be.
struct KeyedTable {
  std::vector<std::string> key;
  std::vector<Leaf> leaves;
};

// One item of FROM, or several that are joined.
struct Source {
  std::string sql;
  std::vector<Leaf> leaves;
  // Names by which a row can be taken as a whole.
  std::vector<std::string> rows;
  // Names in use, in rows or not.
  std::vector<std::string> names;
  double row_count = 1;
  // Which expressions name a row, if `has_key`; none for one row.
  bool has_key = false;
  std::vector<std::string> key;
  // Names of columns merged by USING or NATURAL.
  std::vector<std::string> merged;
  std::vector<KeyedTable> tables;
};

struct Scope {
  std::vector<Leaf> leaves;
  std::vector<std::string> rows;
  std::vector<std::string> names;
  bool has_key = false;
  std::vector<std::string> key;
  std::vector<KeyedTable> tables;
  // The level around this one.
  const Scope* outer = nullptr;
  // Of a grouped level: what aggregates read.
  const Scope* grouped = nullptr;
  // Window functions may stand here.
  bool windows = false;
};

// A column of a select's result.
struct OutputColumn {
  // Empty: PostgreSQL makes one up.
  std::string name;
  // The column that it is; empty for any other expression.
  std::string leaf;
  Kind kind = Kind::kOther;
  bool comparable = true;
  std::shared_ptr<const ColumnSamples> samples;
};

// A select that was written.
struct Select {
  std::string sql;
  std::vector<OutputColumn> columns;
  double row_count = 1;
  bool has_key = false;
  // Places of the columns that name a row.
  std::vector<size_t> key;
  bool is_ordered = false;
};

// What a select is wanted for.
struct Wanted {
  const Scope* outer = nullptr;
  int depth = 0;
  // Kinds of its columns; empty: any.
  std::vector<Kind> kinds;
  bool one_row = false;
  // Its columns must have different names that a level further out can write.
  bool named = false;
  // The statement itself.
  bool top = false;
  // In the order of its first column.
  bool sorted = false;
};

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_SCOPE_H_
