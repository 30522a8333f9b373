-- Boolean tests
SELECT count(*) FROM payroll.pay_items WHERE is_taxable IS TRUE AND is_fixed IS NOT FALSE AND (sort_order > 100) IS NOT UNKNOWN AND NOT (is_taxable AND side = 'D');

-- In and not in with nulls
SELECT count(*) FROM payroll.employees WHERE retire_reason IN ('自己都合', NULL) AND (retire_reason NOT IN ('死亡')) IS TRUE;

-- Sorted by several keys, nulls last
-- ordered
SELECT employee_no, retired_on FROM payroll.employees ORDER BY retired_on DESC NULLS LAST, 1 LIMIT 15;

-- Sorted with an operator
-- ordered
SELECT employee_no, net_amount FROM payroll.payslips WHERE run_id = 37 ORDER BY net_amount USING >, employee_no USING < LIMIT 5;

-- Sorted by an expression over an alias's column
-- ordered
SELECT employee_no, gross_amount - net_amount AS gap FROM payroll.payslips WHERE run_id = 37 ORDER BY (gross_amount - net_amount) % 1000 DESC, employee_no LIMIT 5;

-- All casts spelled out
SELECT CAST(net_amount AS numeric(12, 2)), net_amount::bigint, CAST(pay_month AS text), pay_month::timestamp, (net_amount > 0)::text, net_amount::varchar(3), '{1,2}'::int[], CAST('1 day' AS interval)
FROM payroll.payslips WHERE run_id = 37 AND employee_no = '100010';

-- Typed literals
SELECT timestamp '2023-04-01 08:30', timestamptz '2023-04-01 08:30+09', time '17:15', interval '1 year 2 months', interval '3' day, uuid 'cd2a75df-1678-44e0-8784-8d85f8c96678', numeric '1.20', bytea '\x6162', json '{"a":1}', B'1010', X'1F', E'tab\tend', $$dollar$$, $q$it's$q$;

-- Arithmetic of integers, remainders and rounding
SELECT 7 / 2, -7 / 2, 7 % 3, -7 % 3, 7.0 / 2, round(2.5), round(-2.5), trunc(2.7), ceil(2.1), floor(-2.1), div(7, 2), abs(-3), sign(-2.0), power(2, 10), sqrt(2)::numeric(6, 4), 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 4, |/ 9.0, @ -5;

-- Greatest of dates
SELECT employee_no, greatest(hired_on, '2022-04-01'), least(retired_on, '2024-03-31') FROM payroll.employees WHERE employee_no < '100010';

-- Coalesce, nullif and nested CASE
SELECT employee_no, coalesce(nullif(overtime_allowance, 0), nullif(bonus_pay, 0), -1) AS first, CASE WHEN net_amount > 0 THEN CASE grade WHEN 1 THEN 'one' ELSE 'more' END END FROM payroll.payslips WHERE run_id = 37 AND employee_no < '100010';

-- Null-safe equality of several columns
SELECT count(*) FROM payroll.bank_accounts a JOIN payroll.bank_accounts b ON a.account_id < b.account_id AND a.employee_no = b.employee_no
AND a.valid_to IS NOT DISTINCT FROM b.valid_to AND a.fixed_amount IS DISTINCT FROM b.fixed_amount;

-- Count of nulls among columns
SELECT num_nulls(retired_on, retire_reason, mutual_aid_no) AS nulls, count(*) FROM payroll.employees GROUP BY 1;

-- Variadic call with an array
SELECT concat_ws('-', VARIADIC report_tags), num_nonnulls(VARIADIC report_tags), jsonb_extract_path('{"a": {"b": 5}}', VARIADIC ARRAY['a', 'b']) FROM payroll.pay_items WHERE side = 'D';

-- Named arguments
SELECT make_interval(days => 3), make_date(year => 2023, month => 4, day => 1), jsonb_path_exists(target => '{"a": 1}', path => '$.a');

-- A type's name asked for
SELECT DISTINCT pg_typeof(net_amount), pg_typeof(pay_month), pg_typeof(ytd_amounts), pg_typeof(employee_no) FROM payroll.payslips;

-- Sizes made readable
SELECT pg_size_pretty(123456789::bigint), pg_size_bytes('10 MB');

-- Random sample of a table
SELECT count(*) >= 0 FROM payroll.payslips WHERE random() < 0.01;

-- A stable sample by hashing the key
SELECT count(*) > 0 FROM payroll.employees WHERE hashtext(employee_no) % 10 = 0;

