-- S10: somebody left in the middle of a month and was paid for all of it.
-- Pay is by working days then; after a death the whole month is paid, and that is right.
WITH leavers AS (
  SELECT e.employee_no, e.full_name, e.retired_on, e.retire_reason,
         date_trunc('month', e.retired_on)::date AS month
  FROM payroll.employees AS e
  WHERE e.retired_on IS NOT NULL
    AND e.retire_reason <> '死亡'
),
days AS (
  SELECT l.employee_no,
         count(*) AS working_days,
         count(*) FILTER (WHERE g.day::date <= l.retired_on) AS worked_days
  FROM leavers AS l
  CROSS JOIN LATERAL generate_series(l.month::timestamp,
                                     l.month::timestamp + interval '1 month' - interval '1 day',
                                     interval '1 day') AS g(day)
  WHERE extract(isodow FROM g.day) < 6
  GROUP BY l.employee_no
),
paid AS (
  SELECT l.employee_no, l.full_name, l.retired_on, l.retire_reason, p.base_pay, p.pay_percent,
         t.monthly_amount * p.pay_percent / 100 AS full_pay
  FROM leavers AS l
  JOIN payroll.payslips AS p ON p.employee_no = l.employee_no AND p.pay_month = l.month
  JOIN payroll.payroll_runs AS r ON r.run_id = p.run_id AND r.kind = 'monthly'
  CROSS JOIN LATERAL (
    SELECT x.monthly_amount
    FROM payroll.pay_tables AS x
    WHERE x.pay_table = p.pay_table AND x.grade = p.grade AND x.step = p.step
      AND x.valid_from <= p.pay_month AND x.promulgated_on <= r.paid_on
    ORDER BY x.valid_from DESC
    LIMIT 1
  ) AS t
)
SELECT p.employee_no, p.full_name, p.retired_on, p.retire_reason, d.worked_days, d.working_days,
       p.base_pay, p.full_pay * d.worked_days / d.working_days AS due,
       p.base_pay - p.full_pay * d.worked_days / d.working_days AS paid_too_much
FROM paid AS p
JOIN days AS d ON d.employee_no = p.employee_no
WHERE p.base_pay <> p.full_pay * d.worked_days / d.working_days
ORDER BY p.employee_no;
