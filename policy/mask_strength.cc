#include "policy/mask_strength.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "policy/base/utf8.h"
#include "policy/transforms/decimal.h"
#include "policy/transforms/json_path.h"
#include "policy/transforms/scrub_characters.h"

namespace sudare {
namespace {

using sudare::v1::Generalize;
using sudare::v1::Rule;
using sudare::v1::Tokenize;

bool ShowsNothing(const Rule& rule) {
  return rule.mask_case() == Rule::MASK_NOT_SET || rule.has_hide() || rule.has_redact();
}

bool KeepsNoCharacter(const Rule& rule) {
  return rule.has_partial() && rule.partial().keep_first() == 0 && rule.partial().keep_last() == 0;
}

// Tells whether there is a value, and nothing else.
bool ShowsPresenceOnly(const Rule& rule) { return rule.has_presence() || KeepsNoCharacter(rule); }

// Masks that are NULL where there is a value, too, don't tell presence: brackets below the first
// one, and documents of which nothing is kept.
bool TellsPresence(const Rule& rule) {
  return !ShowsNothing(rule) && !rule.has_json() && rule.generalize().brackets().empty();
}

// A value no longer than what is kept is all fill: who keeps fewer characters shows something of
// short values that who keeps more does not.
bool PartialShowsAtMost(const sudare::v1::Partial& shown, const sudare::v1::Partial& limit) {
  return shown.keep_first() == limit.keep_first() && shown.keep_last() == limit.keep_last();
}

absl::uint128 PowerOfTen(size_t exponent) {
  absl::uint128 power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

// Buckets have at most 18 digits: scaled to each other they fit in 128 bits.
bool IsMultiple(const Bucket& coarse, const Bucket& fine) {
  const size_t scale = std::max(coarse.scale, fine.scale);
  const absl::uint128 dividend = coarse.scaled * PowerOfTen(scale - coarse.scale);
  return dividend % (fine.scaled * PowerOfTen(scale - fine.scale)) == 0;
}

// From each bound to the next, every number has one result.
struct Cell {
  Decimal from;
  std::string result;
};

std::optional<std::vector<Cell>> CellsOf(const Generalize& generalize) {
  std::vector<Cell> cells;
  for (const sudare::v1::Bracket& bracket : generalize.brackets()) {
    const std::optional<Decimal> from = ParseDecimal(bracket.from());
    if (!from.has_value() || from->kind != Decimal::Kind::kFinite) return std::nullopt;
    // Without names the results are the bounds, and all different.
    const std::string result = bracket.name().empty() ? absl::StrCat("bound ", cells.size())
                                                      : absl::StrCat("name ", bracket.name());
    if (!cells.empty() && cells.back().result == result) continue;
    cells.push_back({*from, result});
  }
  return cells;
}

// The result of the numbers from `at` on; empty below the first bound, where it is NULL.
std::string ResultAt(const std::vector<Cell>& cells, const Decimal& at) {
  std::string result;
  for (const Cell& cell : cells) {
    if (CompareDecimals(cell.from, at) <= 0) result = cell.result;
  }
  return result;
}

bool BracketsShowAtMost(const Generalize& shown, const Generalize& limit) {
  const std::optional<std::vector<Cell>> coarse = CellsOf(shown);
  const std::optional<std::vector<Cell>> fine = CellsOf(limit);
  if (!coarse.has_value() || !fine.has_value()) return false;
  for (const Cell& cell : *coarse) {
    const auto is_same = [&](const Cell& other) {
      return CompareDecimals(cell.from, other.from) == 0;
    };
    if (std::none_of(fine->begin(), fine->end(), is_same)) return false;
  }
  // Brackets of one name are one result.
  std::map<std::string, std::string> meaning;
  for (const Cell& cell : *fine) {
    const std::string result = ResultAt(*coarse, cell.from);
    if (meaning.emplace(cell.result, result).first->second != result) return false;
  }
  return true;
}

bool BracketsAreMultiples(const Generalize& brackets, const Bucket& bucket) {
  const std::optional<std::vector<Cell>> cells = CellsOf(brackets);
  return cells.has_value() && std::all_of(cells->begin(), cells->end(), [&](const Cell& cell) {
           return CompareDecimals(FloorToBucket(cell.from, bucket), cell.from) == 0;
         });
}

std::string ZoneOf(const Generalize& generalize) {
  return generalize.time_zone().empty() ? "Asia/Tokyo" : generalize.time_zone();
}

bool DatesShowAtMost(const Generalize& shown, const Generalize& limit) {
  if (ZoneOf(shown) != ZoneOf(limit)) return false;
  return shown.date_to() == limit.date_to() || limit.date_to() == Generalize::MONTH;
}

bool GeneralizeShowsAtMost(const Generalize& shown, const Generalize& limit) {
  if (shown.date_to() != Generalize::DATE_UNIT_UNSPECIFIED &&
      limit.date_to() != Generalize::DATE_UNIT_UNSPECIFIED) {
    return DatesShowAtMost(shown, limit);
  }
  const std::optional<Bucket> fine = ParseBucket(limit.number_bucket());
  if (shown.brackets_size() > 0) {
    return fine.has_value() ? BracketsAreMultiples(shown, *fine) : BracketsShowAtMost(shown, limit);
  }
  const std::optional<Bucket> coarse = ParseBucket(shown.number_bucket());
  return coarse.has_value() && fine.has_value() && IsMultiple(*coarse, *fine);
}

std::string ReplacementOf(const sudare::v1::Scrub& scrub) {
  return scrub.has_replacement() ? scrub.replacement() : "[#]";
}

bool HasDigit(absl::string_view text) {
  while (!text.empty()) {
    const Utf8Character character = FirstCharacter(text);
    if (ScrubClassOf(character.code_point) == ScrubClass::kDigit) return true;
    text.remove_prefix(character.length);
  }
  return false;
}

bool ScrubShowsAtMost(const sudare::v1::Scrub& shown, const sudare::v1::Scrub& limit) {
  const auto digits = [](const sudare::v1::Scrub& scrub) {
    return scrub.has_min_digits() ? scrub.min_digits() : 7;
  };
  if (ReplacementOf(shown) != ReplacementOf(limit)) return false;
  if (digits(shown) == digits(limit)) return true;
  // A replacement with digits in it would be a run of its own.
  return digits(shown) < digits(limit) && !HasDigit(ReplacementOf(limit));
}

bool IsWithin(const JsonKeep& shown, const JsonKeep& limit) {
  if (limit.whole) return true;
  if (shown.whole) return false;
  if (shown.elements != nullptr &&
      (limit.elements == nullptr || !IsWithin(*shown.elements, *limit.elements))) {
    return false;
  }
  return std::all_of(
      shown.members.begin(), shown.members.end(), [&](const JsonKeep::Member& member) {
        return std::any_of(limit.members.begin(), limit.members.end(),
                           [&](const JsonKeep::Member& other) {
                             return member.key == other.key && IsWithin(*member.keep, *other.keep);
                           });
      });
}

bool JsonShowsAtMost(const sudare::v1::Json& shown, const sudare::v1::Json& limit) {
  const auto paths = [](const sudare::v1::Json& json) {
    return ParseJsonPaths({json.keep().begin(), json.keep().end()});
  };
  const auto shown_keep = paths(shown);
  const auto limit_keep = paths(limit);
  return shown_keep.ok() && limit_keep.ok() && IsWithin(**shown_keep, **limit_keep);
}

// How many people can tell that two tokens stand for one value.
int Reach(const Tokenize& tokenize) {
  switch (tokenize.scope()) {
    case Tokenize::ACCOUNT:
    case Tokenize::WINDOW:
      return 0;
    case Tokenize::GLOBAL:
      return 2;
    default:
      return 1;
  }
}

bool TokensShowAtMost(const Tokenize& shown, const Tokenize& limit) {
  if (shown.domain() != limit.domain() || Reach(shown) > Reach(limit)) return false;
  // One links over time, the other between persons.
  if (Reach(limit) == 0 && shown.scope() != limit.scope()) return false;
  if (!shown.has_digits()) return true;
  // Where the check digit is made invalid, the kind of token tells whether the value's is valid.
  return limit.has_digits() &&
         shown.digits().invalid_check_digit() == limit.digits().invalid_check_digit();
}

}  // namespace

bool ShowsAtMost(const Rule& shown, const Rule& limit) {
  if (ShowsNothing(shown) || limit.has_allow()) return true;
  if (ShowsPresenceOnly(shown)) return TellsPresence(limit);
  if (shown.mask_case() != limit.mask_case()) return false;
  switch (shown.mask_case()) {
    case Rule::kPartial:
      return PartialShowsAtMost(shown.partial(), limit.partial());
    case Rule::kGeneralize:
      return GeneralizeShowsAtMost(shown.generalize(), limit.generalize());
    case Rule::kScrub:
      return ScrubShowsAtMost(shown.scrub(), limit.scrub());
    case Rule::kJson:
      return JsonShowsAtMost(shown.json(), limit.json());
    case Rule::kTokenize:
      return TokensShowAtMost(shown.tokenize(), limit.tokenize());
    default:
      return false;
  }
}

MaskOrder CompareMasks(const Rule& a, const Rule& b) {
  const bool at_most = ShowsAtMost(a, b);
  const bool at_least = ShowsAtMost(b, a);
  if (at_most && at_least) return MaskOrder::kEqual;
  if (at_most) return MaskOrder::kStronger;
  return at_least ? MaskOrder::kWeaker : MaskOrder::kIncomparable;
}

}  // namespace sudare
