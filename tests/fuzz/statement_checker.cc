#include "tests/fuzz/statement_checker.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/fuzz/masking_select.h"
#include "tests/fuzz/outputs.h"
#include "tests/fuzz/statement_tree.h"

namespace sudare::fuzz {
namespace {

namespace pg = ::pg_query;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Kind = sql::BoundParameter::Kind;

// What no statement that is sent may hold, beside every statement that isn't SELECT.
const std::set<std::string>& RefusedKinds() {
  static const auto* kinds = new std::set<std::string>{
      "IntoClause",   "LockingClause",   "RangeTableSample", "RangeTableFunc", "CurrentOfExpr",
      "SetToDefault", "MultiAssignRef",  "OnConflictClause", "InferClause",    "DefElem",
      "RoleSpec",     "MergeWhenClause", "PartitionSpec",    "Constraint",     "ObjectWithArgs"};
  return *kinds;
}

// Functions that read the database, the session or the machine, by how their names begin.
bool IsDangerous(const std::string& function) {
  static const auto* harmless =
      new std::set<std::string>{"pg_typeof", "pg_size_pretty", "pg_size_bytes", "text"};
  static const char* const prefixes[] = {
      "pg_",       "lo_",      "query_to_",    "table_to_",   "schema_to_",  "database_to_",
      "cursor_to", "ts_stat",  "ts_rewrite",   "set_c",       "current_set", "has_",
      "txid_",     "inet_cl",  "inet_se",      "nextval",     "currval",     "lastval",
      "setval",    "to_reg",   "row_security", "xpath",       "xml_is",      "dblink",
      "col_desc",  "obj_desc", "shobj_desc",   "format_type", "currtid",     "binary_upgrade"};
  if (harmless->count(function) > 0) return false;
  return std::any_of(std::begin(prefixes), std::end(prefixes),
                     [&](const char* prefix) { return absl::StartsWith(function, prefix); });
}

// A message above the one that is looked at, and the field that leads down.
struct Step {
  const Message* message;
  const FieldDescriptor* field;

  template <typename T>
  const T* As() const {
    return message->GetDescriptor() == T::descriptor() ? static_cast<const T*>(message) : nullptr;
  }
};

class Checker {
 public:
  Checker(const sql::MaskedSql& masked, const VisibleSchema& schema)
      : masked_(masked), schema_(schema), outputs_(raw_) {}

  std::string Run() {
    std::optional<pg::ParseResult> tree = ReadStatement(masked_.sql);
    if (!tree.has_value()) return "it doesn't parse";
    if (!tree->stmts(0).stmt().has_select_stmt()) return "it is no SELECT";
    // Raw columns first: they are named inside the masking sub-selects alone.
    FindRelations(*tree);
    if (wrong_.empty()) Walk(*tree);
    if (wrong_.empty()) CheckTop(tree->stmts(0).stmt().select_stmt());
    return wrong_;
  }

 private:
  void Fail(const std::string& what) {
    if (wrong_.empty()) wrong_ = what;
  }

  template <typename Visitor>
  static void ForEachChild(const Message& message, const Visitor& visit) {
    const google::protobuf::Reflection* reflection = message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      if (!field->is_repeated()) {
        visit(reflection->GetMessage(message, field), field);
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        visit(reflection->GetRepeatedMessage(message, field, i), field);
      }
    }
  }

  void FindRelations(const Message& message) {
    if (message.GetDescriptor() == pg::RangeSubselect::descriptor()) {
      const auto& item = static_cast<const pg::RangeSubselect&>(message);
      if (ReadsRelation(item)) {
        const std::string wrong = CheckMaskingSelect(item, masked_, schema_, &raw_);
        if (!wrong.empty()) Fail(wrong);
        return;
      }
    }
    ForEachChild(message,
                 [&](const Message& child, const FieldDescriptor*) { FindRelations(child); });
  }

  void Walk(const Message& message) {
    if (!wrong_.empty()) return;
    if (message.GetDescriptor() == pg::Node::descriptor()) {
      ForEachChild(message, [&](const Message& child, const FieldDescriptor*) { Walk(child); });
      return;
    }
    if (message.GetDescriptor() == pg::RangeSubselect::descriptor() &&
        ReadsRelation(static_cast<const pg::RangeSubselect&>(message))) {
      return;
    }
    CheckKind(message);
    if (message.GetDescriptor() == pg::SelectStmt::descriptor()) {
      WalkSelect(static_cast<const pg::SelectStmt&>(message));
      return;
    }
    WalkChildren(message, nullptr);
  }

