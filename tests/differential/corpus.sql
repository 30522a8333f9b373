-- Queries whose answer through the pipeline must be the answer over the masked twin. Separated by empty lines; a first line
-- "-- ordered" asks for the same order, "-- as NAME" for another account than "vendor". {{value}} is the name token of a value,
-- {{insured.column=value}} the token of a value of payroll.insured.

SELECT * FROM payroll.employees

SELECT count(*), count(full_name), count(DISTINCT full_name), count(personal_number), min(birth_date), max(birth_date) FROM payroll.employees

-- ordered
SELECT employee_no, full_name FROM payroll.employees ORDER BY full_name NULLS FIRST, employee_no DESC

-- ordered
SELECT full_name AS n, count(*) FROM payroll.employees GROUP BY full_name ORDER BY 2 DESC, n

SELECT DISTINCT full_name FROM payroll.employees

SELECT full_name FROM payroll.employees UNION SELECT full_name FROM attendance.employees

SELECT full_name FROM payroll.employees EXCEPT ALL SELECT full_name FROM attendance.employees

SELECT full_name, employee_no FROM payroll.employees UNION ALL SELECT name, id::text FROM payroll.departments

SELECT employee_no FROM payroll.employees WHERE full_name = '{{佐藤 一郎}}'

SELECT employee_no FROM payroll.employees WHERE full_name IN ('{{佐藤 一郎}}', '{{}}', 'nam_nonsense')

SELECT employee_no FROM payroll.employees WHERE full_name NOT IN ('{{佐藤 一郎}}', 'nam_nonsense')

SELECT employee_no FROM payroll.employees WHERE NOT (full_name = 'nam_nonsense')

SELECT employee_no, full_name = '{{佐藤 一郎}}', full_name <> '{{佐藤 一郎}}', full_name = '佐藤 一郎' FROM payroll.employees

SELECT employee_no FROM payroll.employees WHERE full_name = '佐藤 一郎'

SELECT employee_no FROM payroll.employees WHERE full_name = ANY(ARRAY['{{佐藤 一郎}}', '{{O'Brien}}'])

SELECT employee_no FROM payroll.employees WHERE full_name = ANY('{}') OR full_name IS NULL

SELECT employee_no FROM payroll.employees WHERE full_name = NULL OR full_name IN (NULL, '{{佐藤 一郎}}')

SELECT employee_no FROM payroll.employees WHERE (full_name = '{{佐藤 一郎}}') IS NOT TRUE

SELECT employee_no FROM payroll.employees WHERE full_name IS DISTINCT FROM '{{佐藤 一郎}}'

SELECT employee_no FROM payroll.employees WHERE full_name LIKE 'nam\_%' AND length(full_name) > 10 AND full_name > 'nam_M'

SELECT upper(full_name), full_name || '/' || employee_no, concat(full_name, '!'), md5(full_name), left(full_name, 6) FROM payroll.employees

SELECT string_agg(full_name, ',' ORDER BY full_name), array_agg(DISTINCT full_name ORDER BY full_name DESC), max(full_name) FROM payroll.employees

SELECT to_jsonb(e) FROM payroll.employees e

SELECT e FROM payroll.employees e WHERE e IS NOT NULL

SELECT row_to_json(e), e.* FROM attendance.employees e

SELECT (e).full_name, (e).employee_no FROM payroll.employees e

SELECT json_agg(x) FROM (SELECT full_name, birth_date FROM payroll.employees ORDER BY employee_no LIMIT 5) x

SELECT x.full_name, upper(x.full_name) FROM (SELECT full_name, department_id FROM payroll.employees OFFSET 0) x WHERE x.department_id < 4

WITH c AS (SELECT full_name AS n, employee_no FROM payroll.employees), d AS MATERIALIZED (SELECT n, employee_no k FROM c) SELECT d.n, c.n FROM c JOIN d ON c.employee_no = d.k

WITH c AS (SELECT full_name FROM payroll.employees) SELECT a, b.full_name FROM c a JOIN c b ON a.full_name = b.full_name

WITH c AS (SELECT employee_no, full_name FROM payroll.employees) SELECT x.full_name FROM c x NATURAL JOIN c y

