-- A small database with everything that the review looks at.
CREATE SCHEMA payroll;
CREATE SCHEMA tools;
CREATE ROLE reader NOLOGIN NOINHERIT;
CREATE ROLE second NOLOGIN NOINHERIT;
CREATE TYPE payroll.kind AS ENUM ('a', 'b');

CREATE TABLE payroll.employees (
  employee_no text PRIMARY KEY,
  full_name text NOT NULL,
  birth_date date,
  postal_code text,
  pay int4,
  kind payroll.kind,
  is_special bool NOT NULL DEFAULT false,
  personal_number text
);
-- One was born in 1950, 9 in 1990, 90 in 2000; the first two share a postal code, and the one is
-- special.
INSERT INTO payroll.employees
SELECT to_char(i, 'FM000'), 'name ' || i,
       make_date(CASE WHEN i = 1 THEN 1950 WHEN i <= 10 THEN 1990 ELSE 2000 END, 1 + i % 12, 1),
       CASE WHEN i <= 2 THEN '900-0001' ELSE '100-0001' END, 300000, 'a', i = 1, '123456789012'
FROM generate_series(1, 100) AS i;

CREATE TABLE payroll.slips (
  slip_no int PRIMARY KEY,
  employee_no text REFERENCES payroll.employees (employee_no),
  paid_on date,
  amount int4
);
INSERT INTO payroll.slips
SELECT i, to_char(i, 'FM000'), '2026-04-17', 300000 FROM generate_series(1, 100) AS i;

CREATE TABLE payroll.logs (log_no int, at date) PARTITION BY RANGE (at);
CREATE TABLE payroll.logs_2026 PARTITION OF payroll.logs
  FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

CREATE VIEW payroll.directory AS SELECT employee_no, full_name FROM payroll.employees;
CREATE VIEW payroll.totals AS
  SELECT e.employee_no, date_trunc('year', e.birth_date)::date AS born,
         (SELECT sum(s.amount) FROM payroll.slips AS s WHERE s.employee_no = e.employee_no) AS total
  FROM payroll.employees AS e WHERE e.pay > 0;
CREATE VIEW payroll.nested AS SELECT d.full_name AS who, d.employee_no FROM payroll.directory AS d;
CREATE FUNCTION tools.shorten(value text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT left(value, 1)';
CREATE VIEW payroll.initials AS
  SELECT tools.shorten(e.full_name) AS initial, e.pay FROM payroll.employees AS e;
CREATE VIEW payroll.own WITH (security_invoker = true) AS SELECT employee_no FROM payroll.employees;
CREATE VIEW payroll.sizes AS SELECT c.relname AS name FROM pg_catalog.pg_class AS c;
CREATE MATERIALIZED VIEW payroll.frozen AS SELECT e.full_name FROM payroll.employees AS e;
CREATE TABLE payroll.unlisted (a int);
