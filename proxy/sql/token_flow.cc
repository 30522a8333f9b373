#include "proxy/sql/token_flow.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "proxy/sql/check.h"
#include "proxy/sql/row_order.h"

namespace sudare::sql {
namespace {

constexpr char kEquality[] = "equality of the raw value";

// Columns whose raw values are equal if and only if their tokens are.
bool TokensCompareAsRaw(const VisibleColumn& a, const VisibleColumn& b) {
  if (!EqualityIsTextual(*a.column) || !EqualityIsTextual(*b.column)) return false;
  const auto kind = [](SqlType type) {
    if (type == SqlType::kInt2 || type == SqlType::kInt4) return SqlType::kInt8;
    return type == SqlType::kVarchar ? SqlType::kText : type;
  };
  const auto& one = a.decision.rule->proto.tokenize();
  const auto& other = b.decision.rule->proto.tokenize();
  return kind(a.column->type.type) == kind(b.column->type.type) &&
         google::protobuf::util::MessageDifferencer::Equals(one, other);
}

class Chooser {
 public:
  explicit Chooser(Analysis* analysis)
      : analysis_(*analysis), equality_is_sound_(!OrderShowsInside(analysis)) {}

  TokenFlow Choose() {
    // Each round that fails has found groups that must compare tokens; at the latest all do.
    do {
      Start();
      for (size_t i = 0; i < analysis_.references.size(); ++i) ChooseFor(i);
      ChooseGroupedOutputs();
      ChooseEgress();
      ChooseDistinct();
    } while (is_contradicted_);
    for (const Reference& reference : analysis_.references) NoteExpression(reference);
    return std::move(flow_);
  }

 private:
  // A column that GROUP BY compares at a level.
  using Group = std::pair<const SelectLevel*, const ItemColumn*>;

  void Start() {
    is_contradicted_ = false;
    names_ = 0;
    raw_groups_.clear();
    flow_ = TokenFlow();
    flow_.reference_is_raw.resize(analysis_.references.size());
    flow_.comparison_is_raw.resize(analysis_.comparisons.size());
    for (FromItem& item : analysis_.items) {
      for (ItemColumn& column : item.columns) {
        column.token_wanted = column.raw_wanted = false;
        column.raw_name.clear();
      }
    }
    for (Output& output : analysis_.outputs) {
      output.token_wanted = output.raw_wanted = false;
      output.raw_name.clear();
      output.is_raw_itself = false;
    }
  }

  // Whether the raw value can reach the item's column beside the visible ones, seen by nothing in
  // between but comparisons for equality.
  bool RawCanReach(const ItemColumn& column) {
    if (column.item->whole_row || !column.sources.empty()) return false;
    if (column.visible != nullptr) return column.visible->is_token();
    return column.output != nullptr && RawCanPass(*column.output);
  }

  bool RawCanPass(const Output& output) {
    if (output.bare == nullptr || output.locked_by != nullptr ||
        output.level->locked_by != nullptr) {
      return false;
    }
    if (output.level->is_distinct && !CanCompareRaw(*output.bare)) return false;
    if (output.level->is_grouped) return GroupsRaw({output.level, output.bare});
    return RawCanReach(*output.bare);
  }

  bool CanCompareRaw(const ItemColumn& column) {
    const VisibleColumn* token = TokenBehind(column);
    return equality_is_sound_ && token != nullptr && EqualityIsTextual(*token->column) &&
           RawCanReach(column);
  }

  // Whether a level groups by the raw value: nothing above the grouping may ask for the token.
  bool GroupsRaw(const Group& group) {
    if (!equality_is_sound_ || token_groups_.contains(group)) return false;
    if (raw_groups_.contains(group)) return true;
    const auto [level, column] = group;
    bool good = level->locked_by == nullptr && IsGroupKey(group) && CanCompareRaw(*column);
    for (const Reference& reference : analysis_.references) {
      if (reference.column != column || !reference.above_grouping || !good) continue;
      const Output* output = reference.output;
      const bool passes = output != nullptr && output->level == level &&
                          output->locked_by == nullptr && reference.level == level;
      good = passes || (reference.is_group_key && reference.level == level);
    }
    (good ? raw_groups_ : token_groups_).insert(group);
    return good;
  }

