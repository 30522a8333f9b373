-- name: channel_copy_table
-- class: channel
-- leaks: output /{personal_number}/
COPY payroll.employees TO STDOUT;

-- name: channel_copy_query
-- class: channel
-- leaks: output /{personal_number}/
COPY (SELECT e.personal_number FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}') TO STDOUT;

-- name: channel_cursor
-- class: channel
-- leaks: output /{personal_number}/
BEGIN; DECLARE c CURSOR FOR SELECT e.personal_number FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';
FETCH ALL FROM c; ROLLBACK;

-- name: channel_prepare_execute
-- class: channel
-- leaks: output /{personal_number}/
PREPARE p AS SELECT e.personal_number FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}'; EXECUTE p;

-- name: channel_temp_table
-- class: channel
-- leaks: output /{personal_number}/
CREATE TEMP TABLE t AS SELECT e.personal_number AS n FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';
SELECT n FROM t;

-- name: channel_select_into
-- class: channel
-- leaks: output /{personal_number}/
SELECT e.personal_number AS n INTO TEMP t FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}'; TABLE t;

-- name: channel_temp_view
-- class: channel
-- leaks: output /{personal_number}/
CREATE TEMP VIEW v AS SELECT e.personal_number AS n FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';
SELECT n FROM v;

-- name: channel_temp_function
-- class: channel
-- leaks: output /{personal_number}/
CREATE FUNCTION pg_temp.f() RETURNS text LANGUAGE sql AS
$$ SELECT e.personal_number::text FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}' $$;
SELECT pg_temp.f();

-- name: channel_set_config_show
-- class: channel
-- leaks: output /{personal_number}/
SELECT set_config('app.x', e.personal_number, false) IS NULL FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';
SHOW app.x;

-- name: channel_set_config_result
-- class: channel
-- leaks: output /{personal_number}/
SELECT set_config('app.x', e.personal_number, false) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: channel_listen_notify
-- class: channel
-- leaks: output /{personal_number}/
LISTEN x; SELECT pg_notify('x', e.personal_number) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: channel_several_statements
-- class: channel
-- leaks: output /{personal_number}/
SELECT 1; SELECT e.personal_number FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: channel_advisory_lock
-- class: channel
-- leaks: output /{personal_number_without_zeros}/
SELECT pg_advisory_lock(e.personal_number::bigint) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';
SELECT (l.classid::bigint << 32) + l.objid::bigint FROM pg_locks AS l WHERE l.locktype = 'advisory';

-- name: channel_large_object
-- class: channel
-- leaks: output /{personal_number}/
BEGIN; SELECT lo_from_bytea(471147, convert_to(e.personal_number, 'UTF8'))
FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';
SELECT convert_from(lo_get(471147), 'UTF8'); ROLLBACK;

-- name: channel_returning
-- class: channel
-- leaks: output /{personal_number}/
BEGIN; UPDATE payroll.employees AS e SET legacy_code = 'x' WHERE e.employee_no = '{employee_no}' RETURNING e.personal_number; ROLLBACK;

-- name: channel_modifying_cte
-- class: channel
-- leaks: output /{personal_number}/
BEGIN; WITH u AS (UPDATE payroll.employees AS e SET legacy_code = 'x' WHERE e.employee_no = '{employee_no}'
  RETURNING e.personal_number AS n) SELECT n FROM u; ROLLBACK;

-- name: channel_lock_rows
-- class: channel
-- leaks: output /{personal_number}/
SELECT e.personal_number FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}' FOR UPDATE;

-- name: channel_comment_hides
-- class: channel
-- leaks: output /{personal_number}/
/* SELECT 1 */ SELECT/**/e.personal_number/* -- */FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: channel_reset_role
-- class: channel
-- leaks: output /{personal_number}/
RESET ROLE; SELECT e.personal_number FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';
