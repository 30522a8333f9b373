-- name: message_cast_to_integer
-- class: message
-- leaks: output /{personal_number}/
-- known: bytebase pull request 19371
-- proxy: twin
SELECT ('x' || personal_number)::int4 FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_cast_name_to_date
-- class: message
-- leaks: output /{full_name}/
-- proxy: twin
SELECT full_name::date FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_cast_name_to_json
-- class: message
-- leaks: output /invalid input syntax for type json/
-- proxy: twin
SELECT full_name::json FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_cast_name_to_uuid
-- class: message
-- leaks: output /{full_name}/
-- proxy: twin
SELECT full_name::uuid FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_cast_name_to_boolean
-- class: message
-- leaks: output /{full_name}/
-- proxy: twin
SELECT full_name::bool FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_cast_name_to_array
-- class: message
-- leaks: output /{full_name}/
-- proxy: twin
SELECT full_name::text[] FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_division
-- class: message
-- leaks: output /division by zero/
-- proxy: twin
SELECT 1 / (personal_number::int8 - '{personal_number}'::int8) FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_division_by_birth_day
-- class: message
-- leaks: output /division by zero/
-- proxy: twin
SELECT 1 / (birth_date - date '{birth_date}') FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_jsonpath
-- class: message
-- leaks: output /error|ERROR/
-- proxy: twin
SELECT jsonb_path_query(to_jsonb(e), 'strict $.personal_number.x') FROM payroll.employees AS e WHERE employee_no = '{employee_no}';

-- name: message_regular_expression
-- class: message
-- leaks: output /invalid regular expression/
-- proxy: twin
SELECT 'x' ~ ('(' || full_name) FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_to_date
-- class: message
-- leaks: output /ERROR/
-- proxy: twin
SELECT to_date(phone, 'YYYY-MM-DD') FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_to_number
-- class: message
-- leaks: output /ERROR/
-- proxy: twin
SELECT to_number(full_name, '999') FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_array_index
-- class: message
-- leaks: output /{middle_of_phone}/
-- proxy: twin
SELECT (string_to_array(phone, '-'))[2] FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_interval_out_of_range
-- class: message
-- leaks: output /ERROR/
-- proxy: twin
SELECT make_interval(secs => personal_number::float8 * 1e300) FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_substring_length
-- class: message
-- leaks: output /negative substring length/
-- proxy: twin
SELECT substring(full_name FROM 1 FOR position(' ' IN full_name) - 100) FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_limit
-- class: message
-- leaks: output /{personal_number}|out of range/
-- proxy: twin
SELECT 1 LIMIT (SELECT ('x' || personal_number)::int8 FROM payroll.employees WHERE employee_no = '{employee_no}');

-- name: message_more_than_one_row
-- class: message
-- leaks: output /more than one row/
-- proxy: twin
SELECT (SELECT generate_series(1, 2) WHERE e.personal_number = '{personal_number}') FROM payroll.employees AS e;

-- name: message_encoding
-- class: message
-- leaks: output /ERROR/
-- proxy: twin
SELECT convert_to(full_name, 'LATIN1') FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_chr
-- class: message
-- leaks: output /ERROR/
-- proxy: twin
SELECT chr(personal_number::int8::int4) FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_view_says_what_is_missing
-- class: message
-- leaks: output /{password}/
-- channel: views
-- proxy: refused HIDDEN_OR_MISSING
SELECT p.password FROM payroll.passwords AS p JOIN payroll.employees AS e USING (employee_no);

-- name: message_xml_parser_quotes
-- class: message
-- leaks: output /{personal_number}/
-- proxy: refused CONSTRUCT_NOT_ANALYSED
SELECT xmlparse(document personal_number::text) FROM payroll.employees WHERE employee_no = '{employee_no}';

-- name: message_hint_names_a_hidden_column
-- class: message
-- leaks: output /employees[.]password/
-- channel: hidden or missing
-- proxy: refused HIDDEN_OR_MISSING
SELECT passwort FROM payroll.employees;
