#include "proxy/sql/person_trace.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "policy/policy.h"
#include "proxy/error.h"
#include "proxy/sql/allowlist.h"

namespace sudare::sql {
namespace {

using Someone = PersonPlan::Someone;
using SomeoneSet = std::set<int>;

// What a column shows: of whom, and whose numbers it holds, with what that numbers.
struct Shown {
  struct Number {
    std::string numbering;
    // It is that person's number in some rows only: those of one side of a UNION.
    bool in_some_rows = false;
  };
  SomeoneSet people;
  std::map<int, Number> numbers;

  void Add(const Shown& other) {
    people.insert(other.people.begin(), other.people.end());
    numbers.insert(other.numbers.begin(), other.numbers.end());
  }
};

// Aggregates that keep each value they meet.
bool Collects(absl::string_view name) {
  static const auto* const kNames = new absl::flat_hash_set<absl::string_view>(
      {"array_agg", "string_agg", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg",
       "xmlagg", "range_agg"});
  return kNames->contains(name);
}

// Window functions that show what stands in another row.
bool ShowsOtherRow(const ast::FuncCall& call, absl::string_view name, const ast::WindowDef& over) {
  static const auto* const kNames = new absl::flat_hash_set<absl::string_view>(
      {"lag", "lead", "first_value", "last_value", "nth_value"});
  return kNames->contains(name) || over.has_start_offset() || over.has_end_offset() ||
         call.has_agg_filter();
}

bool HoldsChoice(ast::Node* node) {
  bool holds = false;
  VisitNodes(node, [&](ast::Node* inner) { holds |= inner->has_case_expr(); });
  return holds;
}

std::string FunctionName(const ast::FuncCall& call) {
  return StringOf(call.funcname(call.funcname_size() - 1));
}

absl::Status NotCountable() {
  return MakeError(
      absl::StatusCode::kPermissionDenied,
      "this puts the data of any number of people into one value, and this account may be shown "
      "only so many people / "
      "何人分のデータか数えられない形です(このアカウントには人数の上限があります)",
      {"PERSONS_NOT_COUNTABLE",
       "select rows with the people's number, or group by it / "
       "番号とともに1行ずつ取り出すか、番号でGROUP BYしてください",
       0, 0, ""});
}

class PersonTracer {
 public:
  explicit PersonTracer(Analysis* analysis) : analysis_(*analysis) {
    for (Reference& reference : analysis_.references) {
      if (reference.node != nullptr) references_[reference.node] = &reference;
    }
    for (const RowReference& row : analysis_.rows) rows_[row.node] = row.item;
    for (SelectLevel& level : analysis_.levels) levels_[level.stmt] = &level;
    for (const GroupedOutput& grouped : analysis_.grouped_outputs) {
      grouped_[grouped.node] = grouped.output;
    }
  }

  absl::StatusOr<PersonPlan> Run() {
    std::vector<Shown> outputs;
    for (Output* output : analysis_.top->outputs) outputs.push_back(Of(output));
    // By who is who after all that was found equal.
    std::map<int, Someone> people;
    std::set<int> many;
    for (const Shown& output : outputs) {
      for (const int one : output.people) {
        people[Find(one)];
        if (parts_[one].is_many) many.insert(Find(one));
      }
    }
    for (size_t i = 0; i < outputs.size(); ++i) {
      for (const auto& [one, number] : outputs[i].numbers) {
        Someone& someone = people[Find(one)];
        if (!someone.numbers.empty() && someone.numbers.back().output == static_cast<int>(i)) {
          continue;
        }
        someone.numbers.push_back({static_cast<int>(i), number.numbering});
        someone.null_is_nobody |= IsAbsentIfNull(*analysis_.top->outputs[i], Find(one));
      }
    }
    PersonPlan plan;
    for (auto& [one, someone] : people) {
      someone.pin = PinOf(one);
      if (someone.pin.has_value() || !someone.numbers.empty()) continue;
      if (FollowsKnown(one, &people)) continue;
      if (many.count(one) > 0) return NotCountable();
      ++plan.unnamed;
    }
    for (auto& [one, someone] : people) {
      if (someone.pin.has_value() || !someone.numbers.empty()) {
        plan.someone.push_back(std::move(someone));
      }
    }
    return plan;
  }

