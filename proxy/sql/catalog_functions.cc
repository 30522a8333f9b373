#include "proxy/sql/catalog_functions.h"

namespace sudare::sql {
namespace {

constexpr PrivilegeFunction kPrivilegeFunctions[] = {
    {"has_table_privilege", "SELECT", SystemLookup::kRelationIsReadable,
     SystemLookup::kRelationIsWritable, false, "table"},
    {"has_any_column_privilege", "SELECT", SystemLookup::kRelationIsReadable,
     SystemLookup::kRelationIsWritable, false, "table"},
    {"has_column_privilege", "SELECT", SystemLookup::kColumnIsReadable,
     SystemLookup::kColumnIsWritable, true, "table"},
    {"has_schema_privilege", "USAGE", SystemLookup::kSchemaIsUsable,
     SystemLookup::kSchemaIsWritable, false, "schema"},
};

}  // namespace

const std::vector<CatalogFunction>& LookupFunctions() {
  constexpr SystemLookup kNothing = SystemLookup::kNothing;
  static const auto* functions = new std::vector<CatalogFunction>{
      {"pg_get_userbyid", SystemLookup::kRoleShown, "name", 1, 1, {"oid"}},
      {"pg_table_is_visible", SystemLookup::kRelationIsInPath, "bool", 1, 1, {"oid"}},
      {"pg_type_is_visible", SystemLookup::kTypeIsInPath, "bool", 1, 1, {"oid"}},
      {"obj_description", SystemLookup::kObjectDescription, "text", 1, 2, {"oid", "text"}},
      {"col_description", SystemLookup::kColumnDescription, "text", 2, 2, {"oid", "int4"}},
      {"pg_get_indexdef", SystemLookup::kIndexDefinition, "text", 1, 3, {"oid", "int4"}},
      {"pg_get_constraintdef", SystemLookup::kConstraintDefinition, "text", 1, 2, {"oid"}},
      {"shobj_description", kNothing, "text", 2, 2, {"oid", "text"}},
      {"pg_get_expr", kNothing, "text", 2, 3, {"text", "oid"}},
      {"pg_get_viewdef", kNothing, "text", 1, 2, {"text"}},
      {"pg_get_ruledef", kNothing, "text", 1, 2, {"oid"}},
      {"pg_get_triggerdef", kNothing, "text", 1, 2, {"oid"}},
      {"pg_get_functiondef", kNothing, "text", 1, 1, {"oid"}},
      {"pg_get_function_result", kNothing, "text", 1, 1, {"oid"}},
      {"pg_get_function_arguments", kNothing, "text", 1, 1, {"oid"}},
      {"pg_get_function_identity_arguments", kNothing, "text", 1, 1, {"oid"}},
      {"pg_get_function_sqlbody", kNothing, "text", 1, 1, {"oid"}},
      {"pg_get_statisticsobjdef", kNothing, "text", 1, 1, {"oid"}},
      {"pg_get_statisticsobjdef_columns", kNothing, "text", 1, 1, {"oid"}},
      {"pg_get_partkeydef", kNothing, "text", 1, 1, {"oid"}},
      {"pg_get_partition_constraintdef", kNothing, "text", 1, 1, {"oid"}},
      {"pg_get_serial_sequence", kNothing, "text", 2, 2, {"text", "text"}},
      {"pg_tablespace_location", kNothing, "text", 1, 1, {"oid"}},
      {"pg_partition_root", kNothing, "text", 1, 1, {"text"}},
      {"pg_relation_is_publishable", kNothing, "bool", 1, 1, {"text"}},
      {"pg_function_is_visible", kNothing, "bool", 1, 1, {"oid"}},
      {"pg_operator_is_visible", kNothing, "bool", 1, 1, {"oid"}},
      {"pg_opclass_is_visible", kNothing, "bool", 1, 1, {"oid"}},
      {"pg_opfamily_is_visible", kNothing, "bool", 1, 1, {"oid"}},
      {"pg_collation_is_visible", kNothing, "bool", 1, 1, {"oid"}},
      {"pg_conversion_is_visible", kNothing, "bool", 1, 1, {"oid"}},
      {"pg_statistics_obj_is_visible", kNothing, "bool", 1, 1, {"oid"}},
      {"pg_ts_config_is_visible", kNothing, "bool", 1, 1, {"oid"}},
      {"pg_ts_dict_is_visible", kNothing, "bool", 1, 1, {"oid"}},
      {"pg_ts_parser_is_visible", kNothing, "bool", 1, 1, {"oid"}},
      {"pg_ts_template_is_visible", kNothing, "bool", 1, 1, {"oid"}},
      // Sizes on disk tell of hidden values.
      {"pg_relation_size", kNothing, "int8", 1, 2, {"text"}},
      {"pg_table_size", kNothing, "int8", 1, 1, {"text"}},
      {"pg_indexes_size", kNothing, "int8", 1, 1, {"text"}},
      {"pg_total_relation_size", kNothing, "int8", 1, 1, {"text"}},
      {"pg_database_size", kNothing, "int8", 1, 1, {"text"}},
      {"pg_tablespace_size", kNothing, "int8", 1, 1, {"text"}},
  };
  return *functions;
}

absl::Span<const PrivilegeFunction> PrivilegeFunctions() { return kPrivilegeFunctions; }

}  // namespace sudare::sql
