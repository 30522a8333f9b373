#include "proxy/sql/smaller.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "proxy/sql/ast.h"
#include "proxy/sql/deparse.h"
#include "proxy/sql/parse.h"

namespace sudare::sql {
namespace {

using Message = google::protobuf::Message;
using Field = google::protobuf::FieldDescriptor;

enum class NodeClass { kExpression, kFromItem, kOther };

NodeClass ClassOf(const ast::Node& node) {
  switch (node.node_case()) {
    case ast::Node::kRangeVar:
    case ast::Node::kRangeSubselect:
    case ast::Node::kRangeFunction:
    case ast::Node::kJoinExpr:
      return NodeClass::kFromItem;
    case ast::Node::kColumnRef:
    case ast::Node::kAConst:
    case ast::Node::kParamRef:
    case ast::Node::kAExpr:
    case ast::Node::kBoolExpr:
    case ast::Node::kFuncCall:
    case ast::Node::kTypeCast:
    case ast::Node::kCollateClause:
    case ast::Node::kCaseExpr:
    case ast::Node::kCoalesceExpr:
    case ast::Node::kMinMaxExpr:
    case ast::Node::kNullTest:
    case ast::Node::kBooleanTest:
    case ast::Node::kSubLink:
    case ast::Node::kRowExpr:
    case ast::Node::kAArrayExpr:
    case ast::Node::kAIndirection:
    case ast::Node::kGroupingFunc:
      return NodeClass::kExpression;
    default:
      return NodeClass::kOther;
  }
}

constexpr const char* kOptional[] = {"where_clause", "having_clause", "with_clause",
                                     "limit_offset", "limit_count",   "agg_filter",
                                     "over",         "defresult",     "alias"};

// They say which rows or values there are: a cut would leave the answer open.
constexpr const char* kOrders[] = {"sort_clause", "agg_order", "order_clause", "distinct_clause"};

// Names, and operands of operators written with words, have as many parts as they need.
constexpr const char* kFixed[] = {"names", "funcname", "name", "collname", "oper_name", "typmods"};

bool IsAmong(const std::string& name, const char* const* begin, const char* const* end) {
  return std::any_of(begin, end, [&](const char* one) { return name == one; });
}

bool IsFixed(const Message& message, const Field& field) {
  if (IsAmong(field.name(), std::begin(kFixed), std::end(kFixed))) return true;
  if (message.GetDescriptor() == ast::FuncCall::descriptor()) {
    // extract(year FROM x)
    return static_cast<const ast::FuncCall&>(message).funcformat() == ast::COERCE_SQL_SYNTAX;
  }
  if (message.GetDescriptor() != ast::List::descriptor()) return false;
  // Pairs with an empty second: a function in FROM and its list of columns.
  const auto& items = static_cast<const ast::List&>(message).items();
  return std::any_of(items.begin(), items.end(), [](const ast::Node& item) {
    return item.node_case() == ast::Node::NODE_NOT_SET;
  });
}

// x BETWEEN a AND b, x SIMILAR TO y: the parser makes lists and calls of the right side, of a form
// that the deparser relies on.
bool HasFixedRightSide(const Message& message) {
  if (message.GetDescriptor() != ast::A_Expr::descriptor()) return false;
  switch (static_cast<const ast::A_Expr&>(message).kind()) {
    case ast::AEXPR_BETWEEN:
    case ast::AEXPR_NOT_BETWEEN:
    case ast::AEXPR_BETWEEN_SYM:
    case ast::AEXPR_NOT_BETWEEN_SYM:
    case ast::AEXPR_SIMILAR:
      return true;
    default:
      return false;
  }
}

bool OrderIsNeeded(const ast::SelectStmt& select) {
  return select.has_limit_count() || select.has_limit_offset() || select.distinct_clause_size() > 0;
}

// Makes the cut of a given number, counted from the outside to the inside.
class Cutter {
 public:
  explicit Cutter(int cut) : left_(cut) {}

  bool Cut(Message* message) {
    if (message->GetDescriptor() == ast::SelectStmt::descriptor()) {
      if (CutSelect(static_cast<ast::SelectStmt*>(message))) return true;
    }
    if (message->GetDescriptor() == ast::Node::descriptor()) {
      if (ReplaceByPart(static_cast<ast::Node*>(message))) return true;
    }
    const google::protobuf::Reflection* reflection = message->GetReflection();
    const auto fields = PresentFields(*message);
    for (const Field* field : fields) {
      if (field->cpp_type() != Field::CPPTYPE_MESSAGE) continue;
      if (CutField(message, *reflection, *field)) return true;
    }
    for (const Field* field : fields) {
      if (field->cpp_type() != Field::CPPTYPE_MESSAGE) continue;
      if (IsAmong(field->name(), std::begin(kOrders), std::end(kOrders))) continue;
      if (field->name() == "rexpr" && HasFixedRightSide(*message)) continue;
      if (!field->is_repeated()) {
        if (Cut(reflection->MutableMessage(message, field))) return true;
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
        if (Cut(reflection->MutableRepeatedMessage(message, field, i))) return true;
      }
    }
    return message->GetDescriptor() == ast::Node::descriptor() &&
           ReplaceByConstant(static_cast<ast::Node*>(message));
  }

 private:
  bool Now() { return left_-- == 0; }