  void WalkChildren(const Message& message, const FieldDescriptor* left_out) {
    ForEachChild(message, [&](const Message& child, const FieldDescriptor* field) {
      if (field == left_out) return;
      path_.push_back({&message, field});
      Walk(child);
      path_.pop_back();
    });
  }

  void WalkSelect(const pg::SelectStmt& select) {
    const size_t ctes = ctes_.size();
    const bool recursive = select.with_clause().recursive();
    for (const pg::Node& node : select.with_clause().ctes()) {
      if (recursive) ctes_.push_back(&node.common_table_expr());
    }
    for (const pg::Node& node : select.with_clause().ctes()) {
      Walk(node);
      if (!recursive) ctes_.push_back(&node.common_table_expr());
    }
    levels_.push_back(&select);
    CheckOrder(select);
    WalkChildren(select, pg::SelectStmt::descriptor()->FindFieldByName("with_clause"));
    levels_.pop_back();
    ctes_.resize(ctes);
  }

  void CheckKind(const Message& message) {
    const std::string& kind = message.GetDescriptor()->name();
    const bool statement =
        absl::EndsWith(kind, "Stmt") && kind != "SelectStmt" && kind != "RawStmt";
    if (statement || RefusedKinds().count(kind) > 0) Fail(absl::StrCat("it holds a ", kind));
    if (kind == "RangeVar") CheckRange(static_cast<const pg::RangeVar&>(message));
    if (kind == "FuncCall") CheckCall(static_cast<const pg::FuncCall&>(message));
    if (kind == "TypeName") CheckType(static_cast<const pg::TypeName&>(message));
    if (kind == "A_Expr") CheckOperator(static_cast<const pg::A_Expr&>(message).name());
    if (kind == "SubLink") CheckOperator(static_cast<const pg::SubLink&>(message).oper_name());
    if (kind == "SortBy") CheckOperator(static_cast<const pg::SortBy&>(message).use_op());
    if (kind == "JoinExpr" && static_cast<const pg::JoinExpr&>(message).is_natural()) {
      Fail("a NATURAL join depends on columns that are left out");
    }
    if (kind == "CollateClause") {
      CheckSchema(static_cast<const pg::CollateClause&>(message).collname(), "collation");
    }
    if (kind == "SQLValueFunction") {
      const auto op = static_cast<const pg::SQLValueFunction&>(message).op();
      if (op > pg::SVFOP_LOCALTIMESTAMP_N) Fail("it asks for the session's names");
    }
    if (kind == "ParamRef") CheckParameter(static_cast<const pg::ParamRef&>(message));
    if (kind == "ColumnRef") CheckReference(static_cast<const pg::ColumnRef&>(message));
  }

  void CheckSchema(const google::protobuf::RepeatedPtrField<pg::Node>& nodes, const char* what) {
    const std::vector<std::string> names = NamesIn(nodes);
    if (names.size() > 2 || (names.size() == 2 && names[0] != "pg_catalog")) {
      Fail(absl::StrCat("it names a ", what, " outside pg_catalog"));
    }
  }

  void CheckOperator(const google::protobuf::RepeatedPtrField<pg::Node>& names) {
    CheckSchema(names, "operator");
  }

  void CheckCall(const pg::FuncCall& call) {
    const std::vector<std::string> names = NamesIn(call.funcname());
    if (names == std::vector<std::string>{"information_schema", "_pg_expandarray"}) return;
    if (names.size() != 2 || names[0] != "pg_catalog") return Fail("a function without pg_catalog");
    if (IsDangerous(names[1]) && !AsksForSupplied(call) && !AsksForHarmlessSetting(call)) {
      Fail(absl::StrCat("it calls ", names[1]));
    }
  }

  // format_type(COALESCE(look-up ->> …, none)::oid, …): of types that the account sees.
  bool AsksForSupplied(const pg::FuncCall& call) const {
    if (NamesIn(call.funcname()).back() != "format_type" || call.args_size() == 0) return false;
    const auto& known = call.args(0).type_cast().arg().coalesce_expr().args();
    return known.size() == 2 && IsBoundAs(known[0].a_expr().lexpr(), Kind::kSupplied) &&
           known[1].has_a_const();
  }

