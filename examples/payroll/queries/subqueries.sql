-- A scalar sub-query in the select list
SELECT e.employee_no, (SELECT max(p.net_amount) FROM payroll.payslips p WHERE p.employee_no = e.employee_no) AS best FROM payroll.employees e WHERE e.employee_no < '100020';

-- The newest appointment, as a sub-query in WHERE
SELECT a.employee_no, a.kind, a.grade, a.step FROM payroll.appointments a
WHERE a.appointment_id = (SELECT max(b.appointment_id) FROM payroll.appointments b WHERE b.employee_no = a.employee_no AND b.effective_on <= '2023-12-31');

-- Compared with all others
SELECT employee_no, net_amount FROM payroll.payslips p WHERE run_id = 37 AND net_amount >= ALL (SELECT net_amount FROM payroll.payslips q WHERE q.run_id = p.run_id);

-- Compared with any other
SELECT count(*) FROM payroll.payslips WHERE run_id = 37 AND base_pay = ANY (SELECT monthly_amount FROM payroll.pay_tables WHERE valid_from = '2023-04-01');

-- Pairs in a sub-query
SELECT count(*) FROM payroll.payslips WHERE (employee_no, pay_month) IN (SELECT employee_no, paid_month FROM payroll.retroactive_differences);

-- Pairs not in a sub-query
SELECT p.employee_no, p.pay_month FROM payroll.payslips p
WHERE p.retroactive_pay <> 0 AND (p.employee_no, p.pay_month) NOT IN (SELECT employee_no, paid_month FROM payroll.retroactive_differences);

-- A row against a sub-query's row
SELECT employee_no FROM payroll.payslips WHERE run_id = 37 AND (grade, step) = (SELECT max(grade), max(step) FROM payroll.payslips WHERE run_id = 37 AND grade = 1)
OR run_id = 37 AND (pay_table, grade, step) > ROW('G1', 6, 40);

-- Exists with a join inside
SELECT d.department_code FROM payroll.departments d WHERE EXISTS (SELECT * FROM payroll.employees e JOIN payroll.payslips p USING (employee_no)
WHERE e.department_code = d.department_code AND p.run_id = 37 AND p.net_amount < 150000);

-- Neither in one nor in the other
SELECT employee_no FROM payroll.employees e WHERE NOT EXISTS (SELECT 1 FROM payroll.commute_notices c WHERE c.employee_no = e.employee_no)
AND NOT EXISTS (SELECT 1 FROM payroll.housing_notices h WHERE h.employee_no = e.employee_no);

-- Correlated two levels up
SELECT d.department_code, (SELECT count(*) FROM payroll.employees e WHERE e.department_code = d.department_code AND EXISTS (
  SELECT 1 FROM payroll.payslips p WHERE p.employee_no = e.employee_no AND p.department_code <> d.department_code)) AS moved FROM payroll.departments d;

-- The last three slips of each, by LATERAL
SELECT e.employee_no, p.pay_month, p.net_amount FROM payroll.employees e
CROSS JOIN LATERAL (SELECT pay_month, net_amount FROM payroll.payslips p WHERE p.employee_no = e.employee_no ORDER BY pay_month DESC, run_id DESC LIMIT 3) p
WHERE e.department_code = '0220';

-- LATERAL after LATERAL
SELECT e.employee_no, a.grade, t.monthly_amount FROM payroll.employees e
JOIN LATERAL (SELECT grade, step, pay_table FROM payroll.appointments a WHERE a.employee_no = e.employee_no ORDER BY effective_on DESC, appointment_id DESC LIMIT 1) a ON true
LEFT JOIN LATERAL (SELECT monthly_amount FROM payroll.pay_tables t WHERE (t.pay_table, t.grade, t.step) = (a.pay_table, a.grade, a.step) ORDER BY valid_from DESC LIMIT 1) t ON true
WHERE e.employee_no < '100020';

-- LATERAL over VALUES
SELECT p.employee_no, v.item, v.amount FROM payroll.payslips p, LATERAL (VALUES ('base', p.base_pay), ('overtime', p.overtime_allowance), ('housing', p.housing_allowance)) AS v(item, amount)
WHERE p.run_id = 37 AND v.amount > 0 AND p.employee_no < '100010';

-- LATERAL with a function of the row's columns
SELECT n.employee_no, m::date AS covered FROM payroll.commute_notices n, generate_series(n.valid_from::timestamp, n.valid_from + n.pass_months * interval '1 month' - interval '1 day', '1 month') AS m
WHERE n.employee_no < '100005';

-- A recursive count
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12) SELECT make_date(2023, i, 1) FROM n;

-- The tree of departments
WITH RECURSIVE tree AS (
  SELECT department_code, department_name, parent_code, 1 AS depth, ARRAY[department_code::text] AS path FROM payroll.departments WHERE parent_code IS NULL
  UNION ALL
  SELECT d.department_code, d.department_name, d.parent_code, t.depth + 1, t.path || d.department_code::text FROM payroll.departments d JOIN tree t ON d.parent_code = t.department_code)
SELECT repeat('  ', depth - 1) || department_name AS name, path FROM tree;

-- The tree by division, a division being its first department
WITH RECURSIVE first AS (SELECT division_name, min(department_code) AS head FROM payroll.departments GROUP BY division_name),
tree(code, parent, depth) AS (
  SELECT head, NULL::bpchar, 1 FROM first
  UNION ALL
  SELECT d.department_code, t.code, t.depth + 1 FROM tree t JOIN payroll.departments h ON h.department_code = t.code
  JOIN payroll.departments d ON d.division_name = h.division_name AND d.department_code <> t.code WHERE t.depth = 1)
