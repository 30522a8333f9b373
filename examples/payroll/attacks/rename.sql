-- name: rename_column_alias_list
-- class: rename
-- leaks: output /{personal_number}/
SELECT a.two FROM payroll.employees AS a(one, two) WHERE a.one = '{employee_no}';

-- name: rename_join_alias_list
-- class: rename
-- leaks: output /{personal_number}/
SELECT j.b FROM (payroll.employees AS e JOIN payroll.departments AS d USING (department_code))
  AS j(z, a, b) WHERE j.a = '{employee_no}';

-- name: rename_unicode_identifier
-- class: rename
-- leaks: output /{personal_number}/
SELECT e.U&"personal\005Fnumber" FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}';

-- name: rename_quoted_identifier
-- class: rename
-- leaks: output /{personal_number}/
SELECT "e"."personal_number" FROM "payroll"."employees" AS "e"
WHERE "e"."employee_no" = '{employee_no}';

-- name: rename_cte_column_list
-- class: rename
-- leaks: output /{personal_number}/
WITH x(a, b) AS (SELECT e.employee_no, e.personal_number FROM payroll.employees AS e)
SELECT b FROM x WHERE a = '{employee_no}';

-- name: rename_shadowing_cte
-- class: rename
-- leaks: output /{personal_number}/
WITH employees AS (SELECT * FROM payroll.employees)
SELECT personal_number FROM employees WHERE employee_no = '{employee_no}';

-- name: rename_view_alias
-- class: rename
-- leaks: output /{personal_number}/
SELECT v.col_03 FROM payroll.tax_office_export AS v WHERE v.col_04 = '{full_name}';

-- name: rename_view_aggregate
-- class: rename
-- leaks: output /{dependent_number}/
SELECT v.col_06 FROM payroll.tax_office_export AS v WHERE v.col_04 = '{full_name}';

-- name: rename_search_path
-- class: rename
-- leaks: output /{personal_number}/
SET search_path = payroll; SELECT personal_number FROM employees WHERE employee_no = '{employee_no}';

-- name: rename_natural_join
-- class: rename
-- leaks: output /{personal_number}/
SELECT personal_number FROM payroll.employees NATURAL JOIN
  (SELECT '{employee_no}'::bpchar AS employee_no) AS k;

-- name: rename_nested_select_alias
-- class: rename
-- leaks: output /{personal_number}/
SELECT x.label FROM (SELECT y.n AS label, y.k FROM
  (SELECT e.employee_no AS k, e.personal_number AS n FROM payroll.employees AS e) AS y) AS x
WHERE x.k = '{employee_no}';

-- name: rename_view_name
-- class: rename
-- leaks: output /{full_name}/
SELECT v.full_name FROM payroll.employee_directory AS v WHERE v.employee_no = '{employee_no}';
