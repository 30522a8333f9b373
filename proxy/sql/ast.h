// The parse tree of PostgreSQL's own parser, and small builders for pieces of it.
#ifndef SUDARE_PROXY_SQL_AST_H_
#define SUDARE_PROXY_SQL_AST_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "proxy/sql/pg_query.pb.h"

namespace sudare::sql {

namespace ast = ::pg_query;

// The text of a String node; empty for any other.
const std::string& StringOf(const ast::Node& node);

// Names of a dotted list: function names, type names, operator names.
std::vector<std::string> NamesOf(const google::protobuf::RepeatedPtrField<ast::Node>& nodes);

void SetString(absl::string_view text, ast::Node* node);
void SetColumnRef(const std::vector<std::string>& names, ast::Node* node);
void SetParam(int number, ast::Node* node);
// The deparser writes pg_catalog.bpchar as char, which is read back as char(1): of no length it
// must stand without its schema. The pinned search_path finds no other.
void MakeWritable(ast::TypeName* type);
// CAST(<what is in node> AS type); `type_names` as in {"pg_catalog", "text"}.
void WrapInCast(const std::vector<std::string>& type_names, ast::Node* node);
// CAST(NULL AS type)
void SetTypedNull(const std::vector<std::string>& type_names, ast::Node* node);
// <what is in node> COLLATE names
void SetCollation(const std::vector<std::string>& names, ast::Node* node);
void SetOperator(absl::string_view op, ast::Node left, ast::Node right, ast::Node* node);
void SetBool(ast::BoolExprType op, std::vector<ast::Node> args, ast::Node* node);
// a AND (b AND c) becomes a AND b AND c, likewise OR: the parser reads it so, whatever the
// parentheses.
void FlattenBool(ast::Node* node);
// The deparser leaves out parentheses around conditions that are tested, cast or compared by a
// word: (a OR b) IS TRUE becomes COALESCE(a OR b) IS TRUE. LIMIT COALESCE(a, b) it can't write at
// all: that becomes LIMIT (SELECT COALESCE(a, b)).
void KeepParentheses(ast::Node* node);
void SetNullTest(ast::Node arg, bool is_null, ast::Node* node);
// CASE WHEN condition THEN yes ELSE no END
void SetCase(ast::Node condition, ast::Node yes, ast::Node no, ast::Node* node);
void SetInteger(int value, ast::Node* node);
// A literal.
void SetText(absl::string_view text, ast::Node* node);
// names(args)
void SetCall(const std::vector<std::string>& names, std::vector<ast::Node> args, ast::Node* node);
// COALESCE(first, second)
void SetCoalesce(ast::Node first, ast::Node second, ast::Node* node);
// Places in the text are no part of the meaning: two trees without them are equal if they mean the
// same.
void ClearLocations(google::protobuf::Message* message);

// The fields that are set. For a Node that is the one of its alternatives: ListFields would try all
// 240, which made up half of an analysis.
std::vector<const google::protobuf::FieldDescriptor*> PresentFields(
    const google::protobuf::Message& message);

// Calls `visit` for every Node below `message` (itself included), parents first, without recursion
// limits of its own: trees are bounded by ParseLimits.
template <typename Visitor>
void VisitNodes(google::protobuf::Message* message, const Visitor& visit);

// --- implementation ---

template <typename Visitor>
void VisitNodes(google::protobuf::Message* message, const Visitor& visit) {
  if (message->GetDescriptor() == ast::Node::descriptor()) visit(static_cast<ast::Node*>(message));
  const google::protobuf::Reflection* reflection = message->GetReflection();
  for (const auto* field : PresentFields(*message)) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (field->is_repeated()) {
      for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
        VisitNodes(reflection->MutableRepeatedMessage(message, field, i), visit);
      }
    } else {
      VisitNodes(reflection->MutableMessage(message, field), visit);
    }
  }
}

}  // namespace sudare::sql

#endif  // SUDARE_PROXY_SQL_AST_H_
