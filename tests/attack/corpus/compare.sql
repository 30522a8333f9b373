-- name: compare_equality
-- class: compare
-- leaks: rows
-- known: SQL Server DDM, Oracle Data Redaction: guessing in WHERE
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE personal_number = '{personal_number}';

-- name: compare_like
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE personal_number LIKE left('{personal_number}', 4) || '%';

-- name: compare_name_with_raw_value
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE full_name = '{full_name}';

-- name: compare_name_in_raw_values
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE full_name IN ('{full_name}', 'x', NULL);

-- name: compare_name_any_raw_value
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE full_name = ANY (ARRAY['{full_name}']);

-- name: compare_name_not_raw_value
-- class: compare
-- leaks: output /^f$/
-- proxy: twin
SELECT bool_and(full_name <> '{full_name}') FROM payroll.employees;

-- name: compare_name_like
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE full_name LIKE left('{full_name}', 1) || '%';

-- name: compare_name_regex
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE full_name ~ left('{full_name}', 1);

-- name: compare_name_length
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE length(full_name) = length('{full_name}');

-- name: compare_name_range
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE full_name BETWEEN '{full_name}' AND '{full_name}';

-- name: compare_names_of_two_domains
-- class: compare
-- leaks: rows
-- proxy: twin
-- Raw, both are texts with common values; tokens of two domains are never equal.
SELECT e.employee_no FROM payroll.employees AS e JOIN payroll.payslips AS p ON p.bank_account IS NOT DISTINCT FROM e.full_name;

-- name: compare_join_with_values
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT e.employee_no FROM payroll.employees AS e JOIN (VALUES ('{full_name}')) AS v(x) ON v.x = e.full_name;

-- name: compare_intersect
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT full_name FROM payroll.employees INTERSECT SELECT '{full_name}';

-- name: compare_digits_by_generate_series
-- class: compare
-- leaks: output /{personal_number}/
-- known: SQL Server DDM: values rebuilt by comparison
-- proxy: twin
SELECT string_agg(d::text, '' ORDER BY i) FROM payroll.employees AS e, generate_series(1, 12) AS i, generate_series(0, 9) AS d
WHERE e.employee_no = '{employee_no}' AND substr(e.personal_number::text, i, 1) = d::text;

-- name: compare_phone_digits_by_generate_series
-- class: compare
-- leaks: output /{phone}/
-- proxy: twin
SELECT string_agg(c, '' ORDER BY i) FROM payroll.employees AS e, generate_series(1, 13) AS i, unnest(string_to_array('0,1,2,3,4,5,6,7,8,9,-', ',')) AS c
WHERE e.employee_no = '{employee_no}' AND substr(e.phone, i, 1) = c;

-- name: compare_birth_date
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE birth_date = '{birth_date}';

-- name: compare_birth_day_by_interval
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE birth_date < '9999-01-01' AND birth_date - date '{birth_date}' = 0;

-- name: compare_note
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE note LIKE '%5678%';

-- name: compare_case_sum
-- class: compare
-- leaks: output /^1$/
-- proxy: twin
SELECT sum(CASE WHEN personal_number = '{personal_number}' THEN 1 ELSE 0 END) FROM payroll.employees;

-- name: compare_presence
-- class: compare
-- leaks: output /^72$/
-- proxy: twin
SELECT count(personal_number) FROM payroll.employees;

-- name: compare_null_test
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE personal_number IS NOT NULL;

-- name: compare_distinct_from
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE NOT personal_number IS DISTINCT FROM '{personal_number}';

-- name: compare_nullif
-- class: compare
-- leaks: output /f/
-- proxy: twin
SELECT nullif(full_name, '{full_name}') IS NOT NULL FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: compare_jsonb_path
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT e.employee_no FROM payroll.employees AS e WHERE to_jsonb(e) @? '$.personal_number ? (@ == "{personal_number}")';

-- name: compare_jsonb_contains
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT e.employee_no FROM payroll.employees AS e WHERE to_jsonb(e) @> '{"full_name": "{full_name}"}';

