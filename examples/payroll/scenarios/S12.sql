-- S12: two people are paid into one account.
-- One person may have registered an account twice; the same number at another bank is another account.
WITH shared AS (
  SELECT a.bank_code, a.branch_code, a.account_type, a.account_number,
         count(DISTINCT a.employee_no) AS people,
         array_agg(DISTINCT a.employee_no) AS employee_nos,
         max(a.valid_from) AS last_change
  FROM payroll.bank_accounts AS a
  GROUP BY a.bank_code, a.branch_code, a.account_type, a.account_number
  HAVING count(DISTINCT a.employee_no) > 1
),
listed AS (
  SELECT unnest(s.employee_nos) AS employee_no, s.bank_code, s.branch_code, s.account_type,
         s.account_number, s.people, s.last_change
  FROM shared AS s
)
SELECT l.employee_no, e.full_name, l.bank_code, l.branch_code, l.account_number, a.holder_kana,
       a.valid_from, a.updated_by, l.people,
       CASE WHEN a.valid_from = l.last_change THEN 'changed last' ELSE 'was there before' END
         AS who
FROM listed AS l
JOIN payroll.employees AS e ON e.employee_no = l.employee_no
JOIN payroll.bank_accounts AS a
  ON a.employee_no = l.employee_no
 AND a.bank_code = l.bank_code
 AND a.branch_code = l.branch_code
 AND a.account_type = l.account_type
 AND a.account_number = l.account_number
ORDER BY l.last_change, l.employee_no;