  // Of the server as such, and by a literal name.
  static bool AsksForHarmlessSetting(const pg::FuncCall& call) {
    static const auto* harmless = new std::set<std::string>{"datestyle",
                                                            "intervalstyle",
                                                            "timezone",
                                                            "client_encoding",
                                                            "integer_datetimes",
                                                            "lc_collate",
                                                            "lc_ctype",
                                                            "server_encoding",
                                                            "server_version",
                                                            "max_identifier_length",
                                                            "max_index_keys",
                                                            "server_version_num",
                                                            "standard_conforming_strings"};
    return NamesIn(call.funcname()).back() == "current_setting" && call.args_size() == 1 &&
           harmless->count(call.args(0).a_const().sval().sval()) > 0;
  }

  void CheckType(const pg::TypeName& type) {
    const std::vector<std::string> names = NamesIn(type.names());
    // Columns of the information schema have types of their own.
    if (names.size() == 2 && names[0] == "information_schema") return;
    CheckSchema(type.names(), "type");
    if (type.setof() || type.pct_type()) Fail("it names a type by a relation");
    if (names.empty() || !absl::StartsWith(names.back(), "reg")) return;
    // Casts that look names up in the database. A configuration of text search is one by literal.
    const auto* cast = Above<pg::TypeCast>(1);
    if (names.back() != "regconfig" || cast == nullptr || !cast->arg().a_const().has_sval()) {
      Fail(absl::StrCat("it casts to ", names.back()));
    }
  }

  void CheckRange(const pg::RangeVar& range) {
    const bool known = std::any_of(ctes_.begin(), ctes_.end(), [&](const auto* cte) {
      return cte->ctename() == range.relname();
    });
    if (!range.schemaname().empty() || !range.catalogname().empty() || !known) {
      Fail(absl::StrCat("the relation ", range.relname(), " stands outside a masking sub-select"));
    }
  }

  // --- what the proxy binds ---

  // The message `levels` above, where a Node counts for nothing.
  template <typename T>
  const T* Above(size_t levels) const {
    return path_.size() < levels ? nullptr : path_[path_.size() - levels].As<T>();
  }

  const sql::BoundParameter* BoundAt(const pg::Node& node) const {
    const pg::Node& param = node.has_type_cast() ? node.type_cast().arg() : node;
    const int number = param.param_ref().number();
    if (number < 1 || number > static_cast<int>(masked_.parameters.size())) return nullptr;
    return &masked_.parameters[number - 1];
  }

  bool IsBoundAs(const pg::Node& node, Kind kind) const {
    const sql::BoundParameter* bound = BoundAt(node);
    return bound != nullptr && bound->kind == kind;
  }

  // md5(salt || …), as a key of an order.
  bool IsSalted(const pg::FuncCall& call) const {
    return NamesIn(call.funcname()).back() == "md5" && call.args_size() == 1 &&
           call.args(0).has_a_expr() && IsBoundAs(call.args(0).a_expr().lexpr(), Kind::kOrderSalt);
  }

  bool StandsUnderSalt() const {
    bool sorts = false;
    for (const Step& step : path_) {
      if (step.As<pg::SortBy>() != nullptr) sorts = true;
      const auto* call = step.As<pg::FuncCall>();
      if (sorts && call != nullptr && IsSalted(*call)) return true;
    }
    return false;
  }

  static bool IsEquality(const pg::A_Expr& expr) {
    const std::string op = NamesIn(expr.name()).back();
    return (expr.kind() == pg::AEXPR_OP || expr.kind() == pg::AEXPR_DISTINCT ||
            expr.kind() == pg::AEXPR_NOT_DISTINCT) &&
           (op == "=" || op == "<>");
  }