  // A side of a set operation, a sub-select or a WITH query in place of the whole.
  bool CutSelect(ast::SelectStmt* select) {
    std::vector<const ast::SelectStmt*> inside;
    if (select->has_larg()) inside.push_back(&select->larg());
    if (select->has_rarg()) inside.push_back(&select->rarg());
    for (const ast::Node& item : select->from_clause()) {
      if (item.has_range_subselect()) {
        inside.push_back(&item.range_subselect().subquery().select_stmt());
      }
    }
    for (const ast::Node& cte : select->with_clause().ctes()) {
      inside.push_back(&cte.common_table_expr().ctequery().select_stmt());
    }
    for (const ast::SelectStmt* part : inside) {
      if (!Now()) continue;
      ast::SelectStmt whole = *part;
      *select = std::move(whole);
      return true;
    }
    if (!OrderIsNeeded(*select) && select->sort_clause_size() > 0 && Now()) {
      select->clear_sort_clause();
      return true;
    }
    if (select->distinct_clause_size() > 0 && Now()) {
      select->clear_distinct_clause();
      return true;
    }
    if (select->group_clause_size() > 0 && Now()) {
      select->clear_group_clause();
      return true;
    }
    return false;
  }

  bool ReplaceByPart(ast::Node* node) {
    const NodeClass own = ClassOf(*node);
    if (own == NodeClass::kOther) return false;
    std::vector<const ast::Node*> parts;
    CollectParts(*node, own, &parts);
    for (const ast::Node* part : parts) {
      if (!Now()) continue;
      ast::Node copy = *part;
      *node = std::move(copy);
      return true;
    }
    return false;
  }

  static void CollectParts(const Message& message, NodeClass own,
                           std::vector<const ast::Node*>* parts) {
    const google::protobuf::Reflection* reflection = message.GetReflection();
    const auto fields = PresentFields(message);
    const auto take = [&](const Message& child) {
      const auto* node = child.GetDescriptor() == ast::Node::descriptor()
                             ? static_cast<const ast::Node*>(&child)
                             : nullptr;
      if (node != nullptr && ClassOf(*node) == own) {
        parts->push_back(node);
      } else if (node == nullptr || node->has_list() || node->has_case_when()) {
        if (child.GetDescriptor() != ast::SelectStmt::descriptor()) {
          CollectParts(child, own, parts);
        }
      }
    };
    for (const Field* field : fields) {
      if (field->cpp_type() != Field::CPPTYPE_MESSAGE) continue;
      if (!field->is_repeated()) {
        take(reflection->GetMessage(message, field));
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        take(reflection->GetRepeatedMessage(message, field, i));
      }
    }
  }

  bool CutField(Message* message, const google::protobuf::Reflection& reflection,
                const Field& field) {
    if (IsAmong(field.name(), std::begin(kOrders), std::end(kOrders))) return false;
    if (!field.is_repeated()) {
      if (!IsAmong(field.name(), std::begin(kOptional), std::end(kOptional)) || !Now())
        return false;
      reflection.ClearField(message, &field);
      return true;
    }
    if (IsFixed(*message, field)) return false;
    const int size = reflection.FieldSize(*message, &field);
    for (int i = 0; size > 1 && i < size; ++i) {
      if (!Now()) continue;
      for (int j = i; j + 1 < size; ++j) reflection.SwapElements(message, &field, j, j + 1);
      reflection.RemoveLast(message, &field);
      return true;
    }
    return false;
  }

  bool ReplaceByConstant(ast::Node* node) {
    if (ClassOf(*node) != NodeClass::kExpression || node->has_a_const()) return false;
    if (Now()) {
      SetInteger(1, node);
      return true;
    }
    if (Now()) {
      node->Clear();
      node->mutable_a_const()->mutable_sval()->set_sval("a");
      return true;
    }
    if (Now()) {
      node->Clear();
      node->mutable_a_const()->mutable_boolval()->set_boolval(true);
      return true;
    }
    return false;
  }

  int left_;
};

}  // namespace

struct SmallerStatements::Parts {
  std::string sql;
  std::unique_ptr<ast::ParseResult> tree;
  int next = 0;
};

SmallerStatements::SmallerStatements(absl::string_view sql, int first)
    : parts_(std::make_unique<Parts>()) {
  absl::StatusOr<ParsedSql> parsed = Parse(sql, ParseLimits());
  if (!parsed.ok()) return;
  parts_->next = first;
  parts_->tree = std::make_unique<ast::ParseResult>(parsed->tree());
  // Compared by how the deparser writes them.
  absl::StatusOr<std::string> text = DeparseVerified(*parts_->tree);
  parts_->sql = text.ok() ? *std::move(text) : std::string(sql);
}

SmallerStatements::~SmallerStatements() = default;

int SmallerStatements::place() const { return parts_->next - 1; }

std::optional<std::string> SmallerStatements::Next() {
  if (parts_->tree == nullptr) return std::nullopt;
  while (true) {
    ast::ParseResult tree = *parts_->tree;
    if (!Cutter(parts_->next++).Cut(&tree)) return std::nullopt;
    absl::StatusOr<std::string> text = DeparseVerified(tree);
    if (text.ok() && text->size() < parts_->sql.size()) return *std::move(text);
  }
}

}  // namespace sudare::sql
