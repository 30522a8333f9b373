-- Who has this name
SELECT employee_no, department_code FROM payroll.employees
WHERE full_name = '{{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}}';

-- Who has one of these names
SELECT employee_no, full_name FROM payroll.employees
WHERE full_name IN ('{{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}}', '{{SELECT full_name FROM payroll.employees WHERE employee_no = '100011'}}', 'name_nobody');

-- Everybody but this one
SELECT count(*) FROM payroll.employees
WHERE full_name <> '{{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}}';

-- A name nobody has
SELECT count(*) FROM payroll.employees WHERE full_name = '山田　太郎';

-- Names that occur more than once
SELECT full_name, count(*), array_agg(employee_no ORDER BY employee_no) FROM payroll.employees
GROUP BY full_name HAVING count(*) > 1;

-- Sorted by name
-- ordered
SELECT full_name, employee_no FROM payroll.employees ORDER BY full_name, employee_no LIMIT 30;

-- Sorted by name, backwards and with the missing ones first
-- ordered
SELECT mobile_phone, employee_no FROM payroll.employees ORDER BY mobile_phone DESC NULLS FIRST, employee_no LIMIT 30;

-- Distinct names of employees and dependents
SELECT count(*) FROM (SELECT full_name FROM payroll.employees UNION SELECT full_name FROM payroll.dependents) n;

-- All tokens of names begin alike
SELECT count(*) FROM payroll.employees WHERE full_name NOT LIKE 'name\_%';

-- Which kinds of tokens there are
SELECT split_part(full_name, '_', 1), split_part(address, '_', 1), split_part(email, '_', 1), split_part(phone, '_', 1), count(*)
FROM payroll.employees GROUP BY 1, 2, 3, 4;

-- Names in one string
SELECT department_code, string_agg(full_name, ', ' ORDER BY full_name) AS names FROM payroll.employees GROUP BY department_code;

-- Each name once in one string
SELECT string_agg(DISTINCT bank_code, '/' ORDER BY bank_code) FROM payroll.bank_accounts;

-- First and last name in token order
SELECT min(full_name), max(full_name), min(full_name_kana), max(address) FROM payroll.employees;

-- How long tokens are
SELECT min(length(full_name)), max(length(full_name)), avg(octet_length(address))::int FROM payroll.employees;

-- A label for a ticket
-- ordered
SELECT 'employee ' || employee_no || ' (' || full_name || ')' AS label FROM payroll.employees ORDER BY employee_no LIMIT 5;

-- The same label with format
-- ordered
SELECT format('%s: %s <%s>', employee_no, full_name, coalesce(email, '-')) FROM payroll.employees ORDER BY employee_no LIMIT 5;

-- Parts of a token
-- ordered
SELECT employee_no, left(full_name, 12), right(full_name, 4), upper(substring(full_name FROM 6 FOR 8)), md5(full_name)
FROM payroll.employees ORDER BY employee_no LIMIT 5;

-- A name as JSON
-- ordered
SELECT json_build_object('no', employee_no, 'name', full_name, 'mail', email) FROM payroll.employees ORDER BY employee_no LIMIT 5;

-- A department as one JSON document
SELECT jsonb_build_object('department', d.department_name, 'people', jsonb_agg(jsonb_build_object('no', e.employee_no, 'name', e.full_name) ORDER BY e.employee_no))
FROM payroll.departments d JOIN payroll.employees e USING (department_code) GROUP BY d.department_code;

-- Names by number as one JSON object
SELECT json_object_agg(employee_no, full_name ORDER BY employee_no) FROM payroll.employees WHERE department_code = '0220';

-- Same phone at home and in the pocket
SELECT employee_no FROM payroll.employees WHERE phone = mobile_phone;

-- Same phone as the landlord
SELECT e.employee_no, h.landlord_phone FROM payroll.employees e JOIN payroll.housing_notices h ON h.landlord_phone IN (e.phone, e.mobile_phone);

-- Emergency numbers that both systems know
SELECT e.employee_no FROM payroll.employees e JOIN attendance.employees a ON a.mobile_phone = e.mobile_phone WHERE a.employee_no = '00' || e.employee_no;

