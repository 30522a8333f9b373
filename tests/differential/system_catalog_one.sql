-- What the account sees is the same here and in system_catalog_other.sql; nothing else is.
CREATE SCHEMA payroll;
CREATE SCHEMA attendance;
CREATE TABLE payroll.departments (
  id int PRIMARY KEY,
  name varchar(40) NOT NULL,
  parent_id int CONSTRAINT departments_parent REFERENCES payroll.departments (id)
);
CREATE TABLE payroll.employees (
  employee_no char(6) PRIMARY KEY,
  full_name varchar(80) NOT NULL,
  personal_number char(12),
  birth_date date NOT NULL,
  department_id int NOT NULL CONSTRAINT employees_department REFERENCES payroll.departments (id)
    ON UPDATE CASCADE ON DELETE RESTRICT,
  note text,
  hidden_word text
);
CREATE INDEX employees_by_name ON payroll.employees (full_name DESC, department_id);
CREATE TABLE payroll.payslips (
  employee_no char(6) NOT NULL CONSTRAINT payslips_employee REFERENCES payroll.employees,
  month date NOT NULL,
  gross numeric(10, 2) NOT NULL,
  rate float8,
  parts int[],
  CONSTRAINT payslips_key UNIQUE (employee_no, month) INCLUDE (gross)
);
CREATE TABLE payroll."Odd Table" ("Größe" int PRIMARY KEY);
CREATE TABLE attendance.departments (id int PRIMARY KEY);
CREATE VIEW payroll.pay_view AS SELECT employee_no, gross FROM payroll.payslips;
CREATE VIEW payroll.pay_list AS
  SELECT e.employee_no, e.full_name AS name, e.personal_number, s.yearly, count(*) OVER () AS staff
  FROM payroll.employees e
  JOIN (SELECT employee_no AS no, gross * 12 AS yearly FROM payroll.payslips) s ON s.no = e.employee_no;
CREATE VIEW payroll.word_list AS SELECT employee_no, hidden_word FROM payroll.employees;
CREATE VIEW payroll.named AS SELECT id, 'payroll.departments'::regclass::text AS source FROM payroll.departments;
CREATE MATERIALIZED VIEW payroll.totals AS SELECT month, sum(gross) FROM payroll.payslips GROUP BY 1;
INSERT INTO payroll.departments VALUES (1, 'a', NULL);
ANALYZE;