  void CheckParameter(const pg::ParamRef& param) {
    if (param.number() < 1 || param.number() > static_cast<int>(masked_.parameters.size())) {
      Fail("a parameter that nobody binds");
      return;
    }
    const sql::BoundParameter& bound = masked_.parameters[param.number() - 1];
    switch (bound.kind) {
      case Kind::kClient:
        return;
      case Kind::kInverted: {
        const auto* compared = Above<pg::A_Expr>(2);
        if (Above<pg::TypeCast>(1) == nullptr || compared == nullptr || !IsEquality(*compared) ||
            RawOf(compared->lexpr()) == nullptr) {
          Fail("the value behind a token is not compared with raw values");
        }
        return;
      }
      case Kind::kIsValidToken:
        if (Above<pg::CaseWhen>(1) == nullptr) Fail("whether a token is valid is told");
        return;
      case Kind::kTokenMap:
        Fail("a token map stands outside a masking sub-select");
        return;
      case Kind::kSupplied:
        CheckSupplied(bound);
        return;
      case Kind::kOrderSalt:
        if (!StandsUnderSalt() || Above<pg::A_Expr>(1) == nullptr) Fail("the salt is told");
        return;
    }
  }

  // Rows of the catalog, as an array: no name in them is one that the account doesn't see.
  void CheckSupplied(const sql::BoundParameter& bound) {
    if (hidden_names_.empty()) FindHiddenNames();
    for (const std::string& name : hidden_names_) {
      if (absl::StrContains(*bound.supplied, absl::StrCat("\"", name, "\""))) {
        Fail(absl::StrCat("the catalog shows the hidden name ", name));
      }
    }
  }

  void FindHiddenNames() {
    std::set<std::string> seen;
    for (const VisibleRelation& relation : schema_.relations()) {
      seen.insert(relation.relation->name);
      for (const VisibleColumn& column : relation.columns) seen.insert(column.column->name);
    }
    for (const CatalogRelation& relation : schema_.catalog()->relations()) {
      if (seen.count(relation.name) == 0) hidden_names_.insert(relation.name);
      for (const CatalogColumn& column : relation.columns) {
        if (seen.count(column.name) == 0) hidden_names_.insert(column.name);
      }
    }
  }

  // --- raw values ---

  struct Meaning {
    const VisibleColumn* raw = nullptr;
    bool row_has_raw = false;
    bool known = false;
  };

  // What a name in the present place means, level by level from the inside.
  Meaning MeaningOf(const std::vector<std::string>& names) {
    for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
      Meaning meaning = MeaningIn(**level, names);
      if (meaning.known) return meaning;
    }
    return {};
  }

  Meaning MeaningIn(const pg::SelectStmt& level, const std::vector<std::string>& names) {
    const std::vector<const pg::Node*> items = Outputs::ItemsOf(level);
    for (const pg::Node* item : items) {
      if (names.size() == 2 && Outputs::NameOfItem(*item) != names[0]) continue;
      for (const OutputColumn& column : outputs_.OfItem(*item, ctes_)) {
        if (column.name == names.back()) return {column.raw, false, true};
      }
    }
    for (const pg::Node* item : items) {
      if (names.size() != 1 || Outputs::NameOfItem(*item) != names[0]) continue;
      return {nullptr, HoldsRaw(*item), true};
    }
    return {};
  }

  bool HoldsRaw(const pg::Node& item) {
    const std::vector<OutputColumn> columns = outputs_.OfItem(item, ctes_);
    return std::any_of(columns.begin(), columns.end(),
                       [](const OutputColumn& column) { return column.raw != nullptr; });
  }

  const VisibleColumn* RawOf(const pg::Node& node) {
    if (!node.has_column_ref()) return nullptr;
    const auto& fields = node.column_ref().fields();
    if (fields.empty() || fields[fields.size() - 1].has_a_star()) return nullptr;
    return MeaningOf(NamesIn(fields)).raw;
  }

  void CheckReference(const pg::ColumnRef& ref) {
    const auto& fields = ref.fields();
    const std::vector<std::string> names = NamesIn(fields);
    if (names.empty() || names.size() > 2) return Fail("a name of other than one or two parts");
    if (fields[fields.size() - 1].has_a_star()) return CheckStar(names);
    const Meaning meaning = MeaningOf(names);
    // Rows that look the same have the same salted key only if it is made of what they look like.
    const bool is_unmasked = meaning.raw != nullptr && !meaning.raw->is_token();
    if (StandsUnderSalt()) {
      if (is_unmasked) Fail("rows are ordered by an unmasked value");
      return;
    }
    if (meaning.row_has_raw) Fail(absl::StrCat("the row ", names[0], " holds raw values"));
    if (meaning.raw == nullptr) {
      if (absl::StartsWith(names.back(), kRawPrefix) ||
          absl::StartsWith(names.back(), kUnmaskedPrefix)) {
        Fail("a raw name that means nothing");
      }
      return;
    }
    if (!MayBeRawHere(*meaning.raw)) {
      Fail(absl::StrCat("the raw value ", names.back(), " is used as more than a key"));
    }
  }

