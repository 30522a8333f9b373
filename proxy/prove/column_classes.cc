#include "proxy/prove/column_classes.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "policy/evaluator.h"
#include "proxy/prove/masked_value.h"
#include "proxy/prove/value_change.h"

namespace sudare::prove {
namespace {

constexpr int kSteps = 40;

// Whether the database would write a value of the type like this.
bool IsWrittenAs(ColumnType type, const std::string& text) {
  int64_t number = 0;
  switch (type.type) {
    case SqlType::kInt2:
      return absl::SimpleAtoi(text, &number) && number >= -32768 && number <= 32767 &&
             absl::StrCat(number) == text;
    case SqlType::kInt4:
      return absl::SimpleAtoi(text, &number) && number >= INT32_MIN && number <= INT32_MAX &&
             absl::StrCat(number) == text;
    case SqlType::kInt8:
      return absl::SimpleAtoi(text, &number) && absl::StrCat(number) == text;
    default:
      return true;
  }
}

}  // namespace

ColumnClasses::ColumnClasses(const DatabaseShape& shape, const VisibleSchema& visible,
                             const Sight& sight, const std::set<ColumnPlace>& kept)
    : shape_(shape), visible_(visible), sight_(sight), kept_(kept) {
  for (const ShapeTable& table : shape_.tables) {
    first_number_.push_back(parents_.size());
    for (size_t i = 0; i < table.columns.size(); ++i) parents_.push_back(parents_.size());
  }
  std::map<ColumnPlace, std::set<TokenDomain>> domains;
  JoinTokens(&domains);
  JoinForeignKeys();
  for (size_t table = 0; table < shape_.tables.size(); ++table) {
    for (size_t column = 0; column < shape_.tables[table].columns.size(); ++column) {
      const ColumnPlace place = {table, column};
      ColumnClass& of = classes_[Root(first_number_[table] + column)];
      of.members.push_back(place);
      if (IsShown(place) || kept_.count(place) != 0) of.is_kept = true;
      of.domains.insert(domains[place].begin(), domains[place].end());
    }
  }
}

size_t ColumnClasses::Root(size_t number) const {
  while (parents_[number] != number) number = parents_[number] = parents_[parents_[number]];
  return number;
}

void ColumnClasses::Join(ColumnPlace one, ColumnPlace other) {
  parents_[Root(first_number_[one.first] + one.second)] =
      Root(first_number_[other.first] + other.second);
}

void ColumnClasses::JoinTokens(std::map<ColumnPlace, std::set<TokenDomain>>* domains) {
  std::map<TokenDomain, ColumnPlace> first;
  for (size_t table = 0; table < shape_.tables.size(); ++table) {
    for (size_t column = 0; column < shape_.tables[table].columns.size(); ++column) {
      for (const VisibleColumn* form : sight_.FormsOf(table, column)) {
        if (!form->is_token()) continue;
        const auto& tokenize = form->decision.rule->proto.tokenize();
        const TokenDomain domain = {tokenize.domain(), ScopeOf(visible_.account(), tokenize)};
        (*domains)[{table, column}].insert(domain);
        Join({table, column}, first.emplace(domain, ColumnPlace(table, column)).first->second);
      }
    }
  }
}

bool ColumnClasses::IsShown(ColumnPlace place) const {
  for (const VisibleColumn* form : sight_.FormsOf(place.first, place.second)) {
    if (form->decision.kind == MaskKind::kAllow) return true;
  }
  return sight_.IsFiltering(place.first, place.second);
}

// Its columns show nothing of themselves and have no other duty.
bool ColumnClasses::MayBePointed(size_t table, const ShapeForeignKey& key) const {
  for (size_t column : key.columns) {
    const ColumnPlace place = {table, column};
    if (IsShown(place) || kept_.count(place) != 0) return false;
    for (const VisibleColumn* form : sight_.FormsOf(table, column)) {
      if (form->is_token()) return false;
    }
    for (const ShapeForeignKey& other : shape_.tables[table].foreign_keys) {
      if (&other != &key && std::count(other.columns.begin(), other.columns.end(), column) != 0) {
        return false;
      }
    }
    for (const ShapeTable& referring : shape_.tables) {
      for (const ShapeForeignKey& other : referring.foreign_keys) {
        if (other.target == table &&
            std::count(other.target_columns.begin(), other.target_columns.end(), column) != 0) {
          return false;
        }
      }
    }
  }
  return true;
}

void ColumnClasses::JoinForeignKeys() {
  for (size_t table = 0; table < shape_.tables.size(); ++table) {
    for (const ShapeForeignKey& key : shape_.tables[table].foreign_keys) {
      const bool is_pointed = MayBePointed(table, key);
      for (size_t i = 0; i < key.columns.size(); ++i) {
        if (is_pointed) {
          pointed_.insert({table, key.columns[i]});
        } else {
          Join({table, key.columns[i]}, {key.target, key.target_columns[i]});
        }
      }
    }
  }
}

Variation ColumnClasses::VariationOf(ColumnPlace place) const {
  if (pointed_.count(place) != 0) return Variation::kPointed;
  const ColumnClass& of = classes_.at(Root(first_number_[place.first] + place.second));
  if (of.is_kept) return Variation::kKept;
  return of.members.size() > 1 || !of.domains.empty() ? Variation::kSwapped : Variation::kFree;
}

const std::shared_ptr<const Swaps>& ColumnClasses::SwapsOf(ColumnPlace place) const {
  return classes_.at(Root(first_number_[place.first] + place.second)).swaps;
}

// Of the same look and mask, and not in the database; empty: none was found.
std::string ColumnClasses::FreshValue(const ColumnClass& of, const std::string& value,
                                      const std::set<std::string>& taken, Random& random) const {
  const auto fits = [&](const std::string& candidate) {
    for (const auto& [table, column] : of.members) {
      if (!IsWrittenAs(shape_.tables[table].columns[column].type, candidate)) return false;
      for (const VisibleColumn* form : sight_.FormsOf(table, column)) {
        if (!form->is_token() && MaskedValue(*form, candidate) != MaskedValue(*form, value)) {
          return false;
        }
      }
    }
    return true;
  };
  const auto [table, column] = of.members[0];
  std::string candidate = value;
  std::string found;
  for (int step = 0; step < kSteps; ++step) {
    const std::string changed =
        ChangedALittle(shape_.tables[table].columns[column].type, candidate, random);
    if (changed == candidate || !fits(changed)) continue;
    candidate = changed;
    if (taken.count(candidate) == 0) found = candidate;
  }
  return found;
}

void ColumnClasses::MakeSwaps(const Dataset& rows, Random& random) {
  for (auto& [root, of] : classes_) {
    if (VariationOf(of.members[0]) != Variation::kSwapped) continue;
    std::set<std::string> values;
    for (const auto& [table, column] : of.members) {
      const ColumnType type = shape_.tables[table].columns[column].type;
      for (const DatasetRow& row : rows.tables[table]) {
        const Value& value = row.values[column];
        if (value.has_value()) values.insert(std::string(Significant(type, *value)));
      }
    }
    auto swaps = std::make_shared<Swaps>();
    std::set<std::string> taken = values;
    for (const std::string& value : values) {
      const std::string fresh = FreshValue(of, value, taken, random);
      if (fresh.empty()) continue;
      taken.insert(fresh);
      (*swaps)[value] = fresh;
      (*swaps)[fresh] = value;
    }
    of.swaps = std::move(swaps);
  }
}

std::map<std::pair<std::string, std::string>, std::shared_ptr<const Swaps>>
ColumnClasses::SwapsByDomain() const {
  std::map<TokenDomain, std::shared_ptr<const Swaps>> swaps;
  for (const auto& [root, of] : classes_) {
    if (of.swaps == nullptr) continue;
    for (const TokenDomain& domain : of.domains) swaps[domain] = of.swaps;
  }
  return swaps;
}

}  // namespace sudare::prove
