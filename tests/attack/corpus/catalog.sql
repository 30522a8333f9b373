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
-- proxy: refused HIDDEN_OR_MISSING
SELECT reltuples FROM pg_class WHERE relname = 'employees';

-- name: catalog_pg_attribute
-- class: catalog
-- leaks: output /password/
-- proxy: refused HIDDEN_OR_MISSING
SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = 'payroll.employees'::regclass;

-- name: catalog_information_schema
-- class: catalog
-- leaks: output /password/
-- proxy: refused HIDDEN_OR_MISSING
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
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT pg_get_viewdef('payroll.all_numbers');

-- name: catalog_regclass_cast
-- class: catalog
-- leaks: rows
-- proxy: refused TYPE_NOT_ALLOWED
SELECT 'payroll.not_listed'::regclass;

-- name: catalog_regproc_cast
-- class: catalog
-- leaks: rows
-- proxy: refused TYPE_NOT_ALLOWED
SELECT CAST('payroll.number_of' AS pg_catalog.regproc);

-- name: catalog_to_regclass
-- class: catalog
-- leaks: rows
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT to_regclass('payroll.not_listed');

-- name: catalog_relation_size
-- class: catalog
-- leaks: rows
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT pg_relation_size('payroll.employees');

-- name: catalog_has_column_privilege
-- class: catalog
-- leaks: rows
-- proxy: refused FUNCTION_NOT_ALLOWED
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
