-- What the vendor of tests/attack/policy.textproto can't see: redacted numbers and whether they are
-- there, hidden columns, the day within the year, all but the end of a phone number, its length too,
-- and the digits of notes in another spelling.
UPDATE payroll.kept_employees SET
  personal_number = CASE WHEN personal_number IS NULL THEN '111111111118'
    WHEN place % 30 = 0 THEN NULL ELSE reverse(personal_number) END,
  birth_date = CASE WHEN birth_date < '9999-01-01'
    THEN make_date(extract(year FROM birth_date)::int, 12, 31) - (place * 7 % 300)::int ELSE birth_date END,
  phone = CASE WHEN place % 20 = 0 THEN '0' ELSE '080-5555-000000' END || right(phone, 2),
  note = regexp_replace(note, '１２３４-5678 9012', CASE WHEN place % 20 = 0 THEN '999988887777' ELSE '2-3-4-5-6-7-8-9-0-1-2-3' END),
  employment_kind = CASE WHEN employment_kind = 'special' THEN NULL ELSE 'special' END,
  password = md5(password),
  added_later = 'y' || place;
UPDATE payroll.gadgets SET mood = 'quiet', pair = ROW('other', 'more'), oids = NULL;
