-- The row itself
SELECT r FROM payroll.overtime_rates r;

-- The row as text
SELECT p::text FROM payroll.pay_items p WHERE p.item_code < 'D03';

-- Rows that are wholly there
SELECT count(*) FILTER (WHERE d IS NOT NULL) AS complete, count(*) FILTER (WHERE d IS NULL) AS empty, count(d) FROM payroll.departments d;

-- Rows missing on the other side
SELECT e.employee_no FROM payroll.employees e LEFT JOIN payroll.dependents d ON d.employee_no = e.employee_no WHERE d IS NULL AND e.employee_no < '100040';

-- A column out of a row
SELECT (e).employee_no, (e).full_name FROM payroll.employees e WHERE (e).department_code = '0220';

-- A column out of a row of a sub-select
SELECT (x.e).employee_no, (x.e).full_name, x.n FROM (SELECT e, length(e.full_name) AS n FROM payroll.employees e WHERE e.employee_no < '100010') x;

-- All columns out of a row of a CTE
WITH newest AS (SELECT DISTINCT ON (a.employee_no) a FROM payroll.appointments a ORDER BY a.employee_no, a.effective_on DESC, a.appointment_id DESC)
SELECT (newest.a).* FROM newest;

-- Distinct rows
SELECT count(*) FROM (SELECT DISTINCT p FROM payroll.pay_items p) x;

-- Rows compared with rows
SELECT a.rate_code, a.valid_from FROM payroll.overtime_rates a JOIN payroll.overtime_rates b ON (a.rate_code, a.valid_from) < (b.rate_code, b.valid_from) AND a.rate = b.rate;

-- Rows made on the spot
SELECT ROW(employee_no, hired_on), ROW(full_name, 1) FROM payroll.employees WHERE employee_no < '100005';

-- Rows made on the spot and compared
SELECT count(*) FROM payroll.payslips p WHERE ROW(p.grade, p.step) = ROW(1, 25) OR ROW(p.grade, p.step) IS DISTINCT FROM ROW(p.step, p.grade);

-- Rows gathered as JSON
SELECT e.department_code, json_agg(e ORDER BY e.employee_no) FROM payroll.employees e WHERE e.department_code IN ('0220', '0230') GROUP BY e.department_code;

-- Rows as an array, counted
SELECT array_length(array_agg(r), 1) FROM payroll.payroll_runs r WHERE r.kind = 'bonus';

-- A row as JSON without some keys
SELECT to_jsonb(e) - '{personal_number,note,address}'::text[] FROM payroll.employees e WHERE e.employee_no = '100010';

-- Two versions of a row compared key by key
SELECT k.key, a.value AS before, b.value AS after FROM jsonb_each_text((SELECT to_jsonb(p) FROM payroll.payslips p WHERE run_id = 35 AND employee_no = '100010')) a
JOIN jsonb_each_text((SELECT to_jsonb(p) FROM payroll.payslips p WHERE run_id = 37 AND employee_no = '100010')) b ON b.key = a.key
JOIN (SELECT unnest(ARRAY['gross_amount', 'net_amount', 'income_tax', 'run_id'])) AS k(key) ON k.key = a.key WHERE a.value <> b.value;

-- Which columns of a slip changed
SELECT n.key FROM payroll.payslips o JOIN payroll.payslips p ON p.employee_no = o.employee_no AND p.run_id = 37,
LATERAL jsonb_each(to_jsonb(p)) n WHERE o.run_id = 35 AND o.employee_no = '100010' AND to_jsonb(o)->n.key IS DISTINCT FROM n.value;

-- A set-returning function taken apart in the select list
SELECT slip_id, (jsonb_each_text(payload->'layout')).key FROM payroll.withholding_slips WHERE slip_id <= 3;

-- A set-returning function taken apart wholly
SELECT slip_id, (jsonb_each(payload)).* FROM payroll.withholding_slips WHERE slip_id <= 2;

