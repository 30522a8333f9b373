#include "proxy/prove/drafts.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proxy/prove/masked_value.h"
#include "proxy/prove/value_change.h"
#include "proxy/prove/value_maker.h"

namespace sudare::prove {
namespace {

constexpr int kTries = 6;
constexpr int kSteps = 24;
// Far from the serial numbers of the original's rows.
constexpr size_t kOtherSerials = 500000;
// Of the rows hidden by a filter.
constexpr int kPercentRemoved = 25;
constexpr int kPercentAdded = 25;

using Tuple = std::vector<Value>;

Tuple TupleOf(const std::vector<Value>& values, const std::vector<size_t>& columns) {
  Tuple tuple;
  for (size_t column : columns) tuple.push_back(values[column]);
  return tuple;
}

class Drafting {
 public:
  Drafting(const DraftSource& source, uint64_t seed) : source_(source), seed_(seed) {
    FindReferred();
  }

  Drafts Run() {
    for (size_t table = 0; table < source_.shape.tables.size(); ++table) DraftTable(table);
    for (size_t table = 0; table < source_.shape.tables.size(); ++table) PointTable(table);
    return std::move(drafts_);
  }

 private:
  void FindReferred() {
    const DatabaseShape& shape = source_.shape;
    is_referred_.resize(shape.tables.size());
    for (size_t i = 0; i < shape.tables.size(); ++i) {
      is_referred_[i].resize(source_.rows.tables[i].size());
    }
    for (size_t i = 0; i < shape.tables.size(); ++i) {
      for (const ShapeForeignKey& key : shape.tables[i].foreign_keys) {
        std::set<Tuple> referring;
        for (const DatasetRow& row : source_.rows.tables[i]) {
          referring.insert(TupleOf(row.values, key.columns));
        }
        const auto& targets = source_.rows.tables[key.target];
        for (size_t row = 0; row < targets.size(); ++row) {
          if (referring.count(TupleOf(targets[row].values, key.target_columns)) != 0) {
            is_referred_[key.target][row] = true;
          }
        }
      }
    }
  }

  void DraftTable(size_t index) {
    const ShapeTable& table = source_.shape.tables[index];
    std::vector<Draft>& drafts = drafts_.emplace_back();
    std::vector<ValueMaker> makers;
    for (const ShapeColumn& column : table.columns) {
      const auto& hint = source_.generator.hint;
      makers.emplace_back(column, absl::StrCat(column.name, " ", hint ? hint(table, column) : ""));
    }
    for (size_t row = 0; row < source_.rows.tables[index].size(); ++row) {
      Random random(seed_ * 1000003 + index * 65537 + row);
      const bool is_seen = source_.sight.IsRowSeen(index, row);
      const bool may_go = !is_seen && source_.kept_rows.count(index) == 0;
      if (may_go && !is_referred_[index][row] && random.Percent(kPercentRemoved)) continue;
      Draft draft{row, source_.rows.tables[index][row].values};
      for (size_t column = 0; column < table.columns.size(); ++column) {
        if (table.columns[column].is_generated) continue;
        draft.values[column] = Varied(index, row, column, makers[column], random);
      }
      drafts.push_back(draft);
      if (!may_go || !random.Percent(kPercentAdded)) continue;
      for (size_t column = 0; column < table.columns.size(); ++column) {
        // A row of another partition would lie elsewhere.
        if (table.columns[column].is_partition_key) continue;
        if (!IsInKey(table, column) || RefersToOther(table, column) ||
            source_.sight.IsFiltering(index, column)) {
          continue;
        }
        draft.values[column] = makers[column].MakeUnique(kOtherSerials + row * 3 + 1, random);
      }
      draft.origin.reset();
      drafts.push_back(std::move(draft));
    }
  }

  Value Varied(size_t table, size_t row, size_t column, const ValueMaker& maker, Random& random) {
    const ColumnPlace place = {table, column};
    const Value& old = source_.rows.tables[table][row].values[column];
    switch (source_.classes.VariationOf(place)) {
      case Variation::kPointed:
        return old;
      case Variation::kSwapped:
        return Swapped(place, old);
      case Variation::kFree:
        return Changed(place, row, old, maker, random);
      case Variation::kKept:
        break;
    }
    // Shown, but not of a row that is hidden.
    const ShapeTable& of = source_.shape.tables[table];
    if (source_.sight.IsRowSeen(table, row) || source_.kept.count(place) != 0 ||
        source_.sight.IsFiltering(table, column) || IsInKey(of, column) ||
        IsInForeignKey(table, column)) {
      return old;
    }
    return maker.Make(random);
  }

