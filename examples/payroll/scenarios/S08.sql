-- S08: the difference after the pay revision of 2023 was computed with a grade that did not hold in that month.
WITH checked AS (
  SELECT d.employee_no, d.target_month, d.grade, d.step, d.old_amount, d.new_amount, d.difference,
         a.kind, a.effective_on, a.grade AS grade_due, a.step AS step_due,
         o.monthly_amount AS old_due, n.monthly_amount AS new_due
  FROM payroll.retroactive_differences AS d
  -- The appointment of that month.
  CROSS JOIN LATERAL (
    SELECT x.kind, x.effective_on, x.pay_table, x.grade, x.step
    FROM payroll.appointments AS x
    WHERE x.employee_no = d.employee_no AND x.effective_on <= d.target_month
    ORDER BY x.effective_on DESC, x.appointment_id DESC
    LIMIT 1
  ) AS a
  JOIN payroll.pay_tables AS o
    ON (o.pay_table, o.grade, o.step) = (a.pay_table, a.grade, a.step)
   AND o.valid_from = date '2022-04-01'
  JOIN payroll.pay_tables AS n
    ON (n.pay_table, n.grade, n.step) = (a.pay_table, a.grade, a.step)
   AND n.valid_from = date '2023-04-01'
)
SELECT c.employee_no, e.full_name, count(*) AS wrong_months,
       min(c.target_month) AS first_month, max(c.target_month) AS last_month,
       string_agg(DISTINCT c.grade::text || ' instead of ' || c.grade_due::text, ', ') AS grades,
       sum((c.new_due - c.old_due) - (c.new_amount - c.old_amount)) AS base_difference
FROM checked AS c
JOIN payroll.employees AS e ON e.employee_no = c.employee_no
WHERE (c.old_amount, c.new_amount) <> (c.old_due, c.new_due)
GROUP BY c.employee_no, e.full_name
ORDER BY c.employee_no;
