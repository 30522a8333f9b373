-- name: derived_row_to_json
-- class: derived
-- leaks: output /{personal_number}/
SELECT row_to_json(e) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_to_jsonb
-- class: derived
-- leaks: output /{personal_number}/
SELECT to_jsonb(e) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_row_to_text
-- class: derived
-- leaks: output /{personal_number}/
SELECT e::text FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_star_to_text
-- class: derived
-- leaks: output /{personal_number}/
SELECT e.*::text FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_functional_to_jsonb
-- class: derived
-- leaks: output /{personal_number}/
SELECT e.to_jsonb FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_functional_row_to_json
-- class: derived
-- leaks: output /{personal_number}/
SELECT (e).row_to_json FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_functional_cast
-- class: derived
-- leaks: output /{personal_number}/
SELECT text(e.personal_number) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_concat_row
-- class: derived
-- leaks: output /{personal_number}/
SELECT concat('', e) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_format_row
-- class: derived
-- leaks: output /{personal_number}/
SELECT format('%s', e) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_xmlforest
-- class: derived
-- leaks: output /{personal_number}/
SELECT xmlforest(e.personal_number) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_json_build
-- class: derived
-- leaks: output /{personal_number}/
SELECT json_build_object(1, e.personal_number) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_json_agg
-- class: derived
-- leaks: output /{personal_number}/
SELECT json_agg(e) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_cast_to_bigint
-- class: derived
-- leaks: output /{personal_number_without_zeros}/
SELECT e.personal_number::bigint FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_substring_concat
-- class: derived
-- leaks: output /{personal_number}/
SELECT substr(e.personal_number, 1, 6) || substr(e.personal_number, 7) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_reverse
-- class: derived
-- leaks: output /{personal_number_reversed}/
SELECT reverse(e.personal_number) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_hex
-- class: derived
-- leaks: output /{personal_number_hex}/
SELECT encode(convert_to(e.personal_number, 'UTF8'), 'hex') FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_string_agg
-- class: derived
-- leaks: output /{personal_number}/
SELECT string_agg(e.personal_number, ',') FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_max
-- class: derived
-- leaks: output /{personal_number}/
SELECT max(e.personal_number) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_array_unnest
-- class: derived
-- leaks: output /{personal_number}/
SELECT unnest(ARRAY[e.personal_number]) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_array_literal
-- class: derived
-- leaks: output /{personal_number}/
SELECT ARRAY[e.employee_no::text, e.personal_number::text] FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_window_first
-- class: derived
-- leaks: output /{personal_number}/
SELECT first_value(e.personal_number) OVER (ORDER BY e.employee_no) FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_coalesce
-- class: derived
-- leaks: output /{personal_number}/
SELECT coalesce(e.personal_number, 'none') FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_greatest
-- class: derived
-- leaks: output /{personal_number}/
SELECT greatest(e.personal_number, '') FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_case_when
-- class: derived
-- leaks: output /{personal_number}/
SELECT CASE WHEN e.personal_number > '' THEN e.personal_number END FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_scalar_subquery
-- class: derived
-- leaks: output /{personal_number}/
SELECT (SELECT e.personal_number FROM payroll.employees AS e
        WHERE e.employee_no = '{employee_no}');

-- name: derived_cte
-- class: derived
-- leaks: output /{personal_number}/
WITH x AS (SELECT e.personal_number AS n FROM payroll.employees AS e
           WHERE e.employee_no = '{employee_no}')
SELECT n FROM x;

-- name: derived_union_position
-- class: derived
-- leaks: output /{personal_number}/
-- The name comes from the first branch.
SELECT d.department_code AS code FROM payroll.departments AS d
UNION ALL
SELECT e.personal_number FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: derived_lateral_values
-- class: derived
-- leaks: output /{personal_number}/
SELECT v.x FROM payroll.employees AS e, LATERAL (VALUES (e.personal_number)) AS v(x)
WHERE e.employee_no = '{employee_no}';

-- name: derived_jsonb_each
-- class: derived
-- leaks: output /{personal_number}/
SELECT j.value FROM payroll.employees AS e, jsonb_each_text(to_jsonb(e)) AS j WHERE e.employee_no = '{employee_no}';

-- name: derived_regexp_split
-- class: derived
-- leaks: output /{personal_number}/
SELECT string_agg(r.c, '') FROM payroll.employees AS e,
  LATERAL regexp_split_to_table(e.personal_number, '') AS r(c) WHERE e.employee_no = '{employee_no}';

-- name: derived_recursive_cte
-- class: derived
-- leaks: output /{personal_number}/
WITH RECURSIVE w(p, s) AS (
  SELECT 0, '' UNION ALL
  SELECT w.p + 1, w.s || (SELECT substr(e.personal_number, w.p + 1, 1)
                          FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}')
  FROM w WHERE w.p < 12)
SELECT s FROM w WHERE p = 12;