  Value Swapped(const ColumnPlace& place, const Value& old) const {
    if (!old.has_value()) return old;
    const ColumnType type = source_.shape.tables[place.first].columns[place.second].type;
    const auto& swaps = source_.classes.SwapsOf(place);
    const auto found = swaps->find(std::string(Significant(type, *old)));
    return found == swaps->end() ? old : Value(found->second);
  }

  // Another value of the same masks.
  Value Changed(const ColumnPlace& place, size_t row, const Value& old, const ValueMaker& maker,
                Random& random) const {
    const ShapeTable& table = source_.shape.tables[place.first];
    const Forms forms = source_.sight.FormsOf(place.first, row, place.second);
    const auto looks_alike = [&](const Value& value) {
      return std::all_of(forms.begin(), forms.end(), [&](const VisibleColumn* form) {
        return MaskedValue(*form, value) == MaskedValue(*form, old);
      });
    };
    const bool is_key = IsInKey(table, place.second);
    for (int i = 0; i < kTries; ++i) {
      Value made = is_key ? maker.MakeUnique(kOtherSerials + row * 3, random) : maker.Make(random);
      if (made != old && looks_alike(made)) return made;
    }
    if (!old.has_value()) return old;
    const ColumnType type = table.columns[place.second].type;
    std::string walked = *old;
    for (int i = 0; i < kSteps; ++i) {
      std::string step = ChangedALittle(type, walked, random);
      if (looks_alike(step)) walked = std::move(step);
    }
    return walked;
  }

  void PointTable(size_t index) {
    const ShapeTable& table = source_.shape.tables[index];
    Random random(seed_ * 48271 + index);
    for (const ShapeForeignKey& key : table.foreign_keys) {
      const ColumnPlace first = {index, key.columns[0]};
      if (source_.classes.VariationOf(first) != Variation::kPointed ||
          drafts_[key.target].empty()) {
        continue;
      }
      const std::map<Tuple, Tuple> moved = Permuted(key, random);
      std::vector<Tuple> targets;
      for (const auto& [from, to] : moved) targets.push_back(to);
      const bool is_in_key = std::any_of(key.columns.begin(), key.columns.end(),
                                         [&](size_t column) { return IsInKey(table, column); });
      for (Draft& draft : drafts_[index]) {
        const Tuple old = TupleOf(draft.values, key.columns);
        const auto to = moved.find(old);
        if (to == moved.end()) continue;
        // One to one where the rows' keys are made of them. Rows that came may not stay.
        const Tuple& target = is_in_key ? to->second : random.Pick(targets);
        for (size_t i = 0; i < key.columns.size(); ++i) draft.values[key.columns[i]] = target[i];
      }
    }
  }

  // From the key that a row of the original has to that of another row here.
  std::map<Tuple, Tuple> Permuted(const ShapeForeignKey& key, Random& random) const {
    std::vector<Tuple> from;
    std::vector<Tuple> to;
    for (const Draft& draft : drafts_[key.target]) {
      if (!draft.origin.has_value()) continue;
      const DatasetRow& row = source_.rows.tables[key.target][*draft.origin];
      from.push_back(TupleOf(row.values, key.target_columns));
      to.push_back(TupleOf(draft.values, key.target_columns));
    }
    for (size_t i = to.size(); i > 1; --i) std::swap(to[i - 1], to[random.Below(i)]);
    std::map<Tuple, Tuple> moved;
    for (size_t i = 0; i < from.size(); ++i) moved.emplace(std::move(from[i]), std::move(to[i]));
    return moved;
  }

  static bool IsInKey(const ShapeTable& table, size_t column) {
    for (const std::vector<size_t>& key : table.keys) {
      if (std::count(key.begin(), key.end(), column) != 0) return true;
    }
    return false;
  }

  static bool RefersToOther(const ShapeTable& table, size_t column) {
    for (const ShapeForeignKey& key : table.foreign_keys) {
      if (std::count(key.columns.begin(), key.columns.end(), column) != 0) return true;
    }
    return false;
  }

  bool IsInForeignKey(size_t table, size_t column) const {
    for (size_t i = 0; i < source_.shape.tables.size(); ++i) {
      for (const ShapeForeignKey& key : source_.shape.tables[i].foreign_keys) {
        if (i == table && std::count(key.columns.begin(), key.columns.end(), column) != 0) {
          return true;
        }
        if (key.target == table &&
            std::count(key.target_columns.begin(), key.target_columns.end(), column) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  const DraftSource& source_;
  const uint64_t seed_;
  std::vector<std::vector<bool>> is_referred_;
  Drafts drafts_;
};

}  // namespace

Drafts MakeDrafts(const DraftSource& source, uint64_t seed) { return Drafting(source, seed).Run(); }

}  // namespace sudare::prove