 private:
  struct Part {
    int parent = 0;
    int size = 1;
    // Any number of people at once.
    bool is_many = false;
    // Where there is this one, it is that one: an outer join found a row for it, or a sub-select is
    // asked with its number. -1: nobody.
    int host = -1;
    // The host stands outside of the sub-select: all its rows are about that one.
    bool host_is_outside = false;
    std::optional<Someone::Pin> pin;
  };

  int NewSomeone(bool is_many = false) {
    parts_.emplace_back();
    parts_.back().parent = static_cast<int>(parts_.size()) - 1;
    parts_.back().is_many = is_many;
    return parts_.back().parent;
  }

  int Find(int one) {
    while (parts_[one].parent != one) one = parts_[one].parent = parts_[parts_[one].parent].parent;
    return one;
  }

  void Merge(int a, int b) {
    a = Find(a);
    b = Find(b);
    if (a == b) return;
    parts_[b].parent = a;
    parts_[a].size += parts_[b].size;
    if (!parts_[a].pin.has_value()) parts_[a].pin = parts_[b].pin;
    if (parts_[a].host < 0) {
      parts_[a].host = parts_[b].host;
      parts_[a].host_is_outside = parts_[b].host_is_outside;
    }
  }

  // Not a merger: that two are equal to a third who may be absent says nothing of those two.
  void Attach(int one, int host, bool is_outside) {
    Part& part = parts_[Find(one)];
    if (part.host >= 0 && (part.host_is_outside || !is_outside)) return;
    part.host = host;
    part.host_is_outside = is_outside;
  }

  // The one itself and those it is equal to whenever it is there, nearest first.
  std::vector<int> Chain(int one) {
    std::vector<int> chain = {Find(one)};
    while (parts_[chain.back()].host >= 0) {
      const int next = Find(parts_[chain.back()].host);
      if (std::find(chain.begin(), chain.end(), next) != chain.end()) break;
      chain.push_back(next);
    }
    return chain;
  }

  std::optional<Someone::Pin> PinOf(int one) {
    for (const int other : Chain(one)) {
      if (parts_[other].pin.has_value()) return parts_[other].pin;
    }
    return std::nullopt;
  }

  // Whether it is one whose number is shown; whose absence means nothing then.
  bool FollowsKnown(int one, std::map<int, Someone>* people) {
    for (const int other : Chain(one)) {
      const auto found = people->find(other);
      if (found == people->end() || found->second.numbers.empty()) continue;
      found->second.null_is_nobody = false;
      return true;
    }
    return false;
  }

  // The column is the whole number of one row of a table of the top level, which never lacks it.
  bool IsAbsentIfNull(const Output& output, int someone) {
    if (output.target == nullptr || analysis_.top->is_grouped) return false;
    const auto found = references_.find(&output.target->res_target().val());
    if (found == references_.end()) return false;
    const ItemColumn& column = *found->second->column;
    return column.visible != nullptr && column.visible->column->is_not_null &&
           column.item->level == analysis_.top && parts_[someone].size == 1;
  }

  Shown Of(const ItemColumn& column) {
    if (!column.sources.empty()) {
      Shown shown;
      for (const ItemColumn* source : column.sources) shown.Add(Of(*source));
      return shown;
    }
    switch (column.item->kind) {
      case FromItem::Kind::kRelation:
        return OfRelation(column);
      case FromItem::Kind::kSubselect:
        return column.output == nullptr ? Shown() : Of(column.output);
      case FromItem::Kind::kCte:
        return OfWithQuery(column);
      case FromItem::Kind::kFunction:
        return {OfFunctions(column.item->level), {}};
      case FromItem::Kind::kJoinAlias:
      case FromItem::Kind::kSupplied:
        return {};
    }
    return {};
  }

  Shown OfRelation(const ItemColumn& column) {
    const VisibleRelation& relation = *column.item->relation;
    if (relation.table == nullptr || !relation.table->has_persons()) return {};
    const auto [found, is_new] = of_item_.try_emplace(column.item, 0);
    if (is_new) found->second = NewSomeone();
    Shown shown;
    shown.people.insert(found->second);
    const PolicyColumn* const listed = relation.table->FindColumn(column.visible->column->name);
    const MaskKind mask = column.visible->decision.kind;
    // Other masks show one value for several people.
    const bool tells_apart = mask == MaskKind::kAllow || mask == MaskKind::kTokenize;
    if (listed != nullptr && !listed->person.empty() && tells_apart) {
      shown.numbers[found->second] = {listed->person, false};
    }
    return shown;
  }

