-- Schema, table and column
SELECT payroll.employees.employee_no, payroll.employees.full_name FROM payroll.employees WHERE payroll.employees.retired_on IS NOT NULL;

-- Two tables of one name from two schemas
SELECT payroll.employees.employee_no, attendance.employees.employee_no FROM payroll.employees, attendance.employees
WHERE attendance.employees.employee_no = '00' || payroll.employees.employee_no AND payroll.employees.department_code = '0220';

-- Stars of both schemas
SELECT count(*) FROM (SELECT payroll.employees.*, attendance.employees.card_id FROM payroll.employees
JOIN attendance.employees ON attendance.employees.employee_no = '00' || payroll.employees.employee_no) x;

-- A list of column aliases
SELECT no, month, net FROM payroll.payslip_totals AS t(month, dept, slips, gross, deductions, net), (VALUES (1)) AS v(no) WHERE dept = '0220';

-- Some columns renamed, the others keep their names
SELECT a, b, run_id FROM payroll.bank_transfer_files AS f(a) JOIN LATERAL (SELECT f.record_count) AS x(b) ON true;

-- Japanese aliases
SELECT 職員.employee_no AS 職員番号, 職員.full_name AS 氏名, 所属.department_name AS 所属名
FROM payroll.employees AS 職員 JOIN payroll.departments AS 所属 ON 所属.department_code = 職員.department_code WHERE 職員.employee_no < '100010';

-- Sorted by a Japanese alias
-- ordered
SELECT department_code AS 所属コード, count(*) AS 人数 FROM payroll.employees GROUP BY 所属コード ORDER BY 人数 DESC, 所属コード;

-- Quoted names with blanks and capitals
SELECT "Net Pay", "Month" FROM (SELECT net_amount AS "Net Pay", pay_month AS "Month", employee_no FROM payroll.payslips) AS "The Slips" WHERE "The Slips".employee_no = '100010';

-- Unicode escapes in names
SELECT U&"\6C0F\540D" FROM (SELECT full_name AS "氏名" FROM payroll.employees WHERE employee_no < '100005') x;

-- Names with a double quote and a dollar sign
SELECT "a""b", net$ FROM (SELECT employee_no AS "a""b", net_amount AS net$ FROM payroll.payslips WHERE run_id = 37) x WHERE net$ < 100000;

-- Quoted table and column names
SELECT "employees"."employee_no" FROM "payroll"."employees" WHERE "employees"."employment_kind" = 'fiscal';

-- A CTE that takes the name of a table
WITH payslips AS (SELECT * FROM payroll.payslips WHERE run_id = 37) SELECT count(*), sum(net_amount) FROM payslips;

-- A CTE that takes the name of a table and reads it
WITH employees AS (SELECT employee_no, full_name FROM payroll.employees WHERE department_code = '0220')
SELECT e.employee_no, p.full_name FROM employees e JOIN payroll.employees p USING (employee_no);

-- An inner CTE hides an outer one
WITH x AS (SELECT 'outer' AS a) SELECT (WITH x AS (SELECT 'inner' AS a) SELECT a FROM x), a, y.b FROM x, (WITH x AS (SELECT 2 AS b) SELECT b FROM x) y;

-- A CTE inside a CTE
WITH outer_q AS (WITH inner_q AS (SELECT employee_no, net_amount FROM payroll.payslips WHERE run_id = 37) SELECT * FROM inner_q WHERE net_amount < 150000)
SELECT count(*) FROM outer_q;

-- USING, and the merged column
SELECT employee_no, department_code, d.full_name AS dependent, e.full_name FROM payroll.employees e JOIN payroll.dependents d USING (employee_no) WHERE employee_no < '100010';

-- USING with an alias of its own
SELECT k.employee_no, e.hired_on, d.relation FROM payroll.employees e JOIN payroll.dependents d USING (employee_no) AS k WHERE k.employee_no < '100010';

-- NATURAL over derived tables
SELECT count(*), sum(amount) FROM (SELECT run_id, employee_no FROM payroll.payslips WHERE net_amount < 0) a NATURAL JOIN payroll.payslip_lines;

-- NATURAL with two common columns
SELECT DISTINCT item_code FROM payroll.deductions NATURAL JOIN (SELECT employee_no, item_code FROM payroll.payslip_lines) l;

