// Sight: which rows and columns of the tables an account sees, and in which forms.
#ifndef SUDARE_PROXY_PROVE_SIGHT_H_
#define SUDARE_PROXY_PROVE_SIGHT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proxy/catalog/visible_schema.h"
#include "proxy/prove/dataset.h"

namespace sudare::prove {

// A column as one of the relations shows it through which the table can be read.
using Forms = std::vector<const VisibleColumn*>;

// Thread-safety: immutable once read.
// Lifetime: borrows shape and schema.
class Sight {
 public:
  Sight(const DatabaseShape& shape, const VisibleSchema& visible);

  // Finds out which rows of `rows`, read from `database`, are seen through which relations.
  absl::Status Read(const PrivatePostgres& server, const std::string& database,
                    const Dataset& rows);

  bool IsRowSeen(size_t table, size_t row) const { return !seen_by_[table][row].empty(); }
  // How the account sees this value; empty: not at all.
  Forms FormsOf(size_t table, size_t row, size_t column) const;
  // The same for all rows that may come.
  Forms FormsOf(size_t table, size_t column) const;
  // The condition of a row filter names the column.
  bool IsFiltering(size_t table, size_t column) const;

 private:
  const DatabaseShape& shape_;
  const VisibleSchema& visible_;
  // By table: the relations that show it.
  std::vector<std::vector<const VisibleRelation*>> relations_;
  std::vector<std::vector<std::vector<const VisibleRelation*>>> seen_by_;
};

// "SELECT columns FROM relation WHERE filters": a relation as the account may read it, unmasked.
std::string ReadingOf(const VisibleRelation& relation, const std::string& columns);

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_SIGHT_H_
