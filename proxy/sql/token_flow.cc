#include "proxy/sql/token_flow.h"

#include "absl/strings/str_cat.h"
#include "proxy/sql/check.h"

namespace sudare::sql {
namespace {

class Chooser {
 public:
  explicit Chooser(Analysis* analysis) : analysis_(*analysis) {}

  TokenFlow Choose() {
    flow_.reference_is_raw.resize(analysis_.references.size());
    flow_.comparison_is_raw.resize(analysis_.comparisons.size());
    for (size_t i = 0; i < analysis_.references.size(); ++i) ChooseFor(i);
    ChooseEgress();
    for (const Reference& reference : analysis_.references) NoteExpression(reference);
    return std::move(flow_);
  }

 private:
  // Whether the raw value can reach the item's column beside the visible ones, seen by nothing in
  // between.
  bool RawCanReach(const ItemColumn& column) const {
    if (column.item->whole_row || !column.sources.empty()) return false;
    if (column.visible != nullptr) return column.visible->is_token();
    return column.output != nullptr && RawCanPass(*column.output);
  }

  bool RawCanPass(const Output& output) const {
    return output.bare != nullptr && output.locked_by == nullptr &&
           output.level->locked_by == nullptr && RawCanReach(*output.bare);
  }

  void WantRaw(ItemColumn* column) {
    if (column->visible != nullptr) {
      if (!column->raw_wanted) column->raw_name = NextRawName();
      column->raw_wanted = true;
      return;
    }
    Output* output = column->output;
    if (!output->raw_wanted) {
      output->raw_wanted = true;
      output->raw_name = NextRawName();
      WantRaw(output->bare);
    }
    column->raw_name = output->raw_name;
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
    if (column->output->token_wanted) return;
    column->output->token_wanted = true;
    WantToken(column->output->bare, use);
  }

  void ChooseFor(size_t i) {
    const Reference& reference = analysis_.references[i];
    // A bare output passes on what the next level wants.
    if (reference.output != nullptr) {
      const Output& output = *reference.output;
      const char* locked = output.locked_by != nullptr ? output.locked_by : output.level->locked_by;
      if (locked != nullptr) {
        reference.output->token_wanted = true;
        WantToken(reference.column, locked);
      } else if (!RawCanReach(*reference.column)) {
        reference.output->token_wanted = true;
        WantToken(reference.column, reference.use);
      }
      return;
    }
    if (TokenBehind(*reference.column) == nullptr && reference.column->sources.empty()) return;
    const bool can_be_raw = reference.column->sources.empty() && RawCanReach(*reference.column);
    if (can_be_raw && reference.only_null && reference.node != nullptr) {
      flow_.reference_is_raw[i] = true;
      WantRaw(reference.column);
      WaysOf(*BaseOf(reference.column)).ways.insert("presence of the raw value");
      return;
    }
    if (can_be_raw && reference.comparison >= 0) {
      flow_.reference_is_raw[i] = true;
      flow_.comparison_is_raw[reference.comparison] = true;
      WantRaw(reference.column);
      WaysOf(*BaseOf(reference.column)).ways.insert("inverted literal");
      return;
    }
    WantToken(reference.column, reference.use);
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
  TokenFlow flow_;
  int names_ = 0;
};

}  // namespace

TokenFlow ChooseTokenFlow(Analysis* analysis) { return Chooser(analysis).Choose(); }

}  // namespace sudare::sql