SELECT depth, count(*), count(parent) FROM tree GROUP BY depth;

-- A chain of notices, each after the one before
WITH RECURSIVE chain AS (
  SELECT notice_id, employee_no, valid_from, 1 AS length FROM payroll.commute_notices c
  WHERE NOT EXISTS (SELECT 1 FROM payroll.commute_notices b WHERE b.employee_no = c.employee_no AND b.notice_id < c.notice_id)
  UNION ALL
  SELECT n.notice_id, n.employee_no, n.valid_from, length + 1 FROM chain JOIN payroll.commute_notices n ON n.employee_no = chain.employee_no AND n.notice_id > chain.notice_id)
SELECT employee_no, max(length) FROM chain GROUP BY employee_no HAVING max(length) > 1;

-- Depth first over the tree of departments
WITH RECURSIVE tree AS (
  SELECT department_code, parent_code FROM payroll.departments WHERE parent_code IS NULL
  UNION ALL SELECT d.department_code, d.parent_code FROM payroll.departments d JOIN tree t ON d.parent_code = t.department_code
) SEARCH DEPTH FIRST BY department_code SET place
SELECT department_code, row_number() OVER (ORDER BY place) FROM tree;

-- Breadth first over a made-up tree
WITH RECURSIVE t(node, parent) AS (
  SELECT 1, 0 UNION ALL SELECT c.node, c.parent FROM t JOIN (VALUES (2, 1), (3, 1), (4, 2), (5, 3), (6, 2)) AS c(node, parent) ON c.parent = t.node
) SEARCH BREADTH FIRST BY node SET ord
SELECT node, parent, ord FROM t;

-- Stops at a cycle of people paid into each other's accounts
WITH RECURSIVE shared(a, b) AS (
  SELECT x.employee_no, y.employee_no FROM payroll.bank_accounts x JOIN payroll.bank_accounts y USING (bank_code, branch_code, account_number) WHERE x.employee_no <> y.employee_no),
walk(a, b) AS (SELECT a, b FROM shared UNION ALL SELECT s.a, s.b FROM walk w JOIN shared s ON s.a = w.b) CYCLE a SET looped USING route
SELECT a, b, looped, cardinality(route) FROM walk;

-- Cycle with marks of its own
WITH RECURSIVE g(f, t) AS (VALUES (1, 2), (2, 3), (3, 1), (3, 4)), w(f, t) AS (SELECT f, t FROM g WHERE f = 1 UNION ALL SELECT g.f, g.t FROM g JOIN w ON g.f = w.t)
CYCLE f, t SET is_cycle TO 'Y' DEFAULT 'N' USING path SELECT f, t, is_cycle FROM w;

-- Materialized on purpose
WITH big AS MATERIALIZED (SELECT employee_no, sum(net_amount) AS net FROM payroll.payslips GROUP BY employee_no), small AS NOT MATERIALIZED (SELECT employee_no FROM payroll.employees WHERE department_code = '0220')
SELECT b.* FROM big b JOIN small s USING (employee_no);

-- Set operations nested by parentheses
(SELECT employee_no FROM payroll.housing_notices UNION SELECT employee_no FROM payroll.commute_notices) EXCEPT (SELECT employee_no FROM payroll.dependents INTERSECT SELECT employee_no FROM payroll.bank_accounts);

-- Set operations sorted and cut
-- ordered
(SELECT employee_no, 'lowest' AS what, net_amount FROM payroll.payslips WHERE run_id = 37 ORDER BY net_amount, employee_no LIMIT 3)
UNION ALL (SELECT employee_no, 'highest', net_amount FROM payroll.payslips WHERE run_id = 37 ORDER BY net_amount DESC, employee_no LIMIT 3)
ORDER BY 2, 3, 1;

-- Intersect all and except all
SELECT employee_no FROM payroll.commute_notices INTERSECT ALL SELECT employee_no FROM payroll.housing_notices EXCEPT ALL SELECT employee_no FROM payroll.dependents;

-- A sub-query in ORDER BY
-- ordered
SELECT e.employee_no FROM payroll.employees e WHERE e.department_code = '0220'
ORDER BY (SELECT sum(net_amount) FROM payroll.payslips p WHERE p.employee_no = e.employee_no) DESC NULLS LAST, e.employee_no;

-- A sub-query as LIMIT
-- ordered
SELECT employee_no FROM payroll.employees ORDER BY employee_no LIMIT (SELECT count(*) / 20 FROM payroll.employees) OFFSET 2;

-- A sub-query in CASE and HAVING
SELECT department_code, CASE WHEN count(*) > (SELECT avg(n) FROM (SELECT count(*) AS n FROM payroll.employees GROUP BY department_code) x) THEN 'large' ELSE 'small' END
FROM payroll.employees GROUP BY department_code HAVING count(*) <> (SELECT 0);

-- With ties
-- ordered
SELECT employee_no, step FROM payroll.payslips WHERE run_id = 37 AND grade = 2 ORDER BY step DESC FETCH FIRST 1 ROW WITH TIES;

-- Fetch after offset
-- ordered
SELECT employee_no FROM payroll.employees ORDER BY employee_no OFFSET 5 ROWS FETCH NEXT 5 ROWS ONLY;

-- No limit at all
SELECT department_code FROM payroll.departments LIMIT ALL OFFSET 0;
