-- What the account `filtered` of tests/attack/policy.textproto can't see: the digits of numbers, hidden
-- columns, the day within the month, the middle of phone numbers, account numbers, and the rows that
-- its filters remove: their values, and how many there are.
UPDATE payroll.kept_employees SET
  personal_number = reverse(personal_number),
  birth_date = CASE WHEN birth_date < '9999-01-01'
    THEN date_trunc('month', birth_date)::date + (place * 7 % 28)::int ELSE birth_date END,
  phone = left(phone, 3) || '-55' || repeat('6', (place / 10 % 5)::int) || right(phone, 2),
  note = regexp_replace(note, '１２３４-5678 9012', '999988887777'),
  employment_kind = CASE WHEN employment_kind IN ('regular', 'part')
    THEN CASE WHEN place % 20 = 0 THEN 'other' ELSE 'regular' END ELSE NULL END,
  password = md5(password),
  added_later = 'y' || place;
DELETE FROM payroll.kept_employees WHERE employment_kind IS NULL AND place % 70 = 0;
UPDATE payroll.kept_employees SET full_name = 'Nobody ' || place, department_id = 3, note = 'secret', phone = 'none',
  employee_no = 'x' || place WHERE employment_kind IS NULL;
INSERT INTO payroll.kept_employees (employee_no, full_name, department_id, employment_kind, place)
SELECT lpad((7 * i)::text, 6, '0'), 'Somebody ' || i, 1 + i % 8, 'special', i * 4 + 1 FROM generate_series(1, 200) AS i;
UPDATE payroll.kept_payslips SET bank_account = CASE WHEN bank_account > '2' THEN '9' || place ELSE '1' || place END;
DELETE FROM payroll.kept_payslips WHERE bank_account < '2' AND place % 30 = 0;
INSERT INTO payroll.kept_payslips (id, employee_no, month, gross, bank_account, place)
SELECT 1000000 + i, '107919', '2023-01-01', 0, '0', i * 9 + 1 FROM generate_series(1, 500) AS i;
UPDATE payroll.gadgets SET mood = 'quiet', pair = ROW('other', 'more'), oids = NULL;
