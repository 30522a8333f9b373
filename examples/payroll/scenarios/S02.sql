-- S02: resident tax taken differs from what the municipality asked for.
-- The notice that holds in a month is the latest of the tax year (June to May) that has begun.
WITH slips AS (
  SELECT p.employee_no, p.pay_month, p.resident_tax,
         CASE WHEN extract(month FROM p.pay_month) >= 6
              THEN extract(year FROM p.pay_month)::int
              ELSE extract(year FROM p.pay_month)::int - 1 END AS fiscal_year
  FROM payroll.payslips AS p
  JOIN payroll.payroll_runs AS r ON r.run_id = p.run_id
  WHERE r.kind = 'monthly'
),
expected AS (
  SELECT DISTINCT ON (s.employee_no, s.pay_month)
         s.employee_no, s.pay_month, s.resident_tax, n.notice_id, n.notice_kind,
         n.municipality_name, n.addressee_no,
         CASE WHEN n.effective_month = s.pay_month
              THEN n.first_amount ELSE n.monthly_amount END AS due
  FROM slips AS s
  JOIN payroll.resident_tax_notices AS n
    ON n.employee_no = s.employee_no
   AND n.fiscal_year = s.fiscal_year
   AND n.effective_month <= s.pay_month
  ORDER BY s.employee_no, s.pay_month, n.effective_month DESC, n.notice_id DESC
),
differences AS (
  SELECT x.*, x.resident_tax - x.due AS difference,
         sum(x.resident_tax - x.due)
           OVER (PARTITION BY x.employee_no ORDER BY x.pay_month) AS running_difference
  FROM expected AS x
)
SELECT d.employee_no, e.full_name, d.municipality_name, d.addressee_no, d.notice_kind,
       to_char(d.pay_month, 'YYYY-MM') AS month, d.due, d.resident_tax, d.difference,
       d.running_difference
FROM differences AS d
JOIN payroll.employees AS e ON e.employee_no = d.employee_no
WHERE d.difference <> 0
ORDER BY d.employee_no, d.pay_month;
