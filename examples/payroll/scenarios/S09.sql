-- S09: the same amount was sent twice to the same account in one run.
-- Two accounts of one person are fine, and so is a transfer that came back and was sent again.
WITH sent AS (
  SELECT t.run_id, t.employee_no, t.bank_code, t.branch_code, t.account_type, t.account_number,
         t.amount, t.holder_kana, t.file_id, f.file_name, f.created_by
  FROM payroll.bank_transfers AS t
  JOIN payroll.bank_transfer_files AS f ON f.file_id = t.file_id
  WHERE t.status <> 'returned'
),
twice AS (
  SELECT s.run_id, s.employee_no, s.bank_code, s.branch_code, s.account_number, s.amount,
         count(*) AS times,
         array_agg(s.file_id ORDER BY s.file_id) AS file_ids,
         min(s.holder_kana) AS holder
  FROM sent AS s
  GROUP BY s.run_id, s.employee_no, s.bank_code, s.branch_code, s.account_type, s.account_number,
           s.amount
  HAVING count(*) > 1
)
SELECT w.employee_no, e.full_name, r.pay_month, r.kind, w.account_number, w.holder, w.times,
       w.amount * (w.times - 1) AS paid_too_much, w.file_ids,
       (SELECT count(DISTINCT x.account_number)
        FROM payroll.bank_transfers AS x
        WHERE x.run_id = w.run_id AND x.employee_no = w.employee_no) AS accounts_in_run
FROM twice AS w
JOIN payroll.payroll_runs AS r ON r.run_id = w.run_id
JOIN payroll.employees AS e ON e.employee_no = w.employee_no
ORDER BY r.pay_month, w.employee_no;