-- Emergency numbers that differ
SELECT e.employee_no, e.mobile_phone, a.mobile_phone AS there FROM payroll.employees e
JOIN attendance.employees a ON a.employee_no = '00' || e.employee_no WHERE e.mobile_phone IS DISTINCT FROM a.mobile_phone;

-- Name where there is one, number else
SELECT coalesce(e.full_name, 'no ' || u.user_id) AS who, u.user_role
FROM payroll.system_users u LEFT JOIN payroll.employees e USING (employee_no);

-- A mark for one person in a list
-- ordered
SELECT employee_no, CASE full_name WHEN '{{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}}' THEN '<- him' ELSE '' END AS mark
FROM payroll.employees ORDER BY employee_no LIMIT 15;

-- A searched CASE that gives tokens or words
SELECT employee_no, CASE WHEN retired_on IS NOT NULL THEN 'left' WHEN employment_kind = 'fiscal' THEN full_name ELSE 'regular' END AS text
FROM payroll.employees;

-- The larger of two tokens
SELECT employee_no, greatest(phone, mobile_phone), least(phone, mobile_phone, 'tel_z'), nullif(phone, mobile_phone) FROM payroll.employees WHERE employee_no < '100030';

-- Rows a name in a window
SELECT employee_no, full_name, count(*) OVER (PARTITION BY full_name) AS bearers, row_number() OVER (PARTITION BY full_name ORDER BY employee_no) AS nth
FROM payroll.employees;

-- The next name in token order
-- ordered
SELECT full_name, lead(full_name) OVER (ORDER BY full_name, employee_no) AS next FROM payroll.employees ORDER BY full_name, employee_no LIMIT 20;

-- First name of each department in token order
SELECT DISTINCT department_code, first_value(full_name) OVER (PARTITION BY department_code ORDER BY full_name, employee_no) FROM payroll.employees;

-- Tokens as an array
SELECT array_agg(DISTINCT holder_kana ORDER BY holder_kana) FROM payroll.bank_accounts WHERE updated_by = 'jinji02' AND employee_no < '100030';

-- Is it in this array
SELECT employee_no FROM payroll.employees
WHERE full_name = ANY (ARRAY['{{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}}', 'x']);

-- Not in this array
SELECT count(*) FROM payroll.employees
WHERE full_name <> ALL (ARRAY['{{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}}', 'x']);

-- Like any of several patterns
SELECT count(*) FROM payroll.employees WHERE full_name LIKE ANY (ARRAY['name_A%', 'name\_B%', '%c%']);

-- Names of dependents that are names of employees
SELECT d.employee_no, d.dependent_no FROM payroll.dependents d WHERE d.full_name IN (SELECT full_name FROM payroll.employees);

-- Names on slips that are no longer the master's
SELECT s.employee_no, s.tax_year, s.recipient_name, e.full_name
FROM payroll.withholding_slips s JOIN payroll.employees e ON e.employee_no = s.employee_no
WHERE (s.recipient_name, s.recipient_kana) IS DISTINCT FROM (e.full_name, e.full_name_kana);

-- Addresses on slips that are no longer the master's
SELECT s.employee_no, s.tax_year FROM payroll.withholding_slips s, payroll.employees e
WHERE s.employee_no = e.employee_no AND s.recipient_address <> e.address;

-- Municipalities of one set without those of another
SELECT municipality_name FROM payroll.resident_tax_notices WHERE fiscal_year = 2022
EXCEPT SELECT municipality_name FROM payroll.resident_tax_notices WHERE fiscal_year = 2023;

-- Names of all kinds with where they stand
SELECT kind, count(*), count(DISTINCT name) FROM (
  SELECT 'employee' AS kind, full_name AS name FROM payroll.employees
  UNION ALL SELECT 'dependent', full_name FROM payroll.dependents
  UNION ALL SELECT 'landlord', landlord_name FROM payroll.housing_notices
  UNION ALL SELECT 'beneficiary', beneficiary_name FROM payroll.deductions
  UNION ALL SELECT 'user', display_name FROM payroll.system_users) n
GROUP BY kind;

-- Cast to text and to varchar
SELECT count(DISTINCT bank_code::text), count(DISTINCT branch_code::varchar), count(DISTINCT account_number::varchar(40)) FROM payroll.bank_accounts;

-- Bank and branch as one key
SELECT bank_code || '-' || branch_code AS bank, count(*) FROM payroll.bank_accounts GROUP BY 1 HAVING count(*) > 1;

