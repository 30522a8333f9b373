-- name: filter_division
-- class: filter
-- as: fenced
-- leaks: output /division by zero/
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE 1 / (employee_no::int4 - {special_employee_no}) < 2;

-- name: filter_division_behind_case
-- class: filter
-- as: fenced
-- leaks: output /division by zero/
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE CASE WHEN employee_no = '{special_employee_no}' THEN 1 / (length(employee_no) - 6) ELSE 1 END = 1;

-- name: filter_division_with_limit
-- class: filter
-- as: fenced
-- leaks: output /division by zero/
-- proxy: twin
SELECT count(*) FROM (SELECT employee_no FROM payroll.employees WHERE 1 / (employee_no::int4 - {special_employee_no}) < 2 LIMIT 1000) AS x;

-- name: filter_division_in_join
-- class: filter
-- as: fenced
-- leaks: output /division by zero/
-- proxy: twin
SELECT d.id FROM payroll.departments AS d JOIN payroll.employees AS e ON e.department_id = d.id AND 1 / (e.employee_no::int4 - {special_employee_no}) < 2;

-- name: filter_division_in_left_join
-- class: filter
-- as: fenced
-- leaks: output /division by zero/
-- proxy: twin
SELECT a.employee_no FROM attendance.employees AS a LEFT JOIN payroll.employees AS e ON e.employee_no = a.employee_no WHERE 1 / (e.employee_no::int4 - {special_employee_no}) < 2;

-- name: filter_division_in_exists
-- class: filter
-- as: fenced
-- leaks: output /division by zero/
-- proxy: twin
SELECT d.id FROM payroll.departments AS d WHERE EXISTS (SELECT 1 FROM payroll.employees AS e WHERE e.department_id = d.id AND 1 / (e.employee_no::int4 - {special_employee_no}) > 2);

-- name: filter_division_in_sub_select_in_where
-- class: filter
-- as: fenced
-- leaks: output /division by zero/
-- proxy: twin
SELECT e.employee_no FROM payroll.employees AS e WHERE (SELECT 1 / (e.employee_no::int4 - {special_employee_no})) < 2;

-- name: filter_division_by_key_and_more
-- class: filter
-- as: fenced
-- leaks: output /division by zero/
-- proxy: twin
-- The first condition is written inside the fence, the second may not be.
SELECT e.employee_no FROM payroll.employees AS e WHERE e.employee_no = '{special_employee_no}' AND 1 / (length(e.employee_no) - 6) > 0;

-- name: filter_division_in_aggregate_filter
-- class: filter
-- as: fenced
-- leaks: output /division by zero/
-- proxy: twin
SELECT count(*) FILTER (WHERE 1 / (employee_no::int4 - {special_employee_no}) < 2) FROM payroll.employees;

-- name: filter_division_in_having
-- class: filter
-- as: fenced
-- leaks: output /division by zero/
-- proxy: twin
SELECT employee_no FROM payroll.employees GROUP BY employee_no HAVING 1 / (employee_no::int4 - {special_employee_no}) < 2;

-- name: filter_cast
-- class: filter
-- as: fenced
-- leaks: output /{special_employee_no}/
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE CASE WHEN employee_no = '{special_employee_no}' THEN ('x' || employee_no)::int4 END > 5;

-- name: filter_cast_in_cte
-- class: filter
-- as: fenced
-- leaks: output /{special_employee_no}/
-- proxy: twin
WITH e AS (SELECT * FROM payroll.employees) SELECT employee_no FROM e WHERE CASE WHEN employee_no = '{special_employee_no}' THEN ('x' || employee_no)::int4 END > 5;

-- name: filter_cast_through_view
-- class: filter
-- channel: views
-- as: fenced
-- leaks: output /{special_employee_no}/
-- proxy: twin
SELECT gross FROM payroll.current_pay WHERE CASE WHEN employee_no = '{special_employee_no}' THEN ('x' || employee_no)::int4 END > 5;

-- name: filter_bad_regular_expression
-- class: filter
-- as: fenced
-- leaks: output /invalid regular expression/
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE 'x' ~ CASE WHEN employee_no = '{special_employee_no}' THEN '(' ELSE 'x' END;

-- name: filter_overflow
-- class: filter
-- as: fenced
-- leaks: output /out of range/
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE (CASE WHEN employee_no = '{special_employee_no}' THEN 2147483647 ELSE 0 END) + department_id IS NOT NULL;

-- name: filter_more_than_one_row
-- class: filter
-- as: filtered
-- leaks: output /more than one row/
-- proxy: twin
SELECT id FROM payroll.departments WHERE id = (SELECT generate_series(1, 2) FROM payroll.employees WHERE employee_no = '{special_employee_no}');

-- name: filter_distinct_values
-- class: filter
-- as: filtered
-- leaks: output /^45$/
-- proxy: twin
SELECT count(DISTINCT employee_no) - 45 FROM payroll.employees;

-- name: filter_outer_join_shows_absence
-- class: filter
-- as: filtered
-- leaks: output /{special_employee_no}/
-- proxy: twin
SELECT a.employee_no FROM attendance.employees AS a LEFT JOIN payroll.employees AS e USING (employee_no) WHERE e.employee_no IS NOT NULL;

-- name: filter_conditions_of_full_join
-- class: filter
-- as: filtered
-- leaks: output /{special_employee_no}/
-- proxy: twin
SELECT e.employee_no, d.id FROM payroll.employees AS e FULL JOIN payroll.departments AS d ON d.id = e.department_id WHERE e.employee_no > '0' AND e.department_id > 4;

-- name: filter_hidden_column_of_the_filter
-- class: filter
-- as: filtered
-- leaks: rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT employee_no FROM payroll.employees WHERE employment_kind = 'special';

-- name: filter_on_redacted_account
-- class: filter
-- as: filtered
-- leaks: output /division by zero/
-- proxy: twin
SELECT id FROM payroll.payslips WHERE 1 / (id - {hidden_payslip}) < 2;

-- name: filter_division_behind_correlated_key
-- class: filter
-- as: fenced
-- leaks: output /division by zero/
-- proxy: twin
-- The key of the outer level is written inside the fence, the rest may not be.
SELECT p.id FROM payroll.payslips AS p WHERE EXISTS (SELECT 1 FROM payroll.employees AS e WHERE e.employee_no = p.employee_no
  AND CASE WHEN e.employee_no = '{special_employee_no}' THEN 1 / (length(e.employee_no) - 6) ELSE 1 END = 1);

-- name: filter_division_behind_key_of_a_table_called_t
-- class: filter
-- as: fenced
-- leaks: output /division by zero/
-- proxy: twin
SELECT t.id FROM payroll.payslips AS t WHERE (SELECT CASE WHEN e.employee_no = '{special_employee_no}' THEN 1 / (length(e.employee_no) - 6) ELSE 1 END
  FROM payroll.employees AS e WHERE t.employee_no = e.employee_no) = 1;

-- name: filter_hidden_rows_by_correlated_key
-- class: filter
-- as: filtered
-- leaks: output /{special_employee_no}/
-- proxy: twin
SELECT a.employee_no FROM attendance.employees AS a WHERE (SELECT count(*) FROM payroll.employees AS e WHERE e.employee_no = a.employee_no) > 0;
