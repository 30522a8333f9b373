-- name: compare_equality
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND e.personal_number = '{personal_number}';

-- name: compare_like_prefix
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND e.personal_number LIKE left('{personal_number}', 3) || '%';

-- name: compare_regex
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND e.personal_number ~ '^{personal_number}$';

-- name: compare_between
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND e.personal_number BETWEEN '{personal_number}' AND '{personal_number}';

-- name: compare_in_list
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND e.personal_number IN ('{personal_number}', '1');

-- name: compare_row_comparison
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND (e.employee_no, e.personal_number) = ('{employee_no}', '{personal_number}');

-- name: compare_position
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND position('{personal_number}' IN e.personal_number) = 1;

-- name: compare_digest
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND md5(e.personal_number) = md5('{personal_number}');

-- name: compare_name_equality
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND e.full_name = '{full_name}';

-- name: compare_name_prefix
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND e.full_name LIKE left('{full_name}', 1) || '%';

-- name: compare_name_length
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND length(e.full_name) = length('{full_name}');

-- name: compare_exact_birth_date
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND e.birth_date = date '{birth_date}';

-- name: compare_whole_row_like
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
WHERE e.employee_no = '{employee_no}' AND e::text LIKE '%{personal_number}%';

-- name: compare_account_prefix
-- class: compare
-- leaks: rows
SELECT a.employee_no FROM payroll.bank_accounts AS a
WHERE a.employee_no = '{employee_no}' AND a.account_number LIKE left('{account_number}', 4) || '%';

-- name: compare_having
-- class: compare
-- leaks: rows
SELECT count(*) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}'
HAVING max(e.personal_number) = '{personal_number}';

-- name: compare_exists
-- class: compare
-- leaks: rows
SELECT 1 WHERE EXISTS (
  SELECT FROM payroll.employees AS e WHERE e.personal_number = '{personal_number}');

-- name: compare_join_values
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
JOIN (VALUES ('{personal_number}')) AS v(n) ON v.n = e.personal_number;

-- name: compare_join_on_number
-- class: compare
-- leaks: rows
SELECT e.employee_no FROM payroll.employees AS e
JOIN payroll.withholding_slips AS s ON s.personal_number = e.personal_number LIMIT 1;

-- name: compare_intersect
-- class: compare
-- leaks: rows
SELECT e.personal_number IS NULL FROM payroll.employees AS e
WHERE e.personal_number = ANY (ARRAY(SELECT s.personal_number FROM payroll.withholding_slips AS s)) LIMIT 1;

-- name: compare_generate_series_join
-- class: compare
-- leaks: output /{personal_number}/
-- One query, all twelve digits.
SELECT string_agg(d::text, '' ORDER BY p)
FROM payroll.employees AS e
JOIN generate_series(1, 12) AS p ON true
JOIN generate_series(0, 9) AS d ON substr(e.personal_number, p, 1) = d::text
WHERE e.employee_no = '{employee_no}';

-- name: compare_group_by_label_rows
-- class: compare
-- leaks: output /{personal_number}/
-- Rows of our own meet the hidden value in a group and bring its label out.
SELECT string_agg(g.label, '' ORDER BY g.p)
FROM (SELECT u.p, u.k, max(u.label) AS label, bool_or(u.hers) AS hers
      FROM (SELECT p, substr(e.personal_number, p, 1) AS k, NULL AS label, true AS hers
            FROM payroll.employees AS e, generate_series(1, 12) AS p WHERE e.employee_no = '{employee_no}'
            UNION ALL
            SELECT p, d::text, d::text, false
            FROM generate_series(1, 12) AS p, generate_series(0, 9) AS d) AS u
      GROUP BY u.p, u.k) AS g
WHERE g.hers;

-- name: compare_case_sum
-- class: compare
-- leaks: output /{personal_number}/
SELECT lpad(sum(CASE WHEN substr(e.personal_number, p, 1) = d::text
                     THEN d * 10::numeric ^ (12 - p) END)::bigint::text, 12, '0')
FROM payroll.employees AS e, generate_series(1, 12) AS p, generate_series(0, 9) AS d
WHERE e.employee_no = '{employee_no}';

-- name: compare_order_by
-- class: compare
-- leaks: output /{number_order}/
SELECT string_agg(x.employee_no, ' ') FROM (
  SELECT e.employee_no FROM payroll.employees AS e
  WHERE e.employee_no BETWEEN '100001' AND '100008' ORDER BY e.personal_number) AS x;

-- name: compare_rank
-- class: compare
-- leaks: output /{number_order}/
SELECT string_agg(x.employee_no, ' ' ORDER BY x.r) FROM (
  SELECT e.employee_no, rank() OVER (ORDER BY e.personal_number) AS r
  FROM payroll.employees AS e WHERE e.employee_no BETWEEN '100001' AND '100008') AS x;

-- name: compare_name_order
-- class: compare
-- leaks: output /{name_order}/
SELECT string_agg(x.employee_no, ' ') FROM (
  SELECT e.employee_no FROM payroll.employees AS e
  WHERE e.employee_no BETWEEN '100001' AND '100008'
  ORDER BY e.full_name_kana COLLATE "C", e.employee_no) AS x;