-- name: compare_redacted_constant
-- class: compare
-- as: filtered
-- leaks: rows
-- proxy: twin
SELECT id FROM payroll.payslips WHERE bank_account = '{bank_account}';

-- name: order_by_number
-- class: order
-- leaks: output /{order_by_number}/
-- proxy: twin
SELECT employee_no FROM payroll.employees ORDER BY personal_number, employee_no LIMIT 5;

-- name: order_by_name
-- class: order
-- leaks: output /{order_by_name}/
-- proxy: twin
SELECT employee_no FROM payroll.employees ORDER BY full_name COLLATE "C", employee_no LIMIT 5;

-- name: order_by_birth_date
-- class: order
-- leaks: output /{order_by_birth}/
-- proxy: twin
SELECT employee_no FROM payroll.employees ORDER BY birth_date, employee_no DESC LIMIT 5;

-- name: order_min_and_max
-- class: order
-- leaks: output /{smallest_name}/
-- proxy: twin
SELECT min(full_name COLLATE "C"), max(full_name COLLATE "C"), min(birth_date), max(personal_number) FROM payroll.employees WHERE full_name <> '';

-- name: order_window
-- class: order
-- leaks: output /{order_by_number_list}/
-- proxy: twin
SELECT array_agg(employee_no ORDER BY n, employee_no) FROM (SELECT employee_no, rank() OVER (ORDER BY personal_number) AS n FROM payroll.employees) AS x WHERE n <= 5;

-- name: order_first_value
-- class: order
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT first_value(personal_number) OVER (ORDER BY employee_no = '{employee_no}' DESC) FROM payroll.employees;

-- name: order_group_by
-- class: order
-- leaks: output /{full_name}/
-- known: ridi-oss/proxy-monster pull request 114
-- proxy: twin
SELECT full_name, count(*) FROM payroll.employees GROUP BY full_name;

-- name: order_distinct
-- class: order
-- leaks: output /{full_name}/
-- proxy: twin
SELECT DISTINCT full_name FROM payroll.employees;

-- name: order_percentile
-- class: order
-- leaks: output /{full_name}/
-- proxy: twin
SELECT string_agg(q, ' ' ORDER BY p) FROM generate_series(0.0, 1.0, 0.01) AS p, LATERAL (SELECT percentile_disc(p::float8) WITHIN GROUP (ORDER BY full_name) AS q FROM payroll.employees) AS x;

-- name: order_distinct_on
-- class: order
-- leaks: output /{order_by_number_list}/
-- proxy: twin
SELECT array_agg(employee_no) FROM (SELECT employee_no FROM (SELECT DISTINCT ON (personal_number) personal_number, employee_no FROM payroll.employees ORDER BY personal_number, employee_no) AS x LIMIT 5) AS y;

-- name: compare_hash
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE hashtext(personal_number::text) = hashtext('{personal_number}');

-- name: compare_text_search
-- class: compare
-- leaks: rows
-- proxy: twin
SELECT employee_no FROM payroll.employees WHERE to_tsvector('simple', personal_number::text) @@ to_tsquery('simple', '{personal_number}');

-- name: compare_text_search_headline
-- class: compare
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT ts_headline('simple', personal_number::text, plainto_tsquery('simple', '{personal_number}')) FROM payroll.employees;

-- name: compare_search_order
-- class: compare
-- leaks: output /{order_by_number}/
-- proxy: twin
WITH RECURSIVE r AS (SELECT employee_no, personal_number FROM payroll.employees UNION ALL SELECT r.employee_no, r.personal_number FROM r WHERE false) SEARCH DEPTH FIRST BY personal_number, employee_no SET place SELECT employee_no FROM r ORDER BY place LIMIT 5;

-- name: compare_cycle_path
-- class: compare
-- leaks: output /{personal_number}/
-- proxy: twin
WITH RECURSIVE r AS (SELECT employee_no, personal_number FROM payroll.employees UNION ALL SELECT r.employee_no, r.personal_number FROM r WHERE false) CYCLE personal_number SET seen USING path SELECT employee_no, seen, path FROM r;
