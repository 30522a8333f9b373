#include "proxy/sql/deparse.h"

#include <pg_query.h>

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "policy/base/status_macros.h"
#include "proxy/error.h"
#include "proxy/sql/ast.h"

namespace sudare::sql {
namespace {

absl::StatusOr<std::string> DeparseTree(const pg_query::ParseResult& tree) {
  std::string bytes = tree.SerializeAsString();
  PgQueryProtobuf protobuf;
  protobuf.len = bytes.size();
  protobuf.data = bytes.data();
  PgQueryDeparseResult result = pg_query_deparse_protobuf(protobuf);
  absl::StatusOr<std::string> text =
      result.error == nullptr
          ? absl::StatusOr<std::string>(result.query)
          : MakeError(absl::StatusCode::kInternal,
                      "the rewritten statement can't be written as SQL",
                      {"DEPARSE_FAILED", "write the query in another way, and tell us about it"});
  pg_query_free_deparse_result(result);
  return text;
}

std::string Canonical(const pg_query::ParseResult& tree) {
  pg_query::ParseResult copy = tree;
  ClearLocations(&copy);
  return copy.SerializeAsString();
}

// A plain name without a run of digits long enough to be somebody's number.
bool IsHarmlessName(absl::string_view name) {
  int digits = 0;
  for (const char c : name) {
    if (!absl::ascii_isalnum(c) && c != '_' && c != '$' && c != '?') return false;
    digits = absl::ascii_isdigit(c) ? digits + 1 : 0;
    if (digits > 5) return false;
  }
  return true;
}

// Statements that are no SELECT carry texts in many places that look like names; none is ever run.
std::string NameOnly(const ast::Node& statement) {
  const google::protobuf::OneofDescriptor* kinds = ast::Node::descriptor()->oneof_decl(0);
  const auto* kind = statement.GetReflection()->GetOneofFieldDescriptor(statement, kinds);
  return absl::StrCat("(", kind == nullptr ? "empty" : kind->message_type()->name(), ")");
}

class LiteralHider {
 public:
  explicit LiteralHider(const std::function<bool(absl::string_view)>& is_known)
      : is_known_(is_known) {}

  void Hide(google::protobuf::Message* message) {
    const google::protobuf::Descriptor* kind = message->GetDescriptor();
    if (kind == ast::TypeName::descriptor()) {
      HideType(static_cast<ast::TypeName*>(message));
      return;
    }
    if (kind == ast::ParamRef::descriptor()) {
      static_cast<ast::ParamRef*>(message)->set_number(++parameters_);
      return;
    }
    if (kind == ast::Node::descriptor()) {
      auto* node = static_cast<ast::Node*>(message);
      if (node->has_a_const()) {
        node->Clear();
        node->mutable_param_ref()->set_number(++parameters_);
        return;
      }
    }
    const google::protobuf::Reflection* reflection = message->GetReflection();
    const auto fields = PresentFields(*message);
    for (const auto* field : fields) {
      if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
        HideName(message, *reflection, *field);
      } else if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        if (!field->is_repeated()) {
          Hide(reflection->MutableMessage(message, field));
          continue;
        }
        for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
          Hide(reflection->MutableRepeatedMessage(message, field, i));
        }
      }
    }
  }

 private:
  // A type keeps its lengths and bounds, unless they are numbers that no type has.
  void HideType(ast::TypeName* type) {
    for (ast::Node& name : *type->mutable_names()) Hide(&name);
    const auto is_long = [](const ast::Node& node) {
      const int number = node.has_integer() ? node.integer().ival() : node.a_const().ival().ival();
      const bool is_number = node.has_integer() || node.a_const().has_ival();
      return !is_number || number < -1 || number > 99'999;
    };
    const auto& typmods = type->typmods();
    if (std::any_of(typmods.begin(), typmods.end(), is_long)) type->clear_typmods();
    const auto& bounds = type->array_bounds();
    if (std::any_of(bounds.begin(), bounds.end(), is_long)) type->clear_array_bounds();
  }

  void HideName(google::protobuf::Message* message, const google::protobuf::Reflection& reflection,
                const google::protobuf::FieldDescriptor& field) {
    const std::string name = reflection.GetString(*message, &field);
    // Operators are made of other signs than names.
    const bool is_operator =
        !name.empty() && name.find_first_not_of("+-*/<>=~!@#%^&|`?") == std::string::npos;
    if (is_operator || IsHarmlessName(name) || is_known_(name)) return;
    reflection.SetString(message, &field, "…");
  }

  const std::function<bool(absl::string_view)>& is_known_;
  int parameters_ = 0;
};

}  // namespace

absl::StatusOr<std::string> DeparseVerified(const pg_query::ParseResult& tree) {
  SUDARE_ASSIGN_OR_RETURN(std::string text, DeparseTree(tree));
  // The rewritten statement may be longer and deeper than the client's; it is ours.
  ParseLimits limits;
  limits.max_bytes = 256 << 20;
  limits.max_depth = 2000;
  absl::StatusOr<ParsedSql> again = Parse(text, limits);
  if (!again.ok() || Canonical(again->tree()) != Canonical(tree)) {
    return MakeError(absl::StatusCode::kInternal,
                     "the rewritten statement doesn't read back as what was checked",
                     {"DEPARSE_FAILED", "write the query in another way, and tell us about it"});
  }
  return text;
}

std::string DeparseWithoutLiterals(const pg_query::ParseResult& tree,
                                   const std::function<bool(absl::string_view)>& is_known) {
  for (const ast::RawStmt& statement : tree.stmts()) {
    if (!statement.stmt().has_select_stmt()) return NameOnly(statement.stmt());
  }
  pg_query::ParseResult copy = tree;
  LiteralHider(is_known).Hide(&copy);
  absl::StatusOr<std::string> text = DeparseTree(copy);
  return text.ok() ? *std::move(text) : "(statement that can't be shown without its literals)";
}

std::string FingerprintOf(const std::string& text) {
  PgQueryFingerprintResult result = pg_query_fingerprint(text.c_str());
  std::string fingerprint =
      result.error == nullptr && result.fingerprint_str != nullptr ? result.fingerprint_str : "";
  pg_query_free_fingerprint_result(result);
  return fingerprint;
}

}  // namespace sudare::sql