SELECT e.full_name, a.full_name FROM payroll.employees e LEFT JOIN attendance.employees a USING (employee_no)

SELECT full_name, e.birth_date FROM payroll.employees e JOIN attendance.employees a USING (employee_no, full_name)

SELECT * FROM payroll.employees NATURAL FULL JOIN attendance.employees

SELECT * FROM payroll.departments d FULL JOIN (SELECT department_id AS id, full_name FROM payroll.employees WHERE department_id > 4) e USING (id)

SELECT b, a FROM payroll.employees AS e(a, b) WHERE a > '5'

SELECT j.* FROM (payroll.employees e JOIN payroll.departments d ON d.id = e.department_id) AS j

SELECT j.x, j.y FROM (payroll.departments d JOIN attendance.employees a ON length(a.employee_no) > d.id) AS j(w, v, x, y) WHERE j.w = 2

SELECT e.employee_no, d.name FROM payroll.employees e, payroll.departments d WHERE e.department_id = d.id AND d.name <> ''

SELECT payroll.employees.employee_no, attendance.employees.full_name FROM payroll.employees, attendance.employees WHERE payroll.employees.employee_no = attendance.employees.employee_no

SELECT d.id, d.name, count(*), min(e.full_name) FROM payroll.departments d JOIN payroll.employees e ON e.department_id = d.id GROUP BY d.id HAVING count(e.full_name) > 1

SELECT e.employee_no, e.full_name, e.birth_date, sum(p.gross) FROM payroll.employees e JOIN payroll.payslips p USING (employee_no) GROUP BY e.employee_no

SELECT employee_no, full_name FROM payroll.employees GROUP BY 1, 2 HAVING full_name = '{{佐藤 一郎}}'

SELECT bank_account, array_agg(DISTINCT employee_no ORDER BY employee_no) FROM payroll.payslips GROUP BY bank_account HAVING count(DISTINCT employee_no) > 1

SELECT a.employee_no, b.employee_no FROM payroll.payslips a JOIN payroll.payslips b ON a.bank_account = b.bank_account AND a.employee_no < b.employee_no AND a.month = b.month

SELECT month, department_id, sum(gross), grouping(month, department_id) FROM payroll.payslips JOIN payroll.employees USING (employee_no) GROUP BY ROLLUP (month, department_id)

SELECT full_name, department_id, count(*) FROM payroll.employees GROUP BY GROUPING SETS ((full_name), (department_id), ())

-- ordered
SELECT DISTINCT ON (department_id) department_id, full_name, birth_date FROM payroll.employees ORDER BY department_id, birth_date DESC NULLS LAST, employee_no

SELECT employee_no, full_name, row_number() OVER (PARTITION BY full_name ORDER BY employee_no), lag(full_name) OVER w, count(*) OVER (PARTITION BY birth_date) FROM payroll.employees WINDOW w AS (ORDER BY full_name, employee_no)

SELECT employee_no, (SELECT full_name FROM attendance.employees a WHERE a.employee_no = p.employee_no) FROM payroll.payslips p WHERE month = '2023-03-01'

SELECT employee_no FROM payroll.employees e WHERE EXISTS (SELECT full_name FROM attendance.employees a WHERE a.full_name = e.full_name AND a.employee_no <> e.employee_no)

SELECT employee_no FROM payroll.employees WHERE full_name IN (SELECT full_name FROM attendance.employees WHERE employee_no > '5')

SELECT e.employee_no, x.full_name, x.m FROM payroll.employees e, LATERAL (SELECT e.full_name, max(month) AS m FROM payroll.payslips p WHERE p.employee_no = e.employee_no) x

SELECT e.full_name, p.* FROM payroll.employees e LEFT JOIN LATERAL (SELECT month, gross FROM payroll.payslips q WHERE q.employee_no = e.employee_no ORDER BY month DESC LIMIT 1) p ON true

SELECT coalesce(full_name, 'none'), CASE WHEN full_name IS NULL THEN 'x' WHEN full_name = '{{佐藤 一郎}}' THEN 'sato' ELSE full_name END, nullif(full_name, '{{佐藤 一郎}}'), greatest(full_name, 'nam_N') FROM payroll.employees

