-- The tables of tests/proxy/sql/fixture.cc with deterministic rows: duplicates, NULLs, empty and odd texts among them.
CREATE SCHEMA payroll;
CREATE SCHEMA attendance;
CREATE TABLE payroll.departments (id int4 PRIMARY KEY, name text);
CREATE TABLE payroll.employees (
  employee_no text PRIMARY KEY,
  full_name text,
  personal_number char(12),
  birth_date date,
  department_id int4 REFERENCES payroll.departments,
  phone text,
  note text,
  employment_kind text,
  password text,
  added_later text
);
CREATE INDEX ON payroll.employees (full_name);
CREATE TABLE payroll.payslips (
  id int8 PRIMARY KEY,
  employee_no text REFERENCES payroll.employees,
  month date,
  gross int4,
  bank_account text
);
CREATE TABLE payroll.insured (
  id int4 PRIMARY KEY,
  insured_no text,
  branch int2,
  amount int8,
  employee_no text
);
CREATE INDEX ON payroll.insured (insured_no);
CREATE TABLE payroll.forms (id int4 PRIMARY KEY, content jsonb, clearance int2);
CREATE TABLE attendance.employees (employee_no text PRIMARY KEY, full_name text);
CREATE TABLE payroll.not_listed (id int4 PRIMARY KEY);
CREATE VIEW payroll.current_pay AS
  SELECT e.employee_no, e.full_name, p.gross
  FROM payroll.employees e JOIN payroll.payslips p ON e.employee_no = p.employee_no;

INSERT INTO payroll.departments
SELECT i, (ARRAY['総務課', '人事課', '税務課', '福祉課', '', NULL, 'R&D "x"', '水道課'])[i] FROM generate_series(1, 8) i;
INSERT INTO payroll.employees
SELECT lpad((100000 + i * 7919 % 900000)::text, 6, '0'),
  CASE WHEN i % 13 = 0 THEN NULL WHEN i % 17 = 0 THEN ''
    ELSE (ARRAY['佐藤 一郎', '鈴木 花子', '𠮷田 髙志', 'O''Brien', 'a"b\c', '渡邉 德子', '辻' || U&'\+0E0100' || ' 健'])[1 + i % 7]
      || CASE WHEN i % 3 = 0 THEN '' ELSE (i % 11)::text END END,
  CASE WHEN i % 5 = 0 THEN NULL ELSE lpad((i::int8 * 7919004321 % 1000000000000)::text, 12, '0') END,
  CASE WHEN i % 19 = 0 THEN NULL WHEN i % 29 = 0 THEN 'infinity' ELSE date '1960-01-01' + i * 137 END,
  CASE WHEN i % 23 = 0 THEN NULL ELSE 1 + i % 8 END,
  CASE WHEN i % 7 = 0 THEN NULL ELSE '090-' || lpad((i * 37 % 10000)::text, 4, '0') || '-1234' END,
  CASE WHEN i % 4 = 0 THEN '番号は １２３４-5678 9012 です' WHEN i % 4 = 1 THEN '' WHEN i % 4 = 2 THEN NULL ELSE '異動 ' || i END,
  (ARRAY['regular', 'part', 'special', NULL])[1 + i % 4],
  md5(i::text), 'x'
FROM generate_series(1, 90) i;
INSERT INTO attendance.employees
SELECT employee_no, full_name FROM payroll.employees WHERE department_id IS DISTINCT FROM 3;
INSERT INTO payroll.payslips
SELECT row_number() OVER (), employee_no, month::date,
  CASE WHEN i % 31 = 0 THEN NULL ELSE 200000 + (i * 7919) % 150000 END,
  CASE WHEN i % 9 = 0 THEN NULL ELSE lpad((i % 40 * 104729 % 10000000)::text, 7, '0') END
FROM (SELECT employee_no, row_number() OVER (ORDER BY employee_no) i FROM payroll.employees) e,
  generate_series(timestamp '2023-01-01', '2023-06-01', interval '1 month') month;
INSERT INTO payroll.not_listed VALUES (1);
-- Numbers of every kind: short and long ones, with zeros before them, Individual Numbers among them, at the bounds of types.
INSERT INTO payroll.insured
SELECT CASE i % 10 WHEN 0 THEN -i WHEN 1 THEN 2147483647 - i WHEN 2 THEN 1000000 + i WHEN 3 THEN -2147483648 + i ELSE i END,
  (ARRAY['000123', '123456789018', '123456789012', lpad(i::text, 7, '0'), '12345', '', NULL, '１２３４５６', i || '-1',
    repeat(i::text, 20)])[1 + i * 7 % 10],
  (ARRAY[0, 1, -1, 32767, -32768, NULL, 12])[1 + i % 7],
  (ARRAY[0, -1, 9223372036854775807, -9223372036854775808, 123456789012, 2147483648, NULL, 999999, 1000000])[1 + i * 5 % 9]
    + CASE WHEN i * 5 % 9 IN (2, 3) THEN 0 ELSE i % 3 END,
  employee_no
FROM (SELECT employee_no, row_number() OVER (ORDER BY employee_no) i FROM payroll.employees) e;
INSERT INTO payroll.forms
SELECT i,
  CASE WHEN i % 11 = 0 THEN NULL WHEN i % 7 = 0 THEN '[]' WHEN i % 5 = 0 THEN '"text"'
    ELSE jsonb_build_object('form_version', i % 3, 'number', lpad((i * 7919)::text, 12, '0'),
      'lines', jsonb_build_array(jsonb_build_object('kind', 'k' || i % 4, 'amount', i), i)) END,
  CASE WHEN i % 13 = 0 THEN NULL ELSE i % 5 END
FROM generate_series(1, 40) i;
