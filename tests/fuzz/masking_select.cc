#include "tests/fuzz/masking_select.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/statement_tree.h"

namespace sudare::fuzz {
namespace {

namespace pg = ::pg_query;
using Kind = sql::BoundParameter::Kind;

std::string QuotedBaseColumn(const std::string& name) {
  return absl::StrCat("t.\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

// The expression of a mask, as the policy has it.
const std::string& MaskOf(const VisibleColumn& column) {
  static auto* masks = new std::map<const VisibleColumn*, std::string>();
  std::string& mask = (*masks)[&column];
  if (mask.empty()) {
    mask = CanonicalBytes(
        ReadExpression(column.mask->SqlExpression(QuotedBaseColumn(column.column->name))));
  }
  return mask;
}

// a AND b AND c, taken apart.
void Conjuncts(const pg::Node& node, std::vector<const pg::Node*>* parts) {
  if (node.has_bool_expr() && node.bool_expr().boolop() == pg::AND_EXPR) {
    for (const pg::Node& arg : node.bool_expr().args()) Conjuncts(arg, parts);
  } else {
    parts->push_back(&node);
  }
}

// The columns of a row filter are the relation's own.
void BindToBase(google::protobuf::Message* message) {
  if (message->GetDescriptor() == pg::ColumnRef::descriptor()) {
    auto* ref = static_cast<pg::ColumnRef*>(message);
    const std::string name = ref->fields(ref->fields_size() - 1).string().sval();
    ref->clear_fields();
    ref->add_fields()->mutable_string()->set_sval("t");
    ref->add_fields()->mutable_string()->set_sval(name);
    return;
  }
  const google::protobuf::Reflection* reflection = message->GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      BindToBase(reflection->MutableMessage(message, field));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
      BindToBase(reflection->MutableRepeatedMessage(message, field, i));
    }
  }
}

std::string BaseColumn(const pg::Node& node) {
  const std::vector<std::string> names = NamesIn(node.column_ref().fields());
  return names.size() == 2 && names[0] == "t" ? names[1] : "";
}

class Check {
 public:
  Check(const pg::RangeSubselect& item, const sql::MaskedSql& masked, const VisibleSchema& schema,
        RawColumns* raw)
      : item_(item),
        select_(item.subquery().select_stmt()),
        base_(select_.from_clause(0).range_var()),
        masked_(masked),
        relation_(schema.Find(base_.schemaname(), base_.relname())),
        raw_(*raw) {}

  std::string Run() {
    if (relation_ == nullptr) return absl::StrCat("reads the hidden ", base_.relname());
    if (relation_->is_expanded_view) return "reads a view that is to be expanded";
    if (base_.alias().aliasname() != "t" || base_.alias().colnames_size() > 0) {
      return "the relation isn't called t";
    }
    if (!item_.has_alias()) return "the masking sub-select has no name";
    std::string wrong = CheckShape();
    for (const pg::Node& target : select_.target_list()) {
      if (wrong.empty()) wrong = CheckTarget(target.res_target());
    }
    return wrong.empty() ? CheckRows() : wrong;
  }

 private:
  std::string CheckShape() const {
    static const auto* allowed = new std::set<std::string>{
        "target_list", "from_clause", "where_clause", "limit_offset", "limit_option", "op"};
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    select_.GetReflection()->ListFields(select_, &fields);
    for (const auto* field : fields) {
      if (allowed->count(field->name()) == 0) {
        return absl::StrCat("the masking sub-select has a ", field->name());
      }
    }
    if (select_.op() != pg::SETOP_NONE) return "the masking sub-select is a set operation";
    return "";
  }

  // The value of a masked column that is short by its type; or, of others, long ones masked.
  std::string CheckUnmasked(const pg::ResTarget& target) {
    const pg::CaseExpr& choice = target.val().case_expr();
    const bool is_choice = target.val().has_case_expr();
    const pg::Node& value =
        is_choice && choice.args_size() == 1 ? choice.args(0).case_when().result() : target.val();
    const VisibleColumn* column =
        relation_->FindColumn(BaseColumn(is_choice ? value.type_cast().arg() : value));
    if (column == nullptr || column->is_token()) return "an unmasked value is of no masked column";
    raw_[target.name()] = column;
    if (!is_choice) {
      const bool is_short = !IsText(column->column->type) ||
                            (column->column->type_modifier > 0 &&
                             column->column->type_modifier * 4 <= sql::kLongestUnmasked + 16);
      return is_short ? "" : "long values of a masked column come unmasked";
    }
    const pg::A_Expr& test = choice.args(0).case_when().expr().a_expr();
    const bool is_limited =
        NamesIn(test.name()) == std::vector<std::string>{"<="} &&
        NamesIn(test.lexpr().func_call().funcname()).back() == "octet_length" &&
        CanonicalBytes(test.lexpr().func_call().args(0)) == CanonicalBytes(value) &&
        test.rexpr().a_const().ival().ival() <= sql::kLongestUnmasked;
    if (!is_limited || choice.has_arg()) return "unmasked values are not held to a length";
    const bool rest_is_masked = CanonicalBytes(choice.defresult()) == MaskOf(*column);
    return rest_is_masked ? "" : "long values of a masked column haven't its mask";
  }

  std::string CheckTarget(const pg::ResTarget& target) {
    if (absl::StartsWith(target.name(), kRawPrefix)) {
      const VisibleColumn* column = relation_->FindColumn(BaseColumn(target.val()));
      if (column == nullptr || !column->is_token()) return "a raw value is none of a token column";
      raw_[target.name()] = column;
      return "";
    }
    if (absl::StartsWith(target.name(), kUnmaskedPrefix)) return CheckUnmasked(target);
    const VisibleColumn* column = relation_->FindColumn(target.name());
    if (column == nullptr) return absl::StrCat("shows the hidden column ", target.name());
    const bool masked = column->is_token()
                            ? IsTypedNull(target.val()) || IsMapped(*column, target.val())
                            : CanonicalBytes(target.val()) == MaskOf(*column);
    return masked ? "" : absl::StrCat("the column ", target.name(), " hasn't its mask");
  }