  bool IsGroupKey(const Group& group) const {
    for (const GroupedOutput& grouped : analysis_.grouped_outputs) {
      if (Group(grouped.output->level, grouped.output->bare) == group) return true;
    }
    for (const Reference& reference : analysis_.references) {
      if (reference.is_group_key && Group(reference.level, reference.column) == group) return true;
    }
    return false;
  }

  void WantRaw(ItemColumn* column) {
    if (column->visible != nullptr) {
      if (!column->raw_wanted) column->raw_name = NextRawName();
      column->raw_wanted = true;
      return;
    }
    WantRaw(column->output);
    column->raw_name = column->output->raw_name;
  }

  void WantRaw(Output* output) {
    if (output->raw_wanted) return;
    output->raw_wanted = true;
    output->raw_name = NextRawName();
    WantRaw(output->bare);
  }

  void WantToken(ItemColumn* column, const char* use) {
    if (column->visible != nullptr) {
      if (!column->visible->is_token()) return;
      column->token_wanted = true;
      ColumnWays& ways = WaysOf(*column);
      ways.ways.insert("token map");
      ways.reasons.insert(use);
      return;
    }
    if (column->output == nullptr || column->output->bare == nullptr) return;
    WantToken(column->output, use);
  }

  void WantToken(Output* output, const char* use) {
    if (output->token_wanted) return;
    output->token_wanted = true;
    const Group group(output->level, output->bare);
    if (output->level->is_grouped && equality_is_sound_ && token_groups_.insert(group).second) {
      is_contradicted_ = true;
    }
    WantToken(output->bare, use);
  }

  void UseRaw(size_t reference, const char* way) {
    flow_.reference_is_raw[reference] = true;
    ItemColumn* column = analysis_.references[reference].column;
    WantRaw(column);
    WaysOf(*BaseOf(column)).ways.insert(way);
  }

  void ChooseForOutput(const Reference& reference) {
    Output* output = reference.output;
    const char* use = output->locked_by != nullptr ? output->locked_by : output->level->locked_by;
    // A bare output passes on what the next level wants.
    if (RawCanPass(*output)) return;
    if (use == nullptr) use = output->level->is_grouped ? "GROUP BY" : reference.use;
    if (use == reference.use && output->level->is_distinct) use = "DISTINCT";
    WantToken(output, use);
  }

  void ChooseFor(size_t i) {
    const Reference& reference = analysis_.references[i];
    if (reference.output != nullptr) return ChooseForOutput(reference);
    if (TokenBehind(*reference.column) == nullptr && reference.column->sources.empty() &&
        reference.member_of == nullptr) {
      return;
    }
    const bool can_be_raw = reference.node != nullptr && reference.column->sources.empty() &&
                            RawCanReach(*reference.column);
    if (can_be_raw && reference.above_grouping) {
      if (reference.is_group_key && GroupsRaw({reference.level, reference.column})) {
        return UseRaw(i, kEquality);
      }
    } else if (can_be_raw && reference.only_null) {
      return UseRaw(i, "presence of the raw value");
    } else if (can_be_raw && reference.comparison >= 0) {
      flow_.comparison_is_raw[reference.comparison] = true;
      return UseRaw(i, "inverted literal");
    } else if (can_be_raw && reference.only_equality && CanCompareRaw(*reference.column)) {
      return UseRaw(i, kEquality);
    } else if (can_be_raw && reference.compared_with >= 0 && PairIsRaw(reference)) {
      return UseRaw(i, kEquality);
    } else if (can_be_raw && reference.member_of != nullptr && MemberIsRaw(reference)) {
      Output* const member = reference.member_of;
      member->is_raw_itself = true;
      WantRaw(member);
      WaysOf(*BaseOf(member->bare)).ways.insert(kEquality);
      return UseRaw(i, kEquality);
    }
    WantToken(reference.column, reference.use);
    if (reference.member_of != nullptr) WantToken(reference.member_of, reference.use);
  }

