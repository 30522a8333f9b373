#include "proxy/discover/evidence.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "absl/hash/hash.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "policy/base/utf8.h"
#include "proxy/discover/detectors.h"
#include "proxy/discover/digit_runs.h"
#include "proxy/discover/shape.h"

namespace sudare::discover {
namespace {

// Of digits, and of bytes of other text, from which on a value is told from another.
constexpr size_t kTellingDigits = 5;
constexpr size_t kTellingBytes = 6;
constexpr size_t kMaxHashes = 20000;

void AddHash(absl::string_view value, std::set<uint64_t>* hashes) {
  if (hashes->size() >= kMaxHashes) return;
  std::string normal = OnlyDigits(value).value_or("");
  if (!normal.empty()) {
    normal.erase(0, normal.find_first_not_of('0'));
    if (normal.size() < kTellingDigits) return;
  } else {
    normal = absl::StrReplaceAll(value, {{" ", ""}, {"　", ""}});
    if (normal.size() < kTellingBytes) return;
  }
  hashes->insert(absl::Hash<std::string>()(normal));
}

// As PostgreSQL writes arrays: {a,"b c",NULL}. Good enough for values that a detector may know.
std::vector<std::string> Elements(absl::string_view array) {
  std::vector<std::string> elements;
  for (absl::string_view part : absl::StrSplit(array, absl::ByAnyChar("{},\""))) {
    if (!part.empty() && part != "NULL") elements.emplace_back(part);
  }
  return elements;
}

class Weighing {
 public:
  explicit Weighing(ColumnType type) : type_(type) {}

  void Add(absl::string_view value) {
    ++evidence_.values;
    ++shapes_[ShapeOf(value)];
    AddHash(value, &evidence_.hashes);
    if (const std::optional<int> year = YearOf(value); year.has_value()) years_.push_back(*year);
    if (!MayBeIdentity()) return;
    const std::optional<BankRecord> record = ParseBankRecord(value);
    bool is_known = false;
    for (const Detector& detector : DetectorTable()) {
      if (!detector.matches(value)) continue;
      ++evidence_.matches[detector.kind];
      is_known = true;
    }
    // A record is parsed, never searched: every one has runs that look like a number.
    if (record.has_value()) {
      AddHash(record->account_number, &evidence_.account_hashes);
      AddHash(record->holder, &evidence_.holder_hashes);
    } else if (!is_known) {
      LookInside(value);
    }
  }

  Evidence Take() {
    for (const std::set<uint64_t>* fields : {&evidence_.account_hashes, &evidence_.holder_hashes}) {
      evidence_.piece_hashes.insert(fields->begin(), fields->end());
    }
    evidence_.dates = years_.size();
    if (!years_.empty()) {
      std::sort(years_.begin(), years_.end());
      evidence_.first_year = years_.front();
      evidence_.median_year = years_[years_.size() / 2];
      evidence_.last_year = years_.back();
    }
    size_t most = 0;
    for (const auto& [shape, count] : shapes_) {
      if (count <= most) continue;
      most = count;
      evidence_.shape = shape;
    }
    return std::move(evidence_);
  }

 private:
  // Dates, times, amounts with fractions and the like can't be anybody's number or name.
  bool MayBeIdentity() const {
    switch (type_.type) {
      case SqlType::kText:
      case SqlType::kVarchar:
      case SqlType::kBpchar:
      case SqlType::kJson:
      case SqlType::kJsonb:
      case SqlType::kInt8:
      case SqlType::kNumeric:
      case SqlType::kUnknown:
        return true;
      default:
        return false;
    }
  }

  void LookInside(absl::string_view value) {
    const NumbersInside inside = FindPersonalNumbers(value);
    evidence_.numbers_inside += inside.runs;
    evidence_.valid_numbers_inside += inside.valid;
    size_t fields = 0;
    for (absl::string_view piece : absl::StrSplit(value, absl::ByAnyChar(",\t|:\"{}[]"))) {
      if (piece.empty()) continue;
      ++fields;
      if (piece.size() == value.size()) continue;
      AddHash(piece, &evidence_.piece_hashes);
      if (IsAddress(piece)) ++evidence_.addresses_inside;
      // Numbers of JSON lose their leading zero.
      const std::optional<std::string> digits = OnlyDigits(piece);
      if (digits.has_value() && digits->size() == 11 && digits->front() != '0') {
        ++evidence_.numbers_inside;
        if (IsPersonalNumber(*digits)) ++evidence_.valid_numbers_inside;
      }
    }
    const auto separators = static_cast<size_t>(std::count(value.begin(), value.end(), ',') +
                                                std::count(value.begin(), value.end(), '\t'));
    if (fields >= 3 && separators >= 2) ++evidence_.delimited;
  }

  const ColumnType type_;
  Evidence evidence_;
  std::vector<int> years_;
  std::map<std::string, size_t> shapes_;
};

}  // namespace

double Evidence::Share(Kind kind) const {
  const auto found = matches.find(kind);
  if (found == matches.end() || values == 0) return 0;
  return static_cast<double>(found->second) / static_cast<double>(values);
}

bool Evidence::HoldsPersonalNumbers() const {
  const auto runs = static_cast<double>(numbers_inside);
  // Three standard deviations above what chance gives.
  const double by_chance = 0.1 * runs + 3 * std::sqrt(0.09 * runs);
  return valid_numbers_inside >= 2 && static_cast<double>(valid_numbers_inside) > by_chance;
}

Evidence Weigh(const std::vector<std::string>& values, ColumnType type) {
  Weighing weighing(type);
  for (const std::string& value : values) {
    if (!type.is_array) {
      weighing.Add(value);
      continue;
    }
    for (const std::string& element : Elements(value)) weighing.Add(element);
  }
  return weighing.Take();
}

}  // namespace sudare::discover