SELECT full_name COLLATE "C" FROM payroll.employees WHERE full_name COLLATE "C" < 'nam_Z'

SELECT personal_number, personal_number IS NULL, coalesce(personal_number, 'none') FROM payroll.employees WHERE personal_number IS NULL

SELECT phone, count(*) FROM payroll.employees WHERE phone LIKE '%34' GROUP BY phone

SELECT note, substring(note FROM '\[#\]'), position('[#]' IN note) FROM payroll.employees WHERE note ~ '#'

SELECT extract(year FROM birth_date), age(timestamp '2024-01-01', birth_date), count(*) FROM payroll.employees WHERE isfinite(birth_date) GROUP BY 1, 2

WITH RECURSIVE n(i, name) AS (SELECT 1, min(full_name) FROM payroll.employees UNION ALL SELECT i + 1, (SELECT min(full_name) FROM payroll.employees WHERE full_name > n.name) FROM n WHERE i < 6) SELECT * FROM n

SELECT employee_no, gross FROM payroll.current_pay WHERE gross > 250000

SELECT * FROM payroll.current_pay WHERE full_name = '{{佐藤 一郎}}'

SELECT v.full_name, lower(v.full_name) FROM current_pay v

SELECT t.x, e.full_name FROM (VALUES ('{{佐藤 一郎}}'), ('nam_nonsense'), (NULL)) AS t(x) LEFT JOIN payroll.employees e ON e.full_name = t.x

SELECT u.n, o FROM (SELECT array_agg(full_name ORDER BY employee_no) AS names FROM payroll.employees) s, unnest(s.names) WITH ORDINALITY AS u(n, o)

SELECT (array_agg(full_name ORDER BY employee_no))[2:3], (ARRAY['a', 'b'])[1] FROM payroll.employees

SELECT m::date, count(p.id) FROM generate_series(timestamp '2022-12-01', '2023-07-01', '1 month') m LEFT JOIN payroll.payslips p ON p.month = m::date GROUP BY m

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY gross), mode() WITHIN GROUP (ORDER BY bank_account), percentile_disc(ARRAY[0.1, 0.9]) WITHIN GROUP (ORDER BY bank_account) FROM payroll.payslips

SELECT count(*) FILTER (WHERE full_name = '{{佐藤 一郎}}'), count(*) FILTER (WHERE full_name IS NULL), count(*) FILTER (WHERE full_name LIKE '%a%') FROM payroll.employees

-- ordered
SELECT full_name FROM payroll.employees ORDER BY birth_date, employee_no FETCH FIRST 7 ROWS WITH TIES

-- ordered
SELECT * FROM (SELECT full_name, employee_no FROM payroll.employees ORDER BY full_name, employee_no LIMIT 10) s ORDER BY employee_no

SELECT s.full_name, s.employee_no FROM (SELECT full_name, employee_no FROM payroll.employees WHERE full_name = '{{佐藤 一郎}}') s WHERE s.full_name <> 'nam_nonsense'

SELECT p.employee_no, p.gross - lag(p.gross) OVER (PARTITION BY p.employee_no ORDER BY p.month) FROM payroll.payslips p WHERE p.bank_account IS NOT NULL

SELECT json_object_agg(e.employee_no, e.full_name ORDER BY e.employee_no) FROM payroll.employees e WHERE e.department_id = 1

SELECT DISTINCT e.full_name, d.name FROM payroll.employees e CROSS JOIN payroll.departments d WHERE d.id IN (1, 2) AND e.department_id BETWEEN 1 AND 2

-- as filtered
SELECT * FROM payroll.employees

-- as filtered
SELECT employment_kind, count(*), bool_or(personal_number) FROM payroll.employees GROUP BY 1

-- as filtered
SELECT e.full_name, p.bank_account FROM payroll.employees e LEFT JOIN payroll.payslips p ON p.employee_no = e.employee_no AND p.month = '2023-01-01' WHERE e.employee_no > '5'

-- as filtered
SELECT p.employee_no, e.full_name FROM payroll.payslips p LEFT JOIN payroll.employees e ON e.employee_no = p.employee_no WHERE p.month = '2023-02-01'