  // A WITH query may be named twice: its rows are somebody else's each time.
  Shown OfWithQuery(const ItemColumn& column) {
    if (column.output == nullptr) return {};
    const Shown inner = Of(column.output);
    Shown shown;
    for (const int one : inner.people) shown.people.insert(CopyFor(column.item, one));
    for (const auto& [one, number] : inner.numbers) {
      shown.numbers[CopyFor(column.item, one)] = number;
    }
    return shown;
  }

  int CopyFor(const FromItem* item, int one) {
    one = Find(one);
    const auto [found, is_new] = copies_[item].try_emplace(one, 0);
    if (!is_new) return found->second;
    const int copy = NewSomeone(parts_[one].is_many);
    copies_[item][one] = copy;
    parts_[copy].size = parts_[one].size;
    parts_[copy].pin = parts_[one].pin;
    if (parts_[one].host >= 0) {
      const int host = CopyFor(item, parts_[one].host);
      if (host != copy) parts_[copy].host = host;
    }
    return copy;
  }

  // Functions in FROM show what they are given.
  SomeoneSet OfFunctions(const SelectLevel* level) {
    const auto [found, is_new] = of_functions_.try_emplace(level);
    if (!is_new || level == nullptr) return found->second;
    SomeoneSet people;
    for (ast::Node& node : *level->stmt->mutable_from_clause()) {
      VisitNodes(&node, [&](ast::Node* inner) {
        if (!inner->has_range_function()) return;
        for (ast::Node& function : *inner->mutable_range_function()->mutable_functions()) {
          AddShown(&function, level, &people);
        }
      });
    }
    return of_functions_[level] = people;
  }

  Shown Of(const Output* output) {
    const auto known = of_output_.find(output);
    if (known != of_output_.end()) return known->second;
    // Of a recursive query while it is looked at: somebody nobody knows.
    of_output_[output] = {{NewSomeone(true)}, {}};
    FindEqual(output->level);
    Shown shown = ShownBy(*output);
    of_output_[output] = shown;
    return shown;
  }

  Shown ShownBy(const Output& output) {
    const SelectLevel* const level = output.level;
    ast::SelectStmt* const stmt = level->stmt;
    if (stmt->op() != ast::SETOP_NONE) return OfSetOperation(output);
    Shown shown;
    if (output.target == nullptr) {
      for (ast::Node& row : *stmt->mutable_values_lists()) AddShown(&row, level, &shown.people);
      for (ast::Node& target : *stmt->mutable_target_list()) {
        AddShown(&target, level, &shown.people);
      }
      return shown;
    }
    ast::Node* const value = output.target->mutable_res_target()->mutable_val();
    AddShown(value, level, &shown.people);
    const auto bare = references_.find(value);
    if (bare != references_.end()) shown.numbers = Of(*bare->second->column).numbers;
    return shown;
  }

  // A row comes from either side: whoever is in one has a number there, or none.
  Shown OfSetOperation(const Output& output) {
    const SelectLevel& level = *output.level;
    const auto& outputs = level.outputs;
    const auto place = std::find(outputs.begin(), outputs.end(), &output) - outputs.begin();
    Shown shown;
    const auto add = [&](const ast::SelectStmt& side) {
      const auto found = levels_.find(&side);
      if (found == levels_.end()) return;
      const auto& inner = found->second->outputs;
      // What SEARCH and CYCLE add is made of all the others.
      for (size_t i = 0; i < inner.size(); ++i) {
        if (static_cast<size_t>(place) == i || static_cast<size_t>(place) >= inner.size()) {
          shown.Add(Of(inner[i]));
        }
      }
    };
    add(level.stmt->larg());
    if (level.stmt->op() == ast::SETOP_UNION) add(level.stmt->rarg());
    if (static_cast<size_t>(place) >= SideWidth(level)) shown.numbers.clear();
    for (auto& [one, number] : shown.numbers) {
      number.in_some_rows = level.stmt->op() == ast::SETOP_UNION;
    }
    return shown;
  }

  size_t SideWidth(const SelectLevel& level) const {
    const auto found = levels_.find(&level.stmt->larg());
    return found == levels_.end() ? 0 : found->second->outputs.size();
  }

