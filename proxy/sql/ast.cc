#include "proxy/sql/ast.h"

#include <functional>
#include <utility>

#include "absl/container/flat_hash_set.h"

namespace sudare::sql {

const std::string& StringOf(const ast::Node& node) { return node.string().sval(); }

std::vector<std::string> NamesOf(const google::protobuf::RepeatedPtrField<ast::Node>& nodes) {
  std::vector<std::string> names;
  names.reserve(nodes.size());
  for (const ast::Node& node : nodes) names.push_back(StringOf(node));
  return names;
}

void SetString(absl::string_view text, ast::Node* node) {
  node->mutable_string()->set_sval(std::string(text));
}

void SetColumnRef(const std::vector<std::string>& names, ast::Node* node) {
  ast::ColumnRef* ref = node->mutable_column_ref();
  ref->Clear();
  for (const std::string& name : names) SetString(name, ref->add_fields());
}

void SetParam(int number, ast::Node* node) { node->mutable_param_ref()->set_number(number); }

void MakeWritable(ast::TypeName* type) {
  if (type->names_size() == 2 && StringOf(type->names(1)) == "bpchar" &&
      type->typmods_size() == 0) {
    type->mutable_names()->DeleteSubrange(0, 1);
  }
}

namespace {

void FillType(const std::vector<std::string>& type_names, ast::TypeName* type) {
  for (const std::string& name : type_names) SetString(name, type->add_names());
  type->set_typemod(-1);
  MakeWritable(type);
}

}  // namespace

void WrapInCast(const std::vector<std::string>& type_names, ast::Node* node) {
  ast::Node inner = std::move(*node);
  node->Clear();
  ast::TypeCast* cast = node->mutable_type_cast();
  *cast->mutable_arg() = std::move(inner);
  FillType(type_names, cast->mutable_type_name());
}

void SetTypedNull(const std::vector<std::string>& type_names, ast::Node* node) {
  node->Clear();
  node->mutable_a_const()->set_isnull(true);
  WrapInCast(type_names, node);
}

void SetCollation(const std::vector<std::string>& names, ast::Node* node) {
  ast::Node inner = std::move(*node);
  node->Clear();
  ast::CollateClause* clause = node->mutable_collate_clause();
  *clause->mutable_arg() = std::move(inner);
  for (const std::string& name : names) SetString(name, clause->add_collname());
}

void SetOperator(absl::string_view op, ast::Node left, ast::Node right, ast::Node* node) {
  node->Clear();
  ast::A_Expr* expr = node->mutable_a_expr();
  expr->set_kind(ast::AEXPR_OP);
  SetString(op, expr->add_name());
  *expr->mutable_lexpr() = std::move(left);
  *expr->mutable_rexpr() = std::move(right);
}

void SetBool(ast::BoolExprType op, std::vector<ast::Node> args, ast::Node* node) {
  node->Clear();
  if (args.size() == 1 && op != ast::NOT_EXPR) {
    *node = std::move(args[0]);
    return;
  }
  ast::BoolExpr* expr = node->mutable_bool_expr();
  expr->set_boolop(op);
  for (ast::Node& arg : args) *expr->add_args() = std::move(arg);
}

void FlattenBool(ast::Node* node) {
  if (!node->has_bool_expr() || node->bool_expr().boolop() == ast::NOT_EXPR) return;
  ast::BoolExpr* expr = node->mutable_bool_expr();
  google::protobuf::RepeatedPtrField<ast::Node> flat;
  const std::function<void(ast::Node*)> take = [&](ast::Node* arg) {
    if (!arg->has_bool_expr() || arg->bool_expr().boolop() != expr->boolop()) {
      flat.Add()->Swap(arg);
      return;
    }
    for (ast::Node& inner : *arg->mutable_bool_expr()->mutable_args()) take(&inner);
  };
  for (ast::Node& arg : *expr->mutable_args()) take(&arg);
  expr->mutable_args()->Swap(&flat);
}

namespace {

// What the deparser writes without parentheses wherever it stands.
bool LosesParentheses(const ast::Node& node) {
  const bool told_apart = node.has_a_expr() && (node.a_expr().kind() == ast::AEXPR_DISTINCT ||
                                                node.a_expr().kind() == ast::AEXPR_NOT_DISTINCT);
  return node.has_bool_expr() || node.has_null_test() || node.has_boolean_test() || told_apart;
}

// a = b, a LIKE b, a IN (b): PostgreSQL reads no two of them in a row, nor one inside the other.
bool IsComparison(const ast::Node& node) {
  static const auto* operators =
      new absl::flat_hash_set<std::string>{"=", "<>", "<", ">", "<=", ">="};
  const ast::A_Expr& expr = node.a_expr();
  switch (expr.kind()) {
    case ast::AEXPR_OP:
      return expr.has_lexpr() && expr.name_size() == 1 &&
             operators->contains(StringOf(expr.name(0)));
    case ast::AEXPR_IN:
    case ast::AEXPR_LIKE:
    case ast::AEXPR_ILIKE:
    case ast::AEXPR_SIMILAR:
    case ast::AEXPR_BETWEEN:
    case ast::AEXPR_NOT_BETWEEN:
    case ast::AEXPR_BETWEEN_SYM:
    case ast::AEXPR_NOT_BETWEEN_SYM:
      return true;
    default:
      return false;
  }
}

void KeepTogether(ast::Node* node) {
  ast::Node whole = std::move(*node);
  node->Clear();
  *node->mutable_coalesce_expr()->add_args() = std::move(whole);
}

// The deparser knows few kinds of expressions for LIMIT and OFFSET; any can stand in a sub-select.
void KeepLimit(ast::Node* limit) {
  if (limit->has_a_const() || limit->has_param_ref() || limit->has_type_cast() ||
      limit->has_func_call() || limit->has_sub_link() || limit->has_a_expr() ||
      limit->has_case_expr()) {
    return;
  }
  ast::Node whole = std::move(*limit);
  limit->Clear();
  ast::SubLink* link = limit->mutable_sub_link();
  link->set_sub_link_type(ast::EXPR_SUBLINK);
  ast::SelectStmt* select = link->mutable_subselect()->mutable_select_stmt();
  select->set_op(ast::SETOP_NONE);
  select->set_limit_option(ast::LIMIT_OPTION_DEFAULT);
  *select->add_target_list()->mutable_res_target()->mutable_val() = std::move(whole);
}

void KeepLimits(ast::SelectStmt* select) {
  if (select->has_limit_count()) KeepLimit(select->mutable_limit_count());
  if (select->has_limit_offset()) KeepLimit(select->mutable_limit_offset());
  // Sides of a set operation hang in the tree without a node of their own.
  if (select->has_larg()) KeepLimits(select->mutable_larg());
  if (select->has_rarg()) KeepLimits(select->mutable_rarg());
}

}  // namespace

void KeepParentheses(ast::Node* node) {
  const auto keep = [](ast::Node* part) {
    if (LosesParentheses(*part)) KeepTogether(part);
  };
  if (node->has_null_test()) keep(node->mutable_null_test()->mutable_arg());
  if (node->has_boolean_test()) keep(node->mutable_boolean_test()->mutable_arg());
  if (node->has_type_cast()) {
    ast::Node* value = node->mutable_type_cast()->mutable_arg();
    if (LosesParentheses(*value) || value->has_collate_clause()) KeepTogether(value);
  }
  if (node->has_select_stmt()) KeepLimits(node->mutable_select_stmt());
  const auto keep_operand = [](ast::Node* part) {
    if (LosesParentheses(*part) || IsComparison(*part)) KeepTogether(part);
  };
  if (node->sub_link().has_testexpr()) {
    keep_operand(node->mutable_sub_link()->mutable_testexpr());
  }
  if (!node->has_a_expr()) return;
  ast::A_Expr* expr = node->mutable_a_expr();
  if (expr->kind() == ast::AEXPR_OP) {
    // Around operands of signs it does set them, but for two kinds.
    const auto loses = [](const ast::Node& operand) {
      return operand.has_boolean_test() || operand.sub_link().has_testexpr();
    };
    if (loses(expr->lexpr())) KeepTogether(expr->mutable_lexpr());
    if (loses(expr->rexpr())) KeepTogether(expr->mutable_rexpr());
    return;
  }
  // IS DISTINCT FROM stands apart from comparisons.
  const bool told_apart =
      expr->kind() == ast::AEXPR_DISTINCT || expr->kind() == ast::AEXPR_NOT_DISTINCT;
  if (expr->has_lexpr()) {
    told_apart ? keep(expr->mutable_lexpr()) : keep_operand(expr->mutable_lexpr());
  }
  if (expr->kind() == ast::AEXPR_LIKE || expr->kind() == ast::AEXPR_ILIKE) {
    keep_operand(expr->mutable_rexpr());
  }
  if (expr->kind() == ast::AEXPR_IN || !expr->rexpr().has_list()) return;
  for (ast::Node& bound : *expr->mutable_rexpr()->mutable_list()->mutable_items()) {
    keep_operand(&bound);
  }
}

void SetNullTest(ast::Node arg, bool is_null, ast::Node* node) {
  node->Clear();
  ast::NullTest* test = node->mutable_null_test();
  *test->mutable_arg() = std::move(arg);
  test->set_nulltesttype(is_null ? ast::IS_NULL : ast::IS_NOT_NULL);
}

void SetCase(ast::Node condition, ast::Node yes, ast::Node no, ast::Node* node) {
  node->Clear();
  ast::CaseExpr* expr = node->mutable_case_expr();
  ast::CaseWhen* when = expr->add_args()->mutable_case_when();
  *when->mutable_expr() = std::move(condition);
  *when->mutable_result() = std::move(yes);
  *expr->mutable_defresult() = std::move(no);
}

std::vector<const google::protobuf::FieldDescriptor*> PresentFields(
    const google::protobuf::Message& message) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  if (message.GetDescriptor() == ast::Node::descriptor()) {
    const google::protobuf::OneofDescriptor* kinds = ast::Node::descriptor()->oneof_decl(0);
    const auto* kind = message.GetReflection()->GetOneofFieldDescriptor(message, kinds);
    if (kind != nullptr) fields.push_back(kind);
  } else {
    message.GetReflection()->ListFields(message, &fields);
  }
  return fields;
}

