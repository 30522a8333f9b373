-- S01: commuting allowance paid twice.
-- A new notice began while the one before was never closed, and one run paid a pass for both.
WITH notices AS (
  SELECT n.employee_no, n.notice_id, n.valid_from, n.valid_to, n.pass_amount, n.route,
         lead(n.valid_from) OVER (PARTITION BY n.employee_no ORDER BY n.valid_from) AS next_from
  FROM payroll.commute_notices AS n
),
-- Who has an open or overlapping earlier notice?
overlapping AS (
  SELECT DISTINCT employee_no
  FROM notices
  WHERE next_from IS NOT NULL
    AND (valid_to IS NULL OR valid_to >= next_from)
),
paid AS (
  SELECT l.employee_no, r.pay_month,
         array_agg(l.source_id ORDER BY l.source_id) AS notice_ids,
         sum(l.amount) AS paid_amount,
         max(l.amount) AS largest_pass
  FROM payroll.payslip_lines AS l
  JOIN payroll.payroll_runs AS r ON r.run_id = l.run_id
  WHERE l.item_code = 'P06'
  GROUP BY l.employee_no, r.pay_month
  HAVING count(DISTINCT l.source_id) > 1
)
SELECT p.employee_no, e.full_name, e.address, p.pay_month, p.notice_ids, p.paid_amount,
       p.paid_amount - p.largest_pass AS about_too_much,
       (SELECT min(n.route) FROM notices AS n
        WHERE n.employee_no = p.employee_no AND n.next_from IS NULL) AS current_route
FROM paid AS p
JOIN overlapping AS o USING (employee_no)
JOIN payroll.employees AS e USING (employee_no)
ORDER BY p.employee_no, p.pay_month;