-- LEFT JOIN chain with USING
SELECT employee_no, count(h.notice_id), count(c.notice_id) FROM payroll.employees LEFT JOIN payroll.housing_notices h USING (employee_no)
LEFT JOIN payroll.commute_notices c USING (employee_no) GROUP BY employee_no HAVING count(h.notice_id) > 1;

-- FULL JOIN USING over three sources
SELECT employee_no, a.n AS banks, b.n AS dependents, c.n AS notices
FROM (SELECT employee_no, count(*) n FROM payroll.bank_accounts GROUP BY 1) a
FULL JOIN (SELECT employee_no, count(*) n FROM payroll.dependents GROUP BY 1) b USING (employee_no)
FULL JOIN (SELECT employee_no, count(*) n FROM payroll.commute_notices GROUP BY 1) c USING (employee_no);

-- RIGHT JOIN
SELECT d.department_code, e.employee_no FROM payroll.employees e RIGHT JOIN payroll.departments d ON d.department_code = e.department_code AND e.employment_kind = 'fiscal';

-- CROSS JOIN in parentheses
SELECT count(*) FROM (payroll.departments d CROSS JOIN payroll.pay_items i) LEFT JOIN payroll.payslip_lines l ON l.item_code = i.item_code AND l.run_id = 37 AND l.employee_no = '100010';

-- An alias for a whole join
SELECT j.employee_no, j.department_name FROM (payroll.employees JOIN payroll.departments USING (department_code)) AS j WHERE j.employment_kind = 'fiscal';

-- Ambiguity solved by USING
SELECT employee_no, pay_month, run_id FROM payroll.payslips JOIN payroll.payroll_runs USING (run_id, pay_month) WHERE kind = 'bonus' AND net_amount < 100000;

-- Star of one side
SELECT r.* FROM payroll.payroll_runs r JOIN payroll.bank_transfer_files f USING (run_id) WHERE f.record_count < 5;

-- Star over USING
-- any rows
SELECT * FROM payroll.payslips JOIN payroll.payroll_runs USING (run_id, pay_month) LIMIT 5;

-- A self join with the manager's view
SELECT a.employee_no, b.employee_no AS colleague FROM payroll.employees a JOIN payroll.employees b ON b.department_code = a.department_code AND b.employee_no > a.employee_no
WHERE a.department_code = '0220';

-- ONLY the table itself
SELECT count(*) FROM ONLY payroll.employees;

-- ONLY with parentheses and the old star
SELECT (SELECT count(*) FROM ONLY (payroll.departments)), (SELECT count(*) FROM payroll.departments *);

-- An output name that is a column of another table
SELECT e.employee_no AS department_code, e.department_code AS employee_no FROM payroll.employees e WHERE e.employee_no < '100005';

-- ORDER BY prefers the output's name
-- ordered
SELECT employee_no, -step AS grade FROM payroll.payslips WHERE run_id = 37 AND employee_no < '100020' ORDER BY grade, employee_no;

-- GROUP BY prefers the column's name
SELECT count(*), max(grade) AS step FROM payroll.payslips WHERE run_id = 37 GROUP BY step;

-- Keywords as names
SELECT "order"."user", "order".value FROM (SELECT created_by AS "user", total_amount AS value FROM payroll.bank_transfer_files WHERE file_id < 50) AS "order";

-- Names longer than PostgreSQL keeps
SELECT a_name_that_is_so_long_that_postgresql_cuts_it_off_at_sixty_three_bytes FROM (SELECT count(*) AS a_name_that_is_so_long_that_postgresql_cuts_it_off_at_sixty_three_bytes FROM payroll.departments) x;

-- A star over a sub-select with two columns of one name
SELECT * FROM (SELECT e.employee_no, a.employee_no, e.full_name, a.full_name FROM payroll.employees e JOIN attendance.employees a ON a.employee_no = '00' || e.employee_no WHERE e.department_code = '0220') x;

-- A star over a CTE with two columns of one name
WITH joined AS (SELECT * FROM payroll.payslips p JOIN payroll.payroll_runs r ON r.run_id = p.run_id WHERE r.kind = 'bonus') SELECT * FROM joined WHERE employee_no < '100005';

-- A star over an aliased join with two columns of one name
SELECT j.* FROM (payroll.payroll_runs r JOIN payroll.bank_transfer_files f ON f.run_id = r.run_id) AS j WHERE j.kind = 'bonus';
