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

ANALYZE;