  // Who is shown by an expression of `level`.
  void AddShown(ast::Node* node, const SelectLevel* level, SomeoneSet* people) {
    const auto reference = references_.find(node);
    if (reference != references_.end()) {
      const Shown shown = Of(*reference->second->column);
      people->insert(shown.people.begin(), shown.people.end());
      return;
    }
    const auto row = rows_.find(node);
    if (row != rows_.end()) {
      for (const ItemColumn& column : row->second->columns) {
        const Shown shown = Of(column);
        people->insert(shown.people.begin(), shown.people.end());
      }
      return;
    }
    // Whatever it is, somebody's.
    if (node->has_column_ref()) {
      people->insert(NewSomeone());
      return;
    }
    if (node->has_sub_link()) return AddShownBySubLink(node->mutable_sub_link(), level, people);
    if (node->has_func_call()) return AddShownByCall(node->mutable_func_call(), level, people);
    AddShownBelow(node, level, people);
  }

  void AddShownBelow(google::protobuf::Message* message, const SelectLevel* level,
                     SomeoneSet* people) {
    const google::protobuf::Reflection* reflection = message->GetReflection();
    for (const auto* field : PresentFields(*message)) {
      if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
      const int count = field->is_repeated() ? reflection->FieldSize(*message, field) : 1;
      for (int i = 0; i < count; ++i) {
        google::protobuf::Message* const below =
            field->is_repeated() ? reflection->MutableRepeatedMessage(message, field, i)
                                 : reflection->MutableMessage(message, field);
        if (below->GetDescriptor() == ast::Node::descriptor()) {
          AddShown(static_cast<ast::Node*>(below), level, people);
        } else {
          AddShownBelow(below, level, people);
        }
      }
    }
  }

  void AddShownBySubLink(ast::SubLink* link, const SelectLevel* level, SomeoneSet* people) {
    if (link->sub_link_type() == ast::EXISTS_SUBLINK) return;
    if (link->has_testexpr()) AddShown(link->mutable_testexpr(), level, people);
    const auto found = levels_.find(&link->subselect().select_stmt());
    if (found == levels_.end()) return;
    SomeoneSet inner;
    for (const Output* output : found->second->outputs) {
      const Shown shown = Of(output);
      inner.insert(shown.people.begin(), shown.people.end());
    }
    const bool collects = link->sub_link_type() == ast::ARRAY_SUBLINK;
    for (const int one : inner) {
      people->insert(collects && !PinOf(one).has_value() ? InPlaceOf(one, true) : one);
    }
  }

  // Somebody else of the same rows, or any number of them; still the same one if the query around
  // asks for one by number.
  int InPlaceOf(int one, bool is_many) {
    const auto [found, is_new] = in_place_.try_emplace({one, is_many}, 0);
    if (!is_new && is_many) return found->second;
    const std::vector<int> chain = Chain(one);
    const int other = found->second = NewSomeone(is_many);
    for (const int link : chain) {
      if (parts_[link].host < 0 || !parts_[link].host_is_outside) continue;
      parts_[other].host = parts_[link].host;
      parts_[other].host_is_outside = true;
      break;
    }
    return other;
  }

  void AddShownByCall(ast::FuncCall* call, const SelectLevel* level, SomeoneSet* people) {
    const std::string name = FunctionName(*call);
    const bool aggregates = IsAggregate(name) || call->agg_within_group();
    if (aggregates && name == "count") return;
    SomeoneSet given;
    for (ast::Node& argument : *call->mutable_args()) AddShown(&argument, level, &given);
    if (!aggregates && !call->has_over()) {
      people->insert(given.begin(), given.end());
      return;
    }
    for (ast::Node& order : *call->mutable_agg_order()) AddShown(&order, level, &given);
    const bool over = call->has_over();
    const SomeoneSet kept = over ? PartitionedBy(call->over(), level) : GroupedBy(level);
    bool picks =
        over ? ShowsOtherRow(*call, name, WindowOf(call->over(), level)) : call->has_agg_filter();
    for (ast::Node& argument : *call->mutable_args()) picks |= HoldsChoice(&argument);
    for (const int one : given) {
      const std::vector<int> chain = Chain(one);
      const bool is_kept =
          std::any_of(chain.begin(), chain.end(), [&](int link) { return kept.count(link) > 0; });
      if (is_kept || PinOf(one).has_value()) {
        people->insert(one);
      } else if (Collects(name)) {
        people->insert(InPlaceOf(one, true));
      } else {
        people->insert(picks ? InPlaceOf(one, false) : one);
      }
    }
  }

