-- name: direct_column
-- class: direct
-- leaks: output /{personal_number}/
SELECT e.personal_number FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: direct_star
-- class: direct
-- leaks: output /{personal_number}/
SELECT * FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: direct_table_command
-- class: direct
-- leaks: output /{personal_number}/
TABLE payroll.employees;

-- name: direct_whole_row
-- class: direct
-- leaks: output /{personal_number}/
SELECT e FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: direct_composite_field
-- class: direct
-- leaks: output /{personal_number}/
SELECT (e).personal_number FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: direct_composite_star
-- class: direct
-- leaks: output /{personal_number}/
SELECT (e).* FROM payroll.employees AS e WHERE e.employee_no = '{employee_no}';

-- name: direct_full_qualified
-- class: direct
-- leaks: output /{personal_number}/
SELECT payroll.employees.personal_number FROM payroll.employees
WHERE payroll.employees.employee_no = '{employee_no}';

-- name: direct_credential
-- class: direct
-- leaks: output /argon2id/
SELECT u.password_hash FROM payroll.system_users AS u WHERE u.user_id = 'jinji01';

-- name: direct_hidden_row
-- class: direct
-- leaks: output /{special_base_pay}/
SELECT max(p.base_pay) FROM payroll.payslips AS p WHERE p.employee_no = '{special_employee_no}';

-- name: direct_hidden_row_name
-- class: direct
-- leaks: output /{special_name}/
SELECT e.full_name FROM payroll.employees AS e WHERE e.employee_no = '{special_employee_no}';