-- as filtered
SELECT e.employee_no FROM payroll.departments d LEFT JOIN payroll.employees e ON e.department_id = d.id WHERE e.department_id = 3 OR e.department_id IS NULL

-- as filtered
-- ordered
SELECT full_name, employee_no FROM payroll.employees WHERE department_id = 2 ORDER BY full_name, employee_no

SELECT x.full_name, x.employee_no FROM (SELECT DISTINCT ON (department_id) department_id, full_name, employee_no FROM payroll.employees ORDER BY department_id, employee_no) x

-- ordered
SELECT DISTINCT ON (full_name) full_name, employee_no FROM payroll.employees ORDER BY full_name, employee_no

-- as filtered
SELECT p.id, x.full_name FROM payroll.payslips p, LATERAL (SELECT e.full_name FROM payroll.employees e WHERE e.employee_no = p.employee_no LIMIT 1) x

-- as filtered
SELECT p.id, (SELECT count(*) FROM payroll.departments d LEFT JOIN payroll.employees e ON e.department_id = d.id WHERE e.employee_no = p.employee_no) FROM payroll.payslips p

-- as filtered
SELECT p.id FROM payroll.payslips p WHERE NOT EXISTS (SELECT 1 FROM payroll.employees e WHERE p.employee_no = e.employee_no)

SELECT employee_no FROM payroll.employees WHERE full_name IN ('{{佐藤 一郎}}', '{{O'Brien}}') OR department_id = 1 OR (full_name = '{{}}' AND department_id = 2)

SELECT (ARRAY(SELECT full_name FROM payroll.employees ORDER BY employee_no))[2], (ARRAY(SELECT id FROM payroll.departments ORDER BY id))[2:3]

SELECT d, d IS NULL, d::text FROM payroll.departments d(x)

SELECT * FROM payroll.insured

SELECT id, pg_typeof(id), pg_typeof(insured_no), pg_typeof(branch), pg_typeof(amount) FROM payroll.insured

-- as filtered
SELECT * FROM payroll.insured

-- ordered
SELECT id, insured_no, branch, amount FROM payroll.insured ORDER BY amount DESC NULLS LAST, id

-- ordered
SELECT insured_no, count(*), min(id), max(id) FROM payroll.insured GROUP BY insured_no ORDER BY count(*) DESC, insured_no

SELECT branch, sum(id::numeric), avg(amount), count(DISTINCT branch) FROM payroll.insured GROUP BY branch

SELECT id + 1, -id, id % 100000, abs(id::int8), id::text || '!', amount::numeric / 7, branch * 2::int8 FROM payroll.insured

SELECT id, insured_no FROM payroll.insured WHERE id = {{insured.id=5}}

SELECT id, insured_no FROM payroll.insured WHERE {{insured.id=-10}} = id OR id = '{{insured.id=15}}' OR id = {{insured.id=1000012}}::int8

SELECT employee_no FROM payroll.insured WHERE id IN ({{insured.id=5}}, {{insured.id=2147483636}}, '{{insured.id=-2147483635}}', 5, 99999999999, NULL)

SELECT employee_no FROM payroll.insured WHERE id NOT IN ({{insured.id=5}}, {{insured.id=15}}, 12345678901234567890123)

SELECT employee_no FROM payroll.insured WHERE id = ANY(ARRAY[{{insured.id=5}}, {{insured.id=16}}, 7])

SELECT employee_no FROM payroll.insured WHERE id = ANY('{ {{insured.id=5}}, {{insured.id=16}}, NULL}')

SELECT employee_no FROM payroll.insured WHERE id = ANY('{ {{insured.id=5}},"{{insured.id=16}}"}'::int8[]) OR id = ANY(ARRAY['{{insured.id=25}}', '8']::int[])

SELECT employee_no FROM payroll.insured WHERE id = 5 OR amount = 0 OR branch = 1

SELECT employee_no, id = {{insured.id=5}}, id <> {{insured.id=5}}, id = 5, amount = {{insured.amount=999999}}, branch = {{insured.branch=32767}} FROM payroll.insured

SELECT employee_no FROM payroll.insured WHERE amount = {{insured.amount=9223372036854775807}} OR amount = {{insured.amount=-9223372036854775808}} OR amount = {{insured.amount=2147483648}}

