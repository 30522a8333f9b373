-- name: identifier_quoted
-- class: identifier
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT "e"."personal_number" FROM "payroll"."employees" AS "e" ORDER BY "e"."employee_no";

-- name: identifier_unicode
-- class: identifier
-- leaks: output /{password}/
-- proxy: refused HIDDEN_OR_MISSING
SELECT U&"pass\0077ord" FROM payroll.employees;

-- name: identifier_unicode_uescape
-- class: identifier
-- leaks: output /{password}/
-- proxy: refused HIDDEN_OR_MISSING
SELECT U&"pass!0077ord" UESCAPE '!' FROM payroll.employees;

-- name: identifier_upper_case
-- class: identifier
-- leaks: output /{password}/
-- proxy: refused HIDDEN_OR_MISSING
SELECT PASSWORD FROM PAYROLL.EMPLOYEES;

-- name: identifier_full_path
-- class: identifier
-- leaks: output /{password}/
-- proxy: refused HIDDEN_OR_MISSING
SELECT payroll.employees.password FROM payroll.employees;

-- name: identifier_database_in_front
-- class: identifier
-- leaks: output /{personal_number}/
-- proxy: refused CONSTRUCT_NOT_ANALYSED
SELECT personal_number FROM postgres.payroll.employees;

-- name: identifier_alias_list
-- class: identifier
-- leaks: output /{password}/
-- known: sysown/proxysql issue 1424: masking by names in the text
-- proxy: refused TOO_MANY_ALIASES
SELECT a.i FROM payroll.employees AS a(a, b, c, d, e, f, g, h, i);

-- name: identifier_alias_list_counts_visible_columns
-- class: identifier
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT a.c, a.d FROM payroll.employees AS a(a, b, c, d);

-- name: identifier_join_alias_list
-- class: identifier
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT j.d FROM (payroll.departments AS x JOIN payroll.employees AS e ON e.department_id = x.id)
  AS j(a, n, b, c, d);

-- name: identifier_cte_column_list
-- class: identifier
-- leaks: output /{personal_number}/
-- proxy: twin
WITH x(a, b) AS (SELECT e.employee_no, e.personal_number FROM payroll.employees AS e) SELECT b FROM x;

-- name: identifier_shadowing_cte
-- class: identifier
-- leaks: output /{personal_number}/
-- proxy: twin
WITH employees AS (SELECT * FROM payroll.employees) SELECT personal_number FROM employees;

-- name: identifier_cte_shadows_only_without_schema
-- class: identifier
-- leaks: output /{password}/
-- proxy: refused HIDDEN_OR_MISSING
WITH employees AS (SELECT 1 AS password) SELECT password FROM payroll.employees;

-- name: identifier_natural_join_on_hidden_column
-- class: identifier
-- leaks: rows
-- proxy: twin
-- Raw, one row joins by the password; for the account the right side has no column in common.
SELECT e.employee_no FROM payroll.employees AS e
NATURAL JOIN (SELECT '{password}' AS password) AS k WHERE e.department_id IS NOT NULL;

-- name: identifier_using_hidden_column
-- class: identifier
-- leaks: rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT e.employee_no FROM payroll.employees AS e JOIN (SELECT '{password}' AS password) AS k USING (password);

-- name: identifier_using_redacted_column
-- class: identifier
-- leaks: rows
-- proxy: twin
SELECT e.employee_no FROM payroll.employees AS e
JOIN (SELECT CAST('{personal_number}' AS bpchar) AS personal_number) AS k USING (personal_number);

-- name: identifier_using_token_column
-- class: identifier
-- leaks: rows
-- proxy: twin
SELECT e.employee_no FROM payroll.employees AS e JOIN (SELECT '{full_name}' AS full_name) AS k USING (full_name);

-- name: identifier_outer_query
-- class: identifier
-- leaks: output /{password}/
-- proxy: refused HIDDEN_OR_MISSING
SELECT (SELECT password) FROM payroll.employees;

-- name: identifier_lateral
-- class: identifier
-- leaks: output /{password}/
-- proxy: refused HIDDEN_OR_MISSING
SELECT x.p FROM payroll.employees AS e, LATERAL (SELECT e.password AS p) AS x;

-- name: identifier_system_column_ctid
-- class: identifier
-- leaks: rows
-- channel: whole rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT ctid FROM payroll.employees;

-- name: identifier_system_column_xmin
-- class: identifier
-- leaks: rows
-- channel: whole rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT e.xmin FROM payroll.employees AS e;

-- name: identifier_system_column_tableoid
-- class: identifier
-- leaks: output /payroll.employees/
-- channel: whole rows
-- proxy: refused HIDDEN_OR_MISSING
SELECT tableoid::regclass FROM payroll.employees;

-- name: identifier_reserved_base_alias
-- class: identifier
-- leaks: output /{password}/
-- proxy: refused RESERVED_NAME
SELECT "sudare$b".password FROM payroll.employees AS "sudare$b";

-- name: identifier_reserved_raw_name
-- class: identifier
-- leaks: output /{full_name}/
-- proxy: refused RESERVED_NAME
SELECT x."sudare$r1" FROM (SELECT full_name AS "sudare$r1" FROM payroll.employees) AS x;

-- name: identifier_reserved_by_unicode
-- class: identifier
-- leaks: output /{full_name}/
-- proxy: refused RESERVED_NAME
SELECT U&"sudare\0024r1" FROM (SELECT full_name AS U&"sudare\0024r1" FROM payroll.employees) AS x;

-- name: identifier_reserved_alias_list
-- class: identifier
-- leaks: output /{full_name}/
-- proxy: refused RESERVED_NAME
SELECT "sudare$r1" FROM payroll.employees AS e(a, "sudare$r1");

-- name: identifier_whole_path_star_of_same_name
-- class: identifier
-- leaks: output /{password}/
-- proxy: twin
-- Two tables of one name: the row must be that of the second.
SELECT row(payroll.employees.*)::text, row(attendance.employees.*)::text
FROM attendance.employees, payroll.employees
WHERE payroll.employees.employee_no = attendance.employees.employee_no;
