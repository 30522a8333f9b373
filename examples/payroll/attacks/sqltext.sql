-- name: sqltext_query_to_xml
-- class: sqltext
-- leaks: output /{personal_number}/
SELECT query_to_xml('SELECT e.personal_number AS n FROM payroll.employees AS e WHERE e.employee_no = ''{employee_no}''', true, false, '');

-- name: sqltext_query_to_xml_and_xmlschema
-- class: sqltext
-- leaks: output /{personal_number}/
SELECT query_to_xml_and_xmlschema('SELECT e.personal_number AS n FROM payroll.employees AS e WHERE e.employee_no = ''{employee_no}''', true, false, '');

-- name: sqltext_query_to_xml_in_predicate
-- class: sqltext
-- leaks: rows
SELECT 1 WHERE query_to_xml('SELECT e.personal_number FROM payroll.employees AS e
  WHERE e.employee_no = ''{employee_no}''', true, false, '')::text LIKE '%{personal_number}%';

-- name: sqltext_table_to_xml
-- class: sqltext
-- leaks: output /{personal_number}/
SELECT table_to_xml('payroll.employees'::regclass, true, false, '');

-- name: sqltext_cursor_to_xml
-- class: sqltext
-- leaks: output /{personal_number}/
BEGIN; DECLARE c CURSOR FOR SELECT e.personal_number FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';
SELECT cursor_to_xml('c', 10, true, false, ''); ROLLBACK;

-- name: sqltext_ts_stat
-- class: sqltext
-- leaks: output /{personal_number}/
SELECT word FROM ts_stat('SELECT to_tsvector(''simple'', e.personal_number) FROM payroll.employees AS e
  WHERE e.employee_no = ''{employee_no}''');

-- name: sqltext_ts_rewrite
-- class: sqltext
-- leaks: output /{personal_number}/
SELECT ts_rewrite('a'::tsquery, 'SELECT ''a''::tsquery, e.personal_number::text::tsquery FROM payroll.employees AS e
  WHERE e.employee_no = ''{employee_no}''');

-- name: sqltext_execute_in_do
-- class: sqltext
-- leaks: output /{personal_number}/
DO $$ DECLARE n text; BEGIN
  EXECUTE 'SELECT e.personal_number FROM payroll.employees AS e WHERE e.employee_no = ''{employee_no}''' INTO n;
  RAISE NOTICE '%', n; END $$;
