-- Beside tests/differential/fixture_data.sql: what a superuser may have left in a database for an
-- attacker to find.
CREATE SEQUENCE payroll.ids;
SELECT nextval('payroll.ids');
SELECT lo_from_bytea(4711, convert_to(string_agg(personal_number, ','), 'UTF8')) FROM payroll.employees;

CREATE FUNCTION payroll.number_of(text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
  AS 'SELECT personal_number::text FROM payroll.employees WHERE employee_no = $1';
CREATE FUNCTION payroll.run_sql(text) RETURNS SETOF text LANGUAGE plpgsql SECURITY DEFINER
  AS 'BEGIN RETURN QUERY EXECUTE $1; END';
GRANT EXECUTE ON FUNCTION payroll.number_of, payroll.run_sql TO public;

-- Overloads of names that are allowed, found first by the owner's search_path or by their type.
CREATE FUNCTION public.md5(varchar) RETURNS text LANGUAGE sql STABLE
  AS 'SELECT personal_number::text FROM payroll.employees WHERE employee_no = $1';
CREATE FUNCTION public.upper(payroll.employees) RETURNS text LANGUAGE sql IMMUTABLE
  AS 'SELECT ($1).personal_number::text';
CREATE FUNCTION public.reverse(record) RETURNS text LANGUAGE plpgsql IMMUTABLE
  AS 'BEGIN RETURN $1::text; END';
CREATE AGGREGATE public.max(payroll.employees) (
  SFUNC = pg_catalog.array_append, STYPE = payroll.employees[]);

-- A user's operator, and an overload of an allowed one.
CREATE OPERATOR payroll.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_catalog.texteq);
CREATE FUNCTION public.number_minus(text, text) RETURNS text LANGUAGE sql STABLE
  AS 'SELECT personal_number::text FROM payroll.employees WHERE employee_no = $1';
CREATE OPERATOR public.- (LEFTARG = text, RIGHTARG = text, FUNCTION = public.number_minus);

CREATE FUNCTION payroll.tell(value text) RETURNS boolean LANGUAGE plpgsql AS
  'BEGIN RAISE EXCEPTION ''it is %'', payroll.number_of(value); END';
CREATE DOMAIN payroll.told AS text CHECK (VALUE IS NULL OR payroll.tell(VALUE));
CREATE TYPE payroll.mood AS ENUM ('quiet', 'loud');
CREATE TYPE payroll.pair AS (a text, b text);

-- May stand for files and functions of its own.
CREATE TEXT SEARCH CONFIGURATION payroll.hidden_dictionary (COPY = pg_catalog.simple);

CREATE VIEW payroll.all_numbers AS SELECT employee_no, personal_number FROM payroll.employees;
CREATE VIEW payroll.passwords AS SELECT employee_no, password FROM payroll.employees;
CREATE MATERIALIZED VIEW payroll.numbers_kept AS
  SELECT employee_no, personal_number FROM payroll.employees;

CREATE TABLE payroll.gadgets (
  id int4 PRIMARY KEY,
  owner text,
  mood payroll.mood,
  told payroll.told,
  pair payroll.pair,
  oids oid[]
);
INSERT INTO payroll.gadgets VALUES (1, 'somebody', 'loud', NULL, ROW('secret-a', 'secret-b'), '{1}');

-- One domain of tokens over columns of several types, and a collation under which different texts are
-- equal.
CREATE COLLATION payroll.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE payroll.codes (
  id int4 PRIMARY KEY,
  as_text text,
  as_varchar varchar(40),
  as_char char(40),
  as_int int4,
  as_bigint int8,
  as_date date,
  as_uuid uuid,
  as_loose text COLLATE payroll.loose
);
INSERT INTO payroll.codes
SELECT row_number() OVER (), t, t, t,
  CASE WHEN t ~ '^ *[+]?[0-9]{1,6} *$' THEN t::int4 END,
  CASE WHEN t ~ '^ *[+]?[0-9]{1,12} *$' THEN t::int8 END,
  CASE WHEN t ~ '^20' THEN t::date END,
  CASE WHEN t ~* '^[a{]' THEN t::uuid END,
  t
FROM unnest(ARRAY['7', '007', ' 7', '+7', '7 ', 'x', 'X', '', NULL, '2020-01-02', '20200102', '2020-01-02 ',
  'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
  '{a0eebc999c0b4ef8bb6d6bb9bd380a11}', '20240102']) AS t;

-- Parts of tables: partitions, and a child with a column of its own.
CREATE TABLE payroll.history (employee_no text, born date, personal_number char(12)) PARTITION BY RANGE (born);
CREATE TABLE payroll.history_old PARTITION OF payroll.history FOR VALUES FROM (MINVALUE) TO ('1980-01-01');
CREATE TABLE payroll.history_new PARTITION OF payroll.history DEFAULT;
INSERT INTO payroll.history SELECT employee_no, birth_date, personal_number FROM payroll.employees;
CREATE TABLE payroll.notices (id text, text text);
CREATE TABLE payroll.notices_of_numbers (personal_number char(12)) INHERITS (payroll.notices);
INSERT INTO payroll.notices SELECT employee_no, 'tel ' || phone FROM payroll.employees;
INSERT INTO payroll.notices_of_numbers
SELECT employee_no, 'number ' || personal_number, personal_number FROM payroll.employees;

-- Rows from elsewhere.
CREATE EXTENSION file_fdw;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE payroll.fetched_numbers (personal_number text)
  SERVER elsewhere OPTIONS (program 'echo 123456789012');
CREATE FOREIGN TABLE payroll.fetched_people (employee_no text, personal_number text)
  SERVER elsewhere OPTIONS (program 'echo 100001,123456789012', format 'csv');

ANALYZE;
