-- name: catalog_pg_stats
-- class: catalog
-- leaks: output /[0-9]{12}/
-- known: boringSQL/dryrun issue 15
-- proxy: refused HIDDEN_OR_MISSING
SELECT histogram_bounds FROM pg_stats WHERE attname = 'personal_number';

-- name: catalog_pg_statistic
-- class: catalog
-- leaks: output /[0-9]{12}/
-- proxy: refused HIDDEN_OR_MISSING
SELECT stavalues1::text, stavalues2::text FROM pg_catalog.pg_statistic WHERE starelid = 'payroll.employees'::regclass;

-- name: catalog_pg_stat_activity
-- class: catalog
-- leaks: rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT query FROM pg_stat_activity;

-- name: catalog_pg_class_estimate
-- class: catalog
-- leaks: output /90/
-- proxy: answered
SELECT reltuples FROM pg_class WHERE relname = 'employees';

-- name: catalog_pg_attribute
-- class: catalog
-- leaks: output /password/
-- proxy: answered
SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = 'payroll.employees'::regclass;

-- name: catalog_information_schema
-- class: catalog
-- leaks: output /password/
-- proxy: answered
SELECT column_name FROM information_schema.columns WHERE table_name = 'employees';

-- name: catalog_pg_authid
-- class: catalog
-- leaks: rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT rolname FROM pg_authid;

-- name: catalog_view_definition
-- class: catalog
-- leaks: output /personal_number/
-- channel: views
-- proxy: answered
SELECT pg_get_viewdef('payroll.all_numbers');

-- name: catalog_regclass_cast
-- class: catalog
-- leaks: rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT 'payroll.not_listed'::regclass;

-- name: catalog_regproc_cast
-- class: catalog
-- leaks: rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT CAST('payroll.number_of' AS pg_catalog.regproc);

-- name: catalog_to_regclass
-- class: catalog
-- leaks: output /not_listed/
-- proxy: answered
SELECT to_regclass('payroll.not_listed');

-- name: catalog_relation_size
-- class: catalog
-- leaks: output /[0-9]{4}/
-- proxy: answered
SELECT pg_relation_size('payroll.employees');

-- name: catalog_has_column_privilege
-- class: catalog
-- leaks: rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT has_column_privilege('payroll.employees', 'password', 'SELECT');

-- name: catalog_column_size
-- class: catalog
-- leaks: output /13/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT pg_column_size(personal_number) FROM payroll.employees;

-- name: catalog_explain
-- class: catalog
-- leaks: output /rows=/
-- proxy: refused STATEMENT_NOT_ALLOWED
EXPLAIN SELECT FROM payroll.employees WHERE personal_number < '5';

-- name: catalog_explain_analyze
-- class: catalog
-- leaks: output /rows=1 /
-- proxy: refused STATEMENT_NOT_ALLOWED
EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) SELECT FROM payroll.employees WHERE personal_number = '{personal_number}';

-- name: catalog_type_of_hidden_column
-- class: catalog
-- leaks: output /text/
-- proxy: refused HIDDEN_OR_MISSING
SELECT pg_typeof(password) FROM payroll.employees;

-- name: catalog_has_table_privilege
-- class: catalog
-- leaks: rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT has_table_privilege('payroll.not_listed', 'SELECT');

-- name: catalog_tables_of_pg_class
-- class: catalog
-- leaks: output /not_listed/
-- proxy: answered
SELECT oid, relname, relpages FROM pg_catalog.pg_class WHERE relkind = 'r' ORDER BY 1;

-- name: catalog_indexes
-- class: catalog
-- leaks: output /not_listed/
-- proxy: answered
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'payroll';

-- name: catalog_index_definitions
-- class: catalog
-- leaks: output /not_listed/
-- proxy: answered
SELECT pg_get_indexdef(indexrelid), pg_get_expr(indexprs, indrelid), pg_get_expr(indpred, indrelid) FROM pg_index;

-- name: catalog_function_text
-- class: catalog
-- leaks: output /personal_number/
-- proxy: answered
SELECT proname, prosrc, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'payroll'::regnamespace AND prokind = 'f';

-- name: catalog_visible_ids
-- class: catalog
-- leaks: output /1[0-9]{4}/
-- proxy: answered
SELECT o FROM generate_series(16384, 30000) AS o WHERE pg_function_is_visible(o::oid) IS NOT NULL OR pg_type_is_visible(o::oid) IS NOT NULL;

-- name: catalog_names_of_ids
-- class: catalog
-- leaks: output /not_listed/
-- proxy: answered
SELECT o::oid::regclass::text AS c FROM generate_series(16384, 30000) AS o;

-- name: catalog_types_of_ids
-- class: catalog
-- leaks: output /not_listed/
-- proxy: answered
SELECT DISTINCT format_type(o::oid, NULL) AS f, o::oid::regtype::text <> o::text AS r FROM generate_series(16384, 30000) AS o;

-- name: catalog_functions_of_ids
-- class: catalog
-- leaks: output /number_of/
-- proxy: answered
SELECT o::oid::regproc::text AS p FROM generate_series(16384, 30000) AS o;

-- A number in the place of a type's id is shown as the type's name.
-- name: catalog_number_as_type
-- class: catalog
-- leaks: output /not_listed/
-- proxy: refused TYPE_MISMATCH
SELECT CASE WHEN o < 0 THEN pg_typeof(1) ELSE o END::text AS c FROM generate_series(16384, 30000) AS o;

-- name: catalog_number_as_function
-- class: catalog
-- leaks: output /number_of/
-- proxy: answered
SELECT CASE WHEN o < 0 THEN typinput ELSE o END::text AS c FROM pg_type, generate_series(16384, 30000) AS o WHERE typname = 'text';

-- name: catalog_number_as_configuration
-- class: catalog
-- leaks: output /english/
-- proxy: refused TYPE_NOT_ALLOWED
SELECT CASE WHEN o < 0 THEN 'simple'::regconfig ELSE o END::text AS c FROM generate_series(12000, 14000) AS o;

-- name: catalog_role_in_acl
-- class: catalog
-- leaks: output /does not exist/
-- proxy: answered
SELECT COALESCE(relacl, '{=r/no_such_role}') FROM pg_class LIMIT 1;

-- name: catalog_transactions
-- class: catalog
-- leaks: rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT age(relfrozenxid) FROM pg_class WHERE relname = 'employees';

-- name: catalog_large_objects
-- class: catalog
-- leaks: output /ok/
-- proxy: refused HIDDEN_OR_MISSING
SELECT count(*) || ' ok' FROM pg_largeobject;

-- name: catalog_shadow
-- class: catalog
-- leaks: rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT usename FROM pg_shadow;

-- name: catalog_view_definitions
-- class: catalog
-- leaks: output /personal_number/
-- proxy: answered
SELECT viewname, definition, pg_get_viewdef(schemaname || '.' || viewname) FROM pg_views WHERE schemaname = 'payroll';

-- name: catalog_sizes
-- class: catalog
-- leaks: output /[0-9]{4}/
-- proxy: answered
SELECT pg_total_relation_size(relname::text) AS s FROM pg_class WHERE relname = 'pg_class';

-- name: catalog_size_of_database
-- class: catalog
-- leaks: output /over a megabyte/
-- proxy: answered
SELECT CASE WHEN pg_database_size(current_database()) > 1000000 THEN 'over a megabyte' END;