  // Stars stand only where the rows of a select are put into order, and hand on what it hands on.
  void CheckStar(const std::vector<std::string>& names) {
    if (names.size() == 2 && absl::StartsWith(names[0], "sudare$q")) {
      if (Above<pg::ResTarget>(1) == nullptr) Fail("the star of ordered rows is used");
      return;
    }
    for (const pg::Node* item : Outputs::ItemsOf(*levels_.back())) {
      if (names.size() == 2 && Outputs::NameOfItem(*item) != names[0]) continue;
      if (HoldsRaw(*item)) Fail("a star shows raw values");
    }
  }

  bool MayBeRawHere(const VisibleColumn& raw) {
    const std::string& field = path_.back().field->name();
    const auto* shown = Above<pg::ResTarget>(1);
    if (!raw.is_token()) return shown != nullptr && IsOutputOfTop(*shown) && path_.size() == 4;
    if (const auto* target = Above<pg::ResTarget>(1)) {
      // Those of the top are held against the plan; others travel under reserved names.
      return absl::StartsWith(target->name(), kRawPrefix) || IsOutputOfTop(*target) ||
             IsOutputOfIn(raw);
    }
    if (const auto* link = Above<pg::SubLink>(1)) return field == "testexpr" && IsIn(*link, raw);
    if (const auto* expr = Above<pg::A_Expr>(1)) return IsEquality(*expr) && IsCompared(*expr, raw);
    if (const auto* call = Above<pg::FuncCall>(1)) {
      return NamesIn(call->funcname()).back() == "count" && field == "args";
    }
    if (Above<pg::NullTest>(1) != nullptr || Above<pg::GroupingSet>(1) != nullptr) return true;
    // GROUP BY (a, b) is GROUP BY a, b.
    if (Above<pg::RowExpr>(1) != nullptr && path_.size() > 1) {
      return path_[path_.size() - 2].field->name() == "group_clause" ||
             Above<pg::GroupingSet>(2) != nullptr;
    }
    if (Above<pg::SelectStmt>(1) != nullptr) {
      return field == "group_clause" || field == "distinct_clause";
    }
    return Above<pg::WindowDef>(1) != nullptr && field == "partition_clause";
  }

  // Both sides are raw values of one kind of token, or one is the value behind such a token.
  bool IsCompared(const pg::A_Expr& expr, const VisibleColumn& raw) {
    const std::string probe = raw.tokenizer->Tokenize("123456");
    for (const pg::Node* side : {&expr.lexpr(), &expr.rexpr()}) {
      const VisibleColumn* other = RawOf(*side);
      if (other == nullptr) {
        if (!IsBoundAs(*side, Kind::kInverted)) return false;
        if (BoundAt(*side)->tokenizer->Tokenize("123456") != probe) return false;
      } else if (other->tokenizer->Tokenize("123456") != probe) {
        return false;
      }
    }
    return true;
  }

  // raw IN (SELECT raw …), of one kind of token.
  bool IsIn(const pg::SubLink& link, const VisibleColumn& raw) {
    const std::vector<std::string> op = NamesIn(link.oper_name());
    const bool equality =
        (link.sub_link_type() == pg::ANY_SUBLINK || link.sub_link_type() == pg::ALL_SUBLINK) &&
        (op.empty() || op.back() == "=" || op.back() == "<>");
    const std::vector<OutputColumn>& columns = outputs_.Of(link.subselect().select_stmt(), ctes_);
    const VisibleColumn* tested = RawOf(link.testexpr());
    const std::string probe = raw.tokenizer->Tokenize("123456");
    return equality && columns.size() == 1 && columns[0].raw != nullptr && tested != nullptr &&
           columns[0].raw->tokenizer->Tokenize("123456") == probe &&
           tested->tokenizer->Tokenize("123456") == probe;
  }

