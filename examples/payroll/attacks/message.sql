-- name: message_cast_error
-- class: message
-- leaks: output /{personal_number}/
SELECT ('x' || e.personal_number)::integer FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: message_range_error
-- class: message
-- leaks: output /{personal_number}/
SELECT ('9' || e.personal_number)::integer FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: message_name_cast_error
-- class: message
-- leaks: output /{full_name}/
SELECT e.full_name::date FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: message_cast_error_in_predicate
-- class: message
-- leaks: output /{personal_number}/
SELECT 1 FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}' AND ('x' || e.personal_number)::integer > 0;

-- name: message_json_error
-- class: message
-- leaks: output /{personal_number}/
SELECT (e.personal_number || 'x')::json FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: message_division_by_hidden_salary
-- class: message
-- leaks: output /division by zero/
-- The row is not there for the vendor, so nothing may divide by its salary.
SELECT p.employee_no FROM payroll.payslips AS p
WHERE 1 / (p.base_pay - {special_base_pay}) > 0;

-- name: message_division_by_number
-- class: message
-- leaks: output /division by zero/
SELECT 1 / (e.personal_number::bigint - {personal_number_without_zeros})
FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: message_hidden_row_cast_error
-- class: message
-- leaks: output /{special_name}/
SELECT e.employee_no FROM payroll.employees AS e
WHERE CASE WHEN e.employee_no = '{special_employee_no}' THEN e.full_name::integer ELSE 1 END > 5;

-- name: message_explain_analyze_rows
-- class: message
-- leaks: output /rows=1 /
EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off)
SELECT FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}' AND e.personal_number LIKE left('{personal_number}', 4) || '%';

-- name: message_explain_estimate
-- class: message
-- leaks: output /rows=[0-9]+/
EXPLAIN SELECT FROM payroll.employees AS e WHERE e.personal_number < '5';

-- name: message_pg_stats_histogram
-- class: message
-- leaks: output /[0-9]{12}/
SELECT s.histogram_bounds FROM pg_catalog.pg_stats AS s
WHERE s.tablename = 'employees' AND s.attname = 'personal_number';

-- name: message_pg_stats_names
-- class: message
-- leaks: output /サトウ|スズキ|ワタナベ/
SELECT s.histogram_bounds, s.most_common_vals FROM pg_catalog.pg_stats AS s
WHERE s.schemaname = 'payroll' AND s.attname = 'full_name_kana';

-- name: message_pg_statistic
-- class: message
-- leaks: output /[0-9]{12}/
SELECT s.stavalues1, s.stavalues2 FROM pg_catalog.pg_statistic AS s
WHERE s.starelid = 'payroll.employees'::regclass AND s.staattnum = 2;

-- name: message_unique_violation_detail
-- class: message
-- leaks: output /{personal_number}/
UPDATE payroll.employees SET personal_number =
  (SELECT e.personal_number FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}')
WHERE employee_no = '{other_employee_no}';

-- name: message_not_null_detail
-- class: message
-- leaks: output /{personal_number}/
INSERT INTO payroll.employees (employee_no, personal_number)
SELECT 'x', e.personal_number FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: message_raise_notice
-- class: message
-- leaks: output /{personal_number}/
DO $$ BEGIN RAISE NOTICE '%', (SELECT e.personal_number FROM payroll.employees AS e
  WHERE e.employee_no = '{employee_no}'); END $$;

-- name: message_view_definition
-- class: message
-- leaks: output /personal_number/
SELECT pg_get_viewdef('payroll.tax_office_export'::regclass);
