-- After the twins have parted: the rows in their physical order, and fresh statistics.
INSERT INTO payroll.employees
SELECT employee_no, full_name, personal_number, birth_date, department_id, phone, note, employment_kind, password, added_later
FROM payroll.kept_employees ORDER BY place;
INSERT INTO payroll.payslips
SELECT id, employee_no, month, gross, bank_account FROM payroll.kept_payslips ORDER BY place;
INSERT INTO attendance.employees SELECT employee_no, full_name FROM payroll.kept_attendance ORDER BY place;
DROP TABLE payroll.kept_employees, payroll.kept_payslips, payroll.kept_attendance;
VACUUM ANALYZE;