  void AddNumbersOf(const ast::Node& node, SomeoneSet* people) {
    const auto found = references_.find(&node);
    if (found == references_.end()) return;
    for (const auto& [one, number] : Of(*found->second->column).numbers) {
      if (!number.in_some_rows) people->insert(Find(one));
    }
  }

  // Those of whom each row of a grouped level has one only.
  SomeoneSet GroupedBy(const SelectLevel* level) {
    SomeoneSet people;
    if (level == nullptr) return people;
    for (const ast::Node& node : level->stmt->group_clause()) {
      AddNumbersOf(node, &people);
      const auto output = grouped_.find(&node);
      if (output != grouped_.end() && output->second->target != nullptr) {
        AddNumbersOf(output->second->target->res_target().val(), &people);
      }
    }
    return people;
  }

  static const ast::WindowDef& WindowOf(const ast::WindowDef& over, const SelectLevel* level) {
    if (over.name().empty() || level == nullptr) return over;
    for (const ast::Node& node : level->stmt->window_clause()) {
      if (node.window_def().name() == over.name()) return node.window_def();
    }
    return over;
  }

  SomeoneSet PartitionedBy(const ast::WindowDef& over, const SelectLevel* level) {
    SomeoneSet people;
    for (const ast::Node& node : WindowOf(over, level).partition_clause()) {
      AddNumbersOf(node, &people);
    }
    return people;
  }

  // What WHERE and ON of a level say to be equal.
  void FindEqual(const SelectLevel* level) {
    if (level == nullptr || !looked_at_.insert(level).second) return;
    for (const FromItem& item : analysis_.items) {
      if (item.level != level || item.merged_by == nullptr) continue;
      for (const ItemColumn& column : item.columns) {
        if (column.sources.size() != 2) continue;
        Equate(*column.sources[0], *column.sources[1], level, *item.merged_by);
      }
    }
    for (const ast::Node& node : level->stmt->from_clause()) FindEqualInJoin(node, level);
    if (level->stmt->has_where_clause()) FindEqualIn(level->stmt->where_clause(), level, nullptr);
  }

  void FindEqualInJoin(const ast::Node& node, const SelectLevel* level) {
    if (!node.has_join_expr()) return;
    const ast::JoinExpr& join = node.join_expr();
    FindEqualInJoin(join.larg(), level);
    FindEqualInJoin(join.rarg(), level);
    if (join.has_quals()) FindEqualIn(join.quals(), level, &join);
  }

  void FindEqualIn(const ast::Node& node, const SelectLevel* level, const ast::JoinExpr* join) {
    if (node.has_bool_expr() && node.bool_expr().boolop() == ast::AND_EXPR) {
      for (const ast::Node& part : node.bool_expr().args()) FindEqualIn(part, level, join);
      return;
    }
    if (!node.has_a_expr()) return;
    const ast::A_Expr& expr = node.a_expr();
    if (expr.kind() != ast::AEXPR_OP || StringOf(expr.name(expr.name_size() - 1)) != "=") return;
    const auto left = references_.find(&expr.lexpr());
    const auto right = references_.find(&expr.rexpr());
    const bool holds_always = join == nullptr || join->jointype() == ast::JOIN_INNER;
    if (left != references_.end() && right != references_.end()) {
      const ItemColumn& a = *left->second->column;
      const ItemColumn& b = *right->second->column;
      if (holds_always) {
        EquateAlways(a, b, level);
      } else if (AreOnBothSides(a, b, *join)) {
        Equate(a, b, level, *join);
      } else if (AreOnBothSides(b, a, *join)) {
        Equate(b, a, level, *join);
      }
    } else if (holds_always && left != references_.end()) {
      Pin(*left->second->column, level, expr.rexpr());
    } else if (holds_always && right != references_.end()) {
      Pin(*right->second->column, level, expr.lexpr());
    }
  }