-- A calendar joined to runs
SELECT to_char(m, 'YYYY-MM') AS month, count(r.run_id) FROM generate_series(timestamp '2022-04-01', timestamp '2022-12-01', interval '1 month') AS g(m)
LEFT JOIN payroll.payroll_runs r ON r.pay_month = g.m::date GROUP BY 1;

-- Numbers that are missing
SELECT i FROM generate_series(1, 47) i WHERE i NOT IN (SELECT run_id FROM payroll.payroll_runs);

-- Numbers in steps and downwards
SELECT array_agg(a), array_agg(b) FROM (SELECT generate_series(10, 1, -3) AS a, generate_series(1.0, 2.5, 0.5) AS b) x;

-- A cross table of grades and pay tables
SELECT pay_table, max(CASE WHEN grade = 1 THEN n END) AS g1, max(CASE WHEN grade = 2 THEN n END) AS g2, max(CASE WHEN grade = 3 THEN n END) AS g3
FROM (SELECT pay_table, grade, count(*) AS n FROM payroll.payslips WHERE run_id = 37 GROUP BY 1, 2) x GROUP BY pay_table;

-- Everything in one bracket too many
SELECT ((((employee_no)))) FROM payroll.employees WHERE ((((employment_kind)) = (('fiscal'))));

-- A sub-select nobody named columns for
SELECT x."?column?", x.max, x.case FROM (SELECT 1, max(net_amount), CASE WHEN count(*) > 0 THEN 'some' END FROM payroll.payslips) x;

-- Union with casts and NULLs
SELECT 'a' AS k, 1 AS v, NULL AS w UNION SELECT 'b', 2.5, 'x' UNION ALL SELECT NULL, NULL, NULL;

-- Current things of the session
SELECT current_date <= now()::date, localtime IS NOT NULL, current_time IS NOT NULL, current_timestamp = now(), statement_timestamp() >= transaction_timestamp();

-- UUIDs and addresses
SELECT request_id, left(request_id::text, 8), host(inet '10.0.0.5/24'), network('10.0.0.5/24') FROM payroll.operation_logs WHERE request_id::text LIKE 'c%';

-- Operators spelled with their schema
SELECT employee_no FROM payroll.employees WHERE hired_on OPERATOR(pg_catalog.>=) date '2022-04-01' AND pg_catalog.length(employee_no) = 6;

-- Comparisons chained by AND over text
SELECT employee_no FROM payroll.employees WHERE employee_no > '100010' AND employee_no <= '100012' OR employee_no BETWEEN '100100' AND '100102';

-- Like with a sub-select's pattern
SELECT count(*) FROM payroll.departments WHERE department_name LIKE (SELECT left(division_name, 1) FROM payroll.departments WHERE department_code = '0310') || '%';

-- Overlaps of times
SELECT count(*) FROM attendance.employees a WHERE (starts_at, ends_at) OVERLAPS (time '17:00', time '18:00');

-- Deep nesting of functions
SELECT upper(substring(replace(lower(trim(short_name)), '課', '') FROM 1 FOR 2)) || '-' || lpad((length(short_name) * 2)::text, 3, '0') FROM payroll.departments;

-- Long IN list
SELECT count(*) FROM payroll.employees WHERE employee_no IN ('100001','100002','100003','100004','100005','100006','100007','100008','100009','100010','100011','100012','100013','100014','100015','100016','100017','100018','100019','100020','100021','100022','100023','100024','100025','100026','100027','100028','100029','100030');

-- Statement with a trailing comment and odd spacing
SELECT
	count ( * )   AS n
  , sum( net_amount )
FROM
	payroll . payslips AS p   -- the slips
WHERE p . run_id = 37 /* October
                         2023 */;

-- Collation of a comparison in CASE
SELECT CASE WHEN 'a' < 'B' COLLATE "C" THEN 'bytes' ELSE 'words' END, 'a' < 'B' COLLATE "en-x-icu";

-- Escape strings and unicode strings
SELECT E'a\'b\\c\n', U&'\+01F5FE', '日本' || E'\u8a9e', 'it''s';

-- Row and array constructors without elements
SELECT ARRAY[]::text[], ROW(), cardinality('{}'::int[]), array_fill(0, ARRAY[3]), ARRAY[1, 2] || 3, 0 || ARRAY[1], ARRAY[1] || ARRAY[2];

-- Extract of everything
SELECT extract(doy FROM d), extract(week FROM d), extract(quarter FROM d), extract(epoch FROM d), extract(century FROM d), date_part('dow', d) FROM (SELECT date '2023-10-15' AS d) x;

-- FETCH in words of the standard
-- ordered
SELECT department_code FROM payroll.departments ORDER BY department_code OFFSET 3 ROW FETCH FIRST ROW ONLY;