SELECT employee_no FROM payroll.insured WHERE branch = {{insured.branch=-32768}} OR branch = {{insured.branch=70000}}

SELECT employee_no FROM payroll.insured WHERE NOT (branch = {{insured.branch=1}}) AND branch <> {{insured.branch=12}}

SELECT employee_no FROM payroll.insured WHERE (amount = {{insured.amount=999999}}) IS NOT TRUE

SELECT employee_no FROM payroll.insured WHERE id = {{insured.id=5}}.0 OR id = 5e0 OR id = ({{insured.id=15}} + 0) OR id::text = '{{insured.id=16}}'

SELECT employee_no FROM payroll.insured WHERE id BETWEEN 0 AND 500000 OR id > 1000000 OR id IS DISTINCT FROM {{insured.id=5}}

SELECT employee_no, amount IS NULL, branch IS NOT NULL FROM payroll.insured WHERE insured_no IS NOT NULL

SELECT insured_no, length(insured_no), insured_no ~ '^[0-9]+$' FROM payroll.insured

SELECT employee_no FROM payroll.insured WHERE insured_no = '{{insured.insured_no=000123}}' OR insured_no = '{{insured.insured_no=12345}}' OR insured_no = '000123' OR insured_no = '{{insured.insured_no=}}'

SELECT employee_no FROM payroll.insured WHERE insured_no IN ('{{insured.insured_no=123456789018}}', '{{insured.insured_no=0000009}}') OR insured_no LIKE '9%'

SELECT employee_no, CASE WHEN insured_no ~ '^[0-9]{6}$' THEN insured_no::int END FROM payroll.insured

-- as filtered
SELECT employee_no, insured_no FROM payroll.insured WHERE insured_no IN ('{{insured.insured_no=123456789018}}', '{{insured.insured_no=123456789012}}', '123456789018')

-- as filtered
SELECT employee_no, id FROM payroll.insured WHERE id = {{insured.id=5}} OR amount IN ({{insured.amount=-1}}, {{insured.amount=0}}) OR branch = 1

-- ordered
-- as filtered
SELECT insured_no, amount, sum(branch) FROM payroll.insured GROUP BY 1, 2 ORDER BY 1, 2, 3

SELECT a.employee_no, b.employee_no FROM payroll.insured a JOIN payroll.insured b ON a.branch = b.branch AND a.id < b.id

SELECT a.employee_no, b.id FROM payroll.insured a JOIN payroll.insured b USING (branch)

SELECT id FROM payroll.insured UNION ALL SELECT id FROM payroll.departments

SELECT id, amount FROM payroll.insured UNION SELECT amount, id FROM payroll.insured

SELECT x.amount, x.amount + 1 AS next, y.id FROM (SELECT amount, id AS k FROM payroll.insured OFFSET 0) x JOIN payroll.insured y ON x.k = y.id WHERE x.amount > 0

WITH c AS (SELECT id AS n, employee_no FROM payroll.insured), d AS MATERIALIZED (SELECT n, employee_no k FROM c) SELECT d.n, c.n FROM c JOIN d ON c.employee_no = d.k WHERE d.n = {{insured.id=5}} OR c.n % 2 = 0

SELECT n FROM (SELECT id FROM payroll.insured) AS s(n) WHERE n IN ({{insured.id=5}}, {{insured.id=6}})

SELECT row_to_json(i), to_jsonb(i.id) FROM payroll.insured i

SELECT id, sum(amount::numeric) OVER (PARTITION BY branch ORDER BY id), lag(id) OVER (ORDER BY id) FROM payroll.insured

SELECT coalesce(amount, id, 0), greatest(id, branch), nullif(id, {{insured.id=5}}) FROM payroll.insured

SELECT i.id, e.full_name FROM payroll.insured i JOIN payroll.employees e USING (employee_no) WHERE i.id = (SELECT max(id) FROM payroll.insured)

SELECT id, count(*) FROM payroll.insured GROUP BY id HAVING id = {{insured.id=5}} OR id > 0

SELECT i.id, i.insured_no, count(*) FROM payroll.insured i JOIN payroll.payslips USING (employee_no) GROUP BY i.id