  bool IsOutputOfIn(const VisibleColumn& raw) {
    for (auto step = path_.rbegin(); step != path_.rend(); ++step) {
      const std::string& field = step->field->name();
      const auto* item = step->As<pg::RangeSubselect>();
      if (const auto* link = step->As<pg::SubLink>()) {
        return field == "subselect" && IsIn(*link, raw);
      }
      const bool hands_on =
          step->As<pg::ResTarget>() != nullptr ||
          (step->As<pg::SelectStmt>() != nullptr && (field == "target_list" || field == "larg" ||
                                                     field == "rarg" || field == "from_clause")) ||
          (item != nullptr && absl::StartsWith(item->alias().aliasname(), "sudare$q"));
      if (!hands_on) return false;
    }
    return false;
  }

  bool IsOutputOfTop(const pg::ResTarget& target) const {
    const pg::SelectStmt* level = levels_.back();
    const auto holds = [&](const pg::Node& node) { return &node.res_target() == &target; };
    if (std::none_of(level->target_list().begin(), level->target_list().end(), holds)) return false;
    // The only ways down from the top: sides of set operations, and selects whose rows are ordered.
    for (const Step& step : path_) {
      if (step.As<pg::SelectStmt>() == level) return true;
      const auto* item = step.As<pg::RangeSubselect>();
      if (item != nullptr && absl::StartsWith(item->alias().aliasname(), "sudare$q")) continue;
      if (step.As<pg::SelectStmt>() == nullptr && item == nullptr &&
          step.As<pg::ParseResult>() == nullptr && step.As<pg::RawStmt>() == nullptr) {
        return false;
      }
    }
    return true;
  }

  // ORDER BY an output, by its number or name.
  void CheckOrder(const pg::SelectStmt& select) {
    const std::vector<OutputColumn>& columns = outputs_.Of(select, ctes_);
    for (const OutputColumn& column : columns) {
      if (column.mixed) Fail("a set operation mixes raw values with others");
    }
    for (const pg::Node& node : select.sort_clause()) {
      const pg::Node& key = node.sort_by().node();
      const int number = key.a_const().has_ival() ? key.a_const().ival().ival() : 0;
      if (number > 0 && number <= static_cast<int>(columns.size()) &&
          columns[number - 1].raw != nullptr) {
        Fail("rows are ordered by a raw value, by number");
      }
      const std::vector<std::string> names = NamesIn(key.column_ref().fields());
      for (const OutputColumn& column : columns) {
        if (names.size() == 1 && column.name == names[0] && column.raw != nullptr) {
          Fail("rows are ordered by a raw value, by name");
        }
      }
    }
  }

  // Each output that is raw is tokenized or masked on its way out, by its own mask, and no other.
  void CheckTop(const pg::SelectStmt& top) {
    const std::vector<OutputColumn>& columns = outputs_.Of(top, {});
    if (columns.size() != masked_.columns.size()) return Fail("it has other outputs than planned");
    const bool compares_rows = top.op() != pg::SETOP_NONE || top.distinct_clause_size() > 0 ||
                               top.group_clause_size() > 0 || top.has_having_clause();
    for (size_t i = 0; i < columns.size(); ++i) {
      const sql::ResultColumnPlan& plan = masked_.columns[i];
      const VisibleColumn* raw = columns[i].raw;
      if (plan.is_raw() != (raw != nullptr)) {
        return Fail(absl::StrCat("output ", i + 1, raw != nullptr ? " is raw" : " is not raw"));
      }
      if (raw == nullptr) continue;
      if (!raw->is_token() && compares_rows) return Fail("rows are compared by an unmasked value");
      if (raw->is_token() != (plan.tokenizer != nullptr) ||
          (!raw->is_token() && plan.masker != raw->mask)) {
        return Fail(absl::StrCat("output ", i + 1, " gets the mask of another column"));
      }
      if (raw->is_token() &&
          plan.tokenizer->Tokenize("123456") != raw->tokenizer->Tokenize("123456")) {
        return Fail(absl::StrCat("output ", i + 1, " gets the tokens of another column"));
      }
    }
  }

  const sql::MaskedSql& masked_;
  const VisibleSchema& schema_;
  RawColumns raw_;
  Outputs outputs_;
  // Of relations and columns that the account doesn't see.
  std::set<std::string> hidden_names_;
  std::vector<Step> path_;
  Outputs::Ctes ctes_;
  std::vector<const pg::SelectStmt*> levels_;
  std::string wrong_;
};

}  // namespace

std::string CheckStatement(const sql::MaskedSql& masked, const VisibleSchema& schema) {
  return Checker(masked, schema).Run();
}

}  // namespace sudare::fuzz
