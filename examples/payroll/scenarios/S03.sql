-- S03: the annual decision on standard remuneration (September 2023) is missing.
-- Recompute it from the pay of April to June, with a sixth of the commuting pass each month, and compare with the
-- grade that is in force.
WITH quarter AS (
  SELECT p.employee_no,
         count(*) FILTER (WHERE p.pay_percent = 100) AS full_months,
         sum(p.gross_amount - p.commute_allowance - p.retroactive_pay + coalesce(c.pass, 0)) / 3
           AS average_amount
  FROM payroll.payslips AS p
  JOIN payroll.payroll_runs AS r ON r.run_id = p.run_id AND r.kind = 'monthly'
  LEFT JOIN LATERAL (
    SELECT sum(n.pass_amount / n.pass_months) AS pass
    FROM payroll.commute_notices AS n
    WHERE n.employee_no = p.employee_no
      AND p.pay_month BETWEEN n.valid_from AND coalesce(n.valid_to, date '9999-12-31')
  ) AS c ON true
  WHERE p.pay_month BETWEEN date '2023-04-01' AND date '2023-06-01'
  GROUP BY p.employee_no
),
due AS (
  SELECT q.employee_no, q.average_amount, g.grade, g.standard_amount
  FROM quarter AS q
  JOIN payroll.employees AS e ON e.employee_no = q.employee_no
  JOIN payroll.remuneration_grades AS g
    ON g.kind = 'short'
   AND q.average_amount >= g.lower_amount
   AND (q.average_amount < g.upper_amount OR g.upper_amount IS NULL)
  WHERE q.full_months = 3
    AND e.hired_on < date '2023-06-01'
    AND (e.retired_on IS NULL OR e.retired_on >= date '2023-09-01')
)
SELECT d.employee_no, e.full_name, e.mutual_aid_no, d.average_amount, d.grade AS grade_due,
       f.short_grade AS grade_in_force, f.valid_from AS in_force_since,
       d.standard_amount - f.short_amount AS gap
FROM due AS d
JOIN payroll.employees AS e ON e.employee_no = d.employee_no
CROSS JOIN LATERAL (
  SELECT s.short_grade, s.short_amount, s.valid_from
  FROM payroll.standard_remunerations AS s
  WHERE s.employee_no = d.employee_no AND s.valid_from <= date '2023-09-01'
  ORDER BY s.valid_from DESC
  LIMIT 1
) AS f
LEFT JOIN payroll.standard_remunerations AS a
  ON a.employee_no = d.employee_no AND a.kind = 'annual' AND a.valid_from = date '2023-09-01'
WHERE a.employee_no IS NULL
   OR d.grade <> f.short_grade
ORDER BY d.employee_no;
