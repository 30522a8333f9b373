// ColumnClasses: columns whose values belong together, because a foreign key joins them or because
// they share their tokens.
#ifndef SUDARE_PROXY_PROVE_COLUMN_CLASSES_H_
#define SUDARE_PROXY_PROVE_COLUMN_CLASSES_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "proxy/prove/random.h"
#include "proxy/prove/sight.h"
#include "proxy/prove/swapped_keyring.h"

namespace sudare::prove {

// Table and column.
using ColumnPlace = std::pair<size_t, size_t>;

// How the values of a column may differ in another database.
enum class Variation {
  kKept,     // somebody sees them as they are
  kSwapped,  // together with the others of the class
  kFree,     // each by itself
  kPointed,  // at another row of the table that its foreign key names
};

class ColumnClasses {
 public:
  // `kept`: columns that must stay.
  ColumnClasses(const DatabaseShape& shape, const VisibleSchema& visible, const Sight& sight,
                const std::set<ColumnPlace>& kept);

  Variation VariationOf(ColumnPlace place) const;
  // Values to be exchanged in the class of a column; never null for kSwapped once MakeSwaps ran.
  const std::shared_ptr<const Swaps>& SwapsOf(ColumnPlace place) const;

  void MakeSwaps(const Dataset& rows, Random& random);
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const Swaps>> SwapsByDomain() const;

 private:
  using TokenDomain = std::pair<std::string, std::string>;
  struct ColumnClass {
    std::vector<ColumnPlace> members;
    std::set<TokenDomain> domains;
    bool is_kept = false;
    std::shared_ptr<const Swaps> swaps;
  };

  size_t Root(size_t number) const;
  void Join(ColumnPlace one, ColumnPlace other);
  void JoinTokens(std::map<ColumnPlace, std::set<TokenDomain>>* domains);
  void JoinForeignKeys();
  bool MayBePointed(size_t table, const ShapeForeignKey& key) const;
  bool IsShown(ColumnPlace place) const;
  std::string FreshValue(const ColumnClass& of, const std::string& value,
                         const std::set<std::string>& taken, Random& random) const;

  const DatabaseShape& shape_;
  const VisibleSchema& visible_;
  const Sight& sight_;
  const std::set<ColumnPlace>& kept_;
  std::vector<size_t> first_number_;  // by table
  mutable std::vector<size_t> parents_;
  std::set<ColumnPlace> pointed_;
  std::map<size_t, ColumnClass> classes_;  // by root
};

}  // namespace sudare::prove

#endif  // SUDARE_PROXY_PROVE_COLUMN_CLASSES_H_
