-- Tables that differ in their indexes only. Hidden values have nothing to do with the physical order,
-- which is that of id, so rows that come sorted by one of them came through an index.
CREATE SCHEMA office;
CREATE FUNCTION office.fill(relation text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format($i$
    INSERT INTO %s (id, name, number, department, grade, birth)
    SELECT i, CASE WHEN i %% 4 = 0 THEN NULL ELSE 'name ' || left(md5(i::text), 3) END,
      lpad((('x' || left(md5('n' || i), 8))::bit(32)::int8 %% 1000000000)::text, 12, '0'),
      i %% 100, ('x' || left(md5('g' || i), 4))::bit(16)::int4 %% 50,
      date '1960-01-01' + ('x' || left(md5('b' || i), 4))::bit(16)::int4 %% 15000
    FROM generate_series(1, 12000) AS i ORDER BY i$i$, relation);
END $$;
CREATE TABLE office.template (
  id int4 PRIMARY KEY, name text, number char(12), department int4, grade int4, birth date,
  filler text DEFAULT repeat('x', 200));

CREATE TABLE office.by_name (LIKE office.template INCLUDING ALL);
CREATE INDEX ON office.by_name (name);
CREATE TABLE office.covering (LIKE office.template INCLUDING ALL);
CREATE INDEX ON office.covering (name) INCLUDE (id, department);
CREATE TABLE office.by_department_and_number (LIKE office.template INCLUDING ALL);
CREATE INDEX ON office.by_department_and_number (department, number);
CREATE TABLE office.by_name_and_number (LIKE office.template INCLUDING ALL);
CREATE INDEX ON office.by_name_and_number (name, number);
CREATE TABLE office.by_part (LIKE office.template INCLUDING ALL);
CREATE INDEX ON office.by_part (number) WHERE department = 3;
CREATE TABLE office.by_expression (LIKE office.template INCLUDING ALL);
CREATE INDEX ON office.by_expression (department, upper(name));
CREATE TABLE office.by_birth (LIKE office.template INCLUDING ALL);
CREATE INDEX ON office.by_birth (birth);
CREATE TABLE office.by_grade (LIKE office.template INCLUDING ALL);
CREATE INDEX ON office.by_grade (grade);
-- Few values, so that an index finds those that are there.
CREATE TABLE office.sparse (LIKE office.template INCLUDING ALL);
CREATE INDEX ON office.sparse (name);
CREATE INDEX ON office.sparse (number);
CREATE TABLE office.parts (LIKE office.template) PARTITION BY RANGE (id);
CREATE TABLE office.parts_all PARTITION OF office.parts FOR VALUES FROM (0) TO (1000000);
CREATE INDEX ON office.parts_all (department, number);
CREATE TABLE office.parent (LIKE office.template INCLUDING ALL);
CREATE TABLE office.child () INHERITS (office.parent);
CREATE INDEX ON office.child (department, number);

DO $$
DECLARE relation text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['by_name', 'covering', 'by_department_and_number', 'by_name_and_number',
    'by_part', 'by_expression', 'by_birth', 'by_grade', 'sparse', 'parts', 'child'] LOOP
    PERFORM office.fill('office.' || relation);
  END LOOP;
END $$;
UPDATE office.by_expression SET name = name || left(md5('e' || id), 5);
UPDATE office.sparse SET name = NULL, number = NULL WHERE id % 200 <> 7;
CREATE VIEW office.shown AS SELECT id, name, number, department FROM office.by_department_and_number;
CREATE MATERIALIZED VIEW office.kept AS SELECT * FROM office.by_name ORDER BY id;
CREATE INDEX ON office.kept (department, number);
VACUUM (FULL, ANALYZE);