SELECT CASE id WHEN {{insured.id=5}} THEN 'five' WHEN 5 THEN 'raw' ELSE 'other' END, CASE WHEN id = {{insured.id=15}} THEN amount ELSE branch END FROM payroll.insured

SELECT i.id FROM payroll.insured i WHERE EXISTS (SELECT FROM payroll.insured j WHERE j.amount = i.amount AND j.id <> i.id)

SELECT generate_series(1, 2), id FROM payroll.insured WHERE id = -5 OR id = -{{insured.id=5}}

SELECT full_name, employment_kind, count(*) FROM payroll.employees GROUP BY 1, 2

SELECT full_name, max(full_name), count(*) FILTER (WHERE full_name = '{{佐藤 一郎}}') FROM payroll.employees GROUP BY full_name

SELECT s.full_name, s.c FROM (SELECT full_name, count(*) AS c FROM payroll.employees GROUP BY 1) s WHERE s.c > 1

SELECT upper(s.full_name), s.c FROM (SELECT full_name, count(*) AS c FROM payroll.employees GROUP BY full_name) s

SELECT count(*) FROM (SELECT DISTINCT full_name, employment_kind FROM payroll.employees) s

SELECT DISTINCT ON (department_id) department_id, employee_no FROM payroll.employees ORDER BY department_id, employee_no

-- ordered
SELECT DISTINCT full_name FROM payroll.employees e ORDER BY e.full_name

SELECT employment_kind, count(DISTINCT full_name), count(DISTINCT (full_name, phone)) FROM payroll.employees GROUP BY employment_kind

SELECT a.employee_no, b.employee_no, a.full_name FROM payroll.employees a LEFT JOIN attendance.employees b ON a.full_name = b.full_name AND a.employee_no <> b.employee_no

SELECT employee_no FROM payroll.employees e WHERE NOT EXISTS (SELECT 1 FROM attendance.employees a WHERE a.full_name = e.full_name)

SELECT e.employee_no, a.employee_no FROM payroll.employees e JOIN attendance.employees a ON a.full_name IS NOT DISTINCT FROM e.full_name

SELECT count(*) FROM payroll.employees e JOIN payroll.payslips p ON p.bank_account = e.full_name

SELECT employee_no, count(*) OVER (PARTITION BY full_name) FROM payroll.employees

SELECT full_name, employment_kind, count(*) FROM payroll.employees GROUP BY ROLLUP (full_name, employment_kind)

SELECT full_name, grouping(full_name), count(*) FROM payroll.employees GROUP BY CUBE (full_name, employment_kind)

SELECT p.bank_account, count(DISTINCT p.employee_no), min(p.month) FROM payroll.payslips p JOIN payroll.employees e USING (employee_no) GROUP BY p.bank_account HAVING count(DISTINCT p.employee_no) > 1

WITH g AS (SELECT full_name, count(*) AS c FROM payroll.employees GROUP BY full_name), d AS (SELECT DISTINCT full_name FROM attendance.employees) SELECT g.c, d.full_name FROM g JOIN d ON d.full_name = g.full_name

-- ordered
SELECT array_agg((SELECT d.name FROM payroll.departments d WHERE d.id = e.department_id) ORDER BY e.employee_no) FROM payroll.employees e

SELECT (full_name IN ('{{佐藤 一郎}}', '{{O'Brien}}')) IS NOT TRUE, ((NOT (full_name = 'x')) IS TRUE) IS UNKNOWN, (full_name NOT IN ('x', NULL)) IS NOT NULL FROM payroll.employees WHERE ((department_id = 1 OR full_name = '{{佐藤 一郎}}') IS TRUE)

SELECT * FROM payroll.employees e FULL JOIN attendance.employees a USING (employee_no) LEFT JOIN payroll.payslips p ON p.employee_no = a.employee_no

-- ordered
SELECT d.id, count(*) FROM payroll.departments d JOIN payroll.employees e ON e.department_id = d.id GROUP BY d.id ORDER BY length(d.name) NULLS LAST, d.id