-- Bank and branch as a pair
SELECT (bank_code, branch_code) AS bank, count(*) FROM payroll.bank_accounts GROUP BY 1;

-- The most common bank
SELECT mode() WITHIN GROUP (ORDER BY bank_code), count(*) FILTER (WHERE bank_code IS NULL) FROM payroll.bank_accounts;

-- Tokens compared with tokens of another kind
SELECT count(*) FROM payroll.employees WHERE full_name > full_name_kana;

-- Look a person up by address and kind
SELECT employee_no, full_name, employment_kind FROM payroll.employees
WHERE address = '{{SELECT address FROM payroll.employees WHERE employee_no = '100015'}}' AND employment_kind <> 'special';

-- The person behind the mutual aid number on a letter
SELECT e.employee_no, e.full_name, s.valid_from, s.short_amount
FROM payroll.employees e LEFT JOIN payroll.standard_remunerations s USING (employee_no)
WHERE e.mutual_aid_no = '{{SELECT mutual_aid_no FROM payroll.employees WHERE employee_no = '100012'}}';

-- A list of tokens from the ticket, joined
SELECT v.token, e.employee_no
FROM (VALUES ('{{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}}'),
             ('{{SELECT full_name FROM payroll.employees WHERE employee_no = '100030'}}'), ('name_unknown')) AS v(token)
LEFT JOIN payroll.employees e ON e.full_name = v.token;

-- One token that is looked for everywhere
WITH wanted(name) AS (VALUES ('{{SELECT full_name FROM payroll.employees WHERE employee_no = '100010'}}'))
SELECT 'employees' AS place, employee_no FROM payroll.employees, wanted WHERE full_name = name
UNION ALL SELECT 'dependents', employee_no FROM payroll.dependents, wanted WHERE full_name = name
UNION ALL SELECT 'slips', employee_no FROM payroll.withholding_slips, wanted WHERE recipient_name = name
UNION ALL SELECT 'landlords', employee_no FROM payroll.housing_notices, wanted WHERE landlord_name = name;

-- Presence of optional identifiers
SELECT count(*), count(phone) AS phones, count(mobile_phone) AS mobiles, count(email) AS mails, count(address) AS addresses,
       count(mutual_aid_no) AS aid FROM payroll.employees;

-- Redacted columns are empty and say so
SELECT count(*), count(personal_number), count(basic_pension_no), count(sex), count(note), bool_or(personal_number IS NOT NULL)
FROM payroll.employees;

-- Coalesce over what is redacted
-- ordered
SELECT employee_no, coalesce(personal_number, '(not for us)'), coalesce(note, '') || '.' FROM payroll.employees ORDER BY 1 LIMIT 3;

-- Concatenation with separators skips the missing
SELECT employee_no, concat_ws(' / ', full_name, phone, mobile_phone, note) FROM payroll.employees WHERE employee_no < '100010';

-- A trigram-like guess at near tokens
SELECT count(*) FROM payroll.employees a JOIN payroll.employees b ON a.employee_no < b.employee_no AND left(a.full_name, 20) = left(b.full_name, 20);

-- Is NULL, is not NULL
SELECT employee_no FROM payroll.employees WHERE mobile_phone IS NULL OR email IS NULL;

-- Deduplicate names and keep the newest
SELECT DISTINCT ON (full_name) full_name, employee_no, hired_on FROM payroll.employees ORDER BY full_name, hired_on DESC, employee_no;

-- Position of a letter in tokens
SELECT position('_' IN full_name) AS at, count(*) FROM payroll.employees GROUP BY at;

-- Regular expressions over tokens
SELECT count(*) FROM payroll.bank_transfers WHERE holder_kana ~ '^holder_[A-Za-z0-9_-]+$' AND account_number !~ '[0-9]{12}';

-- Tokens through a chain of queries
WITH a AS (SELECT employee_no AS no, full_name AS n FROM payroll.employees WHERE department_code < '0400'),
     b AS (SELECT no, n AS m FROM a WHERE no > '100010'),
     c AS MATERIALIZED (SELECT m, no FROM b)
SELECT c.no, c.m, e.full_name = c.m AS same FROM c JOIN payroll.employees e ON e.employee_no = c.no;
