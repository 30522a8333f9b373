#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proxy/prove/query_writer.h"

namespace sudare::prove {
namespace {

// Statements stay of a size that people can read.
constexpr int kMaxSelects = 14;

Kind KindNamed(absl::string_view name) {
  if (name == "text") return Kind::kText;
  if (name == "int") return Kind::kInt;
  if (name == "number") return Kind::kNumber;
  if (name == "date") return Kind::kDate;
  if (name == "time") return Kind::kTime;
  if (name == "bool") return Kind::kBool;
  if (name == "json") return Kind::kJson;
  if (name == "texts") return Kind::kTexts;
  return Kind::kOther;
}

// Whether a level between the column's and the one that writes it hides its qualifier.
bool IsHidden(const Leaf& leaf, const Scope& scope) {
  for (const std::string& name : scope.names) {
    if (name == leaf.qualifier) return true;
  }
  return false;
}

}  // namespace

bool QueryWriter::MayFail() {
  if (!failing_allowed_) return false;
  may_fail_ = true;
  return true;
}

std::string QueryWriter::ChooseFrom(const Productions& productions, const Place& place) {
  for (int attempt = 0; attempt < 8; ++attempt) {
    int sum = 0;
    for (const Production& production : productions) sum += production.weight;
    int left = static_cast<int>(random_.Below(sum));
    for (const Production& production : productions) {
      left -= production.weight;
      if (left >= 0) continue;
      if (production.may_fail && !MayFail()) break;
      return Expand(production.text, place);
    }
  }
  return Expand(productions[0].text, place);
}

std::string QueryWriter::Expression(Kind kind, const Scope& scope, int depth) {
  const Place place = {&scope, depth - 1, nullptr};
  if (scope.grouped != nullptr && depth > 0 && !AggregatesOf(kind).empty() && random_.Percent(50)) {
    Scope local = *scope.grouped;
    local.outer = nullptr;
    return ChooseFrom(AggregatesOf(kind), {&local, depth - 1, nullptr});
  }
  if (scope.windows && depth > 0 && !WindowFunctionsOf(kind).empty() && random_.Percent(8)) {
    Scope plain = scope;
    plain.windows = false;
    return ChooseFrom(WindowFunctionsOf(kind), {&plain, depth - 1, nullptr});
  }
  const bool leaf = depth <= 0 || random_.Percent(35);
  if (leaf && random_.Percent(85)) return Column(kind, place);
  if (kind == Kind::kBool && random_.Percent(35)) return Comparison(scope, depth);
  if (leaf || ExpressionsOf(kind).empty()) return ChooseFrom(LiteralsOf(kind), place);
  // A window function stands at the top of an output only.
  Scope plain = scope;
  plain.windows = false;
  return ChooseFrom(ExpressionsOf(kind), {&plain, depth - 1, nullptr});
}

std::string QueryWriter::Condition(const Scope& scope, int depth) {
  const std::string first =
      random_.Percent(60) ? Comparison(scope, depth) : Expression(Kind::kBool, scope, depth);
  if (random_.Percent(60)) return first;
  const std::string second =
      random_.Percent(70) ? Comparison(scope, depth) : Expression(Kind::kBool, scope, depth);
  return absl::StrCat("(", first, random_.Percent(60) ? ") AND (" : ") OR (", second, ")");
}

std::string QueryWriter::Expand(absl::string_view pattern, const Place& place) {
  std::string text;
  while (!pattern.empty()) {
    // Braces of the statement itself stand in '{…}' with something else than a word after them.
    const size_t open = pattern.find('{');
    const size_t close = open == pattern.npos ? pattern.npos : pattern.find('}', open);
    if (close == pattern.npos) break;
    absl::StrAppend(&text, pattern.substr(0, open));
    const absl::string_view word = pattern.substr(open + 1, close - open - 1);
    const size_t nested = word.find_first_of("\"{,'");
    if (word.empty() || nested != word.npos) {
      absl::StrAppend(&text, "{");
      pattern.remove_prefix(open + 1);
      continue;
    }
    absl::StrAppend(&text, Word(word, place));
    pattern.remove_prefix(close + 1);
  }
  return absl::StrCat(text, pattern);
}

std::string QueryWriter::Word(absl::string_view word, const Place& place) {
  const Scope& scope = *place.scope;
  if (word == "0-9") return absl::StrCat(random_.Between(0, 9));
  if (word == "1-9") return absl::StrCat(random_.Between(1, 9));
  if (word == "L") return LeafText(*place.subject, scope);
  if (word == "V") return Sample(*place.subject, true);
  if (word == "W") return Sample(*place.subject, false);
  if (word == "M") return Column(place.subject->kind, place);
  if (word == "any") return AnyComparable(place);
  if (word == "row") return Row(place);
  if (word == "total") return TotalOrder(scope);
  if (word == "some") return SomeOrder(scope);
  if (word == "over") return Window(place, false);
  if (word == "over total") return Window(place, true);
  if (word == "t:text") {
    const std::string text = Expression(Kind::kText, scope, place.depth);
    return absl::StrCat(text, text[0] == '\'' ? "::text" : "");
  }
  if (absl::ConsumePrefix(&word, "c:")) return Column(KindNamed(word), place);
  if (absl::ConsumePrefix(&word, "literal:")) return ChooseFrom(LiteralsOf(KindNamed(word)), place);
  Wanted wanted;
  wanted.outer = &scope;
  wanted.depth = place.depth;
  if (word == "exists") return WriteSelect(wanted).sql;
  const bool one = absl::ConsumePrefix(&word, "one:");
  const bool sorted = absl::ConsumePrefix(&word, "sorted:");
  const bool many = absl::ConsumePrefix(&word, "many:");
  const Kind kind = KindNamed(word);
  if (!one && !many && !sorted) return Expression(kind, scope, place.depth);
  wanted.kinds = {kind};
  wanted.one_row = one;
  wanted.sorted = sorted;
  if (selects_ > kMaxSelects) {
    return absl::StrCat(one ? "(" : "", "SELECT ", Column(kind, place), one ? ")" : "");
  }
  const std::string sql = one ? OneRow(wanted).sql : WriteSelect(wanted).sql;
  return one ? absl::StrCat("(", sql, ")") : sql;
}

const Leaf* QueryWriter::FindLeaf(Kind kind, const Scope& scope) {
  std::vector<const Leaf*> found;
  for (const Leaf& leaf : scope.leaves) {
    if (leaf.kind != kind) continue;
    found.push_back(&leaf);
    // Tokens are what all this is about.
    if (leaf.samples != nullptr && !leaf.samples->never.empty()) {
      found.push_back(&leaf);
      found.push_back(&leaf);
    }
  }
  const bool look_out = scope.outer != nullptr && (found.empty() || random_.Percent(25));
  if (look_out) {
    std::vector<const Leaf*> outer;
    std::vector<const Scope*> between = {&scope};
    for (const Scope* level = scope.outer; level != nullptr; level = level->outer) {
      for (const Leaf& leaf : level->leaves) {
        if (leaf.kind != kind || leaf.qualifier.empty()) continue;
        bool hidden = false;
        for (const Scope* inner : between) hidden = hidden || IsHidden(leaf, *inner);
        if (!hidden) outer.push_back(&leaf);
      }
      between.push_back(level);
    }
    if (!outer.empty()) return random_.Pick(outer);
  }
  return found.empty() ? nullptr : random_.Pick(found);
}

std::string QueryWriter::LeafText(const Leaf& leaf, const Scope& scope) {
  if (!leaf.bare_ok || !random_.Percent(30)) return leaf.sql;
  for (const Leaf& own : scope.leaves) {
    if (own.sql == leaf.sql) return NameText(leaf.name);
  }
  return leaf.sql;
}

std::string QueryWriter::Column(Kind kind, const Place& place) {
  const Leaf* leaf = FindLeaf(kind, *place.scope);
  if (leaf != nullptr) return LeafText(*leaf, *place.scope);
  return ChooseFrom(LiteralsOf(kind), place);
}

std::string QueryWriter::AnyComparable(const Place& place) {
  const Kind kind =
      random_.Pick({Kind::kText, Kind::kText, Kind::kText, Kind::kInt, Kind::kDate, Kind::kBool});
  return Expression(kind, *place.scope, place.depth);
}

std::string QueryWriter::Comparison(const Scope& scope, int depth) {
  const Kind kind = random_.Pick({Kind::kText, Kind::kText, Kind::kText, Kind::kText, Kind::kInt,
                                  Kind::kDate, Kind::kBool, Kind::kOther});
  const Leaf* leaf = FindLeaf(kind, scope);
  const Place place = {&scope, depth - 1, leaf};
  if (leaf == nullptr) return depth > 0 ? Expression(Kind::kBool, scope, depth - 1) : "true";
  return absl::StrCat("(", ChooseFrom(ComparisonsOf(kind), place), ")");
}

std::string QueryWriter::SampleText(Kind kind, const ColumnSamples* samples) {
  if (samples == nullptr || samples->seen.empty()) {
    switch (kind) {
      case Kind::kInt:
        return absl::StrCat(random_.Between(0, 9));
      case Kind::kDate:
        return absl::StrCat("2023-0", random_.Between(1, 6), "-01");
      default:
        return random_.Pick<const char*>({"a", "", "nothing", "0"});
    }
  }
  if (!samples->never.empty() && random_.Percent(30)) return random_.Pick(samples->never);
  return random_.Pick(samples->seen);
}

const TableColumn* QueryWriter::SomeToken() {
  std::vector<const TableColumn*> found;
  for (const Table& table : tables_) {
    for (const TableColumn& column : table.columns) {
      if (column.samples != nullptr && !column.samples->never.empty()) found.push_back(&column);
    }
  }
  return found.empty() ? nullptr : random_.Pick(found);
}

std::string QueryWriter::Sample(const Leaf& leaf, bool may_be_parameter) {
  const std::string value = SampleText(leaf.kind, leaf.samples.get());
  if (may_be_parameter && random_.Percent(options_.parameter_percent)) {
    parameters_.push_back(random_.Percent(5) ? Value() : Value(value));
    return absl::StrCat("$", parameters_.size());
  }
  if (leaf.kind == Kind::kInt) return value;
  return LiteralText(value);
}

std::string QueryWriter::Row(const Place& place) {
  const Scope& scope = *place.scope;
  if (!scope.rows.empty()) return random_.Pick(scope.rows);
  const std::string first = Column(Kind::kText, place);
  const std::string second = Column(Kind::kInt, place);
  return absl::StrCat("ROW(", first, ", ", second, ")");
}

std::string QueryWriter::Frame() {
  switch (random_.Weighted({6, 2, 2, 1})) {
    case 1:
      return absl::StrCat(" ROWS BETWEEN ", random_.Between(0, 3), " PRECEDING AND CURRENT ROW");
    case 2:
      return " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";
    case 3:
      return " GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW";
    default:
      return "";
  }
}

std::string QueryWriter::Window(const Place& place, bool total) {
  const Scope& scope = *place.scope;
  std::string text = "OVER (";
  const Kind kind = random_.Pick({Kind::kText, Kind::kText, Kind::kInt, Kind::kDate});
  const Leaf* partition = random_.Percent(60) ? FindLeaf(kind, scope) : nullptr;
  if (partition != nullptr) {
    absl::StrAppend(&text, "PARTITION BY ", LeafText(*partition, scope), " ");
  }
  if (total && LeaveOpen()) return absl::StrCat(text, ")");
  if (total) return absl::StrCat(text, "ORDER BY ", TotalOrder(scope), Frame(), ")");
  if (random_.Percent(60)) absl::StrAppend(&text, "ORDER BY ", SomeOrder(scope));
  return absl::StrCat(text, ")");
}

}  // namespace sudare::prove
