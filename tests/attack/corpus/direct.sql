-- name: direct_redacted_column
-- class: direct
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT personal_number FROM payroll.employees ORDER BY employee_no;

-- name: direct_hidden_column
-- class: direct
-- leaks: output /{password}/
-- channel: hidden or missing
-- proxy: refused HIDDEN_OR_MISSING
SELECT password FROM payroll.employees ORDER BY employee_no;

-- name: direct_column_added_later
-- class: direct
-- leaks: rows
-- channel: hidden or missing
-- proxy: refused HIDDEN_OR_MISSING
SELECT added_later FROM payroll.employees;

-- name: direct_hidden_column_in_where
-- class: direct
-- leaks: rows
-- channel: hidden or missing
-- proxy: refused HIDDEN_OR_MISSING
SELECT employee_no FROM payroll.employees WHERE password LIKE left('{password}', 3) || '%';

-- name: direct_hidden_column_in_order_by
-- class: direct
-- leaks: output /{order_by_password}/
-- channel: hidden or missing
-- proxy: refused HIDDEN_OR_MISSING
SELECT employee_no FROM payroll.employees ORDER BY password LIMIT 5;

-- name: direct_star
-- class: direct
-- leaks: output /{personal_number}/
-- proxy: twin
SELECT * FROM payroll.employees;

-- name: direct_table_command
-- class: direct
-- leaks: output /{personal_number}/
-- proxy: twin
TABLE payroll.employees;

-- name: direct_unlisted_table
-- class: direct
-- leaks: rows
-- channel: hidden or missing
-- proxy: refused HIDDEN_OR_MISSING
SELECT * FROM payroll.not_listed;

-- name: direct_materialized_view
-- class: direct
-- leaks: output /{personal_number}/
-- channel: stored results
-- proxy: refused HIDDEN_OR_MISSING
SELECT * FROM payroll.numbers_kept;

-- name: direct_view_over_redacted_column
-- class: direct
-- leaks: output /{personal_number}/
-- channel: views
-- known: PostgreSQL Anonymizer: views over masked tables
-- proxy: twin
SELECT * FROM payroll.all_numbers;

-- name: direct_view_over_hidden_column
-- class: direct
-- leaks: output /{password}/
-- channel: views
-- proxy: refused HIDDEN_OR_MISSING
SELECT * FROM payroll.passwords;

-- name: direct_name
-- class: direct
-- leaks: output /{full_name}/
-- proxy: twin
SELECT full_name FROM payroll.employees;

-- name: direct_phone
-- class: direct
-- leaks: output /{phone}/
-- proxy: twin
SELECT phone FROM payroll.employees;

-- name: direct_note
-- class: direct
-- leaks: output /5678 9012/
-- proxy: twin
SELECT note FROM payroll.employees;

-- name: direct_birth_date
-- class: direct
-- leaks: output /{birth_date}/
-- proxy: twin
SELECT birth_date FROM payroll.employees;

-- name: direct_bank_account
-- class: direct
-- leaks: output /{bank_account}/
-- proxy: twin
SELECT bank_account FROM payroll.payslips;

-- name: direct_enum_and_row_types
-- class: direct
-- leaks: output /secret-b/
-- proxy: twin
SELECT * FROM payroll.gadgets;

-- name: direct_row_type_column
-- class: direct
-- leaks: output /secret-b/
-- proxy: refused HIDDEN_OR_MISSING
SELECT (g.pair).b FROM payroll.gadgets AS g;

-- name: direct_hidden_row
-- class: direct
-- as: filtered
-- leaks: output /{special_employee_no}/
-- proxy: twin
SELECT employee_no FROM payroll.employees;

-- name: direct_hidden_row_by_key
-- class: direct
-- as: filtered
-- leaks: rows
-- proxy: twin
SELECT department_id FROM payroll.employees WHERE employee_no = '{special_employee_no}';

-- name: direct_count_of_hidden_rows
-- class: direct
-- as: filtered
-- leaks: output /^90$/
-- proxy: twin
SELECT count(*) FROM payroll.employees;

-- name: direct_foreign_table
-- class: direct
-- leaks: output /[0-9]{12}/
-- channel: stored results
-- proxy: refused HIDDEN_OR_MISSING
SELECT personal_number FROM payroll.fetched_numbers;

-- name: direct_listed_foreign_table
-- class: direct
-- leaks: output /[0-9]{12}/
-- channel: stored results
-- proxy: twin
SELECT personal_number FROM payroll.fetched_people;