void ClearLocations(google::protobuf::Message* message) {
  const google::protobuf::Reflection* reflection = message->GetReflection();
  for (const auto* field : PresentFields(*message)) {
    if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      if (field->is_repeated()) {
        for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
          ClearLocations(reflection->MutableRepeatedMessage(message, field, i));
        }
      } else {
        ClearLocations(reflection->MutableMessage(message, field));
      }
    } else if (field->name() == "location" || field->name() == "stmt_location" ||
               field->name() == "stmt_len" || field->name() == "version") {
      reflection->ClearField(message, field);
    }
  }
}

void SetText(absl::string_view text, ast::Node* node) {
  node->Clear();
  node->mutable_a_const()->mutable_sval()->set_sval(std::string(text));
}

void SetCall(const std::vector<std::string>& names, std::vector<ast::Node> args, ast::Node* node) {
  node->Clear();
  ast::FuncCall* call = node->mutable_func_call();
  for (const std::string& name : names) SetString(name, call->add_funcname());
  call->set_funcformat(ast::COERCE_EXPLICIT_CALL);
  for (ast::Node& arg : args) *call->add_args() = std::move(arg);
}

void SetCoalesce(ast::Node first, ast::Node second, ast::Node* node) {
  node->Clear();
  ast::CoalesceExpr* coalesce = node->mutable_coalesce_expr();
  *coalesce->add_args() = std::move(first);
  *coalesce->add_args() = std::move(second);
}

void SetInteger(int value, ast::Node* node) {
  node->Clear();
  node->mutable_a_const()->mutable_ival()->set_ival(value);
}

}  // namespace sudare::sql
