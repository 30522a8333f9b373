-- name: sqltext_query_to_xml
-- class: sqltext
-- leaks: output /{personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT query_to_xml('SELECT personal_number FROM payroll.employees', true, false, '');

-- name: sqltext_query_to_xml_in_where
-- class: sqltext
-- leaks: rows
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT 1 WHERE query_to_xml('SELECT personal_number FROM payroll.employees', true, false, '')::text LIKE '%{personal_number}%';

-- name: sqltext_table_to_xml
-- class: sqltext
-- leaks: output /{personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT pg_catalog.table_to_xml('payroll.all_numbers', true, false, '');

-- name: sqltext_schema_to_xml
-- class: sqltext
-- leaks: output /{full_name}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT schema_to_xml('attendance', true, false, '');

-- name: sqltext_ts_stat
-- class: sqltext
-- leaks: output /{personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT word FROM ts_stat('SELECT to_tsvector(''simple'', personal_number) FROM payroll.employees');

-- name: sqltext_ts_rewrite
-- class: sqltext
-- leaks: output /{personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT ts_rewrite('a'::tsquery, 'SELECT ''a''::tsquery, personal_number::text::tsquery FROM payroll.employees WHERE employee_no = ''{employee_no}''');

-- name: sqltext_dblink_like_function
-- class: sqltext
-- leaks: output /{personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT payroll.run_sql('SELECT personal_number::text FROM payroll.employees');

-- name: sqltext_dblink_like_function_in_from
-- class: sqltext
-- leaks: output /{personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT t FROM payroll.run_sql('SELECT personal_number::text FROM payroll.employees') AS t;

-- name: sqltext_function_with_side_effect_in_where
-- class: sqltext
-- leaks: output /it is {personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT 1 FROM payroll.employees WHERE employee_no = '{employee_no}' AND payroll.tell(employee_no);

-- name: sqltext_function_in_rows_from
-- class: sqltext
-- leaks: output /{personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT * FROM ROWS FROM (generate_series(1, 2), payroll.run_sql('SELECT personal_number::text FROM payroll.employees')) AS t;

-- name: sqltext_function_in_limit
-- class: sqltext
-- leaks: output /it is {personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT 1 LIMIT (SELECT payroll.tell('{employee_no}')::int);

-- name: sqltext_function_in_window_frame
-- class: sqltext
-- leaks: output /{personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT max(payroll.number_of(employee_no)) OVER (PARTITION BY payroll.number_of(employee_no)) FROM payroll.employees;

-- name: sqltext_function_in_filter
-- class: sqltext
-- leaks: output /it is {personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT count(*) FILTER (WHERE payroll.tell('{employee_no}')) FROM payroll.departments;

-- name: sqltext_function_in_aggregate_order
-- class: sqltext
-- leaks: output /it is {personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT array_agg(id ORDER BY payroll.tell('{employee_no}')) FROM payroll.departments;

-- name: sqltext_xmltable
-- class: sqltext
-- leaks: output /{personal_number}/
-- proxy: refused CONSTRUCT_NOT_ANALYSED
SELECT x.n FROM payroll.employees AS e, XMLTABLE('/a' PASSING XMLPARSE(CONTENT '<a>' || e.personal_number || '</a>') COLUMNS n text PATH '.') AS x;

-- name: sqltext_xmlelement
-- class: sqltext
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT xmlelement(NAME a, personal_number) FROM payroll.employees;

-- name: sqltext_do
-- class: sqltext
-- leaks: output /{personal_number}/
-- proxy: refused STATEMENT_NOT_ALLOWED
DO $$ BEGIN RAISE EXCEPTION '%', payroll.number_of('{employee_no}'); END $$;

-- name: userobject_function
-- class: userobject
-- leaks: output /{personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT payroll.number_of('{employee_no}');

-- name: userobject_overload_of_allowed_name
-- class: userobject
-- leaks: output /{personal_number}/
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT public.md5('{employee_no}'::varchar);

-- name: userobject_overload_found_by_type
-- class: userobject
-- leaks: output /{personal_number}/
-- proxy: twin
-- Without a schema only pg_catalog is meant, where md5 gives a digest.
SELECT md5('{employee_no}'::varchar);

-- name: userobject_overload_for_the_row_type
-- class: userobject
-- leaks: output /{personal_number}/
-- proxy: refused NO_SUCH_FUNCTION
SELECT upper(e) FROM payroll.employees AS e;

-- name: userobject_overload_for_any_row
-- class: userobject
-- leaks: output /{personal_number}/
-- proxy: refused NO_SUCH_FUNCTION
SELECT reverse(e) FROM payroll.employees AS e;

-- name: userobject_aggregate
-- class: userobject
-- leaks: output /{personal_number}/
-- proxy: refused NO_SUCH_FUNCTION
SELECT max(e)::text FROM payroll.employees AS e;

-- name: userobject_operator
-- class: userobject
-- leaks: rows
-- proxy: refused OPERATOR_NOT_ALLOWED
SELECT employee_no FROM payroll.employees WHERE personal_number::text OPERATOR(payroll.===) '{personal_number}';

-- name: userobject_overload_of_allowed_operator
-- class: userobject
-- leaks: output /{personal_number}/
-- proxy: refused NO_SUCH_FUNCTION
SELECT employee_no - ''::text FROM payroll.employees;

-- name: userobject_operator_with_schema
-- class: userobject
-- leaks: output /{personal_number}/
-- proxy: refused OPERATOR_NOT_ALLOWED
SELECT employee_no OPERATOR(public.-) ''::text FROM payroll.employees;

-- name: userobject_operator_of_any
-- class: userobject
-- leaks: rows
-- proxy: refused OPERATOR_NOT_ALLOWED
SELECT employee_no FROM payroll.employees WHERE personal_number::text OPERATOR(payroll.===) ANY (ARRAY['{personal_number}']);

-- name: userobject_operator_of_sub_select
-- class: userobject
-- leaks: rows
-- proxy: refused OPERATOR_NOT_ALLOWED
SELECT employee_no FROM payroll.employees WHERE personal_number::text OPERATOR(payroll.===) ANY (SELECT '{personal_number}');

-- name: userobject_order_using
-- class: userobject
-- leaks: output /{order_by_number}/
-- proxy: refused CONSTRUCT_NOT_ANALYSED
SELECT employee_no FROM payroll.employees ORDER BY personal_number USING ~<~ LIMIT 5;

-- name: userobject_order_using_less
-- class: userobject
-- leaks: output /{order_by_number}/
-- proxy: twin
SELECT employee_no FROM payroll.employees ORDER BY personal_number USING <, employee_no LIMIT 5;

-- name: sqltext_function_as_field_of_scalar
-- class: sqltext
-- leaks: output /PG_VERSION/
-- proxy: refused CONSTRUCT_NOT_ANALYSED
SELECT (x.f).pg_ls_dir FROM (SELECT f FROM unnest(ARRAY['.'::text]) AS f(pg_ls_dir)) AS x;

-- name: sqltext_function_as_field_of_call
-- class: sqltext
-- leaks: output /PG_VERSION/
-- proxy: refused CONSTRUCT_NOT_ANALYSED
SELECT (concat('.')).pg_ls_dir;

-- name: sqltext_function_as_field_of_composite_call
-- class: sqltext
-- leaks: output /{personal_number}/
-- proxy: refused CONSTRUCT_NOT_ANALYSED
SELECT (jsonb_each(to_jsonb(e))).to_jsonb FROM payroll.employees AS e;

-- name: sqltext_text_search_configuration_by_name
-- class: sqltext
-- leaks: rows
-- proxy: refused FUNCTION_NOT_ALLOWED
SELECT to_tsvector('payroll.hidden_dictionary', 'a');

-- name: sqltext_text_search_configuration_by_cast
-- class: sqltext
-- leaks: rows
-- proxy: refused TYPE_NOT_ALLOWED
SELECT ts_headline('payroll.hidden_dictionary'::regconfig, 'a', 'a'::tsquery);

-- name: userobject_domain_with_check
-- class: userobject
-- leaks: output /it is {personal_number}/
-- proxy: refused TYPE_NOT_ALLOWED
SELECT employee_no::payroll.told FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: userobject_domain_in_json_to_record
-- class: userobject
-- leaks: output /it is {personal_number}/
-- proxy: refused TYPE_NOT_ALLOWED
SELECT * FROM json_to_record('{"a": "{employee_no}"}') AS t(a payroll.told);

-- name: userobject_enum
-- class: userobject
-- leaks: output /loud/
-- proxy: refused TYPE_NOT_ALLOWED
SELECT 'loud'::payroll.mood;