  static absl::flat_hash_set<std::string> NamesIn(const ast::Node& side) {
    absl::flat_hash_set<std::string> names;
    ast::Node copy = side;
    VisitNodes(&copy, [&](ast::Node* node) {
      if (node->has_range_var()) {
        const ast::RangeVar& range = node->range_var();
        names.insert(range.has_alias() ? range.alias().aliasname() : range.relname());
      } else if (node->has_range_subselect()) {
        names.insert(node->range_subselect().alias().aliasname());
      }
    });
    return names;
  }

  static bool AreOnBothSides(const ItemColumn& a, const ItemColumn& b, const ast::JoinExpr& join) {
    const auto left = NamesIn(join.larg());
    const auto right = NamesIn(join.rarg());
    return left.contains(a.item->name) && !right.contains(a.item->name) &&
           right.contains(b.item->name) && !left.contains(b.item->name);
  }

  // Columns of the sides of a join, left and right: equal in rows that both sides have.
  void Equate(const ItemColumn& left, const ItemColumn& right, const SelectLevel* level,
              const ast::JoinExpr& join) {
    if (join.jointype() == ast::JOIN_INNER) return EquateAlways(left, right, level);
    if (left.item->level != level || right.item->level != level) return;
    const bool left_may_lack = join.jointype() == ast::JOIN_RIGHT;
    AttachAll(left_may_lack ? left : right, left_may_lack ? right : left, false);
  }

  // Columns that are equal in every row of the level.
  void EquateAlways(const ItemColumn& a, const ItemColumn& b, const SelectLevel* level) {
    const bool a_is_own = a.item->level == level;
    const bool b_is_own = b.item->level == level;
    if (a_is_own && b_is_own) {
      const Shown left = Of(a);
      const Shown right = Of(b);
      for (const auto& [one, number] : left.numbers) {
        for (const auto& [other, other_number] : right.numbers) {
          if (!number.in_some_rows && !other_number.in_some_rows) Merge(one, other);
        }
      }
    } else if (a_is_own) {
      AttachAll(a, b, true);
    } else if (b_is_own) {
      AttachAll(b, a, true);
    }
  }

  void AttachAll(const ItemColumn& column, const ItemColumn& host, bool is_outside) {
    const Shown guests = Of(column);
    const Shown hosts = Of(host);
    for (const auto& [one, number] : guests.numbers) {
      for (const auto& [other, other_number] : hosts.numbers) {
        if (!number.in_some_rows && !other_number.in_some_rows) Attach(one, other, is_outside);
      }
    }
  }

  void Pin(const ItemColumn& column, const SelectLevel* level, const ast::Node& value) {
    if (column.item->level != level) return;
    Someone::Pin pin;
    const ast::Node& bare = value.has_type_cast() ? value.type_cast().arg() : value;
    if (bare.has_param_ref() && bare.param_ref().number() < kSuppliedParameter) {
      pin.client_index = bare.param_ref().number();
    } else if (bare.has_a_const() && bare.a_const().has_sval()) {
      pin.literal = bare.a_const().sval().sval();
    } else if (bare.has_a_const() && bare.a_const().has_ival()) {
      pin.literal = absl::StrCat(bare.a_const().ival().ival());
    } else {
      return;
    }
    for (const auto& [one, number] : Of(column).numbers) {
      if (number.in_some_rows) continue;
      pin.numbering = number.numbering;
      Part& part = parts_[Find(one)];
      if (!part.pin.has_value()) part.pin = pin;
    }
  }

  Analysis& analysis_;
  absl::flat_hash_map<const ast::Node*, const Reference*> references_;
  absl::flat_hash_map<const ast::Node*, FromItem*> rows_;
  absl::flat_hash_map<const ast::SelectStmt*, const SelectLevel*> levels_;
  absl::flat_hash_map<const ast::Node*, const Output*> grouped_;
  std::vector<Part> parts_;
  absl::flat_hash_map<const FromItem*, int> of_item_;
  absl::flat_hash_map<const FromItem*, std::map<int, int>> copies_;
  absl::flat_hash_map<const SelectLevel*, SomeoneSet> of_functions_;
  absl::flat_hash_map<const Output*, Shown> of_output_;
  std::map<std::pair<int, bool>, int> in_place_;
  absl::flat_hash_set<const SelectLevel*> looked_at_;
};

}  // namespace

absl::StatusOr<PersonPlan> TracePersons(Analysis* analysis) { return PersonTracer(analysis).Run(); }

}  // namespace sudare::sql