-- Elements in the select list
SELECT item_code, unnest(report_tags) FROM payroll.pay_items;

-- Several functions side by side
SELECT * FROM ROWS FROM (generate_series(1, 3), unnest(ARRAY['a', 'b']), jsonb_array_elements_text('["x"]')) AS t(n, letter, word);

-- Several functions side by side, numbered
SELECT t.ordinality, t.m, t.label FROM ROWS FROM (generate_series(timestamp '2023-04-01', '2023-06-01', '1 month'), unnest(ARRAY['四月', '五月', '六月'])) WITH ORDINALITY AS t(m, label);

-- Arrays side by side
SELECT * FROM unnest(ARRAY[1, 2, 3], ARRAY['a', 'b'], '{t}'::boolean[]);

-- Arrays side by side, numbered
SELECT n, code, amount FROM unnest(ARRAY['P01', 'P02'], ARRAY[100, 200]) WITH ORDINALITY AS u(code, amount, n);

-- A function in FROM with a list of columns
SELECT x.* FROM jsonb_to_recordset('[{"no": "100010", "amount": 5}, {"no": "100011"}]') AS x(no text, amount int) JOIN payroll.employees e ON e.employee_no = x.no;

-- A scalar function in FROM
SELECT upper, l FROM upper('abc'), length('abc') AS l;

-- Split text in FROM
SELECT p.line, e.employee_no, e.retired_on FROM regexp_split_to_table(E'100010\n100011\n999999', E'\n') WITH ORDINALITY AS p(no, line) LEFT JOIN payroll.employees e ON e.employee_no = p.no;

-- Matches of a pattern as rows
SELECT m[1] AS year, m[2] AS month FROM regexp_matches('2023-04 2023-05 2023-06', '(\d{4})-(\d{2})', 'g') AS m;

-- A row in IN
SELECT count(*) FROM payroll.pay_tables WHERE (pay_table, grade, step) IN (('G1', 1, 1), ('G1', 2, 2), ('K1', 1, 1));

-- VALUES alone
VALUES (1, 'one', date '2023-04-01'), (2, 'two', NULL), (3, 'three', '2023-06-01');

-- VALUES with ORDER BY and LIMIT
-- ordered
VALUES ('b'), ('a'), ('c') ORDER BY column1 DESC LIMIT 2;

-- Select nothing at all
SELECT FROM payroll.pay_items WHERE item_code = 'nothing';

-- The newest slip of everybody by an array of rows
SELECT employee_no, (array_agg(net_amount ORDER BY pay_month DESC, run_id DESC))[1] AS newest, (array_agg(grade ORDER BY pay_month, run_id))[1:2] AS first_grades
FROM payroll.payslips WHERE employee_no < '100010' GROUP BY employee_no;

-- A subscript on COALESCE
SELECT employee_no, (coalesce(ytd_amounts, '{}'))[1] AS gross, (CASE WHEN run_id > 0 THEN ytd_amounts END)[2:3] AS others FROM payroll.payslips WHERE run_id = 37 AND employee_no < '100004';

-- A subscript on a sub-select
SELECT (SELECT array_agg(item_code ORDER BY item_code) FROM payroll.pay_items)[2], (ARRAY(SELECT item_code FROM payroll.pay_items ORDER BY 1))[1:2];

-- A whole row with what is counted under its key
SELECT e, count(*) FROM payroll.employees e JOIN payroll.payslips p USING (employee_no) WHERE e.employee_no < '100010' GROUP BY e.employee_no;

-- The whole row as JSON, under its key
SELECT to_jsonb(d) AS department, count(*) FROM payroll.departments d JOIN payroll.employees e USING (department_code) GROUP BY d.department_code;

-- The newest slip's net pay, out of an array of slips
SELECT p.employee_no, (array_agg(p ORDER BY p.pay_month DESC, p.run_id DESC))[1].net_amount AS newest FROM payroll.payslips p GROUP BY p.employee_no;
