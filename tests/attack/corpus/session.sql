-- name: session_set_search_path
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused SEVERAL_STATEMENTS
SET search_path = payroll; SELECT personal_number FROM employees;

-- name: session_set_role
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused SEVERAL_STATEMENTS
RESET ROLE; SELECT personal_number FROM payroll.employees;

-- name: session_set_alone
-- class: session
-- leaks: output /^$/
-- proxy: refused STATEMENT_NOT_ALLOWED
SET enable_indexscan = on;

-- name: session_set_config
-- class: session
-- leaks: output /payroll/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT set_config('search_path', 'payroll', false);

-- name: session_set_config_of_value
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT set_config('app.x', personal_number, false) FROM payroll.employees;

-- name: session_current_setting
-- class: session
-- leaks: output /base/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT current_setting('data_directory') || 'base';

-- name: session_show
-- class: session
-- leaks: rows
-- proxy: refused STATEMENT_NOT_ALLOWED
SHOW data_directory;

-- name: session_standard_conforming_strings
-- class: session
-- leaks: output /^off$/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false);

-- name: session_copy_table
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused STATEMENT_NOT_ALLOWED
COPY payroll.employees TO STDOUT;

-- name: session_copy_query
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused STATEMENT_NOT_ALLOWED
COPY (SELECT personal_number FROM payroll.employees) TO STDOUT;

-- name: session_copy_program
-- class: session
-- leaks: output /COPY 0|^$/
-- proxy: refused STATEMENT_NOT_ALLOWED
COPY (SELECT 1 WHERE false) TO PROGRAM 'cat > /dev/null';

-- name: session_cursor
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused SEVERAL_STATEMENTS
BEGIN; DECLARE c CURSOR FOR SELECT personal_number FROM payroll.employees; FETCH ALL FROM c; ROLLBACK;

-- name: session_prepare
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused SEVERAL_STATEMENTS
PREPARE p AS SELECT personal_number FROM payroll.employees; EXECUTE p;

-- name: session_several_statements
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused SEVERAL_STATEMENTS
SELECT 1; SELECT personal_number FROM payroll.employees;

-- name: session_comment_ends_early
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused SEVERAL_STATEMENTS
SELECT 1 /* /* */ -- */; SELECT personal_number FROM payroll.employees;

-- name: session_comment_inside
-- class: session
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT/**/personal_number--x
FROM/* ; */payroll/**/./**/employees;

-- name: session_listen
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused SEVERAL_STATEMENTS
LISTEN x; SELECT pg_notify('x', personal_number) FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: session_notify_function
-- class: session
-- leaks: rows
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT pg_notify('x', personal_number) IS NULL FROM payroll.employees;

-- name: session_large_object
-- class: session
-- leaks: output /{personal_number_hex}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT lo_get(4711);

-- name: session_large_object_table
-- class: session
-- leaks: output /{personal_number_hex}/
-- proxy: refused HIDDEN_OR_MISSING
SELECT data FROM pg_largeobject WHERE loid = 4711;

-- name: session_sequence_function
-- class: session
-- leaks: rows
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT nextval('payroll.ids');

-- name: session_sequence_table
-- class: session
-- leaks: rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT last_value FROM payroll.ids;

-- name: session_advisory_lock
-- class: session
-- leaks: rows
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT pg_try_advisory_lock(1) FROM payroll.employees WHERE personal_number = '{personal_number}';

-- name: session_sleep
-- class: session
-- leaks: rows
-- channel: statement bombs
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT pg_sleep(0) IS NULL FROM payroll.employees WHERE personal_number = '{personal_number}';

-- name: session_read_file
-- class: session
-- leaks: rows
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT pg_read_file('PG_VERSION');

-- name: session_terminate_backend
-- class: session
-- leaks: rows
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT pg_cancel_backend(0);

-- name: session_select_into
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused SEVERAL_STATEMENTS
SELECT personal_number AS n INTO TEMP t FROM payroll.employees; TABLE t;

-- name: session_select_into_alone
-- class: session
-- leaks: output /^$|SELECT 90/
-- proxy: refused STATEMENT_NOT_ALLOWED
SELECT personal_number AS n INTO TEMP t FROM payroll.employees;

-- name: session_lock_rows
-- class: session
-- leaks: output /{personal_number}/
-- channel: whole rows
-- proxy: refused STATEMENT_NOT_ALLOWED
SELECT personal_number FROM payroll.employees FOR UPDATE;

-- name: session_returning
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused STATEMENT_NOT_ALLOWED
UPDATE payroll.employees SET phone = phone RETURNING personal_number;

-- name: session_modifying_cte
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused STATEMENT_NOT_ALLOWED
WITH u AS (UPDATE payroll.employees SET phone = phone RETURNING personal_number) SELECT * FROM u;

-- name: session_insert_error_detail
-- class: session
-- leaks: output /Failing row contains/
-- proxy: refused STATEMENT_NOT_ALLOWED
INSERT INTO payroll.employees (full_name) SELECT full_name FROM payroll.employees;

-- name: session_tablesample
-- class: session
-- leaks: output /{personal_number}/
-- channel: whole rows
-- proxy: refused CONSTRUCT_NOT_ANALYSED
SELECT personal_number FROM payroll.employees TABLESAMPLE SYSTEM (100);

-- name: session_temporary_schema
-- class: session
-- leaks: output /{personal_number}/
-- proxy: refused SEVERAL_STATEMENTS
CREATE TEMP VIEW v AS SELECT personal_number FROM payroll.employees; TABLE pg_temp.v;
