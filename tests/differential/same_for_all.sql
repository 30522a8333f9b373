-- Before the twins of indistinguishable_test part: rows in a known physical order, and no constraint
-- that says which hidden rows there must be.
DROP MATERIALIZED VIEW payroll.numbers_kept;
ALTER TABLE payroll.payslips DROP CONSTRAINT payslips_employee_no_fkey;
CREATE TABLE payroll.kept_employees AS
  SELECT e.*, row_number() OVER (ORDER BY e.ctid) * 10 AS place FROM payroll.employees AS e;
CREATE TABLE payroll.kept_payslips AS
  SELECT p.*, row_number() OVER (ORDER BY p.ctid) * 10 AS place FROM payroll.payslips AS p;
CREATE TABLE payroll.kept_attendance AS
  SELECT a.*, row_number() OVER (ORDER BY a.ctid) * 10 AS place FROM attendance.employees AS a;
TRUNCATE payroll.employees, payroll.payslips, attendance.employees;
