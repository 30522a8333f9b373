-- name: row_whole
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT e FROM payroll.employees AS e;

-- name: row_to_json
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT row_to_json(e) FROM payroll.employees AS e;

-- name: row_to_jsonb_keys
-- class: row
-- leaks: output /password/
-- proxy: twin
SELECT DISTINCT k FROM payroll.employees AS e, jsonb_object_keys(to_jsonb(e)) AS k;

-- name: row_to_text
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT e::text FROM payroll.employees AS e;

-- name: row_star_to_text
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT (e.*)::text FROM payroll.employees AS e;

-- name: row_concat
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT concat(e, e.employee_no) FROM payroll.employees AS e;

-- name: row_constructor_with_star
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT ROW(e.*, 1)::text FROM payroll.employees AS e;

-- name: row_field
-- class: row
-- leaks: output /{password}/
-- proxy: refused HIDDEN_OR_MISSING
SELECT (e).password FROM payroll.employees AS e;

-- name: row_field_of_row_of_sub_select
-- class: row
-- leaks: output /{password}/
-- proxy: refused CONSTRUCT_NOT_ANALYSED
SELECT (x.r).password FROM (SELECT e AS r FROM payroll.employees AS e) AS x;

-- name: row_functional_notation
-- class: row
-- leaks: output /{personal_number}/
-- proxy: refused HIDDEN_OR_MISSING
SELECT e.to_jsonb FROM payroll.employees AS e;

-- name: row_column_as_function
-- class: row
-- leaks: output /{password}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT password(e) FROM payroll.employees AS e;

-- name: row_composite_cast
-- class: row
-- leaks: output /{personal_number}/
-- proxy: refused TYPE_NOT_ALLOWED
SELECT CAST(ROW(e.*) AS payroll.employees) FROM payroll.employees AS e;

-- name: row_populate_record
-- class: row
-- leaks: output /{personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT jsonb_populate_record(e, '{}') FROM payroll.employees AS e;

-- name: row_compared
-- class: row
-- leaks: rows
-- proxy: twin
SELECT e.employee_no FROM payroll.employees AS e WHERE e::text LIKE '%{personal_number}%';

-- name: row_order
-- class: row
-- leaks: output /{order_by_number}/
-- proxy: twin
SELECT e.employee_no FROM payroll.employees AS e
ORDER BY (SELECT x FROM (SELECT e.personal_number, e.employee_no) AS x) LIMIT 5;

-- name: row_aggregated
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT array_agg(e ORDER BY e.employee_no)::text FROM payroll.employees AS e;

-- name: row_of_sub_select_with_raw_beside
-- class: row
-- leaks: output /{full_name}/
-- proxy: twin
SELECT x, x.full_name FROM (SELECT employee_no, full_name FROM payroll.employees) AS x;

-- name: row_of_cte_with_raw_beside
-- class: row
-- leaks: output /{full_name}/
-- proxy: twin
WITH c AS (SELECT employee_no, full_name FROM payroll.employees) SELECT a.full_name, to_json(b) FROM c AS a JOIN c AS b USING (employee_no);

-- name: row_column_twice_and_star
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT * FROM (SELECT e.personal_number, e.full_name, e.personal_number FROM payroll.employees AS e) AS x;

-- name: row_masked_field_of_row_of_sub_select
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT (x.e).personal_number, (x.e).full_name FROM (SELECT e FROM payroll.employees AS e) AS x;

-- name: row_field_of_array_of_rows
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT employee_no, (array_agg(e))[1].personal_number FROM payroll.employees AS e GROUP BY employee_no;

-- name: row_hidden_field_of_array_of_rows
-- class: row
-- leaks: output /{password}/
-- proxy: refused CONSTRUCT_NOT_ANALYSED
SELECT (array_agg(e))[1].password FROM payroll.employees AS e WHERE employee_no = '{employee_no}';

-- name: row_grouped_by_its_key
-- class: row
-- leaks: output /{personal_number}/
-- channel: GROUP BY key
-- proxy: twin
SELECT e, count(*) FROM payroll.employees AS e GROUP BY e.employee_no;

-- name: row_star_of_row_of_with_query
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
WITH c AS (SELECT e FROM payroll.employees AS e), d AS (SELECT e AS f FROM c) SELECT (d.f).* FROM d;

-- name: row_star_of_composite_call
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT (jsonb_each_text(to_jsonb(e))).* FROM payroll.employees AS e;

-- name: row_arrays_side_by_side
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT * FROM unnest(ARRAY(SELECT personal_number FROM payroll.employees ORDER BY employee_no), ARRAY(SELECT full_name FROM payroll.employees ORDER BY employee_no));

-- name: row_xml
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT xmlelement(name e, xmlattributes(personal_number), xmlforest(full_name, personal_number)) FROM payroll.employees;

-- name: row_xml_of_rows
-- class: row
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT xmlserialize(content xmlagg(xmlforest(personal_number AS n) ORDER BY employee_no) AS text) FROM payroll.employees;
