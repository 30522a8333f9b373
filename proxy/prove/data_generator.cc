#include "proxy/prove/data_generator.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/prove/random.h"
#include "proxy/prove/sql_text.h"
#include "proxy/prove/value_maker.h"

namespace sudare::prove {
namespace {

constexpr char kDatabase[] = "sudare_fitting";
// Of rows that didn't fit.
constexpr int kRounds = 6;

using Row = std::vector<Value>;

class Generation {
 public:
  Generation(const PrivatePostgres& server, const DatabaseShape& shape, const std::string& schema,
             const GeneratorOptions& options)
      : server_(server),
        shape_(shape),
        schema_(schema),
        options_(options),
        rows_(shape.tables.size()),
        is_filled_(shape.tables.size()) {}

  absl::StatusOr<GeneratedData> Run() {
    SUDARE_RETURN_IF_ERROR(MakeEmpty());
    for (size_t table : shape_.FillingOrder()) SUDARE_RETURN_IF_ERROR(Fill(table));
    if (has_deferred_) {
      PointDeferred();
      SUDARE_RETURN_IF_ERROR(MakeEmpty());
      SUDARE_RETURN_IF_ERROR(TryAllRows(server_, shape_, rows_, kDatabase).status());
    }
    SUDARE_RETURN_IF_ERROR(DeleteDangling());
    GeneratedData data;
    SUDARE_ASSIGN_OR_RETURN(data.rows, ReadDataset(server_, shape_, kDatabase));
    SUDARE_RETURN_IF_ERROR(server_.Run(absl::StrCat("DROP DATABASE ", kDatabase)));
    for (size_t table = 0; table < rows_.size(); ++table) {
      if (!data.rows.tables[table].empty()) continue;
      data.unfilled.push_back(absl::StrCat(shape_.tables[table].schema, ".",
                                           shape_.tables[table].name, ": ", why_[table]));
    }
    for (const std::string& name : shape_.foreign_tables) {
      data.unfilled.push_back(absl::StrCat(name, ": a foreign table's rows are elsewhere"));
    }
    return data;
  }

 private:
  absl::Status MakeEmpty() { return CreateDatabase(server_, schema_, kDatabase); }

  absl::Status Fill(size_t index) {
    const ShapeTable& table = shape_.tables[index];
    std::vector<ValueMaker> makers;
    for (const ShapeColumn& column : table.columns) {
      makers.emplace_back(
          column, absl::StrCat(column.name, " ",
                               options_.hint == nullptr ? "" : options_.hint(table, column)));
    }
    Random random(options_.seed * 1000003 + index);
    size_t serial = 0;
    for (int round = 0; round < kRounds && rows_[index].size() < options_.rows_per_table; ++round) {
      std::vector<Row> candidates;
      // Where few fit, many are tried.
      const size_t missing = options_.rows_per_table - rows_[index].size();
      const size_t tried = round == 0 ? missing : missing * 2;
      for (size_t i = 0; i < tried; ++i) {
        candidates.push_back(MakeRow(index, makers, serial++, random));
      }
      SUDARE_ASSIGN_OR_RETURN(const auto failed, TryRows(server_, table, candidates, kDatabase));
      for (size_t i = 0; i < candidates.size(); ++i) {
        if (failed.count(i) == 0) rows_[index].push_back(std::move(candidates[i]));
      }
      if (!failed.empty()) why_[index] = failed.begin()->second.message;
      // A key of few values has no more.
      if (round > 0 && !rows_[index].empty() && failed.size() == candidates.size()) break;
    }
    is_filled_[index] = true;
    return absl::OkStatus();
  }

  Row MakeRow(size_t index, const std::vector<ValueMaker>& makers, size_t serial, Random& random) {
    const ShapeTable& table = shape_.tables[index];
    Row row(table.columns.size());
    for (size_t i = 0; i < row.size(); ++i) {
      if (table.columns[i].is_generated) continue;
      row[i] =
          IsKeyByItself(table, i) ? makers[i].MakeUnique(serial, random) : makers[i].Make(random);
    }
    for (const ShapeForeignKey& key : table.foreign_keys) Point(index, key, random, &row);
    return row;
  }

  // Columns of longer keys get a serial number now and then, or the key's values would run out.
  static bool IsKeyByItself(const ShapeTable& table, size_t column) {
    for (const std::vector<size_t>& key : table.keys) {
      if (key.size() == 1 && key[0] == column) return true;
      if (key.size() > 1 && key.back() == column) return true;
    }
    return table.columns[column].is_identity;
  }

  void Point(size_t index, const ShapeForeignKey& key, Random& random, Row* row) {
    const ShapeTable& table = shape_.tables[index];
    bool is_nullable = true;
    for (size_t column : key.columns) {
      if (table.columns[column].not_null) is_nullable = false;
    }
    const std::vector<Row>& targets = rows_[key.target];
    if (!is_filled_[key.target] && key.target != index) has_deferred_ = true;
    if (!targets.empty() && !(is_nullable && random.Percent(10))) {
      Copy(key, random.Pick(targets), row);
    } else if (is_nullable) {
      for (size_t column : key.columns) (*row)[column].reset();
    } else if (key.target == index) {
      // The first of its kind can refer to itself only.
      Copy(key, Row(*row), row);
    }
  }

  static void Copy(const ShapeForeignKey& key, const Row& target, Row* row) {
    for (size_t i = 0; i < key.columns.size(); ++i) {
      (*row)[key.columns[i]] = target[key.target_columns[i]];
    }
  }

  // Foreign keys in a circle: now that all rows are there.
  void PointDeferred() {
    const std::vector<size_t> order = shape_.FillingOrder();
    std::vector<size_t> place(order.size());
    for (size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    for (size_t index = 0; index < rows_.size(); ++index) {
      Random random(options_.seed * 7919 + index);
      for (const ShapeForeignKey& key : shape_.tables[index].foreign_keys) {
        if (place[key.target] <= place[index]) continue;
        for (Row& row : rows_[index]) Point(index, key, random, &row);
      }
    }
  }

  absl::Status DeleteDangling() {
    std::string script = "SET session_replication_role = replica;\n";
    for (const ShapeTable& table : shape_.tables) {
      for (const ShapeForeignKey& key : table.foreign_keys) {
        absl::StrAppend(&script, "DELETE FROM ", table.SqlName(), " AS x WHERE ",
                        DanglingCondition(shape_, table, key), ";\n");
      }
    }
    // What is deleted may have been referred to.
    std::string all;
    for (int round = 0; round < 8; ++round) all += script;
    SUDARE_RETURN_IF_ERROR(server_.Run(all, kDatabase));
    return absl::OkStatus();
  }

  const PrivatePostgres& server_;
  const DatabaseShape& shape_;
  const std::string& schema_;
  const GeneratorOptions& options_;
  std::vector<std::vector<Row>> rows_;
  std::vector<bool> is_filled_;
  std::map<size_t, std::string> why_;
  bool has_deferred_ = false;
};

}  // namespace

absl::StatusOr<GeneratedData> GenerateData(const PrivatePostgres& server,
                                           const DatabaseShape& shape, const std::string& schema,
                                           const GeneratorOptions& options) {
  return Generation(server, shape, schema, options).Run();
}

}  // namespace sudare::prove
