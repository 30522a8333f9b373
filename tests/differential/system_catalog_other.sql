-- The same to the account as system_catalog_one.sql. Hidden things take object ids and places of
-- columns; they have types, defaults, checks, keys, comments, statistics, rules and policies of
-- their own.
CREATE ROLE hidden_role;
CREATE SCHEMA hidden_schema;
CREATE SCHEMA payroll AUTHORIZATION hidden_role;
CREATE TYPE payroll.hidden_enum AS ENUM ('secret_label', 'b');
CREATE DOMAIN payroll.hidden_domain AS text CHECK (value <> 'secret');
CREATE SEQUENCE payroll.hidden_sequence;
CREATE TABLE payroll.hidden_table (id int PRIMARY KEY, number text UNIQUE, kind payroll.hidden_enum);
CREATE TABLE hidden_schema.departments (id int PRIMARY KEY);
CREATE SCHEMA attendance;
CREATE TABLE payroll.departments (
  hidden_first payroll.hidden_domain,
  hidden_dropped text,
  id int PRIMARY KEY DEFAULT nextval('payroll.hidden_sequence'),
  hidden_second int REFERENCES payroll.hidden_table (id),
  name varchar(40) NOT NULL DEFAULT 'secret default',
  parent_id int CONSTRAINT departments_parent REFERENCES payroll.departments (id)
    CONSTRAINT hidden_check CHECK (parent_id <> 4711)
);
ALTER TABLE payroll.departments DROP COLUMN hidden_dropped;
CREATE TABLE payroll.employees (
  employee_no char(6) PRIMARY KEY,
  full_name varchar(80) NOT NULL,
  personal_number char(14) NOT NULL UNIQUE,
  birth_date date NOT NULL,
  department_id int NOT NULL CONSTRAINT employees_department REFERENCES payroll.departments (id)
    ON UPDATE CASCADE ON DELETE RESTRICT,
  hidden_kind payroll.hidden_enum,
  note varchar(99) DEFAULT 'secret default',
  hidden_word varchar(12) NOT NULL,
  UNIQUE (employee_no, hidden_word)
) WITH (fillfactor = 50);
ALTER TABLE payroll.employees ALTER COLUMN note TYPE text;
CREATE INDEX employees_by_name ON payroll.employees (full_name DESC, department_id);
CREATE INDEX hidden_partial ON payroll.employees (department_id) WHERE note = 'secret';
CREATE INDEX hidden_expression ON payroll.employees (lower(note));
CREATE INDEX hidden_index ON payroll.employees (department_id, hidden_word);
CREATE STATISTICS payroll.hidden_statistics ON department_id, note FROM payroll.employees;
ALTER TABLE payroll.employees ENABLE ROW LEVEL SECURITY;
CREATE POLICY hidden_policy ON payroll.employees TO hidden_role USING (note <> 'secret');
CREATE TABLE payroll.payslips (
  employee_no char(6) NOT NULL CONSTRAINT payslips_employee REFERENCES payroll.employees,
  month date NOT NULL,
  gross numeric(10, 2) NOT NULL,
  hidden int,
  rate float8,
  parts int[],
  CONSTRAINT payslips_key UNIQUE (employee_no, month) INCLUDE (gross)
);
ALTER TABLE payroll.payslips DROP COLUMN hidden;
CREATE TABLE payroll."Odd Table" ("Größe" int PRIMARY KEY);
CREATE TABLE hidden_schema.referring (employee_no char(6) REFERENCES payroll.employees);
CREATE TABLE attendance.departments (id int PRIMARY KEY);
CREATE VIEW payroll.pay_view AS SELECT employee_no, gross FROM payroll.payslips WHERE gross > 4711;
CREATE VIEW payroll.pay_list AS
  SELECT e.employee_no, e.full_name AS name, e.personal_number, s.yearly, count(*) OVER () AS staff
  FROM payroll.employees e
  JOIN (SELECT employee_no AS no, gross * 12 AS yearly FROM payroll.payslips) s ON s.no = e.employee_no;
CREATE VIEW payroll.word_list AS SELECT employee_no, hidden_word FROM payroll.employees;
CREATE VIEW payroll.named AS SELECT id, 'payroll.departments'::regclass::text AS source FROM payroll.departments;
CREATE MATERIALIZED VIEW payroll.totals AS
  SELECT month, count(*) AS hidden_count FROM payroll.payslips GROUP BY 1;
CREATE FUNCTION payroll.hidden_function(int) RETURNS int LANGUAGE sql AS 'SELECT 4711';
CREATE FUNCTION payroll.hidden_trigger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER hidden_trigger BEFORE INSERT ON payroll.departments
  FOR EACH ROW EXECUTE FUNCTION payroll.hidden_trigger();
CREATE PUBLICATION hidden_publication FOR TABLE payroll.employees;
COMMENT ON TABLE payroll.employees IS 'secret comment';
COMMENT ON COLUMN payroll.employees.note IS 'secret comment';
COMMENT ON SCHEMA payroll IS 'secret comment';
GRANT SELECT ON payroll.employees TO hidden_role;
GRANT SELECT (note) ON payroll.employees TO hidden_role;
INSERT INTO payroll.departments (id, name) SELECT i, 'a' || i FROM generate_series(1, 5000) AS i;
ANALYZE;