  // The same for both sides of a comparison.
  bool PairIsRaw(const Reference& reference) {
    const Reference& other = analysis_.references[reference.compared_with];
    return other.column->sources.empty() && CanCompareRaw(*reference.column) &&
           CanCompareRaw(*other.column) &&
           TokensCompareAsRaw(*TokenBehind(*reference.column), *TokenBehind(*other.column));
  }

  bool MemberIsRaw(const Reference& reference) {
    const Output& member = *reference.member_of;
    return RawCanPass(member) && CanCompareRaw(*reference.column) && CanCompareRaw(*member.bare) &&
           TokensCompareAsRaw(*TokenBehind(*reference.column), *TokenBehind(*member.bare));
  }

  void ChooseGroupedOutputs() {
    flow_.grouped_output_is_raw.resize(analysis_.grouped_outputs.size());
    for (size_t i = 0; i < analysis_.grouped_outputs.size(); ++i) {
      const Output& output = *analysis_.grouped_outputs[i].output;
      if (output.bare == nullptr || !GroupsRaw({output.level, output.bare})) continue;
      flow_.grouped_output_is_raw[i] = true;
      WantRaw(output.bare);
      WaysOf(*BaseOf(output.bare)).ways.insert(kEquality);
    }
  }

  void ChooseEgress() {
    flow_.egress.assign(analysis_.top->outputs.size(), nullptr);
    for (size_t i = 0; i < analysis_.top->outputs.size(); ++i) {
      Output* output = analysis_.top->outputs[i];
      if (output->bare == nullptr || output->token_wanted) continue;
      // Bare, unlocked and reachable: nothing but the proxy sees the value.
      if (!RawCanPass(*output)) continue;
      WantRaw(output->bare);
      flow_.egress[i] = TokenBehind(*output->bare);
      WaysOf(*BaseOf(output->bare)).ways.insert("egress");
    }
  }

  // DISTINCT compares every output, also one that nobody above asks for.
  void ChooseDistinct() {
    for (Output& output : analysis_.outputs) {
      if (!output.level->is_distinct || output.bare == nullptr || output.token_wanted) continue;
      WaysOf(*BaseOf(output.bare)).ways.insert(kEquality);
      if (output.level != analysis_.top) WantRaw(&output);
    }
  }

  void NoteExpression(const Reference& reference) {
    const ItemColumn* column = reference.column;
    if (column->visible == nullptr || column->visible->is_token()) return;
    WaysOf(*column).ways.insert("expression");
  }

  static ItemColumn* BaseOf(ItemColumn* column) {
    while (column->visible == nullptr) column = column->output->bare;
    return column;
  }

  ColumnWays& WaysOf(const ItemColumn& base) {
    for (ColumnWays& ways : flow_.ways) {
      if (ways.column == base.visible) return ways;
    }
    ColumnWays& ways = flow_.ways.emplace_back();
    ways.relation = base.item->relation->relation;
    ways.column = base.visible;
    return ways;
  }

  std::string NextRawName() { return absl::StrCat(kReservedPrefix, "r", ++names_); }

  Analysis& analysis_;
  // Raw values decide no order that shows.
  const bool equality_is_sound_;
  TokenFlow flow_;
  int names_ = 0;
  // What has been found out of groups so far; a group once found to need tokens stays so.
  absl::flat_hash_set<Group> raw_groups_;
  absl::flat_hash_set<Group> token_groups_;
  bool is_contradicted_ = false;
};

}  // namespace

TokenFlow ChooseTokenFlow(Analysis* analysis) { return Chooser(analysis).Choose(); }

}  // namespace sudare::sql