SELECT (full_name IS NULL)::int, (NOT (full_name = '{{佐藤 一郎}}'))::text, (full_name IS NULL OR department_id = 1) IN (true), sum((full_name IS NOT NULL)::int) OVER () FROM payroll.employees

SELECT (department_id = 1) = ((full_name = '{{佐藤 一郎}}') IS NOT TRUE) FROM payroll.employees

-- ordered
SELECT e.full_name, e.full_name, employee_no FROM payroll.employees e ORDER BY full_name NULLS FIRST, employee_no

SELECT employee_no, (full_name IS NOT DISTINCT FROM '{{佐藤 一郎}}') IS NOT NULL, (full_name IS DISTINCT FROM phone) IS TRUE FROM payroll.employees

SELECT employee_no FROM payroll.employees WHERE full_name NOT IN (SELECT full_name FROM attendance.employees)

SELECT employee_no FROM payroll.employees WHERE full_name NOT IN (SELECT full_name FROM attendance.employees WHERE full_name IS NOT NULL)

SELECT employee_no, full_name IN (SELECT full_name FROM attendance.employees) FROM payroll.employees

SELECT employee_no FROM payroll.employees e WHERE full_name = ANY (SELECT a.full_name FROM attendance.employees a WHERE a.employee_no = e.employee_no)

SELECT employee_no FROM payroll.employees WHERE full_name <> ALL (SELECT DISTINCT full_name FROM attendance.employees WHERE full_name IS NOT NULL)

SELECT employee_no FROM payroll.employees WHERE full_name <> ANY (SELECT full_name FROM attendance.employees)

SELECT full_name, count(*) FROM payroll.employees WHERE full_name IN (SELECT full_name FROM payroll.employees GROUP BY 1 HAVING count(*) > 1) GROUP BY full_name

SELECT count(*) FROM payroll.employees WHERE (full_name, department_id) IN (SELECT full_name, department_id FROM payroll.employees WHERE department_id > 2)

SELECT s.full_name FROM (SELECT full_name FROM payroll.employees WHERE employee_no > '3') s WHERE s.full_name IN (SELECT full_name FROM attendance.employees UNION SELECT full_name FROM payroll.employees WHERE department_id = 1)

SELECT employee_no FROM payroll.employees WHERE full_name IN (SELECT max(full_name) FROM attendance.employees)

-- ordered
SELECT full_name, e.employee_no, a.employee_no FROM payroll.employees e JOIN attendance.employees a USING (full_name) ORDER BY full_name, 2, 3

SELECT * FROM payroll.employees e LEFT JOIN attendance.employees a USING (full_name)

SELECT full_name, count(e.employee_no), count(*) FROM payroll.employees e RIGHT JOIN attendance.employees a USING (full_name) GROUP BY full_name

SELECT full_name, e.full_name, a.full_name FROM payroll.employees e RIGHT JOIN attendance.employees a USING (full_name, employee_no)

SELECT full_name, x.department_id FROM payroll.employees e JOIN attendance.employees a USING (full_name) JOIN payroll.employees x USING (full_name) WHERE full_name IS NOT NULL

SELECT upper(full_name) FROM payroll.employees e JOIN attendance.employees a USING (full_name)

SELECT j.full_name, j.department_id FROM (payroll.employees e JOIN attendance.employees a USING (full_name, employee_no)) AS j (full_name, employee_no)

SELECT employee_no, full_name FROM payroll.employees NATURAL JOIN attendance.employees

SELECT full_name, (SELECT count(*) FROM attendance.employees a WHERE a.full_name = e.full_name) FROM payroll.employees e JOIN attendance.employees b USING (full_name) LEFT JOIN LATERAL (SELECT 1 AS one WHERE full_name IS NOT NULL) l ON true

SELECT * FROM payroll.forms

-- as filtered
SELECT id, content, content -> 'lines' FROM payroll.forms WHERE content ->> 'form_version' = '1'

-- as filtered
SELECT count(*), count(content), min(id) FROM payroll.forms

SELECT employee_no, (department_id = ANY (SELECT id FROM payroll.departments)) = (phone IN (SELECT '1')) AS c FROM payroll.employees WHERE false = (full_name = ANY (SELECT full_name FROM payroll.employees WHERE department_id = 1)) ORDER BY employee_no
