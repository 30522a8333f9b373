#include "proxy/sql/resolver.h"

namespace sudare::sql {
namespace {

// How strongly a name is meant, as in PostgreSQL's FigureColname: a cast's type name yields to a
// column's.
enum class Meant { kNone, kWeakly, kStrongly };

struct Named {
  std::string name;
  Meant meant = Meant::kNone;
};

Named NameOf(const ast::Node& node);

std::string LastString(const google::protobuf::RepeatedPtrField<ast::Node>& nodes) {
  std::string last;
  for (const ast::Node& node : nodes) {
    if (node.has_string()) last = StringOf(node);
  }
  return last;
}

Named Strong(std::string name) { return {std::move(name), Meant::kStrongly}; }

Named NameOfCast(const ast::TypeCast& cast) {
  Named inner = NameOf(cast.arg());
  if (inner.meant == Meant::kStrongly) return inner;
  return {LastString(cast.type_name().names()), Meant::kWeakly};
}

Named NameOfCase(const ast::CaseExpr& expr) {
  if (expr.has_defresult()) {
    Named inner = NameOf(expr.defresult());
    if (inner.meant == Meant::kStrongly) return inner;
  }
  return {"case", Meant::kWeakly};
}

Named NameOfSubLink(const ast::SubLink& link) {
  switch (link.sub_link_type()) {
    case ast::EXISTS_SUBLINK:
      return Strong("exists");
    case ast::ARRAY_SUBLINK:
      return Strong("array");
    case ast::EXPR_SUBLINK: {
      const ast::SelectStmt* stmt = &link.subselect().select_stmt();
      while (stmt->has_larg()) stmt = &stmt->larg();
      if (stmt->values_lists_size() > 0) return Strong("column1");
      if (stmt->target_list_size() == 0) return {};
      const ast::ResTarget& target = stmt->target_list(0).res_target();
      return Strong(target.name().empty() ? OutputNameOf(target.val()) : target.name());
    }
    default:
      return {};
  }
}

const char* NameOfValueFunction(ast::SQLValueFunctionOp op) {
  switch (op) {
    case ast::SVFOP_CURRENT_DATE:
      return "current_date";
    case ast::SVFOP_CURRENT_TIME:
    case ast::SVFOP_CURRENT_TIME_N:
      return "current_time";
    case ast::SVFOP_CURRENT_TIMESTAMP:
    case ast::SVFOP_CURRENT_TIMESTAMP_N:
      return "current_timestamp";
    case ast::SVFOP_LOCALTIME:
    case ast::SVFOP_LOCALTIME_N:
      return "localtime";
    case ast::SVFOP_LOCALTIMESTAMP:
    case ast::SVFOP_LOCALTIMESTAMP_N:
      return "localtimestamp";
    case ast::SVFOP_CURRENT_ROLE:
      return "current_role";
    case ast::SVFOP_CURRENT_USER:
      return "current_user";
    case ast::SVFOP_USER:
      return "user";
    case ast::SVFOP_SESSION_USER:
      return "session_user";
    case ast::SVFOP_CURRENT_CATALOG:
      return "current_catalog";
    case ast::SVFOP_CURRENT_SCHEMA:
      return "current_schema";
    default:
      return "?column?";
  }
}

Named NameOfXml(ast::XmlExprOp op) {
  switch (op) {
    case ast::IS_XMLELEMENT:
      return Strong("xmlelement");
    case ast::IS_XMLFOREST:
      return Strong("xmlforest");
    case ast::IS_XMLCONCAT:
      return Strong("xmlconcat");
    default:
      return {};
  }
}

Named NameOf(const ast::Node& node) {
  switch (node.node_case()) {
    case ast::Node::kColumnRef: {
      std::string name = LastString(node.column_ref().fields());
      return name.empty() ? Named{} : Strong(std::move(name));
    }
    case ast::Node::kAIndirection: {
      std::string name = LastString(node.a_indirection().indirection());
      if (!name.empty()) return Strong(std::move(name));
      return NameOf(node.a_indirection().arg());
    }
    case ast::Node::kFuncCall:
      return Strong(LastString(node.func_call().funcname()));
    case ast::Node::kAExpr:
      if (node.a_expr().kind() == ast::AEXPR_NULLIF) return Strong("nullif");
      return {};
    case ast::Node::kTypeCast:
      return NameOfCast(node.type_cast());
    case ast::Node::kCollateClause:
      return NameOf(node.collate_clause().arg());
    case ast::Node::kGroupingFunc:
      return Strong("grouping");
    case ast::Node::kSubLink:
      return NameOfSubLink(node.sub_link());
    case ast::Node::kCaseExpr:
      return NameOfCase(node.case_expr());
    case ast::Node::kAArrayExpr:
      return Strong("array");
    case ast::Node::kRowExpr:
      return Strong("row");
    case ast::Node::kCoalesceExpr:
      return Strong("coalesce");
    case ast::Node::kMinMaxExpr:
      return Strong(node.min_max_expr().op() == ast::IS_GREATEST ? "greatest" : "least");
    case ast::Node::kSqlvalueFunction:
      return Strong(NameOfValueFunction(node.sqlvalue_function().op()));
    case ast::Node::kXmlExpr:
      return NameOfXml(node.xml_expr().op());
    case ast::Node::kXmlSerialize:
      return Strong("xmlserialize");
    default:
      return {};
  }
}

}  // namespace

std::string OutputNameOf(const ast::Node& node) {
  Named named = NameOf(node);
  return named.meant == Meant::kNone ? "?column?" : named.name;
}

}  // namespace sudare::sql
