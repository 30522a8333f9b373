-- A schema with what real ones have: owners and grants of roles that aren't here, an extension that isn't installed, a
-- setting of a later version, domains, enums, identities, generated columns, partitions, inheritance, foreign keys in
-- circles, views, names that need quotes.
SET transaction_timeout = 0;
CREATE EXTENSION IF NOT EXISTS no_such_extension WITH SCHEMA public;
CREATE SCHEMA office;
ALTER SCHEMA office OWNER TO office_owner;
CREATE SCHEMA "給与";

CREATE TYPE office.state AS ENUM ('open', 'closed', '保留');
CREATE DOMAIN office.post_code AS text CHECK (VALUE ~ '^[0-9]{3}-[0-9]{4}$');
CREATE DOMAIN office.percent AS numeric(5,2) CHECK (VALUE >= 0 AND VALUE <= 100);

CREATE TABLE office.departments (
  code char(4) PRIMARY KEY,
  name text NOT NULL UNIQUE,
  parent char(4) REFERENCES office.departments (code),
  head integer,
  budget numeric(10,2) CHECK (budget >= 0)
);
CREATE TABLE office.people (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  staff_no char(6) NOT NULL UNIQUE CHECK (staff_no ~ '^[0-9]{6}$'),
  "Full Name" text NOT NULL,
  initials text GENERATED ALWAYS AS (left("Full Name", 1)) STORED,
  personal_number char(12) UNIQUE CHECK (length(personal_number) = 12),
  born date CHECK (born > '1900-01-01' AND born < '2020-01-01'),
  post office.post_code,
  phone varchar(13),
  department char(4) NOT NULL REFERENCES office.departments (code),
  kind text NOT NULL CHECK (kind IN ('regular', 'special', '臨時')),
  state office.state NOT NULL DEFAULT 'open',
  share office.percent,
  papers jsonb,
  tags text[] NOT NULL DEFAULT '{}',
  note text,
  hired timestamptz NOT NULL DEFAULT now(),
  left_on date,
  CHECK (left_on IS NULL OR left_on >= born)
);
ALTER TABLE office.people OWNER TO office_owner;
ALTER TABLE office.departments ADD FOREIGN KEY (head) REFERENCES office.people (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX ON office.people ("Full Name");
CREATE INDEX ON office.people (department, born);

CREATE TABLE office.slips (
  person integer NOT NULL REFERENCES office.people (id),
  month date NOT NULL,
  seq smallint NOT NULL,
  amount integer NOT NULL,
  account varchar(7),
  PRIMARY KEY (person, month, seq)
) PARTITION BY RANGE (month);
CREATE TABLE office.slips_2023 PARTITION OF office.slips FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE office.slips_2024 PARTITION OF office.slips FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE office.cases (
  id bigint NOT NULL,
  area text NOT NULL,
  holder text,
  PRIMARY KEY (id, area)
) PARTITION BY LIST (area);
CREATE TABLE office.cases_east PARTITION OF office.cases FOR VALUES IN ('east', '東');
CREATE TABLE office.cases_rest PARTITION OF office.cases DEFAULT;

CREATE TABLE office.devices (id integer PRIMARY KEY, owner_no char(6), secret bytea);
CREATE TABLE office.phones (number varchar(13)) INHERITS (office.devices);

CREATE TABLE "給与"."明細 ""表""" (
  "番号" uuid PRIMARY KEY,
  "氏名" text,
  "金額" double precision,
  "期間" daterange,
  person integer REFERENCES office.people (id)
);
CREATE TABLE office.unlisted (id integer PRIMARY KEY, person integer NOT NULL REFERENCES office.people (id), words text);

CREATE VIEW office.directory AS
SELECT p.staff_no, p."Full Name", p.phone, d.name FROM office.people p JOIN office.departments d ON d.code = p.department;
CREATE VIEW office.born_in AS SELECT id, extract(year FROM born) AS year FROM office.people;
CREATE MATERIALIZED VIEW office.sums AS SELECT person, sum(amount) AS total FROM office.slips GROUP BY person WITH NO DATA;

CREATE FUNCTION office.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not here'; END $$;
CREATE TRIGGER touch BEFORE INSERT ON office.people FOR EACH ROW EXECUTE FUNCTION office.touch();

GRANT USAGE ON SCHEMA office TO reader, "Other Reader";
GRANT SELECT ON office.people TO reader;