  static bool IsTypedNull(const pg::Node& node) {
    return node.type_cast().arg().a_const().isnull();
  }

  // map ->> t.column::text [COLLATE …], and a cast to an integer.
  bool IsMapped(const VisibleColumn& column, const pg::Node& node) const {
    const pg::Node& look_up = node.has_type_cast() ? node.type_cast().arg() : node;
    if (look_up.a_expr().name_size() != 1 || look_up.a_expr().name(0).string().sval() != "->>") {
      return false;
    }
    const int number = look_up.a_expr().lexpr().param_ref().number();
    if (number < 1 || number > static_cast<int>(masked_.parameters.size())) return false;
    const sql::BoundParameter& map = masked_.parameters[number - 1];
    if (map.kind != Kind::kTokenMap) return false;
    const std::string name = absl::StrCat(relation_->relation->schema, ".",
                                          relation_->relation->name, ".", column.column->name);
    if (masked_.maps[map.map].column != name) return false;
    const pg::Node& key = look_up.a_expr().rexpr();
    const pg::Node& cast = key.has_collate_clause() ? key.collate_clause().arg() : key;
    return BaseColumn(cast.type_cast().arg()) == column.column->name;
  }

  // The row filter comes first, then what can't fail, and a fence around both.
  std::string CheckRows() const {
    std::vector<const pg::Node*> found;
    if (select_.has_where_clause()) Conjuncts(select_.where_clause(), &found);
    size_t next = 0;
    for (const std::string& where : relation_->row_filters) {
      pg::Node filter = ReadExpression(absl::StrCat("(", where, ")"));
      BindToBase(&filter);
      std::vector<const pg::Node*> wanted;
      Conjuncts(filter, &wanted);
      for (const pg::Node* part : wanted) {
        if (next >= found.size() || CanonicalBytes(*found[next]) != CanonicalBytes(*part)) {
          return "the row filter is not there";
        }
        ++next;
      }
    }
    const bool filtered = !relation_->row_filters.empty();
    if (!filtered && !found.empty()) return "a relation without row filter is filtered";
    if (filtered && !select_.limit_offset().a_const().has_ival()) return "there is no fence";
    for (; next < found.size(); ++next) {
      const std::string wrong = CheckInsideFence(*found[next]);
      if (!wrong.empty()) return wrong;
    }
    return "";
  }

  // Comparisons of visible columns as they are, which can't fail on a hidden row.
  std::string CheckInsideFence(const google::protobuf::Message& message) const {
    static const auto* allowed = new std::set<std::string>{
        "Node",     "A_Expr",   "BoolExpr",    "NullTest",  "ColumnRef",  "ParamRef", "A_Const",
        "String",   "Integer",  "Float",       "Boolean",   "TypeCast",   "TypeName", "List",
        "CaseExpr", "CaseWhen", "A_ArrayExpr", "BitString", "BooleanTest"};
    const std::string& kind = message.GetDescriptor()->name();
    if (allowed->count(kind) == 0) return absl::StrCat("a ", kind, " stands inside the fence");
    if (kind == "A_Expr") {
      static const auto* operators =
          new std::set<std::string>{"=", "<>", "<", "<=", ">", ">=", "BETWEEN", "NOT BETWEEN"};
      const auto& expr = static_cast<const pg::A_Expr&>(message);
      if (operators->count(expr.name(expr.name_size() - 1).string().sval()) == 0) {
        return "an operator that may fail stands inside the fence";
      }
    }
    if (kind == "ColumnRef") {
      const std::vector<std::string> names =
          NamesIn(static_cast<const pg::ColumnRef&>(message).fields());
      const VisibleColumn* column = relation_->FindColumn(names.back());
      if (names.size() != 2) return "a name inside the fence has no relation";
      if (names[0] == "t" && (column == nullptr ||
                              (column->decision.kind != MaskKind::kAllow && !column->is_token()))) {
        return absl::StrCat("a masked ", names.back(), " stands inside the fence");
      }
      return "";
    }
    const google::protobuf::Reflection* reflection = message.GetReflection();
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    reflection->ListFields(message, &fields);
    std::string wrong;
    for (const auto* field : fields) {
      if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
      const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
      for (int i = 0; i < count && wrong.empty(); ++i) {
        wrong = CheckInsideFence(field->is_repeated()
                                     ? reflection->GetRepeatedMessage(message, field, i)
                                     : reflection->GetMessage(message, field));
      }
    }
    return wrong;
  }

  const pg::RangeSubselect& item_;
  const pg::SelectStmt& select_;
  const pg::RangeVar& base_;
  const sql::MaskedSql& masked_;
  const VisibleRelation* const relation_;
  RawColumns& raw_;
};

}  // namespace

bool ReadsRelation(const pg::RangeSubselect& item) {
  const pg::SelectStmt& select = item.subquery().select_stmt();
  return select.from_clause_size() == 1 && select.from_clause(0).has_range_var() &&
         !select.from_clause(0).range_var().schemaname().empty();
}

std::string CheckMaskingSelect(const pg::RangeSubselect& item, const sql::MaskedSql& masked,
                               const VisibleSchema& schema, RawColumns* raw) {
  return Check(item, masked, schema, raw).Run();
}

}  // namespace sudare::fuzz
